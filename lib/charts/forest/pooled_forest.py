"""Pooled shares: the forest plot of one window, and segments over the curves of a treatment."""

from collections.abc import Sequence
from dataclasses import replace
from math import nan
from typing import Any

import pandas as pd

from lib.analysis.points import each_point
from lib.analysis.pooling.synthesis import Window
from lib.analysis.what_if import is_supposed
from lib.charts.curves.curves import curves
from lib.charts.figure_options import Picture
from lib.charts.forest.forest import MOST_LINES, PERCENT, forest
from lib.charts.looks import look_of
from lib.charts.marks import Hover, Pool, Series
from lib.charts.spec import Curves, Forest, Line, Panel
from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.pooling.pool_basis import entry_name, patients_text, study_entries
from lib.narrative.pooling.pooling_text import share_text, short_prediction_text
from lib.narrative.pooling.synthesis_text import when_text
from lib.phrases import percent_text

HEADERS = ("Study", "r/N", "Responding (interval)")
FADED = 0.6
"""How opaque the studies are behind what is pooled of them."""

LARGEST = 22.0
"""Side of the largest square in pixels: their areas are as the numbers of patients."""


def pooled_forest(window: Window, picture: Picture) -> Forest:
    """Draw the studies of a pooled window in their colours, and their pool in the text's."""
    entries = study_entries(window)
    # A published estimate is as large as the number of patients that would tell as much.
    entries["patients"] = entries["n"].where(~entries["is_published"], entries["effective_n"])
    most = entries["patients"].max()
    lines = [_study(entry, most, picture) for entry in each_point(entries)]
    return forest([*lines, *_pool(window)], PERCENT, HEADERS, picture)


def omission(window: Window) -> str:
    """Say that a forest plot leaves studies out; blank where it draws them all."""
    k = window.pooled.k
    if k <= MOST_LINES:
        return ""
    return f"The {MOST_LINES} largest of {k} studies are drawn; all are pooled."


def _study(entry: Any, most: float, picture: Picture) -> Line:
    name = entry_name(entry)
    return Line(
        f"{name} (tried, not saved)" if entry.tried else name,
        (entry.count_text, f"{entry.rate_text} ({entry.interval_text})"),
        entry.rate if entry.is_published or is_supposed(entry) else 100 * entry.r / entry.n,
        entry.low,
        entry.high,
        # A diamond is a pool.
        look=replace(look_of(entry, picture), symbol="square"),
        size=LARGEST * (entry.patients / most) ** 0.5,
        is_hollow=entry.hollow,
        is_tried=bool(entry.tried),
    )


def _pool(window: Window) -> list[Line]:
    """The diamond and, from enough studies up, the bar."""
    pooled = window.pooled
    value, low, high = (100 * each for each in (pooled.proportion, pooled.low, pooled.high))
    texts = (f"N = {patients_text(window)}", share_text(pooled))
    diamond = Line(f"Pooled, {pooled.k} studies", texts, value, low, high, "pooled")
    if pooled.prediction_reason:
        return [diamond]
    ends = (100 * pooled.prediction_low, 100 * pooled.prediction_high)
    told = (ABSENT, short_prediction_text(pooled))
    return [diamond, Line("A new, similar study", told, nan, *ends, "prediction")]


def pooled_curves(points: pd.DataFrame, windows: Sequence[Window], picture: Picture) -> Curves:
    """Lay out the curves of a treatment, and each pooled share over the visits that are in it.

    Parameters
    ----------
    points
        The estimate frame with words, of one treatment.
    windows
        All windows; those that are not pooled draw nothing. The segments are never joined.
    """
    pools = tuple(map(_segment, (window for window in windows if window.is_pooled)))
    chart = curves(points, (), picture, pools=pools)
    return replace(chart, panels=tuple(map(set_behind, chart.panels)))


def set_behind(panel: Panel) -> Panel:
    """Set curves behind what is pooled of them."""
    opacity = FADED if panel.pools else 1
    return replace(panel, series=tuple(_fade(one, opacity) for one in panel.series))


def _fade(series: Series, opacity: float) -> Series:
    # A click opens a card on the page of the curves; there is none here.
    hints = replace(series.hints, click="") if series.hints else None
    return replace(series, hints=hints, opacity=opacity if series.kind == "series" else 1)


def _segment(window: Window) -> Pool:
    pooled = window.pooled
    value, low, high = (100 * each for each in (pooled.proportion, pooled.low, pooled.high))
    facts = (share_text(pooled), f"{pooled.k} studies, N = {patients_text(window)}")
    hover = Hover(f"Pooled {when_text(window)}", tuple(("", fact) for fact in facts))
    return Pool(*window.span, value, low, high, percent_text(value, 0), hover)
