"""How a figure is drawn, whatever it shows, and what it says of itself."""

from dataclasses import dataclass
from typing import Any

from lib.charts.text import wrapped
from lib.charts.theme import LIGHT, Theme

FOOTER_WIDTH, COMPACT_FOOTER_WIDTH = 145, 58
TITLE_WIDTH, COMPACT_TITLE_WIDTH = 90, 46
"""Characters of a line of the footer and of the title."""
FOOTER_LINE, TITLE_LINE = 15, 19

SLIDE = (832, 384)
"""Pixels of a figure on a slide; shown 1.54 times as large on a screen 1280 pixels wide."""
SLIDE_TOP, SLIDE_BOTTOM = 14, 4
RIGHT_MARGIN = 16


@dataclass(frozen=True)
class Picture:
    """How a figure is drawn.

    Attributes
    ----------
    theme
        The template: light or dark.
    compact
        Drawn for a narrow window: no labels at line ends, table rows named above.
    colour_by
        `study` or `treatment`.
    title, footer
        Printed inside the figure, so that files taken from it carry them.
    room
        Width and height in pixels that the figure must fill, as on a slide, which prints title
        and footer itself; None where the page gives the width and the figure takes its height.
    """

    theme: Theme = LIGHT
    compact: bool = False
    colour_by: str = "study"
    title: str = ""
    footer: str = ""
    room: tuple[int, int] | None = None


def room_left(picture: Picture, taken: int, usual: int) -> int:
    """Give the height in pixels of a plot: what a slide leaves beside `taken`, else the usual."""
    if picture.room is None:
        return usual
    return picture.room[1] - SLIDE_TOP - SLIDE_BOTTOM - taken


def titled(picture: Picture, size: tuple[int, int], under: int = 0) -> dict[str, Any]:
    """Lay out height, margins, title and footer around a plot.

    Parameters
    ----------
    picture
        Title, footer and theme.
    size
        Height of what is plotted and width of the left margin, in pixels.
    under
        Room for an axis under the plot, in pixels.
    """
    inner, left = size
    if picture.room is not None:
        return _untitled(picture.room, left, under)
    footer = wrapped(picture.footer, COMPACT_FOOTER_WIDTH if picture.compact else FOOTER_WIDTH)
    title = wrapped(picture.title, COMPACT_TITLE_WIDTH if picture.compact else TITLE_WIDTH)
    top = 48 + TITLE_LINE * title.count("<br>")
    bottom = under + 20 + FOOTER_LINE * (footer.count("<br>") + 1)
    return {
        "height": top + inner + bottom,
        "margin": {"l": left, "r": RIGHT_MARGIN, "t": top, "b": bottom},
        "title": {
            "text": f"<b>{title}</b>",
            "font": {"size": 15},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "pad": {"l": 8, "t": 10},
            "y": 1,
            "yref": "container",
            "yanchor": "top",
        },
        "annotations": [
            {
                "text": footer,
                "font": {"size": 11.5, "color": picture.theme.muted},
                "align": "left",
                "showarrow": False,
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 8 - left,
                "y": 0,
                "yref": "paper",
                "yanchor": "top",
                "yshift": -under - 8,
            }
        ],
    }


def _untitled(room: tuple[int, int], left: int, under: int) -> dict[str, Any]:
    """Fill a slide, which prints title and footer itself."""
    return {
        "width": room[0],
        "height": room[1],
        "margin": {"l": left, "r": RIGHT_MARGIN, "t": SLIDE_TOP, "b": under + SLIDE_BOTTOM},
        "annotations": [],
    }
