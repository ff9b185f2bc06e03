"""The two axes of every curve: true months across, 0 to 100 percent up."""

from typing import Any

import pandas as pd

from lib.charts.figure_options import Picture
from lib.charts.theme import Theme

PERCENTS = (0, 20, 40, 60, 80, 100)
USUAL_MONTHS = (3, 6, 12, 15, 24)
WIDE, NARROW = 620, 300
"""About how many pixels the months get."""

LABEL_ROOM = 24
"""Pixels between two month labels; a tick whose label would be nearer stays, unlabelled."""


def months_axis(months: pd.Series, end: float, picture: Picture) -> dict[str, Any]:
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
    theme = picture.theme
    visits = sorted(months.unique().tolist())
    labelled = _labelled(visits, LABEL_ROOM * end / (NARROW if picture.compact else WIDE))
    return {
        "range": [0, end],
        "title": {"text": "Months since treatment", "standoff": 6, "font": {"size": 14}},
        "tickmode": "array",
        "tickvals": visits,
        "ticktext": [f"{visit:g}" if visit in labelled else "" for visit in visits],
        "tickangle": 0,
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": theme.muted,
        "gridcolor": theme.grid,
        "zeroline": False,
        "showline": True,
        "linecolor": theme.muted,
        "fixedrange": True,
        "anchor": "y",
    }


def _labelled(visits: list[float], room: float) -> set[float]:
    """Choose the visits whose labels fit, the usual follow-up times first."""
    kept: set[float] = set()
    for visit in sorted(visits, key=lambda v: (v not in USUAL_MONTHS, v)):
        if all(abs(visit - other) >= room for other in kept):
            kept.add(visit)
    return kept


def percent_axis(theme: Theme) -> dict[str, Any]:
    """0 to 100 percent, always, so that two charts can be compared."""
    return {
        "range": [0, 100],
        "tickmode": "array",
        "tickvals": list(PERCENTS),
        "ticktext": [f"{percent}%" for percent in PERCENTS],
        "gridcolor": theme.grid,
        "zeroline": False,
        "fixedrange": True,
    }
