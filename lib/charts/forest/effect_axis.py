"""What forest plots of effects have in common: their axes, and the size of their marks."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite, isnan

from lib.charts.forest.forest import Scale
from lib.charts.spec import Line
from lib.narrative.pooling.contrasts.effects import FURTHEST

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


def ratio_span(ratios: Sequence[float]) -> tuple[float, float]:
    """Give the ratios between which all lie: at least a half and twice, within `FURTHEST`."""
    return max(min([0.5, *ratios]), 1 / FURTHEST), min(max([2, *ratios]), FURTHEST)


def within_axis(line: Line, scale: Scale) -> Line:
    """End what runs on past the axis at its edge; what is not known stays so."""
    low, value, high = (
        each if isnan(each) else min(max(each, scale.low), scale.high)
        for each in (line.low, line.value, line.high)
    )
    return replace(line, low=low, value=value, high=high)
