"""What a native chart draws, in plain values: the terms between a figure and its XML."""

from dataclasses import dataclass

Numbers = tuple[float | None, ...]

RULE, BARS = "rule", "bars"
"""What has no trace: the rules of a forest plot, and all of its intervals in one series."""


@dataclass(frozen=True)
class Colour:
    """Red, green and blue as `rrggbb`, and opacity from 0 to 1."""

    rgb: str
    opacity: float = 1


@dataclass(frozen=True)
class Stroke:
    """A line: colour, width in pixels, and dash in Plotly's words."""

    colour: Colour
    width: float
    dash: str = "solid"


@dataclass(frozen=True)
class Marker:
    """Symbol in Plotly's words, size in pixels, outline, and the filling of each point."""

    symbol: str
    size: float
    edge: Colour
    fills: tuple[Colour | None, ...]


@dataclass(frozen=True)
class Label:
    """A text at the last point, as on the screen: its parts, of which the first is bold."""

    texts: tuple[str, ...]
    colour: Colour


@dataclass(frozen=True)
class Curve:
    """One series of a native chart.

    Attributes
    ----------
    name, kind
        What it is, and what its trace says it is: `series`, `context`, `tried`, `study` ...
    x, y
        Its points; None where the line breaks.
    below, above
        How far the interval of each point reaches; empty if no point has one.
    whiskers
        How the intervals are drawn.
    texts
        What stands beside each point, as `15/19`; or the text columns of a forest plot's line.
    """

    name: str
    kind: str
    x: Numbers
    y: Numbers
    line: Stroke | None = None
    marker: Marker | None = None
    below: Numbers = ()
    above: Numbers = ()
    whiskers: Stroke | None = None
    label: Label | None = None
    texts: tuple[str, ...] = ()

    def ends(self, values: Numbers, i: int) -> tuple[float, float] | None:
        """Both ends of an interval, `values` being `x` or `y`; None where there is none."""
        if not self.above:
            return None
        value, below, above = values[i], self.below[i], self.above[i]
        if value is None or below is None or above is None:
            return None
        return round(value - below, 10), round(value + above, 10)


@dataclass(frozen=True)
class Axis:
    """Its ends, where its ticks are, what it says, and the unit after each number."""

    low: float
    high: float
    ticks: tuple[float, ...]
    title: str
    unit: str = ""


@dataclass(frozen=True)
class Plot:
    """One pair of axes with what is drawn on it."""

    title: str
    across: Axis
    up: Axis
    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class Row:
    """A row of the counts: whose, its marker as a character, and the counts by month."""

    name: str
    glyph: str
    colour: Colour | None
    counts: dict[float, str]


@dataclass(frozen=True)
class Paper:
    """The colours of a figure apart from its series, as `rrggbb`."""

    background: str
    ink: str
    muted: str
    grid: str


@dataclass(frozen=True)
class Plotted:
    """A figure, read.

    Attributes
    ----------
    plots
        The panels from left to right and top to bottom; one where there are no panels.
    rows
        The counts under the months, if any.
    headers
        The columns of a forest plot; empty for any other figure.
    left_out
        What of the figure a native chart does not show, in sentences.
    """

    paper: Paper
    plots: tuple[Plot, ...]
    rows: tuple[Row, ...] = ()
    headers: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_forest(self) -> bool:
        """Whether lines stand under one another, with text columns."""
        return bool(self.headers)
