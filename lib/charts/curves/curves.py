"""The large figure: a curve a series over true months, with who was counted under it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.analysis.estimates import MOST_DRAWN
from lib.analysis.fitted_curves import FittedLine
from lib.analysis.settings import BY_TREATMENT
from lib.charts.axes import months_axis, percent_axis
from lib.charts.canvas import Axis
from lib.charts.curves.at_risk_table import CountsTable
from lib.charts.curves.crowd import along, crowd_labels, crowd_room
from lib.charts.curves.fits import fits
from lib.charts.curves.labelling.end_names import EndTexts, end_texts
from lib.charts.curves.labelling.obstacles import PlotArea
from lib.charts.curves.labels import end_room, with_labels
from lib.charts.curves.month_hovers import visits
from lib.charts.curves.ranges import ranges
from lib.charts.curves.series import (
    MOST_TOLD,
    SMALL_RING,
    context_of,
    dots_of,
    rings,
    series_of,
)
from lib.charts.curves.side_by_side import MOST, STEP, Shifts, shifts
from lib.charts.curves.thinning import dots, thin
from lib.charts.figure_options import BARE_TOP, Picture, canvas_around, plot_height
from lib.charts.looks import Hue, fade, hues, key, looks, slots_of
from lib.charts.marks import Pool, Series
from lib.charts.spec import Curves, Panel, Span

NARROW_LEFT, NARROW_RIGHT, NARROW_CROWD = 44, 26, 80
"""Pixels on both sides of the months in a narrow window, and right of those of a crowd."""
MOST_RIGHT, LEAST_RIGHT = 0.145, 90
"""The greatest share of the figure right of the months, and the fewest pixels."""
NARROW_NAME, EDGE = 140, 16
"""Pixels of a name in a narrow window, and of a margin what no name may fill."""
END_PAD = 10
"""Pixels between the last visit and the end of its axis, for its marker."""
ROOM_OF_ALL = 427
"""Pixels of plot and rows together on a page; the plot gives way to the rows, to a limit."""
LEAST_PLOT, MOST_PLOT, NARROW_PLOT = 290, 410, 300
AXIS_ROOM, TABLE_GAP = 28, 46

CROWD = 100
"""More series than so many are drawn fainter."""


def curves(
    points: pd.DataFrame,
    focus: Collection[str] = (),
    picture: Picture | None = None,
    fitted: Sequence[FittedLine] = (),
    with_range: bool = False,
    pools: Sequence[Pool] = (),
) -> Curves:
    """Lay out all series in one chart.

    Up to `MOST_DRAWN` series each has its own colours and intervals, or fades if
    another study is in focus; past that those of one colour are one faint trace, and
    all but the focus one grey trace.

    Parameters
    ----------
    points
        The estimate frame with words (`lib.narrative.series_text`), sorted by series and month.
    focus
        The studies to keep in colour while the others fade.
    picture
        How to draw.
    fitted
        Lines to draw under the series that they were fitted to.
    with_range
        Whether to draw what each share can have been, whatever became of the missing patients.
    pools
        What is pooled, to be drawn over the curves.

    Returns
    -------
    One panel, with who was counted under it.
    """
    picture = picture or Picture()
    is_crowded = points["series"].nunique() > MOST_DRAWN
    in_focus = points["study"].isin(focus)
    bright = points[in_focus] if in_focus.any() else points[:0] if is_crowded else points
    drawn = bright if is_crowded else points
    kind = "band" if in_focus.any() else "bars"
    bright_series = set(bright["series"])
    look = fade(looks(drawn, picture), picture.theme, bright_series)
    table = CountsTable(drawn, frozenset(bright_series), look, picture)
    # The rows of counts name each treatment in its colour.
    colours = () if table.rows else key(points, picture)
    size = _size(points, table, bool(colours))
    ends = _ends(table, size.right)
    apart = shifts(drawn, size.scale)
    lines = fits(fitted, look)
    drawn_series = _series(table, kind, apart)
    series = with_labels(drawn_series, ends, size.plot, picture.theme, lines, pools=pools)
    others = points[~in_focus] if is_crowded else points[:0]
    lines_of_others = thin(others)
    # A focus is to be read alone: no names around it.
    names = crowd_labels(lines_of_others, size.plot, picture, size.right) if bright.empty else ()
    panel = Panel(
        across=_across(points["months"], table, size),
        up=percent_axis(),
        series=(
            *_crowd(others, lines_of_others, picture, bool(in_focus.any())),
            *(ranges(bright, look, apart) if with_range else ()),
            *lines,
            *series.values(),
            *rings(drawn, picture.theme, shifts=apart),
        ),
        span=Span(bottom=(size.table + size.gap) / size.inner),
        labels=names,
        pools=tuple(pools),
        visits=visits(points, size.scale) if picture.room is None else (),
    )
    canvas = canvas_around(picture, (size.inner, size.left), right=size.right, key=colours)
    return Curves(canvas, (panel,), table.counts(size.table / size.inner, size.scale))


def _ends(table: CountsTable, right: float) -> dict[int, EndTexts]:
    """Write the names at the ends of the lines in colour; in a wide window each must stand."""
    # A shade is no name: by study, each arm is named.
    is_told = table.picture.colour_by == BY_TREATMENT
    colours = {number: look.colour if is_told else "" for number, look in table.look.items()}
    is_narrow = table.picture.compact
    room = NARROW_NAME if is_narrow else right - EDGE
    return end_texts(table.names, colours, room, not is_narrow)


def _series(table: CountsTable, kind: str, apart: Shifts) -> dict[int, Series]:
    """Make each series, those in colour with intervals of a kind."""
    kinds = {number: kind if number in table.bright else "plain" for number in table.by_series}
    theme = table.picture.theme
    return {
        number: series_of(own, table.look[number], theme, kinds[number], apart)
        for number, own in table.by_series.items()
    }


def _crowd(
    points: pd.DataFrame, lines: pd.DataFrame, picture: Picture, is_grey: bool
) -> list[Series]:
    """Draw many series faintly, a trace a colour; behind a focus all are grey."""
    if points.empty:
        return []
    # The more lines cross, the fainter each must be for their density to be seen.
    few, many = (0.45, 0.18) if is_grey else (0.45, 0.3)
    faint = few if points["series"].nunique() <= CROWD else many
    # Nobody hovers over a slide.
    is_short = len(points) > MOST_TOLD or picture.room is not None
    has_dots = len(lines) == len(points) or picture.room is not None
    drawn = [
        context_of(part, picture, faint, is_short, has_dots)
        for part in _parts(lines, picture, is_grey)
    ]
    if not has_dots:
        colours = np.zeros(len(points)) if is_grey else slots_of(points, picture)
        seen = dots(points, colours, lines["series"])
        drawn += [dots_of(part, picture) for part in _parts(seen, picture, is_grey)]
    found = [] if picture.room else along(lines, picture.theme)
    return [*drawn, *found, *rings(points, picture.theme, SMALL_RING)]


def _parts(points: pd.DataFrame, picture: Picture, is_grey: bool) -> list[Hue]:
    """Take a crowd apart by colour, from the back to the front: what is first in the file."""
    grey = Hue("Other curves", picture.theme.context, points)
    return [grey] if is_grey else list(reversed(list(hues(points, picture))))


def _across(months: pd.Series, table: CountsTable, size: "_Size") -> Axis:
    """The lines of the months are too strong to cross the counts."""
    axis = months_axis(months, size.plot.end, size.plot.width)
    return replace(axis, end="months", has_short_grid=bool(table.rows))


@dataclass(frozen=True)
class _Size:
    """Pixels of the rows and of the gap above them, of both margins; and the plot."""

    table: int
    gap: int
    left: int
    right: int
    plot: PlotArea

    @property
    def inner(self) -> int:
        """Height of plot, gap and rows together."""
        return int(self.plot.height) + self.gap + self.table

    @property
    def scale(self) -> float:
        """Pixels of a month."""
        return self.plot.width / self.plot.end


def _size(points: pd.DataFrame, table: CountsTable, has_key: bool) -> _Size:
    picture = table.picture
    gap = TABLE_GAP if table.rows else AXIS_ROOM
    last = float(points["months"].max())
    left = NARROW_LEFT if picture.compact or not table.rows else table.left
    left += picture.more_left * (not table.rows)
    right = _right(points, table, picture.wide - left)
    wide = picture.wide - left - right
    beside = min(STEP * (table.most_at(last) - 1) / 2, MOST * wide / last)
    end = last * wide / max(1, wide - END_PAD - max(0, beside))
    rows = table.row_height(wide / end) * len(table.rows)
    usual = NARROW_PLOT if picture.compact else max(LEAST_PLOT, min(MOST_PLOT, ROOM_OF_ALL - rows))
    height = plot_height(picture, gap + rows, usual, has_key)
    area = PlotArea(wide, height, end, right - 2, BARE_TOP - 4)
    return _Size(rows, gap, left, right, area)


def _right(points: pd.DataFrame, table: CountsTable, wide: float) -> int:
    """Pixels right of the months: what the names of the lines that end there need."""
    picture = table.picture
    if picture.compact:
        return NARROW_RIGHT if table.names else NARROW_CROWD
    most = picture.wide * MOST_RIGHT
    if not table.names:
        return int(max(LEAST_RIGHT, crowd_room(points, most)))
    last = points["months"].max()
    scale = (wide - most) / last
    over = {number: (last - own["months"].max()) * scale for number, own in table.by_series.items()}
    return int(max(LEAST_RIGHT, end_room(_ends(table, most), over, most)))
