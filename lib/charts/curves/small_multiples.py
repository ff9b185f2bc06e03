"""Small multiples: one panel a study, all on the same two axes."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.analysis.estimates import each_point, each_series
from lib.charts.axes import months_axis, percent_axis
from lib.charts.curves.end_labels import Plot, line_labels, obstacles
from lib.charts.curves.label_placement import Box, least_covered
from lib.charts.curves.traces import faded, looks, rings, series_traces
from lib.charts.figure_options import Picture, room_left, titled
from lib.charts.text import shortened, shown
from lib.charts.theme import base_layout
from lib.narrative.series_text import ABSENT
from lib.phrases import beside_study

PANELS_A_PAGE = 6
"""As many as a slide has room for: the same page is the same studies on a screen and a slide."""

WIDE_COLUMNS = 3
COLUMN_GAP = 0.06
TOP, PANEL_HEIGHT, PANEL_GAP = 28, 230, 96
UNDER = 52
PANEL_WIDTH, ARM_CHARS = 220, 18
COUNT_SIZE, COUNT_WIDTH, COUNT_HEIGHT = 12, 6.6, 14
SLIDE_GAP = 62


def page_count(points: pd.DataFrame) -> int:
    """Say how many pages of panels these points need; at least one."""
    return max(1, -(-points["study"].nunique() // PANELS_A_PAGE))


def on_page(points: pd.DataFrame, page: int) -> list[str]:
    """Name the studies of a page of panels, from 1; a page past the last is the last."""
    last = min(page, page_count(points)) * PANELS_A_PAGE
    return list(points["study"].unique()[last - PANELS_A_PAGE : last])


def panels(points: pd.DataFrame, picture: Picture, page: int = 1, focus: str | None = None) -> Any:
    """Draw one page of panels, a study each, in the order of the file.

    Parameters
    ----------
    points
        The estimate frame with words, sorted by series and month.
    picture
        How to draw: `lib.charts.figure_options.Picture`.
    page
        From 1; a page past the last shows the last.
    focus
        The study to keep in colour while the others fade, or None.

    Returns
    -------
    A `plotly.graph_objects.Figure`.
    """
    studies = on_page(points, page)
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
        if own["rate"].isna().all() and (own["count_text"] == ABSENT).all():
            layout["annotations"].append(_nothing(number, picture))
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
        for key, series in each_series(own):
            drawn = series_traces(series, look[key], (picture.theme, "whiskers"))
            # Beside several arms the counts would cover each other: they stand in the table.
            is_alone = own["series"].nunique() == 1
            counts = [_counts(series, picture, plot)] if is_alone else []
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


def _counts(series: pd.DataFrame, picture: Picture, plot: Plot) -> dict[str, Any]:
    """The count beside each point, since a panel has no table under it."""
    sides = _sides(series, plot)
    return {
        "type": "scatter",
        "mode": "text",
        "x": series["months"].tolist(),
        "y": [None if pd.isna(rate) else float(rate) for rate in series["rate"]],
        # The space of fixed width keeps the text off the marker; a plain one is dropped in SVG.
        "text": [
            f"{text}\N{EM SPACE}" if side.endswith("left") else f"\N{EM SPACE}{text}"
            for text, side in zip(series["count_text"], sides, strict=True)
        ],
        "textposition": sides,
        # Where a line must be crossed, a halo in the colour of the ground keeps the count legible.
        "textfont": {
            "size": COUNT_SIZE,
            "color": picture.theme.ink,
            "shadow": ", ".join([f"0 0 2px {picture.theme.background}"] * 5),
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
        "meta": "counts",
    }


def _sides(series: pd.DataFrame, plot: Plot) -> list[str]:
    """Where the count of each point stands: where least is drawn, and no count before it."""
    taken = obstacles(series, plot)
    sides = []
    for point in each_point(series):
        x, y = plot.pixel(point.months, 0 if pd.isna(point.rate) else point.rate)
        wide = len(point.count_text) * COUNT_WIDTH
        boxes = {
            f"{up} {side}": Box(x + 9 if side == "right" else x - 9 - wide, top, wide, COUNT_HEIGHT)
            for up, top in (("top", y - COUNT_HEIGHT), ("bottom", y - 2))
            for side in ("right", "left")
        }
        free = least_covered(list(boxes.values()), taken, plot.area)
        sides.append(list(boxes)[free])
        taken.append(boxes[sides[-1]])
    return sides


def _nothing(number: str, picture: Picture) -> dict[str, Any]:
    """Say in an empty panel why it is empty."""
    return {
        "text": "Cannot be counted<br>by this rule",
        "x": 0.5,
        "xref": f"x{number} domain",
        "y": 0.5,
        "yref": f"y{number} domain",
        "font": {"size": 13, "color": picture.theme.muted},
        "showarrow": False,
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
