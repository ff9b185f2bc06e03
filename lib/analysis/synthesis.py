"""The studies of one treatment pooled window by window, or why they are not."""

from dataclasses import dataclass, replace
from functools import cached_property
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.selection import NOT_STATED
from lib.analysis.settings import MISSING_RULES, WIDTHS, PoolingQuestion
from lib.analysis.time_windows import FEWEST, NO_VISIT, candidates
from lib.stats.meta_analysis.pool import (
    Method,
    Pooled,
    leave_one_out,
    logits,
    pool_counts,
    pool_estimates,
)
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
    pooled
        The pool of the studies that qualify, or the `reason` why there is none.
    """

    centre: float
    judged: pd.DataFrame
    pooled: Pooled

    @cached_property
    def used_visits(self) -> pd.DataFrame:
        """The visits that qualify, one a study."""
        return self.judged[self.judged["why_not"] == ""]

    @property
    def is_pooled(self) -> bool:
        """Whether there is a pooled share."""
        return not self.pooled.reason

    @cached_property
    def is_at_centre(self) -> bool:
        """Whether all visits used are exactly at its centre."""
        return bool((self.used_visits["months"] == self.centre).all())

    @cached_property
    def is_empty(self) -> bool:
        """Whether no series has a visit in it, nor one that counts in the next window."""
        return bool((self.judged["why_not"] == NO_VISIT).all())

    @cached_property
    def definitions(self) -> list[str]:
        """The definitions of response that the studies of the treatment state."""
        return [str(name) for name in self.judged["outcome"].unique() if name != NOT_STATED]

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
    judged = candidates(points, asked.question)
    each = [(centre, judged[judged["window"] == centre]) for centre in asked.question.centres]
    return tuple(
        Window(centre, part, _pool(part[part["why_not"] == ""], asked.view.level))
        for centre, part in each
    )


def _pool(used: pd.DataFrame, level: int) -> Pooled:
    responders, assessed = _counts(used)
    k = len(used)
    if k >= FEWEST:
        return pool_counts(responders, assessed, level)
    persons = float(assessed.sum()) if k else nan
    return Pooled(Method.GLMM, level, k, persons, Refusal.TOO_FEW_QUALIFY)


def _counts(used: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return used["r"].to_numpy(float), used["n"].to_numpy(float)


def by_the_other_model(window: Window) -> Pooled:
    """Pool the logits of a window's counts by REML."""
    responders, assessed = _counts(window.used_visits)
    return pool_estimates(*logits(responders, assessed), assessed, window.pooled.level)


def without_each(window: Window) -> list[tuple[str, Pooled]]:
    """Pool a window without each of its studies in turn; empty if too few studies would remain."""
    if not FEWEST < window.pooled.k <= MOST_LEFT_OUT:
        return []
    pools = leave_one_out(pool_counts, *_counts(window.used_visits), level=window.pooled.level)
    return list(zip(window.used_visits["study"], pools, strict=True))


def variants(asked: PoolingQuestion) -> list[tuple[str, PoolingQuestion]]:
    """Vary the question for a sensitivity analysis, one choice at a time."""
    question, view = asked.question, asked.view
    found = [
        (rule, replace(asked, view=replace(view, missing=rule)))
        for rule in MISSING_RULES
        if rule != view.missing
    ]
    if question.with_cautions:
        surer = replace(question, with_cautions=False)
        found.append(("Without rows with a caution", replace(asked, question=surer)))
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
    """List the treatments, those with most studies of one definition of response first."""
    most = _studies(points).groupby("treatment", sort=False)["study"].max()
    return [str(name) for name in most.sort_values(ascending=False, kind="stable").index]


def outcomes(points: pd.DataFrame, treatment: str) -> list[str]:
    """List a treatment's definitions of response, by their number of studies."""
    shared = _studies(points[points["treatment"] == treatment])
    order = shared.sort_values("study", ascending=False, kind="stable")
    return [str(name) for name in order["outcome"]]


def _studies(points: pd.DataFrame) -> Any:
    """Count the studies of each treatment by definition; one that is not stated counts least."""
    shared = points.groupby(["treatment", "outcome"], sort=False)["study"].nunique().reset_index()
    return shared.assign(study=shared["study"].where(shared["outcome"] != NOT_STATED, 0))
