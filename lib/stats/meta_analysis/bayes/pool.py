"""Response rates pooled by Bayes: where the median study lies, and where a new one may.

Of study i, x of n respond, binomial with the logit ``mu + tau z``, z standard normal. The median
share ``expit(mu)`` is uniform before the data, tau half-normal. The probabilities hold given these
priors; they are no p-values.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import inf, isfinite, nan

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.arrays import Floats
from lib.stats.meta_analysis.bayes.posterior import Posterior
from lib.stats.meta_analysis.bayes.posterior_grid import posterior
from lib.stats.meta_analysis.gauss_hermite import counts
from lib.stats.meta_analysis.glmm import LARGEST_STUDY
from lib.stats.meta_analysis.pooled_effect import places
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES
from lib.stats.meta_analysis.study_counts import require_counts, study_numbers
from lib.stats.refusal import Refusal

TAU_SCALES: tuple[float, ...] = (1.0, 0.5)
"""Scales of tau's prior for which a pool is shown, the default first."""

INTERVAL_LEVEL = 95
"""Percent, of all intervals."""

_CHANCES = np.array([100 - INTERVAL_LEVEL, 100, 100 + INTERVAL_LEVEL]) / 200


@dataclass(frozen=True)
class BayesianPool:
    """Posterior medians and equal-tailed 95% intervals. Shares are from 0 to 1; nan if refused."""

    k: int
    n: float
    """Persons assessed, of all studies; nan where not known."""
    tau_scale: float
    """Of the half-normal prior of tau."""
    reason: Refusal | None = None
    """Why nothing is pooled: the numbers below are then nan."""
    lacking: tuple[int, ...] = ()
    """Places of the studies that are the reason, counted from 0 in the order given."""
    median: float = nan
    """Share of the median study."""
    low: float = nan
    high: float = nan
    new_low: float = nan
    new_median: float = nan
    """True share of a new, similar study."""
    new_high: float = nan
    tau_median: float = nan
    """Standard deviation of the studies' logits."""
    tau_low: float = nan
    tau_high: float = nan
    grid: Posterior | None = field(default=None, repr=False, compare=False)

    def probability_new_over(self, share: float) -> float:
        """Probability that the true share of a new study exceeds `share`, given the prior.

        `share` is from 0 to 1, else ValueError; nan where nothing is pooled.
        """
        return _over(self.grid.new_below if self.grid else None, share)

    def probability_median_over(self, share: float) -> float:
        """Probability that the share of the median study exceeds `share`, given the prior.

        `share` is from 0 to 1, else ValueError; nan where nothing is pooled.
        """
        return _over(self.grid.mean_below if self.grid else None, share)

    def new_density(self, shares: ArrayLike) -> Floats:
        """Density of a new study's true share, which integrates to 1 over shares from 0 to 1.

        Parameters
        ----------
        shares : array_like, shape (p,)
            Between 0 and 1, without these: there the density can be without bound.

        Returns
        -------
        ndarray of float, shape (p,)
            nan where nothing is pooled.

        Raises
        ------
        ValueError
            For shares that are not between 0 and 1.
        """
        p = np.asarray(shares, dtype=np.float64)
        if p.ndim != 1 or not np.all((p > 0) & (p < 1)):
            raise ValueError("give a list of shares between 0 and 1")
        if self.grid is None:
            return np.full(p.shape, nan)
        _, density = self.grid.new_below(special.logit(p))
        return density / (p * (1 - p))


def bayesian_pool(
    responders: ArrayLike, assessed: ArrayLike, *, tau_scale: float = 1.0
) -> BayesianPool:
    """Pool counts by a random-intercept logistic model with weak priors.

    Parameters
    ----------
    responders, assessed : array_like, shape (k,)
        Persons who respond, and persons who were assessed; at most `LARGEST_STUDY`. The order of
        studies does not matter.
    tau_scale : float
        Scale of the half-normal prior of tau, above 0. With 0.5 intervals are too narrow where
        studies differ much.

    Returns
    -------
    BayesianPool
        Refused, with a reason, for fewer than 3 studies, unknown counts, nobody assessed and too
        many persons. It answers where nobody or everybody responds.

    Raises
    ------
    ValueError
        For a scale that is not above 0 and finite, arrays of other shapes, and counts that are not
        whole numbers with ``0 <= responders <= assessed``.

    Notes
    -----
    Roever (2020), Journal of Statistical Software 93(6); Roever et al. (2021), Research Synthesis
    Methods 12:448, and Friede et al. (2017), Research Synthesis Methods 8:79, for the prior of tau.
    See `posterior_grid` for the quadrature; nothing is drawn at random.
    """
    if not (tau_scale > 0 and isfinite(tau_scale)):
        raise ValueError("the scale of tau's prior is above 0 and finite")
    x, n = study_numbers(responders, assessed)
    require_counts(x, n)
    base = BayesianPool(x.size, float(n.sum()), float(tau_scale))
    reason, lacking = why_no_pool(x, n)
    if reason:
        return replace(base, reason=reason, lacking=lacking)
    grid = posterior(counts(x, n), base.tau_scale)
    mean, spread = grid.mean_of_logit()
    spread_of_new = float(np.hypot(spread, np.sqrt(grid.weight @ grid.tau**2)))
    low, median, high = _shares(grid.mean_below, mean, spread)
    new_low, new_median, new_high = _shares(grid.new_below, mean, spread_of_new)
    tau_low, tau_median, tau_high = grid.tau_quantiles(_CHANCES).tolist()
    return replace(
        base,
        median=median,
        low=low,
        high=high,
        new_low=new_low,
        new_median=new_median,
        new_high=new_high,
        tau_median=tau_median,
        tau_low=tau_low,
        tau_high=tau_high,
        grid=grid,
    )


def _over(below: Callable[[Floats], tuple[Floats, Floats]] | None, share: float) -> float:
    if not 0 <= share <= 1:
        raise ValueError("give a share from 0 to 1, not a percentage")
    if below is None:
        return nan
    if share in (0, 1):
        return 1.0 - share
    chance, _ = below(special.logit(np.array([share], dtype=np.float64)))
    return float(np.clip(1 - chance[0], 0, 1))


def _shares(
    below: Callable[[Floats], tuple[Floats, Floats]], mean: float, spread: float
) -> list[float]:
    """Shares below which a distribution of logits has its 2.5, 50 and 97.5%.

    Newton's method in brackets, from a normal distribution with this mean and standard deviation.
    """
    at = mean + spread * special.ndtri(_CHANCES)
    low, high = np.full(3, -inf), np.full(3, inf)
    for _ in range(100):
        chance, density = below(at)
        gap = _CHANCES - chance
        if np.abs(gap).max() < 1e-7:
            break
        low, high = np.where(gap >= 0, at, low), np.where(gap <= 0, at, high)
        ahead = at + np.clip(gap / np.maximum(density, 1e-300), -2 * spread, 2 * spread)
        bounded = np.isfinite(low) & np.isfinite(high)
        middle = (np.where(bounded, low, 0) + np.where(bounded, high, 0)) / 2
        at = np.where(bounded & ((ahead <= low) | (ahead >= high)), middle, ahead)
    shares: list[float] = special.expit(at).tolist()
    return shares


def why_no_pool(x: Floats, n: Floats) -> tuple[Refusal | None, tuple[int, ...]]:
    """Tell why counts give no pool, and the places of the studies that are the reason.

    Parameters
    ----------
    x, n
        Persons who respond, and persons who were assessed; shape (k,).

    Returns
    -------
    None and no place where they give one.
    """
    if lacking := places(np.isnan(x) | ~(n > 0)):
        return Refusal.NO_COUNT, lacking
    if x.size < FEWEST_STUDIES:
        return Refusal.TOO_FEW_QUALIFY, ()
    too_many = places(n > LARGEST_STUDY)
    return (Refusal.TOO_MANY_PERSONS, too_many) if too_many else (None, ())
