"""Comparisons of two arms of one study at one month, or why they are not compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import Any

import pandas as pd

from lib.analysis.estimates import PUBLISHED_LEVEL, each_point
from lib.phrases import listing
from lib.stats.arm_contrast import Contrast, contrast
from lib.stats.effect_measures import Counts, Effect
from lib.stats.number_needed import OfHundred, number_needed, of_hundred
from lib.stats.refusal import Refusal
from lib.stats.risk_difference import Estimate, published_difference
from lib.stats.risk_ratio import KOOPMAN, MIETTINEN_NURMINEN

INTERVENTION, COMPARATOR = "intervention", "comparator"

_RANDOM = re.compile(r"random", re.IGNORECASE)
_NOT_RANDOM = re.compile(r"\b(non|not|un|quasi|pseudo)[\s-]*random", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Pair:
    """An intervention and a comparator of one study, at the same month.

    Attributes
    ----------
    first, second
        The two points, each a named tuple of the estimate frame's columns.
    contrast
        How they differ, the first against the second.
    hundred
        The two shares as natural frequencies of a hundred.
    """

    first: Any
    second: Any
    contrast: Contrast
    hundred: OfHundred

    @property
    def is_randomised(self) -> bool:
        """Whether the design column says that the study was randomised."""
        design = self.first.design
        return bool(_RANDOM.search(design)) and not _NOT_RANDOM.search(design)


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
    The pairs in the order of the file. Two arms are comparable if they belong to one study and have
    the same outcome, unit, kind of estimate and month.
    """
    return [
        Pair(
            first,
            second,
            _contrast(first, second, level),
            of_hundred(first.rate / 100, second.rate / 100),
        )
        for arms in _studies(at)
        for first, second in _cross_pairs(arms)
        if not _why_not(first, second)
    ]


def refusals(at: pd.DataFrame) -> list[str]:
    """Say which arms of one study are not compared, and why, a sentence each."""
    return [
        f"{arms[0].study}: {told}."
        for arms in _studies(at)
        for told in dict.fromkeys(_reasons(arms))
    ]


def _studies(at: pd.DataFrame) -> Iterator[list[Any]]:
    """The points of each study that has two arms or more at this month."""
    shown = at[at["absent"] == ""].sort_values("series")
    for _, part in shown.groupby("study", sort=False):
        if part["arm"].nunique() > 1:
            yield list(each_point(part))


def _cross_pairs(arms: list[Any]) -> list[tuple[Any, Any]]:
    return [
        (first, second)
        for first in arms
        for second in arms
        if first.role == INTERVENTION and second.role == COMPARATOR
    ]


def _why_not(first: Any, second: Any) -> str:
    if first.outcome != second.outcome:
        return f"response means something else in each ({first.outcome}; {second.outcome})"
    if first.unit != second.unit:
        return f"{first.unit} are counted in one, {second.unit} in the other"
    if first.estimate != second.estimate:
        return "one is a count, the other a time-to-event estimate"
    if first.months != second.months:
        return (
            f"they were seen at different times, at {first.months:g} and {second.months:g} months"
        )
    return ""


def _reasons(arms: list[Any]) -> Iterator[str]:
    roles = {point.role for point in arms}
    names = listing(dict.fromkeys(point.arm for point in arms))
    for needed in (INTERVENTION, COMPARATOR):
        if needed not in roles:
            yield f"{names} are not compared, because the file marks none of them as {needed}"
            return
    for point in arms:
        if point.role not in (INTERVENTION, COMPARATOR):
            yield f"{point.arm} is not compared, because the file does not say what its role is"
    crossed = _cross_pairs(arms)
    paired = {point.row for pair in crossed if not _why_not(*pair) for point in pair}
    for first, second in crossed:
        if not {first.row, second.row} <= paired and (why := _why_not(first, second)):
            yield f"{first.arm} and {second.arm} are not compared, because {why}"


def _contrast(first: Any, second: Any, level: int) -> Contrast:
    if not pd.isna([first.r, first.n, second.r, second.n]).any():
        return contrast(Counts(first.r, first.n), Counts(second.r, second.n), level)
    difference = published_difference(_estimate(first), _estimate(second), level)
    lost = tuple(arm.arm for arm in (first, second) if pd.isna([arm.r, arm.n]).any())
    why = Refusal.RATIO_NEEDS_COUNTS
    return Contrast(
        difference,
        Effect("risk ratio", KOOPMAN, level, reason=why, without_counts=lost),
        Effect("odds ratio", MIETTINEN_NURMINEN, level, reason=why, without_counts=lost),
        number_needed(difference),
    )


def _estimate(point: Any) -> Estimate:
    """The published estimate, or the counted one where only the other arm has no count."""
    level = PUBLISHED_LEVEL if pd.isna(point.interval_level) else int(point.interval_level)
    behind = point.n if pd.notna(point.n) else point.n_enrolled
    n = nan if pd.isna(behind) else float(behind)
    return Estimate(point.rate / 100, point.low / 100, point.high / 100, n, level)
