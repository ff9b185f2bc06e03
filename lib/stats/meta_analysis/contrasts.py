"""Two arms of each study, pooled over studies: the first arm against the second.

`pool_contrasts` lets the true effects differ (REML), `mantel_haenszel` does not, and
`glmm_odds_ratio` needs no correction of empty cells. An effect above 0 says that more of the first
arm respond. Whether the arms were made by chance, and who was counted twice, cannot be seen here.
"""

from dataclasses import replace
from math import isnan, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from lib.arrays import Floats
from lib.stats.effect_measures import z_at
from lib.stats.meta_analysis import contrast_glmm
from lib.stats.meta_analysis.heterogeneity import q_p
from lib.stats.meta_analysis.pooled_effect import (
    EffectModel,
    PooledEffect,
    all_extreme,
    effects_by_side,
    none_and_everybody,
    places,
    pool_effects,
    student_t,
    two_tables,
    unknown_tables,
    with_halves,
)
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES
from lib.stats.refusal import ModelRefusal, Refusal


def pool_contrasts(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, measure: str, level: int = 95
) -> PooledEffect:
    """Pool two arms of each study by a random-effects model.

    Parameters
    ----------
    x1, n1, x2, n2 : array_like, shape (k,)
        Persons responding and assessed in the first arm, and in the second. The order of studies
        does not matter.
    measure : str
        ``OR`` or ``RR`` (results on the natural log), or ``RD`` (from -1 to 1).
    level : int
        Percent, one of `LEVELS`.

    Returns
    -------
    PooledEffect
        Refused, with a reason, for fewer than 3 studies, unknown counts, and where none or all
        respond in every study. For a ratio, studies with none or all in both arms are `left_out`.

    Raises
    ------
    ValueError
        As `two_tables`.

    Notes
    -----
    As in the R package metafor ``escalc(add=1/2, to="only0")`` and ``rma(method="REML",
    test="adhoc")``: 1/2 is added to all four cells of studies with a 0, and of no other. Cochrane
    Handbook, chapter 10. See `pool_effects` for the sources of the model.
    """
    cells = two_tables(measure, level, (x1, n1, x2, n2))
    base = refuse_contrasts(PooledEffect(EffectModel.REML, measure, level, cells.shape[1]), cells)
    if base.reason:
        return base
    used = np.delete(cells, base.left_out, axis=1)
    return pool_effects(base, *study_effects(used, measure))


def mantel_haenszel(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, measure: str, level: int = 95
) -> PooledEffect:
    """Pool two arms of each study by Mantel and Haenszel's sums, without any correction.

    Parameters
    ----------
    x1, n1, x2, n2, measure, level
        As in `pool_contrasts`.

    Returns
    -------
    PooledEffect
        Its interval is on the normal distribution; tau2 and a prediction are not given, and I2
        comes from Q. ``k`` counts every study: one that tells nothing of a ratio changes no sum,
        but for RR where all respond in both arms. Refused as `pool_contrasts`, and where the ratio
        is 0 or infinite.

    Raises
    ------
    ValueError
        As `two_tables`.

    Notes
    -----
    Standard errors: OR by Robins, Breslow & Greenland (1986), Biometrics 42:311; RR by Greenland &
    Robins (1985), Biometrics 41:55; RD by Sato (1989), Biometrics 45:1323. Q sums the squared
    distances of the studies' effects, with 1/2 added where there is a 0.
    """
    cells = two_tables(measure, level, (x1, n1, x2, n2))
    start = PooledEffect(EffectModel.MANTEL_HAENSZEL, measure, level, cells.shape[1])
    base = refuse_contrasts(start, cells)
    if base.reason:
        return base
    estimate, se = _common_effect(cells[:, np.lexsort(cells)], measure)
    if isnan(estimate):
        return replace(base, reason=ModelRefusal.NO_FINITE_RATIO)
    if not se > 0:
        return replace(base, reason=ModelRefusal.NO_VARIANCE)
    effects, variances = study_effects(np.delete(cells, base.left_out, axis=1), measure)
    q, df = float(np.sort((effects - estimate) ** 2 / variances).sum()), effects.size - 1
    half = z_at(level) * se
    return replace(
        base,
        k=cells.shape[1],
        estimate=estimate,
        se=se,
        low=estimate - half,
        high=estimate + half,
        prediction_reason=ModelRefusal.NOT_GIVEN,
        tau2_reason=ModelRefusal.NOT_GIVEN,
        i2_percent=100 * max(0.0, (q - df) / q) if q else 0.0,
        q=q,
        q_p=q_p(q, df),
    )


def glmm_odds_ratio(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, level: int = 95
) -> PooledEffect:
    """Pool odds ratios by a logistic model with an own level of each study.

    Parameters
    ----------
    x1, n1, x2, n2, level
        As in `pool_contrasts`; at most `contrast_glmm.LARGEST_ARM` persons in an arm.

    Returns
    -------
    PooledEffect
        On the natural log, interval on t with k - 1; an interval of tau2, a prediction and I2 are
        not given. Q is Wald's: a study with a 0 adds nothing to it. Refused as
        `mantel_haenszel`, and where the odds ratios lie too far apart for an estimate of tau2.

    Raises
    ------
    ValueError
        As `two_tables`.

    Notes
    -----
    Stijnen, Hamza & Ozdemir (2010), Statistics in Medicine 29:3046; Jackson et al. (2018),
    Statistics in Medicine 37:1059, model 2 with arms at -1/2 and 1/2. As
    ``rma.glmm(model="UM.FS", test="t")`` in the R package metafor. See `contrast_glmm`.
    """
    cells = two_tables("OR", level, (x1, n1, x2, n2))
    base = refuse_contrasts(PooledEffect(EffectModel.GLMM, "OR", level, cells.shape[1]), cells)
    if base.reason:
        return base
    used = np.delete(cells, base.left_out, axis=1)
    used = used[:, np.lexsort(used)]
    if np.any(used > contrast_glmm.LARGEST_ARM):
        return replace(base, reason=Refusal.TOO_MANY_PERSONS)
    if isnan(_common_effect(used, "OR")[0]):
        return replace(base, reason=ModelRefusal.NO_FINITE_RATIO)
    fit = contrast_glmm.fit(*used)
    if isnan(fit.mean):
        return replace(base, reason=ModelRefusal.EFFECTS_TOO_FAR_APART)
    half, q = student_t(level, base.k - 1) * fit.se, _wald_q(used)
    return replace(
        base,
        estimate=fit.mean,
        se=fit.se,
        low=fit.mean - half,
        high=fit.mean + half,
        prediction_reason=ModelRefusal.NOT_GIVEN,
        tau2=fit.tau2,
        tau2_reason=ModelRefusal.NOT_GIVEN,
        q=q,
        q_p=q_p(q, base.k - 1),
    )


def study_effects(cells: Floats, measure: str) -> tuple[Floats, Floats]:
    """Effect of each study and its variance, first arm against second.

    Parameters
    ----------
    cells : ndarray of float, shape (4, k)
        x1, n1, x2, n2. Where a cell of the table is 0, 1/2 is added to all four of them.
    measure : str
        One of `MEASURES`.

    Returns
    -------
    estimates, variances : ndarray of float, shape (k,)
    """
    estimates, first, second = effects_by_side(with_halves(cells), measure)
    return estimates, first + second


def refuse_contrasts(base: PooledEffect, cells: Floats) -> PooledEffect:
    """Say which studies are left out, and why nothing is pooled, where that is so.

    `cells` are x1, n1, x2, n2, shape (4, k); nan where not known.
    """
    k = base.k
    if lacking := unknown_tables(cells):
        return replace(base, reason=Refusal.NO_COUNT, lacking=lacking)
    if k < FEWEST_STUDIES:
        return replace(base, reason=Refusal.TOO_FEW_QUALIFY)
    if reason := all_extreme(cells):
        return replace(base, reason=reason)
    if base.measure == "RD":
        return base
    left_out = places(np.logical_or(*none_and_everybody(cells)))
    base = replace(base, k=k - len(left_out), left_out=left_out)
    return replace(base, reason=Refusal.TOO_FEW_QUALIFY) if base.k < FEWEST_STUDIES else base


def _common_effect(cells: Floats, measure: str) -> tuple[float, float]:
    """Mantel and Haenszel's estimate and its standard error; nan where a ratio is not finite."""
    x1, n1, x2, n2 = cells
    y1, y2, n = n1 - x1, n2 - x2, n1 + n2
    if measure == "RD":
        weight = float((n1 * n2 / n).sum())
        value = float(((x1 * n2 - x2 * n1) / n).sum()) / weight
        # Sato (1989), so that a difference near 0 has its variance too.
        p = (x2 * (n1 / n) ** 2 - x1 * (n2 / n) ** 2 + n1 * n2 / n**2 * (n2 - n1) / 2).sum()
        q = ((x1 * y2 + x2 * y1) / n).sum() / 2
        return value, sqrt(max(float(value * p + q), 0.0)) / weight
    if measure == "RR":
        above, below = (x1 * n2 / n).sum(), (x2 * n1 / n).sum()
        shared = (n1 * n2 * (x1 + x2) / n**2 - x1 * x2 / n).sum()
        return _log_ratio(above, below, float(shared))
    r, s = x1 * y2 / n, x2 * y1 / n
    above, below = r.sum(), s.sum()
    if not (above > 0 and below > 0):
        return nan, nan
    p, q = (x1 + y2) / n, (x2 + y1) / n
    variance = (
        (p * r).sum() / above**2
        + (p * s + q * r).sum() / (above * below)
        + (q * s).sum() / below**2
    ) / 2
    return float(np.log(above / below)), sqrt(float(variance))


def _log_ratio(above: float, below: float, shared: float) -> tuple[float, float]:
    if not (above > 0 and below > 0):
        return nan, nan
    return float(np.log(above / below)), sqrt(max(shared / (above * below), 0.0))


def _wald_q(cells: Floats) -> float:
    """Wald's statistic for equal odds ratios; studies with a 0 have an infinite variance in it."""
    x1, n1, x2, n2 = cells
    inner = cells[:, (x1 > 0) & (x1 < n1) & (x2 > 0) & (x2 < n2)]
    if not inner.shape[1]:
        return 0.0
    effects, variances = study_effects(inner, "OR")
    mean = (effects / variances).sum() / (1 / variances).sum()
    return float(((effects - mean) ** 2 / variances).sum())
