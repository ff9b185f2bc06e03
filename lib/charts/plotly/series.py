"""The series of a panel as Plotly's traces."""

from collections.abc import Sequence
from typing import Any

from lib.charts.marks import Hints, Intervals, Marker, MonthColumn, Series, Stroke
from lib.charts.plotly.markup import colour_of, escape, hover_text, hover_texts, translucent

Trace = dict[str, Any]

BAND_OPACITY = 0.14
MANY = 100


def series_traces(series: Series, can_click: bool) -> list[Trace]:
    """Draw a series: its bands, then itself."""
    return [*_bands(series), _trace(series, can_click)]


def visit_trace(visits: Sequence[MonthColumn]) -> list[Trace]:
    """A column over each month that nobody sees but a mouse; points in it come first."""
    if not visits:
        return []
    return [
        {
            "type": "bar",
            "meta": "visits",
            "x": [visit.months for visit in visits],
            "y": [100] * len(visits),
            "width": [visit.width for visit in visits],
            "marker": {"opacity": 0},
            # A click selects a column too, and must change nothing that is seen.
            "selected": {"marker": {"opacity": 0}},
            "unselected": {"marker": {"opacity": 0}},
            "hovertext": [hover_text(visit.hover) for visit in visits],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    ]


def _trace(series: Series, can_click: bool) -> Trace:
    trace: Trace = {
        "type": "scatter",
        "meta": series.kind,
        "mode": "+".join(_modes(series)) or "none",
        "x": list(series.drawn_x),
        "y": list(series.y),
    }
    if series.kind == "series":
        trace["name"] = escape(series.name)
    if series.line:
        trace["line"] = line_style(series.line)
    if series.marker:
        trace |= _markers(series.marker) | {"cliponaxis": False}
    if series.intervals and series.intervals.whiskers:
        trace["error_y"] = _whiskers(series, series.intervals, series.intervals.whiskers)
    if series.opacity < 1:
        trace["opacity"] = series.opacity
    return trace | _hover(series, can_click)


def _modes(series: Series) -> list[str]:
    return [
        mode
        for mode, has in (("lines", series.line and series.line.width), ("markers", series.marker))
        if has
    ]


def line_style(stroke: Stroke) -> dict[str, Any]:
    """Colour, width and dash."""
    return {"color": colour_of(stroke), "width": stroke.width, "dash": stroke.dash}


def _markers(marker: Marker) -> Trace:
    symbols, is_open = marker.symbols, not marker.fills
    style = {
        "symbol": f"{symbols[0]}-open" if is_open else _one_or_all(symbols),
        "size": marker.size,
        "color": marker.edge.colour if is_open else _one_or_all(marker.fills),
        "opacity": marker.opacity,
        "line": {"color": marker.edge.colour, "width": marker.edge.width},
    }
    # A click in Plotly selects a point, and would fade all others.
    same = {"marker": {"opacity": marker.opacity}}
    return {"marker": style, "selected": same, "unselected": same}


def _one_or_all(values: tuple[str, ...]) -> str | list[str]:
    """Send what is the same for all points of a crowd once."""
    is_same = len(values) == 1 or (len(values) > MANY and len(set(values)) == 1)
    return values[0] if is_same else list(values)


def _whiskers(series: Series, intervals: Intervals, stroke: Stroke) -> dict[str, Any]:
    return {
        "type": "data",
        "symmetric": False,
        "array": _lengths(series.y, intervals.high),
        "arrayminus": _lengths(intervals.low, series.y),
        "color": colour_of(stroke),
        "thickness": stroke.width,
        "width": 0,
    }


def _lengths(low: tuple[float | None, ...], high: tuple[float | None, ...]) -> list[float | None]:
    return [
        None if start is None or end is None else end - start
        for start, end in zip(low, high, strict=True)
    ]


def _bands(series: Series) -> list[Trace]:
    """Shade between the ends of neighbouring intervals."""
    bands = series.intervals.bands if series.intervals else ()
    return [_band(series, series.intervals, places) for places in bands if series.intervals]


def _band(series: Series, intervals: Intervals, places: tuple[int, ...]) -> Trace:
    there_and_back = [*places, *reversed(places)]
    high, low = ([ends[place] for place in places] for ends in (intervals.high, intervals.low))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [series.drawn_x[place] for place in there_and_back],
        "y": [*high, *reversed(low)],
        "fill": "toself",
        "fillcolor": translucent(series.line.colour, BAND_OPACITY) if series.line else None,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "meta": "band",
    }


def _hover(series: Series, can_click: bool) -> Trace:
    if series.hints is None:
        return {"hoverinfo": "skip"}
    border = {"bordercolor": series.line.colour} if series.line else {}
    if not series.hints.hovers:
        return {"hoverinfo": "skip", "customdata": [row for _, row in series.hints.keys]}
    named = {} if series.kind in ("context", "dots", "along") else {"hoverlabel": border}
    if series.hints.keys:
        return named | _point_hovers(series.hints, can_click)
    # One text for all points: a template would show it with an array only.
    (text,) = hover_texts(series.hints, can_click)
    return named | {"hovertext": text, "hoverinfo": "text"}


def _point_hovers(hints: Hints, can_click: bool) -> Trace:
    return {
        "customdata": list(map(list, hints.keys)),
        "hovertext": hover_texts(hints, can_click),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "connectgaps": False,
    }
