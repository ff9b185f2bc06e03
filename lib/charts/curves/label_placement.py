"""Where each label goes, so that labels cover neither marks nor each other.

All lengths are in the units of the page that labels are placed on: pixels of a screen, or points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from lib.arrays import Floats
from lib.charts.curves.obstacles import (
    BAR,
    Box,
    Boxes,
    Obstacles,
    PlotArea,
    box_rows,
    line_boxes,
    overlaps,
)
from lib.charts.marks import Edge

STEP, STEPS = 8, 24
GAP = 12
"""Between a point and its label."""

TIE_START, TIE_STEP, TIE_MOST = 14, 5, 1200
"""Where a tie leaves its own marker, and how it is sampled."""

CROSSING = 40
"""What it costs a tie to cross a mark, a label or another tie, by area."""

AGAINST = 12
"""What it costs a label to stand on the other side of its point than it had better."""

MOST_COVERED = 0.3
"""Of a number's area, what lines may cover before it is left out."""

COLUMN_STEP = 3


@dataclass(frozen=True)
class Wanted:
    """A label that is to be placed.

    Attributes
    ----------
    anchor
        Its point.
    sizes, costs
        Width and height of each way to write it, and what each costs.
    can_tie
        Whether it may stand away from its point, tied to it.
    is_needed
        Whether it must stand somewhere: in the column right of the plot if nowhere else.
    lean
        To which side it had better stand, left (-1) or right (1) of its point.
    stays_right
        Whether it stands right of its point or nowhere, as the names of a crowd.
    """

    anchor: tuple[float, float]
    sizes: tuple[tuple[float, float], ...]
    costs: tuple[float, ...]
    can_tie: bool = False
    is_needed: bool = False
    lean: int = 0
    stays_right: bool = False


@dataclass(frozen=True)
class Spot:
    """Where a label stands, and which of the ways to write it has room there.

    Attributes
    ----------
    box
        What it covers.
    edge
        Which of its edges is nearest to its point.
    variant
        The place among the sizes that were wanted.
    """

    box: Box
    edge: Edge
    variant: int
    is_tied: bool = False

    @property
    def hold(self) -> tuple[float, float]:
        """The middle of the nearest edge."""
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[self.edge]
        return self.box.left + share * self.box.width, self.box.top + self.box.height / 2


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
        beside = _right(wanted) if wanted.stays_right else _beside(wanted)
        ways = [beside, *([_apart(wanted)] if wanted.can_tie else [])]
        found = self._best(wanted, ways)
        if found is None and wanted.is_needed:
            column = _column(wanted, self.plot.width + GAP, self.plot)
            found = self._best(wanted, [column]) or self._over_ties(wanted, [*ways, column])
        if found is not None:
            self.labels = np.concatenate([self.labels, box_rows([found.box])])
        if found is not None and found.is_tied:
            tie = line_boxes([wanted.anchor, found.hold], 2)
            self.ties = np.concatenate([self.ties, box_rows(tie)])
        return found

    def _over_ties(self, wanted: Wanted, ways: Sequence["_Candidates"]) -> Spot | None:
        """The best place on a page so full that a tie must be covered."""
        ties, self.ties = self.ties, box_rows([])
        found = self._best(wanted, ways)
        self.ties = ties
        return found

    def _best(self, wanted: Wanted, ways: Sequence["_Candidates"]) -> Spot | None:
        found = min((self._least(wanted, each) for each in ways), key=lambda one: one[0])
        return found[1]

    def _least(self, wanted: Wanted, ways: "_Candidates") -> tuple[float, Spot | None]:
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

    def _crossings(self, anchor: tuple[float, float], ways: "_Candidates") -> Floats:
        """What the tie of each place crosses: lines cost little, all else much."""
        taken = np.concatenate([self.drawn.marks, self.labels, self.ties])
        much = _tie_overlaps(anchor, ways.holds, taken)
        return CROSSING * much + 0.5 * _tie_overlaps(anchor, ways.holds, self.drawn.lines)


@dataclass(frozen=True)
class _Candidates:
    """Places for a label: boxes, which way each is written, its edge, and what it costs."""

    boxes: Boxes
    variants: NDArray[np.int_]
    edges: NDArray[np.str_]
    cost: Floats
    is_tied: bool = False

    def only(self, chosen: NDArray[np.bool_]) -> "_Candidates":
        """Those that are chosen."""
        return _Candidates(
            self.boxes[chosen],
            self.variants[chosen],
            self.edges[chosen],
            self.cost[chosen],
            self.is_tied,
        )

    @property
    def holds(self) -> Floats:
        """The middle of the edge that each is held by."""
        share = np.select([self.edges == "left", self.edges == "right"], [0.0, 1.0], 0.5)
        left, top, width, height = self.boxes.T
        return np.column_stack([left + share * width, top + height / 2])

    def place(self, at: int) -> Spot:
        """One of them."""
        edges: dict[str, Edge] = {"left": "left", "right": "right", "center": "center"}
        box = Box(*map(float, self.boxes[at]))
        return Spot(box, edges[self.edges[at]], int(self.variants[at]), self.is_tied)


Way = tuple[tuple[float, float, float, float], int, str, float]
"""A box, its variant, its edge, its cost."""


def _beside(wanted: Wanted) -> _Candidates:
    """Right and left of a point, above and below it, and at its corners."""
    x, y = wanted.anchor
    ways: list[Way] = []
    for variant, (wide, high) in enumerate(wanted.sizes):
        right, left, near = x + GAP, x - GAP - wide, BAR + 1
        above, below, middle = y - high - 2, y + 2, y - high / 2
        over, under = y - GAP - high, y + GAP
        first = 0 if wanted.can_tie else 12
        boxes = [
            (right, middle, "left", first),
            (right, above, "left", 3),
            (right, below, "left", 5),
            (x - wide / 2, over, "center", 4),
            (left, above, "right", 7),
            (x + near, over, "left", 6),
            (x + near, under, "left", 8),
            (left, below, "right", 9),
            (x - wide / 2, under, "center", 9),
            (x - near - wide, over, "right", 10),
            (x - near - wide, under, "right", 11),
            (left, middle, "right", first + 6),
            (right, y - high - 7, "left", 13),
            (right, y + 7, "left", 14),
        ]
        ways += [
            (
                (at, top, wide, high),
                variant,
                edge,
                cost + _cost(wanted, variant, at),
            )
            for at, top, edge, cost in boxes
        ]
    return _candidates(ways, False)


def _right(wanted: Wanted) -> _Candidates:
    """Right of a point, a little above it or below."""
    x, y = wanted.anchor
    ways: list[Way] = [
        ((x + GAP, y - high / 2 + up, wide, high), variant, "left", abs(up) + wanted.costs[variant])
        for variant, (wide, high) in enumerate(wanted.sizes)
        for up in (0, -4, 4, -8, 8, -12, 12)
    ]
    return _candidates(ways, False)


def _cost(wanted: Wanted, variant: int, left: float) -> float:
    """What it costs to write it so, and on the side where a neighbour of the same month is."""
    is_against = wanted.lean * (left - wanted.anchor[0] + 1) < 0
    return wanted.costs[variant] + (AGAINST if is_against else 0)


def _apart(wanted: Wanted) -> _Candidates:
    """Away from a point, further and further above and below it."""
    x, y = wanted.anchor
    ways: list[Way] = []
    for variant, (wide, high) in enumerate(wanted.sizes):
        for step in range(-STEPS, STEPS + 1):
            middle, cost = y + step * STEP, 40 + 5.0 * abs(step) + wanted.costs[variant]
            if abs(middle - y) < high / 2 + GAP:
                continue
            top = middle - high / 2
            ways.append(((x + 2 * GAP, top, wide, high), variant, "left", cost))
            ways.append(((x - 2 * GAP - wide, top, wide, high), variant, "right", cost + 8))
    return _candidates(ways, True)


def _column(wanted: Wanted, left: float, plot: PlotArea) -> _Candidates:
    """In the column right of the plot, where there are no marks."""
    start = max(left, wanted.anchor[0] + 2 * GAP)
    ways: list[Way] = [
        (
            (start, top, wide, high),
            variant,
            "left",
            abs(top + high / 2 - wanted.anchor[1]) + wanted.costs[variant],
        )
        for variant, (wide, high) in enumerate(wanted.sizes)
        for top in np.arange(-plot.above, plot.height - high, COLUMN_STEP).tolist()
    ]
    return _candidates(ways, True)


def _candidates(ways: Sequence[Way], is_tied: bool) -> _Candidates:
    boxes, variants, edges, cost = zip(*ways, strict=True)
    return _Candidates(
        np.array(boxes, dtype=float),
        np.array(variants),
        np.array(edges),
        np.array(cost, dtype=float),
        is_tied,
    )


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
