"""How much studies differ: their logits, Q, I2, and tau2 with its Q-profile interval.

The studies' estimates are on the logit scale throughout, each with a variance that is taken as
known.
"""

from collections.abc import Callable
from functools import partial
from math import nan

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.arrays import Floats

_End = tuple[float, float]
"""A place and the value of a function there."""


def logits(responders: ArrayLike, assessed: ArrayLike) -> tuple[Floats, Floats]:
    """Logit of each study's proportion, and its standard error.

    Parameters
    ----------
    responders, assessed : array_like, shape (k,)
        Persons who respond, and persons who were assessed (1 or more). Where all or none respond,
        0.5 is added to the responders and to the others, and in no other study, as
        ``escalc(measure="PLO", add=1/2, to="only0")`` in the R package metafor.

    Returns
    -------
    logit, standard_error : ndarray of float, shape (k,)
        ``log(x / (n - x))`` and ``sqrt(1 / x + 1 / (n - x))``.
    """
    x = np.asarray(responders, dtype=np.float64)
    others = np.asarray(assessed, dtype=np.float64) - x
    added = np.where((x == 0) | (others == 0), 0.5, 0.0)
    x, others = x + added, others + added
    return np.log(x / others), np.sqrt(1 / x + 1 / others)


def q_statistic(estimates: Floats, variances: Floats, tau2: ArrayLike = 0.0) -> Floats:
    """Generalised Q: squared distances from the pooled mean, weighted by ``1 / (v + tau2)``.

    Parameters
    ----------
    estimates, variances : ndarray of float, shape (k,)
        Of the studies, on one scale.
    tau2 : array_like, shape (g,) or ()
        Variances between studies at which Q is wanted; at 0 it is Cochran's Q.

    Returns
    -------
    ndarray of float, shape (g,) or ()
        It falls as tau2 rises.
    """
    weights = 1 / (variances + np.asarray(tau2, dtype=np.float64)[..., None])
    mean = (weights @ estimates) / weights.sum(axis=-1)
    squares: Floats = (weights * (estimates - mean[..., None]) ** 2).sum(axis=-1)
    return squares


def q_p(q: float, df: int) -> float:
    """Probability of a larger Q by chance if the studies do not differ (chi-squared)."""
    return float(special.chdtrc(df, q))


def q_profile(estimates: Floats, variances: Floats, level: int) -> tuple[float, float]:
    """Interval for tau2: where the generalised Q is a chi-squared quantile, cut off at 0.

    Viechtbauer (2007), Statistics in Medicine 26:37.

    Parameters
    ----------
    estimates, variances : ndarray of float, shape (k,)
        Of at least two studies, on one scale.
    level : int
        Percent.

    Returns
    -------
    low, high : float
        nan where the estimates lie nearer together than chance explains: the interval is empty.
    """
    df, alpha = estimates.size - 1, (100 - level) / 100
    ends = special.chdtri(df, [alpha / 2, 1 - alpha / 2])
    if q_statistic(estimates, variances) < ends[1]:
        return nan, nan
    # Q <= k range^2 / (4 tau2), so this is beyond the upper end.
    far = estimates.size * np.ptp(estimates) ** 2 / (4 * ends[1])

    # The reciprocal of Q is nearly a line, so that its crossing is soon found. One tau2 at a time
    # takes a quarter of what `q_statistic` takes for an array of them.
    def less(tau2: float, end: float) -> float:
        weights = 1 / (variances + tau2)
        apart = estimates - (weights @ estimates) / weights.sum()
        return float(1 / end - 1 / (weights @ (apart * apart)))

    low, high = (crossing(partial(less, end=end), 0.0, far) for end in ends)
    return low, high


def i2_percent(tau2: float, variances: Floats) -> float:
    """I2 from tau2: ``100 tau2 / (tau2 + s2)`` with s2 the 'typical' variance within a study.

    Higgins & Thompson (2002), Statistics in Medicine 21:1539, equation 9 for s2. It is not the I2
    that is computed from Q.

    Parameters
    ----------
    tau2 : float
        Variance between studies.
    variances : ndarray of float, shape (k,)
        Within each of at least two studies.
    """
    weights = 1 / variances
    typical = (weights.size - 1) * weights.sum() / (weights.sum() ** 2 - (weights**2).sum())
    return float(100 * tau2 / (tau2 + typical))


def crossing(falling: Callable[[float], float], low: float, high: float) -> float:
    """Root of a falling function between `low` and `high`, to the last digits.

    It is `low` where the function is not above 0 there, and `high` where it is above 0 even there.
    Inverse quadratic interpolation where that is sure to help, else bisection: Chandrupatla (1997),
    Advances in Engineering Software 28:145. SciPy's own root finders take half a second to load.
    """
    a, b = (high, falling(high)), (low, falling(low))
    if not b[1] > 0 or a[1] > 0:
        return float(low if not b[1] > 0 else high)
    share = 0.5
    for _ in range(200):
        place = a[0] + share * (b[0] - a[0])
        value = falling(place)
        c, b = (a, b) if (value > 0) == (a[1] > 0) else (b, a)
        a = (place, value)
        best = min(a, b, key=lambda end: abs(end[1]))
        least = 2**-52 * abs(best[0]) / abs(b[0] - a[0])
        if least > 0.5 or best[1] == 0:
            return float(best[0])
        share = min(max(_next_share(a, b, c), least), 1 - least)
    return float(best[0])


def _next_share(a: _End, b: _End, c: _End) -> float:
    """Where to look next, as a share of the way from `a` to `b`, which lie beside the root."""
    xi, phi = (a[0] - b[0]) / (c[0] - b[0]), (a[1] - b[1]) / (c[1] - b[1])
    if not (phi**2 < xi and (1 - phi) ** 2 < 1 - xi):
        return 0.5
    return a[1] / (b[1] - a[1]) * c[1] / (b[1] - c[1]) + (c[0] - a[0]) / (b[0] - a[0]) * a[1] / (
        c[1] - a[1]
    ) * b[1] / (c[1] - b[1])
