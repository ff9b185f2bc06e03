"""Small multiples: one panel a study, all on the same two axes."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.axes import months_axis, percent_axis
from lib.charts.end_labels import Plot, line_labels
from lib.charts.picture import Picture, room_left, titled
from lib.charts.series import faded, looks, rings, series_traces
from lib.charts.style import base_layout
from lib.charts.text import shortened, shown
from lib.views.estimates import each_point, each_series
from lib.views.phrases import beside_study

PANELS_A_PAGE = 12
WIDE_COLUMNS = 3
COLUMN_GAP = 0.06
TOP, PANEL_HEIGHT, PANEL_GAP = 28, 230, 96
UNDER = 52
PANEL_WIDTH, ARM_CHARS = 220, 18
PANELS_A_SLIDE, SLIDE_GAP = 6, 62


def page_count(points: pd.DataFrame, a_page: int = PANELS_A_PAGE) -> int:
    """Say how many pages of panels these points need; at least one."""
    return max(1, -(-points["study"].nunique() // a_page))


def panels(points: pd.DataFrame, picture: Picture, page: int = 1, focus: str | None = None) -> Any:
    """Draw one page of panels, a study each, in the order of the file.

    Parameters
    ----------
    points
        The estimate frame with words, sorted by series and month.
    picture
        How to draw: `lib.charts.picture.Picture`.
    page
        From 1; a page past the last shows the last.
    focus
        The study to keep in colour while the others fade, or None.

    Returns
    -------
    A `plotly.graph_objects.Figure`.
    """
    a_page = PANELS_A_PAGE if picture.room is None else PANELS_A_SLIDE
    page = min(page, page_count(points, a_page))
    studies = list(points["study"].unique())[(page - 1) * a_page : page * a_page]
    grid = _grid(len(studies), picture)
    shown = points[points["study"].isin(studies)]
    bright = shown[shown["study"] == focus] if focus in studies else shown
    look = faded(looks(shown, picture), picture.theme, set(bright["series"]))
    end = float(points["months"].max()) * 1.12
    layout = base_layout(picture.theme) | titled(picture, (grid.height + TOP, 52), UNDER)
    traces: list[dict[str, Any]] = []
    for place, study in enumerate(studies):
        number = "" if place == 0 else str(place + 1)
        months = months_axis(points["months"], end, replace(picture, compact=True))
        layout[f"xaxis{number}"] = months | grid.across(place) | {"anchor": f"y{number}"}
        percent = percent_axis(picture.theme)
        layout[f"yaxis{number}"] = percent | grid.up(place) | {"anchor": f"x{number}"}
        layout["annotations"].append(_panel_title(study, number, picture))
        own = shown[shown["study"] == study]
        plot = Plot(PANEL_WIDTH, grid.panel, end, (f"x{number}", f"y{number}"))
        layout["annotations"] += line_labels(own, _arms(own), look, plot)
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
        for key, series in each_series(own):
            drawn = series_traces(series, look[key], (picture.theme, "whiskers"))
            # Beside several arms the counts would cover each other: they stand in the table.
            counts = [] if own["series"].nunique() > 1 else [_counts(series, picture)]
            traces += [trace | axes for trace in [*drawn, *counts]]
        traces += [ring | axes for ring in rings(own, picture.theme)]
    return go.Figure({"data": traces, "layout": layout})


@dataclass(frozen=True)
class _Grid:
    """Where each panel stands, as shares of the plot; heights in pixels."""

    panels: int
    columns: int
    panel: int = PANEL_HEIGHT
    gap: int = PANEL_GAP

    @property
    def height(self) -> int:
        rows = -(-self.panels // self.columns)
        return rows * self.panel + (rows - 1) * self.gap

    def across(self, place: int) -> dict[str, Any]:
        """The months axis: its span, and its title where no panel stands below."""
        column = place % self.columns
        width = (1 - COLUMN_GAP * (self.columns - 1)) / self.columns
        left = column * (width + COLUMN_GAP)
        is_last = place + self.columns >= self.panels
        title = {"text": "Months since treatment" if is_last else "", "font": {"size": 13}}
        return {"domain": [left, min(1, left + width)], "title": title}

    def up(self, place: int) -> dict[str, Any]:
        """The percent axis: its span, labelled in the first column only."""
        row, column = divmod(place, self.columns)
        full = self.height + TOP
        top = 1 - (TOP + row * (self.panel + self.gap)) / full
        return {
            "domain": [max(0, top - self.panel / full), top],
            "showticklabels": column == 0,
        }


def _grid(panels: int, picture: Picture) -> _Grid:
    columns = 1 if picture.compact else min(WIDE_COLUMNS, panels)
    if picture.room is None:
        return _Grid(panels, columns)
    rows = -(-panels // columns)
    room = room_left(picture, TOP + UNDER + (rows - 1) * SLIDE_GAP, PANEL_HEIGHT)
    return _Grid(panels, columns, room // rows, SLIDE_GAP)


def _arms(points: pd.DataFrame) -> dict[int, list[str]]:
    """Name the arms of a study that has several."""
    first = list(each_point(points.drop_duplicates("series")))
    rest = {p.series: beside_study(p.label, p.study) for p in first}
    return {n: [shortened(text, ARM_CHARS)] for n, text in rest.items()} if len(rest) > 1 else {}


def _counts(series: pd.DataFrame, picture: Picture) -> dict[str, Any]:
    """The count beside each point, since a panel has no table under it."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": series["months"].tolist(),
        "y": [None if pd.isna(rate) else float(rate) for rate in series["rate"]],
        # Above and right of a point there is room: curves fall, and whiskers stand upright.
        # The space of fixed width keeps the text off the marker; a plain one is dropped in SVG.
        "text": [f"\N{EM SPACE}{text}" for text in series["count_text"]],
        "textposition": "top right",
        "textfont": {"size": 12, "color": picture.theme.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "meta": "counts",
    }


def _panel_title(study: str, number: str, picture: Picture) -> dict[str, Any]:
    return {
        "text": f"<b>{shown(shortened(study, 34))}</b>",
        "x": 0,
        "xref": f"x{number} domain",
        "xanchor": "left",
        "y": 1,
        "yref": f"y{number} domain",
        "yanchor": "bottom",
        "yshift": 8,
        "font": {"size": 14, "color": picture.theme.ink},
        "showarrow": False,
    }
