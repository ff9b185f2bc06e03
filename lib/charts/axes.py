"""The two axes of every curve: true months across, 0 to 100 percent up."""

import pandas as pd

from lib.charts.canvas import Axis
from lib.charts.marks import Run

PERCENTS = (0, 20, 40, 60, 80, 100)
USUAL_MONTHS = (3, 6, 12, 15, 24)
DIGIT, LABEL_GAP = 8, 8
"""Pixels of a digit of a month, and between two months; one with less room stays unlabelled."""


def months_axis(months: pd.Series, end: float, pixels: float) -> Axis:
    """Months since treatment from 0 to `end`, true to scale, a tick at every visit.

    Parameters
    ----------
    months
        Follow-up times of all points, in months.
    end
        Where the axis ends, in months.
    pixels
        About how wide the axis is drawn.
    """
    visits = sorted(months.unique().tolist())
    chosen = _labels(visits, pixels / end)
    texts = tuple(f"{visit:g}" if visit in chosen else "" for visit in visits)
    return Axis(0, end, tuple(visits), texts, (Run("Months since treatment"),))


def _labels(visits: list[float], scale: float) -> set[float]:
    """Choose the visits whose labels fit: the last first, then the usual follow-up times."""
    chosen: set[float] = set()
    for visit in sorted(visits, key=lambda v: (v != visits[-1], v not in USUAL_MONTHS, v)):
        room = (len(f"{visit:g}") / 2) * DIGIT + LABEL_GAP
        if all(
            abs(visit - other) * scale >= room + len(f"{other:g}") / 2 * DIGIT for other in chosen
        ):
            chosen.add(visit)
    return chosen


def percent_axis() -> Axis:
    """0 to 100 percent, always, so that two charts can be compared."""
    return Axis(0, 100, PERCENTS, tuple(f"{percent}%" for percent in PERCENTS), unit="%")
