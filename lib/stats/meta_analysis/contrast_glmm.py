"""Logistic model of two arms a study, with fixed levels and random log odds ratios.

Study i has the logits ``level_i + d / 2`` and ``level_i - d / 2`` in its two arms, where d is
normal with mean `mean` and variance tau2. d is integrated out by adaptive Gauss-Hermite quadrature
as in `gauss_hermite`; the levels are parameters. All are found together by Newton's method: the
Hessian is an arrow, since no two levels meet in it. Derivatives come from moments of the score
(Louis 1982, JRSS B 44:226). The binomial coefficients are left out.
"""

from dataclasses import dataclass
from math import nan

import numpy as np
from scipy import special

from lib.arrays import Floats
from lib.stats.meta_analysis.gauss_hermite import nodes_for, quadrature_nodes
from lib.stats.meta_analysis.glmm import LARGEST_TAU, MOST_HALVINGS, uphill

LARGEST_ARM = 10**7
"""Persons up to which the fit was held against the normal limit; beyond it digits are lost."""

_STARTS = np.array([0.1, 0.3, 0.7, 1.5, 2.5, 4.5])


@dataclass(frozen=True)
class ContrastFit:
    """Mean log odds ratio with its standard error, and tau2; nan where tau2 has no estimate."""

    mean: float
    se: float
    tau2: float


@dataclass(frozen=True)
class _Tables:
    """Responders and others in both arms, shape (m,), and a normal approximation of each study."""

    x1: Floats
    y1: Floats
    x2: Floats
    y2: Floats
    log_odds_ratio: Floats
    variance: Floats


@dataclass(frozen=True)
class _Point:
    """Values at which the likelihood is wanted, g of them."""

    level: Floats
    """Shape (g, m)."""
    effect: Floats
    """Mean and tau, shape (g, 2)."""


@dataclass(frozen=True)
class _Slopes:
    """Log-likelihood at g points, with derivatives by each level, and by the mean and tau."""

    value: Floats
    """Shape (g,)."""
    by_level: Floats
    """Shape (g, m)."""
    by_level_twice: Floats
    """Shape (g, m)."""
    by_level_and_effect: Floats
    """Shape (g, m, 2)."""
    by_effect: Floats
    """Shape (g, 2)."""
    by_effect_twice: Floats
    """Shape (g, 2, 2)."""

    def gradient(self) -> Floats:
        """By the mean and tau, with the levels at their best for the quadratic, shape (g, 2)."""
        lost = self.by_level_and_effect * (self.by_level / self.by_level_twice)[..., None]
        gradient: Floats = self.by_effect - lost.sum(axis=1)
        return gradient

    def hessian(self) -> Floats:
        """By the mean and tau, with the levels following, shape (g, 2, 2)."""
        cross = self.by_level_and_effect
        scaled = cross / self.by_level_twice[..., None]
        hessian: Floats = self.by_effect_twice - np.einsum("gmi,gmj->gij", cross, scaled)
        return hessian

    def level_step(self, effect_step: Floats) -> Floats:
        """Newton's step of the levels, given that of the mean and tau, shape (g, 2)."""
        pull = self.by_level + (self.by_level_and_effect * effect_step[:, None]).sum(axis=2)
        step: Floats = -pull / self.by_level_twice
        return step


def fit(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> ContrastFit:
    """Maximum likelihood, to about 1e-9.

    Parameters
    ----------
    x1, n1, x2, n2 : ndarray of float, shape (m,)
        Persons responding and assessed in each arm. No study has none or all in both arms, and in
        all together the odds ratio is neither 0 nor infinite.

    Notes
    -----
    The standard error comes from the observed information on all parameters; at tau2 = 0 tau is
    not among them. The likelihood can have a second maximum there.
    """
    data = _tables(x1, n1, x2, n2)
    flat, slopes = _fit_without_spread(data)
    bend = float(slopes.by_effect_twice[0, 1, 1])
    point, nodes, peak = _best_start(data, flat), 0, slopes
    while nodes < nodes_for(float(point.effect[0, 1])):
        nodes = nodes_for(float(point.effect[0, 1]))
        point, peak = _climb(data, point, nodes)
    tau = float(point.effect[0, 1])
    if tau > LARGEST_TAU:
        return ContrastFit(nan, nan, nan)
    lowest = peak.value[0] - 1e-9 - 1e-14 * abs(peak.value[0])  # what rounding may cost
    if bend <= 1e-9 * (n1.sum() + n2.sum()) and slopes.value[0] >= lowest:
        information = -float(slopes.hessian()[0, 0, 0])
        return ContrastFit(float(flat.effect[0, 0]), information**-0.5, 0.0)
    covariance = np.linalg.inv(-peak.hessian()[0])
    return ContrastFit(float(point.effect[0, 0]), float(np.sqrt(covariance[0, 0])), tau**2)


def _tables(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> _Tables:
    cells = np.stack([x1, n1 - x1, x2, n2 - x2])
    a, b, c, d = cells + 0.5 * (cells == 0).any(axis=0)
    variance = 1 / a + 1 / b + 1 / c + 1 / d
    return _Tables(cells[0], cells[1], cells[2], cells[3], np.log(a * d / (b * c)), variance)


def _fit_without_spread(data: _Tables) -> tuple[_Point, _Slopes]:
    """The fit at tau = 0."""
    weight = 1 / data.variance
    mean = float(weight @ data.log_odds_ratio / weight.sum())
    share = (data.x1 + data.x2 + 0.5) / (data.x1 + data.y1 + data.x2 + data.y2 + 1)
    start = _Point(special.logit(share)[None], np.array([[mean, 0.0]]))
    return _climb(data, start, nodes=1, moves=np.array([1.0, 0.0]))


def _best_start(data: _Tables, flat: _Point) -> _Point:
    """Of several values of tau, the point with the highest likelihood by coarse quadrature."""
    weights = 1 / (data.variance + _STARTS[:, None] ** 2)
    mean = weights @ data.log_odds_ratio / weights.sum(axis=1)
    level = np.repeat(flat.level, _STARTS.size, axis=0)
    point = _Point(level, np.stack([mean, _STARTS], axis=1))
    for _ in range(2):
        slopes = _evaluate(data, point, nodes=9)
        step = np.zeros_like(point.effect)
        step[:, 0] = np.clip(-slopes.gradient()[:, 0] / slopes.hessian()[:, 0, 0], -1, 1)
        level = point.level + np.clip(slopes.level_step(step), -1, 1)
        point = _Point(level, point.effect + step)
    best = [int(np.argmax(_evaluate(data, point, nodes=9).value))]
    return _Point(point.level[best], point.effect[best])


def _climb(
    data: _Tables, point: _Point, nodes: int, moves: Floats | None = None
) -> tuple[_Point, _Slopes]:
    """Newton's method, each step halved until the likelihood does not fall.

    It stops beyond 1.5 times `LARGEST_TAU`; from nearer it may still return. Where `moves` is
    (1, 0), tau stays as it is.
    """
    slopes = _evaluate(data, point, nodes)
    for _ in range(100):
        step = _step(slopes, moves)
        size = max(float(np.abs(each).max()) for each in step)
        if size < 1e-10 or abs(point.effect[0, 1]) > 1.5 * LARGEST_TAU:
            break
        point, slopes = _move(data, point, slopes, step, nodes)
    effect = point.effect.copy()
    effect[:, 1] = np.abs(effect[:, 1])  # the likelihood is even in tau
    return _Point(point.level, effect), slopes


def _step(slopes: _Slopes, moves: Floats | None) -> tuple[Floats, Floats]:
    """Newton's step of the levels and of the mean and tau, none longer than 1."""
    gradient, hessian = slopes.gradient()[0], slopes.hessian()[0]
    if moves is None:
        effect = uphill(gradient, hessian)[None]
    else:
        effect = (moves * gradient / -np.diag(hessian).clip(max=-1e-300))[None]
    level = slopes.level_step(effect)
    longest = max(1.0, float(np.abs(level).max()), float(np.abs(effect).max()))
    return level / longest, effect / longest


def _move(
    data: _Tables, point: _Point, slopes: _Slopes, step: tuple[Floats, Floats], nodes: int
) -> tuple[_Point, _Slopes]:
    lowest = slopes.value[0] - 1e-12 * abs(slopes.value[0])  # what rounding may cost
    size = 1.0
    for _ in range(MOST_HALVINGS):
        ahead = _Point(point.level + size * step[0], point.effect + size * step[1])
        there = _evaluate(data, ahead, nodes)
        if there.value[0] >= lowest:
            break
        size /= 2
    return ahead, there


def _evaluate(data: _Tables, point: _Point, nodes: int) -> _Slopes:
    """Log-likelihood at g points with its derivatives, by quadrature with so many nodes."""
    level, mean, tau = point.level, point.effect[:, :1], point.effect[:, 1:]
    centre, scale = _centre(data, level, mean, tau)
    place, log_weight = quadrature_nodes(nodes)
    z = centre[..., None] + scale[..., None] * place
    half = (mean[..., None] + tau[..., None] * z) / 2
    logits = level[..., None] + half, level[..., None] - half
    value, score, weight = zip(
        *(
            _binomial(x[:, None], y[:, None], logit)
            for x, y, logit in zip((data.x1, data.x2), (data.y1, data.y2), logits, strict=True)
        ),
        strict=True,
    )
    log_density = value[0] + value[1] - z * z / 2 + log_weight
    top = log_density.max(axis=-1, keepdims=True)
    density = np.exp(log_density - top)
    total = density.sum(axis=-1)
    density /= total[..., None]
    study = np.log(total * scale) + top[..., 0]
    return _moments(study, density, z, score, weight)


def _moments(
    study: Floats,
    density: Floats,
    z: Floats,
    score: tuple[Floats, ...],
    weight: tuple[Floats, ...],
) -> _Slopes:
    """Derivatives from means, over each study's density, of the score and its slope."""

    def mean(values: Floats) -> Floats:
        average: Floats = (density * values).sum(axis=-1)
        return average

    by_level, by_d = score[0] + score[1], (score[0] - score[1]) / 2
    both, between = weight[0] + weight[1], (weight[0] - weight[1]) / 2
    first, effect, spread = mean(by_level), mean(by_d), mean(z * by_d)
    cross = by_level * by_d - between
    twice = by_d * by_d - both / 4
    mean_and_tau = mean(z * twice) - effect * spread
    by_effect_twice = np.stack(
        [
            mean(twice) - effect**2,
            mean_and_tau,
            mean_and_tau,
            mean(z * z * twice) - spread**2,
        ],
        axis=-1,
    )
    return _Slopes(
        study.sum(axis=1),
        first,
        mean(by_level * by_level - both) - first**2,
        np.stack([mean(cross) - first * effect, mean(z * cross) - first * spread], axis=-1),
        np.stack([effect, spread], axis=-1).sum(axis=1),
        by_effect_twice.sum(axis=1).reshape(-1, 2, 2),
    )


def _binomial(x: Floats, y: Floats, logit: Floats) -> tuple[Floats, Floats, Floats]:
    """Log-likelihood of x responders and y others, its slope, and the information."""
    log_p, log_q = special.log_expit(logit), special.log_expit(-logit)
    p, q = np.exp(log_p), np.exp(log_q)
    return x * log_p + y * log_q, x * q - y * p, (x + y) * p * q


def _centre(data: _Tables, level: Floats, mean: Floats, tau: Floats) -> tuple[Floats, Floats]:
    """Mode of each study's integrand over z, and ``1 / sqrt`` of its curvature; shape (g, m).

    A few steps of Newton's method from the normal approximation, none longer than 2 on the log
    odds ratio. They need not converge: the nodes need only cover the integrand.
    """
    z = tau * (data.log_odds_ratio - mean) / (data.variance + tau**2)
    longest = 2 / np.maximum(np.abs(tau), 1e-9)
    for _ in range(6):
        score, information = _slope(data, level, (mean + tau * z) / 2)
        z = z + np.clip((tau * score - z) / (1 + tau**2 * information), -longest, longest)
    _, information = _slope(data, level, (mean + tau * z) / 2)
    return z, 1 / np.sqrt(1 + tau**2 * information)


def _slope(data: _Tables, level: Floats, half: Floats) -> tuple[Floats, Floats]:
    """Slope of each study's log-likelihood by its log odds ratio, and the information on that."""
    p1, q1 = special.expit(level + half), special.expit(-level - half)
    p2, q2 = special.expit(level - half), special.expit(half - level)
    score = (data.x1 * q1 - data.y1 * p1 - data.x2 * q2 + data.y2 * p2) / 2
    information = ((data.x1 + data.y1) * p1 * q1 + (data.x2 + data.y2) * p2 * q2) / 4
    return score, information
