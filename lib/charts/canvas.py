"""What surrounds the marks of a chart: axes, margins, title and footer."""

from dataclasses import KW_ONLY, dataclass

from lib.charts.marks import Runs
from lib.charts.theme import Theme


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
    end
        What stands at its end in place of the title; blank where the title stands below it.
    unit
        What follows each number.
    is_numbered
        Whether its ticks have their texts, or the axis of another panel has them.
    has_short_grid
        Whether its grid ends with the panel, and does not cross the counts under it.
    is_log
        Whether equal ratios are equally far apart; its ends are then above 0, and each tick is as
        many times the one before.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    tick_texts: tuple[str, ...]
    title: Runs = ()
    _: KW_ONLY
    end: str = ""
    unit: str = ""
    is_numbered: bool = True
    has_short_grid: bool = False
    is_log: bool = False


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
    key
        What the colours stand for, each name in its colour; empty where the page or the rows of
        the chart say it.
    """

    theme: Theme
    margins: Margins
    height: float
    width: float | None = None
    under: float = 0
    title: Runs = ()
    footer: Runs = ()
    key: Runs = ()
