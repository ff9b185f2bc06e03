"""Contrasts and changes of shares of all enrolled, under what is supposed of the missing, pooled.

The odds of responding of the missing are a number times those of the assessed; see
`lib.stats.missing`. Such a share is no count, so only models that take effects with their standard
errors are here. Higgins, White & Wood (2008), Clinical Trials 5:225.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp, inf, isinf, nan

import numpy as np

from lib.arrays import Floats
from lib.stats.meta_analysis import reml
from lib.stats.meta_analysis.change import (
    PooledChange,
    complete_change,
    phi_limits,
    unpooled_change,
    variance_of_change,
)
from lib.stats.meta_analysis.contrasts import refuse_contrasts
from lib.stats.meta_analysis.heterogeneity import crossing
from lib.stats.meta_analysis.pooled_effect import (
    EffectModel,
    PooledEffect,
    pool_effects,
    student_t,
    two_tables,
)
from lib.stats.missing import ImorShare, effects_of_shares, imor_share
from lib.stats.refusal import ModelRefusal
from lib.stats.tipping_point import (
    BOTH,
    FIRST,
    SECOND,
    TippingPoint,
    tipping_among,
)

_LOGS = (*np.arange(0.5, 12.1, 0.5).tolist(), 18.0, 24.0, 30.0, inf)
"""Distances of the logarithm from 0 between which a crossing is looked for: each takes a fit."""


@dataclass(frozen=True, eq=False)
class StudyArms:
    """One arm, or one visit, of each study; shape (k,), in persons, nan where not known."""

    responders: Floats
    assessed: Floats
    enrolled: Floats
    imor: Floats
    """Odds of responding of the missing over those of the assessed, from 0 to infinity."""

    @cached_property
    def shares(self) -> ImorShare:
        """The shares of all enrolled."""
        return imor_share(self.responders, self.assessed, self.enrolled - self.assessed, self.imor)

    @property
    def missing(self) -> float:
        """How many are missing in all of them."""
        return float((self.enrolled - self.assessed).sum())

    def with_imor(self, imor: float) -> "StudyArms":
        """Suppose the same odds ratio of the missing in all of them."""
        return replace(self, imor=np.full(self.responders.shape, imor))


Sides = tuple[StudyArms, StudyArms]
"""The first arm and the second of each study, or its earlier visit and its later one."""


def pool_imor_contrasts(sides: Sides, *, measure: str, level: int = 95) -> PooledEffect:
    """Pool two arms of each study by a random-effects model, the first against the second.

    Parameters
    ----------
    sides : pair of StudyArms
        The order of studies does not matter.
    measure : str
        ``OR`` or ``RR`` (results on the natural log), or ``RD`` (from -1 to 1).
    level : int
        Percent, one of `LEVELS`.

    Returns
    -------
    PooledEffect
        By REML. Refused, and studies `left_out` of ratios, as by `contrasts.pool_contrasts`, by the
        counts of those assessed: whatever is supposed, the same studies are pooled. A study of
        which a share is refused counts as one whose count is not known.

    Raises
    ------
    ValueError
        As `two_tables` and `imor_share`.

    Notes
    -----
    Equal to ``rma(method="REML", test="adhoc")`` in the R package metafor of the effects of
    ``metamiss(method.miss="IMOR")`` in metasens, but where none or all of those assessed respond:
    see `imor_share`.
    """
    cells = _known_tables(sides, measure, level)
    base = PooledEffect(EffectModel.REML, measure, level, cells.shape[1])
    base = refuse_contrasts(base, cells)
    if base.reason:
        return base
    return pool_effects(base, *_used_effects(sides, base))


def pool_imor_changes(
    sides: Sides, *, measure: str, correlation: float = 0.0, level: int = 95
) -> PooledChange:
    """Pool the changes within studies from an earlier visit to a later one.

    Parameters
    ----------
    sides : pair of StudyArms
        The order of studies does not matter.
    measure : str
        ``RR`` (retention ratio), ``OR``, both on the natural log, or ``RD`` (from -1 to 1); below
        0 for a loss.
    correlation : float
        Of the same patients' responses (phi), from -1 to 1. Where as many were enrolled at both
        visits it is held within what the supposed shares allow, as `phi_limits` has it of counts:
        among the same patients no more can respond both times than at the visit with fewer.
    level : int
        Percent, one of `LEVELS`.

    Returns
    -------
    PooledChange
        Refused as by `change.pool_change`, by the counts of those assessed.

    Raises
    ------
    ValueError
        As `two_tables` and `imor_share`, and for a correlation outside -1 to 1.

    Notes
    -----
    The variance is that of `variance_of_change`, with the numbers assessed: what links the two
    visits are those assessed at both. The correlation is taken to hold of the whole variance of a
    supposed share, as if who is missing went together as much; whether it does is not known.
    """
    cells = _known_tables(sides, measure, level)
    base = unpooled_change(measure, correlation, level, cells.shape[1])
    return complete_change(base, cells, _changes(sides, measure, correlation))


def contrast_tipping_point(
    sides: Sides, *, measure: str, varied: str = BOTH, level: int = 95
) -> TippingPoint:
    """Find the odds ratio of the missing at which the interval of a pooled contrast meets 0.

    Parameters
    ----------
    sides, measure, level
        As in `pool_imor_contrasts`; the odds ratios of `sides` are not read.
    varied : str
        Whose odds ratio is varied, alike in all studies: ``both`` (by the same), ``first`` or
        ``second``; the missing of the other are like the assessed.

    Returns
    -------
    TippingPoint
        Refused as the pool; where nobody is missing (`NOBODY_MISSING`); and where no odds ratio
        makes the interval meet 0 (`NEVER_MEETS_ZERO`).
    """

    def interval(imor: float) -> tuple[float, float]:
        supposed = suppose(sides, imor, varied)
        return _interval(*_used_effects(supposed, base), level)

    alike = suppose(sides, 1.0, varied)
    base = pool_imor_contrasts(alike, measure=measure, level=level)
    return _tipping(base, interval, _varied(sides, varied))


def change_tipping_point(
    sides: Sides, *, measure: str, correlation: float = 0.0, level: int = 95
) -> TippingPoint:
    """Find the odds ratio of the later visits' missing at which the pooled change meets 0.

    The missing of the earlier visits are like the assessed. Parameters as in `pool_imor_changes`;
    refused as by `contrast_tipping_point`.
    """

    def interval(imor: float) -> tuple[float, float]:
        estimates, variances, _ = _changes(suppose(sides, imor, SECOND), measure, correlation)
        return _interval(estimates, variances, level)

    alike = suppose(sides, 1.0)
    pool = pool_imor_changes(alike, measure=measure, correlation=correlation, level=level)
    return _tipping(pool, interval, sides[1:])


def suppose(sides: Sides, imor: float, varied: str = BOTH) -> Sides:
    """Suppose an odds ratio of the missing of both sides, or of one; those of the other are alike.

    `varied` is one of `lib.stats.tipping_point.VARIED`.
    """
    first, second = sides
    return (
        first.with_imor(1.0 if varied == SECOND else imor),
        second.with_imor(1.0 if varied == FIRST else imor),
    )


def _varied(sides: Sides, varied: str) -> tuple[StudyArms, ...]:
    return {BOTH: sides, FIRST: sides[:1], SECOND: sides[1:]}[varied]


def _known_tables(sides: Sides, measure: str, level: int) -> Floats:
    """Counts of those assessed, nan where a share is refused; shape (4, k)."""
    first, second = sides
    tables = (first.responders, first.assessed, second.responders, second.assessed)
    cells = two_tables(measure, level, tables)
    is_known = ~np.isnan(first.shares.share + second.shares.share)
    return np.where(is_known, cells, nan)


def _changes(sides: Sides, measure: str, asked: float) -> tuple[Floats, Floats, Floats]:
    """Estimates, variances, and the least, greatest and used correlation; nan where not known."""
    first, later = sides
    effects, one, other = effects_of_shares(first.shares, later.shares, measure)
    x1, x2 = (side.shares.share * side.enrolled for side in sides)
    low, high = phi_limits(x1, first.enrolled, x2, later.enrolled)
    used = np.clip(asked, low, high)
    variances = variance_of_change((one, other), used, (first.assessed, later.assessed))
    return -effects, variances, np.stack([low, high, used])


def _used_effects(sides: Sides, base: PooledEffect) -> tuple[Floats, Floats]:
    """Effects and variances of the studies that tell something of the measure."""
    first, second = sides
    effects, one, other = effects_of_shares(first.shares, second.shares, base.measure)
    left_out = np.array(base.left_out, int)
    return np.delete(effects, left_out), np.delete(one + other, left_out)


def _interval(estimates: Floats, variances: Floats, level: int) -> tuple[float, float]:
    """Interval of a pool as `pool_effects` makes it, without the rest."""
    order = np.lexsort((variances, estimates))
    fit = reml.fit(estimates[order], variances[order])
    half = student_t(level, estimates.size - 1) * fit.se
    return fit.mean - half, fit.mean + half


def _tipping(
    pool: PooledEffect,
    interval: Callable[[float], tuple[float, float]],
    varied: tuple[StudyArms, ...],
) -> TippingPoint:
    if pool.reason:
        return TippingPoint(reason=pool.reason, lacking=pool.lacking)
    excludes_zero = pool.low > 0 or pool.high < 0
    if not any(side.missing for side in varied):
        return TippingPoint(excludes_zero=excludes_zero, reason=ModelRefusal.NOBODY_MISSING)
    return tipping_among(_nearest(interval, -1), _nearest(interval, 1), excludes_zero)


def _nearest(interval: Callable[[float], tuple[float, float]], side: int) -> float:
    """Nearest odds ratio to 1 at which an end changes its sign, on one side of 1; nan if none."""

    def ends(log: float) -> tuple[float, float]:
        return interval(exp(side * log))

    near, before = 0.0, ends(0.0)
    for far in _LOGS:
        after = ends(far)
        changed = [end for end in (0, 1) if (before[end] > 0) != (after[end] > 0)]
        if changed and isinf(far):
            return exp(side * far)
        if changed:
            roots = (_root(ends, end, near, far, before[end] > 0) for end in changed)
            return exp(side * min(roots))
        near, before = far, after
    return nan


def _root(
    ends: Callable[[float], tuple[float, float]], end: int, near: float, far: float, falls: bool
) -> float:
    return crossing(lambda log: ends(log)[end] * (1 if falls else -1), near, far)
