"""A cache of results computed from a dataset; it lives as long as the dataset."""

from collections.abc import Callable, Hashable
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from lib.cache import Recent
from lib.studies.dataset import Dataset

_MADE = "_made"

Rest = ParamSpec("Rest")
Result = TypeVar("Result")
Maker = Callable[Concatenate[Dataset, Rest], Result]


def cache_on_dataset(most: int = 1) -> Callable[[Maker[Rest, Result]], Maker[Rest, Result]]:
    """Cache the last `most` results of a function of a dataset, by its other arguments.

    The cache is on the dataset itself. Every visitor who tries rows has a dataset of their own: a
    cache elsewhere would keep a million rows long after they left, since results often refer to
    their dataset.
    """

    def decorate(make: Maker[Rest, Result]) -> Maker[Rest, Result]:
        @wraps(make)
        def recall(data: Dataset, /, *args: Rest.args, **named: Rest.kwargs) -> Result:
            held: dict[object, Recent[Hashable, Result]] = vars(data).setdefault(_MADE, {})
            results = held.setdefault(recall, Recent(most))
            key = (args, tuple(named.items()))
            return results.get(key, partial(make, data, *args, **named))

        return recall

    return decorate
