"""What a chart shows: `lib.charts` makes it, a renderer draws it.

Its parts are in `lib.charts.marks` and `lib.charts.canvas`.
"""

from dataclasses import dataclass
from math import isnan
from typing import Literal

from lib.charts.canvas import Axis, Canvas
from lib.charts.chance.card import ChanceCard
from lib.charts.marks import Label, MonthColumn, Pool, Run, Runs, Series
from lib.charts.theme import Look

BLANK = Run("")


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
    labels
        The names of lines that are drawn as one series.
    visits
        What a mouse over each month shows.
    """

    across: Axis
    up: Axis
    series: tuple[Series, ...]
    span: Span = Span()
    title: str = ""
    pools: tuple[Pool, ...] = ()
    message: Runs = ()
    labels: tuple[Label, ...] = ()
    visits: tuple[MonthColumn, ...] = ()


@dataclass(frozen=True)
class CountRow:
    """Who was counted of one series: its name, its marker, and the counts at its months.

    Attributes
    ----------
    study
        The study, on the first row of those that it has; None on the others.
    name
        What else names the series, or all of its name where that stands above the counts.
    label
        All of its name.
    counts, texts
        What is known at each month, and what of it is written: in one line or two, blank where its
        neighbour leaves no room.
    """

    study: Run | None
    name: Run
    label: str
    symbol: str
    is_hollow: bool
    colour: str
    months: tuple[float, ...]
    counts: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]


NAME_LINE, COUNT_LINE = 8, 19
"""Pixels from the top of a row to the middle of a name above its counts, and to their top."""


@dataclass(frozen=True)
class CountTable:
    """The table under the months.

    Attributes
    ----------
    rows
        From top to bottom.
    share
        Of the height of plot and table together, what the table has.
    row, text_size, edge
        Height of a row, size of its type, and room left of its study, in pixels.
    is_compact
        Whether a row's name stands above its counts.
    omission
        How many counts are left out; blank where all are there.
    """

    heading: Run
    rows: tuple[CountRow, ...]
    share: float
    row: float
    text_size: float
    edge: float
    is_compact: bool = False
    omission: Run = BLANK


@dataclass(frozen=True, eq=False)
class Curves:
    """Panels of curves from left to right and top to bottom, and the counts under them."""

    canvas: Canvas
    panels: tuple[Panel, ...]
    counts: CountTable | None = None


LineKind = Literal["study", "pooled", "prediction"]
"""A marker with its interval, a diamond, a bar."""


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
    begins_part
        Whether a rule sets it and what follows apart from the lines above.
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
    begins_part: bool = False

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
        The label of each line as it is printed, in one or two rows, cut where it has no room.
    columns
        Where each text column starts, in pixels right of the plot.
    cells
        The text columns of each line as they are printed there, each in one or two rows.
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
    names: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...] = ()
    cells: tuple[tuple[tuple[str, ...], ...], ...] = ()
    no_effect: float | None = None
    is_compact: bool = False

    @property
    def parts(self) -> list[int]:
        """The places of lines over which a rule stands: they begin a part, or what is pooled."""
        is_study = [line.kind == "study" for line in self.lines]
        return [
            place
            for place, line in enumerate(self.lines)
            if place and (line.begins_part or (is_study[place - 1] and not is_study[place]))
        ]

    @property
    def pooled(self) -> list[tuple[int, float]]:
        """Place and value of the first line that is pooled of studies above it, if any is."""
        kinds = [line.kind for line in self.lines]
        if "study" not in kinds or "pooled" not in kinds:
            return []
        place = kinds.index("pooled")
        return [(place, self.lines[place].value)]


@dataclass(frozen=True)
class Card:
    """A heading, lines of text, and a number in large type, if any."""

    heading: Runs
    lines: Runs = ()
    number: Run = BLANK


@dataclass(frozen=True, eq=False)
class Cards:
    """A few numbers or texts as large type, without axes."""

    canvas: Canvas
    cards: tuple[Card, ...]

    @property
    def has_numbers(self) -> bool:
        """Whether they are numbers, which stand side by side."""
        return any(card.number.text for card in self.cards)


Chart = Curves | Forest | Cards | ChanceCard
