"""A forest plot: estimates under one another on one axis, their numbers in aligned columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Any, Literal

import plotly.graph_objects as go

from lib.charts.picture import Picture, room_left, titled
from lib.charts.style import Look, Theme, base_layout, translucent
from lib.charts.text import shortened, shown

Kind = Literal["study", "pooled", "prediction"]

LINE_HEIGHT, COMPACT_LINE_HEIGHT = 36, 76
AXIS_ROOM = 50
TEXT_SIZE, CHAR_WIDTH = 14, 7.3
LABEL_CHARS, COMPACT_LABEL_CHARS, SLIDE_LABEL_CHARS = 40, 44, 30
HEADER_ROOM, SLIDE_LINE_HEIGHT = 16, 21
"""Room of the headers on a slide, and the least height of a line there."""
EDGE, COLUMN_GAP, COMPACT_RIGHT = 16, 22, 28
DIAMOND, COMPACT_DIAMOND = 0.27, 0.13
"""Half the height of a diamond, as a share of its line."""
RULE, COMPACT_RULE = 0.5, 0.8
"""How far above the first of what is pooled the rule over it lies, in lines."""


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
        Of the marker, in pixels.
    is_hollow
        Whether the marker is hollow (a caution).
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


@dataclass(frozen=True)
class Scale:
    """The axis: its ends and ticks, what it says, and where there is no effect, if anywhere."""

    low: float
    high: float
    ticks: tuple[float, ...]
    title: str
    no_effect: float | None = None
    unit: str = "%"


PERCENT = Scale(0, 100, (0, 20, 40, 60, 80, 100), "Responding")
"""Always 0 to 100 percent, so that two charts can be compared."""


def forest(
    lines: Sequence[Line], scale: Scale, headers: Sequence[str], picture: Picture | None = None
) -> Any:
    """Draw lines from top to bottom.

    Parameters
    ----------
    lines
        What is drawn, in order. A rule sets what is pooled apart from the studies above it.
    scale
        The axis under them.
    headers
        The name of the column of labels, then of each text column.
    picture
        How to draw; compact puts the texts of a line above its mark.

    Returns
    -------
    A `plotly.graph_objects.Figure`. A trace's `meta` is its line's kind.
    """
    picture = picture or Picture()
    lines = _fitting(lines, picture)
    traces = [_trace(place, line, picture) for place, line in enumerate(lines)]
    layout = (
        _compact(lines, headers, picture) if picture.compact else _wide(lines, headers, picture)
    )
    layout |= base_layout(picture.theme)
    layout["xaxis"] = _axis(scale, picture.theme)
    layout["shapes"] = _rules(lines, scale, picture)
    return go.Figure({"data": traces, "layout": layout})


def _fitting(lines: Sequence[Line], picture: Picture) -> Sequence[Line]:
    """Leave out of a slide the last studies that have no room, and say how many."""
    room = room_left(picture, AXIS_ROOM + HEADER_ROOM, LINE_HEIGHT * len(lines))
    most = room // SLIDE_LINE_HEIGHT
    if len(lines) <= most or picture.room is None:
        return lines
    pooled = [line for line in lines if line.kind != "study"]
    studies = [line for line in lines if line.kind == "study"]
    kept = most - len(pooled) - 1
    more = f"and {len(studies) - kept} more, in the table"
    rest = Line(more, tuple("" for _ in lines[0].texts), nan, nan, nan)
    return [*studies[:kept], rest, *pooled]


def _trace(place: int, line: Line, picture: Picture) -> dict[str, Any]:
    colour = line.look.colour if line.look else picture.theme.ink
    shared = {
        "type": "scatter",
        "meta": line.kind,
        "name": "",
        "text": f"<b>{shown(line.label)}</b><br>{'<br>'.join(map(shown, line.texts))}",
        "hovertemplate": "%{text}",
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
            "size": line.size,
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


def _axis(scale: Scale, theme: Theme) -> dict[str, Any]:
    return {
        "range": [scale.low, scale.high],
        "title": {"text": scale.title, "standoff": 6, "font": {"size": 14}},
        "tickmode": "array",
        "tickvals": list(scale.ticks),
        "ticktext": [
            f"{tick:g}{scale.unit}".replace("-", "\N{MINUS SIGN}") for tick in scale.ticks
        ],
        "tickangle": 0,
        "ticks": "outside",
        "tickcolor": theme.muted,
        "gridcolor": theme.grid,
        "showline": True,
        "linecolor": theme.muted,
        "zeroline": False,
        "fixedrange": True,
    }


def _rules(lines: Sequence[Line], scale: Scale, picture: Picture) -> list[dict[str, Any]]:
    """No effect, the pooled value through the studies above it, and where the studies end."""
    theme, rise = picture.theme, COMPACT_RULE if picture.compact else RULE
    drawn = {"type": "line", "layer": "below"}
    rules = []
    if scale.no_effect is not None:
        across = {"x0": scale.no_effect, "x1": scale.no_effect, "y0": 0, "y1": 1, "yref": "paper"}
        rules.append(drawn | across | {"line": {"color": theme.muted, "width": 1.5}})
    for place, line in enumerate(lines):
        if line.kind == "pooled":
            up = {"x0": line.value, "x1": line.value, "y0": -0.5, "y1": place}
            rules.append(drawn | up | {"line": {"color": theme.muted, "width": 1.5, "dash": "dot"}})
        if place and line.kind != "study" and lines[place - 1].kind == "study":
            along = {"x0": 0, "x1": 1, "xref": "paper", "y0": place - rise, "y1": place - rise}
            rules.append(drawn | along | {"line": {"color": theme.muted, "width": 1}})
    return rules


def _wide(lines: Sequence[Line], headers: Sequence[str], picture: Picture) -> dict[str, Any]:
    """Labels left of the plot, text columns right of it."""
    chars = LABEL_CHARS if picture.room is None else SLIDE_LABEL_CHARS
    names = [shortened(line.label, chars) for line in lines]
    left = _width([*names, headers[0]])
    starts, end = [], COLUMN_GAP
    for column, header in enumerate(headers[1:]):
        starts.append(end)
        end += _width([header, *(line.texts[column] for line in lines)])
    layout = titled(picture, (LINE_HEIGHT * len(lines), left), AXIS_ROOM)
    layout["margin"]["r"] = end
    if picture.room is not None:
        layout["margin"]["t"] += HEADER_ROOM
    layout["yaxis"] = _lines_axis(lines)
    muted = {"size": TEXT_SIZE - 1, "color": picture.theme.muted}
    for header, shift in zip(headers, [8 - left, *starts], strict=True):
        words = f"<b>{shown(header)}</b>"
        layout["annotations"].append(_words(words, int(shift > 0), shift) | _above(muted))
    for place, line in enumerate(lines):
        cells = [
            (names[place], 0, 8 - left),
            *((t, 1, s) for t, s in zip(line.texts, starts, strict=True)),
        ]
        for text, x, shift in cells:
            words = shown(text) if line.kind == "study" else f"<b>{shown(text)}</b>"
            layout["annotations"].append(_words(words, x, shift) | {"y": place, "yref": "y"})
    return layout


def _compact(lines: Sequence[Line], headers: Sequence[str], picture: Picture) -> dict[str, Any]:
    """Label and texts of each line above its mark."""
    layout = titled(picture, (COMPACT_LINE_HEIGHT * len(lines), EDGE), AXIS_ROOM)
    layout["margin"]["r"] = COMPACT_RIGHT
    layout["yaxis"] = _lines_axis(lines) | {"range": [len(lines) - 0.65, -0.85]}
    muted = picture.theme.muted
    heading = f"<b>{shown(' · '.join(headers[1:]))}</b>"
    font = {"size": TEXT_SIZE - 1.5, "color": muted}
    layout["annotations"].append(_words(heading, 0, 8 - EDGE) | _above(font))
    for place, line in enumerate(lines):
        label = f"<b>{shown(shortened(line.label, COMPACT_LABEL_CHARS))}</b>"
        texts = f'<span style="color:{muted}">{shown(" · ".join(filter(None, line.texts)))}</span>'
        words = _words(f"{label}<br>{texts}", 0, 8 - EDGE)
        font = {"size": TEXT_SIZE - 1}
        above = {"y": place - 0.25, "yref": "y", "yanchor": "bottom", "align": "left", "font": font}
        above["bgcolor"] = picture.theme.background
        layout["annotations"].append(words | above)
    return layout


def _lines_axis(lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "range": [len(lines) - 0.5, -0.5],
        "showticklabels": False,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _words(text: str, x: int, shift: float) -> dict[str, Any]:
    return {
        "text": text,
        "x": x,
        "xref": "paper",
        "xanchor": "left",
        "xshift": shift,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": TEXT_SIZE},
    }


def _above(font: dict[str, Any]) -> dict[str, Any]:
    return {"y": 1, "yref": "paper", "yanchor": "bottom", "font": font}


def _width(texts: Sequence[str]) -> int:
    return int(CHAR_WIDTH * max(map(len, texts))) + EDGE
