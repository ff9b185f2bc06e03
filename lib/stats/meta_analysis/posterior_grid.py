"""Posterior of the mean logit and tau of the random-intercept logistic model, on a grid.

Nodes are evenly spaced, in the mean for each tau, and in ``asinh(tau / scale)``: sums over even
spaces are accurate beyond need for smooth functions that vanish at both ends, and sinc functions
interpolate them (Trefethen & Weideman 2014, SIAM Review 56:385). As the posterior is even in tau,
0 counts as no end. Nothing is drawn at random, so equal data give equal numbers.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lib.arrays import Floats, Mask
from lib.stats.meta_analysis.gauss_hermite import StudyCounts, quadrature_nodes

Places = NDArray[np.intp]

_TAU_NODES = 24
_FINE = 8
"""Places of a table for each node."""
_NEGLIGIBLE = 15.0
"""Where the log density is so far below its highest, nothing is left to count."""
_WIDEST_GAP = 0.65
"""Distance of two nodes, in standard deviations, at which sums are accurate to about 1e-6."""
_TAU_FINE = 40
"""Places of the table of tau for each of its nodes."""
_SHIFTS = 9
"""Nodes for a normal spread that is narrow beside the posterior of the mean."""


@dataclass(frozen=True)
class Posterior:
    """J values of tau, and for each of them M evenly spaced values of the mean logit."""

    tau: Floats
    """Shape (J,)."""
    weight: Floats
    """Probability of each tau, shape (J,)."""
    start: Floats
    """First value of the mean, shape (J,)."""
    step: Floats
    """Distance of the values of the mean, shape (J,)."""
    mass: Floats
    """Probability of each mean, given tau, shape (J, M)."""
    cdf: Floats
    """Of the mean given tau, at `_FINE` places a step, shape (J, T)."""
    pdf: Floats
    """Density at the same places, for each step, shape (J, T)."""
    tau_places: Floats
    """Values of tau at which its distribution is tabulated."""
    tau_cdf: Floats

    def mean_of_logit(self) -> tuple[float, float]:
        """Mean of the mean logit, and its standard deviation."""
        at = self.start[:, None] + self.step[:, None] * np.arange(self.mass.shape[1])
        chance = self.weight[:, None] * self.mass
        mean = float((chance * at).sum())
        return mean, float(np.sqrt((chance * (at - mean) ** 2).sum()))

    def tau_quantiles(self, chances: Floats) -> Floats:
        """Values of tau below which it lies with these probabilities."""
        found: Floats = np.interp(chances, self.tau_cdf, self.tau_places)
        return found

    def mean_below(self, logits: Floats) -> tuple[Floats, Floats]:
        """Probability that the mean logit lies below each logit, shape (p,), and its density."""
        rows = np.arange(self.tau.size)
        at = np.broadcast_to(logits, (rows.size, logits.size))
        below, density = self._mean_given_tau(at, rows)
        return self.weight @ below, self.weight @ density

    def new_below(self, logits: Floats) -> tuple[Floats, Floats]:
        """Probability that a new study's logit lies below each logit, and its density."""
        wide = self.tau >= 0.8 * self.step
        parts = self._by_mass(logits, wide), self._by_shift(logits, ~wide)
        return parts[0][0] + parts[1][0], parts[0][1] + parts[1][1]

    def _by_mass(self, logits: Floats, chosen: Mask) -> tuple[Floats, Floats]:
        """Where tau is wide beside the steps: a normal distribution around each mean."""
        tau, mass = self.tau[chosen, None], self.mass[chosen] * self.weight[chosen, None]
        mean = self.start[chosen, None] + self.step[chosen, None] * np.arange(mass.shape[1])
        z = (logits[:, None, None] - mean) / tau
        below = (special.ndtr(z) * mass).sum(axis=(1, 2))
        density = (np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * mass / tau).sum(axis=(1, 2))
        return below, density

    def _by_shift(self, logits: Floats, chosen: Mask) -> tuple[Floats, Floats]:
        """Where tau is narrow: the distribution of the mean, shifted by tau times z."""
        place, log_weight = quadrature_nodes(_SHIFTS)
        chance = np.exp(log_weight - place**2 / 2)
        rows = np.flatnonzero(chosen)
        at = logits[:, None] - self.tau[rows, None, None] * place
        at = at.reshape(rows.size, logits.size * _SHIFTS)
        below, density = (
            (self.weight[rows] @ each).reshape(logits.size, _SHIFTS) @ chance
            for each in self._mean_given_tau(at, rows)
        )
        return below, density

    def _mean_given_tau(self, logits: Floats, rows: Places) -> tuple[Floats, Floats]:
        """Given some taus, how likely the mean is below logits, shape (rows, p); its density."""
        last, step = self.cdf.shape[1] - 1, self.step[rows, None]
        place = (logits - self.start[rows, None]) / step * _FINE
        cell = np.clip(place, 0, last - 1).astype(np.intp)
        part = np.clip(place - cell, 0, 1)
        at = rows[:, None] * (last + 1) + cell
        first = self.pdf.take(at)
        rise = part * (self.pdf.take(at + 1) - first)
        below = self.cdf.take(at) + part * (first + rise / 2) / _FINE
        density = np.where((place >= 0) & (place <= last), first + rise, 0.0) / step
        return np.clip(np.where(place > last, 1.0, below), 0.0, 1.0), density


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
        start, step, density, log_tau = _given_tau(data, tau)
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
    inside = np.flatnonzero(log_u > log_u.max() - _NEGLIGIBLE - 2)
    first, last = max(int(inside[0]) - 1, 0), min(int(inside[-1]) + 1, u.size - 1)
    return float(u[first]), float(u[last])


def _better_range(u: Floats, log_u: Floats, furthest: float) -> tuple[float, float, bool]:
    """A range of u that fits this density better, and whether this one will do."""
    drop = log_u.max() - log_u
    low, high, width = float(u[0]), float(u[-1]), float(u[-1] - u[0])
    is_open = low > 0 and drop[0] < _NEGLIGIBLE, high < furthest and drop[-1] < _NEGLIGIBLE
    if any(is_open):
        low = max(0.0, low - width / 3) if is_open[0] else low
        high = min(high + width / 3, furthest) if is_open[1] else high
        return (0.0 if low < width / 10 else low), high, False
    first, last = _trim(u, log_u)
    first = 0.0 if first < (last - first) / 10 else first
    # So much less is needed that the nodes would stand too far apart.
    is_wide = last - first < 0.7 * width
    return (first, last, False) if is_wide else (low, high, True)


def _given_tau(data: StudyCounts, tau: Floats) -> tuple[Floats, Floats, Floats, Floats]:
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
        lacking = _NEGLIGIBLE - drop[:, [0, 2]]
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


def _tables(density: Floats) -> tuple[Floats, Floats]:
    """Distribution and density at fine places, from densities at evenly spaced nodes."""
    below, at = _sinc_matrices(density.shape[1])
    return np.maximum.accumulate(density @ below, axis=1), np.maximum(density @ at, 0)


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


@cache
def _sinc_matrices(count: int) -> tuple[Floats, Floats]:
    """Integral and value of the sinc function of each node at fine places."""
    gap = np.linspace(0, count - 1, _FINE * (count - 1) + 1) - np.arange(count)[:, None]
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
