"""What a line of a forest plot is drawn as: a marker with its interval, a diamond or a bar."""

from math import isnan
from typing import Any

from lib.charts.plotly.markup import BREAK, bold, escape, translucent
from lib.charts.spec import Line
from lib.charts.theme import Theme

SMALLEST, RING = 6, 20
"""The least size of a marker and of a ring, in pixels."""

DIAMOND, COMPACT_DIAMOND = 0.27, 0.13
"""Half the height of a diamond, as a share of its line."""


def mark(place: int, line: Line, theme: Theme, is_compact: bool) -> dict[str, Any]:
    """Draw what a line estimates; `place` is its own, from 0 at the top."""
    colour = line.look.colour if line.look else theme.ink
    shared = {
        "type": "scatter",
        "meta": line.kind,
        "name": escape(line.label),
        "text": BREAK.join([bold(line.label), *map(escape, line.texts)]),
        "hovertemplate": "%{text}<extra></extra>",
    }
    if line.kind == "study":
        return shared | _marker(place, line, colour, theme)
    if line.kind == "prediction":
        return shared | _bar(place, line, colour)
    return shared | _diamond(line, colour, place, COMPACT_DIAMOND if is_compact else DIAMOND)


def _marker(place: int, line: Line, colour: str, theme: Theme) -> dict[str, Any]:
    return {
        "mode": "markers",
        "x": _value(line),
        "y": [place],
        "marker": {
            "symbol": line.look.symbol if line.look else "square",
            "size": max(SMALLEST, line.size),
            "color": theme.background if line.is_hollow else colour,
            "opacity": 1,
            "line": {"color": colour, "width": 2 if line.is_hollow else 0},
        },
        "error_x": {
            "visible": line.has_interval,
            "symmetric": False,
            "array": [line.high - line.value if line.has_interval else 0],
            "arrayminus": [line.value - line.low if line.has_interval else 0],
            "color": colour,
            "thickness": 2,
            "width": 4,
        },
        "cliponaxis": False,
    }


def _value(line: Line) -> list[float | None]:
    return [None if isnan(line.value) else line.value]


def ring(place: int, line: Line, theme: Theme) -> dict[str, Any]:
    """Stand around the marker of what is only tried, as on the curves."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": _value(line),
        "y": [place],
        "marker": {
            "symbol": "circle-open",
            "size": max(RING, line.size + 8),
            "color": theme.ink,
            "line": {"width": 2},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
        "meta": "tried",
    }


def _diamond(line: Line, colour: str, place: int, half: float) -> dict[str, Any]:
    return {
        "mode": "lines",
        "x": [line.low, line.value, line.high, line.value, line.low],
        "y": [place, place - half, place, place + half, place],
        "fill": "toself",
        "fillcolor": translucent(colour, 0.75),
        "line": {"color": colour, "width": 2},
        "hoveron": "points",
    }


def _bar(place: int, line: Line, colour: str) -> dict[str, Any]:
    return {
        "mode": "lines",
        "x": [line.low, line.high],
        "y": [place, place],
        "line": {"color": translucent(colour, 0.55), "width": 9},
    }
