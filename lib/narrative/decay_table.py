"""How fast each series of a view falls, from its first visit to its last, in numbers and words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from lib.analysis.series_change import SeriesChange
from lib.analysis.settings import AS_REPORTED, View
from lib.narrative.headline import KnownChanges, changes_of
from lib.narrative.numbers.count_text import ASSUMED_MARK, joints_text, mark_footers
from lib.narrative.numbers.fall_numbers import fall_numbers
from lib.narrative.numbers.fall_words import fall_words, series_name
from lib.narrative.numbers.half_life_text import half_life_notes
from lib.phrases import capital, few, in_order, in_sentence, listing, with_noun
from lib.stats.decay.half_life import LEAST_P, METHOD, HalfLife, half_lives
from lib.stats.persistence import INDEPENDENT
from lib.stats.retention import METHOD as LEFT_METHOD
from lib.stats.risk_difference import NEWCOMBE

MOST_FALLS = 500
"""The most series in the table: nobody reads more, and each takes a fit."""


@dataclass(frozen=True, eq=False)
class Decay:
    """How fast the series of a view fall.

    Attributes
    ----------
    rows
        A row a series with two visits or more, in the order of the points: the columns of text
        `fall_words.WORDS`, and behind them those of `fall_numbers`.
    about
        What the numbers are, their methods, and which series are not in the rows and why.
    notes
        What must stand beside the numbers.
    halves
        The half-life of each series in the rows, or why it has none, by the number of the series.
    """

    rows: pd.DataFrame
    about: list[str]
    notes: list[str]
    halves: Mapping[int, HalfLife] = field(default_factory=dict)


def decay(points: pd.DataFrame, view: View, changes: KnownChanges = None) -> Decay:
    """Calculate how much of the response each series loses from its first to its last visit.

    Parameters
    ----------
    points
        The estimate frame with words, sorted by series and month. Counts are those of the view's
        rule for missing patients; visits without a rate by this rule are left out.
    view
        Gives the level of the intervals.
    changes
        Of the points, where they are known already.
    """
    every = changes_of(points, view.level, changes)
    if len(every) > MOST_FALLS:
        why = f"Filter the studies to at most {MOST_FALLS} curves to see how fast each falls."
        return Decay(pd.DataFrame(), [why], [])
    shown = points[points["rate"].notna()]
    is_followed = shown["series"].isin([told.first.series for told in every])
    single = _single(shown[~is_followed])
    if not every:
        return Decay(pd.DataFrame(), single, [])
    found = half_lives([told.visits for told in every], view.level)
    pairs = list(zip(every, found, strict=True))
    rows = pd.DataFrame([fall_words(*pair) | fall_numbers(*pair) for pair in pairs])
    about = [*_about(shown[is_followed], view), *single]
    halves = {told.first.series: half for told, half in pairs}
    return Decay(rows, about, _notes(pairs), halves)


def _about(followed: pd.DataFrame, view: View) -> list[str]:
    """Explain the numbers and their methods."""
    supposed = "" if view.missing == AS_REPORTED else f" Counted here: {view.missing.lower()}."
    return [
        "This says how many respond at each visit, not that the same people do: who lost the "
        "response and who gained it later is not known from such counts." + supposed,
        f"Interval of the change: {NEWCOMBE}, {view.level}%; of what is left: {LEFT_METHOD} (both "
        f"{INDEPENDENT}). "
        f"Half-life: {METHOD}, {view.level}%; none where the counts do not follow the curve "
        f"(p of the deviance below {LEAST_P:g}).",
        *mark_footers(followed),
    ]


def _single(shown: pd.DataFrame) -> list[str]:
    labels = [in_sentence(label) for label in in_order(shown["label"])]
    if not labels:
        return []
    have = with_noun(len(labels), "curve has", "curves have")
    return [f"{have} one visit only, and one visit shows no change: {'; '.join(few(labels))}."]


def _notes(pairs: Iterable[tuple[SeriesChange, HalfLife]]) -> list[str]:
    """Give each note once, after its series."""
    bearers: dict[str, list[str]] = {}
    for told, half in pairs:
        for note in (*half_life_notes(half), *_assumptions(told, half)):
            bearers.setdefault(note, []).append(in_sentence(series_name(told)))
    return [f"{'; '.join(few(in_order(names)))}: {note}" for note, names in bearers.items()]


def _assumptions(told: SeriesChange, half: HalfLife) -> Sequence[str]:
    """Say what rests on an assumed number assessed, or takes joints of one patient apart."""
    resting = {
        "the change": told.is_assumed,
        "its bounds": told.has_assumed_bounds,
        "the number responding at both visits": told.is_assumed and not told.both.reason,
        "the fitted half-life": half.is_fitted and told.has_assumed_fit,
    }
    what = [name for name, holds in resting.items() if holds]
    joints = joints_text(told.unit) if not told.change.interval_reason else ""
    return [*([_on_assumed(what)] if what else []), *([joints] if joints else [])]


def _on_assumed(what: Sequence[str]) -> str:
    rest = "rests" if len(what) == 1 else "rest"
    return f"{capital(listing(what))} {rest} on an assumed number assessed ({ASSUMED_MARK})."
