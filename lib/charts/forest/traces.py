"""What a line of a forest plot is drawn as: a marker with its interval, a diamond or a bar."""

from dataclasses import dataclass
from math import isnan
from typing import Any, Literal

from lib.charts.curves.traces import RING
from lib.charts.figure_options import Picture
from lib.charts.text import shown
from lib.charts.theme import Look, Theme, translucent

Kind = Literal["study", "pooled", "prediction"]

SMALLEST = 6
"""The least size of a marker, in pixels."""

DIAMOND, COMPACT_DIAMOND = 0.27, 0.13
"""Half the height of a diamond, as a share of its line."""


@dataclass(frozen=True)
class Line:
    """One line of a forest plot.

    Attributes
    ----------
    label
        What it is.
    texts
        Its text columns, as many as there are headers.
    value, low, high
        Where it lies, on the scale of the axis; nan where not known: no whisker is drawn then.
    kind
        A `study` is a marker with whiskers, `pooled` a diamond, `prediction` a bar.
    look
        Colour and marker; without one a square in the ink of the text.
    size
        Of the marker, in pixels; it is drawn with `SMALLEST` at least.
    is_hollow
        Whether the marker is hollow (a caution).
    is_tried
        Whether it rests on rows that are only tried: its marker has a ring.
    """

    label: str
    texts: tuple[str, ...]
    value: float
    low: float
    high: float
    kind: Kind = "study"
    look: Look | None = None
    size: float = 12
    is_hollow: bool = False
    is_tried: bool = False


def mark(place: int, line: Line, picture: Picture) -> dict[str, Any]:
    """Draw what a line estimates; `place` is its own, from 0 at the top."""
    colour = line.look.colour if line.look else picture.theme.ink
    shared = {
        "type": "scatter",
        "meta": line.kind,
        "name": shown(line.label),
        "text": f"<b>{shown(line.label)}</b><br>{'<br>'.join(map(shown, line.texts))}",
        "hovertemplate": "%{text}<extra></extra>",
    }
    if line.kind == "study":
        return shared | _marker(place, line, colour, picture.theme)
    if line.kind == "prediction":
        return shared | _bar(place, line, colour)
    return shared | _diamond(line, colour, place, COMPACT_DIAMOND if picture.compact else DIAMOND)


def _marker(place: int, line: Line, colour: str, theme: Theme) -> dict[str, Any]:
    known = not isnan(line.value)
    has_interval = known and not isnan(line.low + line.high)
    return {
        "mode": "markers",
        "x": [line.value if known else None],
        "y": [place],
        "marker": {
            "symbol": line.look.symbol if line.look else "square",
            "size": max(SMALLEST, line.size),
            "color": theme.background if line.is_hollow else colour,
            "opacity": 1,
            "line": {"color": colour, "width": 2 if line.is_hollow else 0},
        },
        "error_x": {
            "visible": has_interval,
            "symmetric": False,
            "array": [line.high - line.value if has_interval else 0],
            "arrayminus": [line.value - line.low if has_interval else 0],
            "color": colour,
            "thickness": 2,
            "width": 4,
        },
        "cliponaxis": False,
    }


def ring(place: int, line: Line, picture: Picture) -> dict[str, Any]:
    """Stand around the marker of what is only tried, as on the curves."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [None if isnan(line.value) else line.value],
        "y": [place],
        "marker": {
            "symbol": "circle-open",
            "size": max(RING, line.size + 8),
            "color": picture.theme.ink,
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
