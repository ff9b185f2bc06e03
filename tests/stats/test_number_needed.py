from math import inf, isnan, nan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.stats.effect_measures import Effect
from lib.stats.number_needed import number_needed, of_hundred
from lib.stats.refusal import Refusal


def difference(value, low, high):
    return Effect("risk difference", "any", 95, value, low, high)


# Altman (1998), BMJ 317:1309: a difference of 10% with an interval from -5% to 25%.
def test_altman_1998():
    found = number_needed(difference(10, -5, 25))
    assert found.ends == (("NNTB", 4), ("NNTH", 20))
    assert found.spans_zero


@given(*(st.floats(-100, 100) for _ in range(3)))
def test_mirrored(one, two, three):
    low, value, high = sorted((one, two, three))
    assume(value and low < high)
    here, there = (
        number_needed(difference(value, low, high)),
        number_needed(difference(-value, -high, -low)),
    )
    other = {"NNTB": "NNTH", "NNTH": "NNTB"}
    assert there.kind == other[here.kind]
    assert there.ends == tuple((other[kind], number) for kind, number in here.ends)


def test_without_an_interval_there_is_none():
    found = number_needed(
        Effect("difference", "any", 95, 48.5, interval_reason=Refusal.ONE_INTERVAL)
    )
    assert isnan(found.value)
    assert (found.kind, found.ends) == ("", ())
    assert found.reason is Refusal.NO_DIFFERENCE_INTERVAL


def test_what_may_not_be_told_is_not():
    found = number_needed(difference(10, 5, 25), Refusal.CHANCE_NOT_STATED)
    assert isnan(found.value)
    assert found.reason is Refusal.CHANCE_NOT_STATED


def test_without_a_difference_the_reason_is_handed_on():
    found = number_needed(Effect("risk difference", "any", 95, reason=Refusal.NOBODY_ASSESSED))
    assert isnan(found.value)
    assert found.reason is Refusal.NOBODY_ASSESSED


def test_no_difference_needs_no_finite_number():
    found = number_needed(difference(0, -10, 10))
    assert (found.value, found.kind) == (inf, "")


@given(st.integers(0, 300), st.integers(1, 300))
def test_whole_numbers_are_the_nearest(x, n):
    assume(x <= n)
    found = of_hundred(x / n, 0)
    assert abs(found.first - 100 * x / n) <= 0.5 + 1e-9


@pytest.mark.parametrize("proportion", [-0.1, 58.7, nan])
def test_not_a_proportion_is_an_error(proportion):
    with pytest.raises(ValueError, match="from 0 to 1"):
        of_hundred(0.5, proportion)
