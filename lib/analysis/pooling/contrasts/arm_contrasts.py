"""Two treatments in the randomised arms of several studies, pooled at a month and over time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import nan

import numpy as np
import pandas as pd

from lib.analysis.month_slice import at_month
from lib.analysis.pooling.contrasts.contrast_question import (
    CONTRAST_KEYS,
    ODDS_RATIO,
    ContrastQuestion,
)
from lib.analysis.pooling.contrasts.paired_arms import (
    LeftOut,
    PairedArms,
    TreatmentPair,
    pair_of_most_studies,
    paired_arms,
    treatment_pairs,
)
from lib.analysis.pooling.question import CENTRES, DEFAULT_WIDTH
from lib.analysis.pooling.study_entries import entries, entry_counts
from lib.analysis.pooling.time_windows import nearest_centre
from lib.analysis.selection import choose
from lib.analysis.settings import WHAT_IF, MonthQuestion, View
from lib.analysis.what_if import study_arms
from lib.stats.effect_measures import Effect
from lib.stats.meta_analysis.contrasts import glmm_odds_ratio, mantel_haenszel, pool_contrasts
from lib.stats.meta_analysis.imor_effects import pool_imor_contrasts
from lib.stats.meta_analysis.pooled_effect import PooledEffect, proportion_with
from lib.stats.number_needed import Needed, number_needed
from lib.stats.refusal import ModelRefusal


@dataclass(frozen=True, eq=False)
class PooledContrast:
    """Two treatments set against each other over the studies that qualify, at one month.

    Attributes
    ----------
    pair
        The first treatment and the second.
    outcome
        The one definition of response; blank where no study qualifies.
    month, within
        The month asked for, and how far from it a visit may be.
    measure
        A key of `CONTRAST_KEYS`.
    firsts, seconds
        A row a study, in the same order: the arms of each treatment, added up where there are
        several. As `lib.analysis.pooling.study_entries.entries` returns them.
    visits
        The visits used, a row a series.
    left_out
        Studies with both treatments that do not qualify, and arms of those that do.
    pools
        By REML, by Mantel and Haenszel, and of odds ratios by the GLMM; of supposed shares by REML
        alone, as the others take counts.
    is_supposed
        Whether its shares rest on odds of the missing: then they are no counts.
    """

    pair: TreatmentPair
    outcome: str
    month: float
    within: float
    measure: str
    firsts: pd.DataFrame
    seconds: pd.DataFrame
    visits: pd.DataFrame
    left_out: tuple[LeftOut, ...]
    pools: tuple[PooledEffect, ...]
    is_supposed: bool

    @property
    def pooled(self) -> PooledEffect:
        """What is told first: by REML, or the reason why nothing is pooled."""
        return self.pools[0]

    @property
    def is_pooled(self) -> bool:
        """Whether there is a pooled effect."""
        return not self.pooled.reason

    @cached_property
    def studies(self) -> tuple[str, ...]:
        """The labels of the studies that qualify."""
        return tuple(self.firsts["study"].tolist())

    @property
    def not_in_ratio(self) -> tuple[str, ...]:
        """The studies that tell nothing of a ratio: none or all respond in both arms."""
        return tuple(self.studies[place] for place in self.pooled.left_out)

    def persons(self, pool: PooledEffect) -> tuple[float, float]:
        """Give the persons of a pool counted in its first arms, and in its second."""
        # Mantel and Haenszel's sums are of every study.
        left_out = [] if pool.k == len(self.firsts) else [*pool.left_out]
        first, second = (
            np.delete(side["n"].to_numpy(float), np.array(left_out, int)).sum()
            for side in (self.firsts, self.seconds)
        )
        return float(first), float(second)

    @property
    def disagrees(self) -> bool:
        """Whether two of the models say opposite ways."""
        signs = {np.sign(pool.estimate) for pool in self.pools if not pool.reason}
        return len(signs - {0.0}) > 1

    @property
    def hangs_on_model(self) -> bool:
        """Whether the interval of one model excludes no effect, and that of another does not."""
        return len({excludes_none(pool) for pool in self.pools if not pool.reason}) > 1

    @cached_property
    def median_share(self) -> float:
        """The median share of the second arms, in percent; nan where there is none."""
        return float(self.seconds["rate"].median()) if len(self.seconds) else nan

    @property
    def is_at_month(self) -> bool:
        """Whether all visits used are exactly at the month."""
        return bool((self.visits["months"] == self.month).all())


def excludes_none(pool: PooledEffect) -> bool:
    """Tell whether the interval of a pool lies on one side of no effect."""
    return pool.low > 0 or pool.high < 0


def contrast_at(
    at: pd.DataFrame, month: MonthQuestion, question: ContrastQuestion
) -> PooledContrast | None:
    """Pool the two treatments that are asked for at a month.

    Parameters
    ----------
    at
        The points of the view at the month, as `at_month` returns them.

    Returns
    -------
    None where no two treatments can be set against each other: the file has no such pair, or the
    pair that is asked for is not in it.
    """
    pair = (
        pair_of_most_studies(at, question.with_cautions)
        if question.pair is None
        else treatment_pairs(at).get(question.pair)
    )
    if pair is None:
        return None
    used = paired_arms(at, pair, question.with_cautions)
    return _contrast(at, used, pair, (month.month, month.within), question, month.view)


def contrasts_over_time(
    points: pd.DataFrame, shown: PooledContrast, question: ContrastQuestion, view: View
) -> tuple[PooledContrast, ...]:
    """Pool the same two treatments in each window of time, each from its own studies.

    Parameters
    ----------
    points
        The estimate frame with words, of all rows, made by the rules of the view.
    shown
        The contrast at a month: its treatments and its definition of response are kept.

    Returns
    -------
    One a window that has a visit of both treatments. A visit counts in the nearest window only.
    """
    centres = windows_of(choose(points, view), shown.pair)
    every = []
    for centre in centres:
        at = choose(at_month(points, centre, DEFAULT_WIDTH), view)
        is_here = nearest_centre(at["months"], centres) == centre
        at = at[is_here | (at["absent"] != "")]
        used = paired_arms(at, shown.pair, question.with_cautions, shown.outcome or None)
        when = (centre, DEFAULT_WIDTH)
        every.append(_contrast(at, used, shown.pair, when, question, view))
    return tuple(every)


def windows_of(points: pd.DataFrame, pair: TreatmentPair) -> tuple[float, ...]:
    """Give the centres of the windows of a pair: its months, if their windows do not overlap.

    Else the usual centres that have a visit of both treatments near.
    """
    seen = points[points["rate"].notna()]
    first, second = (seen.loc[seen["treatment"] == name, ["study", "months"]] for name in pair)
    months = sorted(first.merge(second, on=["study", "months"])["months"].unique().tolist())
    if all(later - one >= 2 * DEFAULT_WIDTH for one, later in pairwise(months)):
        return tuple(months)
    reached = (each for each in months if min(abs(each - c) for c in CENTRES) <= DEFAULT_WIDTH)
    return tuple(sorted({min(CENTRES, key=lambda c: (abs(c - each), c)) for each in reached}))


@dataclass(frozen=True)
class SharesAt:
    """What a pooled effect comes to at a share of the second arm, in percent from 0 to 100.

    Attributes
    ----------
    second
        The share of the second arm.
    is_median
        Whether that is the median of the studies, and not what a reader set.
    first, low, high
        The share of the first arm, and its interval; nan where refused.
    needed
        Number needed to treat at these shares, the second taken as known.
    reason
        Why there are none.
    """

    second: float
    is_median: bool
    first: float = nan
    low: float = nan
    high: float = nan
    needed: Needed | None = None
    reason: ModelRefusal | None = None


def shares_at(contrast: PooledContrast, share: int | None) -> SharesAt:
    """Give the shares that a pooled effect makes of one of the second arm.

    Parameters
    ----------
    contrast
        One that is pooled.
    share
        In percent; None for the median of the second arms.
    """
    second = contrast.median_share if share is None else float(share)
    start = SharesAt(second, share is None)
    if not 0 < second < 100:
        return replace(start, reason=ModelRefusal.SHARE_TELLS_NOTHING)
    pooled = contrast.pooled
    value, low, high = (
        100 * proportion_with(end, pooled.measure, second / 100)
        for end in (pooled.estimate, pooled.low, pooled.high)
    )
    if low < 0 or high > 100:
        return replace(start, reason=ModelRefusal.SHARE_OUT_OF_REACH)
    difference = Effect(
        "risk difference", "", pooled.level, value - second, low - second, high - second
    )
    return replace(start, first=value, low=low, high=high, needed=number_needed(difference))


def in_every(windows: Sequence[PooledContrast]) -> tuple[set[str], set[str]]:
    """Give the studies that are pooled in all windows, and those in any; of at least one."""
    sets = [set(window.studies).difference(window.not_in_ratio) for window in windows]
    return set.intersection(*sets), set.union(*sets)


def _contrast(
    at: pd.DataFrame,
    used: PairedArms,
    pair: TreatmentPair,
    when: tuple[float, float],
    question: ContrastQuestion,
    view: View,
) -> PooledContrast:
    visits = at.loc[[*used.firsts, *used.seconds]]
    firsts, seconds = (entries(at.loc[[*rows]], view) for rows in (used.firsts, used.seconds))
    pools = _pools(firsts, seconds, question.measure, view)
    asked, sides = (pair, used.outcome, *when, question.measure), (firsts, seconds)
    is_supposed = view.missing == WHAT_IF
    return PooledContrast(*asked, *sides, visits, used.left_out, pools, is_supposed)


def _pools(
    firsts: pd.DataFrame, seconds: pd.DataFrame, measure: str, view: View
) -> tuple[PooledEffect, ...]:
    key, level = CONTRAST_KEYS[measure], view.level
    if view.missing == WHAT_IF:
        sides = (study_arms(firsts), study_arms(seconds))
        return (pool_imor_contrasts(sides, measure=key, level=level),)
    tables = (*entry_counts(firsts), *entry_counts(seconds))
    pools = (
        pool_contrasts(*tables, measure=key, level=level),
        mantel_haenszel(*tables, measure=key, level=level),
    )
    return (*pools, glmm_odds_ratio(*tables, level=level)) if measure == ODDS_RATIO else pools
