"""A crowd: its lines are drawn as one series, so their names and hovers are made apart."""

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.points import each_point
from lib.charts.contrast import legible
from lib.charts.curves.labelling.candidates import Wanted
from lib.charts.curves.labelling.label_placement import place
from lib.charts.curves.labelling.obstacles import Obstacles, PlotArea
from lib.charts.curves.labels import label_at, size_of
from lib.charts.figure_options import Picture
from lib.charts.looks import hue_of
from lib.charts.marks import Hints, Hover, Label, Marker, Run, Runs, Series, Stroke
from lib.charts.text_metrics import cut_to, width
from lib.charts.theme import Theme
from lib.phrases import cut_apart, drop_years, in_sentence

MOST_NAMED, MOST_TRIED, LEAST_NAMED = 24, 60, 5
"""Lines that are named and that are looked at for room; with fewer named, names are tied."""
MARK, SIZE, EDGE = 4, 13, 18
LEAST_FOR_SHARE = 70
"""Pixels that a share and a name need; in less, as on a phone, the name alone."""
MOST_MEASURED = 500
"""Names whose width is measured: of more, those with most letters."""
USED = ["series", "study", "row", "label", "months", "rate", "rate_text"]
ALONG, MOST_ALONG = 5, 800
"""Places between two visits where a mouse finds a line, and of all lines together."""


def crowd_labels(
    points: pd.DataFrame, plot: PlotArea, picture: Picture, room: float
) -> tuple[Label, ...]:
    """Name as many lines at their ends as fit without touching, the longest followed first."""
    # A point of all columns costs more than all that is done with it here.
    drawn = points.loc[points["rate"].notna(), [*USED, f"{picture.colour_by}_order"]]
    ends = drawn.drop_duplicates("series", keep="last")
    ends = ends.sort_values(["months", "rate"], ascending=False, kind="stable")
    spread = _spread(ends)[:MOST_TRIED]
    names = _names(points)
    ground = picture.theme.background
    texts: list[Runs] = [
        (Run(text, colour=legible(hue_of(end, picture), ground)),)
        for end, text in zip(spread, _texts(spread, names, room - EDGE), strict=True)
    ]
    anchors = [plot.at(end.months, end.rate) for end in spread]
    # The lines cross everywhere: names keep off the dots only.
    drawn_dots = Obstacles(_dots(drawn, plot), np.zeros((0, 4)))
    for can_tie in (False, True):
        wanted = [
            Wanted(at, (size_of(text),), (0.0,), can_tie, can_tie, stays_right=True)
            for at, text in zip(anchors, texts, strict=True)
        ]
        found = place(wanted, drawn_dots, plot)
        labels = [
            label_at((text,), (end.months, end.rate), want, where)
            for end, text, want, where in zip(spread, texts, wanted, found, strict=True)
            if where is not None
        ]
        if len(labels) >= LEAST_NAMED:
            break
    return tuple(labels[: MOST_NAMED if not can_tie else LEAST_NAMED])


def _spread(ends: pd.DataFrame) -> list[Any]:
    """Those followed longest first; of one month evenly from the highest to the lowest."""
    order: list[Any] = []
    for _, same in ends.groupby("months", sort=False):
        rows = list(each_point(same))
        step = max(1, len(rows) // MOST_NAMED)
        first = rows[::step]
        order += first + [row for place, row in enumerate(rows) if place % step]
        if len(order) >= MOST_TRIED:
            break
    return order


def _names(points: pd.DataFrame) -> dict[str, str]:
    return drop_years(points["study"].unique().tolist())


def _texts(ends: list[Any], names: dict[str, str], room: float) -> list[str]:
    """The share and the label of each; the study alone where the labels have no room."""
    whole = [
        f"{end.rate_text} {in_sentence(end.label).replace(end.study, names[end.study], 1)}"
        for end in ends
    ]
    if all(width(text, SIZE) <= room for text in whole):
        return whole
    with_share = room >= LEAST_FOR_SHARE
    shares = [f"{end.rate_text} " if with_share else "" for end in ends]
    free = room - max(width(share, SIZE) for share in shares)
    cut = cut_apart((names[end.study] for end in ends), partial(cut_to, size=SIZE, room=free))
    return [f"{share}{cut[names[end.study]]}" for share, end in zip(shares, ends, strict=True)]


def crowd_room(points: pd.DataFrame, most: float) -> float:
    """Give the pixels right of the plot that the names of those followed longest need."""
    names = _names(points)
    last = points.loc[points["months"] >= points["months"].max() * 0.9, USED]
    last = last.drop_duplicates("series")
    if len(last) > MOST_MEASURED:
        last = last.iloc[np.argsort(-last["label"].str.len().to_numpy(), kind="stable")]
    longest = max(
        (
            width(f"99.9% {in_sentence(end.label).replace(end.study, names[end.study], 1)}", SIZE)
            for end in each_point(last[:MOST_MEASURED])
        ),
        default=0,
    )
    return min(most, longest + 24)


def _dots(drawn: pd.DataFrame, plot: PlotArea) -> np.ndarray:
    x = drawn["months"].to_numpy(float) * plot.width / plot.end
    y = (100 - drawn["rate"].to_numpy(float)) * plot.height / 100
    side = np.full(len(x), 2.0 * MARK)
    return np.unique(np.column_stack([x - MARK, y - MARK, side, side]).round(), axis=0)


def along(points: pd.DataFrame, theme: Theme) -> list[Series]:
    """Where a mouse between two visits finds a line, and reads its name."""
    drawn = points.loc[points["rate"].notna(), USED]
    number = max(0, len(drawn) - drawn["series"].nunique())
    between = min(ALONG, MOST_ALONG // max(number, 1))
    if not between:
        return []
    x: list[float] = []
    y: list[float] = []
    hovers: list[Hover] = []
    keys: list[tuple[str, int]] = []
    for first, second in pairwise(each_point(drawn)):
        if first.series != second.series:
            continue
        hover = Hover(first.label, (("", _course(first, second)),))
        for step in range(1, between + 1):
            share = step / (between + 1)
            x.append(first.months + share * (second.months - first.months))
            y.append(first.rate + share * (second.rate - first.rate))
            hovers.append(hover)
            keys.append((second.study, second.row))
    if not x:
        return []
    marker = Marker(("circle",), 8, Stroke(theme.context, 0), (theme.context,), opacity=0)
    hints = Hints(tuple(hovers), tuple(keys), "")
    return [Series("Along the lines", "along", tuple(x), tuple(y), marker=marker, hints=hints)]


def _course(first: Any, second: Any) -> str:
    return f"{first.rate_text} at {first.months:g}, {second.rate_text} at {second.months:g} months"
