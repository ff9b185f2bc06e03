"""Large type as the dictionary of a Plotly figure."""

from typing import Any

from lib.charts.marks import Runs
from lib.charts.plotly.canvas import canvas_layout
from lib.charts.plotly.markup import markup
from lib.charts.spec import Cards

NUMBER, HEADING, LINE = 84, 19, 17
ABOVE, BELOW = 70, 64
"""Pixels of heading and lines from the middle of a number."""


def cards(chart: Cards) -> dict[str, Any]:
    """Write numbers side by side, and texts under one another."""
    layout = canvas_layout(chart.canvas)
    layout["annotations"] += _row(chart) if chart.has_numbers else _column(chart)
    hidden = {"visible": False, "fixedrange": True}
    return {"data": [], "layout": layout | {"xaxis": hidden, "yaxis": hidden}}


def _row(chart: Cards) -> list[dict[str, Any]]:
    wide = 1 / len(chart.cards)
    ink = chart.canvas.theme.ink
    return [
        written
        for place, card in enumerate(chart.cards)
        for at in [{"x": (place + 0.5) * wide, "xanchor": "center", "y": 0.55}]
        for written in (
            _text(card.heading, HEADING, card.heading[0].colour or ink)
            | at
            | {"yanchor": "bottom", "yshift": ABOVE},
            _text((card.number,), NUMBER, card.number.colour or ink) | at | {"yanchor": "middle"},
            _text(card.lines, LINE, ink) | at | {"yanchor": "top", "yshift": -BELOW},
        )
    ]


def _column(chart: Cards) -> list[dict[str, Any]]:
    high, theme = 1 / len(chart.cards), chart.canvas.theme
    return [
        written
        for place, card in enumerate(chart.cards)
        for at in [{"x": 0, "xanchor": "left", "align": "left", "y": 1 - (place + 0.5) * high}]
        for written in (
            _text(card.heading, HEADING, theme.ink) | at | {"yanchor": "bottom"},
            _text(card.lines, LINE, theme.muted) | at | {"yanchor": "top"},
        )
        if written["text"]
    ]


def _text(runs: Runs, size: int, colour: str) -> dict[str, Any]:
    return {
        "text": markup(runs),
        "font": {"size": size, "color": colour},
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
    }
