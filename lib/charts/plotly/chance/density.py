"""A curve over the shares as Plotly's traces: filled above a threshold, with middle and 95%."""

from typing import Any

from lib.charts.chance.card import Density
from lib.charts.plotly.markup import bold, translucent
from lib.charts.theme import Theme

BELOW, BAR = -0.2, -0.11
"""The end of the axis under the curve and where the bar lies, in heights of the curve."""
LABEL_SIZE = 14


def density_traces(density: Density, theme: Theme) -> list[dict[str, Any]]:
    """The curve, what of it is filled, and the bar; a trace's `meta` says which it is."""
    plain = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": False}
    whole = plain | {
        "x": list(density.shares),
        "y": list(density.heights),
        "fill": "tozeroy",
        "fillcolor": translucent(theme.ink, 0.1),
        "line": {"color": theme.ink, "width": 2},
        "meta": "density",
    }
    above = plain | {
        "x": [share for share, _ in density.above],
        "y": [height for _, height in density.above],
        "fill": "tozeroy",
        "fillcolor": translucent(theme.ink, 0.62),
        "line": {"color": theme.ink, "width": 2},
        "meta": "above",
    }
    bar = plain | {
        "x": [density.low, density.high],
        "y": [BAR, BAR],
        "line": {"color": theme.muted, "width": 5},
        "meta": "interval",
    }
    middle = plain | {
        "mode": "markers",
        "x": [density.middle],
        "y": [BAR],
        "marker": {
            "symbol": "diamond",
            "size": 13,
            "color": theme.ink,
            "line": {"color": theme.background, "width": 2},
        },
        "meta": "middle",
    }
    return [whole, *([above] if density.above else []), bar, middle]


def threshold_line(
    density: Density, theme: Theme
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The line at the threshold, and its number over it; none where nothing is filled."""
    if (at := density.threshold) is None:
        return [], []
    line = {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1.06,
        "line": {"color": theme.ink, "width": 2, "dash": "dash"},
        "name": "threshold",
    }
    number = {
        "x": at,
        "y": 1.06,
        "yanchor": "bottom",
        "text": bold(f"{at:g}%"),
        "font": {"size": LABEL_SIZE, "color": theme.ink},
        "showarrow": False,
    }
    return [line], [number]
