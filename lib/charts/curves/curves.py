"""The large figure: a curve a series over true months, with who was counted under it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lib.analysis.estimates import MOST_DRAWN
from lib.analysis.fitted_curves import FittedLine
from lib.charts.axes import months_axis, percent_axis
from lib.charts.canvas import Axis
from lib.charts.curves.at_risk_table import CountsTable
from lib.charts.curves.fits import fits
from lib.charts.curves.label_placement import PlotArea
from lib.charts.curves.labels import PLOT_HEIGHT, axis_end, label_lines, with_labels
from lib.charts.curves.series import SMALL_RING, context_of, rings, series_of
from lib.charts.figure_options import RIGHT_MARGIN, Picture, canvas_around, plot_height
from lib.charts.looks import Hue, fade, hues, looks
from lib.charts.marks import Series
from lib.charts.spec import Curves, Panel, Span

NARROW_MARGIN = 52
LEAST_WIDE = 520
"""Pixels of the months in the narrowest wide window: labels clear there are clear in any."""

CROWD = 100
"""More series than so many are drawn fainter."""

AXIS_ROOM, TABLE_GAP, SLIDE_TABLE_GAP = 46, 74, 64


def curves(
    points: pd.DataFrame,
    focus: str | None = None,
    picture: Picture | None = None,
    fitted: Sequence[FittedLine] = (),
) -> Curves:
    """Lay out all series in one chart.

    Up to `MOST_DRAWN` series each has its own colours and whiskers, or fades if
    another study is in focus; past that those of one colour are one trace, and all
    but the focus one grey trace.

    Parameters
    ----------
    points
        The estimate frame with words (`lib.narrative.series_text`), sorted by series and month.
    focus
        The study to keep in colour while the others fade, or None.
    picture
        How to draw.
    fitted
        Lines to draw under the series that they were fitted to.

    Returns
    -------
    One panel, with who was counted under it.
    """
    picture = picture or Picture()
    is_crowded = points["series"].nunique() > MOST_DRAWN
    in_focus = points["study"] == focus
    bright = points[in_focus] if in_focus.any() else points[:0] if is_crowded else points
    drawn = bright if is_crowded else points
    kind = "band" if in_focus.any() else "whiskers"
    bright_series = set(bright["series"])
    look = fade(looks(drawn, picture), picture.theme, bright_series)
    table = CountsTable(drawn, frozenset(bright_series), look, picture)
    size = _size(points, table)
    lines = fits(fitted, look)
    series = with_labels(_series(table, kind), label_lines(table), size.plot, picture.theme, lines)
    behind = _crowd(points[~in_focus], picture, bool(in_focus.any())) if is_crowded else []
    in_front = rings(drawn, picture.theme)
    panel = Panel(
        across=_across(points["months"], table, size),
        up=percent_axis(),
        series=(*behind, *lines, *series.values(), *in_front),
        span=Span(bottom=(table.height + size.gap) / size.inner),
    )
    canvas = canvas_around(picture, (size.inner, size.left))
    return Curves(canvas, (panel,), table.counts(table.height / size.inner))


def _series(table: CountsTable, kind: str) -> dict[int, Series]:
    """Make each series, those in colour with intervals of a kind."""
    kinds = {number: kind if number in table.bright else "plain" for number in table.by_series}
    return {
        number: series_of(own, table.look[number], table.picture.theme, kinds[number])
        for number, own in table.by_series.items()
    }


def _crowd(points: pd.DataFrame, picture: Picture, is_grey: bool) -> list[Series]:
    """Draw many series faintly, a trace a colour; behind a focus all are grey."""
    grey = Hue("Other series", picture.theme.context, points)
    # The more lines cross, the fainter each must be for their density to be seen.
    few, many = (0.45, 0.18) if is_grey else (0.45, 0.3)
    faint = few if points["series"].nunique() <= CROWD else many
    # What comes first in the file lies in front.
    parts = [grey] if is_grey else reversed(list(hues(points, picture)))
    drawn = [context_of(part, picture, faint) for part in parts]
    return [*drawn, *rings(points, picture.theme, SMALL_RING)]


def _across(months: pd.Series, table: CountsTable, size: "_Size") -> Axis:
    """On a slide the lines of the months are too strong to cross the counts."""
    axis = months_axis(months, size.plot.end, table.picture)
    is_short = bool(table.rows) and table.picture.room is not None
    return replace(axis, has_short_grid=is_short)


@dataclass(frozen=True)
class _Size:
    """Pixels of plot, gap and table together, of the gap and of the left margin; the plot."""

    inner: int
    gap: int
    left: int
    plot: PlotArea


def _size(points: pd.DataFrame, table: CountsTable) -> _Size:
    picture = table.picture
    full_gap = TABLE_GAP if picture.room is None else SLIDE_TABLE_GAP
    gap = full_gap if table.rows else AXIS_ROOM
    height = plot_height(picture, gap + table.height, PLOT_HEIGHT)
    left = NARROW_MARGIN if picture.compact or not table.rows else table.width
    wide = LEAST_WIDE if picture.room is None else picture.room[0] - left - RIGHT_MARGIN
    end = axis_end(float(points["months"].max()), table, wide)
    return _Size(height + gap + table.height, gap, left, PlotArea(wide, height, end))
