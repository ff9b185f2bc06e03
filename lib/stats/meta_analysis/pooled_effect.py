"""A pooled effect: its numbers, its model, and the reasons for what is missing."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from math import exp, isnan, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.arrays import Floats, Mask
from lib.stats.effect_measures import require_level
from lib.stats.meta_analysis import reml
from lib.stats.meta_analysis.heterogeneity import i2_percent, q_p, q_profile, q_statistic
from lib.stats.meta_analysis.pooled_result import PREDICTION_FROM
from lib.stats.meta_analysis.study_counts import require_counts, study_numbers
from lib.stats.refusal import AnyRefusal, Refusal

MEASURES: tuple[str, ...] = ("OR", "RR", "RD")
"""Odds ratio and risk ratio, both on the natural log, and risk difference, from -1 to 1."""

NOT_GIVEN = (nan, nan)


class EffectModel(Enum):
    """The model by which effects are pooled."""

    REML = auto()
    """Random effects, by restricted maximum likelihood, with Knapp-Hartung and its floor."""
    MANTEL_HAENSZEL = auto()
    """One common effect, from sums over the studies' tables."""
    GLMM = auto()
    """Logistic model with an own level of each study and random log odds ratios."""


@dataclass(frozen=True)
class PooledEffect:
    """Effects pooled: OR and RR on the natural log, RD from -1 to 1. Not given is nan."""

    model: EffectModel
    measure: str
    """One of `MEASURES`."""
    level: int
    """Percent, of all intervals."""
    k: int
    """Studies pooled; where nothing is pooled, those that could be."""
    reason: AnyRefusal | None = None
    """Why nothing is pooled: the numbers below are then nan."""
    lacking: tuple[int, ...] = ()
    """Places of the studies that are the reason, counted from 0 in the order given."""
    left_out: tuple[int, ...] = ()
    """Places of the studies that tell nothing of a ratio: none or all respond in both arms."""
    estimate: float = nan
    se: float = nan
    low: float = nan
    high: float = nan
    prediction: tuple[float, float] = NOT_GIVEN
    """Where the true effect of a new, similar study may lie."""
    prediction_reason: AnyRefusal | None = None
    tau2: float = nan
    """Variance between the studies' effects."""
    tau2_low: float = nan
    tau2_high: float = nan
    tau2_reason: AnyRefusal | None = None
    """Why the interval of tau2 is missing."""
    i2_percent: float = nan
    """From 0 to 100."""
    q: float = nan
    q_p: float = nan

    @property
    def prediction_low(self) -> float:
        """Lower end of `prediction`."""
        return self.prediction[0]

    @property
    def prediction_high(self) -> float:
        """Upper end of `prediction`."""
        return self.prediction[1]


def pool_effects(base: PooledEffect, estimates: Floats, variances: Floats) -> PooledEffect:
    """Complete `base` by REML with the ad hoc floor of Knapp and Hartung, on t with k - 1.

    The interval of tau2 is the Q-profile, I2 comes from tau2. See `reml.fit` and `heterogeneity`
    for the sources.

    Parameters
    ----------
    base : PooledEffect
        Without a reason; its level is used.
    estimates, variances : ndarray of float, shape (k,)
        Of at least two studies, every variance above 0.
    """
    order = np.lexsort((variances, estimates))  # so that the order makes no difference at all
    y, v = estimates[order], variances[order]
    fit, k = reml.fit(y, v), y.size
    t = student_t(base.level, k - 1)
    ends, q = q_profile(y, v, base.level), float(q_statistic(y, v))
    few = k < PREDICTION_FROM
    tau2 = float(fit.tau2)
    return replace(
        base,
        k=k,
        estimate=fit.mean,
        se=fit.se,
        low=fit.mean - t * fit.se,
        high=fit.mean + t * fit.se,
        prediction=NOT_GIVEN if few else _around(fit.mean, t * sqrt(fit.se**2 + tau2)),
        prediction_reason=Refusal.FEW_FOR_PREDICTION if few else None,
        tau2=tau2,
        tau2_low=ends[0],
        tau2_high=ends[1],
        tau2_reason=Refusal.EMPTY_TAU2 if isnan(ends[1]) else None,
        i2_percent=i2_percent(tau2, v),
        q=q,
        q_p=q_p(q, k - 1),
    )


def proportion_with(effect: float, measure: str, second: float) -> float:
    """Give the proportion of the first arm that an effect makes of one of the second.

    Parameters
    ----------
    effect : float
        As in `PooledEffect`: OR and RR on the natural log, RD from -1 to 1.
    measure : str
        One of `MEASURES`.
    second : float
        From 0 to 1.

    Returns
    -------
    float
        Outside 0 to 1 where a risk ratio or difference does not fit that proportion. Cochrane
        Handbook, chapter 15.
    """
    if measure == "RD":
        return second + effect
    if measure == "RR":
        return second * exp(effect)
    return float(special.expit(special.logit(second) + effect))


def student_t(level: int, df: int) -> float:
    """Quantile of Student's t of a two-sided interval of this level, in percent."""
    return float(special.stdtrit(df, 0.5 + level / 200))


def two_tables(
    measure: str, level: int, tables: tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]
) -> Floats:
    """Check responders and persons of two arms or visits of each study.

    Returns
    -------
    ndarray of float, shape (4, k)
        In the order given: x1, n1, x2, n2; nan where not known.

    Raises
    ------
    ValueError
        For an unknown measure or level, arrays of other shapes, and counts that are not whole
        numbers with ``0 <= x <= n``.
    """
    if measure not in MEASURES:
        raise ValueError(f"unknown measure {measure!r}: choose one of {', '.join(MEASURES)}")
    require_level(level)
    arrays = study_numbers(*tables)
    for x, n in (arrays[:2], arrays[2:]):
        require_counts(x, n)
    return np.stack(arrays)


def with_halves(cells: Floats) -> Floats:
    """Add 1/2 to all four cells of the tables with a 0, so 1 to n; shape (4, k)."""
    x1, n1, x2, n2 = cells
    added = np.where((x1 == 0) | (x1 == n1) | (x2 == 0) | (x2 == n2), 0.5, 0.0)
    return np.stack([x1 + added, n1 + 2 * added, x2 + added, n2 + 2 * added])


def effects_by_side(cells: Floats, measure: str) -> tuple[Floats, Floats, Floats]:
    """Effect of each study, first against second, and what each side adds to its variance.

    OR and RR are on the natural log, RD is from -1 to 1. The delta method: Cochrane Handbook,
    chapter 10. Shape (k,) each.
    """
    x1, n1, x2, n2 = cells
    y1, y2 = n1 - x1, n2 - x2
    if measure == "OR":
        return np.log(x1 * y2 / (y1 * x2)), 1 / x1 + 1 / y1, 1 / x2 + 1 / y2
    if measure == "RR":
        return np.log(x1 * n2 / (n1 * x2)), y1 / (x1 * n1), y2 / (x2 * n2)
    return x1 / n1 - x2 / n2, x1 * y1 / n1**3, x2 * y2 / n2**3


def unknown_tables(cells: Floats) -> tuple[int, ...]:
    """Places of the studies in which a count is not known or nobody was assessed, shape (4, k)."""
    x1, n1, x2, n2 = cells
    known = ~np.isnan(x1 + x2) & (n1 > 0) & (n2 > 0)
    return places(~known)


def none_and_everybody(cells: Floats) -> tuple[Mask, Mask]:
    """In which studies nobody, and in which everybody, responds on both sides; shape (4, k)."""
    x1, n1, x2, n2 = cells
    return (x1 == 0) & (x2 == 0), (x1 == n1) & (x2 == n2)


def all_extreme(cells: Floats) -> Refusal | None:
    """Why studies in each of which nobody or everybody responds on both sides are not pooled."""
    none, everybody = none_and_everybody(cells)
    if none.all():
        return Refusal.ALL_NONE
    if everybody.all():
        return Refusal.ALL_EVERYBODY
    return Refusal.ALL_EXTREME if np.all(none | everybody) else None


def places(chosen: ArrayLike) -> tuple[int, ...]:
    """Where a mask holds, counted from 0."""
    return tuple(np.flatnonzero(chosen).tolist())


def _around(middle: float, half: float) -> tuple[float, float]:
    return middle - half, middle + half
