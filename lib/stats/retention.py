"""What is left of a response: the later share of those responding over the earlier one."""

from dataclasses import dataclass
from math import exp, nan, sqrt

import numpy as np

from lib.stats.effect_measures import require_level, z_at
from lib.stats.meta_analysis.pooled_effect import effects_by_side, with_halves
from lib.stats.persistence import Visit, change
from lib.stats.refusal import Refusal

METHOD = "delta method on the log of the ratio"


@dataclass(frozen=True)
class Retention:
    """A retention ratio and its interval in percent: 100 is as before; nan where refused."""

    level: int
    """Percent, of the interval."""
    percent: float = nan
    low: float = nan
    high: float = nan
    reason: Refusal | None = None
    """Why there is no ratio."""
    interval_reason: Refusal | None = None


def retention(first: Visit, last: Visit, level: int = 95) -> Retention:
    """Share responding at the later visit, in percent of that at the first.

    Parameters
    ----------
    first, last : Visit
        Of one series, the earlier one first.
    level : int
        Percent, one of `LEVELS`.

    Returns
    -------
    Retention
        Refused as `change`, and where nobody responded at first (`Refusal.NOTHING_TO_LOSE`).
        Without counts there is no interval.

    Raises
    ------
    ValueError
        As `change`.

    Notes
    -----
    The delta method on the logarithm, the visits taken as independent: one study's part of
    `pool_change` with a correlation of 0. Where a cell is 0 or all, 1/2 is added to all four for
    the interval, which then begins at 0 if nobody responds later. Trikalinos & Olkin (2012),
    Clinical Trials 9:610.
    """
    require_level(level)
    if reason := change(first, last, level).reason:
        return Retention(level, reason=reason)
    if not first.proportion:
        return Retention(level, reason=Refusal.NOTHING_TO_LOSE)
    ratio = last.proportion / first.proportion
    if not (first.has_counts and last.has_counts):
        return Retention(level, 100 * ratio, interval_reason=Refusal.NO_COUNTS)
    low, high = _interval(first, last, level)
    return Retention(level, 100 * ratio, 100 * low if ratio else 0.0, 100 * high)


def _interval(first: Visit, last: Visit, level: int) -> tuple[float, float]:
    counts = [last.responders, last.assessed, first.responders, first.assessed]
    cells = with_halves(np.array(counts, dtype=np.float64)[:, None])
    value, *parts = (float(each[0]) for each in effects_by_side(cells, "RR"))
    half = z_at(level) * sqrt(sum(parts))
    return exp(value - half), exp(value + half)
