"""A forest plot: estimates under one another on one axis, their numbers in aligned columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import NamedTuple

from lib.charts.canvas import Axis, Canvas
from lib.charts.figure_options import Picture, canvas_around, plot_height
from lib.charts.marks import Run
from lib.charts.spec import Forest, Line
from lib.charts.text import shorten_label
from lib.phrases import MINUS

LINE_HEIGHT, COMPACT_LINE_HEIGHT = 36, 76
AXIS_ROOM, TITLE_LINE = 50, 18
CHAR_WIDTH = 7.3
LABEL_CHARS, COMPACT_LABEL_CHARS = 40, 44
SLIDE_PLOT = 240
"""Least width of the plot on a slide: what the columns leave beside it is for the labels."""

MOST_LINES = 60
"""Up to so many studies a figure draws; a browser slows past some hundred traces."""

HEADER_ROOM, SLIDE_LINE_HEIGHT = 16, 21
"""Room of the headers on a slide, and the least height of a line there."""
EDGE, COLUMN_GAP, COMPACT_RIGHT = 16, 22, 28


@dataclass(frozen=True)
class Scale:
    """The axis: its ends and ticks, what it says, and where there is no effect, if anywhere.

    What it says may have a second line, `more`.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    title: str
    no_effect: float | None = None
    unit: str = "%"
    more: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of its title."""
        return [self.title, *filter(None, [self.more])]


PERCENT = Scale(0, 100, (0, 20, 40, 60, 80, 100), "Responding")
"""Always 0 to 100 percent, so that two charts can be compared."""


def forest(
    lines: Sequence[Line], scale: Scale, headers: Sequence[str], picture: Picture | None = None
) -> Forest:
    """Lay out lines from top to bottom.

    Of more studies than there is room for those with the largest marks stay, of equals the first,
    by name where they are pooled, and a line counts the others.

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
    """
    picture = picture or Picture()
    under = AXIS_ROOM + TITLE_LINE * (len(scale.lines) - 1)
    lines = _fitting(lines, picture, under)
    layout = (
        _compact(lines, picture, under)
        if picture.compact
        else _wide(lines, headers, picture, under)
    )
    return Forest(
        canvas=layout.canvas,
        axis=_axis(scale),
        headers=tuple(headers),
        lines=tuple(lines),
        room=len(lines),
        names=layout.names,
        columns=layout.columns,
        no_effect=scale.no_effect,
        is_compact=picture.compact,
    )


class _Layout(NamedTuple):
    """What is around the plot, the names of the lines, and where the text columns start."""

    canvas: Canvas
    names: tuple[str, ...]
    columns: tuple[float, ...] = ()


def _fitting(lines: Sequence[Line], picture: Picture, under: int) -> Sequence[Line]:
    """Leave out the smallest studies that have no room, and say how many."""
    pooled = [line for line in lines if line.kind != "study"]
    studies = [line for line in lines if line.kind == "study"]
    most = MOST_LINES
    if picture.room is not None:
        slide_lines = plot_height(picture, under + HEADER_ROOM, 0) // SLIDE_LINE_HEIGHT
        most = slide_lines - len(pooled)
        most -= len(studies) > most
    if len(studies) <= most:
        return lines
    # Where nothing is pooled the order is the reader's own.
    names = [line.label if pooled else "" for line in studies]
    by_size = sorted((-line.size, names[place], place) for place, line in enumerate(studies))
    kept = sorted(place for _, _, place in by_size[:most])
    more = f"and {len(studies) - most} more, not drawn here"
    rest = Line(more, tuple("" for _ in lines[0].texts), nan, nan, nan)
    return [*_with_part(studies, kept), rest, *pooled]


def _with_part(studies: Sequence[Line], kept: Sequence[int]) -> list[Line]:
    """Give the lines that stay, and the rule of a part to the first of it that does."""
    first = next((place for place, line in enumerate(studies) if line.begins_part), len(studies))
    begins = next((place for place in kept if place >= first), None)
    return [replace(studies[place], begins_part=place == begins) for place in kept]


def _axis(scale: Scale) -> Axis:
    texts = tuple(f"{tick:g}{scale.unit}".replace("-", MINUS) for tick in scale.ticks)
    title = tuple(map(Run, scale.lines))
    return Axis(scale.low, scale.high, scale.ticks, texts, title, scale.unit)


def _wide(lines: Sequence[Line], headers: Sequence[str], picture: Picture, under: int) -> _Layout:
    """Labels left of the plot, text columns right of it."""
    starts, end = [], COLUMN_GAP
    for column, header in enumerate(headers[1:]):
        starts.append(end)
        end += _width([header, *(line.texts[column] for line in lines)])
    chars = LABEL_CHARS
    if picture.room is not None:
        chars = int((picture.room[0] - end - SLIDE_PLOT - EDGE) / CHAR_WIDTH)
    names = tuple(shorten_label(line.label, chars) for line in lines)
    canvas = canvas_around(picture, (LINE_HEIGHT * len(lines), _width([*names, headers[0]])), under)
    top = canvas.margins.top + (HEADER_ROOM if picture.room is not None else 0)
    canvas = replace(canvas, margins=replace(canvas.margins, right=end, top=top))
    return _Layout(canvas, names, tuple(starts))


def _compact(lines: Sequence[Line], picture: Picture, under: int) -> _Layout:
    """Label and texts of each line above its mark."""
    canvas = canvas_around(picture, (COMPACT_LINE_HEIGHT * len(lines), EDGE), under)
    canvas = replace(canvas, margins=replace(canvas.margins, right=COMPACT_RIGHT))
    names = tuple(shorten_label(line.label, COMPACT_LABEL_CHARS) for line in lines)
    return _Layout(canvas, names)


def _width(texts: Sequence[str]) -> int:
    return int(CHAR_WIDTH * max(map(len, texts))) + EDGE
