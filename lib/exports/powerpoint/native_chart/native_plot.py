"""What a native chart draws: all of it is series of points, the rules of a forest plot too."""

from dataclasses import dataclass

from lib.charts.canvas import Axis
from lib.charts.marks import Intervals, Marker, Runs, Stroke, Values

RULE, BARS, NAMES = "rule", "bars", "names"
"""The rules of a forest plot, all of its intervals in one series, and the names of a crowd."""


@dataclass(frozen=True)
class Curve:
    """One series of a native chart.

    Attributes
    ----------
    name, kind
        What it is; its kind is that of a series or line of the chart, or one of those above.
    x, y
        Its points; y is None where the line breaks.
    intervals
        Of the points, along the axis of what is estimated.
    label
        What stands at its last point.
    shares
        What stands at each other point that has room for it.
    names
        What stands right of each point that has room for it: of `NAMES`, which draws nothing else.
    texts
        What stands beside each point, as `15/19`; or the text columns of a forest plot's line.
    """

    name: str
    kind: str
    x: tuple[float, ...]
    y: Values
    line: Stroke | None = None
    marker: Marker | None = None
    intervals: Intervals | None = None
    label: Runs = ()
    texts: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    names: tuple[Runs, ...] = ()

    @property
    def drawn_x(self) -> tuple[float, ...]:
        """Where its points are drawn: at their months, which the data sheet holds."""
        return self.x

    @property
    def points(self) -> list[tuple[float, float]]:
        """The points that are drawn."""
        return [(x, y) for x, y in zip(self.x, self.y, strict=True) if y is not None]

    @property
    def is_level(self) -> bool:
        """Whether its estimates lie along the axis below."""
        return self.kind == "study"

    def ends(self, place: int) -> tuple[float, float] | None:
        """Both ends of the interval at a place; None where there is none."""
        ends = self.intervals.ends(place) if self.intervals and self.has_whiskers else None
        return ends and (round(ends[0], 10), round(ends[1], 10))

    def reach(self, place: int) -> tuple[float | None, float | None]:
        """How far the interval at a place reaches below and above its estimate."""
        value = (self.x if self.is_level else self.y)[place]
        ends = self.intervals.ends(place) if self.intervals else None
        return (None, None) if ends is None or value is None else (value - ends[0], ends[1] - value)

    @property
    def has_whiskers(self) -> bool:
        """Whether intervals of it are drawn."""
        return self.intervals is not None and self.intervals.whiskers is not None


@dataclass(frozen=True)
class Plot:
    """One pair of axes with what is drawn on it."""

    title: str
    across: Axis
    up: Axis
    curves: tuple[Curve, ...]


def one_line(text: Runs) -> str:
    """The lines of a text in one."""
    return " ".join(run.text for run in text)
