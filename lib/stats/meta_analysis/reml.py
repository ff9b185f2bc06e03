"""Random-effects model for estimates with standard errors: REML with Knapp-Hartung."""

from dataclasses import dataclass

import numpy as np

from lib.arrays import Floats
from lib.stats.meta_analysis.heterogeneity import crossing, q_statistic


@dataclass(frozen=True)
class RemlFit:
    """Pooled mean with its Knapp-Hartung standard error, and tau2."""

    mean: float
    se: float
    tau2: float


def fit(estimates: Floats, variances: Floats) -> RemlFit:
    """Restricted maximum likelihood, with the ad hoc corrected Knapp-Hartung standard error.

    Parameters
    ----------
    estimates, variances : ndarray of float, shape (k,)
        Of at least two studies, on one scale.

    Returns
    -------
    RemlFit
        To be used with Student's t with k - 1 degrees of freedom.

    Notes
    -----
    tau2: Viechtbauer (2005), Journal of Educational and Behavioral Statistics 30:261. Standard
    error: Knapp & Hartung (2003), Statistics in Medicine 22:2693, never smaller than that of the
    model (Roever, Knapp & Friede 2015, BMC Medical Research Methodology 15:99).
    """
    tau2 = _tau2(estimates, variances)
    weights = 1 / (variances + tau2)
    floor = max(1.0, float(q_statistic(estimates, variances, tau2)) / (estimates.size - 1))
    mean = float(weights @ estimates / weights.sum())
    return RemlFit(mean, float(np.sqrt(floor / weights.sum())), tau2)


def log_likelihood(estimates: Floats, variances: Floats, tau2: Floats) -> Floats:
    """Restricted log-likelihood at each tau2, shape (g,), up to a constant."""
    weights = 1 / (variances + tau2[:, None])
    log_weights: Floats = np.log(weights).sum(axis=1) - np.log(weights.sum(axis=1))
    return (log_weights - q_statistic(estimates, variances, tau2)) / 2


def _tau2(estimates: Floats, variances: Floats) -> float:
    # Beyond this tau2 the likelihood only falls, since no residual exceeds the range.
    far = np.ptp(estimates) ** 2 + variances.max()
    # The likelihood can have several maxima: search beside the highest point of a grid.
    grid = np.concatenate([[0.0], np.geomspace(far * 1e-6, far, 60)])
    best = int(np.argmax(log_likelihood(estimates, variances, grid)))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, grid.size - 1)]
    return crossing(lambda tau2: _slope(estimates, variances, tau2), low, high)


def _slope(estimates: Floats, variances: Floats, tau2: float) -> float:
    """Twice the derivative of the restricted log-likelihood with respect to tau2."""
    weights = 1 / (variances + tau2)
    total = weights.sum()
    squares = (weights * (estimates - weights @ estimates / total)) ** 2
    return float((squares - weights).sum() + weights @ weights / total)
