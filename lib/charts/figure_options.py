"""How a figure is drawn, whatever it shows, and what it says of itself."""

from dataclasses import dataclass, replace

from lib.charts.canvas import Canvas, Margins
from lib.charts.marks import Run, Runs
from lib.charts.text import lines_of
from lib.charts.theme import LIGHT, Theme

FOOTER_WIDTH, COMPACT_FOOTER_WIDTH = 118, 58
TITLE_WIDTH, COMPACT_TITLE_WIDTH = 90, 46
"""Characters of a line of the footer and of the title."""
FOOTER_LINE, TITLE_LINE, KEY_LINE = 15, 19, 19

SLIDE = (832, 384)
"""Pixels of a figure on a slide; shown 1.54 times as large on a screen 1280 pixels wide."""
IMAGE = (1120, 630)
"""Pixels of a picture to take away, 16:9, title and footer inside; 1920 across on a screen."""
SLIDE_MORE = 10
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
        Width and height in pixels that the figure must fill, with title and footer where it has
        them; None where the page gives the width and the figure takes its height.
    width
        About how many pixels the page gives, for which texts are placed; None for the usual ones.
    with_key
        Whether the figure says what its colours stand for, where no page around it does.
    """

    theme: Theme = LIGHT
    compact: bool = False
    colour_by: str = "study"
    title: str = ""
    footer: str = ""
    room: tuple[int, int] | None = None
    width: int | None = None
    with_key: bool = False

    @property
    def wide(self) -> int:
        """How many pixels wide the figure is drawn, or about how many where the page decides."""
        if self.room is not None:
            return self.room[0]
        return self.width or (NARROW if self.compact else WIDE)

    @property
    def more_left(self) -> int:
        """How many pixels more a slide has at its left edge: texts stand under its title."""
        return SLIDE_MORE if self.room == SLIDE else 0

    @property
    def footer_chars(self) -> int:
        """Characters of a line of the footer."""
        usual = COMPACT_FOOTER_WIDTH if self.compact else FOOTER_WIDTH
        return min(usual, int(self.wide / FOOTER_CHAR))

    @property
    def lines(self) -> tuple[list[str], list[str]]:
        """The lines of the title and of the footer."""
        chars = COMPACT_TITLE_WIDTH if self.compact else TITLE_WIDTH
        title = lines_of(self.title, chars) if self.title else []
        return title, lines_of(self.footer, self.footer_chars) if self.footer else []

    @property
    def around(self) -> tuple[int, int]:
        """Pixels above the plot, with the title, and below its axis, with the footer."""
        title, footer = self.lines
        top = 48 + TITLE_LINE * (len(title) - 1) if title else BARE_TOP
        return top, 12 + FOOTER_LINE * len(footer) if footer else 4


def plot_height(picture: Picture, taken: int, usual: int, has_key: bool = False) -> int:
    """Give the height in pixels of a plot: what a slide leaves beside `taken`, else the usual."""
    if picture.room is None:
        return usual
    return picture.room[1] - sum(picture.around) - KEY_LINE * has_key - taken


def untitled(canvas: Canvas) -> Canvas:
    """Leave out title and footer with their room, where both stand beside the figure."""
    top = BARE_TOP + KEY_LINE * bool(canvas.key)
    above, below = top - canvas.margins.top, canvas.under + 4 - canvas.margins.bottom
    margins = replace(canvas.margins, top=top, bottom=canvas.under + 4)
    height = canvas.height + above + below
    return replace(canvas, margins=margins, height=height, title=(), footer=())


def canvas_around(
    picture: Picture,
    size: tuple[int, int],
    under: int = 0,
    right: int = RIGHT_MARGIN,
    key: Runs = (),
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
    key
        What the colours stand for, in a line under the title.
    """
    inner, left = size
    title, footer = picture.lines
    top, below = picture.around
    top += KEY_LINE * bool(key)
    bottom = under + below
    width, height = picture.room or (None, top + inner + bottom)
    return Canvas(
        theme=picture.theme,
        margins=Margins(left, right, top, bottom),
        height=height,
        width=width,
        under=under,
        title=tuple(Run(line, is_bold=True) for line in title),
        footer=tuple(Run(line, colour=picture.theme.muted) for line in footer),
        key=key,
    )
