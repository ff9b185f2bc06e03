"""A forest plot on a page: a table whose rows a native chart runs along."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from lib.charts.marks import Run
from lib.charts.spec import Forest, Line
from lib.charts.text_metrics import balanced, cut_to, width
from lib.exports.powerpoint.native_chart.chart_layout import Drawing, Frame
from lib.exports.powerpoint.native_chart.data_sheet import line_sheet
from lib.exports.powerpoint.native_chart.forest_plot import forest_plot
from lib.exports.powerpoint.native_chart.native_plot import one_line
from lib.exports.powerpoint.native_table import TableCell, add_table
from lib.exports.powerpoint.page import (
    BODY,
    SMALL,
    Area,
    Page,
    Words,
    add_chart,
)
from lib.phrases import cut_apart

MOST_LINES = 14
"""Lines whose texts can be read on a page."""
SIZES = (20, 18, 16, BODY)
"""Sizes of the type, the first of which is taken that leaves room, in points."""
LINE_HEIGHT, SPACED = 60, 1.7
"""The most a line is high, in points, and the least in sizes of its type."""
AXIS_BELOW, TITLE_LINE = 3.9, 1.45
"""Room for the axis with its title, and for each more line of that, in sizes of the type."""
TITLE_SHARE = 0.75
"""Of the width, what one line of the axis' title has."""
ABOVE = 1 / 3
"""Of what a page leaves free, what stands above the lines."""
SIDE, SIDE_FREE = 24, 4
MOST_NAME, MOST_TEXT = 270, 230
PLOT_SHARE = 0.36


def add_forest(page: Page, chart: Forest, area: Area) -> list[str]:
    """Draw a forest plot; give what is left out, in sentences."""
    few, ink, muted = _few(chart), page.theme.ink, page.theme.muted
    texts = [list(chart.headers), *([line.label, *line.texts] for line in few.lines)]
    size, height, widths, title, below = _fit(texts, one_line(chart.axis.title), area)
    _cut_names(texts[1:], size, widths[0])
    axis = replace(chart.axis, title=tuple(map(Run, title)))
    plot = forest_plot(replace(few, axis=axis), size / BODY)
    is_bold = [True, *(line.kind != "study" for line in few.lines)]
    parts = {place + 1 for place in few.parts}
    cells = [
        _row(row, widths, Words("", ink if i else muted, size, bold), muted if i in parts else "")
        for i, (row, bold) in enumerate(zip(texts, is_bold, strict=True))
    ]
    top = area.top + ABOVE * (area.height - height * len(cells) - below)
    add_table(page, Area(area.left, top, area.width, height * len(cells)), widths, cells)
    tall = height * len(few.lines)
    box = Area(area.left + widths[0], top + height, widths[1], tall + below)
    inner = (SIDE, 0, box.width - 2 * SIDE, tall)
    sheet = line_sheet(plot.curves, chart.headers)
    sheet.say(page.exhibit.method, page.exhibit.source)
    frame = Frame((box.width, box.height), inner, max(size, BODY))
    drawn = Drawing(plot, sheet.refs, page.theme, frame, is_forest=True)
    add_chart(page, box, (drawn, sheet), ("Forest plot", page.exhibit.alt))
    total = len(chart.lines)
    sentence = f"{len(few.lines)} of {total} lines are drawn; the notes have all of them."
    return [sentence] if total > len(few.lines) else []


def _few(chart: Forest) -> Forest:
    """Keep as many studies as can be read, and all that is pooled."""
    if len(chart.lines) <= MOST_LINES:
        return replace(chart, room=len(chart.lines))
    pooled = [line for line in chart.lines if line.kind != "study"][:MOST_LINES]
    studies = [line for line in chart.lines if line.kind == "study"]
    lines: list[Line] = [*studies[: MOST_LINES - len(pooled)], *pooled]
    return replace(chart, lines=tuple(lines), room=len(lines))


class TypeFit(NamedTuple):
    """A size of the type, and what it makes of a page: all in points.

    Attributes
    ----------
    size, height
        Of the type, and of a line.
    widths
        Of the columns.
    title
        The lines of the axis' title.
    below
        What the axis takes under the lines; its words are never smaller than `BODY`.
    """

    size: int
    height: float
    widths: list[float]
    title: list[str]
    below: float


def _fit(texts: Sequence[Sequence[str]], title: str, area: Area) -> TypeFit:
    """Choose the largest type that has room for all; `title` is that of the axis.

    In a larger type than usual nothing is cut that is whole in it.
    """
    for size in SIZES:
        fit = _fit_at(texts, title, area, size)
        is_whole = sum(_full_widths(texts, size)) <= area.width * (1 - PLOT_SHARE)
        if fit.height >= SPACED * size and (is_whole or size == BODY):
            return fit
    return _fit_at(texts, title, area, SMALL)


def _fit_at(texts: Sequence[Sequence[str]], title: str, area: Area, size: int) -> TypeFit:
    widths, words = _widths(texts, size, area.width), max(size, BODY)
    broken = balanced(title, words, widths[1] * TITLE_SHARE)
    below = words * (AXIS_BELOW + TITLE_LINE * (len(broken) - 1))
    height = min(LINE_HEIGHT, (area.height - below) / len(texts))
    return TypeFit(size, height, widths, broken, below)


def _cut_names(rows: Sequence[list[str]], size: int, room: float) -> None:
    """Cut the names at the beginning of rows so that those which differ stay apart."""
    cut = cut_apart((name for name, *_ in rows), partial(_cut, size=size, room=room))
    for row in rows:
        row[0] = cut[row[0]]


def _cut(text: str, size: int, room: float, bold: bool = False) -> str:
    return cut_to(text, size, room - 2 * SIDE_FREE, bold)


def _widths(texts: Sequence[Sequence[str]], size: int, room: float) -> list[float]:
    """Name, room for the plot, then the text columns, in points."""
    full, *others = _full_widths(texts, size)
    needed = [min(MOST_NAME, full), *(min(MOST_TEXT, need) for need in others)]
    less = min(1, room * (1 - PLOT_SHARE) / sum(needed))
    name, *others = [less * column for column in needed]
    return [name, room - name - sum(others), *others]


def _full_widths(texts: Sequence[Sequence[str]], size: int) -> list[float]:
    """What the name and each text column would take, in points."""
    return [
        max(width(text, size, bold=True) for text in column) + 3 * SIDE_FREE
        for column in zip(*texts, strict=True)
    ]


def _row(texts: Sequence[str], widths: Sequence[float], like: Words, rule: str) -> list[TableCell]:
    """A row whose second cell is the room of the plot, under a rule of that colour, if any."""
    name, *others = [
        TableCell((replace(like, text=_cut(text, like.size, w, like.bold)),), rule=rule)
        for text, w in zip(texts, [widths[0], *widths[2:]], strict=True)
    ]
    return [name, TableCell((), rule=rule), *others]
