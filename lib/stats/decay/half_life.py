"""The time in which the share responding halves, by an exponential fitted to the counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, isnan, log, nan

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.arrays import Floats
from lib.stats.decay.exponential_fit import Fits, fit
from lib.stats.effect_measures import require_level
from lib.stats.persistence import Visit
from lib.stats.refusal import Refusal

FEWEST_VISITS = 3
"""Distinct months with counts that a half-life needs."""
PARAMETERS = 2
"""Of the curve: p0 and the rate. A p0 at its bound of 1 counts, too: to leave it out would let
worse fits pass.
"""
LEAST_P = 0.05
"""A fit with a smaller p is refused."""
METHOD = "exponential decline, maximum likelihood, profile-likelihood interval"


@dataclass(frozen=True)
class HalfLife:
    """Time in which the share responding halves, by a fitted exponential; nan where refused."""

    level: int
    """Percent, of the interval."""
    visits: int
    """With known counts; all others are left out."""
    first_month: float = nan
    last_month: float = nan
    months: float = nan
    low: float = nan
    high: float = nan
    """inf where not bounded."""
    p0: float = nan
    """Proportion from 0 to 1 that the curve has at month 0, where nobody was assessed."""
    rate: float = nan
    """Per month."""
    log_likelihood: float = nan
    """Without the binomial coefficients."""
    deviance: float = nan
    """From one proportion a visit; known also where the counts do not follow the curve."""
    p: float = nan
    """Chance of at least this deviance if the curve is true; nan where it cannot be checked."""
    left_out: int = 0
    """Visits without counts."""
    reason: Refusal | None = None
    method: str = METHOD

    @property
    def checkable(self) -> bool:
        """Whether there are more visits than the fit needs, so that they can contradict it."""
        return self.visits > FEWEST_VISITS

    @property
    def df(self) -> int:
        """Degrees of freedom of the deviance: visits less parameters."""
        return self.visits - PARAMETERS

    @property
    def is_fitted(self) -> bool:
        """Whether a curve was fitted, even if the counts then do not follow it."""
        return not isnan(self.deviance)

    @property
    def is_open(self) -> bool:
        """Whether the interval has no upper end: only its lower end is then worth telling."""
        return self.high == inf

    @property
    def beyond(self) -> bool:
        """Whether what is told, the half-life or its lower end, lies after the last visit."""
        return (self.low if self.is_open else self.months) > self.last_month

    @property
    def starts_at_bound(self) -> bool:
        """Whether the curve starts at 100%, the highest it can."""
        return self.p0 == 1

    def curve(self, months: ArrayLike) -> Floats:
        """Fitted proportion from 0 to 1; nan before the first visit and after the last.

        Parameters
        ----------
        months : array_like
            Any shape; the result has the same.
        """
        t = np.asarray(months, dtype=np.float64)
        within = (t >= self.first_month) & (t <= self.last_month)
        return np.where(within, self.p0 * np.exp(-self.rate * np.where(within, t, 0.0)), np.nan)


def half_life(visits: Sequence[Visit], level: int = 95) -> HalfLife:
    """Half-life of one series; see `half_lives`."""
    return half_lives([visits], level)[0]


def half_lives(series: Sequence[Sequence[Visit]], level: int = 95) -> list[HalfLife]:
    """Half-life of each series, all fitted at once.

    ``p(t) = p0 exp(-rate t)``, each visit a binomial; see `fit`. A series needs counts at three
    distinct months or more, a lower proportion at the last than at the first, and a decline that
    fits better than none. With p0 fixed at 1, a constant series would seem to decline.

    Parameters
    ----------
    series : sequence of sequences of Visit
        In any order of months. Visits without counts are left out, and counted as left out.
    level : int
        Percent, one of `LEVELS`.

    Raises
    ------
    ValueError
        For an unknown level.

    Notes
    -----
    From four visits up the fit is checked: where the curve is true, its deviance is nearly
    chi-squared with as many degrees of freedom as visits less parameters (McCullagh & Nelder 1989,
    Generalized Linear Models, section 4.4). It is refused below `LEAST_P`.
    """
    require_level(level)
    counted = [sorted(filter(_has_counts, visits), key=_month) for visits in series]
    reasons = [_no_fit(visits) for visits in counted]
    chosen = [visits for visits, reason in zip(counted, reasons, strict=True) if not reason]
    fits = _fit(chosen, level) if chosen else None
    results, place = [], 0
    for all_visits, visits, reason in zip(series, counted, reasons, strict=True):
        left_out = len(all_visits) - len(visits)
        if reason or fits is None:
            results.append(_refusal(visits, left_out, level, reason))
        else:
            results.append(_result(visits, left_out, level, (fits, place)))
            place += 1
    return results


def _has_counts(visit: Visit) -> bool:
    return visit.has_counts


def _month(visit: Visit) -> float:
    return visit.months


def _no_fit(visits: list[Visit]) -> Refusal | None:
    """Why a series is not fitted; its visits all have counts and are in order."""
    distinct = len({visit.months for visit in visits})
    if distinct < FEWEST_VISITS:
        return (Refusal.NO_VISIT, Refusal.ONE_VISIT, Refusal.TWO_VISITS)[distinct]
    responding, assessed = (
        sum(side)
        for side in zip(*((visit.responders, visit.assessed) for visit in visits), strict=True)
    )
    if responding == 0:
        return Refusal.NOBODY_AT_ANY_VISIT
    if responding == assessed:
        return Refusal.EVERYBODY_AT_EACH_VISIT
    return None if visits[-1].proportion < visits[0].proportion else Refusal.NOT_FALLING


def _fit(series: list[list[Visit]], level: int) -> Fits:
    shape = len(series), max(len(visits) for visits in series)
    months, responders, assessed = np.ones(shape), np.zeros(shape), np.zeros(shape)
    for row, visits in enumerate(series):
        months[row, : len(visits)] = [visit.months for visit in visits]
        responders[row, : len(visits)] = [visit.responders for visit in visits]
        assessed[row, : len(visits)] = [visit.assessed for visit in visits]
    return fit(months, responders, assessed, level)


def _refusal(visits: list[Visit], left_out: int, level: int, reason: Refusal | None) -> HalfLife:
    return HalfLife(level, len(visits), left_out=left_out, reason=reason)


def _result(visits: list[Visit], left_out: int, level: int, fitted: tuple[Fits, int]) -> HalfLife:
    fits, row = fitted
    first, last = visits[0].months, visits[-1].months
    rate, low, high = (float(rates[row]) for rates in (fits.rate, fits.rate_high, fits.rate_low))
    # Half of nothing lost, or lost so slowly that only rounding tells it from nothing.
    if rate * last < 1e-9:
        return _refusal(visits, left_out, level, Refusal.NOT_FALLING_OVERALL)
    found = HalfLife(
        level,
        len(visits),
        first,
        last,
        log(2) / rate,
        log(2) / low,
        log(2) / high if high else inf,
        float(fits.p0[row]),
        rate,
        float(fits.log_likelihood[row]),
        float(fits.deviance[row]),
        left_out=left_out,
    )
    return _check(found) if found.checkable else found


def _check(found: HalfLife) -> HalfLife:
    """Take the half-life away where the counts do not follow the curve."""
    p = float(special.chdtrc(found.df, found.deviance))
    if p >= LEAST_P:
        return replace(found, p=p)
    refused = HalfLife(
        found.level, found.visits, left_out=found.left_out, reason=Refusal.OFF_THE_CURVE
    )
    return replace(refused, deviance=found.deviance, p=p)
