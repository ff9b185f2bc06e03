"""Differences between two independent proportions, in percentage points."""

from dataclasses import dataclass
from math import isfinite, isnan, nan

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.arrays import Floats
from lib.stats.effect_measures import Counts, Effect, require_level, z_at
from lib.stats.intervals import interval
from lib.stats.published_interval import Published, from_interval
from lib.stats.refusal import Refusal

NEWCOMBE = "Newcombe's hybrid score (1998, method 10)"
SQUARE_AND_ADD = "from the two published intervals (Zou and Donner 2008)"


@dataclass(frozen=True)
class Estimate:
    """One arm's estimate as published, without counts. Proportions from 0 to 1."""

    proportion: float
    low: float = nan
    high: float = nan
    """Ends of the published interval; nan where there is none."""
    n: float = nan
    """Persons behind the estimate, to check the interval against; nan where not known."""
    level: int = 95
    """Percent, of the published interval."""


def newcombe(
    first: tuple[ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike], level: int = 95
) -> tuple[Floats, Floats]:
    """Interval for a difference between independent proportions, first less second.

    Newcombe (1998), Statistics in Medicine 17:873, method 10: the distances from each proportion
    to the ends of its Wilson interval, squared and added.

    Parameters
    ----------
    first, second : tuple of array_like
        Persons responding, and persons assessed. All broadcast.
    level : int
        Percent, one of `LEVELS`.

    Returns
    -------
    low, high : ndarray of float
        Differences from -1 to 1, in the broadcast shape; nan where nobody was assessed or a count
        is nan.

    Raises
    ------
    ValueError
        As `interval`.
    """
    ends = [interval(*counts, level=level) for counts in (first, second)]
    with np.errstate(invalid="ignore", divide="ignore"):
        p, q = (np.divide(*counts) for counts in (first, second))
    return _square_and_add((p, *ends[0]), (q, *ends[1]))


def risk_difference(first: Counts, second: Counts, level: int = 95) -> Effect:
    """Difference between two arms in percentage points, with Newcombe's interval."""
    name = "risk difference"
    if not (first.has_proportion and second.has_proportion):
        return Effect(name, NEWCOMBE, require_level(level), reason=Refusal.NOBODY_ASSESSED)
    low, high = newcombe((first.responders, first.n), (second.responders, second.n), level)
    value = first.responders / first.n - second.responders / second.n
    return Effect(name, NEWCOMBE, level, 100 * value, 100 * float(low), 100 * float(high))


def published_difference(first: Estimate, second: Estimate, level: int = 95) -> Effect:
    """Difference in percentage points between two published estimates without counts.

    It has an interval only if both estimates have one. The distances from the estimates to their
    ends are squared and added: Zou & Donner (2008), Statistics in Medicine 27:1693. For intervals
    symmetric on the plain scale this is ``z sqrt(se1^2 + se2^2)``, for Wilson's it is Newcombe's.

    Parameters
    ----------
    first, second : Estimate
        Of independent arms. An interval of another level than `level` is converted to it on the
        scale that `from_interval` finds.
    level : int
        Percent, one of `LEVELS`.

    Raises
    ------
    ValueError
        For an unknown level, and for a number outside 0 to 1 (a percentage).
    """
    name = "difference"
    arms = (first, second)
    read = [from_interval(arm.proportion, (arm.low, arm.high), _n(arm), arm.level) for arm in arms]
    if isnan(first.proportion) or isnan(second.proportion):
        return Effect(name, SQUARE_AND_ADD, require_level(level), reason=Refusal.NO_ESTIMATE)
    value = 100 * (first.proportion - second.proportion)
    if reason := _no_interval(arms, read):
        effect = Effect(name, SQUARE_AND_ADD, require_level(level), value, interval_reason=reason)
    else:
        p, q = (_at_level(arm, how, level) for arm, how in zip(arms, read, strict=True))
        low, high = (100 * float(end) for end in _square_and_add(p, q))
        sizes = tuple(filter(None, map(_size, arms, read)))
        effect = Effect(name, SQUARE_AND_ADD, level, value, low, high, interval_sizes=sizes)
    return effect


def _square_and_add(
    first: tuple[ArrayLike, ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike, ArrayLike]
) -> tuple[Floats, Floats]:
    """Ends of a difference between two estimates, each given with its low and high end."""
    (p, p_low, p_high), (q, q_low, q_high) = (np.asarray(side) for side in (first, second))
    low = p - q - np.hypot(p - p_low, q_high - q)
    high = p - q + np.hypot(p_high - p, q - q_low)
    return np.clip(low, -1.0, 1.0), np.clip(high, -1.0, 1.0)


def _no_interval(arms: tuple[Estimate, Estimate], read: list[Published]) -> Refusal | None:
    intervals = sum(isfinite(arm.low) and isfinite(arm.high) for arm in arms)
    if intervals < 2:
        return (Refusal.NEITHER_INTERVAL, Refusal.ONE_INTERVAL)[intervals]
    reasons = [how.reason for how in read if how.reason]
    if not reasons:
        return None
    return Refusal.ALL_OR_NONE if reasons[0] is Refusal.NO_LOGIT else reasons[0]


def _at_level(arm: Estimate, how: Published, level: int) -> tuple[float, float, float]:
    """Estimate and the ends of its interval at another level, on the scale it was made on."""
    p, z = arm.proportion, z_at(level)
    if arm.level == level:
        return p, arm.low, arm.high
    if how.scale == "plain":
        half = z * how.se * p * (1 - p)
        return p, p - half, p + half
    low, high = (float(special.expit(how.logit + side * z * how.se)) for side in (-1, 1))
    return p, low, high


def _size(arm: Estimate, how: Published) -> tuple[float, float] | None:
    """Effective sample size of an interval, and persons in the arm; None where not known."""
    return None if isnan(arm.n) else (how.effective_n, arm.n)


def _n(arm: Estimate) -> float | None:
    return None if isnan(arm.n) else arm.n
