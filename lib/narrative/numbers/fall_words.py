"""How fast one series falls, in the words of a row of the table."""

from typing import Any

from lib.analysis.series_change import SeriesChange
from lib.analysis.settings import AS_REPORTED
from lib.narrative.numbers.change_text import NO_INTERVAL, enrolled_text, per_month_text
from lib.narrative.numbers.count_text import (
    ABSENT,
    ASSUMED_MARK,
    assumed_mark,
    derived_mark,
)
from lib.narrative.numbers.half_life_text import fit_text, half_life_text
from lib.narrative.numbers.refusals import refusal_text
from lib.narrative.numbers.retention_text import retention_text
from lib.narrative.series_text import TRIED
from lib.phrases import months_text, signed_span, signed_text
from lib.stats.decay.half_life import HalfLife
from lib.stats.persistence import Change

NOBODY_FIRST = "Nobody responded at the first visit."

WORDS = (
    "label",
    "first",
    "last",
    "change",
    "enrolled",
    "per_month",
    "left",
    "both",
    "half_life",
)
"""The columns of text."""


def fall_words(told: SeriesChange, half: HalfLife) -> dict[str, str]:
    """Write a row of `WORDS`; what rests on an assumed number assessed bears its mark."""
    change = told.change
    mark = ASSUMED_MARK if told.is_assumed else ""
    return {
        "label": series_name(told),
        "first": _rate_at_visit(told.first),
        "last": _rate_at_visit(told.last),
        "change": f"{signed_text(change.points, _decimals(told))} ({_interval(change)}){mark}",
        "enrolled": f"{enrolled_text(told)}{ASSUMED_MARK if told.has_assumed_bounds else ''}",
        "per_month": f"{per_month_text(change)}{mark}",
        "left": f"{retention_text(told)}{'' if told.retention.reason else mark}",
        "both": _both(told),
        "half_life": _half_life(told, half),
    }


def series_name(told: SeriesChange) -> str:
    """Name a series, and mark cautions and rows that are only tried."""
    marks = ["with a caution"] if any(point.caution for point in told.points) else []
    marks += [TRIED] if any(point.tried for point in told.points) else []
    return f"{told.label} ({'; '.join(marks)})" if marks else told.label


def _interval(change: Change) -> str:
    if change.interval_reason:
        return f"{NO_INTERVAL}: the counts of both visits are not known"
    return signed_span(change.low, change.high)


def _half_life(told: SeriesChange, half: HalfLife) -> str:
    """Write a half-life with its fit, which the sentence of a refused fit holds already."""
    mark = ASSUMED_MARK if half.is_fitted and told.has_assumed_fit else ""
    text = f"{half_life_text(half)}{mark}"
    return text if half.reason else f"{text}; fit: {fit_text(half)}"


def _decimals(told: SeriesChange) -> int:
    """Give the decimals of a change: those printed, where it is not made from counts."""
    if not told.change.interval_reason:
        return 1
    printed = (point.rate_decimals for point in (told.first, told.last))
    return min(1 if decimals != decimals else int(decimals) for decimals in printed)


def _rate_at_visit(point: Any) -> str:
    count = "" if point.count_text == ABSENT else f" ({point.count_text})"
    return f"{point.rate_text}{count} at {months_text(point.months)}"


def _both(told: SeriesChange) -> str:
    """Say how many can have responded at both visits: ``7 to 11 of the 15 responding first``."""
    both = told.both
    if both.reason or not both.responding_first:
        return refusal_text(both.reason) or NOBODY_FIRST
    low, high = f"{both.low:g}", f"{both.high:g}"
    span = high if low == high else f"{low} to {high}"
    percents = [f"{percent:.0f}" for percent in (both.low_percent, both.high_percent)]
    share = " to ".join(dict.fromkeys(percents))
    mark = ASSUMED_MARK if told.is_assumed else ""
    responding = f"{both.responding_first:g}{derived_mark(told.first)}"
    counted = f"{span}{mark} of the {responding} responding first ({share}%)"
    condition = persistence_condition(told)
    return f"{counted}, {condition}" if condition else counted


def persistence_condition(told: SeriesChange) -> str:
    """Say what has to hold for the bounds on persistence; blank where nothing is supposed."""
    both, first, last = told.both, told.first, told.last
    if both.is_supposed:
        mark = assumed_mark(first) or assumed_mark(last)
        return f"if both visits assessed the same {both.among:g}{mark}"
    if both.reason or first.missing != AS_REPORTED:
        return ""
    is_partial = min(first.n_assessed, last.n_assessed) < both.among
    return "as far as they were seen" if is_partial else ""
