from itertools import product
from math import isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.narrative.numbers.contrast_text import number_needed_text
from lib.stats.arm_contrast import Enrolment, contrast, missing_bounds
from lib.stats.effect_measures import Counts
from lib.stats.refusal import Refusal

SMALL = 6


@st.composite
def enrolments(draw):
    enrolled = draw(st.integers(1, SMALL))
    assessed = draw(st.integers(0, enrolled))
    return Enrolment(draw(st.integers(0, assessed)), assessed, enrolled)


def completions(arm):
    for results in product((0, 1), repeat=int(arm.enrolled - arm.assessed)):
        yield (arm.responders + sum(results)) / arm.enrolled


def test_chakraverty_at_6_months():
    # Prolotherapy 12 of 19, corticosteroid 11 of 33.
    found = contrast(Counts(12, 19), Counts(11, 33))
    effects = (found.difference, found.ratio, found.odds_ratio)
    assert [f"{e.value:.2f} ({e.low:.2f} to {e.high:.2f})" for e in effects] == [
        "29.82 (1.89 to 52.13)",
        "1.89 (1.04 to 3.45)",
        "3.43 (1.06 to 11.05)",
    ]
    assert number_needed_text(found.needed) == "NNTB 3.4 (95% interval NNTB 1.9 to 53)"


def test_every_number_names_its_level_and_method():
    found = contrast(Counts(12, 19), Counts(0, 0), 90)
    for part in (found.difference, found.ratio, found.odds_ratio, found.needed):
        assert part.level == 90
        assert part.method
        assert part.reason


def test_an_arm_that_chance_did_not_make_has_no_number_needed_to_treat():
    found = contrast(Counts(12, 19), Counts(11, 33), no_needed=Refusal.NOT_BY_CHANCE)
    assert found.needed.reason is Refusal.NOT_BY_CHANCE
    assert isnan(found.needed.value)
    assert found.difference.value == pytest.approx(29.82, abs=0.01)


@given(enrolments(), enrolments())
def test_bounds_are_the_extremes_of_all_that_the_missing_can_have_done(first, second):
    found = missing_bounds(first, second)
    every = [100 * (a - b) for a, b in product(completions(first), completions(second))]
    assert (found.low, found.high) == (pytest.approx(min(every)), pytest.approx(max(every)))


@given(enrolments(), enrolments())
def test_the_same_rule_in_both_arms_gives_a_difference_between_the_bounds(first, second):
    found = missing_bounds(first, second)
    failed, responded = (
        100 * (end(completions(first)) - end(completions(second))) for end in (min, max)
    )
    assert found.low - 1e-9 <= min(failed, responded)
    assert max(failed, responded) <= found.high + 1e-9


def test_one_rule_in_both_arms_does_not_bound_a_difference():
    # 8 of 10 against 15 of 20, 40 enrolled in each: -17.5 and +7.5 points by the two rules.
    found = missing_bounds(Enrolment(8, 10, 40), Enrolment(15, 20, 40))
    assert (found.low, found.high) == (pytest.approx(-67.5), pytest.approx(57.5))
    assert found.missing == 50


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (Enrolment(5, 20, nan), Refusal.ENROLLED_NOT_KNOWN),
        (Enrolment(nan, 20, 25), Refusal.COUNTS_NOT_KNOWN),
        (Enrolment(5, nan, 25), Refusal.COUNTS_NOT_KNOWN),
        (Enrolment(5, 20, 19), Refusal.FEWER_ENROLLED),
    ],
)
def test_what_is_not_known_bounds_nothing_and_the_arm_is_told(second, reason):
    found = missing_bounds(Enrolment(12, 20, 25), second)
    assert (found.reason, found.lacking) == (reason, (1,))
    assert isnan(found.low)


@pytest.mark.parametrize("counts", [(-1, 5, 9), (6, 5, 9), (1, 5, 0), (1, 5, float("inf"))])
def test_what_cannot_be_an_arm_is_an_error(counts):
    with pytest.raises(ValueError, match="must"):
        Enrolment(*counts)
