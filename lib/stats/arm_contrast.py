"""How two arms of one study differ at one month, in each usual way.

The first arm is set against the second: a difference above 0 and a ratio above 1 say that more of
the first respond. Nothing here says why they do: that takes a randomised study.
"""

from dataclasses import dataclass
from math import inf, isnan, nan
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lib.stats.effect_measures import Counts, Effect
from lib.stats.number_needed import Needed, number_needed
from lib.stats.refusal import Refusal
from lib.stats.risk_difference import risk_difference
from lib.stats.risk_ratio import odds_ratio, risk_ratio

EXTREMES = "failures in one arm and responders in the other, both ways"


@dataclass(frozen=True)
class Contrast:
    """Two arms with counts, compared in each usual way."""

    difference: Effect
    ratio: Effect
    odds_ratio: Effect
    needed: Needed


def contrast(
    first: Counts, second: Counts, level: int = 95, no_needed: Refusal | None = None
) -> Contrast:
    """Risk difference, risk ratio, odds ratio, and number needed to treat.

    Parameters
    ----------
    first, second : Counts
        Independent arms: different persons.
    level : int
        Percent, one of `LEVELS`.
    no_needed : Refusal, optional
        Why no number needed to treat may be told.

    Raises
    ------
    ValueError
        For an unknown level.
    """
    difference = risk_difference(first, second, level)
    return Contrast(
        difference,
        risk_ratio(first, second, level),
        odds_ratio(first, second, level),
        number_needed(difference, no_needed),
    )


@dataclass(frozen=True)
class Enrolment:
    """One arm: persons responding, assessed and enrolled; nan where not known."""

    responders: float
    assessed: float
    enrolled: float

    def __post_init__(self) -> None:
        if self.responders < 0 or self.responders > self.assessed:
            raise ValueError("responders must lie between 0 and assessed")
        if max(self.assessed, self.enrolled) == inf or self.enrolled <= 0:
            raise ValueError("assessed and enrolled must be finite, and somebody be enrolled")


@dataclass(frozen=True)
class Bounds:
    """Ends of a difference in percentage points, from -100 to 100; nan where refused."""

    low: float = nan
    high: float = nan
    missing: float = nan
    """Persons enrolled but not assessed, in both arms together."""
    reason: Refusal | None = None
    lacking: tuple[int, ...] = ()
    """Which arms are the reason: 0 for the first, 1 for the second."""


def missing_bounds(first: Enrolment, second: Enrolment) -> Bounds:
    """Bound a difference, first less second, whatever the missing patients did.

    The difference is least if all missing of the first arm failed and all of the second responded,
    and greatest the other way round. The same rule in both arms gives a difference between these.
    """
    arms = (first, second)
    for reason, is_lacking in (
        (Refusal.ENROLLED_NOT_KNOWN, lambda arm: isnan(arm.enrolled)),
        (Refusal.COUNTS_NOT_KNOWN, lambda arm: isnan(arm.responders + arm.assessed)),
        (Refusal.FEWER_ENROLLED, lambda arm: arm.enrolled < arm.assessed),
    ):
        if lacking := tuple(place for place, arm in enumerate(arms) if is_lacking(arm)):
            return Bounds(reason=reason, lacking=lacking)
    ends = (possible_shares(arm.responders, arm.assessed, arm.enrolled) for arm in arms)
    (least, most), (other_least, other_most) = ends
    missing = sum(arm.enrolled - arm.assessed for arm in arms)
    return Bounds(least - other_most, most - other_least, missing)


Number = TypeVar("Number", float, NDArray[np.float64])


def possible_shares(
    responders: Number, assessed: Number, enrolled: Number
) -> tuple[Number, Number]:
    """Give the least and the greatest percentage of all enrolled that can have responded.

    Parameters
    ----------
    responders, assessed, enrolled
        In persons, none more than the next.
    """
    missing = enrolled - assessed
    return 100 * responders / enrolled, 100 * (responders + missing) / enrolled
