"""Where the labels at line ends go on a chart of PowerPoint: off what is drawn, off each other."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lib.exports.powerpoint.chart_spec import Curve

Boxes = NDArray[np.float64]
"""Rows of left, top, right and bottom in points, y downwards."""

GAP, MARK = 9.0, 7.0
STEPS = 14
"""How many half lines a label may stand above or below its point."""


class Placing:
    """The plot of a chart as labels find it: `scale` gives the points to a unit of either axis."""

    def __init__(self, curves: tuple[Curve, ...], area: tuple[float, float], end: float) -> None:
        self._across, self._down = area
        self._scale = (area[0] / end, area[1] / 100)
        drawn = [box for curve in curves if curve.kind != "context" for box in self._drawn(curve)]
        self._taken = np.array(drawn, dtype=float).reshape(-1, 4)

    def place(self, at: tuple[float, float], size: tuple[float, float]) -> tuple[float, float]:
        """Place a label of that size for a point of the data; take the room, too.

        Returns
        -------
        How far left and how far down from its usual place, right of the point, in points.
        """
        x, y = self._point(*at)
        cost, boxes = _candidates((x, y), size)
        cost += 0.5 * _shared(boxes, self._taken).sum(axis=1)
        area = np.array([[0.0, 0.0, self._across + GAP, self._down]])
        cost += 8 * (size[0] * size[1] - _shared(boxes, area)[:, 0])
        best = boxes[np.argmin(cost)]
        # Labels keep off each other more than off lines.
        self._taken = np.vstack([self._taken, *[best[None]] * 8])
        return float(x + GAP - best[0]), float((best[1] + best[3]) / 2 - y)

    def _point(self, months: float, percent: float) -> tuple[float, float]:
        return months * self._scale[0], (100 - percent) * self._scale[1]

    def _drawn(self, curve: Curve) -> Iterator[tuple[float, float, float, float]]:
        """Markers, whiskers and lines as small boxes."""
        path = [
            None if x is None or y is None else self._point(x, y)
            for x, y in zip(curve.x, curve.y, strict=True)
        ]
        for i, point in enumerate(path):
            if point is None:
                continue
            x, y = point
            below, above = _reach(curve, i)
            down, up = below * self._scale[1], above * self._scale[1]
            yield x - MARK, y - MARK, x + MARK, y + MARK
            yield x - 4, y - up, x + 4, y + down
        for start, end in pairwise(path):
            if start and end and curve.line:
                steps = 1 + int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) // MARK)
                for part in np.linspace(start, end, steps):
                    yield part[0] - 3, part[1] - 3, part[0] + 3, part[1] + 3


def _reach(curve: Curve, i: int) -> tuple[float, float]:
    return (curve.below[i] or 0, curve.above[i] or 0) if curve.above else (0, 0)


def _candidates(
    at: tuple[float, float], size: tuple[float, float]
) -> tuple[NDArray[np.float64], Boxes]:
    """Boxes right of a point, above and below it, and left of it, and what their distance costs."""
    (x, y), (width, height) = at, size
    steps = np.arange(-STEPS, STEPS + 1) * height / 2
    far = steps[abs(steps) >= height / 2 + MARK]
    sides = [(x + GAP, 0, steps), (x - width / 2, 12, far), (x - GAP - width, 24, steps)]
    cost = np.concatenate([abs(down) + rank for _, rank, down in sides])
    boxes = [_boxes(left, y + down - height / 2, size) for left, _, down in sides]
    return cost.astype(float), np.concatenate(boxes)


def _boxes(left: float, tops: NDArray[np.float64], size: tuple[float, float]) -> Boxes:
    corner = np.column_stack([np.full(len(tops), left), tops])
    return np.hstack([corner, corner + size])


def _shared(ours: Boxes, theirs: Boxes) -> NDArray[np.float64]:
    """Area that each of ours shares with each of theirs."""
    low = np.maximum(ours[:, None, :2], theirs[None, :, :2])
    high = np.minimum(ours[:, None, 2:], theirs[None, :, 2:])
    sides = np.clip(high - low, 0, None)
    return np.asarray(sides[..., 0] * sides[..., 1], dtype=float)
