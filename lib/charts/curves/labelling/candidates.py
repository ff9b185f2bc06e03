"""The places that a label could take, and what each costs before anything is drawn there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.arrays import Floats
from lib.charts.curves.labelling.obstacles import BAR, Box, Boxes, PlotArea
from lib.charts.marks import Edge

STEP, STEPS = 8, 24
GAP = 12
"""Between a point and its label."""

AGAINST = 12
"""What it costs a label to stand on the other side of its point than it had better."""

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


@dataclass(frozen=True)
class Candidates:
    """Places for a label: boxes, which way each is written, its edge, and what it costs."""

    boxes: Boxes
    variants: NDArray[np.int_]
    edges: NDArray[np.str_]
    cost: Floats
    is_tied: bool = False

    def only(self, chosen: NDArray[np.bool_]) -> "Candidates":
        """Those that are chosen."""
        return Candidates(
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


def beside(wanted: Wanted) -> Candidates:
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


def right(wanted: Wanted) -> Candidates:
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


def apart(wanted: Wanted) -> Candidates:
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


def column(wanted: Wanted, left: float, plot: PlotArea) -> Candidates:
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


def _candidates(ways: Sequence[Way], is_tied: bool) -> Candidates:
    boxes, variants, edges, cost = zip(*ways, strict=True)
    return Candidates(
        np.array(boxes, dtype=float),
        np.array(variants),
        np.array(edges),
        np.array(cost, dtype=float),
        is_tied,
    )
