"""Words for a difference: number needed to treat, and so many of a hundred."""

from dataclasses import dataclass
from math import floor, inf, isnan, nan

from lib.stats.effect_measures import Effect

NO_DIFFERENCE_INTERVAL = "The difference has no interval, so the number needed to treat has none."
ALTMAN = "Altman (1998), from the difference's interval"
NNTB = "NNTB"
"""Number needed to treat for one more to respond (to benefit)."""
NNTH = "NNTH"
"""Number needed to treat for one fewer to respond (to harm)."""


@dataclass(frozen=True)
class Needed:
    """Number needed to treat: 1 / difference, for one more (NNTB) or one fewer (NNTH) to respond.

    Between the two ends the numbers run through infinity where the difference's interval spans 0.
    """

    value: float
    """Persons, 1 or more; inf where the arms do not differ; nan where refused."""
    kind: str
    """`NNTB` or `NNTH`; empty where the arms do not differ."""
    ends: tuple[tuple[str, float], ...]
    """Two pairs of kind and persons, first the side the value is on; empty without an interval."""
    spans_zero: bool
    """Whether the interval runs through infinity, from one kind to the other."""
    level: int
    reason: str = ""
    interval_reason: str = ""
    method: str = ALTMAN

    @property
    def words(self) -> str:
        """Like ``NNTB 10 (95% interval NNTB 4 to infinity to NNTH 20)``; the reason if refused."""
        if self.reason:
            return self.reason
        value = f"{self.kind} {_persons(self.value)}" if self.kind else "no finite number"
        if not self.ends:
            return value
        (kind, first), (other, last) = self.ends
        if self.spans_zero:
            ends = f"{kind} {_persons(first)} to infinity to {other} {_persons(last)}"
        else:
            ends = f"{kind} {_persons(first)} to {_persons(last)}"
        return f"{value} ({self.level}% interval {ends})"


def number_needed(difference: Effect) -> Needed:
    """Number needed to treat behind a difference in percentage points.

    Altman (1998), BMJ 317:1309: the ends are the reciprocals of the difference's ends; where these
    lie on both sides of 0, the interval runs from one kind through infinity to the other.
    """
    level, value = difference.level, difference.value
    if isnan(value):
        return Needed(nan, "", (), False, level, difference.reason)
    kind = _kind(value) if value else ""
    if isnan(difference.low):
        return Needed(
            _reciprocal(value), kind, (), False, level, interval_reason=NO_DIFFERENCE_INTERVAL
        )
    spans = difference.low < 0 < difference.high
    # Nearest to 1 first on the value's side; an end of 0 is of the other end's kind.
    ends = [difference.high, difference.low]
    if value < 0 or difference.high <= 0:
        ends.reverse()
    kinds = [_kind(end or ends[0]) for end in ends]
    pairs = tuple((which, _reciprocal(end)) for which, end in zip(kinds, ends, strict=True))
    return Needed(_reciprocal(value), kind, pairs, spans, level)


@dataclass(frozen=True)
class OfHundred:
    """Two proportions as whole numbers of a hundred, for words and for drawn figures."""

    first: int
    second: int
    words: str
    """Like ``of 100 patients like these, 59 against 10``."""


def of_hundred(first: float, second: float, unit: str = "patients") -> OfHundred:
    """Two proportions as natural frequencies.

    Rounded to the nearest whole number, a half upwards. What is not 0 is never called 0 nor is
    what is not 100 called 100, and two proportions that differ are not called the same.

    Parameters
    ----------
    first, second : float
        Proportions from 0 to 1.
    unit : str
        What is counted, in the plural.

    Raises
    ------
    ValueError
        For a number that is not from 0 to 1.
    """
    if not all(0 <= proportion <= 1 for proportion in (first, second)):
        raise ValueError("give proportions from 0 to 1")
    ours, theirs = (_whole(proportion) for proportion in (first, second))
    one, other = (_about(proportion) for proportion in (first, second))
    if one != other:
        words = f"{one} against {other}"
    elif first == second:
        words = f"{one} in both"
    else:
        words = f"{one} in both, to the nearest whole number"
    return OfHundred(ours, theirs, f"of 100 {unit} like these, {words}")


def _whole(proportion: float) -> int:
    # Rounded first: 100 times 0.285 is 28.499999999999996.
    return floor(round(100 * proportion, 9) + 0.5)


def _about(proportion: float) -> str:
    whole = _whole(proportion)
    if whole == 0 and proportion > 0:
        return "fewer than 1"
    if whole == 100 and proportion < 1:
        return "more than 99"
    return str(whole)


def _kind(difference: float) -> str:
    return NNTB if difference >= 0 else NNTH


def _reciprocal(points: float) -> float:
    return 100 / abs(points) if points else inf


def _persons(number: float) -> str:
    if number == inf:
        return "infinity"
    return f"{number:.1f}".removesuffix(".0") if number < 9.95 else f"{number:,.0f}"
