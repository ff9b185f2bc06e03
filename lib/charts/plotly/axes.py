"""Axes as Plotly's."""

from math import log10
from typing import Any

from lib.charts.canvas import Axis, Margins
from lib.charts.plotly.canvas import INDENT
from lib.charts.plotly.markup import escape, markup
from lib.charts.spec import Panel
from lib.charts.theme import Theme

TITLE_SIZE, PANEL_TITLE_SIZE, END_SIZE = 14, 13, 13
END_ROOM = 64


def axis_below(axis: Axis, theme: Theme) -> dict[str, Any]:
    """An axis with its line and ticks under a plot."""
    return _axis(axis, theme) | {
        "title": {"text": markup(axis.title), "standoff": 6, "font": {"size": TITLE_SIZE}},
        "tickangle": 0,
        "ticks": "outside",
        "tickcolor": theme.muted,
        "showline": True,
        "linecolor": theme.muted,
    }


def _axis(axis: Axis, theme: Theme) -> dict[str, Any]:
    ends = [axis.low, axis.high]
    # The ends of an axis of this type are powers of 10, all else on it are plain numbers.
    scale = {"type": "log", "range": list(map(log10, ends))} if axis.is_log else {"range": ends}
    return scale | {
        "tickmode": "array",
        "tickvals": list(axis.ticks),
        "ticktext": list(axis.tick_texts),
        "gridcolor": theme.grid,
        "zeroline": False,
        "fixedrange": True,
    }


def months(panel: Panel, theme: Theme) -> dict[str, Any]:
    """The months under a panel."""
    axis = axis_below(panel.across, theme) | {"ticklen": 5}
    if panel.across.end:
        axis["title"] = {}
    if panel.across.has_short_grid:
        axis["showgrid"] = False
    if panel.title:
        axis |= {"domain": [panel.span.left, panel.span.right]}
        axis["title"] = {"text": markup(panel.across.title), "font": {"size": PANEL_TITLE_SIZE}}
    return axis


def percents(panel: Panel, theme: Theme) -> dict[str, Any]:
    """Percent on the left of a panel."""
    axis = _axis(panel.up, theme) | {"domain": [panel.span.bottom, panel.span.top]}
    axis |= {"ticks": "outside", "ticklen": 5, "tickcolor": theme.background}
    return axis | ({"showticklabels": panel.up.is_numbered} if panel.title else {})


def end_note(panel: Panel, theme: Theme, margins: Margins) -> list[dict[str, Any]]:
    """What the axis measures, at its end; where there is no room, at its start."""
    if not panel.across.end:
        return []
    is_right = margins.right >= END_ROOM
    edge = {"x": 1, "xanchor": "right", "xshift": margins.right - INDENT / 2}
    start = {"x": 0, "xanchor": "left", "xshift": INDENT - margins.left}
    return [
        {
            "text": escape(panel.across.end),
            "xref": "paper",
            "y": panel.span.bottom,
            "yref": "paper",
            "yanchor": "top",
            "yshift": -6,
            "showarrow": False,
            "font": {"size": END_SIZE, "color": theme.muted},
        }
        | (edge if is_right else start)
    ]


def month_lines(panel: Panel, theme: Theme) -> list[dict[str, Any]]:
    """The lines of the months where they end with their panel."""
    line = {"type": "line", "y0": 0, "y1": 1, "yref": "y domain", "layer": "below"}
    drawn = {"line": {"color": theme.grid, "width": 1.3}}
    ticks = panel.across.ticks if panel.across.has_short_grid else ()
    return [line | drawn | {"x0": month, "x1": month} for month in ticks]
