"""What becomes of the share responding from the first visit of a series to its last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.analysis.estimates import NOT_A_COUNT
from lib.analysis.points import each_point
from lib.analysis.settings import AS_REPORTED, NON_RESPONDERS, RESPONDERS
from lib.analysis.what_if import enrolment, is_supposed, supposed_shares
from lib.stats.persistence import (
    INDEPENDENT,
    Change,
    ChangeBounds,
    Persistence,
    Visit,
    change_bounds,
    changes,
    persistence,
)
from lib.stats.refusal import Refusal
from lib.stats.retention import Retention, retention
from lib.stats.tipping_point import (
    FIRST,
    IMOR_METHOD,
    TippingPoint,
    share_difference,
    tipping_point,
)
from lib.studies.schema import ASSUMED

FELL, UNCHANGED, ROSE = "fell", "was unchanged", "rose"
DEPENDS = "fell or rose, depending on those not seen,"
"""Where the rules for missing patients do not agree."""
LEAST_POINTS = 1.0
"""A change of fewer percentage points is none."""

# Why a series is told apart from those that are counted.
CAUTIONED = "with a caution"
ESTIMATED = "time-to-event estimates, no counts"
UNKNOWN_DENOMINATOR = "number assessed not known"

Ends = tuple[float, float]
"""The shares at the first and at the last visit, in percent 0-100."""


@dataclass(frozen=True, eq=False)
class SeriesChange:
    """One series, from its first to its last visit that has a rate.

    Attributes
    ----------
    first, last
        The two visits, rows of the estimate frame as named tuples.
    change
        From the first visit to the last.
    has_caution
        Whether a visit of the series has a caution.
    place, every
        Where its points stand among those of all series.
    """

    first: Any
    last: Any
    change: Change
    has_caution: bool
    place: slice
    every: "_Points"

    @property
    def points(self) -> tuple[Any, ...]:
        """Its rows of the estimate frame, as named tuples."""
        return tuple(self.every.listed[self.place])

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """The same as visits, with the counts by the rule for missing patients."""
        return tuple(map(_visit, self.points))

    @cached_property
    def bounds(self) -> ChangeBounds:
        """What the change can be among all enrolled, whatever became of those not seen."""
        return change_bounds(*self.seen, self._enrolled)

    @cached_property
    def both(self) -> Persistence:
        """How many can have responded at both visits."""
        if self.is_supposed:
            return Persistence(reason=Refusal.SUPPOSED_SHARE)
        before, after = self._enrolled
        same = before if before == after else nan
        return persistence(_visit(self.first), _visit(self.last), same)

    @cached_property
    def retention(self) -> Retention:
        """What is left of the response, by the rule for missing patients."""
        found = retention(_visit(self.first), _visit(self.last), self.change.level)
        if self.is_supposed and found.interval_reason:
            return replace(found, interval_reason=Refusal.SUPPOSED_SHARE)
        return found

    @cached_property
    def tipping(self) -> TippingPoint:
        """How unlike those seen the missing of the last visit must be to put the change in doubt.

        Those of the first visit are like those seen then, or as the view supposes.
        """
        other = float(self.first.imor) if self.is_supposed else 1.0
        ends = (enrolment(self.last), enrolment(self.first))
        return tipping_point(*ends, varied=FIRST, other_imor=other, level=self.change.level)

    @property
    def is_supposed(self) -> bool:
        """Whether its shares are made by an odds ratio of the missing."""
        return is_supposed(self.first)

    @cached_property
    def by_rule(self) -> Mapping[str, Ends]:
        """The shares at both visits by each rule for missing patients.

        Empty where no rule can be applied to both.
        """
        return {} if self.bounds.reason else _by_rule(self.seen, self._enrolled[0])

    @cached_property
    def seen(self) -> tuple[Visit, Visit]:
        """Both visits with the counts of those assessed, before any rule for missing patients."""
        return _seen(self.first), _seen(self.last)

    @property
    def _enrolled(self) -> tuple[float, float]:
        return _number(self.first.n_enrolled), _number(self.last.n_enrolled)

    @cached_property
    def way(self) -> str:
        """`FELL`, `UNCHANGED` or `ROSE`; `DEPENDS` where a share as reported hides which."""
        if self.turns and self.first.missing == AS_REPORTED:
            return DEPENDS
        return _way(self.change.points, sum(map(_rounding, (self.first, self.last))))

    @cached_property
    def turns(self) -> bool:
        """Whether a rule for missing patients gives another direction than another rule."""
        return len({_way(after - before) for before, after in self.by_rule.values()}) > 1

    @property
    def fewer_seen(self) -> bool:
        """Whether fewer were assessed at the last visit than at the first."""
        return bool(pd.notna(self.last.n_assessed) and self.last.n_assessed < self.first.n_assessed)

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """Why the series is not among those counted; empty if it is."""
        ends = (self.first, self.last)
        said = {
            CAUTIONED: self.has_caution,
            ESTIMATED: any(point.count == NOT_A_COUNT for point in ends),
            UNKNOWN_DENOMINATOR: any(
                pd.isna(point.n) and point.count != NOT_A_COUNT for point in ends
            ),
        }
        return tuple(reason for reason, holds in said.items() if holds)

    @property
    def is_assumed(self) -> bool:
        """Whether the change, and who responded at both, rest on an assumed number assessed."""
        return any(point.is_assumed and pd.notna(point.r) for point in (self.first, self.last))

    @property
    def has_assumed_bounds(self) -> bool:
        """Whether the bounds of the change rest on an assumed number assessed."""
        is_assumed = any(point.n_basis == ASSUMED for point in (self.first, self.last))
        return is_assumed and not self.bounds.reason

    @property
    def has_assumed_fit(self) -> bool:
        """Whether a curve fitted to the counts rests on an assumed number assessed."""
        return any(point.is_assumed and pd.notna(point.r) for point in self.points)

    @property
    def label(self) -> str:
        """The name of the series."""
        return str(self.first.label)

    @property
    def unit(self) -> str:
        """What is counted."""
        return str(self.first.unit)


def countable(changes: Iterable[SeriesChange]) -> list[SeriesChange]:
    """Give the changes that may be counted together: those of series that are not left out."""
    return [change for change in changes if not change.left_out]


def series_changes(points: pd.DataFrame, level: int = 95) -> list[SeriesChange]:
    """Give the change of each series that has a rate at two months or more.

    Parameters
    ----------
    points
        The estimate frame with words, sorted by series and month.
    level
        Percent, of the intervals.
    """
    known = points[points["rate"].notna()]
    if known.empty:
        return []
    series, months = known["series"].to_numpy(), known["months"].to_numpy(float)
    starts = np.flatnonzero(np.diff(series, prepend=series[0] - 1))
    ends = np.append(starts[1:], len(known))
    is_followed = months[starts] < months[ends - 1]
    starts, ends = starts[is_followed], ends[is_followed]
    first, last = (list(each_point(known.take(at))) for at in (starts, ends - 1))
    visits = [(_visit(one), _visit(other)) for one, other in zip(first, last, strict=True)]
    cautions = np.append(0, np.cumsum((known["caution"] != "").to_numpy()))
    every = _Points(known)
    parts = zip(
        first,
        last,
        _with_supposed(changes(visits, level), known, (starts, ends - 1)),
        (cautions[ends] > cautions[starts]).tolist(),
        map(slice, starts.tolist(), ends.tolist()),
        strict=True,
    )
    return [SeriesChange(*part, every) for part in parts]


def _with_supposed(
    found: list[Change], known: pd.DataFrame, ends: tuple[NDArray[np.intp], ...]
) -> list[Change]:
    """Give changes of supposed shares their own interval: there are no counts behind them."""
    if not found or known["imor"].isna().all():
        return found
    level = found[0].level
    first, last = (supposed_shares(known.take(at), level) for at in ends)
    spans = share_difference(last, first, level)
    method = f"{IMOR_METHOD}, {INDEPENDENT}"
    return [
        replace(change, low=low, high=high, interval_reason=None, method=method)
        for change, low, high in zip(found, spans.low.tolist(), spans.high.tolist(), strict=True)
    ]


@dataclass(frozen=True, eq=False)
class _Points:
    """The points of all series, taken apart only where one is told in full."""

    frame: pd.DataFrame

    @cached_property
    def listed(self) -> list[Any]:
        return list(each_point(self.frame))


def _visit(point: Any) -> Visit:
    """Use counts only where both are known and give the rate; comparison with nan is false."""
    has_counts = point.r <= point.n and not is_supposed(point)
    r, n = (float(point.r), float(point.n)) if has_counts else (nan, nan)
    return Visit(float(point.months), r, n, float(point.rate) / 100)


def _seen(point: Any) -> Visit:
    r, n = _number(point.r_assessed), _number(point.n_assessed)
    return Visit(float(point.months), *((r, n) if r <= n else (nan, nan)))


def _by_rule(seen: tuple[Visit, Visit], enrolled: float) -> dict[str, Ends]:
    def ends(share: Any) -> Ends:
        return 100 * share(seen[0]), 100 * share(seen[1])

    return {
        AS_REPORTED: ends(lambda visit: visit.proportion),
        NON_RESPONDERS: ends(lambda visit: visit.responders / enrolled),
        RESPONDERS: ends(lambda visit: (visit.responders + enrolled - visit.assessed) / enrolled),
    }


def _rounding(point: Any) -> float:
    """Give how far a printed percentage can be from the true one, in points; 0 for counts."""
    is_printed = (pd.isna(point.r) or pd.isna(point.n)) and pd.notna(point.rate_decimals)
    return 0.5 * 10.0**-point.rate_decimals if is_printed else 0.0


def _way(points: float, rounding: float = 0.0) -> str:
    # A hair's breadth for binary fractions: 79% less 78% is one point.
    if abs(points) < LEAST_POINTS - 1e-9 or abs(points) <= rounding + 1e-9:
        return UNCHANGED
    return FELL if points < 0 else ROSE


def _number(value: Any) -> float:
    return nan if pd.isna(value) else float(value)
