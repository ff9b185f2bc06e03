"""Exponential decline of a proportion, fitted to many series at once by maximum likelihood.

``p(t) = p0 exp(-rate t)`` with ``0 < p0 <= 1`` and ``rate >= 0``; each visit is a binomial. With
``a = log p0`` a visit's log-likelihood is ``x (a - rate t) + (n - x) log(1 - exp(a - rate t))``,
which is concave in ``a`` and ``rate`` together. So there is one maximum, the profile over ``rate``
is concave, and Newton's method never overshoots an end of the interval that it approaches from
outside.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from lib.arrays import Floats
from lib.stats.effect_measures import z_at

_STEPS = 200
_EXACT = 1e-13
_LEVEL = 1e-10


@dataclass(frozen=True)
class Fits:
    """One fit for each series; every field has shape (series,)."""

    p0: Floats
    """Proportion from 0 to 1 at month 0, where nobody was assessed."""
    rate: Floats
    """Per month; 0 where no decline fits best."""
    rate_low: Floats
    """Of the profile-likelihood interval; 0 where it holds the rate 0."""
    rate_high: Floats
    log_likelihood: Floats
    """Without the binomial coefficients."""
    deviance: Floats
    """Twice the difference in log-likelihood from the saturated model, one proportion a visit."""


def fit(months: ArrayLike, responders: ArrayLike, assessed: ArrayLike, level: int = 95) -> Fits:
    """Fit each series, with a profile-likelihood interval for its rate.

    Parameters
    ----------
    months, responders, assessed : array_like, shape (series, visits)
        Months since treatment (above 0), persons responding, persons assessed. A series with fewer
        visits than others is filled up with visits at which 0 persons were assessed.
    level : int
        Percent, of the intervals; one of `LEVELS`.

    Raises
    ------
    ValueError
        For an unknown level, for a month that is not above 0, and for a series in which nobody or
        everybody responds at all visits, since there is nothing to fit.

    Notes
    -----
    The interval holds the rates whose log-likelihood, maximised over p0, lies within half a
    chi-squared quantile (1 degree of freedom) of the best. Venzon & Moolgavkar (1988), Applied
    Statistics 37:87.
    """
    t, x, n = (np.asarray(values, dtype=np.float64) for values in (months, responders, assessed))
    total = x.sum(axis=1)
    if np.any(total <= 0) or np.any(total >= n.sum(axis=1)):
        raise ValueError("somebody must respond at some visit, and somebody not respond")
    if np.any(t[n > 0] <= 0):
        raise ValueError("months must be above 0")
    # In units of the last month, rates are near 1 for a series of days or of decades.
    unit = np.max(t, axis=1, where=n > 0, initial=0)
    series = _SeriesCounts(np.where(n > 0, t / unit[:, None], 1.0), x, n - x)
    rate = series.best_rate()
    best = series.profile(rate)
    drop = z_at(level) ** 2 / 2
    low, high = series.ends(rate, best.log_likelihood - drop)
    full = (special.xlogy(x, x) + special.xlogy(n - x, n - x) - special.xlogy(n, n)).sum(axis=1)
    return Fits(
        best.p0,
        rate / unit,
        low / unit,
        high / unit,
        best.log_likelihood,
        2 * np.maximum(full - best.log_likelihood, 0.0),
    )


@dataclass(frozen=True)
class _Profile:
    """The likelihood at given rates, maximised over p0, and its derivatives by the rate."""

    p0: Floats
    log_likelihood: Floats
    slope: Floats
    curve: Floats


@dataclass(frozen=True)
class _SeriesCounts:
    """Months in units of the last one, persons responding, and persons not responding."""

    t: Floats
    x: Floats
    others: Floats

    def profile(self, rate: Floats) -> _Profile:
        p0 = self._best_p0(np.exp(-rate[:, None] * self.t))
        eta = np.log(p0)[:, None] - rate[:, None] * self.t
        not_responding = -np.expm1(eta)
        odds = np.exp(eta) / not_responding
        weights = self.others * odds / not_responding
        # Where p0 is at its bound of 1, it does not depend on the rate. Elsewhere the derivative by
        # p0 is 0, so months may be counted from any origin; their mean loses the fewest digits.
        held = p0 == 1
        mean = np.where(held, 0.0, _mean(self.t, self.x))[:, None]
        centre = np.where(held, 0.0, _mean(self.t, weights))[:, None]
        return _Profile(
            p0,
            (self.x * eta + self.others * np.log(not_responding)).sum(axis=1),
            ((self.t - mean) * self.others * odds - self.t * self.x * held[:, None]).sum(axis=1),
            -(weights * (self.t - centre) ** 2).sum(axis=1),
        )

    def _best_p0(self, declined: Floats) -> Floats:
        """Newton from above: the slope is concave in p0, so no step overshoots."""
        responding = self.x.sum(axis=1)
        assessed = responding + self.others.sum(axis=1)
        enough = np.maximum(assessed * declined.min(axis=1), responding)  # and never 0
        p0: Floats = responding / enough
        for _ in range(_STEPS):
            rest = 1 - p0[:, None] * declined
            slope = responding - p0 * (self.others * declined / rest).sum(axis=1)
            bend = (self.others * declined / rest**2).sum(axis=1)
            # The curvature is 0 if `declined` is 0 at every visit with somebody not responding.
            lower = np.minimum(p0, p0 + _over(slope, bend, np.inf))
            settled = np.all(p0 - lower <= _EXACT * p0)
            p0 = lower
            if settled:
                break
        return p0

    def best_rate(self) -> Floats:
        """Newton on the profile's slope; bisection where it fails or converges slowly."""
        low = np.zeros(self.x.shape[0])
        # Where the likelihood is flat from 0 on, take 0: no decline fits as well as any.
        falls = self.profile(low).slope > _LEVEL * (self.x + self.others).sum(axis=1)
        high = _double(low + 1, lambda rate: self.profile(rate).slope > 0)
        rate = np.where(falls, high / 2, 0.0)
        last = high - low
        for _ in range(_STEPS):
            here = self.profile(rate)
            low, high = np.where(here.slope > 0, rate, low), np.where(here.slope < 0, rate, high)
            # The profile is a straight line where only one visit has anyone not responding.
            step = _over(here.slope, -here.curve, np.inf)
            good = (rate + step >= low) & (rate + step <= high) & (2 * np.abs(step) <= last)
            step = np.where(falls, np.where(good, step, (low + high) / 2 - rate), 0.0)
            rate, last = rate + step, np.abs(step)
            if np.all(last <= _EXACT * rate):
                break
        return rate

    def ends(self, rate: Floats, target: Floats) -> tuple[Floats, Floats]:
        """Rates below and above the best one at which the profile passes the target."""
        none = np.zeros_like(rate)
        open_below = self.profile(none).log_likelihood >= target
        high = _double(
            np.maximum(2 * rate, 1), lambda far: self.profile(far).log_likelihood > target
        )
        low = self._to(target, np.where(open_below, rate, none))
        return np.where(open_below, 0.0, low), self._to(target, high)

    def _to(self, target: Floats, rate: Floats) -> Floats:
        for _ in range(_STEPS):
            here = self.profile(rate)
            missing = np.maximum(target - here.log_likelihood, 0.0)
            step = rate + np.divide(missing, here.slope, out=0 * rate, where=missing > 0)
            settled = np.all(np.abs(step - rate) <= _EXACT * step)
            rate = step
            if settled:
                break
        return rate


def _double(rate: Floats, too_low: Callable[[Floats], NDArray[np.bool_]]) -> Floats:
    while np.any(low := too_low(rate)):
        rate = np.where(low, 2 * rate, rate)
    return rate


def _mean(values: Floats, weights: Floats) -> Floats:
    return _over((weights * values).sum(axis=1), weights.sum(axis=1), 0.0)


def _over(above: Floats, below: Floats, otherwise: float) -> Floats:
    """Quotient where `below` is above 0."""
    return np.divide(above, below, out=np.full_like(above, otherwise), where=below > 0)
