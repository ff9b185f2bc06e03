"""The studies that two windows have in common, and how the response changed within them.

A pool of one window and a pool of another are of other studies, so their difference is no change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import pandas as pd

from lib.analysis.pooling.changes.pooled_fall import Fall, fall_between
from lib.analysis.pooling.changes.studies_in_both import counted_series, left_out, studies_in_both
from lib.analysis.pooling.question import CHANGE_KEYS, ChangeQuestion
from lib.analysis.pooling.study_entries import entry_counts
from lib.analysis.pooling.synthesis import MOST_LEFT_OUT, Window
from lib.analysis.what_if import are_supposed, study_arms
from lib.stats.effect_measures import z_at
from lib.stats.meta_analysis.change import CORRELATIONS, PooledChange, pool_change, share_after
from lib.stats.meta_analysis.imor_effects import pool_imor_changes
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES
from lib.stats.refusal import Refusal


@dataclass(frozen=True, eq=False)
class SameStudies:
    """What two windows say of the studies that are seen in both.

    Attributes
    ----------
    earlier, later
        The two windows.
    question
        What is asked of them.
    first, second
        The entries of the same studies in each window, as `study_entries.entries` gives them: a
        row a study, in one order.
    left_out
        A row each for the other studies of the treatment, by name: `study`, `why_not`, and whether
        it is `in_earlier` and `in_later`.
    change
        The pooled change, later against earlier; or the `reason` why there is none.
    fall
        The pools of both windows, of all studies and of the same.
    """

    earlier: Window
    later: Window
    question: ChangeQuestion
    first: pd.DataFrame
    second: pd.DataFrame
    left_out: pd.DataFrame
    change: PooledChange
    fall: Fall

    @property
    def studies(self) -> list[str]:
        """The studies that are in both windows."""
        return [str(study) for study in self.first["study"]]

    @property
    def is_pooled(self) -> bool:
        """Whether there is a pooled change of studies with a pooled share at first."""
        return not (self.change.reason or self.fall.first_same.reason)

    @property
    def is_supposed(self) -> bool:
        """Whether its shares rest on odds of the missing: then they are no counts."""
        return self.earlier.is_supposed

    @property
    def visits(self) -> pd.DataFrame:
        """Both entries of each study: all that the change is made of."""
        return pd.concat([self.first, self.second])

    def after(self, change: float) -> float:
        """Share, from 0 to 1, that a change leaves of the same studies' first pooled share."""
        return share_after(self.fall.first_same.proportion, self.change.measure, change)

    @cached_property
    def intervals(self) -> list[tuple[float, float]]:
        """Both ends of each study's change, on the scale of `change`, by the normal distribution.

        nan where the change has no standard error.
        """
        z = z_at(self.change.level)
        changes = self.change.studies
        return [(one.estimate - z * one.se, one.estimate + z * one.se) for one in changes]

    @property
    def held(self) -> list[str]:
        """The studies whose counts, or supposed shares, do not allow the correlation asked for."""
        asked = self.change.correlation
        pairs = zip(self.studies, self.change.studies, strict=True)
        return [study for study, one in pairs if abs(one.phi_used - asked) > 1e-12]


def same_studies(windows: Sequence[Window], question: ChangeQuestion) -> SameStudies:
    """Compare the two windows asked for; those not asked for are proposed.

    Parameters
    ----------
    windows
        As `synthesize` returns them; at least one.
    question
        A month that no window lies around counts as not asked for.
    """
    earlier, later, reason = _pair(windows, question)
    return compare_windows(earlier, later, question, reason)


def propose_pair(
    windows: Sequence[Window], earlier: float | None = None, later: float | None = None
) -> tuple[Window, Window] | None:
    """Propose two windows: with most studies in both, of equals farthest apart, then the earliest.

    Parameters
    ----------
    windows
        In the order of their months.
    earlier, later
        The month of one that is settled, if any.

    Returns
    -------
    None where no window lies before another, or before or after the one that is settled.
    """
    pairs = [
        (first, second)
        for first, second in combinations(windows, 2)
        if earlier in (None, first.centre) and later in (None, second.centre)
    ]
    series = {window.centre: counted_series(window) for window in windows}

    def rank(pair: tuple[Window, Window]) -> tuple[float, ...]:
        first, second = pair
        number = len(studies_in_both(series[first.centre], series[second.centre]))
        return number, second.centre - first.centre, -first.centre

    return max(pairs, key=rank, default=None)


def compare_windows(
    earlier: Window,
    later: Window,
    question: ChangeQuestion,
    reason: Refusal | None = None,
) -> SameStudies:
    """Compare two windows, in the order given; with a `reason` not to, no study is in both."""
    series = counted_series(earlier), counted_series(later)
    both = [] if reason else studies_in_both(*series)
    first, second = (_entries_of(window, both) for window in (earlier, later))
    change = _pool(first, second, question, earlier.pooled.level)
    return SameStudies(
        earlier,
        later,
        question,
        first,
        second,
        left_out((earlier, later), series, both).head(0 if reason else len(earlier.judged)),
        replace(change, reason=reason) if reason else change,
        fall_between((earlier, later), (first, second)),
    )


def sweep(same: SameStudies) -> list[tuple[float, PooledChange]]:
    """Pool the change with each correlation in turn."""
    return [
        (correlation, _again(same, replace(same.question, correlation=correlation)))
        for correlation in sorted({*CORRELATIONS, same.question.correlation})
    ]


def by_each_measure(same: SameStudies) -> list[tuple[str, PooledChange]]:
    """Pool the change by each measure in turn."""
    return [
        (measure, _again(same, replace(same.question, measure=measure))) for measure in CHANGE_KEYS
    ]


def change_without_each(same: SameStudies) -> list[tuple[str, PooledChange]]:
    """Pool the change without each study in turn; empty if too few studies would remain."""
    if not FEWEST_STUDIES < same.change.k <= MOST_LEFT_OUT:
        return []
    first, second = same.first, same.second
    return [
        (
            study,
            _pool(
                first[first["study"] != study],
                second[second["study"] != study],
                same.question,
                same.change.level,
            ),
        )
        for study in same.studies
    ]


def _pair(
    windows: Sequence[Window], question: ChangeQuestion
) -> tuple[Window, Window, Refusal | None]:
    """The two windows, and why nothing is compared between them."""
    by_centre = {window.centre: window for window in windows}
    first, second = (
        None if centre is None else by_centre.get(centre)
        for centre in (question.earlier, question.later)
    )
    if first and second:
        if first.centre == second.centre:
            return first, second, Refusal.SAME_WINDOW
        return first, second, Refusal.LATER_FIRST if first.centre > second.centre else None
    centres = (window.centre if window else None for window in (first, second))
    if pair := propose_pair(windows, *centres):
        return *pair, None
    alone = first or second or windows[0]
    return alone, alone, Refusal.ONE_WINDOW


def _entries_of(window: Window, studies: Sequence[str]) -> pd.DataFrame:
    """The entries of some studies, in the order of these."""
    place = {study: i for i, study in enumerate(studies)}
    entries = window.entries[window.entries["study"].isin(studies)]
    return entries.sort_values("study", key=lambda names: names.map(place)).reset_index(drop=True)


def _pool(
    first: pd.DataFrame, second: pd.DataFrame, question: ChangeQuestion, level: int
) -> PooledChange:
    measure, correlation = CHANGE_KEYS[question.measure], question.correlation
    if are_supposed(first):
        sides = (study_arms(first), study_arms(second))
        return pool_imor_changes(sides, measure=measure, correlation=correlation, level=level)
    return pool_change(
        *entry_counts(first),
        *entry_counts(second),
        measure=measure,
        correlation=correlation,
        level=level,
    )


def _again(same: SameStudies, question: ChangeQuestion) -> PooledChange:
    return _pool(same.first, same.second, question, same.change.level)
