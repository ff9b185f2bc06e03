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

_NARROW = 0.1
"""A study whose density over z is narrower than this, as a standard deviation, is a large one."""


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

    @property
    def others(self) -> Floats:
        """Persons who do not respond."""
        return self.assessed - self.responders


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
    x, others = data.responders[:, None], data.others[:, None]
    mu, tau = mu[:, None, None], tau[:, None, None]
    centre, scale = _centre(data, mu[..., 0], tau[..., 0])
    place, log_weight = quadrature_nodes(nodes)
    z = centre[..., None] + scale[..., None] * place
    theta = mu + tau * z
    log_p, log_q = special.log_expit(theta), special.log_expit(-theta)
    log_density = x * log_p + others * log_q - z * z / 2 + log_weight
    top = log_density.max(axis=-1, keepdims=True)
    density = np.exp(log_density - top)
    total = density.sum(axis=-1)
    density /= total[..., None]
    p, q = np.exp(log_p), np.exp(log_q)
    score = x * q - others * p
    bend = score * score - (x + others) * p * q
    value = np.log(total * scale) + top[..., 0]
    derivatives = np.where(
        scale < _NARROW,
        _by_parts(density, z, tau[..., 0]),
        _by_score(density, z, score, bend),
    )
    return _sum_up(data.studies, value, derivatives)


def _by_score(density: Floats, z: Floats, score: Floats, bend: Floats) -> Floats:
    """Derivatives of each study's log-likelihood, from means of the score and of its slope.

    Returns
    -------
    ndarray of float, shape (5, g, m)
        By mu, by tau, by mu twice, by mu and tau, by tau twice.
    """
    weighted = density * z
    by_mu, by_tau = (density * score).sum(axis=-1), (weighted * score).sum(axis=-1)
    return np.stack(
        [
            by_mu,
            by_tau,
            (density * bend).sum(axis=-1) - by_mu**2,
            (weighted * bend).sum(axis=-1) - by_mu * by_tau,
            (weighted * z * bend).sum(axis=-1) - by_tau**2,
        ]
    )


def _by_parts(density: Floats, z: Floats, tau: Floats) -> Floats:
    """The same derivatives from moments of z alone; they need a tau above 0.

    Integration by parts: over a study's density, ``tau E[z^j score] = E[z^(j+1)] - j E[z^(j-1)]``.
    """
    tau = np.where(tau == 0, 1, tau)
    one, two, three, four = ((density * z**power).sum(axis=-1) for power in (1, 2, 3, 4))
    spread = (density * (z - one[..., None]) ** 2).sum(axis=-1)
    return np.stack(
        [
            one / tau,
            (two - 1) / tau,
            (spread - 1) / tau**2,
            (three - 2 * one - one * two) / tau**2,
            (four - two**2 - 3 * two + 1) / tau**2,
        ]
    )


def _sum_up(studies: Floats, value: Floats, derivatives: Floats) -> Surface:
    by_mu, by_tau, first, cross, second = derivatives @ studies
    hessian = np.stack([first, cross, cross, second], axis=-1).reshape(-1, 2, 2)
    return Surface(value @ studies, np.stack([by_mu, by_tau], axis=-1), hessian)


def _centre(data: StudyCounts, mu: Floats, tau: Floats) -> tuple[Floats, Floats]:
    """Mode of each study's integrand over z, and ``1 / sqrt`` of its curvature; shape (g, m).

    Six steps of Newton's method from the normal approximation. They need not converge: the nodes
    need only cover the integrand.
    """
    z = tau * (data.logit - mu) / (data.variance + tau**2)
    longest = 2 / np.maximum(np.abs(tau), 1e-9)  # step, in z; without a limit the steps can diverge
    for _ in range(6):
        score, information = _score(data, mu + tau * z)
        z = z + np.clip((tau * score - z) / (1 + tau**2 * information), -longest, longest)
    _, information = _score(data, mu + tau * z)
    return z, 1 / np.sqrt(1 + tau**2 * information)


def _score(data: StudyCounts, theta: Floats) -> tuple[Floats, Floats]:
    """Slope of each study's log-likelihood by its logit, and the information on that."""
    p, q = special.expit(theta), special.expit(-theta)
    return data.responders * q - data.others * p, data.assessed * p * q


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
def quadrature_nodes(count: int) -> tuple[Floats, Floats]:
    """Nodes, and the logarithms of the weights that integrate a function over z."""
    place, weight = special.roots_hermitenorm(count)
    return place, np.log(weight) + place**2 / 2 - np.log(2 * np.pi) / 2
