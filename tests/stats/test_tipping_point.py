from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.arm_contrast import Enrolment
from lib.stats.refusal import ModelRefusal, Refusal
from lib.stats.tipping_point import VARIED, imor_difference, imor_ratio, tipping_point


@st.composite
def arms(draw):
    n = draw(st.integers(1, 80))
    return Enrolment(draw(st.integers(0, n)), n, n + draw(st.integers(0, 40)))


def ends_at(first, second, varied, imor):
    imors = tuple(np.array(1.0 if varied == other else imor) for other in ("second", "first"))
    found = imor_difference(first, second, imors)
    return found.low, found.high


@given(arms(), arms(), st.sampled_from(VARIED))
def test_an_end_meets_0_at_the_tipping_point(first, second, varied):
    found = tipping_point(first, second, varied=varied)
    for imor in (found.below, found.above):
        if 0 < imor < inf:
            assert np.abs(ends_at(first, second, varied, imor)).min() < 1e-7


@given(arms(), arms(), st.sampled_from(VARIED))
def test_nearer_to_1_nothing_changes(first, second, varied):
    found = tipping_point(first, second, varied=varied)
    lowest = found.below if found.below == found.below else 0
    highest = found.above if found.above == found.above else inf
    for imor in (0, 0.01, 0.2, 0.5, 2, 5, 100, inf):
        low, high = ends_at(first, second, varied, imor)
        if lowest * (1 + 1e-9) < imor < highest * (1 - 1e-9) and min(abs(low), abs(high)) > 1e-9:
            assert (low > 0 or high < 0) == found.excludes_zero


def test_nine_in_ten_of_whom_half_are_missing():
    # 90% of those assessed, of whom half are missing, against 50%: the first share is 45% plus
    # half of that of the missing, which must fall to about 17% to be 53.6%, 0.02 of the odds.
    first, second = Enrolment(900, 1_000, 2_000), Enrolment(500, 1_000, 1_000)
    found = tipping_point(first, second, varied="first")
    assert found.excludes_zero
    assert 0.01 < found.below < 0.04
    assert np.isnan(found.above)


@pytest.mark.parametrize(
    ("first", "second", "reason", "lacking"),
    [
        ((nan, 10, 12), (3, 10, 12), Refusal.COUNTS_NOT_KNOWN, (0,)),
        ((3, 10, nan), (3, 10, nan), Refusal.ENROLLED_NOT_KNOWN, (0, 1)),
        ((3, 10, 12), (3, 10, 9), Refusal.FEWER_ENROLLED, (1,)),
        ((3, 10, 10), (3, 10, 10), ModelRefusal.NOBODY_MISSING, ()),
        ((39, 40, 41), (1, 40, 41), ModelRefusal.NEVER_MEETS_ZERO, ()),
    ],
)
def test_answers_with_a_reason(first, second, reason, lacking):
    found = tipping_point(Enrolment(*first), Enrolment(*second))
    assert (found.reason, found.lacking) == (reason, lacking)
    assert np.isnan([found.below, found.above]).all()


def test_unknown_choice():
    with pytest.raises(ValueError, match="unknown choice"):
        tipping_point(Enrolment(1, 2, 3), Enrolment(1, 2, 3), varied="third")


@given(arms(), arms())
def test_swapped_arms_tip_at_the_same_odds(first, second):
    swapped = {"both": "both", "first": "second", "second": "first"}
    for varied, other in swapped.items():
        one = tipping_point(first, second, varied=varied)
        two = tipping_point(second, first, varied=other)
        assert (one.below, one.above) == pytest.approx((two.below, two.above), nan_ok=True)
        assert (one.excludes_zero, one.reason) == (two.excludes_zero, two.reason)


@given(arms(), arms(), st.sampled_from(["RR", "OR"]), st.sampled_from([0.0, 0.5, 1.0, 5.0, inf]))
def test_a_ratio_turns_round_when_arms_change_sides(first, second, measure, imor):
    imors = (np.array(imor), np.array(imor))
    there, back = (imor_ratio(measure, pair, imors) for pair in ((first, second), (second, first)))
    assert there.reason is back.reason
    if not there.reason:
        found = (there.value, there.low, there.high)
        assert found == pytest.approx((1 / back.value, 1 / back.high, 1 / back.low))
        assert there.low <= there.value <= there.high


@pytest.mark.parametrize(
    ("measure", "responders", "reason"),
    [
        ("RR", 0, Refusal.NOBODY_RESPONDED),
        ("OR", 10, Refusal.EVERYBODY_RESPONDED),
        ("RR", 10, None),
    ],
)
def test_a_ratio_of_none_or_all_is_refused_whatever_is_supposed(measure, responders, reason):
    arm = Enrolment(responders, 10, 15)
    assert imor_ratio(measure, (arm, arm), (np.array(5.0), np.array(5.0))).reason is reason


def test_a_risk_ratio_has_the_interval_of_the_delta_method():
    arms_of = (Enrolment(10, 20, 20), Enrolment(5, 20, 20))
    found = imor_ratio("RR", arms_of, (np.array(1.0), np.array(1.0)))
    half = 1.959964 * np.sqrt(1 / 10 - 1 / 20 + 1 / 5 - 1 / 20)
    assert (found.value, found.low) == pytest.approx((2, 2 * np.exp(-half)))
