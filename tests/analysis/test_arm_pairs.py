from math import inf, isnan

import pytest

from lib.analysis.arm_pairs import pairs, refusals
from lib.analysis.month_slice import at_month
from lib.analysis.settings import NON_RESPONDERS, View
from lib.narrative.arm_text import (
    absent_sentences,
    differences_footer,
    dots_headline,
    effect_text,
    pair_facts,
    pair_sentence,
    pairs_table,
    several_arms,
)

DRUG = {"arm": "Drug", "role": "intervention", "responders": 12, "n_assessed": 20}
SHAM = {"arm": "Sham", "role": "comparator", "responders": 5, "n_assessed": 20}


@pytest.fixture
def at(points_of, typed):
    def make(*rows, within=0):
        return at_month(points_of(typed(*rows)), 3, within)

    return make


def test_arms_of_one_study_are_set_against_each_other(real_points):
    (pair,) = pairs(at_month(real_points, 6, 0), 95)
    assert (pair.first.treatment, pair.second.treatment) == ("Prolotherapy", "Corticosteroid")
    assert (pair.hundred.first, pair.hundred.second) == (63, 33)
    assert not pair.is_randomised
    assert "Caution" in dict(pair_facts(pair))


def test_estimates_without_an_interval_have_a_difference_without_one(real_points):
    (pair,) = pairs(at_month(real_points, 15, 0), 95)
    assert pair.contrast.difference.value == pytest.approx(48.5)
    assert isnan(pair.contrast.difference.low)
    assert pair.is_randomised
    said = pair_sentence(pair)
    assert "of 100 patients like these, 59 against 10 responded (estimated)" in said
    assert "+48.5 points, no interval: only one of the two estimates has an interval" in said
    assert "counts only, and neither arm has any" in dict(pair_facts(pair))["Risk ratio"]


def test_arms_of_different_studies_never_are(at):
    assert pairs(at(DRUG, SHAM | {"study": "B 2002"}), 95) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"outcome": "Cured"}, "response means something else in each (Not stated; Cured)"),
        ({"unit": "joints"}, "patients are counted in one, joints in the other"),
        ({"months": 4}, "they were seen at different times, at 3 and 4 months"),
        ({"role": "intervention"}, "the file marks none of them as comparator"),
        ({"role": ""}, "the file marks none of them as comparator"),
    ],
)
def test_what_is_not_alike_is_refused_with_the_reason(at, change, why):
    frame = at(DRUG, SHAM | change, within=1)
    assert pairs(frame, 95) == []
    (said,) = refusals(frame)
    assert why in said


def test_a_count_is_not_set_against_an_estimate(at):
    estimated = {"arm": "Sham", "role": "comparator", "rate_pct": 10, "estimate": "time_to_event"}
    (said,) = refusals(at(DRUG, estimated))
    assert "one is a count, the other a time-to-event estimate" in said


def test_an_arm_without_a_role_is_told_of_beside_a_pair(at):
    frame = at(DRUG, SHAM, SHAM | {"arm": "Third", "role": ""})
    assert len(pairs(frame, 95)) == 1
    assert refusals(frame) == [
        "A 2001: Third is not compared, because the file does not say what its role is."
    ]


def test_comparisons_that_share_an_arm_are_said_to(at):
    frame = at(DRUG, DRUG | {"arm": "Other drug"}, SHAM)
    (said,) = several_arms(pairs(frame, 95))
    assert "not independent" in said
    assert several_arms(pairs(at(DRUG, SHAM), 95)) == []


@pytest.mark.parametrize(
    ("design", "is_randomised"),
    [
        ("Randomised controlled trial", True),
        ("randomized", True),
        ("Non-randomised trial", False),
        ("Not randomized", False),
        ("Quasi-randomised", False),
        ("Audit", False),
        ("", False),
    ],
)
def test_randomised_is_what_the_design_says(at, design, is_randomised):
    (pair,) = pairs(at(DRUG | {"design": design}, SHAM | {"design": design}), 95)
    assert pair.is_randomised == is_randomised


def test_nobody_and_everybody_are_told(at):
    (pair,) = pairs(at(DRUG | {"responders": 20}, SHAM | {"responders": 0}), 95)
    assert pair.contrast.ratio.value == inf
    assert "no upper end" in effect_text(pair.contrast.ratio)
    assert (pair.hundred.first, pair.hundred.second) == (100, 0)


def test_equal_arms_do_not_differ(at):
    (pair,) = pairs(at(DRUG, SHAM | {"responders": 12}), 95)
    assert effect_text(pair.contrast.difference).startswith("0.0 points")
    assert effect_text(pair.contrast.ratio).startswith("1.00")


def test_a_rule_for_missing_patients_is_told(points_of, typed):
    rows = typed(DRUG | {"n_enrolled": 40}, SHAM | {"n_enrolled": 25})
    frame = at_month(points_of(rows, View(missing=NON_RESPONDERS)), 3, 0)
    (pair,) = pairs(frame, 95)
    assert "if those not assessed did not respond, of 100 patients" in pair_sentence(pair)
    assert "30 against 20 would have responded" in pair_sentence(pair)


def test_the_table_has_a_row_a_pair(real_points):
    table = pairs_table(pairs(at_month(real_points, 6, 0), 95))
    assert table["Responding / counted"].tolist() == ["12†/19 against 11†/33"]
    assert pairs_table([]).empty


def test_the_month_is_summed_up_and_who_is_not_there_is_named(real_points):
    frame = at_month(real_points, 12, 0)
    assert dots_headline(frame, 12, 0) == (
        "2 series were seen at 12 months, of 2 studies: from 58% to 76% responded."
    )
    assert len(absent_sentences(frame)) == 3
    assert dots_headline(at_month(real_points, 1, 0), 1, 0).startswith("No series has a number")


def test_a_ratio_that_is_not_told_says_which_arm_has_no_count(at):
    published = {"rate_pct": 25, "ci_low_pct": 10, "ci_high_pct": 45, "n_assessed": ""}
    sham = {"arm": "Sham", "role": "comparator"}
    (pair,) = pairs(at(DRUG, sham | published), 95)
    assert "and Sham has none" in dict(pair_facts(pair))["Risk ratio"]


def test_a_footer_promises_only_what_is_drawn(real_points, at):
    counted = differences_footer(pairs(at(DRUG, SHAM), 95), 95)
    assert counted == (
        "Risk differences, first arm less second. "
        "95% intervals: Newcombe's hybrid score from counts."
    )
    estimated = differences_footer(pairs(at_month(real_points, 15, 0), 95), 95)
    assert "No interval can be made here." in estimated
    assert "Newcombe" not in estimated


def test_a_footer_tells_of_rings(points_of, typed):
    points = at_month(points_of(typed(DRUG, SHAM), tried=frozenset({2})), 3, 0)
    assert "Ringed: 1 row tried" in differences_footer(pairs(points, 95), 95)
