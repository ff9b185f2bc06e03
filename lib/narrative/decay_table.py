"""How fast each series of a view falls, from its first visit to its last, in numbers and words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, nan
from typing import Any

import pandas as pd

from lib.analysis.estimates import each_point
from lib.analysis.settings import AS_REPORTED, View
from lib.narrative.numbers.count_text import ABSENT, derived_mark, mark_footers
from lib.narrative.numbers.half_life_text import half_life_notes, half_life_text
from lib.narrative.numbers.refusals import refusal_text
from lib.narrative.series_text import TRIED
from lib.phrases import (
    few,
    in_sentence,
    listing,
    months_text,
    signed_span,
    signed_text,
    with_noun,
)
from lib.stats.half_life import METHOD, HalfLife, half_lives
from lib.stats.persistence import INDEPENDENT, Change, Persistence, Visit, change, persistence
from lib.stats.risk_difference import NEWCOMBE

MOST_FALLS = 500
"""The most series in the table: nobody reads more, and each takes a fit."""
NOBODY_FIRST = "Nobody responded at the first visit."
NOT_BOUNDED = "not bounded"

WORDS = (
    "label",
    "first",
    "last",
    "change",
    "interval",
    "per_month",
    "relative",
    "both",
    "half_life",
)
"""The columns of text."""

NUMBERS = (
    "first_months",
    "first_rate_pct",
    "first_responders",
    "first_counted",
    "last_months",
    "last_rate_pct",
    "last_responders",
    "last_counted",
    "change_points",
    "change_low",
    "change_high",
    "change_no_interval",
    "loss_per_month_points",
    "relative_change_pct",
    "both_visits_low",
    "both_visits_high",
    "both_visits_among",
    "both_visits_why",
    "half_life_months",
    "half_life_low_months",
    "half_life_high_months",
    "half_life_visits",
    "half_life_why",
)
"""The columns of numbers and of reasons why there is none."""


@dataclass(frozen=True, eq=False)
class Decay:
    """How fast the series of a view fall.

    Attributes
    ----------
    rows
        A row a series with two visits or more, in the order of the points: `WORDS`, and behind
        them `NUMBERS` (percent 0-100, percentage points, months, persons; nan where refused, with
        the reason beside).
    about
        What the numbers are, their methods, and which series are not in the rows and why.
    notes
        What must stand beside the half-lives.
    halves
        The half-life of each series in the rows, or why it has none, by the number of the series.
    """

    rows: pd.DataFrame
    about: list[str]
    notes: list[str]
    halves: Mapping[int, HalfLife] = field(default_factory=dict)


def decay(points: pd.DataFrame, view: View) -> Decay:
    """Calculate how much of the response each series loses from its first to its last visit.

    Parameters
    ----------
    points
        The estimate frame with words, sorted by series and month. Counts are those of the view's
        rule for missing patients; visits without a rate by this rule are left out.
    view
        Gives the level of the intervals.
    """
    shown = points[points["rate"].notna()]
    each = shown.groupby("series")["months"]
    is_followed = each.transform("min") < each.transform("max")
    followed = shown[is_followed]
    number = followed["series"].nunique()
    single = [
        in_sentence(label) for label in shown.loc[~is_followed].drop_duplicates("series")["label"]
    ]
    if number > MOST_FALLS:
        why = f"Filter the studies to at most {MOST_FALLS} series to see how fast each falls."
        return Decay(pd.DataFrame(), [why], [])
    if not number:
        return Decay(pd.DataFrame(), _single(single), [])
    rows, halves = _rows(followed, view.level)
    about = [*_about(followed, view), *_single(single)]
    return Decay(rows, about, _notes(rows["label"], halves.values()), halves)


def _rows(followed: pd.DataFrame, level: int) -> tuple[pd.DataFrame, dict[int, HalfLife]]:
    by_series: dict[int, list[Any]] = {}
    for point in each_point(followed):
        by_series.setdefault(point.series, []).append(point)
    visits = [[_visit(point) for point in series] for series in by_series.values()]
    halves = half_lives(visits, level)
    rows = [
        _row(series, seen, half)
        for series, seen, half in zip(by_series.values(), visits, halves, strict=True)
    ]
    return pd.DataFrame(rows), dict(zip(by_series, halves, strict=True))


def _visit(point: Any) -> Visit:
    """Use counts only where both are known; a comparison with nan is false."""
    r, n = (float(point.r), float(point.n)) if point.r <= point.n else (nan, nan)
    return Visit(float(point.months), r, n, float(point.rate) / 100)


def _row(series: Sequence[Any], visits: Sequence[Visit], half: HalfLife) -> dict[str, Any]:
    first, last = series[0], series[-1]
    found = change(visits[0], visits[-1], half.level)
    both = persistence(visits[0], visits[-1], _enrolment(first, last))
    no_interval = refusal_text(found.interval_reason)
    decimals = 1 if not found.interval_reason else int(min(_decimals(first), _decimals(last)))
    return {
        "label": _label(series),
        "first": _rate_at_visit(first),
        "last": _rate_at_visit(last),
        "change": signed_text(found.points, decimals),
        "interval": no_interval or signed_span(found.low, found.high),
        "per_month": _per_month(found),
        "relative": refusal_text(found.relative_reason) or f"{signed_text(found.relative, 0)}%",
        "both": _both(both, first),
        "half_life": half_life_text(half),
        **_ends("first", first, visits[0]),
        **_ends("last", last, visits[-1]),
        "change_points": found.points,
        "change_low": found.low,
        "change_high": found.high,
        "change_no_interval": no_interval,
        "loss_per_month_points": found.loss_per_month,
        "relative_change_pct": found.relative,
        "both_visits_low": both.low,
        "both_visits_high": both.high,
        "both_visits_among": both.among,
        "both_visits_why": refusal_text(both.reason) or _condition(both),
        "half_life_months": half.months,
        "half_life_low_months": half.low,
        "half_life_high_months": NOT_BOUNDED if half.high == inf else half.high,
        "half_life_visits": half.visits,
        "half_life_why": refusal_text(half.reason) or " ".join(half_life_notes(half)),
    }


def _enrolment(first: Any, last: Any) -> float:
    """Give the number enrolled, if it is the same at both visits."""
    same = pd.notna(first.n_enrolled) and first.n_enrolled == last.n_enrolled
    return float(first.n_enrolled) if same else nan


def _decimals(point: Any) -> float:
    return 1 if pd.isna(point.rate_decimals) else point.rate_decimals


def _label(series: Sequence[Any]) -> str:
    """Name a series, and mark cautions and rows that are only tried."""
    marks = ["with a caution"] if any(point.caution for point in series) else []
    marks += [TRIED] if any(point.tried for point in series) else []
    return f"{series[0].label} ({'; '.join(marks)})" if marks else str(series[0].label)


def _rate_at_visit(point: Any) -> str:
    count = "" if point.count_text == ABSENT else f" ({point.count_text})"
    return f"{point.rate_text}{count} at {months_text(point.months)}"


def _ends(name: str, point: Any, visit: Visit) -> dict[str, float]:
    return {
        f"{name}_months": visit.months,
        f"{name}_rate_pct": float(point.rate),
        f"{name}_responders": visit.responders,
        f"{name}_counted": visit.assessed,
    }


def _per_month(found: Change) -> str:
    size = f"{abs(found.loss_per_month):.1f}"
    if not found.points:
        return "unchanged"
    return f"{size} lost" if found.points < 0 else f"{size} gained"


def _both(both: Persistence, first: Any) -> str:
    """Say how many can have responded at both visits: ``7 to 11 of the 15 responding first``."""
    if both.reason or not both.responding_first:
        return refusal_text(both.reason) or NOBODY_FIRST
    low, high = f"{both.low:g}", f"{both.high:g}"
    span = high if low == high else f"{low} to {high}"
    percents = [f"{percent:.0f}" for percent in (both.low_percent, both.high_percent)]
    share = " to ".join(dict.fromkeys(percents))
    condition = f", {_condition(both)}" if both.is_supposed else ""
    responding = f"{both.responding_first:g}{derived_mark(first)}"
    return f"{span} of the {responding} responding first ({share}%){condition}"


def _condition(both: Persistence) -> str:
    """Say what has to hold for the bounds; blank where nothing has to be supposed."""
    return f"if both visits assessed the same {both.among:g}" if both.is_supposed else ""


def _about(followed: pd.DataFrame, view: View) -> list[str]:
    """Explain the numbers and their methods."""
    supposed = "" if view.missing == AS_REPORTED else f" Counted here: {view.missing.lower()}."
    return [
        "This says how many respond at each visit, not that the same people do: who lost the "
        "response and who gained it later is not known from such counts." + supposed,
        f"Interval of the change: {NEWCOMBE}, {view.level}% ({INDEPENDENT}). "
        f"Half-life: {METHOD}, {view.level}%.",
        *mark_footers(followed),
    ]


def _single(labels: Sequence[str]) -> list[str]:
    if not labels:
        return []
    have = with_noun(len(labels), "series has", "series have")
    return [f"{have} one visit only, and one visit shows no change: {'; '.join(few(labels))}."]


def _notes(labels: Iterable[str], halves: Iterable[HalfLife]) -> list[str]:
    """Give each note once, after its series."""
    bearers: dict[str, list[str]] = {}
    for label, half in zip(labels, halves, strict=True):
        for note in half_life_notes(half):
            bearers.setdefault(note, []).append(in_sentence(label))
    return [f"{listing(few(names))}: {note}" for note, names in bearers.items()]
