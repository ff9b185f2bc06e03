"""Likelihood of the random-intercept logistic model, with its derivatives.

A study with x responders of n has the logit ``mu + tau z``, z standard normal, and x is binomial.
z is integrated out by adaptive Gauss-Hermite quadrature (Pinheiro & Bates 1995, Journal of
Computational and Graphical Statistics 4:12): nodes are centred at the mode of each study's
integrand and scaled by its curvature. Derivatives are analytic, from moments of the score over the
same nodes (Louis 1982, JRSS B 44:226), and valid at tau = 0 too. The binomial coefficients, which
depend on neither mu nor tau, are left out.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special

from lib.arrays import Floats
from lib.stats.meta_analysis.heterogeneity import logits


@dataclass(frozen=True)
class StudyCounts:
    """The m different pairs of counts, and how many studies have each; every field has shape (m,).

    The pairs are sorted, so that the order of studies does not change even the rounding.
    """

    responders: Floats
    assessed: Floats
    studies: Floats
    logit: Floats
    variance: Floats


@dataclass(frozen=True)
class Surface:
    """Log-likelihood at g points, with its derivatives with respect to (mu, tau)."""

    value: Floats
    """Shape (g,)."""
    gradient: Floats
    """Shape (g, 2)."""
    hessian: Floats
    """Shape (g, 2, 2)."""


def counts(responders: Floats, assessed: Floats) -> StudyCounts:
    """Group the studies whose counts are equal."""
    pairs, studies = np.unique(np.stack([responders, assessed]), axis=1, return_counts=True)
    logit, error = logits(*pairs)
    return StudyCounts(pairs[0], pairs[1], studies.astype(np.float64), logit, error**2)


def evaluate(data: StudyCounts, mu: Floats, tau: Floats, nodes: int) -> Surface:
    """Log-likelihood at g points, with gradient and Hessian.

    Parameters
    ----------
    data : StudyCounts
        m different pairs of counts.
    mu, tau : ndarray of float, shape (g,)
        Mean logit and standard deviation of the studies' logits.
    nodes : int
        Quadrature nodes for each study; see `nodes_for`.
    """
    x, n = data.responders[:, None], data.assessed[:, None]
    mu, tau = mu[:, None, None], tau[:, None, None]
    centre, scale = _centre(data, mu[..., 0], tau[..., 0])
    place, log_weight = _nodes(nodes)
    z = centre[..., None] + scale[..., None] * place
    theta = mu + tau * z
    log_others = special.log_expit(-theta)
    log_density = x * theta + n * log_others - z * z / 2 + log_weight
    top = log_density.max(axis=-1, keepdims=True)
    density = np.exp(log_density - top)
    total = density.sum(axis=-1)
    density /= total[..., None]
    p = np.exp(theta + log_others)
    score = x - n * p
    bend = score * score - n * p * (1 - p)
    value = np.log(total * scale) + top[..., 0]
    return _sum_up(data.studies, value, _moments(density, z, score, bend))


def _moments(density: Floats, z: Floats, score: Floats, bend: Floats) -> tuple[Floats, ...]:
    """Means of the score and of its slope, times 1, z and z squared; shape (g, m) each."""
    weighted = density * z
    return (
        (density * score).sum(axis=-1),
        (weighted * score).sum(axis=-1),
        (density * bend).sum(axis=-1),
        (weighted * bend).sum(axis=-1),
        (weighted * z * bend).sum(axis=-1),
    )


def _sum_up(studies: Floats, value: Floats, moments: tuple[Floats, ...]) -> Surface:
    by_mu, by_tau, bend, bend_z, bend_zz = moments
    cross = (bend_z - by_mu * by_tau) @ studies
    first, second = (bend - by_mu**2) @ studies, (bend_zz - by_tau**2) @ studies
    hessian = np.stack([first, cross, cross, second], axis=-1).reshape(-1, 2, 2)
    return Surface(value @ studies, np.stack([by_mu @ studies, by_tau @ studies], axis=-1), hessian)


def _centre(data: StudyCounts, mu: Floats, tau: Floats) -> tuple[Floats, Floats]:
    """Mode of each study's integrand over z, and ``1 / sqrt`` of its curvature; shape (g, m).

    Six steps of Newton's method from the normal approximation. They need not converge: the nodes
    need only cover the integrand.
    """
    z = tau * (data.logit - mu) / (data.variance + tau**2)
    longest = 2 / np.maximum(np.abs(tau), 1e-9)  # step, in z; without a limit the steps can diverge
    for _ in range(6):
        p = special.expit(mu + tau * z)
        slope = tau * (data.responders - data.assessed * p) - z
        curvature = 1 + tau**2 * data.assessed * p * (1 - p)
        z = z + np.clip(slope / curvature, -longest, longest)
    p = special.expit(mu + tau * z)
    return z, 1 / np.sqrt(1 + tau**2 * data.assessed * p * (1 - p))


def nodes_for(tau: float) -> int:
    """Nodes with which a study's log-likelihood is accurate to about 1e-9, up to tau 5.

    The numbers were found by comparison with a fine trapezium rule, for 11 pairs of counts from 0/1
    to 150/300.
    """
    for highest, nodes in ((1.0, 25), (2.0, 51), (3.0, 101)):
        if tau <= highest:
            return nodes
    return 201


@cache
def _nodes(count: int) -> tuple[Floats, Floats]:
    """Nodes, and the logarithms of the weights that integrate a function over z."""
    place, weight = special.roots_hermitenorm(count)
    return place, np.log(weight) + place**2 / 2 - np.log(2 * np.pi) / 2
