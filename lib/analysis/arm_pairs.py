"""Comparisons of two arms of one study at one month, or why they are not compared."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.month_slice import arms_named, patients_of
from lib.analysis.pair_contrast import has_counts, pair_contrast
from lib.analysis.points import each_point
from lib.analysis.unlike_arms import Unlike, Unpaired
from lib.analysis.what_if import enrolment, is_supposed
from lib.phrases import listing
from lib.stats.arm_contrast import Bounds, Contrast, missing_bounds
from lib.stats.number_needed import OfHundred, of_hundred
from lib.stats.refusal import Refusal
from lib.stats.tipping_point import (
    BOTH,
    SECOND,
    TippingPoint,
    tipping_point,
)
from lib.studies.schema import NO, YES

INTERVENTION, COMPARATOR = "intervention", "comparator"
CHANCE_UNKNOWN = "not stated"

_NO_NEEDED = {YES: None, NO: Refusal.NOT_BY_CHANCE, CHANCE_UNKNOWN: Refusal.CHANCE_NOT_STATED}


@dataclass(frozen=True, eq=False)
class Pair:
    """An intervention and a comparator of one study, at the same month.

    Attributes
    ----------
    first, second
        The two points, each a named tuple of the estimate frame's columns.
    level
        Of the intervals, in percent.
    """

    first: Any
    second: Any
    level: int

    @cached_property
    def contrast(self) -> Contrast:
        """How they differ, the first against the second."""
        no_needed = _NO_NEEDED[self.randomised]
        return pair_contrast(self.first, self.second, self.level, no_needed)

    @cached_property
    def hundred(self) -> OfHundred:
        """The two shares as natural frequencies of a hundred."""
        return of_hundred(self.first.rate / 100, self.second.rate / 100)

    @cached_property
    def bounds(self) -> Bounds:
        """Where the difference lies whatever the patients not assessed did."""
        return missing_bounds(enrolment(self.first), enrolment(self.second))

    @cached_property
    def tipping(self) -> TippingPoint:
        """How unlike those assessed the missing of both arms, alike, must be to put it in doubt."""
        return self.tipping_of(BOTH)

    def tipping_of(self, varied: str) -> TippingPoint:
        """The same of one arm, or of both: one of `lib.stats.tipping_point.VARIED`.

        The missing of the other arm are like those assessed there, or as the view supposes.
        """
        other = self.first if varied == SECOND else self.second
        return tipping_point(
            enrolment(self.first),
            enrolment(self.second),
            varied=varied,
            other_imor=float(other.imor) if is_supposed(other) else 1.0,
            level=self.level,
        )

    @property
    def is_supposed(self) -> bool:
        """Whether the shares are made by odds ratios of the missing."""
        return is_supposed(self.first)

    @property
    def has_interval(self) -> bool:
        """Whether the difference has an interval: from counts it always has."""
        if self.is_counted and not self.is_supposed:
            return bool(self.first.n > 0 and self.second.n > 0)
        return not isnan(self.contrast.difference.low)

    @property
    def is_counted(self) -> bool:
        """Whether both arms have counts."""
        return has_counts(self.first) and has_counts(self.second)

    @property
    def randomised(self) -> str:
        """Whether chance made the arms: `yes`, `no` or `not stated`."""
        return _randomised(self.first, self.second)


_ALIKE = {Unlike.OUTCOME: "outcome", Unlike.UNIT: "unit", Unlike.COHORT: "cohort"}
"""The columns that two arms must have alike."""

_COMMON = ["study", "months", "outcome", "unit", "cohort", "estimate"]

_Reason = tuple[Unlike, tuple[str, ...]]
"""A reason, and what fills the gaps of its sentence."""


def pairs(at: pd.DataFrame, level: int) -> list[Pair]:
    """Compare every intervention of a study with every comparator that is comparable.

    Parameters
    ----------
    at
        The points at one month, as `at_month` returns them.
    level
        Confidence level in percent.

    Returns
    -------
    The pairs by year, study and arms, in whatever order the points come. Two arms are comparable if
    they belong to one study, share no patients, and have the same outcome, unit, set of patients,
    kind of estimate and month.
    """
    return _pairs(_studies(at), level)


def refusals(at: pd.DataFrame) -> list[Unpaired]:
    """List which arms of one study are not compared, each reason once."""
    return _refusals(_studies(at))


def pairs_and_refusals(at: pd.DataFrame, level: int) -> tuple[list[Pair], list[Unpaired]]:
    """Give both `pairs` and `refusals`, for which the points are taken apart once."""
    studies = _studies(at)
    return _pairs(studies, level), _refusals(studies)


def _pairs(studies: Iterable[list[Any]], level: int) -> list[Pair]:
    return [
        Pair(first, second, level)
        for arms in studies
        for first, second in _cross_pairs(arms)
        if not _why_not(first, second)
    ]


def _refusals(studies: Iterable[list[Any]]) -> list[Unpaired]:
    return list(dict.fromkeys(told for arms in studies for told in _reasons(arms)))


def pairs_by_month(points: pd.DataFrame) -> dict[float, int]:
    """Count at each month the pairs that `pairs` would compare of the visits at that month.

    Parameters
    ----------
    points
        The estimate frame with words.
    """
    read = [*_COMMON, "arm", "role"]
    known = points.loc[points["rate"].notna(), read]
    first, second = (known[known["role"] == role] for role in (INTERVENTION, COMPARATOR))
    both = first.merge(second, on=_COMMON)
    named = arms_named(points)
    is_apart = (both["arm_x"] != both["arm_y"]).to_numpy(bool, copy=True)
    sharing = np.flatnonzero(is_apart & both["study"].isin([study for study, _ in named]))
    for place, study, one, other in zip(
        sharing, *(both[name].iloc[sharing] for name in ("study", "arm_x", "arm_y")), strict=True
    ):
        own, others = (set(patients_of(study, arm, named)) for arm in (one, other))
        is_apart[place] = own.isdisjoint(others)
    months = both.loc[is_apart, "months"].tolist()
    return Counter(months)


def _studies(at: pd.DataFrame) -> list[list[Any]]:
    """The points of each study that has two arms or more at this month."""
    near = at[(at["absent"] == "") | at["by_rule"]].sort_values("place")
    arms: dict[str, list[Any]] = {}
    for point in each_point(near):
        arms.setdefault(point.study, []).append(point)
    return [own for own in arms.values() if len({point.arm for point in own}) > 1]


def _cross_pairs(arms: list[Any]) -> list[tuple[Any, Any]]:
    return [
        (first, second)
        for first in arms
        for second in arms
        if first.role == INTERVENTION and second.role == COMPARATOR
    ]


def _why_not(first: Any, second: Any) -> _Reason | None:
    """The first reason not to compare two arms, with what fills the gaps of its sentence."""
    if common := common_patients(first, second):
        return common
    for why, column in _ALIKE.items():
        sides = (getattr(first, column), getattr(second, column))
        if sides[0] != sides[1]:
            return why, sides
    if first.estimate != second.estimate:
        return Unlike.ESTIMATE, ()
    if first.by_rule or second.by_rule:
        return Unlike.BY_RULE, (_lost_by_rule(first, second),)
    if first.months != second.months:
        return Unlike.MONTHS, (f"{first.months:g}", f"{second.months:g}")
    return None


def common_patients(first: Any, second: Any) -> _Reason | None:
    """Say why two arms may hold the same patients: one names the other, or both name a third."""
    if first.arm == second.arm:
        return Unlike.ONE_ARM, ()
    for one, other in ((first, second), (second, first)):
        if other.arm in one.patients_of:
            return Unlike.HOLDS_THE_OTHER, (one.arm, other.arm)
    third = sorted({*first.patients_of} & {*second.patients_of})
    return (Unlike.HOLD_A_THIRD, (third[0],)) if third else None


def _lost_by_rule(first: Any, second: Any) -> str:
    """Name the arms without a number by the rule for missing patients, each with the reason."""
    arms_by_reason: dict[str, list[str]] = {}
    for arm in (first, second):
        if arm.by_rule:
            arms_by_reason.setdefault(arm.no_rate, []).append(arm.arm)
    return listing(f"{listing(arms)} ({why})" for why, arms in arms_by_reason.items())


def _reasons(arms: list[Any]) -> Iterator[Unpaired]:
    study, roles = arms[0].study, {point.role for point in arms}
    names = tuple(dict.fromkeys(point.arm for point in arms))
    for role, why in (
        (INTERVENTION, Unlike.NO_INTERVENTION),
        (COMPARATOR, Unlike.NO_COMPARATOR),
    ):
        if role not in roles:
            yield Unpaired(study, names, why)
            return
    for point in arms:
        if point.role not in (INTERVENTION, COMPARATOR):
            yield Unpaired(study, (point.arm,), Unlike.NO_ROLE)
    found = [(first, second, _why_not(first, second)) for first, second in _cross_pairs(arms)]
    # An arm with two outcomes is not to be told that one is not the other.
    partners = {
        side
        for first, second, reason in found
        if not reason
        for side in ((first.row, second.arm), (second.row, first.arm))
    }
    for first, second, reason in found:
        if reason and not {(first.row, second.arm), (second.row, first.arm)} <= partners:
            yield Unpaired(study, (first.arm, second.arm), *reason)


def _randomised(first: Any, second: Any) -> str:
    """Only what the column of this name says of both arms counts, never the words of a design."""
    said = {first.randomised, second.randomised}
    if NO in said:
        return NO
    return YES if said == {YES} else CHANCE_UNKNOWN
