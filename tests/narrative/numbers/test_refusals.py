import numpy as np
import pytest

from lib.narrative.numbers.half_life_text import half_life_text
from lib.narrative.numbers.refusals import (
    SENTENCES,
    effect_refusal,
    pool_refusal,
    refusal_text,
)
from lib.stats.decay.half_life import HalfLife
from lib.stats.effect_measures import Effect
from lib.stats.meta_analysis.pool import pool_counts, pool_estimates
from lib.stats.meta_analysis.pooled_result import Method, Pooled
from lib.stats.refusal import ModelRefusal, Refusal


def test_every_reason_has_a_sentence_of_its_own():
    assert set(SENTENCES) == {*Refusal, *ModelRefusal}
    assert len(set(SENTENCES.values())) == len(SENTENCES)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())


def test_no_reason_has_no_words():
    assert refusal_text(None) == ""


@pytest.mark.parametrize("counts", [([1, 0, 3], [2, 0, 5]), ([1, np.nan, 3], [2, 8, 5])])
def test_studies_without_counts_are_numbered(counts):
    assert pool_refusal(pool_counts(*counts)) == (
        "In 1 of the 3 studies nobody was assessed, or a count is not known."
    )


@pytest.mark.parametrize("se", [[0.3, np.nan], [0.3, 0]])
def test_studies_without_a_standard_error_are_numbered(se):
    assert pool_refusal(pool_estimates([0.2, 0.4], se)) == (
        "In 1 of the 2 studies there is no estimate with a standard error."
    )


@pytest.mark.parametrize(
    ("k", "qualify"),
    [(0, "No study qualifies"), (1, "1 study qualifies"), (2, "2 studies qualify")],
)
def test_too_few_studies_are_counted(k, qualify):
    pooled = Pooled(Method.GLMM, 95, k, 20, Refusal.TOO_FEW_QUALIFY)
    assert pool_refusal(pooled) == f"{qualify}; a pool takes 3 or more."


@pytest.mark.parametrize(
    ("arms", "who"),
    [(("Drug", "Sham"), "neither arm has any"), (("Sham {s}",), "Sham {s} has none")],
)
def test_a_ratio_without_counts_names_the_arm(arms, who):
    effect = Effect("risk ratio", "any", 95, reason=Refusal.RATIO_NEEDS_COUNTS, without_counts=arms)
    assert effect_refusal(effect) == f"A ratio is told from counts only, and {who}."


@pytest.mark.parametrize(
    ("reason", "visits"),
    [
        (Refusal.NO_VISIT, "no visit"),
        (Refusal.ONE_VISIT, "one visit"),
        (Refusal.TWO_VISITS, "two visits"),
    ],
)
def test_a_half_life_says_how_many_visits_it_lacks(reason, visits):
    assert half_life_text(HalfLife(95, 0, reason=reason)) == (
        f"Counts are known at {visits}; a half-life takes three visits."
    )
