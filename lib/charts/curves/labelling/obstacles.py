"""What labels keep off: all that is drawn of a plot, as boxes.

All lengths are in the units of the page that labels are placed on: pixels of a screen, or points.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lib.arrays import Floats
from lib.charts.marks import Intervals, Marker, Pool, Values
from lib.charts.text_metrics import width

BAR = 4
"""How far the interval of a point reaches on either side of it."""
MARK_WIDE, MARK_HIGH = 10, 8
"""How far a marker reaches around its point: the widest is a flat diamond."""

POOL_SIZE, POOL_GAP, POOL_CAP = 13, 11, 9
"""Type of a pooled share in writing, how far left of its mark it stands, and half of that mark."""

Boxes = NDArray[np.float64]
"""Rows of left, top, width and height."""


@dataclass(frozen=True)
class Box:
    """A rectangle, y downwards."""

    left: float
    top: float
    width: float
    height: float

    def overlap(self, other: "Box") -> float:
        """Area shared with another box."""
        return float(overlaps(box_rows([self]), box_rows([other]))[0, 0])


class Mark(Protocol):
    """What labels keep off: points with markers and intervals, and a line through them."""

    @property
    def drawn_x(self) -> Values:
        """Where the points are drawn, in months."""

    @property
    def y(self) -> Values:
        """Percent; None where the line breaks."""

    @property
    def marker(self) -> Marker | None:
        """None for a line alone."""

    @property
    def intervals(self) -> Intervals | None:
        """As many as there are months."""


@dataclass(frozen=True)
class PlotArea:
    """What labels are placed on: the size of the plot, and the month that its right edge is.

    Attributes
    ----------
    right, above
        How far labels may reach beyond the plot, to the right and at its top.
    """

    width: float
    height: float
    end: float
    right: float = 0
    above: float = 0

    @property
    def box(self) -> Box:
        """All that labels may stand on."""
        return Box(0, -self.above, self.width + self.right, self.height + self.above)

    def at(self, months: float, percent: float) -> tuple[float, float]:
        """Where a value stands, from the left and from the top."""
        return months * self.width / self.end, (100 - percent) * self.height / 100


@dataclass(frozen=True)
class Obstacles:
    """What is drawn: marks that no label may touch, and lines that it had better not cross."""

    marks: Boxes
    lines: Boxes


def obstacles(drawn: Iterable[Mark], plot: PlotArea, pools: Iterable[Pool] = ()) -> Obstacles:
    """Cover all that is drawn: markers, intervals, lines and what is pooled."""
    every = list(drawn)
    marks = [box for one in every for box in mark_boxes(one, plot)]
    marks += [box for pool in pools for box in pool_boxes(pool, plot)]
    lines = [box for one in every for box in line_boxes(_path(one, plot))]
    return Obstacles(box_rows(marks), box_rows(lines))


def mark_boxes(mark: Mark, plot: PlotArea) -> Iterator[Box]:
    """Cover the markers and the intervals that are drawn."""
    for x, y in _path(mark, plot) if mark.marker else ():
        yield Box(x - MARK_WIDE, y - MARK_HIGH, 2 * MARK_WIDE, 2 * MARK_HIGH)
    if mark.intervals is None or mark.intervals.whiskers is None:
        return
    wide = max(BAR, mark.intervals.whiskers.width / 2)
    for place, months in enumerate(mark.drawn_x):
        if months is not None and (ends := mark.intervals.ends(place)):
            x, top = plot.at(months, ends[1])
            yield Box(x - wide, top, 2 * wide, (ends[1] - ends[0]) * plot.height / 100)


def pool_boxes(pool: Pool, plot: PlotArea) -> list[Box]:
    """Cover a pooled interval, its share in writing on the left of it, and what leads to it."""
    left, top = plot.at(pool.start, pool.high)
    right, bottom = plot.at(pool.end, pool.low)
    wide, (_, middle) = width(pool.label, POOL_SIZE, bold=True) + 4, plot.at(0, pool.value)
    interval = Box(left - POOL_CAP, top, right - left + 2 * POOL_CAP, bottom - top)
    label = Box(left - POOL_GAP - wide, middle - POOL_SIZE * 0.7, wide, POOL_SIZE * 1.4)
    return [interval, label, *_lead_boxes(pool, plot)]


def _lead_boxes(pool: Pool, plot: PlotArea) -> list[Box]:
    """Cover the line from the share that a change begins with, and that share in writing."""
    if pool.origin is None:
        return []
    (x, y), wide = plot.at(*pool.origin), width(pool.origin_label, POOL_SIZE, bold=True) + 4
    left = POOL_CAP + POOL_GAP + wide
    first = Box(x - left, y - POOL_CAP, left + POOL_CAP, 2 * POOL_CAP)
    return [first, *line_boxes([(x, y), plot.at(pool.start, pool.value)], thickness=6)]


def _path(mark: Mark, plot: PlotArea) -> list[tuple[float, float]]:
    points = zip(mark.drawn_x, mark.y, strict=True)
    return [plot.at(x, y) for x, y in points if x is not None and y is not None]


def line_boxes(path: list[tuple[float, float]], thickness: float = 4) -> list[Box]:
    """Cover a line with small boxes, so that labels can keep off it."""
    boxes = []
    for (x0, y0), (x1, y1) in pairwise(path):
        steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) // 6))
        for i in range(steps + 1):
            x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
            boxes.append(Box(x - thickness / 2, y - thickness / 2, thickness, thickness))
    return boxes


def box_rows(boxes: Sequence[Box]) -> Boxes:
    sides = [(box.left, box.top, box.width, box.height) for box in boxes]
    return np.array(sides, dtype=float).reshape(-1, 4)


def overlaps(ours: Boxes, theirs: Boxes) -> Floats:
    """Area that each of ours shares with each of theirs."""
    widths, heights = (shared_lengths(ours[:, at::2], theirs[:, at::2]) for at in (0, 1))
    return np.asarray(widths * heights, dtype=float)


def shared_lengths(ours: Boxes, theirs: Boxes) -> Floats:
    """Along one axis, given where each box starts and how long it is."""
    shared = np.minimum.outer(ours.sum(axis=1), theirs.sum(axis=1))
    shared -= np.maximum.outer(ours[:, 0], theirs[:, 0])
    return np.asarray(np.maximum(shared, 0, out=shared), dtype=float)
