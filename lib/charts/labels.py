"""Where the label of each line goes, so that labels cover neither points nor each other."""

from dataclasses import dataclass
from itertools import pairwise

STEP, STEPS = 9, 20
GAP = 9


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    width: float
    height: float

    def overlap(self, other: "Box") -> float:
        """Area shared with another box."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        down = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return max(across, 0) * max(down, 0)


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
    nearest to its anchor wins, and right of the anchor before left of it.
    """
    placed: list[Box] = []
    for (x, y), (width, height) in zip(anchors, sizes, strict=True):
        candidates = _candidates((x, y), (width, height))
        costs = [
            sum(box.overlap(obstacle) for obstacle in obstacles)
            + 100 * sum(box.overlap(label) for label in placed)
            + 8 * (width * height - box.overlap(area))
            + rank
            for rank, box in candidates
        ]
        placed.append(candidates[costs.index(min(costs))][1])
    return placed


def _candidates(anchor: tuple[float, float], size: tuple[float, float]) -> list[tuple[float, Box]]:
    """Boxes around an anchor with the cost of their distance, right side first."""
    (x, y), (width, height) = anchor, size
    found = []
    for steps in range(-STEPS, STEPS + 1):
        top = y - height / 2 + steps * STEP
        sides = ((x + GAP, 0), (x - GAP - width, 30), (x - width / 2, 15))
        for left, rank in sides:
            beside = left != x - width / 2
            if beside or abs(steps * STEP) > height / 2 + GAP - STEP:
                found.append((0.6 * STEP * abs(steps) + rank, Box(left, top, width, height)))
    return found
