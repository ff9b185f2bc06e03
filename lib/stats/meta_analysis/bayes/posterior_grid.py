"""Posterior of the mean logit and tau of the random-intercept logistic model, on a grid.

Nodes are evenly spaced, in the mean for each tau, and in ``asinh(tau / scale)``: sums over even
spaces are accurate beyond need for smooth functions that vanish at both ends, and sinc functions
interpolate them (Trefethen & Weideman 2014, SIAM Review 56:385). As the posterior is even in tau,
0 counts as no end. Nothing is drawn at random, so equal data give equal numbers.
"""

from functools import cache

import numpy as np
from scipy import special

from lib.arrays import Floats
from lib.stats.meta_analysis.bayes.mean_given_tau import NEGLIGIBLE, mean_given_tau
from lib.stats.meta_analysis.bayes.posterior import FINE, Posterior
from lib.stats.meta_analysis.gauss_hermite import StudyCounts

_TAU_NODES = 24
_TAU_FINE = 40
"""Places of the table of tau for each of its nodes."""


def posterior(data: StudyCounts, tau_scale: float) -> Posterior:
    """Posterior of the mean logit and tau.

    Parameters
    ----------
    data : StudyCounts
        At least one study.
    tau_scale : float
        Scale of the half-normal prior of tau; the mean logit has a standard logistic prior, which
        makes the median share uniform.
    """
    scale = _scale(data, tau_scale)
    low, high = _likely_range(data, scale, tau_scale)
    for _ in range(8):
        u = np.linspace(low, high, _TAU_NODES)
        tau = scale * np.sinh(u)
        start, step, density, log_tau = mean_given_tau(data, tau)
        log_u = log_tau - (tau / tau_scale) ** 2 / 2 + np.log(np.cosh(u))
        low, high, is_done = _better_range(u, log_u, _furthest(scale, tau_scale))
        if is_done:
            break
    chance = np.exp(log_u - log_u.max())
    from_zero = u[0] == 0
    cdf, pdf = _tables(density)
    tau_cdf = chance @ _tau_matrix(_TAU_NODES, from_zero)
    weight = chance * np.where((np.arange(u.size) == 0) & from_zero, 0.5, 1.0)
    places = np.linspace(u[0], u[-1], tau_cdf.size)
    return Posterior(
        tau,
        weight / weight.sum(),
        start,
        step,
        density / density.sum(axis=1, keepdims=True),
        cdf,
        pdf,
        scale * np.sinh(places),
        np.maximum.accumulate(np.clip(tau_cdf / weight.sum(), 0, 1)),
    )


def _scale(data: StudyCounts, tau_scale: float) -> float:
    """A tau that is small beside what the studies tell: here asinh turns from even to log."""
    ordered = np.sort(np.repeat(data.variance, data.studies.astype(int)))
    return float(min(np.sqrt(ordered[min(1, ordered.size - 1)]), tau_scale) / 2)


def _likely_range(data: StudyCounts, scale: float, tau_scale: float) -> tuple[float, float]:
    """Range of u that holds the posterior, by a normal approximation of each study."""
    u = np.linspace(0, _furthest(scale, tau_scale), 80)
    tau2 = (scale * np.sinh(u)) ** 2
    weights = data.studies / (data.variance + tau2[:, None])
    total = weights.sum(axis=1) + 0.3  # the prior of the mean, as if normal
    mean = weights @ data.logit / total
    squares = (weights * (data.logit - mean[:, None]) ** 2).sum(axis=1) + 0.3 * mean**2
    log_weights = np.log(weights / data.studies) @ data.studies
    log_u = (log_weights - np.log(total) - squares - tau2 / tau_scale**2) / 2
    return _trim(u, log_u + np.log(np.cosh(u)))


def _furthest(scale: float, tau_scale: float) -> float:
    """The u beyond which the prior of tau leaves nothing to count."""
    return float(np.arcsinh(6.5 * tau_scale / scale))


def _trim(u: Floats, log_u: Floats) -> tuple[float, float]:
    """Ends beyond which the density is negligible, from 0 where that is near."""
    inside = np.flatnonzero(log_u > log_u.max() - NEGLIGIBLE - 2)
    first, last = max(int(inside[0]) - 1, 0), min(int(inside[-1]) + 1, u.size - 1)
    return float(u[first]), float(u[last])


def _better_range(u: Floats, log_u: Floats, furthest: float) -> tuple[float, float, bool]:
    """A range of u that fits this density better, and whether this one will do."""
    drop = log_u.max() - log_u
    low, high, width = float(u[0]), float(u[-1]), float(u[-1] - u[0])
    is_open = low > 0 and drop[0] < NEGLIGIBLE, high < furthest and drop[-1] < NEGLIGIBLE
    if any(is_open):
        low = max(0.0, low - width / 3) if is_open[0] else low
        high = min(high + width / 3, furthest) if is_open[1] else high
        return (0.0 if low < width / 10 else low), high, False
    first, last = _trim(u, log_u)
    first = 0.0 if first < (last - first) / 10 else first
    # So much less is needed that the nodes would stand too far apart.
    is_wide = last - first < 0.7 * width
    return (first, last, False) if is_wide else (low, high, True)


def _tables(density: Floats) -> tuple[Floats, Floats]:
    """Distribution and density at fine places, from densities at evenly spaced nodes."""
    below, at = _sinc_matrices(density.shape[1])
    return np.maximum.accumulate(density @ below, axis=1), np.maximum(density @ at, 0)


@cache
def _sinc_matrices(count: int) -> tuple[Floats, Floats]:
    """Integral and value of the sinc function of each node at fine places."""
    gap = np.linspace(0, count - 1, FINE * (count - 1) + 1) - np.arange(count)[:, None]
    return 0.5 + special.sici(np.pi * gap)[0] / np.pi, np.sinc(gap)


@cache
def _tau_matrix(count: int, from_zero: bool) -> Floats:
    """Integral of each node's sinc function at fine places; about 0 they are mirrored."""
    places = np.linspace(0, count - 1, _TAU_FINE * (count - 1) + 1)
    nodes = np.arange(count)[:, None]
    below: Floats = special.sici(np.pi * (places - nodes))[0] / np.pi
    if not from_zero:
        return below + 0.5
    # Both images lie to the right and left of 0, where the distribution starts.
    mirrored: Floats = special.sici(np.pi * (places + nodes))[0] / np.pi
    return np.where(nodes == 0, below, below + mirrored)
