"""Random-intercept logistic model for counts, fitted by maximum likelihood.

Stijnen, Hamza & Ozdemir (2010), Statistics in Medicine 29:3046. The likelihood can have two peaks,
one of them at tau = 0, so a few values of tau are compared before the best is climbed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.arrays import Floats
from lib.stats.meta_analysis.gauss_hermite import StudyCounts, Surface, counts, evaluate, nodes_for

# 95% of studies would then lie between 0.01% and 99.99%, and 201 nodes are still enough.
LARGEST_TAU = 5.0

_STARTS = np.array([0.1, 0.3, 0.7, 1.5, 2.5, 4.5])


@dataclass(frozen=True)
class GlmmFit:
    """Mean logit with its standard error, tau2 and the log-likelihood there.

    ``tau2`` is infinite where the peak lies past `LARGEST_TAU`, and the rest is nan.
    """

    mean: float
    se: float
    tau2: float
    log_likelihood: float


def log_likelihood(
    responders: ArrayLike, assessed: ArrayLike, logit: float, tau2: float
) -> tuple[float, Floats]:
    """Log-likelihood, and its gradient by the mean logit and tau.

    Parameters
    ----------
    responders, assessed : array_like, shape (k,)
        Persons.
    logit, tau2 : float
        Mean and variance of the studies' logits.

    Returns
    -------
    value : float
        Without the binomial coefficients.
    gradient : ndarray of float, shape (2,)
    """
    data = counts(np.asarray(responders, float), np.asarray(assessed, float))
    tau = np.sqrt(tau2)
    surface = evaluate(data, np.array([logit]), np.array([tau]), nodes_for(tau))
    return float(surface.value[0]), surface.gradient[0]


def fit(data: StudyCounts) -> GlmmFit:
    """Maximum likelihood, to about 1e-10.

    Parameters
    ----------
    data : Counts
        At least one study has both responders and others.

    Notes
    -----
    The standard error comes from the observed information on (mean, tau) together; where tau2 is 0,
    from that on the mean alone.
    """
    flat, bend = without_spread(data)
    point, nodes = _best_start(data), 0
    while nodes < nodes_for(point[1]):
        nodes = nodes_for(point[1])
        point, surface = _climb(data, point, nodes)
    if point[1] > LARGEST_TAU:
        return GlmmFit(np.nan, np.nan, np.inf, np.nan)
    zero_is_peak = bend <= 1e-9 * (data.assessed @ data.studies)
    if zero_is_peak and flat.log_likelihood >= surface.value[0] - 1e-9:
        return flat
    covariance = np.linalg.inv(-surface.hessian[0])
    return GlmmFit(
        float(point[0]),
        float(np.sqrt(covariance[0, 0])),
        float(point[1] ** 2),
        float(surface.value[0]),
    )


def without_spread(data: StudyCounts) -> tuple[GlmmFit, float]:
    """The fit at tau = 0, and the second derivative by tau there."""
    x, n, studies = data.responders, data.assessed, data.studies
    p = (x @ studies) / (n @ studies)
    mu, information = float(special.logit(p)), (n @ studies) * p * (1 - p)
    value = float((x * mu + n * special.log_expit(-mu)) @ studies)
    bend = float(((x - n * p) ** 2) @ studies - information)
    return GlmmFit(mu, float(1 / np.sqrt(information)), 0.0, value), bend


def _best_start(data: StudyCounts) -> Floats:
    """The best of a few values of tau with its best mean, by a coarse quadrature."""
    weights = data.studies / (data.variance + _STARTS[:, None] ** 2)
    mu = weights @ data.logit / weights.sum(axis=1)
    surface = evaluate(data, mu, _STARTS, nodes=9)
    mu = mu - np.clip(surface.gradient[:, 0] / surface.hessian[:, 0, 0], -1, 1)
    best = np.argmax(evaluate(data, mu, _STARTS, nodes=9).value)
    return np.array([mu[best], _STARTS[best]])


def _climb(data: StudyCounts, point: Floats, nodes: int) -> tuple[Floats, Surface]:
    """Newton's method from (mean, tau), each step halved until it does not lead down.

    Far past `LARGEST_TAU` it stops; a little past it, it may turn back.
    """
    surface = _at(data, point, nodes)
    for _ in range(100):
        step = _uphill(surface)
        if np.abs(step).max() < 1e-10 or abs(point[1]) > 1.5 * LARGEST_TAU:
            break
        lowest = surface.value[0] - 1e-12 * abs(surface.value[0])  # what rounding may cost
        ahead = _at(data, point + step, nodes)
        while ahead.value[0] < lowest:
            step = step / 2
            ahead = _at(data, point + step, nodes)
        point, surface = point + step, ahead
    return np.array([point[0], abs(point[1])]), surface  # the likelihood is even in tau


def _at(data: StudyCounts, point: Floats, nodes: int) -> Surface:
    return evaluate(data, point[:1], point[1:], nodes)


def _uphill(surface: Surface) -> Floats:
    """Newton's step, with the curvature turned downwards where it is not."""
    curvature, axes = np.linalg.eigh(surface.hessian[0])
    bend = np.maximum(np.abs(curvature), 1e-6 * np.abs(curvature).max())
    step: Floats = axes @ (axes.T @ surface.gradient[0] / bend)
    return step / max(1.0, float(np.abs(step).max()))


def profile(data: StudyCounts, best: GlmmFit, level: int) -> tuple[float, float]:
    """Profile-likelihood interval for tau2.

    At each end twice the log-likelihood, with its best mean, lies below its peak by the chi-squared
    quantile with one degree of freedom.

    Parameters
    ----------
    data : Counts
        As in `fit`.
    best : Fit
        The peak, finite.
    level : int
        Percent.

    Returns
    -------
    low, high : float
        0 where the likelihood has not fallen so far at 0; infinite where the end would lie past
        ``LARGEST_TAU ** 2``.
    """
    target = best.log_likelihood - float(special.chdtri(1, 1 - level / 100)) / 2
    flat, bend = without_spread(data)
    tau = np.sqrt(best.tau2)
    if flat.log_likelihood >= target:
        start = max(1.5 * tau, min(1.0, 2 / np.sqrt(abs(bend) + 1e-9)))
        return 0.0, float(_ends(data, target, best.mean, np.array([start]))[0])
    low, high = _ends(data, target, best.mean, np.array([tau / 1.5, tau * 1.5]))
    return float(low), float(high)


def _ends(data: StudyCounts, target: float, mean: float, tau: Floats) -> Floats:
    """tau2 where the likelihood with its best mean is `target`; the last is an upper end.

    Newton's method on both ends at once, on log tau, the mean following by its own. An end that is
    pressed against `LARGEST_TAU` is infinite; nan if an end is not found.
    """
    mu = np.full(tau.size, mean)
    side = np.array([1.0, -1.0])[-tau.size :]  # the sign of the slope at this end
    furthest, was_above = np.full(tau.size, 0.7), np.ones(tau.size, dtype=bool)
    for _ in range(80):
        surface = evaluate(data, mu, tau, nodes_for(float(tau.max())))
        by_mu, by_tau = surface.gradient.T
        by_mu_mu, by_mu_tau = surface.hessian[:, 0].T  # the first is negative: log-concave in mu
        gain = -(by_mu**2) / by_mu_mu / 2  # to come with the best mean
        above = surface.value + gain - target
        slope = tau * (by_tau - by_mu * by_mu_tau / by_mu_mu)
        # On the wrong side of the peak, go outwards.
        wanted = np.where(slope * side > 0, -above / np.where(slope == 0, 1, slope), -side)
        # Each time the end is overshot the steps get shorter, or they could go to and fro for ever.
        furthest = np.where((above > 0) == was_above, furthest, furthest / 2)
        was_above = above > 0
        step = np.where(gain < 0.1, np.clip(wanted, -furthest, furthest), 0)
        moved = np.minimum(tau * np.exp(step), LARGEST_TAU)
        mu = mu - np.clip((by_mu + by_mu_tau * (moved - tau)) / by_mu_mu, -2, 2)
        if max(np.abs(moved / tau - 1).max(), gain.max()) < 1e-9:
            return np.where(moved >= LARGEST_TAU, np.inf, moved**2)
        tau = moved
    return np.full(tau.size, np.nan)
