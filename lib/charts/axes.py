"""The two axes of every curve: true months across, 0 to 100 percent up."""

import pandas as pd

from lib.charts.canvas import Axis
from lib.charts.figure_options import Picture
from lib.charts.marks import Run

PERCENTS = (0, 20, 40, 60, 80, 100)
USUAL_MONTHS = (3, 6, 12, 15, 24)
WIDE, NARROW = 620, 300
"""About how many pixels the months get."""

LABEL_ROOM = 24
"""Pixels between two month labels; a tick whose label would be nearer stays, unlabelled."""


def months_axis(months: pd.Series, end: float, picture: Picture) -> Axis:
    """Months since treatment from 0 to `end`, true to scale, a tick at every visit.

    Parameters
    ----------
    months
        Follow-up times of all points, in months.
    end
        Where the axis ends, in months.
    picture
        How the figure is drawn.
    """
    visits = sorted(months.unique().tolist())
    chosen = _labels(visits, LABEL_ROOM * end / (NARROW if picture.compact else WIDE))
    texts = tuple(f"{visit:g}" if visit in chosen else "" for visit in visits)
    return Axis(0, end, tuple(visits), texts, (Run("Months since treatment"),))


def _labels(visits: list[float], room: float) -> set[float]:
    """Choose the visits whose labels fit, the usual follow-up times first."""
    chosen: set[float] = set()
    for visit in sorted(visits, key=lambda v: (v not in USUAL_MONTHS, v)):
        if all(abs(visit - other) >= room for other in chosen):
            chosen.add(visit)
    return chosen


def percent_axis() -> Axis:
    """0 to 100 percent, always, so that two charts can be compared."""
    return Axis(0, 100, PERCENTS, tuple(f"{percent}%" for percent in PERCENTS), unit="%")
