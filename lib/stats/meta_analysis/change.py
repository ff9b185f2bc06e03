"""How a response changed within studies seen in two windows, pooled over the studies.

Only studies that have counts at both times belong here. The same patients are usually counted
twice, so the two counts are correlated; how much is seldom published. The correlation is asked of
the reader and held, study by study, within what the counts allow.
"""

from dataclasses import dataclass, replace
from math import nan

import numpy as np
from numpy.typing import ArrayLike

from lib.arrays import Floats
from lib.stats.meta_analysis.pooled_effect import (
    EffectModel,
    PooledEffect,
    all_extreme,
    effects_by_side,
    places,
    pool_effects,
    proportion_with,
    two_tables,
    unknown_tables,
    with_halves,
)
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES
from lib.stats.refusal import AnyRefusal, ModelRefusal, Refusal

CORRELATIONS: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75)
"""Correlations for which a change is shown, the default first."""


@dataclass(frozen=True)
class StudyChange:
    """One study's change, later against first: a ratio on the natural log, RD from -1 to 1."""

    phi_low: float = nan
    """Least correlation between the same patients' responses that the counts allow."""
    phi_high: float = nan
    phi_used: float = nan
    """The correlation asked, held within these."""
    estimate: float = nan
    """nan where it is not known, or a ratio to nobody."""
    se: float = nan
    """nan where the estimate is, and where the variance is not above 0."""


@dataclass(frozen=True)
class PooledChange(PooledEffect):
    """Changes pooled; see `PooledEffect`."""

    correlation: float = 0.0
    """As asked, from -1 to 1."""
    studies: tuple[StudyChange, ...] = ()
    """One for each study, in the order given."""


def pool_change(
    x1: ArrayLike,
    n1: ArrayLike,
    x2: ArrayLike,
    n2: ArrayLike,
    *,
    measure: str,
    correlation: float = 0.0,
    level: int = 95,
) -> PooledChange:
    """Pool the changes within studies from a first window to a later one.

    Parameters
    ----------
    x1, n1, x2, n2 : array_like, shape (k,)
        Persons responding and assessed in the first window, and in the later one, of the same
        study. The order of studies does not matter.
    measure : str
        ``RR`` (retention ratio), ``OR``, both on the natural log, or ``RD`` (from -1 to 1); below
        0 for a loss.
    correlation : float
        Of the same patients' responses (phi), from -1 to 1; it is held within `phi_limits`.
    level : int
        Percent, one of `LEVELS`.

    Returns
    -------
    PooledChange
        Refused, with a reason and the places of the studies that lack something: fewer than 3
        studies; an unknown count; for a ratio, nobody responding at first
        (`Refusal.NOTHING_TO_LOSE`); a correlation with which a study's variance is not above 0
        (`ModelRefusal.NO_VARIANCE`); none or all responding at both times in every study.
        ``studies`` is given all the same.

    Raises
    ------
    ValueError
        As `two_tables`, and for a correlation outside -1 to 1.

    Notes
    -----
    The variance is ``v1 + v2 - 2 phi sqrt(v1 v2)``, with phi times ``sqrt(min(n) / max(n))`` where
    the numbers assessed differ; v1 and v2 by the delta method. Where a cell of the two by two
    table is 0, 1/2 is added to all four, for RD in the variance alone. Trikalinos & Olkin (2012),
    Clinical Trials 9:610; Ishak et al. (2007), Clinical Trials 4:525; Musekiwa et al. (2016), PLoS
    ONE 11:e0164898. See `pool_effects` for the sources of the pooled numbers.
    """
    cells = two_tables(measure, level, (x1, n1, x2, n2))
    base = unpooled_change(measure, correlation, level, cells.shape[1])
    return complete_change(base, cells, _changes(cells, measure, base.correlation))


def unpooled_change(measure: str, correlation: float, level: int, k: int) -> PooledChange:
    """Begin the pool of k changes: what is asked of it, and no number yet.

    Raises
    ------
    ValueError
        For a correlation outside -1 to 1.
    """
    if not -1 <= correlation <= 1:
        raise ValueError("a correlation lies between -1 and 1")
    return PooledChange(EffectModel.REML, measure, level, k, correlation=float(correlation))


def complete_change(
    base: PooledChange, cells: Floats, changes: tuple[Floats, Floats, Floats]
) -> PooledChange:
    """Pool the changes of studies, or say why nothing is pooled: the reasons of `pool_change`.

    Parameters
    ----------
    base : PooledChange
        As `unpooled_change` gives it.
    cells : ndarray of float, shape (4, k)
        x1, n1, x2, n2: persons responding and assessed at both visits; nan where not known.
    changes : tuple of ndarray of float
        Estimates and variances, shape (k,), nan where not known, a variance of 0 where the
        correlation leaves none; and the least, greatest and used correlation, shape (3, k).
    """
    estimates, variances, phi = changes
    base = replace(base, studies=_studies(phi, estimates, variances))
    lacks: tuple[tuple[tuple[int, ...], AnyRefusal], ...] = (
        (unknown_tables(cells), Refusal.NO_COUNT),
        (() if base.measure == "RD" else places(cells[0] == 0), Refusal.NOTHING_TO_LOSE),
        (places(~(variances > 0)), ModelRefusal.NO_VARIANCE),
    )
    for lacking, reason in lacks:
        if lacking:
            return replace(base, reason=reason, lacking=lacking)
    if base.k < FEWEST_STUDIES:
        return replace(base, reason=Refusal.TOO_FEW_QUALIFY)
    if extreme := all_extreme(cells):
        return replace(base, reason=extreme)
    pooled = pool_effects(base, estimates, variances)
    assert isinstance(pooled, PooledChange)
    return pooled


def share_after(share: float, measure: str, change: float) -> float:
    """Share that a change leaves of a first share, both from 0 to 1, cut off at 0 and 1.

    The change is as `PooledChange` has it: on the natural log for RR and OR, from -1 to 1 for RD.
    """
    return float(np.clip(proportion_with(change, measure, share), 0, 1))


def phi_limits(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> tuple[Floats, Floats]:
    """Least and greatest correlation of the same patients' responses that the counts allow.

    Of x1 and x2 responding among the same n, between ``max(0, x1 + x2 - n)`` and ``min(x1, x2)``
    responded both times (Frechet 1935, Fundamenta Mathematicae 25:379). Where none or all respond
    at a visit, nothing varies and both limits are 0. Where the numbers assessed differ, the counts
    set no limit: -1 and 1.

    Parameters
    ----------
    x1, n1, x2, n2 : ndarray of float, shape (k,)
        Persons responding and assessed at the first and at the later visit.

    Returns
    -------
    low, high : ndarray of float, shape (k,)
    """
    spread = np.sqrt(x1 * (n1 - x1) * x2 * (n1 - x2), where=n1 == n2, out=np.zeros(x1.shape))
    ends = []
    for both in (np.maximum(0, x1 + x2 - n1), np.minimum(x1, x2)):
        product = n1 * both - x1 * x2
        ends.append(np.divide(product, spread, where=spread > 0, out=np.zeros(x1.shape)))
    low, high = np.clip(ends, -1, 1)  # rounding may lead a little beyond
    same = n1 == n2
    return np.where(same, low, -1.0), np.where(same, high, 1.0)


def variance_of_change(
    of_visits: tuple[Floats, Floats], phi: Floats, assessed: tuple[Floats, Floats]
) -> Floats:
    """Variance of the change of each study: ``v1 + v2 - 2 phi sqrt(v1 v2)``, shape (k,).

    phi counts less the more the numbers assessed at the two visits differ, times
    ``sqrt(min(n) / max(n))``; 0 where it leaves no variance.
    """
    first, second = of_visits
    shared = phi * np.sqrt(np.minimum(*assessed) / np.maximum(*assessed))
    variance: Floats = first + second - 2 * shared * np.sqrt(first * second)
    variance[variance <= 1e-12 * (first + second)] = 0  # what rounding leaves of none
    return variance


def _changes(cells: Floats, measure: str, asked: float) -> tuple[Floats, Floats, Floats]:
    """Estimates, variances, and the least, greatest and used correlation; nan where not known."""
    estimates, variances = np.full((2, cells.shape[1]), nan)
    phi = np.full((3, cells.shape[1]), nan)
    known = np.ones(cells.shape[1], dtype=bool)
    known[list(unknown_tables(cells))] = False
    x1, n1, x2, n2 = tables = cells[:, known]
    low, high = phi_limits(*tables)
    used = np.clip(asked, low, high)
    phi[:, known] = low, high, used
    values, first, second = effects_by_side(with_halves(tables), measure)
    variance = variance_of_change((first, second), used, (n1, n2))
    values = x2 / n2 - x1 / n1 if measure == "RD" else np.where(x1 == 0, nan, -values)
    estimates[known], variances[known] = values, np.where(np.isnan(values), nan, variance)
    return estimates, variances, phi


def _studies(phi: Floats, estimates: Floats, variances: Floats) -> tuple[StudyChange, ...]:
    """Give the change of each study; `phi` has the least, greatest and used correlation."""
    errors = np.sqrt(np.where(variances > 0, variances, nan))
    rows = np.stack([*phi, estimates, errors], axis=1).tolist()
    return tuple(StudyChange(*row) for row in rows)
