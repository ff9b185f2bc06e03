"""Marks at one month, drawn side by side so that none covers another."""

from collections import defaultdict

import pandas as pd

STEP = 8
"""Pixels between two of them."""
MOST = 0.4
"""How far from its month one may be drawn, in months."""

Shifts = dict[tuple[int, float], float]
"""How far right of its month a mark is drawn, in months, by its series and month."""


def shifts(points: pd.DataFrame, pixels: float) -> Shifts:
    """Set the series seen at one month side by side; a series alone stays where it is.

    Parameters
    ----------
    points
        All points of the figure: what has no number yet keeps its place.
    pixels
        Width of a month.
    """
    seen: dict[float, list[int]] = defaultdict(list)
    for series, months in zip(points["series"].tolist(), points["months"].tolist(), strict=True):
        seen[months].append(series)
    return {
        (series, months): shift
        for months, others in seen.items()
        if len(others) > 1
        for series, shift in zip(others, _spread(len(others), months, pixels), strict=True)
    }


def _spread(number: int, months: float, pixels: float) -> list[float]:
    """Spread so many evenly around a month, never left of the axis."""
    most = min(MOST, 0.9 * months)
    half = min((number - 1) / 2 * STEP / pixels, most)
    return [half * (2 * place / (number - 1) - 1) for place in range(number)]


def moved(points: pd.DataFrame, shifts: Shifts) -> tuple[float, ...]:
    """How far right of its month each point is drawn; empty where none is moved."""
    keys = zip(points["series"].tolist(), points["months"].tolist(), strict=True)
    found = tuple(shifts.get(key, 0.0) for key in keys)
    return found if any(found) else ()
