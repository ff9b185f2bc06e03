"""Number needed to treat, and two proportions as natural frequencies of a hundred."""

from dataclasses import dataclass
from math import floor, inf, isnan, nan

from lib.stats.effect_measures import Effect
from lib.stats.refusal import Refusal

ALTMAN = "Altman (1998), from the difference's interval"
NNTB = "NNTB"
"""Number needed to treat for one more to respond (to benefit)."""
NNTH = "NNTH"
"""Number needed to treat for one fewer to respond (to harm)."""


@dataclass(frozen=True)
class Needed:
    """Number needed to treat: 1 / difference, for one more (NNTB) or one fewer (NNTH) to respond.

    The interval runs through infinity where that of the difference spans 0.
    """

    value: float
    """Persons, 1 or more; inf where the arms do not differ; nan where refused."""
    kind: str
    """`NNTB` or `NNTH`; empty where the arms do not differ."""
    ends: tuple[tuple[str, float], ...]
    """Kind and persons of each end, first that on the value's side; empty without an interval."""
    spans_zero: bool
    """Whether the interval runs through infinity, from one kind to the other."""
    level: int
    reason: Refusal | None = None
    """Why there is none."""
    method: str = ALTMAN


def number_needed(difference: Effect, refused: Refusal | None = None) -> Needed:
    """Number needed to treat behind a difference in percentage points that has an interval.

    Altman (1998), BMJ 317:1309: the ends are the reciprocals of the difference's ends; where these
    lie on both sides of 0, the interval runs from one kind through infinity to the other.

    Parameters
    ----------
    difference : Effect
        In percentage points. Without an interval there is no number needed to treat.
    refused : Refusal, optional
        Why none may be told whatever the difference: it says that the treatment makes the
        difference, which takes arms that were made by chance.
    """
    level, value = difference.level, difference.value
    if isnan(difference.low):
        refused = refused or difference.reason or Refusal.NO_DIFFERENCE_INTERVAL
    if refused:
        return Needed(nan, "", (), False, level, refused)
    kind = _kind(value) if value else ""
    spans = difference.low < 0 < difference.high
    # First the end on the value's side with fewer persons; an end of 0 takes the other's kind.
    ends = [difference.high, difference.low]
    if value < 0 or difference.high <= 0:
        ends.reverse()
    kinds = [_kind(end or ends[0]) for end in ends]
    pairs = tuple((which, _reciprocal(end)) for which, end in zip(kinds, ends, strict=True))
    return Needed(_reciprocal(value), kind, pairs, spans, level)


@dataclass(frozen=True)
class OfHundred:
    """Two proportions from 0 to 1, and each as a whole number of a hundred."""

    first: int
    second: int
    first_proportion: float
    second_proportion: float


def of_hundred(first: float, second: float) -> OfHundred:
    """Two proportions as natural frequencies, rounded to the nearest whole number, a half upwards.

    Parameters
    ----------
    first, second : float
        Proportions from 0 to 1.

    Raises
    ------
    ValueError
        For a number that is not from 0 to 1.
    """
    if not all(0 <= proportion <= 1 for proportion in (first, second)):
        raise ValueError("give proportions from 0 to 1")
    return OfHundred(_whole(first), _whole(second), first, second)


def _whole(proportion: float) -> int:
    # Rounded first: 100 times 0.285 is 28.499999999999996.
    return floor(round(100 * proportion, 9) + 0.5)


def _kind(difference: float) -> str:
    return NNTB if difference >= 0 else NNTH


def _reciprocal(points: float) -> float:
    return 100 / abs(points) if points else inf
