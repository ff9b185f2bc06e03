"""How the arms of each study differ at one month, as a file to take away."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from lib.analysis.arm_pairs import Pair
from lib.analysis.settings import View
from lib.exports.tables.points_csv import Stamp, stamped_csv
from lib.narrative.numbers.contrast_text import effect_notes, number_needed_text
from lib.narrative.numbers.refusals import effect_refusal, refusal_text
from lib.stats.effect_measures import Effect


def pairs_csv(pairs: Sequence[Pair], view: View, stamp: Stamp) -> bytes:
    """Write a row for each measure of each pair of arms, with how and from what it was made.

    A risk difference is in percentage points, a number needed to treat in persons; its interval
    may run through infinity and is told in words.
    """
    frame = pd.DataFrame([_arms(pair) | measure for pair in pairs for measure in _measures(pair)])
    return stamped_csv(frame.assign(view_missing_patients=view.missing), stamp)


def _arms(pair: Pair) -> dict[str, Any]:
    first, second = pair.first, pair.second
    shared = {
        "study": first.study,
        "months": first.months,
        "outcome": first.outcome,
        "estimate": first.estimate,
        "unit": first.unit,
        "design": first.design,
        "randomised_by_design_column": "yes" if pair.is_randomised else "no",
    }
    each = {
        f"{place}_{name}": value
        for place, arm in (("first", first), ("second", second))
        for name, value in {
            "arm": arm.arm,
            "responders": arm.r,
            "counted": arm.n,
            "rate_pct": arm.rate,
            "caution": arm.caution,
            "row_is": "tried, not saved" if arm.tried else "saved",
        }.items()
    }
    return shared | each


def _measures(pair: Pair) -> Iterator[dict[str, Any]]:
    told, needed = pair.contrast, pair.contrast.needed
    for effect in (told.difference, told.ratio, told.odds_ratio):
        yield _effect(effect)
    yield {
        "measure": "number needed to treat",
        "value": round(needed.value, 6),
        "low": None,
        "high": None,
        "in_words": number_needed_text(needed),
        "level_pct": needed.level,
        "method": needed.method,
        "why_none": refusal_text(needed.reason),
        "why_no_interval": refusal_text(needed.interval_reason),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "measure": effect.name,
        "value": round(effect.value, 6),
        "low": round(effect.low, 6),
        "high": round(effect.high, 6),
        "in_words": " ".join(effect_notes(effect)),
        "level_pct": effect.level,
        "method": effect.method,
        "why_none": effect_refusal(effect),
        "why_no_interval": refusal_text(effect.interval_reason),
    }
