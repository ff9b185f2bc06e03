import pytest

from lib.narrative.numbers.contrast_text import (
    NO_UPPER_END,
    effect_notes,
    number_needed_text,
    of_hundred_text,
)
from lib.narrative.numbers.refusals import refusal_text
from lib.stats.effect_measures import Counts, Effect
from lib.stats.number_needed import number_needed, of_hundred
from lib.stats.refusal import Refusal
from lib.stats.risk_difference import Estimate, published_difference
from lib.stats.risk_ratio import odds_ratio, risk_ratio


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ((10, -5, 25), "NNTB 10 (95% interval NNTB 4 to infinity to NNTH 20)"),
        ((20, 5.2431, 33.3873), "NNTB 5 (95% interval NNTB 3 to 19)"),
        ((-20, -33.3873, -5.2431), "NNTH 5 (95% interval NNTH 3 to 19)"),
        ((-10, -25, 5), "NNTH 10 (95% interval NNTH 4 to infinity to NNTB 20)"),
        ((0, -16, 28), "no finite number (95% interval NNTB 3.6 to infinity to NNTH 6.2)"),
        ((10, 0, 25), "NNTB 10 (95% interval NNTB 4 to infinity)"),
        ((-10, -25, 0), "NNTH 10 (95% interval NNTH 4 to infinity)"),
        ((0.05, 0.01, 0.1), "NNTB 2,000 (95% interval NNTB 1,000 to 10,000)"),
    ],
)
def test_number_needed(points, words):
    assert number_needed_text(number_needed(Effect("difference", "any", 95, *points))) == words


def test_without_an_interval_it_is_a_number_and_the_reason_is_said():
    effect = Effect("difference", "any", 95, 48.5, interval_reason=Refusal.ONE_INTERVAL)
    needed = number_needed(effect)
    assert number_needed_text(needed) == "NNTB 2.1"
    assert "no interval" in refusal_text(needed.interval_reason)


def test_without_a_difference_the_reason_is_handed_on():
    effect = Effect("risk difference", "any", 95, reason=Refusal.NOBODY_ASSESSED)
    assert number_needed_text(number_needed(effect)).startswith("Nobody was assessed")


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
    shares = of_hundred(first, second)
    assert of_hundred_text(shares) == f"of 100 patients like these, {words}"
    assert of_hundred_text(shares, "joints") == f"of 100 joints like these, {words}"


@pytest.mark.parametrize("of", [risk_ratio, odds_ratio])
def test_a_ratio_open_above_is_noted(of):
    assert effect_notes(of(Counts(1, 1), Counts(0, 1))) == (NO_UPPER_END,)


def test_effective_number_is_told_beside_the_number_of_patients():
    arms = Estimate(0.587, 0.379, 0.795, 23), Estimate(0.5, 0.31, 0.69, 25)
    assert effect_notes(published_difference(*arms)) == (
        "The published interval is as wide as that of 21.5 patients, of 23 in the arm.",
        "The published interval is as wide as that of 26.6 patients, a little more than the 25 in "
        "the arm: rounding can explain that.",
    )
