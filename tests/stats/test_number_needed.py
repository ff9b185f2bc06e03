from math import inf, isnan, nan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.stats.effect_measures import Effect
from lib.stats.number_needed import number_needed, of_hundred


def difference(value, low, high):
    return Effect("risk difference", "any", 95, value, low, high)


# Altman (1998), BMJ 317:1309: a difference of 10% with an interval from -5% to 25%.
def test_altman_1998():
    found = number_needed(difference(10, -5, 25))
    assert found.words == "NNTB 10 (95% interval NNTB 4 to infinity to NNTH 20)"
    assert found.spans_zero


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ((20, 5.2431, 33.3873), "NNTB 5 (95% interval NNTB 3 to 19)"),
        ((-20, -33.3873, -5.2431), "NNTH 5 (95% interval NNTH 3 to 19)"),
        ((-10, -25, 5), "NNTH 10 (95% interval NNTH 4 to infinity to NNTB 20)"),
        ((0, -16, 28), "no finite number (95% interval NNTB 3.6 to infinity to NNTH 6.2)"),
        ((10, 0, 25), "NNTB 10 (95% interval NNTB 4 to infinity)"),
        ((-10, -25, 0), "NNTH 10 (95% interval NNTH 4 to infinity)"),
        ((0.05, 0.01, 0.1), "NNTB 2,000 (95% interval NNTB 1,000 to 10,000)"),
    ],
)
def test_words(points, words):
    assert number_needed(difference(*points)).words == words


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


def test_without_an_interval_the_reason_is_said():
    found = number_needed(Effect("difference", "any", 95, 48.5, interval_reason="None."))
    assert (found.words, found.ends) == ("NNTB 2.1", ())
    assert "no interval" in found.interval_reason


def test_without_a_difference_the_reason_is_handed_on():
    found = number_needed(Effect("risk difference", "any", 95, reason="Nobody was assessed."))
    assert isnan(found.value)
    assert found.words == found.reason == "Nobody was assessed."


def test_no_difference_needs_no_finite_number():
    found = number_needed(difference(0, -10, 10))
    assert (found.value, found.kind) == (inf, "")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (0.587, 0.102, "59 against 10"),
        (0.285, 0.025, "29 against 3"),
        (0.004, 0, "fewer than 1 against 0"),
        (0.996, 1, "more than 99 against 100"),
        (0.3, 0.3, "30 in both"),
        (0.302, 0.3, "30 in both, to the nearest whole number"),
    ],
)
def test_of_hundred(first, second, words):
    assert of_hundred(first, second).words == f"of 100 patients like these, {words}"


@given(st.integers(0, 300), st.integers(1, 300))
def test_whole_numbers_are_the_nearest(x, n):
    assume(x <= n)
    found = of_hundred(x / n, 0, "joints")
    assert abs(found.first - 100 * x / n) <= 0.5 + 1e-9
    assert found.words.startswith("of 100 joints")


@pytest.mark.parametrize("proportion", [-0.1, 58.7, nan])
def test_not_a_proportion_is_an_error(proportion):
    with pytest.raises(ValueError, match="from 0 to 1"):
        of_hundred(0.5, proportion)
