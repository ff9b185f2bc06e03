"""What is made of a dataset, kept as long as somebody holds that dataset."""

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
    """Keep the last `most` results a function makes of one dataset, by its other arguments.

    They are kept on the dataset itself. Every visitor who tries rows has a dataset of their own:
    a cache elsewhere would keep a million rows long after they left, since what is made of a
    dataset often holds it.
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
