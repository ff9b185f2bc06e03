import pytest

from lib.narrative.numbers.contrast_text import (
    NO_UPPER_END,
    bounds_text,
    effect_notes,
    needed_text,
    number_needed_text,
    of_hundred_text,
)
from lib.stats.arm_contrast import Bounds
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


def test_without_an_interval_none_is_given():
    effect = Effect("difference", "any", 95, 48.5, interval_reason=Refusal.ONE_INTERVAL)
    assert number_needed_text(number_needed(effect)) == (
        "Not given, because the difference has no interval."
    )


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
    assert of_hundred_text(shares, "patients", "yes") == f"of 100 patients like these, {words}"
    assert of_hundred_text(shares, "joints", "yes") == f"of 100 joints like these, {words}"


@pytest.mark.parametrize(
    ("randomised", "unit", "words"),
    [
        ("no", "patients", "of 100 in each of two groups that were not made by chance"),
        ("no", "joints", "of 100 joints in each of two groups that were not made by chance"),
        (
            "not stated",
            "patients",
            "of 100 in each of two groups of which it is not stated whether chance made them",
        ),
    ],
)
def test_only_patients_of_arms_that_chance_made_are_alike(randomised, unit, words):
    assert of_hundred_text(of_hundred(0.5, 0.1), unit, randomised) == f"{words}, 50 against 10"


def test_a_number_that_goes_both_ways_says_so():
    needed = number_needed(Effect("difference", "any", 95, 10, -5, 25))
    assert "One more and one fewer responding both go with these numbers" in needed_text(needed)


def test_joints_are_not_called_patients():
    needed = number_needed(Effect("difference", "any", 95, 10, 5, 25))
    assert "so many joints treated for one more to respond" in needed_text(needed, "joints")


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (
            Bounds(-67.5, 57.5, 50),
            "Whatever those not assessed did, the difference of all enrolled lies between "
            "−67.5 and +57.5 points.",
        ),
        (
            Bounds(reason=Refusal.ENROLLED_NOT_KNOWN, lacking=(1,)),
            "The difference cannot be bounded: how many were enrolled is not known for Sham.",
        ),
        (
            Bounds(10, 10, 0),
            "In both arms as many were assessed as were enrolled, so a rule for missing patients "
            "changes nothing.",
        ),
    ],
)
def test_bounds_are_told_or_why_there_are_none(bounds, words):
    assert bounds_text(bounds, ("Drug", "Sham")) == words


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
