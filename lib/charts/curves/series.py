"""The series of a chart: line, markers, intervals, counts, and what a hover says of each point."""

from dataclasses import replace
from itertools import groupby
from typing import Any

import pandas as pd

from lib.analysis.points import each_point
from lib.charts.curves.side_by_side import Shifts, moved
from lib.charts.figure_options import Picture
from lib.charts.looks import Hue
from lib.charts.marks import Hints, Hover, Intervals, Marker, Series, Stroke, Values
from lib.charts.theme import Look, Theme
from lib.narrative.point_details import brief
from lib.narrative.series_text import TRIED
from lib.phrases import months_text
from lib.studies.schema import TIME_TO_EVENT

RING, SMALL_RING = 19, 11
"""Diameters in pixels of what stands around a marker, and around one of the grey context."""

LINE_WIDTH, BAR_WIDTH, MARKER_SIZE = 2.5, 6, 12
BAR_OPACITY = {"light": 0.25, "dark": 0.4}
MOST_TOLD = 400
SHORT = [
    "series",
    "study",
    "row",
    "label",
    "months",
    "rate",
    "rate_text",
    "count_text",
    "interval_text",
    "estimate",
    "hollow",
    "tried",
]
"""What is read of a point in a crowd: all columns would cost more than all that is made of it."""

CLICK, SHORT_CLICK = "Click for the details and links", "Click for everything known of it"


def series_of(
    points: pd.DataFrame, look: Look, theme: Theme, kind: str, shifts: Shifts | None = None
) -> Series:
    """Make one series; its intervals are drawn as `bars`, as a `band` too, or not (`plain`).

    A line breaks where a visit between two others has no number.
    """
    is_drawn = kind != "plain" and points["low"].notna().any()
    # A hollow marker is filled with the background, so that the line stays behind it.
    fills = tuple(theme.background if hollow else look.colour for hollow in points["hollow"])
    return Series(
        name=points["label"].iloc[0],
        kind="series",
        x=tuple(points["months"].tolist()),
        y=_numbers(points["rate"]),
        line=Stroke(look.colour, LINE_WIDTH, look.dash),
        marker=Marker((look.symbol,), MARKER_SIZE, Stroke(look.colour, LINE_WIDTH), fills),
        intervals=Intervals(
            _numbers(points["low"]),
            _numbers(points["high"]),
            Stroke(look.colour, BAR_WIDTH, opacity=BAR_OPACITY[theme.name]) if is_drawn else None,
            _bands(points) if kind == "band" else (),
        ),
        shifts=moved(points, shifts or {}),
        shares=tuple(points["rate_text"].tolist()),
        counts=tuple(points["count_text"].tolist()),
        hints=Hints(
            tuple(_hover(point) for point in each_point(points)),
            tuple(zip(points["study"].tolist(), points["row"].tolist(), strict=True)),
            CLICK,
        ),
    )


def _bands(points: pd.DataFrame) -> tuple[tuple[int, ...], ...]:
    """Join the places of neighbouring visits whose intervals were made alike."""
    made = (points["interval_method"] + points["interval_level"].astype("str")).tolist()
    known = points["low"].notna().tolist()
    runs = groupby(range(len(points)), key=lambda place: (known[place], made[place]))
    bands = (tuple(places) for (is_known, _), places in runs if is_known)
    return tuple(band for band in bands if len(band) > 1)


def context_of(
    hue: Hue, picture: Picture, faint: float, is_short: bool, has_dots: bool = True
) -> Series:
    """Make all series of one colour one series, since Plotly's cost grows with traces.

    `faint` is how opaque the lines are; with `is_short` a hover says no more than the numbers.
    Without dots the lines say nothing themselves: `dots_of` does.
    """
    theme, points, colour = picture.theme, hue.points, hue.colour
    hover_of = _short_hover if is_short else _hover
    x: list[float | None] = []
    y: list[float | None] = []
    keys: list[tuple[str, int]] = []
    hovers: list[Hover | None] = []
    symbols: list[str] = []
    fills: list[str] = []
    # One pass over all points: a frame a series would take a second for 500 of them.
    each = each_point(points[SHORT] if is_short else points)
    for _, series in groupby(each, key=lambda point: point.series):
        for point in series:
            x.append(point.months)
            y.append(None if pd.isna(point.rate) else point.rate)
            keys.append((point.study, point.row))
            if has_dots:
                hovers.append(hover_of(point))
                symbols.append(_context_symbol(point))
                fills.append(theme.background if point.hollow else colour)
        x.append(None)
        y.append(None)
        keys.append(("", 0))
        hovers.append(None)
        symbols.append("circle")
        fills.append(colour)
    line = Stroke(colour, 1, opacity=faint)
    if not has_dots:
        places = Hints((), tuple(keys))
        return Series(hue.name, "context", tuple(x), tuple(y), line, hints=places)
    return Series(
        name=hue.name,
        kind="context",
        x=tuple(x),
        y=tuple(y),
        line=line,
        marker=_context_marker(colour, symbols, fills),
        hints=Hints(tuple(hovers), tuple(keys), SHORT_CLICK if is_short else CLICK),
    )


def dots_of(hue: Hue, picture: Picture) -> Series:
    """Make the dots of one colour of a crowd one series, of which each says what lies under it."""
    points = list(each_point(hue.points[[*SHORT, "under"]]))
    ground = picture.theme.background
    return Series(
        name=hue.name,
        kind="dots",
        x=tuple(point.months for point in points),
        y=tuple(point.rate for point in points),
        marker=_context_marker(
            hue.colour,
            [_context_symbol(point) for point in points],
            [ground if point.hollow else hue.colour for point in points],
        ),
        hints=Hints(
            tuple(_dot_hover(point) for point in points),
            tuple((point.study, point.row) for point in points),
        ),
    )


def _context_symbol(point: Any) -> str:
    return "diamond" if point.estimate == TIME_TO_EVENT else "circle"


def _context_marker(colour: str, symbols: list[str], fills: list[str]) -> Marker:
    return Marker(tuple(symbols), 6, Stroke(colour, 1.2), tuple(fills), 0.8)


def rings(
    points: pd.DataFrame, theme: Theme, size: int = RING, shifts: Shifts | None = None
) -> list[Series]:
    """Ring the last point of each series that rests on rows which are only tried.

    No series at all where there are none.
    """
    is_tried = points["tried"] & points["rate"].notna()
    if not is_tried.any():
        return []
    tried = points[is_tried].drop_duplicates("series", keep="last")
    x, y = tuple(tried["months"].tolist()), tuple(tried["rate"].tolist())
    marker = Marker(("circle",), size, Stroke(theme.ink, 1.5))
    return [
        Series("Tried, not saved", "tried", x, y, marker=marker, shifts=moved(tried, shifts or {}))
    ]


def _hover(point: Any) -> Hover:
    """A point in four lines: its series, its share, its count, and its caution if it has one."""
    return Hover(point.label, tuple(("", line) for line in brief(point)))


def _short_hover(point: Any) -> Hover:
    """What a hover says in a crowd so large that all of it would be a page of its own."""
    share = f"{point.rate_text} at {months_text(point.months)}, {point.count_text}"
    facts = (("", share), ("", point.interval_text or "no interval"))
    return Hover(point.label, facts, TRIED if point.tried else "")


def _dot_hover(point: Any) -> Hover:
    """What a hover says of the first of those that lie on the same pixels."""
    hover = _short_hover(point)
    under = [("", f"and {point.under:,} more here")] if point.under else []
    return replace(hover, facts=(*hover.facts, *under))


def _numbers(values: pd.Series) -> Values:
    """What is not known is None."""
    return tuple(None if pd.isna(value) else float(value) for value in values)
