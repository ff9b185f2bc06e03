"""The change within the same studies as a file to take away."""

from collections.abc import Iterator
from math import isnan
from typing import Any

import pandas as pd

from lib.analysis.pooling.changes.same_studies import SameStudies, sweep
from lib.analysis.pooling.question import PoolingQuestion
from lib.analysis.pooling.what_if_effects import tip_change, what_if_change
from lib.exports.tables.contrast_csv import plain_effect
from lib.exports.tables.points_csv import Stamp, stamped_csv
from lib.narrative.numbers.refusals import refusal_text
from lib.narrative.pooling.changes.effects import change_refusal
from lib.narrative.pooling.changes.sentences import fall_sentence, stated
from lib.narrative.pooling.changes.tables import both_entries
from lib.narrative.pooling.what_if_effects_text import change_tipping_texts
from lib.stats.meta_analysis.pooled_effect import PooledEffect
from lib.stats.missing import IMORS
from lib.stats.tipping_point import SECOND

COLUMNS = (
    "row", "study", "arms", "in_change", "why_not", "earlier_months", "earlier_responders",
    "earlier_counted", "earlier_count_is", "earlier_n_enrolled", "earlier_missing_odds_ratio",
    "earlier_share_pct", "later_months", "later_responders", "later_counted", "later_count_is",
    "later_n_enrolled", "later_missing_odds_ratio", "later_share_pct", "rests_on_assumed",
    "value", "low", "high", "se", "correlation_asked", "correlation_used", "correlation_lowest",
    "correlation_highest", "studies", "tau2", "tau2_low", "tau2_high", "i2_pct", "q", "q_p",
    "prediction_low", "prediction_high", "prediction_why_none", "caution", "row_is", "method",
    "tipping_odds_ratio_below", "tipping_odds_ratio_above", "tipping_in_words",
)  # fmt: skip


def change_csv(same: SameStudies, asked: PoolingQuestion, stamp: Stamp) -> bytes:
    """Write a row for each study of the treatment, and one for the pool by each correlation.

    Also what would be pooled by each usual odds ratio of the missing, and which of them put the
    pool in doubt. Ratios are plain, differences in percentage points, shares percent; `se` and tau2
    are of the natural logs of ratios, or of differences from -1 to 1. Blank is what cannot be had.
    """
    rows = [*change_rows(same), *_what_if_rows(same)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    enrolled = ["earlier_n_enrolled", "later_n_enrolled"]
    frame[enrolled] = frame[enrolled].astype("Int64")
    question, view = asked.question, asked.view
    return stamped_csv(
        frame.assign(
            treatment=question.treatment,
            definition_asked_for=question.outcome,
            earlier_centre_months=same.earlier.centre,
            later_centre_months=same.later.centre,
            window_half_width_months=question.width,
            measure=same.question.measure,
            level_pct=same.change.level,
            coming_and_going=fall_sentence(same),
            definitions_stated_the_same=stated(same, asked) or "no",
            view_missing_patients=view.rule,
        ),
        stamp,
    )


def change_rows(same: SameStudies) -> list[dict[str, Any]]:
    """Give a row for each study, those left out too, and one for the pool by each correlation."""
    return [*_studies(same), *_left_out(same), *_pools(same)]


def _studies(same: SameStudies) -> Iterator[dict[str, Any]]:
    each = zip(both_entries(same), same.change.studies, same.intervals, strict=True)
    for (first, second), change, (low, high) in each:
        is_assumed = bool(first.is_assumed or second.is_assumed)
        yield {
            "row": "study",
            "study": first.study,
            "arms": first.arm,
            "in_change": "yes",
            **_visit("earlier", first),
            **_visit("later", second),
            "rests_on_assumed": "yes" if is_assumed else "no",
            **_effects(same.change.measure, value=change.estimate, low=low, high=high),
            **_numbers(se=change.se),
            "correlation_asked": same.change.correlation,
            "correlation_used": round(change.phi_used, 6),
            "correlation_lowest": round(change.phi_low, 6),
            "correlation_highest": round(change.phi_high, 6),
            "caution": " ".join(dict.fromkeys(filter(None, (first.caution, second.caution)))),
            "row_is": "tried, not saved" if first.tried or second.tried else "saved",
        }


def _visit(when: str, entry: Any) -> dict[str, Any]:
    return {
        f"{when}_months": entry.months,
        f"{when}_responders": int(entry.r),
        f"{when}_counted": int(entry.n),
        f"{when}_count_is": entry.count,
        f"{when}_n_enrolled": entry.n_enrolled,
        f"{when}_missing_odds_ratio": entry.imor,
        f"{when}_share_pct": round(entry.rate, 6),
    }


def _left_out(same: SameStudies) -> Iterator[dict[str, Any]]:
    for study, why in zip(same.left_out["study"], same.left_out["why_not"], strict=True):
        yield {"row": "study", "study": study, "in_change": "no", "why_not": why}


def _pools(same: SameStudies) -> Iterator[dict[str, Any]]:
    for correlation, change in sweep(same):
        is_shown = correlation == same.change.correlation
        counted = {
            "row": "pool" if is_shown else "pool by another correlation",
            "studies": change.k,
            "correlation_asked": correlation,
        }
        yield counted | (_pool(change) if same.is_pooled else {"why_not": change_refusal(same)})


def _what_if_rows(same: SameStudies) -> Iterator[dict[str, Any]]:
    """Give a row for each usual odds ratio of the missing, and what puts the pool in doubt."""
    if not same.is_pooled:
        return
    found = what_if_change(same)
    for varied, pools in found.pools.items():
        for imor, pool in zip(IMORS, pools, strict=True):
            yield {
                "row": "pool if the missing did otherwise",
                "studies": pool.k,
                "correlation_asked": same.change.correlation,
                "earlier_missing_odds_ratio": 1.0 if varied == SECOND else imor,
                "later_missing_odds_ratio": imor,
            } | _pool(pool)
    tipping = tip_change(same)
    for text in change_tipping_texts(same, found, tipping):
        yield {
            "row": "what puts the pool in doubt",
            "tipping_odds_ratio_below": tipping.below,
            "tipping_odds_ratio_above": tipping.above,
            "tipping_in_words": text,
        }


def _pool(change: PooledEffect) -> dict[str, Any]:
    if change.reason:
        return {"why_not": refusal_text(change.reason, qualify="", k=change.k, unusable=0)}
    effects = _effects(
        change.measure,
        value=change.estimate,
        low=change.low,
        high=change.high,
        prediction_low=change.prediction_low,
        prediction_high=change.prediction_high,
    )
    return {
        **effects,
        **_numbers(
            se=change.se,
            tau2=change.tau2,
            tau2_low=change.tau2_low,
            tau2_high=change.tau2_high,
            i2_pct=change.i2_percent,
            q=change.q,
            q_p=change.q_p,
        ),
        "prediction_why_none": refusal_text(change.prediction_reason),
        "method": "REML, Knapp-Hartung with its floor, t with k - 1",
    }


def _effects(measure: str, **effects: float) -> dict[str, float | None]:
    return _numbers(**{name: plain_effect(each, measure) for name, each in effects.items()})


def _numbers(**numbers: float) -> dict[str, float | None]:
    return {name: None if isnan(number) else round(number, 6) for name, number in numbers.items()}
