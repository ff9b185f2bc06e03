"""The chance that a new study exceeds a share as the dictionary of a Plotly figure."""

from typing import Any

from lib.charts.chance.card import ChanceCard
from lib.charts.marks import Runs
from lib.charts.plotly.axes import axis_below
from lib.charts.plotly.canvas import canvas_layout, indent
from lib.charts.plotly.chance.density import BELOW, density_traces, threshold_line
from lib.charts.plotly.chance.icons import icon_shapes
from lib.charts.plotly.markup import markup
from lib.charts.theme import Theme

PRIOR_SIZE, GAP = 12.5, 8
TOP = 1.18
"""The end of the axis over the curve, in heights of it: above it stands the threshold."""


def chance(chart: ChanceCard) -> dict[str, Any]:
    """Draw the curve, the icons and the words of a chance."""
    theme = chart.canvas.theme
    line, number = threshold_line(chart.density, theme)
    layout = canvas_layout(chart.canvas)
    layout["xaxis"] = axis_below(chart.axis, theme)
    layout["yaxis"] = {"range": [BELOW, TOP], "visible": False, "fixedrange": True}
    layout["shapes"] = [*line, *icon_shapes(chart)]
    layout["annotations"] += [*number, *_words(chart), *_prior(chart)]
    return {"data": density_traces(chart.density, theme), "layout": layout}


def _words(chart: ChanceCard) -> list[dict[str, Any]]:
    """The sentence in three parts under one another, the number in large type."""
    theme, (large, small) = chart.canvas.theme, chart.sizes
    if not chart.number.text:
        return []
    shift = chart.above or GAP
    down = [0.0, small * 1.1, small * 1.1 + large * 1.18]
    parts: list[Runs] = [(chart.before,), (chart.number,), chart.after]
    return [
        _text(chart, part, size, theme)
        | {"y": 1, "yanchor": "top", "yshift": shift - fall, "name": "answer"}
        for part, size, fall in zip(parts, (small, large, small), down, strict=True)
    ]


def _prior(chart: ChanceCard) -> list[dict[str, Any]]:
    """What the probability hangs on, under the axis."""
    theme = chart.canvas.theme
    text = _text(chart, chart.prior, PRIOR_SIZE, theme)
    return [text | {"y": 0, "yanchor": "top", "yshift": -chart.axis_room}]


def _text(chart: ChanceCard, runs: Runs, size: float, theme: Theme) -> dict[str, Any]:
    return {
        "text": markup(runs),
        "font": {"size": size, "color": theme.ink},
        "align": "left",
        "showarrow": False,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": indent(chart.canvas) - chart.canvas.margins.left,
        "yref": "paper",
    }
