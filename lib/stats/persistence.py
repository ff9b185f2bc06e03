"""Loss of response between two visits of a series, and bounds on responding at both.

Counts say how many respond at a visit, not that the same persons respond at both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan, nan

import numpy as np

from lib.stats.arm_contrast import possible_shares
from lib.stats.effect_measures import require_level
from lib.stats.refusal import Refusal
from lib.stats.risk_difference import NEWCOMBE, newcombe

INDEPENDENT = "conservative: the same patients are usually counted at both visits"


@dataclass(frozen=True)
class Visit:
    """One visit of a series. What is not known is nan."""

    months: float
    """Since treatment, above 0."""
    responders: float = nan
    """Persons."""
    assessed: float = nan
    """Persons."""
    published: float = nan
    """Proportion from 0 to 1 as published; used where the counts are not known."""

    def __post_init__(self) -> None:
        if not 0 < self.months < inf:
            raise ValueError("months must be above 0 and finite")
        if self.responders < 0 or self.responders > self.assessed or self.assessed == inf:
            raise ValueError("responders must lie between 0 and assessed, and assessed be finite")
        if self.published < 0 or self.published > 1:
            raise ValueError("give proportions from 0 to 1, not percentages")

    @property
    def has_counts(self) -> bool:
        """Whether both counts are known, and somebody was assessed."""
        return self.assessed > 0 and not isnan(self.responders)

    @property
    def proportion(self) -> float:
        """Proportion responding from 0 to 1, from the counts where they are known."""
        return self.responders / self.assessed if self.has_counts else self.published


@dataclass(frozen=True)
class Change:
    """From one visit to a later one; nan where refused."""

    months: float
    """Between the visits."""
    level: int
    """Percent, of the interval."""
    points: float = nan
    """Percentage points, from -100 to 100; below 0 for a loss."""
    low: float = nan
    high: float = nan
    relative: float = nan
    """Percent of the first visit's share, -100 or more; below 0 for a loss."""
    reason: Refusal | None = None
    """Why there is no change."""
    interval_reason: Refusal | None = None
    relative_reason: Refusal | None = None
    method: str = f"{NEWCOMBE}, {INDEPENDENT}"

    @property
    def per_month(self) -> tuple[float, float, float]:
        """Percentage points a month on average, and its interval; nan where refused."""
        if not self.months:
            return nan, nan, nan
        return self.points / self.months, self.low / self.months, self.high / self.months

    @property
    def excludes_zero(self) -> bool:
        """Whether there is an interval, and 0 is not in it."""
        return self.low > 0 or self.high < 0


def change(first: Visit, last: Visit, level: int = 95) -> Change:
    """Change between two visits, with Newcombe's interval for independent proportions.

    Newcombe (1998), Statistics in Medicine 17:873, method 10. The visits are not independent where
    the same persons were assessed; those who respond once then tend to respond again, which makes
    the true interval narrower.

    Parameters
    ----------
    first, last : Visit
        Of one series, the earlier one first.
    level : int
        Percent, one of `LEVELS`.

    Raises
    ------
    ValueError
        For an unknown level, and if `last` is earlier than `first`.
    """
    (found,) = changes([(first, last)], level)
    return found


def changes(visits: Sequence[tuple[Visit, Visit]], level: int = 95) -> list[Change]:
    """Change between the two visits of each of many series, as `change` gives it."""
    counts = np.array([_counts(first) + _counts(last) for first, last in visits]).reshape(-1, 4).T
    low, high = newcombe((counts[0], counts[1]), (counts[2], counts[3]), level)
    spans = zip(low.tolist(), high.tolist(), strict=True)
    return [_change(*ends, level, span) for ends, span in zip(visits, spans, strict=True)]


def _change(first: Visit, last: Visit, level: int, span: tuple[float, float]) -> Change:
    """Make a change of two visits, and of the interval of the first less the last."""
    months = last.months - first.months
    if months < 0:
        raise ValueError("give the earlier visit first")
    if reason := _no_change(first, last):
        return Change(months, require_level(level), reason=reason)
    before, after = first.proportion, last.proportion
    low, high = span
    return Change(
        months,
        level,
        100 * (after - before),
        -100 * high,
        -100 * low,
        100 * (after / before - 1) if before else nan,
        interval_reason=None if first.has_counts and last.has_counts else Refusal.NO_COUNTS,
        relative_reason=None if before else Refusal.NOTHING_TO_LOSE,
    )


@dataclass(frozen=True)
class ChangeBounds:
    """What a change can be, whatever became of those not assessed; nan where refused."""

    low: float = nan
    """Percentage points, from -100 to 100."""
    high: float = nan
    reason: Refusal | None = None


def change_bounds(first: Visit, last: Visit, enrolled: tuple[float, float]) -> ChangeBounds:
    """Bounds on the change among all enrolled, without any model.

    Of e enrolled, n1 and n2 were assessed and x1 and x2 of them respond. The change is least if all
    who were not assessed respond at the first visit and none of them at the last,
    ``(x2 - (x1 + e - n1)) / e``, and greatest the other way round. The same rule at both visits
    bounds each share, but not their change.

    Parameters
    ----------
    first, last : Visit
        Of one series, with the counts of those assessed.
    enrolled : (float, float)
        Persons enrolled as given at the first and at the last visit; nan where not known.
    """
    if first.months == last.months:
        return ChangeBounds(reason=Refusal.SAME_MONTH)
    if isnan(enrolled[0]) or isnan(enrolled[1]):
        return ChangeBounds(reason=Refusal.ENROLMENT_UNKNOWN)
    if enrolled[0] != enrolled[1]:
        return ChangeBounds(reason=Refusal.ENROLMENT_DIFFERS)
    if not (first.has_counts and last.has_counts):
        return ChangeBounds(reason=Refusal.NO_COUNTS_TO_BOUND)
    e = enrolled[0]
    if e < max(first.assessed, last.assessed):
        return ChangeBounds(reason=Refusal.TOO_FEW_ENROLLED)
    at_first = possible_shares(first.responders, first.assessed, e)
    at_last = possible_shares(last.responders, last.assessed, e)
    return ChangeBounds(at_last[0] - at_first[1], at_last[1] - at_first[0])


@dataclass(frozen=True)
class Persistence:
    """Bounds on how many responded at both visits, in persons; nan where refused."""

    low: float = nan
    high: float = nan
    responding_first: float = nan
    among: float = nan
    """Persons from whom the responders of both visits come."""
    is_supposed: bool = False
    """Whether the bounds hold only if both visits assessed the same persons."""
    reason: Refusal | None = None

    @property
    def low_percent(self) -> float:
        """Of those responding at the first visit; nan if there were none."""
        return 100 * self.low / self.responding_first if self.responding_first else nan

    @property
    def high_percent(self) -> float:
        """Of those responding at the first visit; nan if there were none."""
        return 100 * self.high / self.responding_first if self.responding_first else nan


def persistence(first: Visit, last: Visit, enrolled: float = nan) -> Persistence:
    """How many can have responded at both visits, without any model.

    Of x1 and x2 responding among the same N, between ``max(0, x1 + x2 - N)`` and ``min(x1, x2)``
    responded both times (Frechet 1935, Fundamenta Mathematicae 25:379). N is the number enrolled:
    all who were assessed at either visit are among them, so the bounds hold whoever missed a
    visit. Where it is not known, two visits that assessed the same number are taken to have
    assessed the same persons (`is_supposed`); different numbers are refused.

    Parameters
    ----------
    first, last : Visit
        Of one series.
    enrolled : float
        Persons; nan where not known.
    """
    if first.months == last.months:
        return Persistence(reason=Refusal.SAME_MONTH)
    if not (first.has_counts and last.has_counts):
        return Persistence(reason=Refusal.NO_COUNTS_TO_BOUND)
    most = max(first.assessed, last.assessed)
    if enrolled < most:
        return Persistence(reason=Refusal.TOO_FEW_ENROLLED)
    if isnan(enrolled) and first.assessed != last.assessed:
        return Persistence(reason=Refusal.OTHER_NUMBERS)
    is_supposed = isnan(enrolled)
    among = most if is_supposed else enrolled
    x1, x2 = first.responders, last.responders
    return Persistence(max(0.0, x1 + x2 - among), min(x1, x2), x1, among, is_supposed)


def _no_change(first: Visit, last: Visit) -> Refusal | None:
    if first.months == last.months:
        return Refusal.SAME_MONTH
    known = not (isnan(first.proportion) or isnan(last.proportion))
    return None if known else Refusal.NO_PROPORTION


def _counts(visit: Visit) -> tuple[float, float]:
    return (visit.responders, visit.assessed) if visit.has_counts else (nan, nan)
