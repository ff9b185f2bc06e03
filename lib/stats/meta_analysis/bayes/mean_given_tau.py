"""How likely each mean logit is, given each tau: the prior and the likelihood of all studies."""

from functools import cache

import numpy as np
from scipy import special

from lib.arrays import Floats
from lib.stats.meta_analysis.gauss_hermite import StudyCounts, quadrature_nodes

NEGLIGIBLE = 15.0
"""Where the log density is so far below its highest, nothing is left to count."""
_WIDEST_GAP = 0.65
"""Distance of two nodes, in standard deviations, at which sums are accurate to about 1e-6."""


def mean_given_tau(data: StudyCounts, tau: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Evenly spaced means for each tau, their density, and the log of its integral.

    Returns
    -------
    start, step : ndarray of float, shape (J,)
    density : ndarray of float, shape (J, M)
        In steps: it adds up to about 1.
    log_total : ndarray of float, shape (J,)
    """
    weights = data.studies / (data.variance + tau[:, None] ** 2)
    total = weights.sum(axis=1)
    spread = 1 / np.sqrt(total + 0.1)
    low, high = _mean_range(data, tau, weights @ data.logit / (total + 0.3), spread)
    count = _round_up(float(((high - low) / spread).max()) / _WIDEST_GAP)
    step = (high - low) / (count - 1)
    # The log density is smooth over a few logits, and more so if tau is wide: fewer nodes will do.
    fewer = _nodes_over(float(((high - low) / (np.pi + tau)).max()), count)
    mean = low[:, None] + (high - low)[:, None] * (1 + _chebyshev(fewer)) / 2
    log_density = _log_density(data, mean, tau) @ _interpolation(fewer, count)
    top = log_density.max(axis=1)
    density = np.exp(log_density - top[:, None])
    sums = density.sum(axis=1)
    return low, step, density / sums[:, None], top + np.log(sums * step)


def _nodes_over(width: float, most: int) -> int:
    """Nodes of a polynomial for a log density over so many times the width of a logistic bend."""
    enough = ((1.0, 9), (1.6, 12), (2.4, 16))
    return next((count for widest, count in enough if width <= widest), most)


def _mean_range(
    data: StudyCounts, tau: Floats, middle: Floats, spread: Floats
) -> tuple[Floats, Floats]:
    """Ends of the mean for each tau, beyond which its density is negligible.

    The log density is concave: beyond an end it falls at least as steeply as up to there.
    """
    ends = np.stack([middle - 6 * spread, middle, middle + 6 * spread], axis=1)
    for _ in range(12):
        log_density = _prior(ends) + _log_likelihood(data, ends, tau, 5)
        drop = log_density.max(axis=1, keepdims=True) - log_density
        lacking = NEGLIGIBLE - drop[:, [0, 2]]
        if lacking.max() <= 0:
            break
        reach = ends[:, [0, 2]] - ends[:, [1]]
        slope = np.maximum(drop[:, [0, 2]] - drop[:, [1]], 1.0) / np.abs(reach)
        longer = np.clip(lacking / slope, 0, np.abs(reach))
        ends[:, [0, 2]] += np.sign(reach) * longer
    return ends[:, 0], ends[:, 2]


def _round_up(count: float) -> int:
    """A number of nodes of which there are few, so that their matrices are made once."""
    return next((size for size in (24, 32, 48, 64, 96, 128, 192) if size >= count), 256)


def _log_density(data: StudyCounts, mean: Floats, tau: Floats) -> Floats:
    """Log density of means, shape (J, M), up to a constant of all: likelihood and prior."""
    found = _prior(mean)
    nodes = np.select([tau <= 0.5, tau <= 1.2, tau <= 2, tau <= 4], [5, 7, 11, 21], 41)
    for count in np.unique(nodes).tolist():
        chosen = nodes == count
        found[chosen] += _log_likelihood(data, mean[chosen], tau[chosen], count)
    return found


def _prior(mean: Floats) -> Floats:
    """Log density of the standard logistic distribution."""
    prior: Floats = special.log_expit(mean) + special.log_expit(-mean)
    return prior


def _log_likelihood(data: StudyCounts, mean: Floats, tau: Floats, nodes: int) -> Floats:
    """Log-likelihood of all studies by adaptive quadrature with an odd number of nodes."""
    mean, tau = mean[..., None], tau[:, None, None]
    logit, scale = _centre(data, mean, tau)
    place, log_weight = quadrature_nodes(nodes)
    z = (scale[..., None] * place) + np.divide(
        logit - mean, tau, where=tau > 0, out=np.zeros(logit.shape)
    )[..., None]
    theta = mean[..., None] + tau[..., None] * z
    log_value = data.responders[:, None] * theta - data.assessed[:, None] * _softplus(theta)
    log_value += log_weight - z * z / 2
    top = log_value[..., nodes // 2]
    # Far from the data the centre may miss the mode; such means count for nothing.
    value = np.exp(np.minimum(log_value - top[..., None], 600.0))
    study = np.log(value @ np.ones(nodes) * scale) + top
    total: Floats = study @ data.studies
    return total


def _softplus(theta: Floats) -> Floats:
    """``log(1 + exp(theta))``."""
    softplus: Floats = np.maximum(theta, 0) + np.log(1 + np.exp(-np.abs(theta)))
    return softplus


def _centre(data: StudyCounts, mean: Floats, tau: Floats) -> tuple[Floats, Floats]:
    """Mode of each study's logit, and ``1 / sqrt`` of the curvature over z; shape (J, M, m).

    A few steps of Newton's method from the normal approximation; the nodes need only cover it.
    """
    tau2 = tau * tau
    theta = (data.logit * tau2 + mean * data.variance) / (data.variance + tau2)
    trials = tau2 * data.assessed
    for _ in range(3):
        p = special.expit(theta)
        information = 1 + trials * p * (1 - p)
        step = (tau2 * data.responders - trials * p - theta + mean) / information
        theta += np.clip(step, -2, 2, out=step)
    return theta, 1 / np.sqrt(information)


@cache
def _chebyshev(count: int) -> Floats:
    """Chebyshev's nodes from -1 to 1."""
    angles = np.pi * (np.arange(count) + 0.5) / count
    return np.asarray(-np.cos(angles), dtype=np.float64)


@cache
def _interpolation(count: int, places: int) -> Floats:
    """Values at even places of polynomials through Chebyshev's nodes."""
    at = np.polynomial.chebyshev.chebvander(np.linspace(-1, 1, places), count - 1)
    through = np.polynomial.chebyshev.chebvander(_chebyshev(count), count - 1)
    return np.asarray(np.linalg.solve(through.T, at.T), dtype=np.float64)
