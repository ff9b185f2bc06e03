"""The outlines of markers, as places around their middle in halves of their size."""

from math import cos, pi, sin

Outline = tuple[tuple[float, float], ...]


def _corners(number: int, turn: float = 0, inner: float = 1) -> Outline:
    """XY corners on a circle from its top; every second one is `inner` as far out."""
    return tuple(
        (
            (1 if place % 2 == 0 else inner) * sin(2 * pi * (place / number + turn)),
            -(1 if place % 2 == 0 else inner) * cos(2 * pi * (place / number + turn)),
        )
        for place in range(number)
    )


_CROSS: Outline = (
    (-0.35, -1), (0.35, -1), (0.35, -0.35), (1, -0.35), (1, 0.35), (0.35, 0.35),
    (0.35, 1), (-0.35, 1), (-0.35, 0.35), (-1, 0.35), (-1, -0.35), (-0.35, -0.35),
)  # fmt: skip

OUTLINES: dict[str, Outline] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle-up": _corners(3),
    "triangle-down": _corners(3, 1 / 2),
    "triangle-right": _corners(3, 1 / 4),
    "triangle-left": _corners(3, 3 / 4),
    "pentagon": _corners(5),
    "hexagon": _corners(6),
    "star": _corners(10, inner=0.45),
    "cross": _CROSS,
    "x": tuple(((x - y) * 0.7071, (x + y) * 0.7071) for x, y in _CROSS),
    "bowtie": ((-1, -0.8), (1, 0.8), (1, -0.8), (-1, 0.8)),
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "diamond-wide": ((0, -0.9), (1.4, 0), (0, 0.9), (-1.4, 0)),
}
"""By their names in `lib.charts.theme.GLYPHS`; the circle has none."""
