"""Small multiples: one panel a study, all on the same two axes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from lib.analysis.points import each_point, each_series
from lib.charts.axes import months_axis, percent_axis
from lib.charts.curves.labelling.end_names import EndTexts, remarks
from lib.charts.curves.labelling.obstacles import PlotArea
from lib.charts.curves.labels import with_labels
from lib.charts.curves.month_hovers import visits
from lib.charts.curves.ranges import ranges
from lib.charts.curves.series import rings, series_of
from lib.charts.curves.side_by_side import Shifts, shifts
from lib.charts.figure_options import RIGHT_MARGIN, Picture, canvas_around, plot_height
from lib.charts.looks import fade, key, looks
from lib.charts.marks import Run, Runs, Series
from lib.charts.spec import Curves, Panel, Span
from lib.charts.theme import Look, Theme
from lib.narrative.numbers.count_text import ABSENT
from lib.phrases import beside_study, cut_apart, shorten
from lib.slides.study_pages import on_page

WIDE_COLUMNS = 3
COLUMN_GAP = 0.06
TOP, PANEL_HEIGHT, PANEL_GAP = 28, 230, 96
UNDER = 52
LEFT, ARM_CHARS, TITLE_CHARS = 52, 18, 34
SLIDE_GAP = 62


def panels(
    points: pd.DataFrame,
    picture: Picture,
    page: int = 1,
    focus: Collection[str] = (),
    with_range: bool = False,
) -> Curves:
    """Lay out one page of panels, a study each, in the order of the file.

    Parameters
    ----------
    points
        The estimate frame with words, sorted by series and month.
    picture
        How to draw: `lib.charts.figure_options.Picture`.
    page
        From 1; a page past the last shows the last.
    focus
        The studies to keep in colour while the others fade.
    with_range
        Whether to draw what each share can have been, whatever became of the missing patients.
    """
    studies = on_page(points, page)
    shown = points[points["study"].isin(studies)]
    names = key(shown, picture)
    grid = _grid(len(studies), picture, bool(names))
    in_focus = shown["study"].isin(focus)
    bright = shown[in_focus] if in_focus.any() else shown
    look = fade(looks(shown, picture), picture.theme, set(bright["series"]))
    end = float(points["months"].max()) * 1.12
    left = LEFT + picture.more_left
    wide = grid.width * (picture.wide - left - RIGHT_MARGIN)
    across = months_axis(points["months"], end, wide)
    plot = PlotArea(wide, grid.panel, end)
    titles = cut_apart(studies, partial(shorten, most=TITLE_CHARS))
    drawn = tuple(
        Panel(
            across=replace(across, title=across.title if grid.is_last(place) else ()),
            up=replace(percent_axis(), is_numbered=grid.is_first(place)),
            series=(
                *(ranges(own, look, _apart(own, plot)) if with_range else ()),
                *_series(own, look, picture.theme, plot),
            ),
            span=grid.span(place),
            title=titles[study],
            message=_message(own, picture.theme),
            visits=visits(own, plot.width / end) if picture.room is None else (),
        )
        for place, study in enumerate(studies)
        for own in [shown[shown["study"] == study]]
    )
    return Curves(canvas_around(picture, (grid.height + TOP, left), UNDER, key=names), drawn)


def _series(
    points: pd.DataFrame, look: dict[int, Look], theme: Theme, plot: PlotArea
) -> tuple[Series, ...]:
    """Make the series of a study, with the share and the count at each point that has room."""
    apart = _apart(points, plot)
    series = {
        key: series_of(own, look[key], theme, "bars", apart) for key, own in each_series(points)
    }
    series = with_labels(series, _arms(points), plot, theme, with_counts=True)
    return (*series.values(), *rings(points, theme, shifts=apart))


def _apart(points: pd.DataFrame, plot: PlotArea) -> Shifts:
    return shifts(points, plot.width / plot.end)


@dataclass(frozen=True)
class _PanelGrid:
    """Where each panel stands, as shares of the plot; heights in pixels."""

    panels: int
    columns: int
    panel: int = PANEL_HEIGHT
    gap: int = PANEL_GAP

    @property
    def height(self) -> int:
        rows = -(-self.panels // self.columns)
        return rows * self.panel + (rows - 1) * self.gap

    @property
    def width(self) -> float:
        """Width of a panel, as a share of all."""
        return (1 - COLUMN_GAP * (self.columns - 1)) / self.columns

    def is_first(self, place: int) -> bool:
        """Whether no panel stands left of it."""
        return place % self.columns == 0

    def is_last(self, place: int) -> bool:
        """Whether no panel stands below it."""
        return place + self.columns >= self.panels

    def span(self, place: int) -> Span:
        """Where a panel stands, under its title."""
        row, column = divmod(place, self.columns)
        left = column * (self.width + COLUMN_GAP)
        full = self.height + TOP
        top = 1 - (TOP + row * (self.panel + self.gap)) / full
        return Span(left, min(1, left + self.width), max(0, top - self.panel / full), top)


def _grid(panels: int, picture: Picture, has_key: bool) -> _PanelGrid:
    columns = 1 if picture.compact else min(WIDE_COLUMNS, panels)
    if picture.room is None:
        return _PanelGrid(panels, columns)
    rows = -(-panels // columns)
    room = plot_height(picture, TOP + UNDER + (rows - 1) * SLIDE_GAP, PANEL_HEIGHT, has_key)
    return _PanelGrid(panels, columns, room // rows, SLIDE_GAP)


def _arms(points: pd.DataFrame) -> dict[int, EndTexts]:
    """Name the arms of a study that has several."""
    first = list(each_point(points[["series", "study", "label"]].drop_duplicates("series")))
    noted = remarks(points)
    names = {p.series: beside_study(p.label, p.study) if len(first) > 1 else "" for p in first}
    return {
        number: EndTexts(
            ((f"{shorten(name, ARM_CHARS)} {noted[number]}".strip(),),), can_tie=bool(name)
        )
        for number, name in names.items()
    }


def _message(points: pd.DataFrame, theme: Theme) -> Runs:
    """Say in an empty panel why it is empty."""
    if points["rate"].isna().all() and (points["count_text"] == ABSENT).all():
        return Run("Cannot be counted", colour=theme.muted), Run("by this rule", colour=theme.muted)
    return ()
