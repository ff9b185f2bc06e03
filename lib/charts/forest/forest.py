"""A forest plot: estimates under one another on one axis, their numbers in aligned columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import nan
from typing import NamedTuple

from lib.charts.canvas import Axis, Canvas
from lib.charts.figure_options import Picture, canvas_around, plot_height
from lib.charts.marks import Run
from lib.charts.spec import Forest, Line
from lib.charts.text import lines_of, shorten_label
from lib.phrases import MINUS, cut_apart, shorten

LINE_HEIGHT, TALL_LINE_HEIGHT, COMPACT_LINE_HEIGHT = 36, 46, 62
"""Pixels of a line, of one whose label has two rows, and of one with its texts above its mark."""
CROWD_LINE_HEIGHT, CROWD_HEIGHT = 19, 560
"""Many lines share this height, but each keeps the height that its text needs."""
AXIS_ROOM, TITLE_LINE = 50, 18
CHAR_WIDTH = 7.3
LABEL_CHARS, COMPACT_LABEL_CHARS = 40, 44
PAGE_WIDTH, PLOT_SHARE = 1000, 0.46
"""Pixels of a figure on a page, about, and what the plot has of them whatever the texts say."""
FEWEST_CHARS, FEWEST_LABEL_CHARS = 12, 16
"""No column is cut shorter, nor are labels, which give way before numbers do."""
SLIDE_PLOT = 240
"""Least width of the plot on a slide: what the columns leave beside it is for the labels."""

MOST_LINES = 60
"""Up to so many studies a figure draws; a browser slows past some hundred traces."""

HEADER_ROOM, SLIDE_LINE_HEIGHT = 16, 21
"""Room of the headers on a slide, and the least height of a line there."""
EDGE, COLUMN_GAP, COMPACT_RIGHT = 16, 22, 28


@dataclass(frozen=True)
class Scale:
    """The axis: its ends and ticks, what it says, and where there is no effect, if anywhere.

    What it says may have a second line, `more`. On one that `is_log` each tick is as many times the
    one before.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    title: str
    no_effect: float | None = None
    unit: str = "%"
    more: str = ""
    is_log: bool = False

    @property
    def lines(self) -> list[str]:
        """The lines of its title."""
        return [self.title, *filter(None, [self.more])]


PERCENT = Scale(0, 100, (0, 20, 40, 60, 80, 100), "Responding")
"""Always 0 to 100 percent, so that two charts can be compared."""


def forest(
    lines: Sequence[Line],
    scale: Scale,
    headers: Sequence[str],
    picture: Picture | None = None,
    crowd_height: int = CROWD_HEIGHT,
) -> Forest:
    """Lay out lines from top to bottom.

    Of more studies than there is room for those with the largest marks stay, of equals the first,
    by name where they are pooled, and a line counts the others.

    Parameters
    ----------
    lines
        What is drawn, in order. A rule sets what is pooled apart from the studies above it.
    scale
        The axis under them.
    headers
        The name of the column of labels, then of each text column.
    picture
        How to draw; compact puts the texts of a line above its mark.
    crowd_height
        Pixels that many lines share.
    """
    picture = picture or Picture()
    under = AXIS_ROOM + TITLE_LINE * (len(scale.lines) - 1)
    lines = _fitting(lines, picture, under)
    layout = (
        _compact(lines, picture, under)
        if picture.compact
        else _wide(lines, headers, picture, under, crowd_height)
    )
    return Forest(
        canvas=layout.canvas,
        axis=_axis(scale),
        headers=tuple(headers),
        lines=tuple(lines),
        room=len(lines),
        names=layout.names,
        columns=layout.columns,
        cells=layout.cells,
        no_effect=scale.no_effect,
        is_compact=picture.compact,
    )


class _Layout(NamedTuple):
    """What is around the plot, the names of the lines, and where the text columns start."""

    canvas: Canvas
    names: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...] = ()
    cells: tuple[tuple[tuple[str, ...], ...], ...] = ()


def _fitting(lines: Sequence[Line], picture: Picture, under: int) -> Sequence[Line]:
    """Leave out the smallest studies that have no room, and say how many."""
    pooled = [line for line in lines if line.kind != "study"]
    studies = [line for line in lines if line.kind == "study"]
    most = MOST_LINES
    if picture.room is not None:
        slide_lines = plot_height(picture, under + HEADER_ROOM, 0) // SLIDE_LINE_HEIGHT
        most = slide_lines - len(pooled)
        most -= len(studies) > most
    if len(studies) <= most:
        return lines
    # Where nothing is pooled the order is the reader's own.
    names = [line.label if pooled else "" for line in studies]
    by_size = sorted((-line.size, names[place], place) for place, line in enumerate(studies))
    kept = sorted(place for _, _, place in by_size[:most])
    more = f"and {len(studies) - most} more, not drawn here"
    rest = Line(more, tuple("" for _ in lines[0].texts), nan, nan, nan)
    return [*_with_part(studies, kept), rest, *pooled]


def _with_part(studies: Sequence[Line], kept: Sequence[int]) -> list[Line]:
    """Give the lines that stay, and the rule of a part to the first of it that does."""
    first = next((place for place, line in enumerate(studies) if line.begins_part), len(studies))
    begins = next((place for place in kept if place >= first), None)
    return [replace(studies[place], begins_part=place == begins) for place in kept]


def _axis(scale: Scale) -> Axis:
    texts = tuple(f"{tick:g}{scale.unit}".replace("-", MINUS) for tick in scale.ticks)
    title = tuple(map(Run, scale.lines))
    return Axis(
        scale.low, scale.high, scale.ticks, texts, title, unit=scale.unit, is_log=scale.is_log
    )


def _wide(
    lines: Sequence[Line],
    headers: Sequence[str],
    picture: Picture,
    under: int,
    crowd_height: int,
) -> _Layout:
    """Labels left of the plot, text columns right of it."""
    is_page = picture.room is None
    columns = [[header] for header in headers[1:]]
    for line in lines:
        for column, text in zip(columns, line.texts, strict=True):
            column.append(text)
    longest = [_longest([headers[0], *(line.label for line in lines)]), *map(_longest, columns)]
    label, *chars = _fit(longest) if is_page else longest
    starts, end = [], COLUMN_GAP
    for most in chars:
        starts.append(end)
        end += _width(most)
    if not is_page and picture.room is not None:
        label = int((picture.room[0] - end - SLIDE_PLOT - EDGE - picture.more_left) / CHAR_WIDTH)
    height = _line_height(len(lines), crowd_height)
    rows = 2 if height == LINE_HEIGHT else 1
    names = _names(lines, label, rows if is_page else 1)
    if any(len(name) > 1 for name in names):
        height = TALL_LINE_HEIGHT
    left = _width(_longest([*chain(*names), headers[0]])) + picture.more_left
    size = (height * len(lines), left)
    canvas = canvas_around(picture, size, under)
    canvas = _with_header_room(canvas, picture, right=end)
    cells = tuple(_cells(line.texts, chars, rows) for line in lines)
    return _Layout(canvas, names, tuple(starts), cells)


def _fit(chars: Sequence[int]) -> list[int]:
    """Cut the labels, then the widest columns to one width, until the plot has its share."""
    room = PAGE_WIDTH * (1 - PLOT_SHARE) - COLUMN_GAP
    label, *texts = chars
    while label > FEWEST_LABEL_CHARS and sum(map(_width, [label, *texts])) > room:
        label -= 1
    most = max(texts, default=0)
    while most > FEWEST_CHARS and sum(map(_width, [label, *texts])) > room:
        most -= 1
        texts = [min(each, most) for each in texts]
    return [label, *texts]


def _cells(texts: Sequence[str], chars: Sequence[int], rows: int) -> tuple[tuple[str, ...], ...]:
    """Break the texts of a line where they are too long; what has no row left is cut."""
    return tuple(_cell(text, most, rows) for text, most in zip(texts, chars, strict=True))


def _cell(text: str, most: int, rows: int) -> tuple[str, ...]:
    broken = lines_of(text, most)
    if len(broken) <= rows:
        return tuple(broken)
    return (*broken[: rows - 1], shorten(" ".join(broken[rows - 1 :]), most))


def _names(lines: Sequence[Line], most: int, rows: int) -> tuple[tuple[str, ...], ...]:
    """Break or cut the labels, so that those which differ stay apart."""
    cut = cut_apart(
        (line.label for line in lines), lambda label: "\n".join(_name(label, most, rows))
    )
    return tuple(tuple(cut[line.label].split("\n")) for line in lines)


def _name(label: str, most: int, rows: int) -> tuple[str, ...]:
    """Break a label where it is too long, before its arm if it can be; without a row left, cut."""
    if len(label) <= most or rows == 1:
        return (shorten_label(label, most),)
    first, *rest = lines_of(label, most)
    return (first, shorten_label(" ".join(rest), most)) if rest else (first,)


def _line_height(number: int, crowd_height: int) -> int:
    """Give each of many lines less room, but as much as its text needs."""
    return max(CROWD_LINE_HEIGHT, min(LINE_HEIGHT, crowd_height // max(1, number)))


def _compact(lines: Sequence[Line], picture: Picture, under: int) -> _Layout:
    """Label and texts of each line above its mark."""
    canvas = canvas_around(picture, (COMPACT_LINE_HEIGHT * len(lines), EDGE), under)
    canvas = _with_header_room(canvas, picture, right=COMPACT_RIGHT)
    names = _names(lines, COMPACT_LABEL_CHARS, 1)
    return _Layout(canvas, names)


def _with_header_room(canvas: Canvas, picture: Picture, right: int) -> Canvas:
    """Make room for the headers above the lines, where no title has made it."""
    more = 0 if picture.title and picture.room is None else HEADER_ROOM
    margins = replace(canvas.margins, right=right, top=canvas.margins.top + more)
    # A slide is as high as it is.
    higher = more if picture.room is None else 0
    return replace(canvas, margins=margins, height=canvas.height + higher)


def _longest(texts: Sequence[str]) -> int:
    return max(map(len, texts))


def _width(chars: int) -> int:
    return int(CHAR_WIDTH * chars) + EDGE
