"""Forest plots of the series at one month, and of how the arms of each study differ."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from math import nan
from typing import Any

import pandas as pd

from lib.analysis.arm_pairs import Pair
from lib.analysis.points import each_point
from lib.charts.figure_options import Picture
from lib.charts.forest.forest import PERCENT, Scale, forest
from lib.charts.looks import look_of, looks
from lib.charts.spec import Forest, Line
from lib.charts.theme import Look
from lib.narrative.arm_text import effect_mark
from lib.narrative.numbers.contrast_text import effect_column
from lib.phrases import cut_apart, months_text, shorten

MORE = "Percentage points more responding"
DIFFERENCE = Scale(
    -100, 100, (-100, -50, 0, 50, 100), f"{MORE} with the first arm", no_effect=0, unit=""
)
SIZE = 12
CAUTIONED = "caution"
ARM_CHARS, COMPACT_ARM_CHARS = 28, 14


def dots(at: pd.DataFrame, picture: Picture) -> Forest:
    """Draw the series that have a number at the month, in their order.

    Parameters
    ----------
    at
        The points at one month, as `at_month` returns them. By share, a rule sets the rows with a
        caution apart.
    picture
        How to draw; its `colour_by` says what a colour stands for.
    """
    seen = at[at["absent"] == ""]
    styles, is_doubtful = looks(at, picture), (seen["caution"] != "").tolist()
    # Where all were seen at the month asked for, the title says when.
    extra = {"Seen at": (seen["apart"] != 0).any(), "Caution": any(is_doubtful)}
    headers = ["Study and arm", "r/N", "Responding (interval)"]
    headers += [name for name, is_there in extra.items() if is_there]
    lines = [_dot(point, styles[point.series], headers) for point in each_point(seen)]
    if not seen["place"].is_monotonic_increasing and any(is_doubtful):
        first = is_doubtful.index(True)
        lines[first] = replace(lines[first], begins_part=True)
    return forest(lines, PERCENT, headers, picture)


def differences(pairs: Sequence[Pair], picture: Picture) -> Forest:
    """Draw the risk difference of each pair, the first arm against the second, as the first."""
    arms = {(pair.first.arm, pair.second.arm) for pair in pairs}
    is_alike = len(arms) == 1
    lines = [
        Line(
            _pair_label(pair, is_alike),
            (
                f"{pair.first.count_text} against {pair.second.count_text}",
                effect_column(pair.contrast.difference, effect_mark(pair)),
                pair.randomised,
            ),
            pair.contrast.difference.value,
            pair.contrast.difference.low,
            pair.contrast.difference.high,
            look=look_of(pair.first, picture),
            size=SIZE,
            is_hollow=bool(pair.first.hollow or pair.second.hollow),
            is_tried=bool(pair.first.tried or pair.second.tried),
        )
        for pair in pairs
    ]
    headers = ("Study", "r/N", "Difference (interval)", "Randomised")
    scale = DIFFERENCE
    if is_alike:
        scale = replace(DIFFERENCE, title=MORE, more=_which(*arms.pop(), picture))
    return forest(lines, scale, headers, picture)


def _pair_label(pair: Pair, is_alike: bool) -> str:
    """Name a pair; a column of its own for the few cautions would take the room of the plot."""
    name = pair.first.study if is_alike else _versus(pair)
    return f"{name} · {CAUTIONED}" if pair.first.caution or pair.second.caution else name


def _mark(caution: str) -> str:
    return CAUTIONED if caution else ""


def _which(first: str, second: str, picture: Picture) -> str:
    """Say on the axis which arms differ, where they are the same in all studies."""
    chars = COMPACT_ARM_CHARS if picture.compact else ARM_CHARS
    short = cut_apart((first, second), partial(shorten, most=chars))
    return f"with {short[first]} than with {short[second]}"


def _versus(pair: Pair) -> str:
    return f"{pair.first.study}, {pair.first.arm} against {pair.second.arm}"


def _dot(point: Any, look: Look, headers: Sequence[str]) -> Line:
    interval = f"({point.interval_text})" if point.interval_text else "(no interval)"
    extra = {"Seen at": months_text(point.months), "Caution": _mark(point.caution)}
    told = (text for name, text in extra.items() if name in headers)
    return Line(
        point.label,
        (point.count_text, f"{point.rate_text} {interval}", *told),
        point.rate,
        nan if pd.isna(point.low) else point.low,
        nan if pd.isna(point.high) else point.high,
        look=look,
        size=SIZE,
        is_hollow=point.hollow,
        is_tried=bool(point.tried),
    )
