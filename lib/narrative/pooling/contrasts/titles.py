"""Titles of two treatments over several studies, and the names that they are made of."""

from functools import partial

from lib.analysis.pooling.contrasts.arm_contrasts import PooledContrast
from lib.analysis.pooling.contrasts.contrast_question import (
    AGAINST,
    ODDS_RATIO,
    RISK_DIFFERENCE,
    RISK_RATIO,
)
from lib.analysis.settings import AS_REPORTED
from lib.narrative.pooling.contrasts.effects import effect_span, value_text
from lib.phrases import cut_apart, months_text, shorten
from lib.slides.slide_list import TITLE_MOST

TITLE_CHARS, LEAST_CHARS = 44, 12
"""The most and the fewest characters of a treatment in a title."""
MORE = {
    RISK_RATIO: "times as many responding",
    ODDS_RATIO: "times the odds of responding",
    RISK_DIFFERENCE: "percentage points responding",
}


def pair_text(contrast: PooledContrast) -> str:
    """Name the two treatments."""
    return AGAINST.join(contrast.pair)


def title_of_pair(contrast: PooledContrast, said: str) -> str:
    """Name the two treatments before what a title says; a slide has room for the rest whole."""
    room = (TITLE_MOST - len(said) - len(AGAINST)) // 2
    most = min(TITLE_CHARS, max(room, LEAST_CHARS))
    short = cut_apart(contrast.pair, partial(shorten, most=most))
    return AGAINST.join(short[name] for name in contrast.pair) + said


def when_text(contrast: PooledContrast) -> str:
    """Say `at 6 months` where all were seen then, else `at or near 6 months`."""
    near = "" if contrast.is_at_month else " or near"
    return f"at{near} {months_text(contrast.month)}"


def contrast_title(contrast: PooledContrast, rule: str) -> str:
    """Say as a title what is pooled at a month: the effect with its interval.

    `rule` for missing patients, in words.
    """
    pool = contrast.pooled
    value = value_text(pool.estimate, pool.measure)
    span = effect_span(pool.low, pool.high, pool.measure)
    said = f" {when_text(contrast)}: {value} {MORE[contrast.measure]} ({span}){title_rule(rule)}"
    return title_of_pair(contrast, said)


def title_rule(rule: str) -> str:
    """Say at the end of a title by which rule for missing patients it holds; blank as reported.

    Whose odds the others are is said beside it: a slide would cut the odds of comparators.
    """
    said = rule.replace(" of those assessed", "")
    return "" if rule == AS_REPORTED else f", {said[0].lower()}{said[1:]}"
