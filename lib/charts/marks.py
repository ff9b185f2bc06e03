"""What is drawn on a pair of axes, in plain values: texts, strokes, series, pooled rates.

Colours are `#rrggbb`. Sizes and widths are pixels of the screen; a renderer with other units
converts them. Texts are as people wrote them: a renderer escapes what its format reads.
"""

from dataclasses import dataclass
from typing import Literal

Values = tuple[float | None, ...]


SeriesKind = Literal["series", "context", "dots", "fitted", "tried", "range", "along"]
"""A series, any number of faint ones, the dots of very many, a line fitted to one, rings around
what is only tried, what one can have been whatever became of missing patients, and where a mouse
finds the faint ones."""


@dataclass(frozen=True)
class Run:
    """A line of text in one weight and colour; blank is the colour of what it stands in."""

    text: str
    is_bold: bool = False
    colour: str = ""


Runs = tuple[Run, ...]
"""Lines of text."""


@dataclass(frozen=True)
class Stroke:
    """A line; its dash is one of `solid`, `dash`, `dot` and `dashdot`."""

    colour: str
    width: float
    dash: str = "solid"
    opacity: float = 1


@dataclass(frozen=True)
class Marker:
    """The markers of a series.

    Attributes
    ----------
    symbols
        One of `lib.charts.theme.GLYPHS` for all points, or one for each.
    fills
        A colour for each point; empty where the markers are open.
    """

    symbols: tuple[str, ...]
    size: float
    edge: Stroke
    fills: tuple[str, ...] = ()
    opacity: float = 1


@dataclass(frozen=True)
class Intervals:
    """The interval of each point, None where it has none.

    Attributes
    ----------
    low, high
        Its ends.
    whiskers
        How the intervals are drawn; None where they are not.
    bands
        The places of neighbouring points whose intervals are shaded as one.
    """

    low: Values
    high: Values
    whiskers: Stroke | None = None
    bands: tuple[tuple[int, ...], ...] = ()

    def ends(self, place: int) -> tuple[float, float] | None:
        """Both ends at a place; None where there is no interval."""
        low, high = self.low[place], self.high[place]
        return None if low is None or high is None else (low, high)


Edge = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Label:
    """A text at a point: its share, or its series' name.

    Attributes
    ----------
    text
        Its lines.
    at
        The point as it is drawn, in months and percent.
    offset
        How far right and down of it the middle of the text's `edge` stands, in pixels.
    size
        Width and height of the text, in pixels.
    edge
        Which edge of the text that is.
    is_tied
        Whether a line ties the label to its point.
    """

    text: Runs
    at: tuple[float, float]
    offset: tuple[float, float]
    size: tuple[float, float]
    edge: Edge = "left"
    is_tied: bool = False


@dataclass(frozen=True)
class Hover:
    """What a mouse over a mark shows: a title, a remark, and (name, text) pairs.

    A text whose name is blank is a sentence of its own.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    remark: str = ""


@dataclass(frozen=True)
class Hints:
    """What only a mouse shows of a series: no page on paper has it.

    Attributes
    ----------
    hovers
        One for each point, or one for the whole series; none where the points are only to be found.
    keys
        Study and row of each point, which a click gives to the page.
    click
        What a click does, in words; blank where it does nothing.
    """

    hovers: tuple[Hover | None, ...]
    keys: tuple[tuple[str, int], ...] = ()
    click: str = ""


@dataclass(frozen=True)
class Series:
    """Points over the months.

    Attributes
    ----------
    x, y
        Months and percent of each point; None where the line breaks.
    shifts
        How far right of its month each point is drawn, in months; empty where none is moved.
    shares, counts
        `79%` and `15/19` of each point.
    label
        Its share and its name at its last point.
    numbers
        The shares at the other points that have room for them.
    """

    name: str
    kind: SeriesKind
    x: Values
    y: Values
    line: Stroke | None = None
    marker: Marker | None = None
    intervals: Intervals | None = None
    shifts: tuple[float, ...] = ()
    shares: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    label: Label | None = None
    numbers: tuple[Label, ...] = ()
    opacity: float = 1
    hints: Hints | None = None

    @property
    def labels(self) -> tuple[Label, ...]:
        """All that is written at its points."""
        return (*self.numbers, *([self.label] if self.label else []))

    @property
    def drawn_x(self) -> Values:
        """Where each point is drawn, in months."""
        if not self.shifts:
            return self.x
        moved = zip(self.x, self.shifts, strict=True)
        return tuple(None if months is None else months + shift for months, shift in moved)

    @property
    def points(self) -> list[tuple[float, float]]:
        """The points that are drawn."""
        return [
            (x, y) for x, y in zip(self.x, self.y, strict=True) if x is not None and y is not None
        ]


@dataclass(frozen=True)
class Pool:
    """A pooled share and its interval over the visits from `start` to `end`.

    Attributes
    ----------
    origin
        The month and share from which a line leads to it, if one does: it is what a pooled change
        leaves of that share.
    origin_label
        What stands there.
    """

    start: float
    end: float
    value: float
    low: float
    high: float
    label: str
    hover: Hover
    origin: tuple[float, float] | None = None
    origin_label: str = ""


@dataclass(frozen=True)
class MonthColumn:
    """All that is known of one month: what a mouse over its column shows.

    Attributes
    ----------
    months
        The month.
    width
        Of the column, in months.
    """

    months: float
    width: float
    hover: Hover
