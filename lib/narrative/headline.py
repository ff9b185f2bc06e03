"""The sentence over a figure: does the response last?"""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from lib.analysis.series_change import (
    DEPENDS,
    FELL,
    ROSE,
    UNCHANGED,
    SeriesChange,
    series_changes,
)
from lib.analysis.settings import AS_REPORTED
from lib.narrative.numbers.change_text import interval_sentence, sized_text
from lib.narrative.numbers.count_text import joints_text
from lib.narrative.series_text import TRIED
from lib.phrases import in_order, in_sentence, listing, with_noun

MOST_SIZED = 3
"""The most series whose shares are told one by one."""
NONE_COUNTED = "No series here can be counted as one that fell or rose."


def headline(points: pd.DataFrame, level: int = 95) -> str:
    """Answer 'does the response last?' for all series shown, without averaging.

    Series with a caution or without a denominator are told apart from those counted. The last
    sentence says how many of the points are not saved.

    Parameters
    ----------
    points
        The estimate frame with words.
    level
        Percent, of the intervals.
    """
    return " ".join([*_answer(points, level), *_trial_points(points)])


def _answer(points: pd.DataFrame, level: int) -> list[str]:
    number = points.loc[points["rate"].notna(), "series"].nunique()
    if not number:
        return ["No point can be shown by this rule for missing patients."]
    every = series_changes(points, level)
    if not every:
        return [
            f"{with_noun(number, 'series has', 'series have')} one visit only: "
            "nothing here shows whether the response lasts."
        ]
    counted = [told for told in every if not told.left_out]
    single = number - len(every)
    more = with_noun(single, "more series has", "more series have")
    lost = points["series"].nunique() - number
    return [
        _tally(counted),
        *filter(None, [interval_sentence(counted, level)]),
        *_of_many(counted),
        *_joints(counted),
        *_apart([told for told in every if told.left_out]),
        *([f"{more} one visit only."] if single else []),
        *([f"{with_noun(lost, 'series', 'series')} cannot be shown by this rule."] if lost else []),
    ]


def _tally(counted: Sequence[SeriesChange]) -> str:
    if not counted:
        return NONE_COUNTED
    ways = Counter(told.way for told in counted)
    told = listing(
        f"{way} in {ways[way]} of {len(counted)}"
        for way in (FELL, UNCHANGED, ROSE, DEPENDS)
        if way in ways
    )
    missing = counted[0].first.missing
    supposed = "" if missing == AS_REPORTED else f", counting {missing.lower()},"
    sizes = f": {_sizes(counted)}" if len(counted) <= MOST_SIZED else ""
    return f"From the first to the last visit the share responding{supposed} {told} series{sizes}."


def _sizes(changes: Sequence[SeriesChange]) -> str:
    sizes = (f"{in_sentence(told.first.label)} {sized_text(told)}" for told in changes)
    return "; ".join(in_order(sizes))


def _of_many(counted: Sequence[SeriesChange]) -> list[str]:
    """Say in how many series there is what `_sizes` says of each of a few."""
    if len(counted) <= MOST_SIZED:
        return []
    is_reported = counted[0].first.missing == AS_REPORTED
    said = {
        "fewer were assessed at the last visit than at the first": [
            told.fewer_seen for told in counted
        ],
        "another rule for missing patients gives another direction": [
            told.turns and not is_reported for told in counted
        ],
        "the change rests on an assumed number assessed": [told.is_assumed for told in counted],
    }
    return [f"In {sum(hits)} of them {text}." for text, hits in said.items() if any(hits)]


def _joints(counted: Sequence[SeriesChange]) -> list[str]:
    units = (told.unit for told in counted if not told.change.interval_reason)
    return [text for unit in in_order(units) if (text := joints_text(unit))]


def _apart(apart: Sequence[SeriesChange]) -> list[str]:
    """Name the series that are not counted, with their shares, or how many there are."""
    if not apart:
        return []
    if len(apart) <= MOST_SIZED:
        return [f"Not counted: {_sizes(apart)}."]
    reasons = Counter(told.left_out[0] for told in apart)
    why = listing(f"{reasons[reason]} {reason}" for reason in sorted(reasons))
    return [f"Not counted: {with_noun(len(apart), 'series', 'series')} ({why})."]


def _trial_points(points: pd.DataFrame) -> list[str]:
    number = int(points["tried"].sum())
    are = with_noun(number, "point shown is", "points shown are")
    return [f"{are} {TRIED}."] if number else []
