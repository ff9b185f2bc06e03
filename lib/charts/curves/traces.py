"""One series as Plotly traces: its line, markers, whiskers or band, and what a hover tells."""

from itertools import groupby
from typing import Any

import pandas as pd

from lib.analysis.estimates import each_point
from lib.charts.figure_options import Picture
from lib.charts.text import shown, wrapped
from lib.charts.theme import SURVIVAL_SYMBOLS, SYMBOLS, Look, Theme, free_slots, translucent
from lib.narrative.point_details import truth
from lib.narrative.series_text import TRIED
from lib.phrases import months_text
from lib.studies.schema import TIME_TO_EVENT

RING, SMALL_RING = 20, 12
"""Diameters in pixels of what stands around a marker, and around one of the grey context."""

HOVER_WIDTH = 64
CROWD = 100
MOST_TOLD = 400
ARM_STEP = 3


def looks(points: pd.DataFrame, picture: Picture) -> dict[int, Look]:
    """Give each series its colour, marker and dash.

    Colour follows the study (the series where there is one study only) or the
    treatment, the marker the series, a diamond any time-to-event estimate, a dashed
    line any comparator, a dotted one any other series with hollow markers only.
    """
    first = points.drop_duplicates("series")
    order = [int(key) for key in first[f"{picture.colour_by}_order"]]
    if picture.colour_by == "study" and len(set(order)) == 1:
        # The first arm keeps the study's colour; the others take ones far from its neighbours'.
        order = [order[0], *(order[0] + ARM_STEP + arm for arm in range(len(order) - 1))]
    numbers = [int(number) for number in first["series"]]
    sure = set(points.loc[~points["hollow"], "series"])
    doubtful = {number for number in numbers if number not in sure}
    palette = picture.theme.colours
    slots = free_slots(order, len(palette))
    symbols = free_slots(numbers, len(SYMBOLS))
    return {
        number: Look(
            palette[slots[key]],
            _symbol(series.estimate, series.role, symbols[number]),
            "dash" if series.role == "comparator" else "dot" if number in doubtful else "solid",
        )
        for number, key, series in zip(numbers, order, each_point(first), strict=True)
    }


def _symbol(estimate: str, role: str, slot: int) -> str:
    if estimate == TIME_TO_EVENT:
        return SURVIVAL_SYMBOLS.get(role, "diamond")
    return SYMBOLS[slot]


def faded(looks: dict[int, Look], theme: Theme, bright: set[int]) -> dict[int, Look]:
    """Turn the looks of all but the bright series grey; marker and dash stay."""
    return {
        number: look if number in bright else Look(theme.context, look.symbol, look.dash)
        for number, look in looks.items()
    }


def series_traces(
    series: pd.DataFrame, look: Look, drawn: tuple[Theme, str]
) -> list[dict[str, Any]]:
    """Draw one series; `drawn` is the theme and `whiskers`, `band` or `plain`.

    A line breaks where a visit between two others has no number.
    """
    theme, kind = drawn
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": shown(series["label"].iloc[0]),
        "x": series["months"].tolist(),
        "y": _blanks(series["rate"]),
        "line": {"color": look.colour, "width": 2.5, "dash": look.dash},
        "marker": {
            "symbol": look.symbol,
            "size": 12,
            # A hollow marker is filled with the background, so that the line stays behind it.
            "color": [theme.background if hollow else look.colour for hollow in series["hollow"]],
            "opacity": 1,
            "line": {"color": look.colour, "width": 2.5},
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
        "customdata": series[["study", "row"]].values.tolist(),
        "hovertext": [hover_text(point) for point in each_point(series)],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "hoverlabel": {"bordercolor": look.colour},
        "cliponaxis": False,
        "connectgaps": False,
        "meta": "series",
    }
    if kind != "plain" and series["low"].notna().any():
        trace["error_y"] = _whiskers(series, look)
    bands = _bands(series, look) if kind == "band" else []
    return [*bands, trace]


def _whiskers(series: pd.DataFrame, look: Look) -> dict[str, Any]:
    return {
        "type": "data",
        "symmetric": False,
        "array": _blanks(series["high"] - series["rate"]),
        "arrayminus": _blanks(series["rate"] - series["low"]),
        "color": look.colour,
        "thickness": 1.8,
        "width": 5,
    }


def _bands(series: pd.DataFrame, look: Look) -> list[dict[str, Any]]:
    """Shade between the ends of neighbouring visits' intervals, if made alike."""
    made = series["interval_method"] + series["interval_level"].astype("str")
    run = ((made != made.shift()) | series["low"].isna()).cumsum()
    runs = (part for _, part in series[series["low"].notna()].groupby(run))
    return [_band(part, look) for part in runs if len(part) > 1]


def _band(visits: pd.DataFrame, look: Look) -> dict[str, Any]:
    months = visits["months"].tolist()
    return {
        "type": "scatter",
        "mode": "lines",
        "x": months + months[::-1],
        "y": visits["high"].tolist() + visits["low"].tolist()[::-1],
        "fill": "toself",
        "fillcolor": translucent(look.colour, 0.14),
        "line": {"width": 0},
        "hoverinfo": "skip",
        "meta": "band",
    }


def context_trace(points: pd.DataFrame, picture: Picture) -> dict[str, Any]:
    """Draw any number of series as one grey trace, since Plotly's cost grows with traces."""
    # The more lines cross, the fainter each must be for their density to be seen.
    faint = 0.45 if points["series"].nunique() <= CROWD else 0.18
    theme = picture.theme
    # Nobody hovers over a slide.
    is_told = len(points) <= MOST_TOLD and picture.room is None
    told = hover_text if is_told else _short_hover
    x: list[float | None] = []
    y: list[float | None] = []
    custom: list[list[Any]] = []
    hover: list[str] = []
    symbols: list[str] = []
    fills: list[str] = []
    # One pass over all points: a frame a series would take a second for 500 of them.
    for _, series in groupby(each_point(points), key=lambda point: point.series):
        for point in series:
            x.append(point.months)
            y.append(None if pd.isna(point.rate) else point.rate)
            custom.append([point.study, point.row])
            hover.append(told(point))
            symbols.append("diamond" if point.estimate == TIME_TO_EVENT else "circle")
            fills.append(theme.background if point.hollow else theme.context)
        x.append(None)
        y.append(None)
        custom.append(["", 0])
        hover.append("")
        symbols.append("circle")
        fills.append(theme.context)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "line": {"color": translucent(theme.context, faint), "width": 1},
        "marker": {
            "symbol": symbols,
            "color": fills,
            "size": 6,
            "opacity": 0.8,
            "line": {"color": theme.context, "width": 1.2},
        },
        "selected": {"marker": {"opacity": 0.8}},
        "unselected": {"marker": {"opacity": 0.8}},
        "customdata": custom,
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "connectgaps": False,
        "meta": "context",
    }


def rings(points: pd.DataFrame, theme: Theme, size: int = RING) -> list[dict[str, Any]]:
    """Ring the points whose rows are only tried; no trace at all where there are none."""
    tried = points[points["tried"] & points["rate"].notna()]
    if tried.empty:
        return []
    ring = {
        "type": "scatter",
        "mode": "markers",
        "x": tried["months"].tolist(),
        "y": tried["rate"].tolist(),
        "marker": {
            "symbol": "circle-open",
            "size": size,
            "color": theme.ink,
            "opacity": 1,
            "line": {"width": 2},
        },
        "unselected": {"marker": {"opacity": 1}},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "meta": "tried",
    }
    return [ring]


def hover_text(point: Any) -> str:
    """Everything known of a point, wrapped and escaped for Plotly."""
    lines = [f"<b>{wrapped(point.label, HOVER_WIDTH)}</b>"]
    lines += [f"<b>{shown(name)}:</b> {wrapped(text, HOVER_WIDTH)}" for name, text in truth(point)]
    return "<br>".join([*lines, "<i>Click for the details and links</i>"])


def _short_hover(point: Any) -> str:
    """What a hover tells in a crowd so large that all of it would be a page of its own."""
    tried = f"<i>{TRIED}</i><br>" if point.tried else ""
    return (
        f"<b>{wrapped(point.label, HOVER_WIDTH)}</b><br>{tried}{shown(point.rate_text)} at "
        f"{months_text(point.months)}, {shown(point.count_text)}<br>"
        f"{shown(point.interval_text or 'no interval')}<br>"
        "<i>Click for everything known of it</i>"
    )


def _blanks(values: pd.Series) -> list[float | None]:
    """JSON has no nan: what is absent is null."""
    return [None if pd.isna(value) else float(value) for value in values]
