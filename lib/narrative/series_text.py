"""The estimate frame in plain words: the texts beside a point, and a sentence for each series."""

from typing import Any

import pandas as pd

from lib.analysis.estimates import NO_DENOMINATOR, NOT_A_COUNT, NOT_STATED, PUBLISHED
from lib.analysis.points import each_point, text_each
from lib.analysis.settings import AS_REPORTED, NON_RESPONDERS, RESPONDERS
from lib.analysis.what_if import is_supposed
from lib.narrative.numbers.count_text import (
    ABSENT,
    ASSUMED_MARK,
    IN_COUNT,
    assumed_mark,
    count_text,
    denominator_text,
    joints_text,
    of_text,
    responders_text,
)
from lib.phrases import in_sentence, listing, months_text, percent_text
from lib.studies.schema import ASSUMED

MOST_SENTENCES = 6
TRIED = "tried in this session, not saved"
_SUPPOSED = {
    NON_RESPONDERS: "if those not assessed did not respond, ",
    RESPONDERS: "if those not assessed responded, ",
}


def supposition(rule: str) -> tuple[str, str]:
    """Say in a sentence that its numbers follow a rule for missing patients, and give its verb.

    `rule` is a rule in words, as `View.rule` and the frame of points have it.
    """
    if rule == AS_REPORTED:
        return "", "responded"
    return _SUPPOSED.get(rule, f"counting {rule.lower()}, "), "would have responded"


def with_words(points: pd.DataFrame) -> pd.DataFrame:
    """Add the short texts a figure and a table print beside each point.

    Returns
    -------
    The points with `rate_text` (`79%`, with the decimals as printed), `count_text` (as
    `numbers.count_text` writes it), `interval_text` (`56.7 to 91.5%`, with its mark where it
    rests on an assumed number), and `hollow`: whether the marker must be hollow (number assessed
    assumed or not stated, or a caution).
    """
    return points.assign(
        rate_text=text_each(points, ("rate", "rate_pct", "rate_decimals"), _rate_text),
        count_text=text_each(points, IN_COUNT, count_text),
        interval_text=text_each(points, ("low", "high", "r", "is_assumed"), _interval_text),
        hollow=(
            (points["n_is"] == NOT_STATED) | points["is_assumed"] | (points["caution"] != "")
        ).astype(bool),
    )


def _rate_text(point: Any) -> str:
    if pd.isna(point.rate):
        return ABSENT
    is_printed = point.rate == point.rate_pct and pd.notna(point.rate_decimals)
    return percent_text(point.rate, point.rate_decimals if is_printed else 1)


def _interval_text(point: Any) -> str:
    if pd.isna(point.low):
        return ""
    # A published interval was not made from the number assessed.
    mark = assumed_mark(point) if pd.notna(point.r) else ""
    return f"{point.low:.1f} to {point.high:.1f}%{mark}"


def range_text(point: Any) -> str:
    """Write ``36.0 to 84.0%``, whatever became of the patients not assessed; blank if unknown."""
    if pd.isna(point.least):
        return ""
    mark = ASSUMED_MARK if point.n_basis == ASSUMED else ""
    return f"{point.least:.1f} to {point.most:.1f}%{mark}"


def sentences(points: pd.DataFrame, most: int = MOST_SENTENCES) -> list[str]:
    """Describe each series in a sentence; with more than `most`, say where their numbers are."""
    number = points["series"].nunique()
    if number > most:
        return [f"The numbers of all {number} curves are in the table."]
    visits: dict[int, list[Any]] = {}
    for point in each_point(points):
        visits.setdefault(point.series, []).append(point)
    return list(map(_sentence, visits.values()))


def _sentence(series: list[Any]) -> str:
    """Describe one series: its share and count at each visit, and the last interval."""
    first, *_ = series
    shown = [point for point in series if pd.notna(point.rate)]
    label = in_sentence(first.label)
    if not shown:
        return f"{label}: not shown by this rule, because {first.no_rate}."
    shared = _shared_reason(shown)
    before, verb = supposition(first.missing)
    visits = listing(
        f"{point.rate_text}{'' if shared else _of(point)}{f' {verb}' if i == 0 else ''}"
        f" at {months_text(point.months) if i == 0 else f'{point.months:g}'}"
        for i, point in enumerate(shown)
    )
    caution = " With a caution." if any(point.caution for point in series) else ""
    told = f"{label}: {before}{visits}{shared}; {_last_interval(shown, bool(shared))}.{caution}"
    is_computed = shown[-1].interval_method not in ("", PUBLISHED)
    joints = joints_text(first.unit) if is_computed else ""
    tried = [point.months for point in shown if point.tried]
    at = f"At {months_text(*tried)}: {TRIED}." if tried else ""
    return " ".join(filter(None, [told, joints, at]))


def _shared_reason(shown: list[Any]) -> str:
    """Give the reason why no visit has a count, if it is the same for all."""
    reasons = {point.count for point in shown}
    is_counted = any(pd.notna(number) for point in shown for number in (point.r, point.n))
    return f" ({reasons.pop()})" if len(reasons) == 1 and not is_counted else ""


def _of(point: Any) -> str:
    if pd.notna(point.r) and pd.notna(point.n):
        return f" ({of_text(point)}{beside_enrolled(point)})"
    if pd.notna(point.r):
        return f" ({responders_text(point)}, of how many is not stated)"
    if pd.notna(point.n):
        return f" (of {denominator_text(point)}; {point.count})"
    return f" ({point.count})"


def beside_enrolled(point: Any) -> str:
    """Say after a count of those assessed of how many a supposed share is, if of others."""
    if not is_supposed(point) or point.n_enrolled == point.n_assessed:
        return ""
    return f" assessed, of {point.n_enrolled:.0f} enrolled"


def _last_interval(shown: list[Any], is_explained: bool) -> str:
    last = shown[-1]
    at = "" if len(shown) == 1 else f" at {months_text(last.months)}"
    if last.interval_method:
        name = interval_name(last.interval_method)
        is_computed = last.interval_method != PUBLISHED
        name += ", of an assumed number assessed" if last.is_assumed and is_computed else ""
        return f"{last.interval_level}% interval{at} {last.interval_text} ({name})"
    if is_explained and last.count in (NO_DENOMINATOR, NOT_A_COUNT):
        return "no interval"
    return f"no interval{at}, because {last.no_interval}"


def interval_in_full(point: Any) -> str:
    """Write ``56.7 to 91.5% (95%, Wilson)``; blank where there is no interval."""
    if not point.interval_method:
        return ""
    name = interval_name(point.interval_method)
    return f"{point.interval_text} ({point.interval_level}%, {name})"


def interval_name(method: str) -> str:
    """Name an interval's method within a sentence."""
    return "as published" if method == PUBLISHED else method
