"""The series of a chart: line, markers, intervals, counts, and what a hover says of each point."""

from itertools import groupby
from typing import Any

import pandas as pd

from lib.analysis.estimates import each_point
from lib.charts.curves.side_by_side import Shifts, moved
from lib.charts.figure_options import Picture
from lib.charts.marks import Hints, Hover, Intervals, Marker, Series, Stroke, Values
from lib.charts.theme import SURVIVAL_SYMBOLS, SYMBOLS, Look, Theme, free_slots
from lib.narrative.point_details import brief
from lib.narrative.series_text import TRIED
from lib.phrases import months_text
from lib.studies.schema import TIME_TO_EVENT

RING, SMALL_RING = 19, 11
"""Diameters in pixels of what stands around a marker, and around one of the grey context."""

LINE_WIDTH, BAR_WIDTH, MARKER_SIZE = 2.5, 6, 12
BAR_OPACITY = {"light": 0.25, "dark": 0.4}
CROWD = 100
MOST_TOLD = 400
ARM_STEP = 3

CLICK, SHORT_CLICK = "Click for the details and links", "Click for everything known of it"


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


def fade(looks: dict[int, Look], theme: Theme, bright: set[int]) -> dict[int, Look]:
    """Turn the looks of all but the bright series grey; marker and dash stay."""
    return {
        number: look if number in bright else Look(theme.context, look.symbol, look.dash)
        for number, look in looks.items()
    }


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


def context_of(points: pd.DataFrame, picture: Picture) -> Series:
    """Make any number of series one grey series, since Plotly's cost grows with traces."""
    # The more lines cross, the fainter each must be for their density to be seen.
    faint = 0.45 if points["series"].nunique() <= CROWD else 0.18
    theme = picture.theme
    # Nobody hovers over a slide.
    is_short = len(points) > MOST_TOLD or picture.room is not None
    hover_of = _short_hover if is_short else _hover
    x: list[float | None] = []
    y: list[float | None] = []
    keys: list[tuple[str, int]] = []
    hovers: list[Hover | None] = []
    symbols: list[str] = []
    fills: list[str] = []
    # One pass over all points: a frame a series would take a second for 500 of them.
    for _, series in groupby(each_point(points), key=lambda point: point.series):
        for point in series:
            x.append(point.months)
            y.append(None if pd.isna(point.rate) else point.rate)
            keys.append((point.study, point.row))
            hovers.append(hover_of(point))
            symbols.append("diamond" if point.estimate == TIME_TO_EVENT else "circle")
            fills.append(theme.background if point.hollow else theme.context)
        x.append(None)
        y.append(None)
        keys.append(("", 0))
        hovers.append(None)
        symbols.append("circle")
        fills.append(theme.context)
    return Series(
        name="Other series",
        kind="context",
        x=tuple(x),
        y=tuple(y),
        line=Stroke(theme.context, 1, opacity=faint),
        marker=Marker(tuple(symbols), 6, Stroke(theme.context, 1.2), tuple(fills), 0.8),
        hints=Hints(tuple(hovers), tuple(keys), SHORT_CLICK if is_short else CLICK),
    )


def rings(
    points: pd.DataFrame, theme: Theme, size: int = RING, shifts: Shifts | None = None
) -> list[Series]:
    """Ring the last point of each series that rests on rows which are only tried.

    No series at all where there are none.
    """
    tried = points[points["tried"] & points["rate"].notna()].drop_duplicates("series", keep="last")
    if tried.empty:
        return []
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


def _numbers(values: pd.Series) -> Values:
    """What is not known is None."""
    return tuple(None if pd.isna(value) else float(value) for value in values)
