"""A forest plot: estimates under one another on one axis, their numbers in aligned columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import plotly.graph_objects as go

from lib.charts.figure_options import Picture, room_left, titled
from lib.charts.forest.traces import Line, mark, ring
from lib.charts.text import shortened_label, shown
from lib.charts.theme import Theme, base_layout
from lib.phrases import MINUS

LINE_HEIGHT, COMPACT_LINE_HEIGHT = 36, 76
AXIS_ROOM, TITLE_LINE = 50, 18
TEXT_SIZE, CHAR_WIDTH = 14, 7.3
LABEL_CHARS, COMPACT_LABEL_CHARS = 40, 44
SLIDE_PLOT = 240
"""Least width of the plot on a slide: what the columns leave beside it is for the labels."""

MOST_LINES = 60
"""Up to so many studies a figure draws; a browser slows past some hundred traces."""

HEADER_ROOM, SLIDE_LINE_HEIGHT = 16, 21
"""Room of the headers on a slide, and the least height of a line there."""
EDGE, COLUMN_GAP, COMPACT_RIGHT = 16, 22, 28
RULE, COMPACT_RULE = 0.5, 0.8
"""How far above the first of what is pooled the rule over it lies, in lines."""


@dataclass(frozen=True)
class Scale:
    """The axis: its ends and ticks, what it says, and where there is no effect, if anywhere.

    What it says is escaped, and may have two lines.
    """

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

    Of more studies than there is room for those with the largest marks stay, of equals the first,
    and a line counts the others.

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
    A `plotly.graph_objects.Figure`. A trace's `meta` is its line's kind, or `tried` for a ring.
    """
    picture = picture or Picture()
    under = AXIS_ROOM + TITLE_LINE * scale.title.count("<br>")
    lines = _fitting(lines, picture, under)
    traces = [mark(place, line, picture) for place, line in enumerate(lines)]
    traces += [ring(place, line, picture) for place, line in enumerate(lines) if line.is_tried]
    layout = (_compact if picture.compact else _wide)(lines, headers, picture, under)
    layout |= base_layout(picture.theme)
    layout["xaxis"] = _axis(scale, picture.theme)
    layout["shapes"] = _rules(lines, scale, picture)
    return go.Figure({"data": traces, "layout": layout})


def _fitting(lines: Sequence[Line], picture: Picture, under: int) -> Sequence[Line]:
    """Leave out the smallest studies that have no room, and say how many."""
    pooled = [line for line in lines if line.kind != "study"]
    studies = [line for line in lines if line.kind == "study"]
    most = MOST_LINES
    if picture.room is not None:
        slide_lines = room_left(picture, under + HEADER_ROOM, 0) // SLIDE_LINE_HEIGHT
        most = slide_lines - len(pooled)
        most -= len(studies) > most
    if len(studies) <= most:
        return lines
    largest = sorted(range(len(studies)), key=lambda place: -studies[place].size)[:most]
    more = f"and {len(studies) - most} more, not drawn here"
    rest = Line(more, tuple("" for _ in lines[0].texts), nan, nan, nan)
    return [*(studies[place] for place in sorted(largest)), rest, *pooled]


def _axis(scale: Scale, theme: Theme) -> dict[str, Any]:
    return {
        "range": [scale.low, scale.high],
        "title": {"text": scale.title, "standoff": 6, "font": {"size": 14}},
        "tickmode": "array",
        "tickvals": list(scale.ticks),
        "ticktext": [f"{tick:g}{scale.unit}".replace("-", MINUS) for tick in scale.ticks],
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


def _wide(
    lines: Sequence[Line], headers: Sequence[str], picture: Picture, under: int
) -> dict[str, Any]:
    """Labels left of the plot, text columns right of it."""
    starts, end = [], COLUMN_GAP
    for column, header in enumerate(headers[1:]):
        starts.append(end)
        end += _width([header, *(line.texts[column] for line in lines)])
    chars = LABEL_CHARS
    if picture.room is not None:
        chars = int((picture.room[0] - end - SLIDE_PLOT - EDGE) / CHAR_WIDTH)
    names = [shortened_label(line.label, chars) for line in lines]
    left = _width([*names, headers[0]])
    layout = titled(picture, (LINE_HEIGHT * len(lines), left), under)
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


def _compact(
    lines: Sequence[Line], headers: Sequence[str], picture: Picture, under: int
) -> dict[str, Any]:
    """Label and texts of each line above its mark."""
    layout = titled(picture, (COMPACT_LINE_HEIGHT * len(lines), EDGE), under)
    layout["margin"]["r"] = COMPACT_RIGHT
    layout["yaxis"] = _lines_axis(lines) | {"range": [len(lines) - 0.65, -0.85]}
    muted = picture.theme.muted
    heading = f"<b>{shown(' · '.join(headers[1:]))}</b>"
    font = {"size": TEXT_SIZE - 1.5, "color": muted}
    layout["annotations"].append(_words(heading, 0, 8 - EDGE) | _above(font))
    for place, line in enumerate(lines):
        label = f"<b>{shown(shortened_label(line.label, COMPACT_LABEL_CHARS))}</b>"
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
