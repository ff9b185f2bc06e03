"""Where each label goes, so that labels cover neither marks nor each other.

All lengths are in the units of the page that labels are placed on: pixels of a screen, or points.
"""

from collections.abc import Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

from lib.arrays import Floats
from lib.charts.curves.labelling.candidates import (
    GAP,
    Candidates,
    Spot,
    Wanted,
    apart,
    beside,
    column,
    right,
)
from lib.charts.curves.labelling.obstacles import (
    Boxes,
    Obstacles,
    PlotArea,
    box_rows,
    line_boxes,
    overlaps,
)

TIE_START, TIE_STEP, TIE_MOST = 14, 5, 1200
"""Where a tie leaves its own marker, and how it is sampled."""

CROSSING = 40
"""What it costs a tie to cross a mark, a label or another tie, by area."""

MOST_COVERED = 0.3
"""Of a number's area, what lines may cover before it is left out."""


def place(wanted: Sequence[Wanted], drawn: Obstacles, plot: PlotArea) -> list[Spot | None]:
    """Choose a place for each label, one after the other.

    No label touches a mark, a label before it or its tie, or leaves the page. Among the places left
    the one that covers least of the lines and is nearest to its point wins. A label that has none
    is left out, unless it is needed and no page is so full that it has no place in the column right
    of the plot.
    """
    page = _Placing(drawn, plot)
    return [page.add(one) for one in wanted]


class _Placing:
    """What is drawn, with the labels placed so far and their ties."""

    def __init__(self, drawn: Obstacles, plot: PlotArea) -> None:
        self.drawn, self.plot = drawn, plot
        self.labels, self.ties = box_rows([]), box_rows([])

    def add(self, wanted: Wanted) -> Spot | None:
        """Spot a label, and keep what comes later off it."""
        near = right(wanted) if wanted.stays_right else beside(wanted)
        ways = [near, *([apart(wanted)] if wanted.can_tie else [])]
        found = self._best(wanted, ways)
        if found is None and wanted.is_needed:
            last = column(wanted, self.plot.width + GAP, self.plot)
            found = self._best(wanted, [last]) or self._over_ties(wanted, [*ways, last])
        if found is not None:
            self.labels = np.concatenate([self.labels, box_rows([found.box])])
        if found is not None and found.is_tied:
            tie = line_boxes([wanted.anchor, found.hold], 2)
            self.ties = np.concatenate([self.ties, box_rows(tie)])
        return found

    def _over_ties(self, wanted: Wanted, ways: Sequence[Candidates]) -> Spot | None:
        """The best place on a page so full that a tie must be covered."""
        ties, self.ties = self.ties, box_rows([])
        found = self._best(wanted, ways)
        self.ties = ties
        return found

    def _best(self, wanted: Wanted, ways: Sequence[Candidates]) -> Spot | None:
        found = min((self._least(wanted, each) for each in ways), key=lambda one: one[0])
        return found[1]

    def _least(self, wanted: Wanted, ways: Candidates) -> tuple[float, Spot | None]:
        """What the best place costs, and which it is."""
        ways = ways.only(self._free(ways.boxes))
        boxes = ways.boxes
        if not len(boxes):
            return inf, None
        covered = overlaps(boxes, _near(boxes, self.drawn.lines)).sum(axis=1)
        cost = ways.cost + 0.8 * covered
        if ways.is_tied:
            cost = cost + self._crossings(wanted.anchor, ways)
        elif not wanted.can_tie:
            cost = np.where(covered > MOST_COVERED * boxes[:, 2] * boxes[:, 3], inf, cost)
        best = int(np.argmin(cost))
        return float(cost[best]), ways.place(best) if np.isfinite(cost[best]) else None

    def _free(self, boxes: Boxes) -> NDArray[np.bool_]:
        """Which boxes are on the page and touch neither marks nor labels nor ties."""
        area = self.plot.box
        ends = boxes[:, :2] + boxes[:, 2:]
        inside = (boxes[:, :2] >= (area.left, area.top)).all(axis=1)
        inside &= (ends <= (area.left + area.width, area.top + area.height)).all(axis=1)
        taken = np.concatenate([self.drawn.marks, self.labels, self.ties])
        touches = (overlaps(boxes, _near(boxes, taken)) > 0).any(axis=1)
        return np.asarray(inside & ~touches, dtype=bool)

    def _crossings(self, anchor: tuple[float, float], ways: Candidates) -> Floats:
        """What the tie of each place crosses: lines cost little, all else much."""
        taken = np.concatenate([self.drawn.marks, self.labels, self.ties])
        much = _tie_overlaps(anchor, ways.holds, taken)
        return CROSSING * much + 0.5 * _tie_overlaps(anchor, ways.holds, self.drawn.lines)


def _tie_overlaps(anchor: tuple[float, float], holds: Floats, drawn: Boxes) -> Floats:
    """Area that the tie to each place shares with what is drawn, from its own marker on."""
    across, down = holds[:, 0] - anchor[0], holds[:, 1] - anchor[1]
    length = np.hypot(across, down)[:, None]
    most = min(TIE_MOST, float(length.max(initial=0)))
    along = np.arange(TIE_START, most, TIE_STEP) / np.maximum(length, 1)
    x, y = anchor[0] + along * across[:, None], anchor[1] + along * down[:, None]
    on_tie = along < 1
    samples = np.column_stack([x[on_tie] - 2, y[on_tie] - 2, np.full((on_tie.sum(), 2), 4.0)])
    shared = np.zeros(x.shape)
    shared[on_tie] = overlaps(samples, _near(samples, drawn)).sum(axis=1)
    return np.asarray(shared.sum(axis=1), dtype=float)


def _near(boxes: Boxes, others: Boxes) -> Boxes:
    """Those of the others that reach into the rectangle around all boxes."""
    first = boxes[:, :2].min(axis=0, initial=np.inf)
    last = (boxes[:, :2] + boxes[:, 2:]).max(axis=0, initial=-np.inf)
    reach = (others[:, :2] < last) & (others[:, :2] + others[:, 2:] > first)
    near: Boxes = others[reach.all(axis=1)]
    return near
