"""Two treatments over several studies, as a file to take away."""

from collections.abc import Iterator, Sequence
from math import exp
from typing import Any

import pandas as pd

from lib.analysis.arm_pairs import Pair
from lib.analysis.pooling.contrasts.arm_contrasts import PooledContrast, SharesAt
from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.pooling.what_if_effects import tip_contrast, what_if_contrast
from lib.analysis.settings import View
from lib.exports.tables.points_csv import Stamp, stamped_csv
from lib.narrative.numbers.refusals import refusal_text
from lib.narrative.pooling.contrasts.effects import study_effect, study_pairs, why_not_pooled
from lib.narrative.pooling.contrasts.methods import methods_text
from lib.narrative.pooling.what_if_effects_text import contrast_tipping_texts
from lib.stats.meta_analysis.pooled_effect import PooledEffect
from lib.stats.missing import IMORS
from lib.stats.tipping_point import FIRST, SECOND

COLUMNS = (
    "months",
    "window",
    "row",
    "study",
    "model",
    "studies",
    "responders_1",
    "counted_1",
    "n_enrolled_1",
    "missing_odds_ratio_1",
    "responders_2",
    "counted_2",
    "n_enrolled_2",
    "missing_odds_ratio_2",
    "rests_on_assumed",
    "value",
    "low",
    "high",
    "level_pct",
    "method",
    "prediction_low",
    "prediction_high",
    "prediction_why_none",
    "tau2",
    "tau2_low",
    "tau2_high",
    "i2_pct",
    "q",
    "q_df",
    "q_p",
    "why_not",
    "tipping_odds_ratio_below",
    "tipping_odds_ratio_above",
    "tipping_in_words",
)
PERSONS = tuple(
    f"{what}_{arm}" for what in ("responders", "counted", "n_enrolled") for arm in (1, 2)
)
"""Columns of whole numbers."""


def contrast_csv(
    contrast: PooledContrast,
    windows: Sequence[PooledContrast],
    question: ContrastQuestion,
    view: View,
    stamp: Stamp,
) -> bytes:
    """Write a row for each study, each pool and each study left out, at a month and each window.

    At the month also what would be pooled by each usual odds ratio of the missing, and which of
    them put the pool in doubt. Ratios are plain, differences in percentage points; tau2 is of the
    logs of ratios, or of differences from -1 to 1.
    """
    rows = [
        {"window": name} | row
        for name, every in (("the month asked for", [contrast]), ("one of several", windows))
        for each in every
        for row in contrast_rows(each, view)
    ]
    rows += [{"window": "the month asked for"} | row for row in _what_if_rows(contrast)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame[list(PERSONS)] = frame[list(PERSONS)].astype("Int64")
    frame = frame.assign(
        first_treatment=contrast.pair[0],
        second_treatment=contrast.pair[1],
        measure=contrast.measure,
        definition_of_response=contrast.outcome,
        rows_with_cautions_included="yes" if question.with_cautions else "no",
        view_missing_patients=view.rule,
    )
    return stamped_csv(frame, stamp)


def contrast_rows(contrast: PooledContrast, view: View) -> Iterator[dict[str, Any]]:
    """Give a row for each study, each pool and each study that is left out."""
    at = {"months": contrast.month}
    for pair in study_pairs(contrast, view.level):
        yield at | {"row": "study"} | _study(pair, contrast.measure)
    for pool in contrast.pools:
        details = {"method": methods_text(contrast)}
        yield at | {"row": "pool"} | _pool(pool) | details
    for left in contrast.left_out:
        row = "study left out" if left.is_whole else "arm left out"
        yield at | {"row": row, "study": left.study, "why_not": left.why}


def shares_numbers(at: SharesAt) -> dict[str, Any]:
    """Give in percent what an effect comes to at a share of the second arm, or why not.

    The ends of the number needed to treat are persons by kind (`NNTB`, `NNTH`), first that on the
    side of its value: between two kinds its interval runs through infinity.
    """
    needed = at.needed
    known = {
        "second_share_pct": round(at.second, 6),
        "second_share_is": "the median of the studies" if at.is_median else "set by the reader",
    }
    if needed is None:
        return known | {"why_none": refusal_text(at.reason)}
    return known | {
        "first_share_pct": round(at.first, 6),
        "first_share_low_pct": round(at.low, 6),
        "first_share_high_pct": round(at.high, 6),
        "number_needed_is": needed.kind,
        "number_needed": needed.value,
        "number_needed_ends": [{"is": kind, "persons": end} for kind, end in needed.ends],
    }


def _what_if_rows(contrast: PooledContrast) -> Iterator[dict[str, Any]]:
    """Give a row for each usual odds ratio of the missing, of both arms or of one, and the tips."""
    found = what_if_contrast(contrast)
    at = {"months": contrast.month}
    for varied, pools in found.pools.items():
        for imor, pool in zip(IMORS, pools, strict=True):
            odds = {
                "missing_odds_ratio_1": 1.0 if varied == SECOND else imor,
                "missing_odds_ratio_2": 1.0 if varied == FIRST else imor,
            }
            yield at | {"row": "pool if the missing did otherwise"} | odds | _pool(pool)
    tips = tip_contrast(contrast)
    # One text for all where nobody is missing.
    for tipping, text in zip(tips.values(), contrast_tipping_texts(contrast, tips), strict=False):
        yield at | {
            "row": "what puts the pool in doubt",
            "tipping_odds_ratio_below": tipping.below,
            "tipping_odds_ratio_above": tipping.above,
            "tipping_in_words": text,
        }


def _study(pair: Pair, measure: str) -> dict[str, Any]:
    first, second, effect = pair.first, pair.second, study_effect(pair, measure)
    return {
        "study": first.study,
        "responders_1": first.r,
        "counted_1": first.n,
        "n_enrolled_1": first.n_enrolled,
        "missing_odds_ratio_1": first.imor,
        "responders_2": second.r,
        "counted_2": second.n,
        "n_enrolled_2": second.n_enrolled,
        "missing_odds_ratio_2": second.imor,
        "rests_on_assumed": "yes" if first.is_assumed or second.is_assumed else "no",
        "value": round(effect.value, 6),
        "low": round(effect.low, 6),
        "high": round(effect.high, 6),
        "level_pct": effect.level,
        "method": effect.method,
        "why_not": refusal_text(effect.reason),
    }


def _pool(pool: PooledEffect) -> dict[str, Any]:
    known = {"model": pool.model.name, "studies": pool.k, "level_pct": pool.level}
    if pool.reason:
        return known | {"why_not": why_not_pooled(pool)}
    ends = (pool.estimate, pool.low, pool.high, *pool.prediction)
    names = ("value", "low", "high", "prediction_low", "prediction_high")
    return known | {
        **{name: plain_effect(end, pool.measure) for name, end in zip(names, ends, strict=True)},
        "prediction_why_none": refusal_text(pool.prediction_reason),
        "tau2": round(pool.tau2, 6),
        "tau2_low": round(pool.tau2_low, 6),
        "tau2_high": round(pool.tau2_high, 6),
        "i2_pct": round(pool.i2_percent, 6),
        "q": round(pool.q, 6),
        "q_df": pool.k - 1,
        "q_p": pool.q_p,
    }


def plain_effect(number: float, measure: str) -> float:
    """Give a ratio from its log, or percentage points from a difference of -1 to 1."""
    return round(100 * number if measure == "RD" else exp(number), 6)
