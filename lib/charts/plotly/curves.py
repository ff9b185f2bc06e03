"""Curves as the dictionary of a Plotly figure."""

from typing import Any

from lib.charts.marks import Label
from lib.charts.plotly.axes import end_note, month_lines, months, percents
from lib.charts.plotly.canvas import canvas_layout
from lib.charts.plotly.counts import cells, rows_axis, table_notes
from lib.charts.plotly.markup import bold, markup
from lib.charts.plotly.pools import pool_labels, pool_traces
from lib.charts.plotly.series import series_traces, visit_trace
from lib.charts.spec import Curves, Panel
from lib.charts.theme import Theme

LABEL_SIZE, PANEL_TITLE_SIZE, MESSAGE_SIZE = 13, 14, 13


def curves(chart: Curves, can_click: bool) -> dict[str, Any]:
    """Draw the panels, then the counts, then what is pooled."""
    theme, panels = chart.canvas.theme, chart.panels
    layout = canvas_layout(chart.canvas)
    traces = [
        trace | _axes(place)
        for place, panel in enumerate(panels)
        for trace in (*visit_trace(panel.visits), *_series_traces(panel, can_click))
    ]
    for place, panel in enumerate(panels):
        layout |= _panel_axes(place, panel, theme)
    if chart.counts:
        traces += cells(chart.counts)
        layout["yaxis2"] = rows_axis(chart.counts)
        layout["annotations"] += table_notes(chart.counts, chart.canvas.margins.left)
    pools = [pool for panel in panels for pool in panel.pools]
    traces += [trace for pool in pools for trace in pool_traces(pool, theme)]
    for place, panel in enumerate(panels):
        layout["annotations"] += end_note(panel, theme, chart.canvas.margins)
        layout["annotations"] += _notes(place, panel, theme)
    layout["shapes"] = [line for panel in panels for line in month_lines(panel, theme)]
    return {"data": traces, "layout": layout}


def _series_traces(panel: Panel, can_click: bool) -> list[dict[str, Any]]:
    return [trace for series in panel.series for trace in series_traces(series, can_click)]


def _number(place: int) -> str:
    """What Plotly adds to the names of a panel's axes."""
    return str(place + 1) if place else ""


def _axes(place: int) -> dict[str, str]:
    return {"xaxis": f"x{_number(place)}", "yaxis": f"y{_number(place)}"}


def _panel_axes(place: int, panel: Panel, theme: Theme) -> dict[str, Any]:
    number = _number(place)
    return {
        f"xaxis{number}": months(panel, theme) | {"anchor": f"y{number}"},
        f"yaxis{number}": percents(panel, theme) | {"anchor": f"x{number}"},
    }


def _notes(place: int, panel: Panel, theme: Theme) -> list[dict[str, Any]]:
    """Title, labels and message of a panel."""
    number = _number(place)
    written = [*panel.labels, *(label for series in panel.series for label in series.labels)]
    labels = [_label(label, number, theme) for label in written]
    pools = [label for pool in panel.pools for label in pool_labels(pool, theme)]
    return [
        *([_title(panel, number, theme)] if panel.title else []),
        *labels,
        *pools,
        *([_message(panel, number)] if panel.message else []),
    ]


def _title(panel: Panel, number: str, theme: Theme) -> dict[str, Any]:
    return {
        "text": bold(panel.title),
        "x": 0,
        "xref": f"x{number} domain",
        "xanchor": "left",
        "y": 1,
        "yref": f"y{number} domain",
        "yanchor": "bottom",
        "yshift": 8,
        "font": {"size": PANEL_TITLE_SIZE, "color": theme.ink},
        "showarrow": False,
    }


def _label(label: Label, number: str, theme: Theme) -> dict[str, Any]:
    return {
        "x": label.at[0],
        "y": label.at[1],
        "xref": f"x{number}",
        "yref": f"y{number}",
        "text": markup(label.text),
        # Where a line must be crossed, a halo in the colour of the ground keeps the text legible.
        "font": {
            "size": LABEL_SIZE,
            "color": label.text[0].colour,
            "shadow": ", ".join([f"0 0 2px {theme.background}"] * 4),
        },
        "align": label.edge,
        "xanchor": label.edge,
        "yanchor": "middle",
        **_offset(label),
    }


def _offset(label: Label) -> dict[str, Any]:
    """Stand off from the point; a label further away than a line is tied to it."""
    across, down = label.offset
    if not label.is_tied:
        return {"showarrow": False, "xshift": across, "yshift": -down}
    tie = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": label.text[0].colour}
    return tie | {"standoff": 9, "ax": across, "ay": down}


def _message(panel: Panel, number: str) -> dict[str, Any]:
    return {
        "text": markup(panel.message),
        "x": 0.5,
        "xref": f"x{number} domain",
        "y": 0.5,
        "yref": f"y{number} domain",
        "font": {"size": MESSAGE_SIZE, "color": panel.message[0].colour},
        "showarrow": False,
    }
