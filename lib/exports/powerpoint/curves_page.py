"""Curves on a page: one chart with who was counted under it, or a chart a panel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from math import ceil, sqrt

from lib.charts.spec import CountRow, CountTable, Curves
from lib.charts.text_metrics import cut_to, width
from lib.charts.theme import GLYPHS, Theme
from lib.exports.powerpoint.native_chart.chart_layout import Drawing, Frame, axis_end
from lib.exports.powerpoint.native_chart.chart_xml import native_symbol
from lib.exports.powerpoint.native_chart.curves_plot import curves_plots
from lib.exports.powerpoint.native_chart.data_sheet import block_sheet
from lib.exports.powerpoint.native_chart.native_plot import Plot, one_line
from lib.exports.powerpoint.native_table import TableCell, add_table
from lib.exports.powerpoint.page import (
    BODY,
    SMALL,
    Area,
    Page,
    Words,
    add_chart,
    add_key,
    add_text,
)
from lib.phrases import cut_apart

AXIS_LEFT, AXIS_BELOW, RIGHT = 52, 48, 12
TOP, NO_TITLE_BELOW, PANEL_TOP = 4, 22, 30
ROW_HEIGHT, MOST_ROWS, TABLE_FONT = 15, 8, 12
"""Of the counts under the months; with more rows the chart would be left no room."""
MOST_NAME = 200
FEW_PANELS = 4
IN_NOTES = "Responding / counted: in the notes."


# The markers of a native chart as characters, filled and hollow.
_NATIVE_GLYPHS = {
    "circle": GLYPHS["circle"],
    "square": GLYPHS["square"],
    "triangle": GLYPHS["triangle-up"],
    "diamond": GLYPHS["diamond"],
    "plus": GLYPHS["cross"],
    "x": GLYPHS["x"],
    "star": "✱□",
}


def add_curves(page: Page, chart: Curves, area: Area) -> list[str]:
    """Draw curves or panels; give what is left out, in sentences."""
    plots = curves_plots(chart)
    if not plots:
        add_text(page, area, [Words(page.exhibit.alt or "Nothing to draw.", page.theme.ink, BODY)])
        return []
    add = _one if len(plots) == 1 and not plots[0].title else _panels
    return add(page, chart, plots, add_key(page, area, chart.canvas.key))


def _one(page: Page, chart: Curves, plots: Sequence[Plot], area: Area) -> list[str]:
    plot, table = plots[0], chart.counts
    counts = _counts(table, plot, page.theme, area) if table else None
    below = counts.height if counts else 0
    left = counts.columns[0] if counts else AXIS_LEFT
    box = Area(area.left, area.top, area.width, area.height - below)
    _chart(page, plot, box, (left, page.exhibit.alt))
    if counts:
        under = Area(area.left, area.top + box.height, sum(counts.columns), below)
        add_table(page, under, counts.columns, counts.cells)
    return [IN_NOTES] if table and not counts else []


def _chart(page: Page, plot: Plot, box: Area, how: tuple[float, str]) -> None:
    left, alt = how
    frame = _frame(box, left)
    sheet = block_sheet(plot.curves, one_line(plot.across.title) or "Months")
    sheet.say(page.exhibit.method, page.exhibit.source)
    drawn = Drawing(plot, sheet.refs, page.theme, frame)
    add_chart(page, box, (drawn, sheet), ("Response curves", alt))


def _frame(box: Area, left: float) -> Frame:
    inner = (left, TOP, box.width - left - RIGHT, box.height - TOP - NO_TITLE_BELOW)
    return Frame((box.width, box.height), inner, BODY)


@dataclass(frozen=True)
class _CountRows:
    """The table under the months: widths of its columns in points, and its cells."""

    columns: tuple[float, ...]
    cells: list[list[TableCell]]

    @property
    def height(self) -> float:
        return ROW_HEIGHT * len(self.cells)


def _counts(table: CountTable, plot: Plot, theme: Theme, area: Area) -> _CountRows | None:
    """Stand each count under its month as far as there is room; None where there is none."""
    if len(table.rows) > MOST_ROWS:
        return None
    months = sorted({month for row in table.rows for month in row.months})
    texts = [text for row in table.rows for text in row.counts]
    longest = max(width(row.label, TABLE_FONT) for row in table.rows)
    name = max(120.0, min(longest, MOST_NAME) + 2 * TABLE_FONT)
    frame = _frame(area, name)
    scale = frame.inner[2] / axis_end(plot, frame)
    spans = _spans([month * scale for month in months], frame.inner[2] + RIGHT)
    need = max((width(text, TABLE_FONT) for text in texts), default=0) + 2
    if any(end - start - sum(free) < need for start, end, free in spans):
        each = frame.inner[2] / len(months)
        if each < need:
            return None
        spans = [(i * each, (i + 1) * each, (0, 0)) for i in range(len(months))]
    columns = (name, *(end - start for start, end, _ in spans))
    frees = [free for _, _, free in spans]
    heading = _heading(table.heading.text, [f"{month:g}" for month in months], frees, theme)
    cut = partial(cut_to, size=TABLE_FONT, room=MOST_NAME)
    names = cut_apart((row.label for row in table.rows), cut)
    rows = [_row(row, names[row.label], months, frees, theme) for row in table.rows]
    return _CountRows(columns, [heading, *rows])


ChartColumn = tuple[float, float, tuple[float, float]]
"""Where a column starts and ends, and what is free on either side of what stands in it."""


def _spans(at: Sequence[float], room: float) -> list[ChartColumn]:
    """Columns that meet halfway between months, each text centred under its month, in the room."""
    halves = [(a + b) / 2 for a, b in pairwise(at)]
    last = min(room, 2 * at[-1] - (halves[-1] if halves else 0))
    edges = [0.0, *halves, last]
    spans: list[ChartColumn] = []
    for month, (start, end) in zip(at, pairwise(edges), strict=True):
        more = (month - start) - (end - month)
        spans.append((start, end, (max(0.0, more), max(0.0, -more))))
    return spans


def _heading(
    heading: str, months: Sequence[str], frees: Sequence[tuple[float, float]], theme: Theme
) -> list[TableCell]:
    name = TableCell((Words(heading, theme.muted, TABLE_FONT, bold=True),), free=(0, 0))
    return [
        name,
        *(
            TableCell((Words(month, theme.muted, TABLE_FONT, bold=True),), True, free)
            for month, free in zip(months, frees, strict=True)
        ),
    ]


def _row(
    row: CountRow,
    label: str,
    months: Sequence[float],
    frees: Sequence[tuple[float, float]],
    theme: Theme,
) -> list[TableCell]:
    name = Words(label, theme.ink, TABLE_FONT)
    glyph = _NATIVE_GLYPHS[native_symbol(row.symbol, row.is_hollow)][row.is_hollow]
    counts = dict(zip(row.months, row.counts, strict=True))
    return [
        TableCell((name, Words(f" {glyph}", row.colour, TABLE_FONT)), free=(0, 0)),
        *(
            TableCell((Words(counts.get(month, ""), theme.ink, TABLE_FONT),), True, free)
            for month, free in zip(months, frees, strict=True)
        ),
    ]


def _panels(page: Page, _: Curves, plots: Sequence[Plot], area: Area) -> list[str]:
    """Draw a chart a panel, in rows; small ones leave out what the foot can say for all."""
    number = len(plots)
    is_small = number > FEW_PANELS
    down = ceil(number / min(number, max(3, ceil(sqrt(number * 1.6)))))
    across = ceil(number / down)
    width, height = area.width / across, area.height / down
    below = NO_TITLE_BELOW if is_small else AXIS_BELOW
    font = SMALL if is_small else BODY
    for i, plot in enumerate(plots):
        row, column = divmod(i, across)
        box = Area(area.left + column * width, area.top + row * height, width - 8, height - 4)
        inner = (46, PANEL_TOP, box.width - 46 - 8, box.height - PANEL_TOP - below)
        frame = Frame((box.width, box.height), inner, font)
        sheet = block_sheet(plot.curves, one_line(plot.across.title) or "Months since treatment")
        sheet.say(page.exhibit.method, page.exhibit.source)
        bare = replace(plot, across=replace(plot.across, title=())) if is_small else plot
        drawn = Drawing(bare, sheet.refs, page.theme, frame, with_counts=not is_small)
        alt = page.exhibit.alt if i == 0 else _alt(plot)
        add_chart(page, box, (drawn, sheet), (f"Panel {i + 1}: {plot.title}", alt))
    return [f"Across: months since treatment. {IN_NOTES}"] if is_small else []


def _alt(plot: Plot) -> str:
    """Tell the numbers of one panel; the first tells of all."""
    told = (
        f"{curve.name}: "
        + ", ".join(
            f"{y:g}% at {x:g} months"
            for x, y in zip(curve.x, curve.y, strict=True)
            if y is not None
        )
        for curve in plot.curves
    )
    return f"{plot.title}. {'; '.join(told)}."
