"""Two arms of one study compared by their counts at one month, in each usual way.

A difference above 0 and a ratio above 1 say that more of the first arm respond. Only a randomised
study can tell why.
"""

from dataclasses import dataclass

from lib.stats.effect_measures import Counts, Effect
from lib.stats.number_needed import Needed, number_needed
from lib.stats.risk_difference import risk_difference
from lib.stats.risk_ratio import odds_ratio, risk_ratio


@dataclass(frozen=True)
class Contrast:
    """Two arms with counts, compared in each usual way."""

    difference: Effect
    ratio: Effect
    odds_ratio: Effect
    needed: Needed


def contrast(first: Counts, second: Counts, level: int = 95) -> Contrast:
    """Risk difference, risk ratio, odds ratio, and number needed to treat.

    Parameters
    ----------
    first, second : Counts
        Independent arms: different persons.
    level : int
        Percent, one of `LEVELS`.

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
        number_needed(difference),
    )
