"""Random-intercept logistic model for counts, fitted by maximum likelihood.

Stijnen, Hamza & Ozdemir (2010), Statistics in Medicine 29:3046. The likelihood can have two maxima,
one of them at tau = 0, so Newton's method starts from the best of several values of tau.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.arrays import Floats
from lib.stats.meta_analysis.gauss_hermite import StudyCounts, Surface, counts, evaluate, nodes_for

# 95% of the studies' rates then lie between about 0.01% and 99.99%; 201 nodes are enough.
LARGEST_TAU = 5.0

LARGEST_STUDY = 10**9
"""Persons up to which the fit was held against the normal limit; beyond it digits are lost."""

MOST_HALVINGS = 40
"""After so many a step changes nothing that can be told."""

_STARTS = np.array([0.1, 0.3, 0.7, 1.5, 2.5, 4.5])


@dataclass(frozen=True)
class GlmmFit:
    """Mean logit with its standard error, tau2, and the maximum of the log-likelihood.

    ``tau2`` is infinite if the maximum lies beyond `LARGEST_TAU`; the other numbers are then nan.
    """

    mean: float
    se: float
    tau2: float
    log_likelihood: float


def log_likelihood(
    responders: ArrayLike, assessed: ArrayLike, logit: float, tau2: float
) -> tuple[float, Floats]:
    """Log-likelihood, and its gradient with respect to the mean logit and tau.

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
    data : StudyCounts
        At least one study has both responders and persons who did not respond.

    Notes
    -----
    The standard error comes from the observed information on (mean, tau) together; where tau2 is 0,
    from the information on the mean alone.
    """
    flat, bend = without_spread(data)
    point, nodes = _best_start(data), 0
    while nodes < nodes_for(point[1]):
        nodes = nodes_for(point[1])
        point, surface = _climb(data, point, nodes)
    if point[1] > LARGEST_TAU:
        return GlmmFit(np.nan, np.nan, np.inf, np.nan)
    zero_is_peak = bend <= 1e-9 * (data.assessed @ data.studies)
    lowest = surface.value[0] - 1e-9 - 1e-14 * abs(surface.value[0])  # what rounding may cost
    if zero_is_peak and flat.log_likelihood >= lowest:
        return flat
    covariance = np.linalg.inv(-surface.hessian[0])
    return GlmmFit(
        float(point[0]),
        float(np.sqrt(covariance[0, 0])),
        float(point[1] ** 2),
        float(surface.value[0]),
    )


def without_spread(data: StudyCounts) -> tuple[GlmmFit, float]:
    """The fit at tau = 0, and the second derivative with respect to tau there."""
    studies = data.studies
    responders, others = data.responders @ studies, data.others @ studies
    p, q = responders / (responders + others), others / (responders + others)
    information = (responders + others) * p * q
    value = float(responders * np.log(p) + others * np.log(q))
    score = data.responders * q - data.others * p
    bend = float(score**2 @ studies - information)
    mu = float(np.log(responders / others))
    return GlmmFit(mu, float(1 / np.sqrt(information)), 0.0, value), bend


def _best_start(data: StudyCounts) -> Floats:
    """Mean and tau, of several values of tau, with the highest likelihood by coarse quadrature."""
    weights = data.studies / (data.variance + _STARTS[:, None] ** 2)
    mu = weights @ data.logit / weights.sum(axis=1)
    surface = evaluate(data, mu, _STARTS, nodes=9)
    mu = mu - np.clip(surface.gradient[:, 0] / surface.hessian[:, 0, 0], -1, 1)
    best = np.argmax(evaluate(data, mu, _STARTS, nodes=9).value)
    return np.array([mu[best], _STARTS[best]])


def _climb(data: StudyCounts, point: Floats, nodes: int) -> tuple[Floats, Surface]:
    """Newton's method from (mean, tau), each step halved until the likelihood does not fall.

    It stops beyond 1.5 times `LARGEST_TAU`; from nearer it may still return.
    """
    surface = _at(data, point, nodes)
    for _ in range(100):
        step = uphill(surface.gradient[0], surface.hessian[0])
        if np.abs(step).max() < 1e-10 or abs(point[1]) > 1.5 * LARGEST_TAU:
            break
        lowest = surface.value[0] - 1e-12 * abs(surface.value[0])  # allows for rounding
        ahead = _at(data, point + step, nodes)
        while ahead.value[0] < lowest:
            step = step / 2
            ahead = _at(data, point + step, nodes)
        point, surface = point + step, ahead
    return np.array([point[0], abs(point[1])]), surface  # the likelihood is even in tau


def _step_up(
    data: StudyCounts, point: Floats, surface: Surface, step: Floats, nodes: int
) -> tuple[Floats, Surface]:
    lowest = surface.value[0] - 1e-12 * abs(surface.value[0])  # what rounding may cost
    ahead = _at(data, point + step, nodes)
    for _ in range(MOST_HALVINGS):
        if ahead.value[0] >= lowest:
            break
        step = step / 2
        ahead = _at(data, point + step, nodes)
    return point + step, ahead


def _at(data: StudyCounts, point: Floats, nodes: int) -> Surface:
    return evaluate(data, point[:1], point[1:], nodes)


def uphill(gradient: Floats, hessian: Floats) -> Floats:
    """Newton's step, taken as if the likelihood were concave, so that it leads uphill."""
    curvature, axes = np.linalg.eigh(hessian)
    bend = np.maximum(np.abs(curvature), 1e-6 * np.abs(curvature).max())
    step: Floats = axes @ (axes.T @ gradient / bend)
    return step / max(1.0, float(np.abs(step).max()))


def profile(data: StudyCounts, best: GlmmFit, level: int) -> tuple[float, float]:
    """Profile-likelihood interval for tau2.

    At each end, twice the log-likelihood, maximised over the mean, is below its maximum by the
    chi-squared quantile with one degree of freedom.

    Parameters
    ----------
    data : StudyCounts
        As in `fit`.
    best : GlmmFit
        What `fit` gives for them, with a finite tau2.
    level : int
        Percent.

    Returns
    -------
    low, high : float
        `low` is 0 where the interval reaches 0. An end beyond ``LARGEST_TAU ** 2`` is infinite;
        one that is not found is nan.
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
    """Values of tau2 at which the log-likelihood, maximised over the mean, is `target`.

    Newton's method on log tau and the mean, from starting values for the upper end alone or for
    both ends, the lower one first. An end that reaches `LARGEST_TAU` is infinite; all are nan if
    the steps do not converge.
    """
    mu = np.full(tau.size, mean)
    side = np.array([1.0, -1.0])[-tau.size :]  # the likelihood rises at the lower end
    furthest, was_above = np.full(tau.size, 0.7), np.ones(tau.size, dtype=bool)
    for _ in range(80):
        surface = evaluate(data, mu, tau, nodes_for(float(tau.max())))
        by_mu, by_tau = surface.gradient.T
        by_mu_mu, by_mu_tau = surface.hessian[:, 0].T  # the first is negative: concave in mu
        gain = -(by_mu**2) / by_mu_mu / 2  # what the best mean would add
        above = surface.value + gain - target
        slope = tau * (by_tau - by_mu * by_mu_tau / by_mu_mu)
        # With a slope of the other sign, tau lies beyond the maximum: go back.
        wanted = np.where(slope * side > 0, -above / np.where(slope == 0, 1, slope), -side)
        # The longest step is halved whenever the end is overshot, so that the steps converge.
        furthest = np.where((above > 0) == was_above, furthest, furthest / 2)
        was_above = above > 0
        step = np.where(gain < 0.1, np.clip(wanted, -furthest, furthest), 0)
        moved = np.minimum(tau * np.exp(step), LARGEST_TAU)
        mu = mu - np.clip((by_mu + by_mu_tau * (moved - tau)) / by_mu_mu, -2, 2)
        if max(np.abs(moved / tau - 1).max(), gain.max()) < 1e-9:
            return np.where(moved >= LARGEST_TAU, np.inf, moved**2)
        tau = moved
    return np.full(tau.size, np.nan)
