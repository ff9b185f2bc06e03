"""What is around a plot, as the layout of a Plotly figure."""

from typing import Any

from lib.charts.canvas import Canvas
from lib.charts.plotly.markup import BREAK, bold_spans, markup
from lib.charts.theme import FONT, Theme

TITLE_SIZE, KEY_SIZE, FOOTER_SIZE = 15, 14, 11.5
INDENT = 8
"""How far texts stand from the left edge of the figure, in pixels."""
SLIDE_INDENT = 18
"""The same where the title stands above the figure, on a slide: under its first letter."""


def indent(canvas: Canvas) -> int:
    """Give how far texts stand from the left edge: on a slide as far as its title above them."""
    return SLIDE_INDENT if canvas.width is not None and not canvas.title else INDENT


def template(theme: Theme) -> dict[str, Any]:
    """Our own Plotly template: without one a figure takes whatever default was set last."""
    return {
        "layout": {
            "paper_bgcolor": theme.background,
            "plot_bgcolor": theme.background,
            "colorway": list(theme.colours),
            "font": {"family": FONT, "size": 14, "color": theme.ink},
            "hoverlabel": {
                "bgcolor": theme.background,
                "align": "left",
                "font": {"family": FONT, "size": 13, "color": theme.ink},
            },
        }
    }


def base_layout(theme: Theme) -> dict[str, Any]:
    """What every figure of ours shares, so that screen and files agree."""
    return {
        "template": template(theme),
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
    }


def canvas_layout(canvas: Canvas) -> dict[str, Any]:
    """Height, margins, title and footer."""
    room, margins = canvas.margins, {"height": canvas.height}
    margins |= {} if canvas.width is None else {"width": canvas.width}
    around = {"l": room.left, "r": room.right, "t": room.top, "b": room.bottom}
    layout: dict[str, Any] = base_layout(canvas.theme) | margins | {"margin": around}
    layout |= {"title": _title(canvas)} if canvas.title or canvas.key else {}
    return layout | {"annotations": [_footer(canvas)] if canvas.footer else []}


def _title(canvas: Canvas) -> dict[str, Any]:
    key = bold_spans(canvas.key, KEY_SIZE) if canvas.key else ""
    return {
        "text": BREAK.join(filter(None, [markup(canvas.title), key])),
        "font": {"size": TITLE_SIZE},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "pad": {"l": INDENT, "t": 10} if canvas.title else {"l": SLIDE_INDENT, "t": 2},
        "y": 1,
        "yref": "container",
        "yanchor": "top",
    }


def _footer(canvas: Canvas) -> dict[str, Any]:
    return {
        "text": markup(canvas.footer),
        "font": {"size": FOOTER_SIZE, "color": canvas.footer[0].colour},
        "align": "left",
        "showarrow": False,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": INDENT - canvas.margins.left,
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -canvas.under - INDENT,
    }
