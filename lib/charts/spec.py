"""What a chart shows, in plain values: `lib.charts` makes it, a renderer draws it.

Colours are `#rrggbb`. Sizes and widths are pixels of the screen; a renderer with other units
converts them. Texts are as people wrote them: a renderer escapes what its format reads.
"""

from dataclasses import dataclass
from math import isnan
from typing import Literal

from lib.charts.theme import Look, Theme

Values = tuple[float | None, ...]

SeriesKind = Literal["series", "context", "fitted", "tried"]
"""A series, any number of faint ones, a line fitted to one, rings around what is only tried."""

LineKind = Literal["study", "pooled", "prediction"]
"""A marker with its interval, a diamond, a bar."""


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


@dataclass(frozen=True)
class Label:
    """The name of a series at its last point.

    Attributes
    ----------
    text
        Its lines.
    at
        The point, in months and percent.
    offset
        How far right and down of it the middle of the label's left edge stands, in pixels.
    is_tied
        Whether a line ties the label to its point.
    """

    text: Runs
    at: tuple[float, float]
    offset: tuple[float, float]
    is_tied: bool


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
        One for each point, or one for the whole series.
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
    label
        Its name at its last point.
    counts
        `15/19` of each point.
    sides
        Where each count stands beside its point (`top right`); empty where they are in a table.
    """

    name: str
    kind: SeriesKind
    x: Values
    y: Values
    line: Stroke | None = None
    marker: Marker | None = None
    intervals: Intervals | None = None
    label: Label | None = None
    counts: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    opacity: float = 1
    hints: Hints | None = None

    @property
    def points(self) -> list[tuple[float, float]]:
        """The points that are drawn."""
        return [
            (x, y) for x, y in zip(self.x, self.y, strict=True) if x is not None and y is not None
        ]


@dataclass(frozen=True)
class Pool:
    """A pooled share and its interval over the visits from `start` to `end`."""

    start: float
    end: float
    value: float
    low: float
    high: float
    label: str
    hover: Hover


@dataclass(frozen=True)
class Axis:
    """An axis.

    Attributes
    ----------
    low, high
        Its ends.
    ticks, tick_texts
        Where its ticks are and what stands at each.
    title
        What it measures.
    unit
        What follows each number.
    is_numbered
        Whether its ticks have their texts, or the axis of another panel has them.
    has_short_grid
        Whether its grid ends with the panel, and does not cross the counts under it.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    tick_texts: tuple[str, ...]
    title: Runs = ()
    unit: str = ""
    is_numbered: bool = True
    has_short_grid: bool = False


@dataclass(frozen=True)
class Span:
    """Where a panel stands, as shares of the plot from the left and from below."""

    left: float = 0
    right: float = 1
    bottom: float = 0
    top: float = 1


@dataclass(frozen=True)
class Panel:
    """One pair of axes with what is drawn on it.

    Attributes
    ----------
    title
        Whose panel it is; blank where there is only one.
    series
        From the back to the front.
    pools
        In front of all series.
    message
        Why the panel is empty.
    """

    across: Axis
    up: Axis
    series: tuple[Series, ...]
    span: Span = Span()
    title: str = ""
    pools: tuple[Pool, ...] = ()
    message: Runs = ()


@dataclass(frozen=True)
class CountRow:
    """Who was counted of one series: its name, its marker, and the counts at its months."""

    name: Run
    symbol: str
    is_hollow: bool
    colour: str
    months: tuple[float, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True)
class CountTable:
    """The table under the months.

    Attributes
    ----------
    rows
        From top to bottom.
    share
        Of the height of plot and table together, what the table has.
    is_compact
        Whether a row's name stands above its counts.
    """

    heading: Run
    rows: tuple[CountRow, ...]
    share: float
    is_compact: bool = False


@dataclass(frozen=True)
class Margins:
    """Room around a plot, in pixels."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Canvas:
    """What is around a plot.

    Attributes
    ----------
    theme
        The colours.
    margins
        Around the plot; title and footer are printed in them.
    height
        In pixels, with its margins.
    width
        In pixels; None where the window gives it.
    under
        Room for an axis between plot and footer, in pixels.
    title, footer
        Empty where the page prints them itself.
    """

    theme: Theme
    margins: Margins
    height: float
    width: float | None = None
    under: float = 0
    title: Runs = ()
    footer: Runs = ()


@dataclass(frozen=True, eq=False)
class Curves:
    """Panels of curves from left to right and top to bottom, and the counts under them."""

    canvas: Canvas
    panels: tuple[Panel, ...]
    counts: CountTable | None = None


@dataclass(frozen=True)
class Line:
    """One line of a forest plot.

    Attributes
    ----------
    label
        What it is.
    texts
        Its text columns, as many as there are headers.
    value, low, high
        Where it lies, on the scale of the axis; nan where not known: no whisker is drawn then.
    kind
        A `study` is a marker with whiskers, `pooled` a diamond, `prediction` a bar.
    look
        Colour and marker; without one a square in the ink of the text.
    size
        Of the marker, in pixels.
    is_hollow
        Whether the marker is hollow (a caution).
    is_tried
        Whether it rests on rows that are only tried: its marker has a ring.
    """

    label: str
    texts: tuple[str, ...]
    value: float
    low: float
    high: float
    kind: LineKind = "study"
    look: Look | None = None
    size: float = 12
    is_hollow: bool = False
    is_tried: bool = False

    @property
    def has_interval(self) -> bool:
        """Whether both ends of its interval are known, and the value between them."""
        return not isnan(self.value + self.low + self.high)


@dataclass(frozen=True, eq=False)
class Forest:
    """Lines under one another along one axis, with columns of text.

    Attributes
    ----------
    headers
        The name of the column of labels, then of each text column.
    lines
        Those that are drawn, from top to bottom.
    room
        How many lines the plot has room for.
    names
        The label of each line as it is printed, cut where it has no room.
    columns
        Where each text column starts, in pixels right of the plot.
    no_effect
        Where on the axis there is no effect, if anywhere.
    is_compact
        Whether label and texts of a line stand above its mark.
    """

    canvas: Canvas
    axis: Axis
    headers: tuple[str, ...]
    lines: tuple[Line, ...]
    room: int
    names: tuple[str, ...]
    columns: tuple[float, ...] = ()
    no_effect: float | None = None
    is_compact: bool = False

    @property
    def pooled(self) -> list[tuple[int, float]]:
        """Place and value of each line that is pooled of those above it."""
        lines = enumerate(self.lines)
        return [(place, line.value) for place, line in lines if line.kind == "pooled"]


Chart = Curves | Forest
