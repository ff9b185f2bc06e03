"""Counts of an arm, and measures of the effect between two arms."""

from dataclasses import dataclass
from math import inf, isnan, nan

from scipy import special

from lib.stats.intervals import LEVELS
from lib.stats.refusal import Refusal


@dataclass(frozen=True)
class Counts:
    """One arm: persons responding, and persons assessed; nan where not known."""

    responders: float
    n: float

    def __post_init__(self) -> None:
        if self.responders < 0 or self.responders > self.n or self.n == inf:
            raise ValueError("responders must lie between 0 and n, and n be finite")

    @property
    def has_proportion(self) -> bool:
        """Whether there is a proportion: both counts are known, and somebody was assessed."""
        return self.n > 0 and not isnan(self.responders)


@dataclass(frozen=True)
class Effect:
    """A difference (percentage points, -100 to 100) or a ratio; nan where refused."""

    name: str
    method: str
    """Of the interval."""
    level: int
    """Percent."""
    value: float = nan
    low: float = nan
    high: float = nan
    reason: Refusal | None = None
    """Why there is no value."""
    interval_reason: Refusal | None = None
    """Why there is a value, but no interval."""
    without_counts: tuple[str, ...] = ()
    """Labels of the arms without counts, where there is no value for that reason."""
    interval_sizes: tuple[tuple[float, float], ...] = ()
    """Of each published interval used: its effective sample size, and persons in the arm."""


def require_level(level: int) -> int:
    """The level itself, in percent; `ValueError` if it is none of `LEVELS`."""
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}: choose one of {LEVELS}, in percent")
    return level


def z_at(level: int) -> float:
    """Standard normal quantile of a two-sided interval of this level, in percent."""
    return float(special.ndtri(0.5 + require_level(level) / 200))
