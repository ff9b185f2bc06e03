"""A forest plot as the dictionary of a Plotly figure."""

from typing import Any

from lib.charts.marks import Run
from lib.charts.plotly.axes import axis_below
from lib.charts.plotly.canvas import canvas_layout, indent
from lib.charts.plotly.forest_marks import mark, ring
from lib.charts.plotly.markup import BREAK, bold, escape, span
from lib.charts.spec import Forest, Line

TEXT_SIZE = 14
RULE, COMPACT_RULE = 0.5, 0.8
"""How far above the first of what is pooled the rule over it lies, in lines."""


def forest(chart: Forest) -> dict[str, Any]:
    """Draw the lines from top to bottom; a trace's `meta` is its line's kind, `tried` a ring's."""
    theme, lines = chart.canvas.theme, list(enumerate(chart.lines))
    traces = [mark(place, line, theme, chart.is_compact) for place, line in lines]
    traces += [ring(place, line, theme) for place, line in lines if line.is_tried]
    layout = canvas_layout(chart.canvas)
    layout["xaxis"] = axis_below(chart.axis, theme)
    layout["yaxis"] = _lines_axis(chart)
    layout["shapes"] = _rules(chart)
    layout["annotations"] += (_compact_texts if chart.is_compact else _texts)(chart)
    return {"data": traces, "layout": layout}


def _lines_axis(chart: Forest) -> dict[str, Any]:
    below, above = (0.65, -0.85) if chart.is_compact else (0.5, -0.5)
    return {
        "range": [chart.room - below, above],
        "showticklabels": False,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _rules(chart: Forest) -> list[dict[str, Any]]:
    """No effect, the pooled value through the studies above it, and where the studies end."""
    muted, rise = chart.canvas.theme.muted, COMPACT_RULE if chart.is_compact else RULE
    line = {"type": "line", "layer": "below"}
    rules = []
    if (zero := chart.no_effect) is not None:
        across = {"x0": zero, "x1": zero, "y0": 0, "y1": 1, "yref": "paper"}
        rules.append(line | across | {"line": {"color": muted, "width": 1.5}})
    for place, value in chart.pooled:
        up = {"x0": value, "x1": value, "y0": -0.5, "y1": place}
        rules.append(line | up | {"line": {"color": muted, "width": 1.5, "dash": "dot"}})
    for place in chart.parts:
        along = {"x0": 0, "x1": 1, "xref": "paper", "y0": place - rise, "y1": place - rise}
        rules.append(line | along | {"line": {"color": muted, "width": 1}})
    return rules


def _texts(chart: Forest) -> list[dict[str, Any]]:
    """Labels left of the plot, text columns right of it, headers above."""
    starts = [indent(chart.canvas) - chart.canvas.margins.left, *chart.columns]
    font = {"size": TEXT_SIZE - 1, "color": chart.canvas.theme.muted}
    headers = [
        _note(bold(header), shift) | _above(font)
        for header, shift in zip(chart.headers, starts, strict=True)
    ]
    return headers + [
        _note(BREAK.join(_with_weight(row, line) for row in cell), shift)
        | {"y": place, "yref": "y", "align": "left"}
        for place, (name, cells, line) in enumerate(
            zip(chart.names, chart.cells, chart.lines, strict=True)
        )
        for cell, shift in zip([name, *cells], starts, strict=True)
    ]


def _with_weight(text: str, line: Line) -> str:
    return escape(text) if line.kind == "study" else bold(text)


def _compact_texts(chart: Forest) -> list[dict[str, Any]]:
    """Label and texts of each line above its mark, headers above all."""
    theme = chart.canvas.theme
    font = {"size": TEXT_SIZE - 1.5, "color": theme.muted}
    heading = _note(
        bold(" · ".join(chart.headers[1:])), indent(chart.canvas) - chart.canvas.margins.left
    )
    notes = [heading | _above(font)]
    for place, (name, line) in enumerate(zip(chart.names, chart.lines, strict=True)):
        texts = Run(" · ".join(filter(None, line.texts)), colour=theme.muted)
        words = BREAK.join([*map(bold, name), span(texts)])
        above = {"y": place - 0.25, "yref": "y", "yanchor": "bottom", "align": "left"}
        above |= {"font": {"size": TEXT_SIZE - 1}, "bgcolor": theme.background}
        notes.append(_note(words, indent(chart.canvas) - chart.canvas.margins.left) | above)
    return notes


def _note(text: str, shift: float) -> dict[str, Any]:
    """A text left or right of the plot, so many pixels from its edge."""
    return {
        "text": text,
        "x": int(shift > 0),
        "xref": "paper",
        "xanchor": "left",
        "xshift": shift,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": TEXT_SIZE},
    }


def _above(font: dict[str, Any]) -> dict[str, Any]:
    return {"y": 1, "yref": "paper", "yanchor": "bottom", "font": font}
