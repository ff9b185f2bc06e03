"""Differences between two independent proportions, in percentage points."""

from dataclasses import dataclass
from math import isfinite, isnan, nan

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.arrays import Floats
from lib.stats.effect_measures import NOBODY_ASSESSED, Counts, Effect, require_level, z_at
from lib.stats.intervals import interval
from lib.stats.published_interval import NO_LOGIT, Published, from_interval

NO_ESTIMATE = "One of the arms has no estimate."
ONE_INTERVAL = "Only one of the two estimates has an interval, so the difference has none."
NEITHER_INTERVAL = "Neither estimate has an interval, so the difference has none."
ALL_OR_NONE = "An estimate of 0% or 100% has no standard error, so the difference has no interval."
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
        Differences from -1 to 1, in the broadcast shape; nan where a count is 0 of 0 or nan.

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
    if not (first.known and second.known):
        return Effect(name, NEWCOMBE, require_level(level), reason=NOBODY_ASSESSED)
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
        Of independent arms. An interval of another level than `level` is read as `from_interval`
        reads it, and set to that level on the same scale.
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
        return Effect(name, SQUARE_AND_ADD, require_level(level), reason=NO_ESTIMATE)
    value = 100 * (first.proportion - second.proportion)
    if reason := _no_interval(arms, read):
        effect = Effect(name, SQUARE_AND_ADD, require_level(level), value, interval_reason=reason)
    else:
        p, q = (_at_level(arm, how, level) for arm, how in zip(arms, read, strict=True))
        low, high = (100 * float(end) for end in _square_and_add(p, q))
        notes = tuple(
            note for arm, how in zip(arms, read, strict=True) if (note := _effective(arm, how))
        )
        effect = Effect(name, SQUARE_AND_ADD, level, value, low, high, notes=notes)
    return effect


def _square_and_add(
    first: tuple[ArrayLike, ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike, ArrayLike]
) -> tuple[Floats, Floats]:
    """Ends of a difference, each side given as estimate, low and high."""
    (p, p_low, p_high), (q, q_low, q_high) = (np.asarray(side) for side in (first, second))
    low = p - q - np.hypot(p - p_low, q_high - q)
    high = p - q + np.hypot(p_high - p, q - q_low)
    return np.clip(low, -1.0, 1.0), np.clip(high, -1.0, 1.0)


def _no_interval(arms: tuple[Estimate, Estimate], read: list[Published]) -> str:
    told = sum(isfinite(arm.low) and isfinite(arm.high) for arm in arms)
    if told < 2:
        return (NEITHER_INTERVAL, ONE_INTERVAL)[told]
    reasons = [how.reason for how in read if how.reason]
    if not reasons:
        return ""
    return ALL_OR_NONE if reasons[0] == NO_LOGIT else reasons[0]


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


def _effective(arm: Estimate, how: Published) -> str:
    """Whether an interval is as wide as its number of patients can make it."""
    if isnan(arm.n):
        return ""
    told = f"The published interval is as wide as that of {how.effective_n:.1f} patients"
    if how.effective_n <= arm.n:
        return f"{told}, of {arm.n:g} in the arm."
    return f"{told}, a little more than the {arm.n:g} in the arm: rounding can explain that."


def _n(arm: Estimate) -> float | None:
    return None if isnan(arm.n) else arm.n
