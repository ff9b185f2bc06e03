"""What forest plots of effects have in common: their axes, and the size of their marks."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, exp, floor, isfinite, isnan, log2, nan

from lib.charts.forest.forest import Scale
from lib.charts.spec import Line
from lib.narrative.numbers.contrast_text import FURTHEST
from lib.stats.meta_analysis.pooled_effect import PooledEffect

LARGEST = 18.0
"""Side of the largest square in pixels: their areas are as the numbers of patients."""
HEIGHT = 400
"""Pixels that many lines share, so that what is pooled is in the first screen."""
MOST_TICKS = 6
SPANS = (25.0, 50.0, 100.0)
"""Percentage points to either side that an axis of differences may have."""


def finite_ends(lines: Sequence[Line]) -> list[float]:
    """Give the values of lines and the ends of their intervals that are finite."""
    return [end for line in lines for end in (line.low, line.value, line.high) if isfinite(end)]


def points_scale(ends: Sequence[float], title: str, more: str = "") -> Scale:
    """Give the axis of percentage points, as far to either side, on which `ends` lie."""
    reach = max(map(abs, ends), default=0)
    most = next((span for span in SPANS if span >= reach), SPANS[-1])
    return Scale(-most, most, (-most, -most / 2, 0.0, most / 2, most), title, 0, "", more)


def ratio_scale(
    ends: Sequence[float],
    title: str,
    *,
    same_as: float = 1,
    parts: int = 1,
    unit: str = "",
    more: str = "",
) -> Scale:
    """Give the logarithmic axis of ratios on which `ends` lie, at least from a half to twice.

    Parameters
    ----------
    ends
        On the scale of the axis; beyond `FURTHEST` they have no room.
    title, unit, more
        As those of `Scale`.
    same_as
        What no effect is called.
    parts
        It ends at a power of 2, or at one of so many parts between two.
    """
    ratios = [end / same_as for end in ends if end > 0]
    least, most = max(min([0.5, *ratios]), 1 / FURTHEST), min(max([2, *ratios]), FURTHEST)
    low, high = floor(parts * log2(least)) / parts, ceil(parts * log2(most)) / parts
    step = ceil((high - low) / MOST_TICKS)
    powers = range(step * ceil(low / step), floor(high) + 1, step)
    ticks = tuple(same_as * 2.0**power for power in powers)
    span = same_as * 2.0**low, same_as * 2.0**high
    return Scale(*span, ticks, title, same_as, unit, more, is_log=True)


def on_axis(number: float, measure: str, same_as: float = 1) -> float:
    """Give a ratio of its log, as a part of `same_as`, or percentage points."""
    return 100 * number if measure == "RD" else same_as * exp(number)


def ends_on_axis(pool: PooledEffect, same_as: float = 1) -> tuple[float, float, float]:
    """Give a pooled effect and its interval as `on_axis` does."""
    value, low, high = (
        on_axis(each, pool.measure, same_as) for each in (pool.estimate, pool.low, pool.high)
    )
    return value, low, high


def new_study_bar(pool: PooledEffect, texts: Sequence[str], same_as: float = 1) -> Line:
    """Give the bar of a new, similar study."""
    low, high = (on_axis(end, pool.measure, same_as) for end in pool.prediction)
    return Line("A new, similar study", tuple(texts), nan, low, high, "prediction")


def within_axis(line: Line, scale: Scale) -> Line:
    """End what runs on past the axis at its edge; what is not known stays so."""
    low, value, high = (
        each if isnan(each) else min(max(each, scale.low), scale.high)
        for each in (line.low, line.value, line.high)
    )
    return replace(line, low=low, value=value, high=high)
