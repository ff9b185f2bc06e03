"""Pooled effects of two treatments, and those of each study, as texts."""

from math import exp, isnan

from lib.analysis.arm_pairs import Pair
from lib.analysis.points import each_point
from lib.analysis.pooling.contrasts.arm_contrasts import (
    PooledContrast,
)
from lib.analysis.pooling.contrasts.contrast_question import ODDS_RATIO, RISK_DIFFERENCE, RISK_RATIO
from lib.narrative.numbers.contrast_text import effect_column, ratio_text
from lib.narrative.numbers.count_text import (
    ASSUMED_MARK,
    assumed_mark,
)
from lib.narrative.numbers.refusals import refusal_text
from lib.narrative.series_text import with_words
from lib.phrases import (
    clause,
    signed_text,
    with_noun,
)
from lib.stats.effect_measures import Effect
from lib.stats.meta_analysis.pooled_effect import PooledEffect


def study_pairs(contrast: PooledContrast, level: int) -> list[Pair]:
    """Give the two arms of each study that qualifies, those of one treatment added up."""
    firsts, seconds = (each_point(with_words(side)) for side in (contrast.firsts, contrast.seconds))
    return [Pair(one, other, level) for one, other in zip(firsts, seconds, strict=True)]


def study_effect(pair: Pair, measure: str) -> Effect:
    """Give how the arms of a study differ, by the measure that is pooled."""
    told = pair.contrast
    effects = {
        RISK_RATIO: told.ratio,
        ODDS_RATIO: told.odds_ratio,
        RISK_DIFFERENCE: told.difference,
    }
    return effects[measure]


def value_text(number: float, measure: str) -> str:
    """Write an effect, which is on the natural log for a ratio: `1.04`, `+3.9`."""
    if measure in (RISK_DIFFERENCE, "RD"):
        return signed_text(100 * number)
    return ratio_text(exp(number))


def effect_span(low: float, high: float, measure: str) -> str:
    """Write the interval of an effect: `0.98 to 1.11`."""
    return f"{value_text(low, measure)} to {value_text(high, measure)}"


def effect_text(pool: PooledEffect, mark: str = "") -> str:
    """Write a pooled effect with its interval, or why there is none; `mark` as of its counts."""
    if pool.reason:
        return f"not pooled: {clause(why_not_pooled(pool))}"
    value = value_text(pool.estimate, pool.measure)
    return f"{value} ({effect_span(pool.low, pool.high, pool.measure)}){mark}"


def why_not_pooled(pool: PooledEffect) -> str:
    """Say why nothing is pooled."""
    k = pool.k
    qualify = with_noun(k, "study qualifies", "studies qualify") if k else "No study qualifies"
    return refusal_text(pool.reason, k=k, unusable=len(pool.lacking), qualify=qualify)


def effect_mark(contrast: PooledContrast) -> str:
    """Mark what is pooled if it rests on a number assessed that is assumed."""
    sides = (contrast.firsts, contrast.seconds)
    return ASSUMED_MARK if any(side["is_assumed"].astype(bool).any() for side in sides) else ""


def patients_text(contrast: PooledContrast, pool: PooledEffect) -> str:
    """Write of how many patients in both arms an effect is, with its mark."""
    return f"{sum(contrast.persons(pool)):,.0f}{effect_mark(contrast)}"


def counted_text(contrast: PooledContrast, pool: PooledEffect) -> str:
    """Write of how many patients an effect is, and that only those assessed are counted."""
    whose = " patients assessed" if contrast.is_supposed else " patients"
    return f"{patients_text(contrast, pool)}{whose}"


def study_effect_text(effect: Effect, pair: Pair) -> str:
    """Write the effect of a study with its interval, marked, or that it tells nothing."""
    if effect.reason or isnan(effect.value):
        return "tells nothing of a ratio"
    return effect_column(effect, assumed_mark(pair.first) or assumed_mark(pair.second))


def prediction_text(pool: PooledEffect) -> str:
    """Say where the true effect of a new, similar study may lie, or why that is not told."""
    if pool.prediction_reason or pool.reason:
        return refusal_text(pool.prediction_reason)
    same = (
        " It repeats the confidence interval, as tau is estimated as 0." if pool.tau2 == 0 else ""
    )
    span = effect_span(*pool.prediction, pool.measure)
    return f"{span} ({pool.level}% prediction interval, approximate).{same}"
