"""What a share can have been, whatever became of the patients who were not seen."""

import pandas as pd

from lib.analysis.points import each_series
from lib.charts.curves.side_by_side import Shifts, moved
from lib.charts.marks import Intervals, Series, Stroke, Values
from lib.charts.theme import Look

WIDTH, OPACITY = 16, 0.15
"""Of the bar at each visit, in pixels."""


def ranges(points: pd.DataFrame, look: dict[int, Look], shifts: Shifts) -> list[Series]:
    """Make the range of each series: a bar at each visit, a band between two that have one."""
    return [
        _range(own, look[number], shifts)
        for number, own in each_series(points)
        if number in look and own["least"].notna().any()
    ]


def _range(points: pd.DataFrame, look: Look, shifts: Shifts) -> Series:
    low, high = _numbers(points["least"]), _numbers(points["most"])
    return Series(
        name=f"{points['label'].iloc[0]}, range",
        kind="range",
        x=tuple(points["months"].tolist()),
        y=_numbers((points["least"] + points["most"]) / 2),
        line=Stroke(look.colour, 0),
        intervals=Intervals(
            low, high, Stroke(look.colour, WIDTH, opacity=OPACITY), tuple(_runs(low))
        ),
        shifts=moved(points, shifts),
    )


def _runs(values: Values) -> list[tuple[int, ...]]:
    """The places of neighbouring visits that have a range."""
    runs: list[list[int]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [tuple(run) for run in runs if len(run) > 1]


def _numbers(values: pd.Series) -> Values:
    return tuple(None if pd.isna(value) else float(value) for value in values)
