"""How the arms of each study differ at one month, as a file to take away."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from lib.analysis.arm_pairs import Pair
from lib.analysis.settings import View
from lib.exports.tables.points_csv import Stamp, stamped_csv
from lib.narrative.arm_text import design_text
from lib.narrative.numbers.contrast_text import bounds_text, effect_notes, number_needed_text
from lib.narrative.numbers.count_text import joints_text
from lib.narrative.numbers.refusals import effect_refusal, refusal_text
from lib.narrative.numbers.tipping_text import pair_tipping_text
from lib.stats.arm_contrast import EXTREMES
from lib.stats.effect_measures import Effect
from lib.stats.tipping_point import BOTH, FIRST, IMOR_METHOD, SECOND
from lib.studies.schema import ASSUMED, NO, YES

_VARIED = {BOTH: "both arms alike", FIRST: "first arm", SECOND: "second arm"}


def pairs_csv(pairs: Sequence[Pair], view: View, stamp: Stamp) -> bytes:
    """Write a row for each measure of each pair of arms, with how and from what it was made.

    A risk difference is in percentage points, a number needed to treat in persons; its interval
    may run through infinity and is told in words. The bounds are those of the risk difference,
    whatever the patients not assessed did.
    """
    frame = pd.DataFrame([arms_of(pair) | measure for pair in pairs for measure in measures(pair)])
    return stamped_csv(frame.assign(view_missing_patients=view.rule), stamp)


def arms_of(pair: Pair) -> dict[str, Any]:
    """Give what is known of the two arms of a pair."""
    first, second = pair.first, pair.second
    shared = {
        "study": first.study,
        "months": first.months,
        "outcome": first.outcome,
        "estimate": first.estimate,
        "unit": first.unit,
        "design": design_text(pair),
        "randomised": pair.randomised,
        "counted_as_independent": joints_text(first.unit),
    }
    each = {
        f"{place}_{name}": value
        for place, arm in (("first", first), ("second", second))
        for name, value in {
            "arm": arm.arm,
            "responders": arm.r,
            "counted": arm.n,
            "counted_is": arm.n_is,
            "count_is": arm.count,
            "rests_on_assumed_number": YES if arm.is_assumed else NO,
            "n_assessed": arm.n_assessed,
            "n_assessed_is_assumed": YES if arm.n_basis == ASSUMED else NO,
            "n_enrolled": arm.n_enrolled,
            "missing_odds_ratio": arm.imor,
            "rate_pct": arm.rate,
            "caution": arm.caution,
            "row_is": "tried, not saved" if arm.tried else "saved",
        }.items()
    }
    return shared | each


def measures(pair: Pair) -> Iterator[dict[str, Any]]:
    """Give a row for each measure of how the arms of a pair differ, or why there is none."""
    told, needed = pair.contrast, pair.contrast.needed
    for effect in (told.difference, told.ratio, told.odds_ratio):
        yield _effect(effect)
    yield _row("number needed to treat", needed.method) | {
        "value": round(needed.value, 6),
        "in_words": "" if needed.reason else number_needed_text(needed),
        "level_pct": needed.level,
        "why_none": refusal_text(needed.reason),
    }
    yield _row("bounds of the difference", EXTREMES) | {
        "low": round(pair.bounds.low, 6),
        "high": round(pair.bounds.high, 6),
        "why_none": _why_unbounded(pair),
    }
    for varied, who in _VARIED.items():
        yield _tipping(pair, varied, who)


def _row(measure: str, method: str) -> dict[str, Any]:
    words = dict.fromkeys(("in_words", "why_none", "why_no_interval"), "")
    return {"measure": measure, "value": None, "low": None, "high": None, "method": method} | words


def _tipping(pair: Pair, varied: str, who: str) -> dict[str, Any]:
    """Give the odds ratios of the missing, below and above 1, that put the difference in doubt."""
    found, told = pair.tipping_of(varied), pair_tipping_text(pair, varied, is_marked=False)
    return _row(f"tipping odds ratio of the missing, {who}", IMOR_METHOD) | {
        "low": round(found.below, 6),
        "high": round(found.above, 6),
        "in_words": "" if found.reason else told,
        "why_none": told if found.reason else "",
        "level_pct": pair.level,
    }


def _why_unbounded(pair: Pair) -> str:
    return bounds_text(pair.bounds, (pair.first.arm, pair.second.arm)) if pair.bounds.reason else ""


def _effect(effect: Effect) -> dict[str, Any]:
    return _row(effect.name, effect.method) | {
        "value": round(effect.value, 6),
        "low": round(effect.low, 6),
        "high": round(effect.high, 6),
        "in_words": " ".join(effect_notes(effect)),
        "level_pct": effect.level,
        "why_none": effect_refusal(effect),
        "why_no_interval": refusal_text(effect.interval_reason),
    }
