"""The exponentials behind the half-lives, as lines to draw."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.estimates import MOST_DRAWN
from lib.analysis.points import each_point
from lib.stats.decay.half_life import HalfLife

STEPS = 40


@dataclass(frozen=True)
class FittedLine:
    """The exponential fitted to the counts of one series.

    Attributes
    ----------
    series, label
        Number and name of the series.
    months, percents
        The line, from the first to the last visit with known counts; percent 0-100.
    half
        The half-life of the fitted curve.
    unit
        What is counted.
    is_assumed
        Whether the fit rests on an assumed number assessed.
    """

    series: int
    label: str
    months: tuple[float, ...]
    percents: tuple[float, ...]
    half: HalfLife
    unit: str = "patients"
    is_assumed: bool = False


def fitted_lines(
    points: pd.DataFrame, halves: Mapping[int, HalfLife], focus: Collection[str] = ()
) -> tuple[FittedLine, ...]:
    """Give the fitted line of every series that is drawn with a colour and has a half-life.

    Parameters
    ----------
    points
        The estimate frame with words.
    halves
        The half-life of each series by its number; those refused have no line.
    focus
        The studies in focus: past `MOST_DRAWN` series only theirs are drawn with a colour.
    """
    is_crowded = points["series"].nunique() > MOST_DRAWN
    drawn = points[points["study"].isin(focus)] if is_crowded else points
    assumed = set(drawn.loc[drawn["is_assumed"] & drawn["r"].notna(), "series"])
    return tuple(
        _line(point, halves[point.series], point.series in assumed)
        for point in each_point(drawn.drop_duplicates("series"))
        if point.series in halves and not halves[point.series].reason
    )


def _line(point: Any, half: HalfLife, is_assumed: bool) -> FittedLine:
    months = np.linspace(half.first_month, half.last_month, STEPS + 1)
    line = tuple(months.tolist()), tuple((100 * half.curve(months)).tolist())
    return FittedLine(point.series, point.label, *line, half, point.unit, is_assumed)
