"""How a figure is drawn, whatever it shows, and what it says of itself."""

from dataclasses import dataclass
from typing import Any

from lib.charts.style import LIGHT, Theme
from lib.charts.text import shown, wrapped

FOOTER_WIDTH, COMPACT_FOOTER_WIDTH = 145, 58
FOOTER_LINE = 15


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
    """

    theme: Theme = LIGHT
    compact: bool = False
    colour_by: str = "study"
    title: str = ""
    footer: str = ""


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
    footer = wrapped(picture.footer, COMPACT_FOOTER_WIDTH if picture.compact else FOOTER_WIDTH)
    top = 48
    bottom = under + 20 + FOOTER_LINE * (footer.count("<br>") + 1)
    return {
        "height": top + inner + bottom,
        "margin": {"l": left, "r": 16, "t": top, "b": bottom},
        "title": {
            "text": f"<b>{shown(picture.title)}</b>",
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
