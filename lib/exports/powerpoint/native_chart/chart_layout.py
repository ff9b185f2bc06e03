"""A plot with its place on a slide and its numbers on a data sheet: what becomes a chart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.charts.curves.labelling.candidates import GAP
from lib.charts.marks import Runs
from lib.charts.text_metrics import LINE, width
from lib.charts.theme import Theme
from lib.exports.powerpoint.native_chart.data_sheet import Refs
from lib.exports.powerpoint.native_chart.native_plot import Curve, Plot

LEAST_ROOM = 0.1
"""Of the width of a chart with names, what is right of the last visit."""


@dataclass(frozen=True)
class Frame:
    """A chart on a slide: its size and that of its axes within it, in points, and its type.

    Attributes
    ----------
    size
        Width and height of the chart.
    inner
        Left, top, width and height of the plot itself.
    font
        Size of the type, in points.
    """

    size: tuple[float, float]
    inner: tuple[float, float, float, float]
    font: int = 14

    def size_of(self, label: Runs) -> tuple[float, float]:
        """About how wide and high a label is, in points."""
        return self.size_of_text(" · ".join(run.text for run in label))

    def size_of_text(self, text: str) -> tuple[float, float]:
        """About how wide and high a line of bold text is, in points."""
        return width(text, self.font, bold=True), self.font * LINE


@dataclass(frozen=True)
class Drawing:
    """What is drawn, where its numbers stand on the data sheet, on what and in which size.

    Attributes
    ----------
    with_counts
        Whether the count stands beside each share, as in a panel.
    """

    plot: Plot
    refs: Sequence[Refs]
    theme: Theme
    frame: Frame
    is_forest: bool = False
    with_counts: bool = False


def axis_end(plot: Plot, frame: Frame) -> float:
    """Where the months end: with room for the labels of the lines that end there."""
    ends = [plot.across.high / (1 - LEAST_ROOM) if plot.across.end else plot.across.high]
    for curve in plot.curves:
        for month, text in _names(curve):
            share = (frame.size_of(text)[0] + GAP) / frame.inner[2]
            ends.append(month / (1 - min(share, 0.4)))
    return max(ends)


def _names(curve: Curve) -> Iterator[tuple[float, Runs]]:
    """The months at which names begin, with the names."""
    if curve.label and curve.points:
        yield curve.points[-1][0], curve.label
    yield from zip(curve.x, curve.names, strict=False)
