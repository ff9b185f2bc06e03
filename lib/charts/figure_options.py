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
BARE_TOP = 14
"""Above a plot whose title the page prints itself."""
RIGHT_MARGIN = 16
WIDE, NARROW = 1024, 358
"""Pixels that a page gives a figure beside its sidebar in a window of 1280, and one of 390."""
FOOTER_CHAR = 6


@dataclass(frozen=True)
class Picture:
    """How a figure is drawn.

    Attributes
    ----------
    theme
        The template: light or dark.
    compact
        Drawn for a narrow window: table rows named above, names at line ends only if they fit.
    colour_by
        `study` or `treatment`.
    title, footer
        Printed inside the figure, so that files taken from it carry them.
    room
        Width and height in pixels that the figure must fill, as on a slide, which prints title
        and footer itself; None where the page gives the width and the figure takes its height.
    width
        About how many pixels the page gives, for which texts are placed; None for the usual ones.
    """

    theme: Theme = LIGHT
    compact: bool = False
    colour_by: str = "study"
    title: str = ""
    footer: str = ""
    room: tuple[int, int] | None = None
    width: int | None = None

    @property
    def wide(self) -> int:
        """How many pixels wide the figure is drawn, or about how many where the page decides."""
        if self.room is not None:
            return self.room[0]
        return self.width or (NARROW if self.compact else WIDE)

    @property
    def footer_chars(self) -> int:
        """Characters of a line of the footer."""
        usual = COMPACT_FOOTER_WIDTH if self.compact else FOOTER_WIDTH
        return min(usual, int(self.wide / FOOTER_CHAR))


def plot_height(picture: Picture, taken: int, usual: int) -> int:
    """Give the height in pixels of a plot: what a slide leaves beside `taken`, else the usual."""
    if picture.room is None:
        return usual
    return picture.room[1] - SLIDE_TOP - SLIDE_BOTTOM - taken


def canvas_around(
    picture: Picture, size: tuple[int, int], under: int = 0, right: int = RIGHT_MARGIN
) -> Canvas:
    """Lay out height, margins, title and footer around a plot.

    Parameters
    ----------
    picture
        Title, footer and theme.
    size
        Height of what is plotted and width of the left margin, in pixels.
    under
        Room for an axis under the plot, in pixels.
    right
        Width of the right margin, in pixels.
    """
    inner, left = size
    if picture.room is not None:
        margins = Margins(left, right, SLIDE_TOP, under + SLIDE_BOTTOM)
        return Canvas(picture.theme, margins, picture.room[1], picture.room[0], under)
    title = lines_of(picture.title, COMPACT_TITLE_WIDTH if picture.compact else TITLE_WIDTH)
    footer = lines_of(picture.footer, picture.footer_chars) if picture.footer else []
    top = 48 + TITLE_LINE * (len(title) - 1) if picture.title else BARE_TOP
    bottom = under + (12 + FOOTER_LINE * len(footer) if footer else 4)
    return Canvas(
        theme=picture.theme,
        margins=Margins(left, right, top, bottom),
        height=top + inner + bottom,
        under=under,
        title=tuple(Run(line, is_bold=True) for line in title) if picture.title else (),
        footer=tuple(Run(line, colour=picture.theme.muted) for line in footer),
    )
