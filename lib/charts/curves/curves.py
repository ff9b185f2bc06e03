"""The large figure: a curve a series over true months, with who was counted under it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.analysis.estimates import MOST_DRAWN, each_series
from lib.analysis.fitted_curves import FittedLine
from lib.charts.axes import months_axis, percent_axis
from lib.charts.curves.at_risk_table import CountsTable
from lib.charts.curves.end_labels import PLOT_HEIGHT, Plot, axis_end, end_labels
from lib.charts.curves.fitted_traces import fitted_traces
from lib.charts.curves.traces import SMALL_RING, context_trace, faded, looks, rings, series_traces
from lib.charts.figure_options import RIGHT_MARGIN, Picture, room_left, titled
from lib.charts.theme import Theme, base_layout

NARROW_MARGIN = 52
LEAST_WIDE = 520
"""Pixels of the months in the narrowest wide window: labels clear there are clear in any."""

AXIS_ROOM, TABLE_GAP, SLIDE_TABLE_GAP = 46, 74, 64


def curves(
    points: pd.DataFrame,
    focus: str | None = None,
    picture: Picture | None = None,
    fitted: Sequence[FittedLine] = (),
) -> Any:
    """Draw all series in one figure.

    Up to `MOST_DRAWN` series each has its own colours and whiskers, or fades if
    another study is in focus; past that all but the focus are one grey trace.

    Parameters
    ----------
    points
        The estimate frame with words (`lib.views`), sorted by series and month.
    focus
        The study to keep in colour while the others fade, or None.
    picture
        How to draw.
    fitted
        Lines to draw under the series that they were fitted to.

    Returns
    -------
    A `plotly.graph_objects.Figure`. Markers carry `[study, row]` as custom data.
    """
    picture = picture or Picture()
    is_crowded = points["series"].nunique() > MOST_DRAWN
    in_focus = points["study"] == focus
    bright = points[in_focus] if in_focus.any() else points[:0] if is_crowded else points
    drawn = bright if is_crowded else points
    kind = "band" if in_focus.any() else "whiskers"
    bright_series = set(bright["series"])
    look = faded(looks(drawn, picture) | looks(bright, picture), picture.theme, bright_series)
    traces = []
    if is_crowded:
        context = points[~in_focus]
        traces = [context_trace(context, picture), *rings(context, picture.theme, SMALL_RING)]
    traces += fitted_traces(fitted, look)
    for number, series in each_series(drawn):
        how = (picture.theme, kind if number in bright_series else "plain")
        traces += series_traces(series, look[number], how)
    traces += rings(drawn, picture.theme)
    table = CountsTable(drawn, frozenset(bright_series), look, picture)
    return go.Figure({"data": [*traces, *table.cells()], "layout": _layout(points, table, fitted)})


def _layout(
    points: pd.DataFrame, table: CountsTable, fitted: Sequence[FittedLine]
) -> dict[str, Any]:
    """Axes, table and words around the traces."""
    picture = table.picture
    full_gap = TABLE_GAP if picture.room is None else SLIDE_TABLE_GAP
    gap = full_gap if table.rows else AXIS_ROOM
    plot = room_left(picture, gap + table.height, PLOT_HEIGHT)
    inner = plot + gap + table.height
    left = NARROW_MARGIN if picture.compact or not table.rows else table.width
    wide = LEAST_WIDE if picture.room is None else picture.room[0] - left - RIGHT_MARGIN
    end = axis_end(float(points["months"].max()), table, wide)
    share = table.height / inner
    layout = base_layout(picture.theme) | titled(picture, (inner, left))
    layout["xaxis"] = months_axis(points["months"], end, picture)
    layout["yaxis"] = percent_axis(picture.theme) | {"domain": [(table.height + gap) / inner, 1]}
    if table.rows:
        layout["yaxis2"] = table.axis(share)
        layout["annotations"] += table.annotations(share, left)
        if picture.room is not None:
            layout |= _clear_of_counts(layout["xaxis"], picture.theme)
    layout["annotations"] += end_labels(table, Plot(wide, plot, end, fitted=fitted))
    return layout


def _clear_of_counts(months: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """End the lines of the months at their axis: on a slide they are too strong to cross counts."""
    line = {"type": "line", "y0": 0, "y1": 1, "yref": "y domain", "layer": "below"}
    drawn = {"line": {"color": theme.grid, "width": 1.3}}
    lines = [line | drawn | {"x0": month, "x1": month} for month in months["tickvals"]]
    return {"xaxis": months | {"showgrid": False}, "shapes": lines}
