"""Pooled response rates of several studies.

Two models: `pool_counts` for counts (GLMM), and `pool_estimates` for logits with standard errors
(REML), from counts or from published intervals. Both give a `Pooled` with proportions from 0 to 1.
A number that is not given is nan, with a reason. Two studies are enough here.
"""

from collections.abc import Callable
from dataclasses import replace
from math import isfinite, isinf, isnan, nan

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.arrays import Floats, Mask
from lib.stats.intervals import LEVELS
from lib.stats.meta_analysis import glmm, reml
from lib.stats.meta_analysis.gauss_hermite import counts
from lib.stats.meta_analysis.heterogeneity import i2_percent, logits, q_p, q_profile, q_statistic
from lib.stats.meta_analysis.pooled_result import PREDICTION_FROM, Method, Pooled
from lib.stats.meta_analysis.study_counts import require_counts, study_numbers
from lib.stats.published_interval import Published, from_interval
from lib.stats.refusal import Refusal

__all__ = [
    "PREDICTION_FROM",
    "Method",
    "Pooled",
    "Published",
    "from_interval",
    "leave_one_out",
    "logits",
    "pool_counts",
    "pool_estimates",
]


def pool_counts(responders: ArrayLike, assessed: ArrayLike, level: int = 95) -> Pooled:
    """Pool counts by a random-intercept logistic model (GLMM).

    Parameters
    ----------
    responders, assessed : array_like, shape (k,)
        Persons who respond, and persons who were assessed; at most `glmm.LARGEST_STUDY`. The order
        of studies does not matter.
    level : int
        Percent, one of `LEVELS`.

    Raises
    ------
    ValueError
        For an unknown level, arrays of other shapes, and counts that are not whole numbers with
        ``0 <= responders <= assessed``.

    Notes
    -----
    Stijnen, Hamza & Ozdemir (2010), Statistics in Medicine 29:3046; see `glmm`. Q is Pearson's
    chi-squared, which needs no correction where all or none respond. The likelihood-ratio statistic
    needs none either, but for small studies its p-value is far too small.
    """
    x, n = _in_order(_arrays(level, responders, assessed))
    require_counts(x, n)
    unusable = int(np.count_nonzero(np.isnan(x) | ~(n > 0)))
    if reason := _no_pool(x, n, unusable):
        return Pooled(Method.GLMM, level, x.size, _total(n), reason, unusable)
    data = counts(x, n)
    fit = glmm.fit(data)
    if not isfinite(fit.tau2):
        return Pooled(Method.GLMM, level, x.size, _total(n), Refusal.TOO_FAR_APART)
    base = Pooled(Method.GLMM, level, x.size, _total(n), logit=fit.mean, se=fit.se, tau2=fit.tau2)
    _, errors = logits(x, n)
    return _describe(base, glmm.profile(data, fit, level), _pearson(x, n), errors**2)


def pool_estimates(
    logit: ArrayLike, se: ArrayLike, assessed: ArrayLike | None = None, level: int = 95
) -> Pooled:
    """Pool logits by a random-effects model (REML, Knapp-Hartung with the ad hoc floor).

    Parameters
    ----------
    logit, se : array_like, shape (k,)
        Estimates with their standard errors: of counts from `logits`, of published intervals from
        `from_interval`. nan where there is none; then nothing is pooled.
    assessed : array_like, shape (k,), optional
        Persons; only their sum is used.
    level : int
        Percent, one of `LEVELS`.

    Raises
    ------
    ValueError
        For an unknown level, arrays of other shapes, and negative standard errors.

    Notes
    -----
    See `reml.fit`, `heterogeneity.q_profile` and `heterogeneity.i2_percent` for the sources.
    """
    estimates, errors, *persons = _arrays(
        level, logit, se, *([] if assessed is None else [assessed])
    )
    if np.any(errors < 0):
        raise ValueError("a standard error is not negative")
    estimates, errors = _in_order([estimates, errors])
    n = _total(persons[0]) if persons else nan
    unusable = int(np.count_nonzero(~(np.isfinite(estimates) & np.isfinite(errors) & (errors > 0))))
    if reason := _too_few(estimates.size) or (Refusal.NO_STANDARD_ERROR if unusable else None):
        return Pooled(Method.REML, level, estimates.size, n, reason, unusable)
    if reason := _all_extreme(*_only_added(estimates, errors)):
        return Pooled(Method.REML, level, estimates.size, n, reason)
    variances = errors**2
    fit = reml.fit(estimates, variances)
    base = Pooled(Method.REML, level, estimates.size, n, logit=fit.mean, se=fit.se, tau2=fit.tau2)
    ends = q_profile(estimates, variances, level)
    return _describe(base, ends, float(q_statistic(estimates, variances)), variances)


def leave_one_out(
    pool: Callable[..., Pooled], *studies: ArrayLike, level: int = 95
) -> tuple[Pooled, ...]:
    """The studies pooled without the first, without the second, and so on.

    Parameters
    ----------
    pool : callable
        `pool_counts` or `pool_estimates`.
    *studies : array_like, shape (k,) each
        Its arrays.
    level : int
        Percent, one of `LEVELS`.

    Returns
    -------
    tuple of Pooled
        One for each study, in their order. Equal studies share one computation.
    """
    arrays = _arrays(level, *studies)
    rows = [tuple(row) for row in np.stack(arrays, axis=1).tolist()]
    done: dict[tuple[float, ...], Pooled] = {}
    for place, row in enumerate(rows):
        if row not in done:
            done[row] = pool(*(np.delete(each, place) for each in arrays), level=level)
    return tuple(done[row] for row in rows)


def _describe(base: Pooled, tau2_ends: tuple[float, float], q: float, variances: Floats) -> Pooled:
    """Add the intervals, I2 and Q to the fitted mean, standard error and tau2."""
    t = float(special.stdtrit(base.q_df, 0.5 + base.level / 200))
    low, high = _proportions(base.logit, t * base.se)
    few = base.k < PREDICTION_FROM
    new = _proportions(base.logit, nan if few else t * float(np.hypot(base.se, base.tau2**0.5)))
    return replace(
        base,
        proportion=float(special.expit(base.logit)),
        low=low,
        high=high,
        prediction_low=new[0],
        prediction_high=new[1],
        prediction_reason=Refusal.FEW_FOR_PREDICTION if few else None,
        tau2_low=tau2_ends[0],
        tau2_high=tau2_ends[1],
        tau2_reason=_tau2_reason(base.method, tau2_ends[1]),
        i2_percent=i2_percent(base.tau2, variances),
        q=q,
        q_p=q_p(q, base.q_df),
    )


def _proportions(logit: float, half_width: float) -> tuple[float, float]:
    return float(special.expit(logit - half_width)), float(special.expit(logit + half_width))


def _tau2_reason(method: Method, high: float) -> Refusal | None:
    if isinf(high):
        return Refusal.OPEN_TAU2
    if isnan(high):
        return Refusal.EMPTY_TAU2 if method is Method.REML else Refusal.NOT_FOUND_TAU2
    return None


def _pearson(x: Floats, n: Floats) -> float:
    """Pearson's chi-squared for equal proportions."""
    p = x.sum() / n.sum()
    return float(np.sum((x - n * p) ** 2 / n) / (p * (1 - p)))


def _no_pool(x: Floats, n: Floats, unusable: int) -> Refusal | None:
    """Why these counts give no pooled estimate; None if they give one."""
    if reason := _too_few(n.size) or (Refusal.NO_COUNT if unusable else None):
        return reason
    if reason := _all_extreme(x == 0, x == n):
        return reason
    return Refusal.TOO_MANY_PERSONS if np.any(n > glmm.LARGEST_STUDY) else None


def _all_extreme(is_none: Mask, is_everybody: Mask) -> Refusal | None:
    """Why studies in each of which nobody or everybody responded are not pooled."""
    if is_none.all():
        return Refusal.ALL_NONE
    if is_everybody.all():
        return Refusal.ALL_EVERYBODY
    return Refusal.ALL_EXTREME if np.all(is_none | is_everybody) else None


def _only_added(estimates: Floats, errors: Floats) -> tuple[Mask, Mask]:
    """Tell where nobody, and where everybody, responded, by the 0.5 that `logits` added.

    An estimate with this standard error has ``1 / (se^2 (1 - p))`` responders and
    ``1 / (se^2 p)`` others.
    """
    responders, others = special.expit(estimates), special.expit(-estimates)
    return (
        np.isclose(errors**2 * others, 2, rtol=1e-9, atol=0),
        np.isclose(errors**2 * responders, 2, rtol=1e-9, atol=0),
    )


def _too_few(k: int) -> Refusal | None:
    return (Refusal.NO_STUDY, Refusal.ONE_STUDY, None)[min(k, 2)]


def _arrays(level: int, *values: ArrayLike) -> list[Floats]:
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}: choose one of {LEVELS}, in percent")
    return study_numbers(*values)


def _in_order(arrays: list[Floats]) -> list[Floats]:
    """Sort studies by their numbers, so that their order makes no difference, not even rounding."""
    order = np.lexsort(arrays[::-1])
    return [each[order] for each in arrays]


def _total(persons: Floats) -> float:
    return float(persons.sum())
