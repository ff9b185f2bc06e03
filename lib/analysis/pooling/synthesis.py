"""The studies of one treatment pooled window by window, or why they are not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

import numpy as np
import pandas as pd

from lib.analysis.estimates import PUBLISHED_LEVEL
from lib.analysis.pooling.published_estimates import with_published
from lib.analysis.pooling.question import WIDTHS, PoolingQuestion
from lib.analysis.pooling.study_entries import entries, entry_counts
from lib.analysis.pooling.time_windows import NO_VISIT, candidates
from lib.analysis.selection import NOT_STATED
from lib.analysis.settings import MISSING_RULES, WHAT_IF
from lib.analysis.what_if import are_supposed, supposed_shares
from lib.stats.meta_analysis.pool import (
    Method,
    Pooled,
    leave_one_out,
    logits,
    pool_counts,
    pool_estimates,
)
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES
from lib.stats.refusal import Refusal

MOST_LEFT_OUT = 30
"""The most studies of a leave-one-out analysis: each takes a fit, and nobody reads more."""


@dataclass(frozen=True, eq=False)
class Window:
    """One window of time.

    Attributes
    ----------
    centre
        Months since treatment.
    judged
        Every series of the treatment, as `candidates` returns them.
    entries
        What is pooled, a row a study, as `lib.analysis.pooling.study_entries.entries` returns them.
    pooled
        The pool of the studies that qualify, or the `reason` why there is none.
    """

    centre: float
    judged: pd.DataFrame
    entries: pd.DataFrame
    pooled: Pooled

    @cached_property
    def used_visits(self) -> pd.DataFrame:
        """The visits that qualify, one a series: several of a study are added up."""
        return self.judged[self.judged["why_not"] == ""]

    @cached_property
    def arms_used(self) -> Mapping[str, list[str]]:
        """The arms of each study whose visits qualify."""
        arms: dict[str, list[str]] = {}
        visits = self.used_visits
        for study, arm in zip(visits["study"].tolist(), visits["arm"].tolist(), strict=True):
            arms.setdefault(study, []).append(arm)
        return arms

    @property
    def is_pooled(self) -> bool:
        """Whether there is a pooled share."""
        return not self.pooled.reason

    @cached_property
    def is_at_centre(self) -> bool:
        """Whether all visits used are exactly at its centre."""
        return bool((self.used_visits["months"] == self.centre).all())

    @cached_property
    def is_supposed(self) -> bool:
        """Whether its shares rest on odds of the missing: then they are no counts."""
        return are_supposed(self.judged)

    @cached_property
    def is_empty(self) -> bool:
        """Whether no series has a visit in it, nor one that counts in the next window."""
        return bool((self.judged["why_not"] == NO_VISIT).all())

    @cached_property
    def definitions(self) -> list[str]:
        """The definitions of response that the studies of the treatment state, by name."""
        return sorted(str(name) for name in self.judged["outcome"].unique() if name != NOT_STATED)

    @cached_property
    def span(self) -> tuple[float, float]:
        """The first and the last month of the visits used; there must be at least one visit."""
        return float(self.used_visits["months"].min()), float(self.used_visits["months"].max())


def synthesize(points: pd.DataFrame, asked: PoolingQuestion) -> tuple[Window, ...]:
    """Pool the studies of a treatment in each window.

    Parameters
    ----------
    points
        The estimate frame with words, of all rows, made by the view asked for.
    """
    judged, centres = candidates(points, asked.question), asked.question.centres
    # Every window has as many rows as the treatment has series.
    size = len(judged) // len(centres)
    return tuple(
        _window(centre, judged.iloc[i * size : (i + 1) * size], asked)
        for i, centre in enumerate(centres)
    )


def _window(centre: float, judged: pd.DataFrame, asked: PoolingQuestion) -> Window:
    one_a_study = entries(judged[judged["why_not"] == ""], asked.view)
    return Window(centre, judged, one_a_study, _pool(one_a_study, asked))


def _pool(used: pd.DataFrame, asked: PoolingQuestion) -> Pooled:
    level, method = asked.view.level, Method.GLMM
    if asked.question.with_published or asked.view.missing == WHAT_IF:
        method = Method.REML
    return pool_entries(used, method, level)


def pool_entries(used: pd.DataFrame, method: Method, level: int) -> Pooled:
    """Pool entries by a model, or say that they are too few; `level` in percent."""
    if len(used) >= FEWEST_STUDIES:
        return _MODELS[method](*_arrays(used, method), level=level)
    persons = float(used["n"].sum()) if len(used) else nan
    return Pooled(method, level, len(used), persons, Refusal.TOO_FEW_QUALIFY)


_MODELS: Mapping[Method, Callable[..., Pooled]] = {
    Method.GLMM: pool_counts,
    Method.REML: pool_estimates,
}


def _arrays(used: pd.DataFrame, method: Method) -> tuple[np.ndarray, ...]:
    """What a model takes of the entries: counts, or logits with their errors and persons."""
    r, n = entry_counts(used)
    if method is Method.GLMM:
        return r, n
    if are_supposed(used):
        shares = supposed_shares(used, PUBLISHED_LEVEL)
        return shares.logit, shares.se_logit, n
    is_published = used["is_published"].to_numpy(bool)
    # A count that is not used here may not warn either.
    logit, se = logits(np.where(is_published, 1, r), np.where(is_published, 2, n))
    return (
        np.where(is_published, used["logit"], logit),
        np.where(is_published, used["se"], se),
        np.where(is_published, 0, n),
    )


def by_the_other_model(window: Window) -> Pooled:
    """Pool the logits of a window's counts by REML, where the view supposes no shares."""
    return _MODELS[Method.REML](*_arrays(window.entries, Method.REML), level=window.pooled.level)


def without_each(window: Window) -> list[tuple[str, Pooled]]:
    """Pool a window without each of its studies in turn; empty if too few studies would remain."""
    if not FEWEST_STUDIES < window.pooled.k <= MOST_LEFT_OUT:
        return []
    method = window.pooled.method
    arrays = _arrays(window.entries, method)
    pools = leave_one_out(_MODELS[method], *arrays, level=window.pooled.level)
    return list(zip(window.entries["study"], pools, strict=True))


def variants(asked: PoolingQuestion) -> list[tuple[str, PoolingQuestion]]:
    """Vary the question for a sensitivity analysis, one choice at a time."""
    question, view = asked.question, asked.view
    found = [
        (rule, replace(asked, view=replace(view, missing=rule)))
        for rule in MISSING_RULES
        if rule not in (view.missing, WHAT_IF)
    ]
    if question.with_cautions:
        surer = replace(question, with_cautions=False)
        found.append(("Without rows with a caution", replace(asked, question=surer)))
    if question.with_published:
        counts_only = replace(question, with_published=False)
        found.append(("Only studies with counts (GLMM)", replace(asked, question=counts_only)))
    if question.same_outcomes:
        only = f"Only the definition “{question.outcome}”"
        found.append((only, replace(asked, question=replace(question, same_outcomes=False))))
    return found + other_widths(asked)


def other_widths(asked: PoolingQuestion) -> list[tuple[str, PoolingQuestion]]:
    """Vary only the width of the windows."""
    return [
        (width_text(width), replace(asked, question=replace(asked.question, width=width)))
        for width in WIDTHS
        if width != asked.question.width
    ]


def width_text(width: float) -> str:
    """Name a width of the windows."""
    return f"Visits up to {width:g} month{'' if width == 1 else 's'} away"


def treatments(points: pd.DataFrame) -> list[str]:
    """List the treatments: those that are studied, then comparators, then rows that state none.

    Of these those with most studies of one definition of response come first, of equals those with
    most visits as the treatment studied, then those with most visits, then by name.
    """
    shared = _definitions(points).groupby("treatment", as_index=False)
    most = shared.agg(
        studies=("studies", "max"), studied=("studied", "sum"), visits=("visits", "sum")
    )
    most["is_stated"], most["is_studied"] = most["treatment"] != NOT_STATED, most["studied"] > 0
    ranks = ("is_stated", "is_studied", "studies", "studied", "visits")
    return _in_order(most, *ranks, by="treatment")


def outcomes(points: pd.DataFrame, treatment: str) -> list[str]:
    """List a treatment's definitions of response, by their studies, their visits, their names."""
    shared = _definitions(points[points["treatment"] == treatment])
    return _in_order(shared, "studies", "visits", by="outcome")


def arms_to_choose(points: pd.DataFrame, treatment: str) -> list[str]:
    """List the labels of a treatment's series in the studies that have several of them."""
    arms = points.loc[points["treatment"] == treatment, ["study", "label"]].drop_duplicates()
    return sorted(arms.loc[arms.duplicated("study", keep=False), "label"])


def has_published(points: pd.DataFrame, treatment: str) -> bool:
    """Tell whether a treatment has a visit without counts that could join a pool."""
    read = with_published(points[points["treatment"] == treatment], is_asked=True)
    return bool((read["is_published"] & (read["published_why_not"] == "")).any())


def _definitions(points: pd.DataFrame) -> pd.DataFrame:
    """Count studies, and visits without a caution, of each treatment by definition.

    A definition that is not stated counts least.
    """
    roles = points.assign(
        is_studied=points["role"] == "intervention", is_sure=points["caution"] == ""
    )
    shared = roles.groupby(["treatment", "outcome"], as_index=False).agg(
        studies=("study", "nunique"), visits=("is_sure", "sum"), studied=("is_studied", "sum")
    )
    return shared.assign(studies=shared["studies"].where(shared["outcome"] != NOT_STATED, -1))


def _in_order(names: pd.DataFrame, *most: str, by: str) -> list[str]:
    """List names, those with most first and equals by the alphabet."""
    rising = [*(False for _ in most), True]
    return [str(name) for name in names.sort_values([*most, by], ascending=rising)[by]]
