"""Curves as SVG: axes, series with their intervals and names, pooled shares, and the counts."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lib.charts.marks import Label, Marker, Pool, Run, Series, Stroke
from lib.charts.spec import COUNT_LINE, NAME_LINE, CountRow, CountTable, Curves, Panel
from lib.charts.svg.pen import XY, number, on_both, path, text
from lib.charts.svg.shapes import OUTLINES
from lib.charts.theme import GLYPHS, Theme

LABEL_SIZE, TICK_SIZE = 13, 14
LINE = 16
"""Pixels from one line of a text to the next."""
TICK, GAP = 16, 8
"""Pixels from an axis to the middle of its texts, and to the end of those left of it."""
BAND_OPACITY = 0.14
END_ROOM, INDENT = 64, 8
"""Pixels right of the axis in which its unit stands, or else at the left edge of the chart."""
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


@dataclass(frozen=True)
class PlotFrame:
    """Where the values of a panel stand on the page, in pixels."""

    left: float
    right: float
    top: float
    bottom: float
    wide: float
    panel: Panel
    theme: Theme

    def x(self, months: float) -> float:
        """Give where a month is."""
        axis = self.panel.across
        share = (months - axis.low) / (axis.high - axis.low)
        return self.left + share * (self.right - self.left)

    def y(self, percent: float) -> float:
        """Give where a share in percent is."""
        axis = self.panel.up
        share = (percent - axis.low) / (axis.high - axis.low)
        return self.bottom - share * (self.bottom - self.top)

    def at(self, point: tuple[float, float]) -> XY:
        """Give where a point is."""
        return self.x(point[0]), self.y(point[1])


def curves(chart: Curves, alt: str) -> str:
    """Write the SVG of a chart that knows its width; `alt` is what it shows, in words."""
    canvas = chart.canvas
    if canvas.width is None:
        raise ValueError("an SVG needs the width of its chart: draw it for a room")
    frames = [_frame(chart, panel) for panel in chart.panels]
    parts = [part for frame in frames for part in _panel(frame)]
    if chart.counts:
        parts += _counts(chart, chart.counts, frames[0])
    size = f"0 0 {number(canvas.width)} {number(canvas.height)}"
    style = f"fill:{on_both(canvas.theme.ink, True)};font-size:{TICK_SIZE}px"
    named = f'role="img" aria-label="{html.escape(alt)}"'
    return f'<svg viewBox="{size}" {named} style="{style}">{"".join(parts)}</svg>'


def _frame(chart: Curves, panel: Panel) -> PlotFrame:
    canvas, span = chart.canvas, panel.span
    left, top = canvas.margins.left, canvas.margins.top
    wide = (canvas.width or 0) - left - canvas.margins.right
    high = canvas.height - top - canvas.margins.bottom
    return PlotFrame(
        left=left + span.left * wide,
        right=left + span.right * wide,
        top=top + (1 - span.top) * high,
        bottom=top + (1 - span.bottom) * high,
        wide=canvas.width or 0,
        panel=panel,
        theme=canvas.theme,
    )


def _panel(frame: PlotFrame) -> Iterator[str]:
    yield from _axes(frame)
    panel = frame.panel
    for series in panel.series:
        yield from _series(frame, series)
    for pool in panel.pools:
        yield from _pool(frame, pool)
    for label in (*panel.labels, *(label for series in panel.series for label in series.labels)):
        yield from _label(frame, label)
    middle = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
    yield from _lines(panel.message, middle, "middle", LABEL_SIZE)
    if panel.title:
        yield text(panel.title, (frame.left, frame.top - LINE), style="font-weight:bold")


def _axes(frame: PlotFrame) -> Iterator[str]:
    grid, line = Stroke(frame.theme.grid, 1), Stroke(frame.theme.muted, 1)
    across, up = frame.panel.across, frame.panel.up
    for tick, words in zip(up.ticks, up.tick_texts, strict=True):
        yield path([(frame.left, frame.y(tick)), (frame.right, frame.y(tick))], grid)
        if up.is_numbered:
            yield text(words, (frame.left - GAP, frame.y(tick)), "end")
    for tick, words in zip(across.ticks, across.tick_texts, strict=True):
        yield path([(frame.x(tick), frame.top), (frame.x(tick), frame.bottom)], grid)
        yield text(words, (frame.x(tick), frame.bottom + TICK), "middle")
    yield path([(frame.left, frame.bottom), (frame.right, frame.bottom)], line)
    if across.end:
        has_room = frame.wide - frame.right >= END_ROOM
        at = (frame.wide - INDENT / 2, "end") if has_room else (INDENT, "start")
        yield text(across.end, (at[0], frame.bottom + TICK), at[1])
    else:
        under = (frame.left + frame.right) / 2, frame.bottom + TICK + LINE
        yield from _lines(across.title, under, "middle", LABEL_SIZE)


def _series(frame: PlotFrame, series: Series) -> Iterator[str]:
    places = [
        None if x is None or y is None else frame.at((x, y))
        for x, y in zip(series.drawn_x, series.y, strict=True)
    ]
    yield from _intervals(frame, series, places)
    if series.line and series.line.width:
        for is_point, run in groupby(places, key=lambda place: place is not None):
            drawn = [place for place in run if place is not None]
            if is_point and len(drawn) > 1:
                yield path(drawn, series.line)
    if series.marker:
        for index, place in enumerate(places):
            if place is not None:
                yield _marker(series.marker, index, place)


def _intervals(frame: PlotFrame, series: Series, places: list[XY | None]) -> Iterator[str]:
    if series.intervals is None:
        return
    reaches = {
        index: ((place[0], frame.y(ends[0])), (place[0], frame.y(ends[1])))
        for index, place in enumerate(places)
        if place and (ends := series.intervals.ends(index))
    }
    for band in series.intervals.bands:
        low, high = zip(*(reaches[index] for index in band), strict=True)
        if series.line:
            yield _area([*high, *reversed(low)], series.line.colour)
    if series.intervals.whiskers:
        for reach in reaches.values():
            yield path(reach, series.intervals.whiskers)


def _area(places: list[XY], colour: str) -> str:
    line = "L".join(f"{number(x)} {number(y)}" for x, y in places)
    return f'<path d="M{line}Z" style="fill:{on_both(colour)};fill-opacity:{BAND_OPACITY}"/>'


def _marker(marker: Marker, index: int, place: XY) -> str:
    symbol = marker.symbols[index if len(marker.symbols) > 1 else 0]
    fill = marker.fills[index if len(marker.fills) > 1 else 0] if marker.fills else "none"
    return shape(symbol, place, marker.size, marker.edge, fill)


def shape(symbol: str, place: XY, size: float, edge: Stroke, fill: str) -> str:
    """Draw one of the markers of `lib.charts.theme.GLYPHS` around a place."""
    (x, y), half = place, size / 2
    inside = fill if fill == "none" else on_both(fill)
    if symbol == "circle":
        style = f"stroke:{on_both(edge.colour)};stroke-width:{edge.width:g};fill:{inside}"
        centre = f'cx="{number(x)}" cy="{number(y)}"'
        return f'<circle {centre} r="{number(half)}" style="{style}"/>'
    outline = [(x + half * right, y + half * down) for right, down in OUTLINES[symbol]]
    return path(outline, edge, inside, is_closed=True)


def _pool(frame: PlotFrame, pool: Pool) -> Iterator[str]:
    ink, ground = frame.theme.ink, frame.theme.background
    low, high = frame.y(pool.low), frame.y(pool.high)
    start, end = frame.x(pool.start), frame.x(pool.end)
    below = 0
    if pool.origin:
        first = frame.at(pool.origin)
        yield path([first, (start, frame.y(pool.value))], Stroke(ink, 5))
        yield shape("diamond", first, 14, Stroke(ground, 2), ink)
        yield text(pool.origin_label, (first[0] - 11, first[1]), "end", "font-weight:bold")
        below = LINE if pool.origin[1] >= pool.value else -LINE
    if start == end:
        yield path([(start, low), (start, high)], Stroke(ink, 5))
        yield shape("diamond", (start, frame.y(pool.value)), 14, Stroke(ground, 2), ink)
    else:
        yield _area([(start, low), (end, low), (end, high), (start, high)], ink)
        yield path([(start, frame.y(pool.value)), (end, frame.y(pool.value))], Stroke(ink, 6))
    yield text(pool.label, (start - 11, frame.y(pool.value) + below), "end", "font-weight:bold")


def _label(frame: PlotFrame, label: Label) -> Iterator[str]:
    x, y = frame.at(label.at)
    right, down = label.offset
    if label.is_tied:
        tie = Stroke(label.text[0].colour or frame.theme.ink, 1)
        yield path([(x, y), (x + right, y + down)], tie)
    yield from _lines(label.text, (x + right, y + down), ANCHORS[label.edge], LABEL_SIZE)


def _lines(runs: tuple[Run, ...], middle: XY, anchor: str, size: float) -> Iterator[str]:
    """Write lines of text around the height of their middle."""
    x, y = middle
    for place, run in enumerate(runs):
        weight = ";font-weight:bold" if run.is_bold else ""
        colour = f";fill:{on_both(run.colour, True)}" if run.colour else ""
        at = x, y + (place - (len(runs) - 1) / 2) * LINE
        yield text(run.text, at, anchor, f"font-size:{size:g}px{weight}{colour}")


def _counts(chart: Curves, table: CountTable, frame: PlotFrame) -> Iterator[str]:
    """Write the rows of counts under the months."""
    canvas = chart.canvas
    bottom = canvas.height - canvas.margins.bottom
    top = bottom - table.share * (bottom - canvas.margins.top)
    style = f"font-size:{table.text_size:g}px"
    heading = " ".join(filter(None, [table.heading.text, table.omission.text]))
    yield text(heading, (table.edge, top - LINE / 2), style=style)
    for place, row in enumerate(table.rows):
        start = top + place * table.row
        yield from _name(table, row, start, frame)
        for months, lines in zip(row.months, row.texts, strict=True):
            runs = tuple(Run(line, colour=row.name.colour) for line in lines)
            room = COUNT_LINE + LINE * len(lines) / 2 if table.is_compact else table.row / 2
            yield from _lines(runs, (frame.x(months), start + room), "middle", table.text_size)


def _name(table: CountTable, row: CountRow, start: float, frame: PlotFrame) -> Iterator[str]:
    """Name a row of counts and show its marker: left of the counts, or above them."""
    size = f"font-size:{table.text_size:g}px"
    style = f"{size};fill:{on_both(row.name.colour, True)}" if row.name.colour else size
    words = f"{row.name.text} {GLYPHS[row.symbol][row.is_hollow]}"
    if table.is_compact:
        yield text(words, (table.edge, start + NAME_LINE), style=style)
        return
    middle = start + table.row / 2
    yield text(words, (frame.left - GAP, middle), "end", style)
    if row.study:
        yield text(row.study.text, (table.edge, middle), style=style)
