"""Where the true share of a new study may lie that is like those of a window: a pool by Bayes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from lib.analysis.pooling.study_entries import entry_counts
from lib.analysis.pooling.synthesis import Window
from lib.arrays import Floats
from lib.stats.meta_analysis.bayes import BayesianPool, bayesian_pool, why_no_pool
from lib.stats.refusal import AnyRefusal, ModelRefusal, Refusal

SHARES: tuple[float, ...] = tuple(place / 4 for place in range(1, 400))
"""Percent at which the density is known: each whole one, three between, neither 0 nor 100."""


@dataclass(frozen=True, eq=False)
class NewStudy:
    """What the studies of a window tell of a new one, given a prior.

    Attributes
    ----------
    window
        Its studies, which need not be pooled by another model: where nobody or everybody responds
        this one still answers.
    tau_scale
        Scale of the half-normal prior of tau.
    pool
        The Bayesian pool of the counts, by the rule for missing patients that the window has; None
        if refused.
    reason, studies
        Why it is refused, and the names of the studies that are the reason.
    """

    window: Window
    tau_scale: float
    pool: BayesianPool | None = None
    reason: AnyRefusal | None = None
    studies: tuple[str, ...] = field(default=())

    def chance_over(self, percent: float) -> float:
        """Probability, from 0 to 1 and given the prior, that its true share exceeds a percentage.

        `percent` is from 0 to 100, else ValueError; nan if refused.
        """
        return self.pool.probability_new_over(percent / 100) if self.pool else float("nan")

    @cached_property
    def heights(self) -> Floats:
        """Density of its true share at `SHARES`, as shares of the highest; empty if refused."""
        if self.pool is None:
            return np.array([], dtype=np.float64)
        density = self.pool.new_density(np.array(SHARES) / 100)
        heights: Floats = density / density.max()
        return heights


def new_study(window: Window, tau_scale: float) -> NewStudy:
    """Pool the counts of a window by Bayes, or say why that is refused."""
    reason, studies = why_no_new_study(window)
    if reason:
        return NewStudy(window, tau_scale, reason=reason, studies=studies)
    pool = bayesian_pool(*entry_counts(window.entries), tau_scale=tau_scale)
    return NewStudy(window, tau_scale, pool)


def why_no_new_study(window: Window) -> tuple[AnyRefusal | None, tuple[str, ...]]:
    """Tell why a window tells nothing of a new study, and the studies that are the reason.

    Returns
    -------
    None and no name where it does.
    """
    if window.is_supposed:
        return Refusal.SUPPOSED_SHARE, ()
    names = window.entries["study"].tolist()
    published = np.flatnonzero(window.entries["is_published"].to_numpy(bool)).tolist()
    if published:
        return ModelRefusal.COUNTS_ONLY, _named(names, published)
    reason, lacking = why_no_pool(*entry_counts(window.entries))
    return reason, _named(names, lacking)


def _named(names: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    return tuple(sorted(names[place] for place in places))
