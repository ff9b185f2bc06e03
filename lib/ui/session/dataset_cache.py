"""What is made of a dataset, kept as long as somebody holds that dataset."""

from collections.abc import Callable, Hashable
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from lib.cache import Recent
from lib.studies.dataset import Dataset

_MADE = "_made"

Rest = ParamSpec("Rest")
Made = TypeVar("Made")
Maker = Callable[Concatenate[Dataset, Rest], Made]


def cache_on_dataset(most: int = 1) -> Callable[[Maker[Rest, Made]], Maker[Rest, Made]]:
    """Keep the last `most` results a function makes of one dataset, by its other arguments.

    They are kept on the dataset itself. Every visitor who tries rows has a dataset of their own:
    a cache elsewhere would keep a million rows long after they left, since what is made of a
    dataset often holds it.
    """

    def keeping(make: Maker[Rest, Made]) -> Maker[Rest, Made]:
        @wraps(make)
        def made(data: Dataset, /, *args: Rest.args, **named: Rest.kwargs) -> Made:
            held: dict[object, Recent[Hashable, Made]] = vars(data).setdefault(_MADE, {})
            results = held.setdefault(made, Recent(most))
            key = (args, tuple(named.items()))
            return results.get(key, partial(make, data, *args, **named))

        return made

    return keeping
