"""Where the label of each line goes, so that labels cover neither points nor each other.

All lengths are in the units of the page that labels are placed on: pixels of a screen, or points.
"""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lib.charts.marks import Intervals, Marker, Values

STEP, STEPS = 9, 20
GAP, MARK = 9, 8
"""Between a point and its label, and around a point what its marker covers."""

UNTIED = 17
"""How far above or below its point a label right of it may stand without a tie to it."""

TIE_START, TIE_STEP, TIE_MOST = 14, 4, 200
"""Where a tie leaves its own marker, and how it is sampled."""

COVERED = 10_000
"""What it costs to cover another label, by area: more than any tie that crosses one."""

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
        return float(_overlaps(_rows([self]), _rows([other]))[0, 0])


class Mark(Protocol):
    """What labels keep off: points with markers and intervals, and a line through them."""

    @property
    def x(self) -> Values:
        """Months."""

    @property
    def points(self) -> list[tuple[float, float]]:
        """The points that are drawn."""

    @property
    def marker(self) -> Marker | None:
        """None for a line alone."""

    @property
    def intervals(self) -> Intervals | None:
        """As many as there are months."""


@dataclass(frozen=True)
class PlotArea:
    """What labels are placed on: its size, and the month that its right edge is."""

    width: float
    height: float
    end: float

    @property
    def box(self) -> Box:
        """All of it."""
        return Box(0, 0, self.width, self.height)

    def at(self, months: float, percent: float) -> tuple[float, float]:
        """Where a value stands, from the left and from the top."""
        return months * self.width / self.end, (100 - percent) * self.height / 100


def obstacles(marks: Iterable[Mark], plot: PlotArea) -> list[Box]:
    """Cover all that is drawn: markers, lines and intervals."""
    return [box for mark in marks for box in _obstacles(mark, plot)]


def _obstacles(mark: Mark, plot: PlotArea) -> Iterator[Box]:
    path = [plot.at(*point) for point in mark.points]
    if mark.marker:
        yield from (Box(x - MARK, y - MARK, 2 * MARK, 2 * MARK) for x, y in path)
    yield from line_boxes(path)
    yield from _interval_boxes(mark, plot)


def _interval_boxes(mark: Mark, plot: PlotArea) -> Iterator[Box]:
    for place, months in enumerate(mark.x if mark.intervals else ()):
        if months is not None and mark.intervals and (ends := mark.intervals.ends(place)):
            x, top = plot.at(months, ends[1])
            yield Box(x - 3, top, 6, (ends[1] - ends[0]) * plot.height / 100)


def line_boxes(path: list[tuple[float, float]], thickness: float = 6) -> list[Box]:
    """Cover a line with small boxes, so that labels can keep off it."""
    boxes = []
    for (x0, y0), (x1, y1) in pairwise(path):
        steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) // 8))
        for i in range(steps + 1):
            x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
            boxes.append(Box(x - thickness / 2, y - thickness / 2, thickness, thickness))
    return boxes


def place(
    anchors: list[tuple[float, float]],
    sizes: list[tuple[float, float]],
    obstacles: list[Box],
    area: Box,
) -> list[Box]:
    """Choose a box for each label near its anchor, covering as little as can be.

    Labels are placed one after the other, each at the candidate place that
    overlaps least with the obstacles and the labels before it; among equals the
    nearest to its anchor wins, and right of the anchor before left of it. A tie that crosses what
    is drawn makes the label read as another's, so it costs as much as covering it.
    """
    drawn, inside = _rows(obstacles), _rows([area])
    placed: list[Box] = []
    for anchor, size in zip(anchors, sizes, strict=True):
        distance, boxes = _candidates(anchor, size)
        cost = distance + _overlaps(boxes, drawn).sum(axis=1)
        cost += 2 * _tie_overlaps(anchor, boxes, drawn)
        before = _rows(placed)
        cost += COVERED * _overlaps(boxes, before).sum(axis=1)
        cost += 100 * _tie_overlaps(anchor, boxes, before)
        cost += 8 * (size[0] * size[1] - _overlaps(boxes, inside)[:, 0])
        best = Box(*map(float, boxes[np.argmin(cost)]))
        placed.append(best)
        tail = (best.left, best.top + best.height / 2)
        if is_tied(tail[0] - anchor[0], tail[1] - anchor[1]):
            drawn = np.concatenate([drawn, _rows(line_boxes([anchor, tail]))])
    return placed


def clearest(boxes: list[Box], obstacles: list[Box], area: Box) -> int:
    """Say which of some boxes covers least and leaves the area least; of equals the first."""
    rows = _rows(boxes)
    cost = _overlaps(rows, _rows(obstacles)).sum(axis=1)
    return int(np.argmin(cost - 8 * _overlaps(rows, _rows([area]))[:, 0]))


def _candidates(
    anchor: tuple[float, float], size: tuple[float, float]
) -> tuple[NDArray[np.float64], Boxes]:
    """Boxes around an anchor, and the cost of their distance: right, then above, then left."""
    (x, y), (width, height) = anchor, size
    steps = np.arange(-STEPS, STEPS + 1)
    far = steps[abs(steps) * STEP > height / 2 + GAP - STEP]
    sides = [(x + GAP, 0.0, steps), (x - width / 2, 15.0, far), (x - GAP - width, 30.0, steps)]
    cost = np.concatenate([0.6 * STEP * abs(at) + rank for _, rank, at in sides])
    boxes = np.concatenate(
        [
            np.column_stack([np.full(len(at), left), y - height / 2 + at * STEP])
            for left, _, at in sides
        ]
    )
    return cost, np.column_stack([boxes, np.full((len(boxes), 2), size)])


def is_tied(across: float, down: float) -> bool:
    """Say whether a label so far from its point needs a line to it."""
    return abs(down) > UNTIED or not 0 < across <= 2 * GAP


def _tie_overlaps(anchor: tuple[float, float], boxes: Boxes, drawn: Boxes) -> NDArray[np.float64]:
    """Area that the tie of each label shares with what is drawn, from its own marker on."""
    across, down = boxes[:, 0] - anchor[0], boxes[:, 1] + boxes[:, 3] / 2 - anchor[1]
    tied = np.array([is_tied(*offset) for offset in zip(across, down, strict=True)])
    length = np.hypot(across, down)[:, None]
    along = np.arange(TIE_START, TIE_MOST, TIE_STEP) / np.maximum(length, 1)
    x, y = anchor[0] + along * across[:, None], anchor[1] + along * down[:, None]
    on_tie = tied[:, None] & (along < 1)
    samples = np.column_stack([x[on_tie] - 2, y[on_tie] - 2, np.full((on_tie.sum(), 2), 4.0)])
    shared = np.zeros(x.shape)
    shared[on_tie] = _overlaps(samples, _near(samples, drawn)).sum(axis=1)
    return np.asarray(shared.sum(axis=1), dtype=float)


def _near(boxes: Boxes, others: Boxes) -> Boxes:
    """Those of the others that reach into the rectangle around all boxes."""
    first = boxes[:, :2].min(axis=0, initial=np.inf)
    last = (boxes[:, :2] + boxes[:, 2:]).max(axis=0, initial=-np.inf)
    reach = (others[:, :2] < last) & (others[:, :2] + others[:, 2:] > first)
    near: Boxes = others[reach.all(axis=1)]
    return near


def _rows(boxes: list[Box]) -> Boxes:
    return np.array([astuple(box) for box in boxes], dtype=float).reshape(-1, 4)


def _overlaps(ours: Boxes, theirs: Boxes) -> NDArray[np.float64]:
    """Area that each of ours shares with each of theirs."""
    widths, heights = (_shared_lengths(ours[:, at::2], theirs[:, at::2]) for at in (0, 1))
    return np.asarray(widths * heights, dtype=float)


def _shared_lengths(ours: Boxes, theirs: Boxes) -> NDArray[np.float64]:
    """Along one axis, given where each box starts and how long it is."""
    shared = np.minimum.outer(ours.sum(axis=1), theirs.sum(axis=1))
    shared -= np.maximum.outer(ours[:, 0], theirs[:, 0])
    return np.asarray(np.maximum(shared, 0, out=shared), dtype=float)
