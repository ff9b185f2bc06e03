"""Pooled shares: the forest plot of one window, and segments over the curves of a treatment."""

from collections.abc import Sequence
from math import nan
from typing import Any

import pandas as pd

from lib.analysis.estimates import each_point
from lib.analysis.synthesis import Window
from lib.charts.curves.curves import curves
from lib.charts.figure_options import Picture
from lib.charts.forest.forest import MOST_LINES, PERCENT, forest
from lib.charts.forest.traces import Line
from lib.charts.text import shown
from lib.charts.theme import Theme, translucent
from lib.narrative.pooling_text import prediction_text, share_text
from lib.narrative.series_text import ABSENT
from lib.phrases import months_text, percent_text

HEADERS = ("Study", "r/N", "Responding (interval)")
FADED = 0.6
"""How opaque the studies are behind what is pooled of them."""

LARGEST = 22.0
"""Side of the largest square in pixels: their areas are as the numbers of patients."""


def pooled_forest(window: Window, picture: Picture) -> Any:
    """Draw the studies of a pooled window and their pool."""
    lines = [_study(point, window.used["n"].max()) for point in each_point(window.used)]
    return forest([*lines, *_pool(window)], PERCENT, HEADERS, picture)


def undrawn(window: Window) -> str:
    """Say that a forest plot leaves studies out; blank where it draws them all."""
    k = window.pooled.k
    if k <= MOST_LINES:
        return ""
    return f"The {MOST_LINES} largest of {k} studies are drawn; all are pooled."


def _study(point: Any, most: float) -> Line:
    return Line(
        f"{point.study} (tried, not saved)" if point.tried else point.study,
        (point.count_text, f"{point.rate_text} ({point.interval_text})"),
        100 * point.r / point.n,
        point.low,
        point.high,
        size=LARGEST * (point.n / most) ** 0.5,
        is_hollow=point.hollow,
        is_tried=bool(point.tried),
    )


def _pool(window: Window) -> list[Line]:
    """The diamond and, from enough studies up, the bar."""
    pooled = window.pooled
    value, low, high = (100 * each for each in (pooled.proportion, pooled.low, pooled.high))
    texts = (f"N = {pooled.n:,.0f}", share_text(pooled))
    diamond = Line(f"Pooled, {pooled.k} studies", texts, value, low, high, "pooled")
    if pooled.prediction_reason:
        return [diamond]
    ends = (100 * pooled.prediction_low, 100 * pooled.prediction_high)
    told = (ABSENT, prediction_text(pooled))
    return [diamond, Line("A new, similar study", told, nan, *ends, "prediction")]


def pooled_curves(points: pd.DataFrame, windows: Sequence[Window], picture: Picture) -> Any:
    """Draw the curves of a treatment, and each pooled share over the visits that are in it.

    Parameters
    ----------
    points
        The estimate frame with words, of one treatment.
    windows
        All windows; those that are not pooled draw nothing. The segments are never joined.
    """
    figure = curves(points, None, picture)
    pooled = [window for window in windows if window.is_pooled]
    if pooled:
        figure.update_traces({"opacity": FADED}, {"meta": "series"})
    # A click opens a card on the page of the curves; there is none here.
    figure.for_each_trace(lambda trace: trace.update(hovertext=_told(trace.hovertext)))
    for window in pooled:
        figure.add_traces(_segment(window, picture.theme))
        figure.add_annotation(_share(window, picture.theme))
    return figure


def _told(texts: Sequence[str] | None) -> list[str] | None:
    return None if texts is None else [text.partition("<br><i>Click")[0] for text in texts]


def _share(window: Window, theme: Theme) -> dict[str, Any]:
    """The pooled percentage in writing, left of its segment."""
    percent = 100 * window.pooled.proportion
    return {
        "x": window.span[0],
        "y": percent,
        "text": f"<b>{percent_text(percent, 0)}</b>",
        "font": {"size": 13, "color": theme.ink},
        "bgcolor": translucent(theme.background, 0.8),
        "xanchor": "right",
        "xshift": -11,
        "showarrow": False,
    }


def _segment(window: Window, theme: Theme) -> list[dict[str, Any]]:
    """A band and a bar over the visits; at a single month a thick whisker and a diamond."""
    first, last = window.span
    value, low, high = (
        100 * each for each in (window.pooled.proportion, window.pooled.low, window.pooled.high)
    )
    words = (
        f"<b>Pooled at {months_text(window.centre)}</b><br>{shown(share_text(window.pooled))}<br>"
        f"{window.pooled.k} studies, N = {window.pooled.n:,.0f}"
    )
    shared = {"type": "scatter", "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False}
    if first == last:
        interval: dict[str, Any] = {
            "x": [first, first],
            "y": [low, high],
            "line": {"color": theme.ink, "width": 5},
            "mode": "lines+markers",
            "marker": _caps(theme.ink, 3),
        }
        share: dict[str, Any] = {
            "mode": "markers",
            "x": [first],
            "y": [value],
            "marker": _diamond(theme),
        }
    else:
        interval = {
            "x": [first, last, last, first, first],
            "y": [low, low, high, high, low],
            "fill": "toself",
            "fillcolor": translucent(theme.ink, 0.16),
            "line": {"color": theme.ink, "width": 1.5},
        }
        bar = {"color": theme.ink, "width": 6}
        share = {"mode": "lines", "x": [first, last], "y": [value, value], "line": bar}
    hidden = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": False}
    # In the colour of the ground: it parts the interval from the whiskers that it stands over.
    edge = {"color": theme.background, "width": interval["line"]["width"] + 6}
    halo = hidden | interval | {"line": edge, "meta": "halo", "name": "Edge of the interval"}
    halo |= {"marker": _caps(theme.background, 8), "fill": "none"}
    return [
        halo,
        hidden | interval | {"meta": "interval"},
        shared | share | {"text": words, "meta": "pooled"},
    ]


def _caps(colour: str, width: int) -> dict[str, Any]:
    """The ends of an interval, as whiskers have them."""
    line = {"color": colour, "width": width}
    return {"symbol": "line-ew", "size": 11, "color": colour, "opacity": 1, "line": line}


def _diamond(theme: Theme) -> dict[str, Any]:
    edge = {"color": theme.background, "width": 2}
    return {"symbol": "diamond", "size": 14, "color": theme.ink, "line": edge}
