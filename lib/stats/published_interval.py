"""A published estimate with its interval, as a logit and a standard error that can be pooled."""

from dataclasses import dataclass
from math import isfinite, nan

from scipy import special

from lib.stats.intervals import LEVELS
from lib.stats.refusal import Refusal

# Largest distance of the estimate from the middle of its interval, as a share of the width, at
# which the interval counts as symmetric. Kaplan-Meier intervals made on the log-log scale have 0.01
# to 0.09 on the logit scale (15 to 60 patients, 20 to 95%).
_OFF_CENTRE = 0.2


@dataclass(frozen=True)
class Published:
    """Logit and standard error of a published interval; nan, with a `reason`, where refused."""

    logit: float
    se: float
    """Of the logit."""
    scale: str
    """On which the interval is symmetric, ``plain`` or ``logit``; empty where refused."""
    effective_n: float
    """Persons whose proportion would have this standard error: ``1 / (se^2 p (1 - p))``."""
    reason: Refusal | None = None


def from_interval(
    proportion: float, ends: tuple[float, float], n: float | None = None, level: int = 95
) -> Published:
    """Logit and standard error of a published estimate.

    The interval is read on the scale on which the estimate is nearer its middle. On the plain
    scale, ``se = width / (2 z p (1 - p))`` by the delta method; on the logit scale,
    ``se = (logit(high) - logit(low)) / (2 z)``.

    Parameters
    ----------
    proportion : float
        From 0 to 1.
    ends : tuple of float
        Lower and upper end, from 0 to 1; nan where not published.
    n : float, optional
        Persons behind the estimate. An interval as narrow as that of more than ``1.1 n + z^2``
        persons is refused: rounding and Wilson's method explain a little more than n, no more.
    level : int
        Percent, of the published interval; one of `LEVELS`.

    Raises
    ------
    ValueError
        For an unknown level, and for a number outside 0 to 1 (a percentage).
    """
    low, high = ends
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}: choose one of {LEVELS}, in percent")
    if any(value < 0 or value > 1 for value in (proportion, low, high)):
        raise ValueError("give proportions from 0 to 1, not percentages")
    if reason := _unusable(proportion, low, high):
        return Published(nan, nan, "", nan, reason)
    z = float(special.ndtri(0.5 + level / 200))
    logit, width, scale = _read(proportion, low, high)
    if not scale:
        return Published(nan, nan, "", nan, Refusal.LOPSIDED)
    se = width / (2 * z)
    effective = 1 / (se**2 * proportion * (1 - proportion))
    if n is not None and effective > 1.1 * n + z**2:
        return Published(nan, nan, "", effective, Refusal.TOO_SURE)
    return Published(logit, se, scale, effective)


def _unusable(proportion: float, low: float, high: float) -> Refusal | None:
    if not (isfinite(low) and isfinite(high) and isfinite(proportion)):
        return Refusal.NO_INTERVAL
    if not (low <= proportion <= high and low < high):
        return Refusal.OUTSIDE
    return Refusal.NO_LOGIT if proportion in (0, 1) else None


def _read(proportion: float, low: float, high: float) -> tuple[float, float, str]:
    """Logit, width of the interval on the logit scale, and the scale it was read on."""
    logit, first, last = (float(special.logit(value)) for value in (proportion, low, high))
    plain_width = (high - low) / (proportion * (1 - proportion))
    readings = [(abs(proportion - (low + high) / 2) / (high - low), plain_width, "plain")]
    if isfinite(last - first):
        readings.append((abs(logit - (first + last) / 2) / (last - first), last - first, "logit"))
    off_centre, width, scale = min(readings)
    return logit, width, scale if off_centre <= _OFF_CENTRE else ""
