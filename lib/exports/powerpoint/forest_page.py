"""A forest plot on a page: a table whose rows a native chart runs along."""

from collections.abc import Sequence
from dataclasses import replace

from lib.exports.powerpoint.drawn import Drawn, Frame
from lib.exports.powerpoint.measure import fitted, width
from lib.exports.powerpoint.model import (
    BARS,
    RULE,
    Axis,
    Colour,
    Curve,
    Paper,
    Plot,
    Plotted,
    Stroke,
)
from lib.exports.powerpoint.page import (
    BODY,
    SMALL,
    Area,
    Cell,
    Page,
    Words,
    add_chart,
    add_table,
)
from lib.exports.powerpoint.sheet import listed

MOST_LINES = 14
"""Lines whose texts can be read on a page."""
LINE_HEIGHT, TALL = 42, 24
"""The most a line is high, and from which height on its text is larger, in points."""
AXIS_BELOW, SIDE, SIDE_FREE = 54, 24, 4
TITLE_LINE, TITLE_SHARE = 20, 0.75
"""Room for a second line of the axis' title, and the share of the width that one line has."""
MOST_NAME, MOST_TEXT = 270, 230
PLOT_SHARE = 0.36


def add_forest(page: Page, read: Plotted, area: Area) -> list[str]:
    """Draw a forest plot; give what is left out, in sentences."""
    plot = _few(read.plots[0])
    lines = _lines(plot)
    plot = replace(plot, curves=(*_bars(lines, read.paper), *plot.curves))
    height = min(LINE_HEIGHT, (area.height - AXIS_BELOW - TITLE_LINE) / (len(lines) + 1))
    size = BODY if height >= TALL else SMALL
    texts = [list(read.headers), *([line.name, *line.texts] for line in lines)]
    widths = _widths(texts, size, area.width)
    cells = [
        _row(row, widths, Words("", read.paper.muted if i == 0 else read.paper.ink, size, bold))
        for i, row in enumerate(texts)
        for bold in [i == 0 or lines[i - 1].kind != "study"]
    ]
    add_table(page, Area(area.left, area.top, area.width, height * len(cells)), widths, cells)
    is_long = width(plot.across.title, BODY) > widths[1] * TITLE_SHARE
    below = AXIS_BELOW + (TITLE_LINE if is_long else 0)
    tall = height * len(lines)
    box = Area(area.left + widths[0], area.top + height, widths[1], tall + below)
    inner = (SIDE, 0, box.width - 2 * SIDE, tall)
    sheet = listed(plot.curves, read.headers)
    frame = Frame((box.width, box.height), inner, BODY)
    drawn = Drawn(plot, sheet.refs, read.paper, frame, is_forest=True)
    add_chart(page, box, (drawn, sheet), ("Forest plot", page.exhibit.alt))
    total = len(_lines(read.plots[0]))
    said = f"{len(lines)} of {total} lines are drawn; the notes have all of them."
    return [said] if total > len(lines) else []


def _lines(plot: Plot) -> list[Curve]:
    """What has a row of its own, from top to bottom."""
    own = [curve for curve in plot.curves if curve.kind != RULE]
    return sorted(own, key=lambda line: -(line.y[0] or 0))


def _bars(lines: Sequence[Curve], paper: Paper) -> list[Curve]:
    """All intervals as one thin series behind the rest.

    LibreOffice leaves horizontal error bars out when their amounts stand in a data sheet.
    """
    x: list[float | None] = []
    y: list[float | None] = []
    for line in lines:
        if ends := line.ends(line.x, 0):
            x += [*ends, ends[1]]
            y += [line.y[0], line.y[0], None]
    stroke = Stroke(Colour(paper.muted), 1.5)
    return [Curve("Intervals", BARS, tuple(x), tuple(y), stroke)] if x else []


def _few(plot: Plot) -> Plot:
    """Keep as many studies as can be read, and all that is pooled, moved up to them."""
    lines = _lines(plot)
    if len(lines) <= MOST_LINES:
        return plot
    pooled = [line for line in lines if line.kind != "study"][:MOST_LINES]
    studies = [line for line in lines if line.kind == "study"]
    kept = [*studies[: MOST_LINES - len(pooled)], *pooled]
    moved = [_moved(line, len(kept) - i - 0.5) for i, line in enumerate(kept)]
    whole = (float(len(kept)), 0.0)
    rules = [replace(c, y=whole) for c in plot.curves if c.kind == RULE and c.y[1] == 0]
    return replace(plot, up=Axis(0, len(kept), (), ""), curves=(*rules, *moved))


def _moved(line: Curve, to: float) -> Curve:
    start = line.y[0] or 0
    return replace(line, y=tuple(None if y is None else y - start + to for y in line.y))


def _widths(texts: Sequence[Sequence[str]], size: int, room: float) -> list[float]:
    """Name, room for the plot, then the text columns, in points."""
    needed = [
        max(width(text, size, bold=True) for text in column) + 3 * SIDE_FREE
        for column in zip(*texts, strict=True)
    ]
    name, others = min(MOST_NAME, needed[0]), [min(MOST_TEXT, need) for need in needed[1:]]
    less = min(1, room * (1 - PLOT_SHARE) / (name + sum(others)))
    columns = [less * column for column in (name, *others)]
    return [columns[0], room - sum(columns), *columns[1:]]


def _row(texts: Sequence[str], widths: Sequence[float], like: Words) -> list[Cell]:
    """A row whose second cell is the room of the plot."""
    name, *others = [
        Cell((replace(like, text=fitted(text, like.size, w - 2 * SIDE_FREE, like.bold)),))
        for text, w in zip(texts, [widths[0], *widths[2:]], strict=True)
    ]
    return [name, Cell(()), *others]
