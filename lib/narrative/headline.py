"""What stands over a figure: does the response last, in a title and in full."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from lib.analysis.series_change import (
    DEPENDS,
    FELL,
    ROSE,
    UNCHANGED,
    SeriesChange,
    countable,
    series_changes,
)
from lib.analysis.settings import AS_REPORTED
from lib.narrative.numbers.change_text import interval_sentence, sized_text
from lib.narrative.numbers.count_text import joints_text
from lib.narrative.numbers.retention_text import retention_of_one
from lib.narrative.series_text import TRIED
from lib.phrases import in_order, in_sentence, listing, with_noun

MOST_SIZED = 3
"""The most series whose shares are told one by one."""
NONE_COUNTED = "No curve here can be counted as one that fell or rose."


KnownChanges = Sequence[SeriesChange] | None
"""What `series_changes` has made of points, where that is known already."""


def changes_of(points: pd.DataFrame, level: int, known: KnownChanges) -> Sequence[SeriesChange]:
    """Give what is known already of points, or work it out."""
    return series_changes(points, level) if known is None else known


def headline(points: pd.DataFrame, level: int = 95, changes: KnownChanges = None) -> str:
    """Answer 'does the response last?' for all series shown, without averaging.

    Series with a caution or without a denominator are told apart from those counted. The last
    sentence says how many of the points are not saved.

    Parameters
    ----------
    points
        The estimate frame with words.
    level
        Percent, of the intervals.
    changes
        Of the points; without them they are worked out.
    """
    return " ".join([*_answer(points, level, changes), *_trial_points(points)])


def finding(points: pd.DataFrame, level: int = 95, changes: KnownChanges = None) -> str:
    """Answer 'does the response last?' in at most 12 words, as a title; `points` as above."""
    seen = points.loc[points["rate"].notna()]
    if seen.empty:
        return "No point can be shown by this rule"
    every = changes_of(points, level, changes)
    counted = countable(every)
    if not every:
        return "No follow-up yet: every curve was seen at one visit only"
    if not counted:
        return "No change here can be counted as a fall or a rise"
    return finding_of_one(counted[0]) if len(counted) == 1 else _ways(counted)


def finding_of_one(change: SeriesChange) -> str:
    """Say from what to what the one series went that is counted."""
    before, after = change.first.rate_text, change.last.rate_text
    by = f"by month {change.last.months:g}"
    return {
        FELL: f"Response fell: {before} to {after} {by}",
        ROSE: f"Response rose: {before} to {after} {by}",
        UNCHANGED: f"Response held: {before} to {after} {by}",
        DEPENDS: "Whether the response lasts depends on the patients not seen",
    }[change.way]


def _ways(counted: Sequence[SeriesChange]) -> str:
    ways, every = Counter(change.way for change in counted), len(counted)
    if len(ways) == 1:
        number = "both" if every == 2 else f"all {every}"
        end = {
            FELL: "fell in",
            ROSE: "rose in",
            UNCHANGED: "held in",
            DEPENDS: "may have fallen or risen in",
        }
        return f"Response {end[counted[0].way]} {number} curves followed up"
    rose = f", rose in {ways[ROSE]}" if ways[ROSE] else ""
    return f"Response fell in {ways[FELL]} of {every} curves followed up{rose}"


def doubt(points: pd.DataFrame, level: int = 95, changes: KnownChanges = None) -> str:
    """Say in a line what a change rests on: its interval, and what is not counted in it."""
    every = changes_of(points, level, changes)
    if not every:
        return ""
    counted = countable(every)
    single = points.loc[points["rate"].notna(), "series"].nunique() - len(every)
    apart = len(every) - len(counted)
    name = [f"Counted: {in_sentence(counted[0].label)}."] if len(counted) == 1 else []
    return " ".join(
        [
            *name,
            *filter(None, [interval_sentence(counted, level)]),
            *([f"{listing(others)}."] if (others := _others(apart, single)) else []),
        ]
    )


def _others(apart: int, single: int) -> list[str]:
    return [
        *([f"{apart} not counted"] if apart else []),
        *([f"{single} seen at one visit only"] if single else []),
    ]


def _answer(points: pd.DataFrame, level: int, changes: KnownChanges) -> list[str]:
    number = points.loc[points["rate"].notna(), "series"].nunique()
    if not number:
        return ["No point can be shown by this rule for missing patients."]
    every = changes_of(points, level, changes)
    if not every:
        return [
            f"{with_noun(number, 'curve has', 'curves have')} one visit only: "
            "nothing here shows whether the response lasts."
        ]
    counted = countable(every)
    single = number - len(every)
    more = with_noun(single, "more curve has", "more curves have")
    lost = points["series"].nunique() - number
    return [
        _tally(counted),
        *filter(None, [interval_sentence(counted, level), retention_of_one(counted)]),
        *_of_many(counted),
        *_joints(counted),
        *_apart([told for told in every if told.left_out]),
        *([f"{more} one visit only."] if single else []),
        *([f"{with_noun(lost, 'curve')} cannot be shown by this rule."] if lost else []),
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
    curves = f"{'curve' if len(counted) == 1 else 'curves'}{sizes}"
    return f"From the first to the last visit the share responding{supposed} {told} {curves}."


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
    return [f"Not counted: {with_noun(len(apart), 'curve')} ({why})."]


def _trial_points(points: pd.DataFrame) -> list[str]:
    number = int(points["tried"].sum())
    are = with_noun(number, "point shown is", "points shown are")
    return [f"{are} {TRIED}."] if number else []
