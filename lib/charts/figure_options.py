"""How a figure is drawn, whatever it shows, and what it says of itself."""

from dataclasses import dataclass

from lib.charts.canvas import Canvas, Margins
from lib.charts.marks import Run
from lib.charts.text import lines_of
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


def plot_height(picture: Picture, taken: int, usual: int) -> int:
    """Give the height in pixels of a plot: what a slide leaves beside `taken`, else the usual."""
    if picture.room is None:
        return usual
    return picture.room[1] - SLIDE_TOP - SLIDE_BOTTOM - taken


def canvas_around(picture: Picture, size: tuple[int, int], under: int = 0) -> Canvas:
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
        margins = Margins(left, RIGHT_MARGIN, SLIDE_TOP, under + SLIDE_BOTTOM)
        return Canvas(picture.theme, margins, picture.room[1], picture.room[0], under)
    title = lines_of(picture.title, COMPACT_TITLE_WIDTH if picture.compact else TITLE_WIDTH)
    footer = lines_of(picture.footer, COMPACT_FOOTER_WIDTH if picture.compact else FOOTER_WIDTH)
    top = 48 + TITLE_LINE * (len(title) - 1)
    bottom = under + 20 + FOOTER_LINE * len(footer)
    return Canvas(
        theme=picture.theme,
        margins=Margins(left, RIGHT_MARGIN, top, bottom),
        height=top + inner + bottom,
        under=under,
        title=tuple(Run(line, is_bold=True) for line in title),
        footer=tuple(Run(line, colour=picture.theme.muted) for line in footer),
    )
