"""A chance as a card: a number in large type, a hundred icons, and a curve over the shares."""

from dataclasses import dataclass

from lib.charts.canvas import Axis, Canvas
from lib.charts.marks import Run, Runs

ICONS, ICON_ROW = 100, 10
"""Icons of an array, and of one of its rows."""


@dataclass(frozen=True)
class Density:
    """How likely each share is.

    Attributes
    ----------
    shares, heights
        Percent, rising, and how likely each is, as a share of the likeliest.
    low, middle, high
        The middle and both ends of what is likely, in percent.
    threshold
        Above it, in percent, the curve is filled; None fills nothing.
    """

    shares: tuple[float, ...]
    heights: tuple[float, ...]
    low: float
    middle: float
    high: float
    threshold: float | None = None

    @property
    def above(self) -> tuple[tuple[float, float], ...]:
        """The points from the threshold on; empty where there is none."""
        pairs = zip(self.shares, self.heights, strict=True)
        at = self.threshold
        return () if at is None else tuple((x, y) for x, y in pairs if x >= at)


@dataclass(frozen=True, eq=False)
class ChanceCard:
    """A chance: its words left of the curve and its icons right of it, or both above it.

    Attributes
    ----------
    axis
        Of the shares, under the curve.
    before, number, after
        The sentence: what stands over the number, the number in large type, the lines under it.
    sizes
        Of the number and of the words, in pixels.
    icons
        How many of the hundred are full; None draws none.
    pitch
        Pixels from one icon to the next.
    prior
        What the probability hangs on, in lines under the axis.
    axis_room
        What the axis and its title take under the curve, in pixels.
    above
        Pixels over the curve in which words and icons stand; 0 where they stand beside it.
    """

    canvas: Canvas
    axis: Axis
    density: Density
    before: Run
    number: Run
    after: Runs
    sizes: tuple[float, float]
    icons: int | None
    pitch: float
    prior: Runs
    axis_room: float
    above: float = 0

    @property
    def words(self) -> str:
        """The sentence in one line; blank before it is told."""
        parts = (self.before, self.number, *self.after)
        return " ".join(run.text for run in parts if run.text)
