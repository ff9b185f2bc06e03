"""Forest plots of the series at one month, and of how the arms of each study differ."""

from collections.abc import Sequence
from math import nan
from typing import Any

import pandas as pd

from lib.charts.forest import PERCENT, Line, Scale, forest
from lib.charts.picture import Picture
from lib.charts.series import looks
from lib.charts.style import Look
from lib.views.arm_words import difference_text
from lib.views.arms import Pair
from lib.views.estimates import each_point
from lib.views.phrases import months_text

MOST_LINES = 60
"""Up to so many lines a figure draws; a browser slows past some hundred traces."""

DIFFERENCE = Scale(
    -100,
    100,
    (-100, -50, 0, 50, 100),
    "Percentage points more responding with the first arm",
    no_effect=0,
    unit="",
)
SIZE = 12


def dots(at: pd.DataFrame, picture: Picture) -> Any:
    """Draw the series that have a number at the month, in their order, coloured by treatment.

    Parameters
    ----------
    at
        The points at one month, as `at_month` returns them.
    picture
        How to draw; its `colour_by` says what a colour stands for.
    """
    shown = at[at["absent"] == ""].head(MOST_LINES)
    styles = looks(at, picture)
    elsewhen = bool((shown["apart"] != 0).any())
    headers = ("Study and arm", "r/N", "Responding (interval)")
    lines = [_dot(point, styles[point.series], elsewhen) for point in each_point(shown)]
    return forest(lines, PERCENT, (*headers, "Seen at") if elsewhen else headers, picture)


def differences(pairs: Sequence[Pair], picture: Picture) -> Any:
    """Draw the risk difference of each pair, the first arm against the second."""
    studies = [pair.first.study for pair in pairs]
    lines = [
        Line(
            pair.first.label if studies.count(pair.first.study) > 1 else pair.first.study,
            (
                f"{pair.first.count_text} against {pair.second.count_text}",
                difference_text(pair.contrast.difference),
                "yes" if pair.is_randomised else "no",
            ),
            pair.contrast.difference.value,
            pair.contrast.difference.low,
            pair.contrast.difference.high,
            size=SIZE,
            is_hollow=bool(pair.first.hollow or pair.second.hollow),
        )
        for pair in pairs[:MOST_LINES]
    ]
    headers = ("Study", "r/N", "Difference (interval)", "Randomised")
    return forest(lines, DIFFERENCE, headers, picture)


def _dot(point: Any, look: Look, elsewhen: bool) -> Line:
    interval = f"({point.interval_text})" if point.interval_text else "(no interval)"
    when = (months_text(point.months) if point.apart else "",) if elsewhen else ()
    return Line(
        point.label,
        (point.count_text, f"{point.rate_text} {interval}", *when),
        point.rate,
        nan if pd.isna(point.low) else point.low,
        nan if pd.isna(point.high) else point.high,
        look=look,
        size=SIZE,
        is_hollow=point.hollow,
    )
