from math import inf, isnan

import pytest

from lib.analysis.arm_pairs import pairs, pairs_by_month, refusals
from lib.analysis.month_slice import at_month
from lib.analysis.settings import NON_RESPONDERS, RESPONDERS, View
from lib.analysis.unlike_arms import Unlike
from lib.narrative.arm_text import effect_text, pair_facts, pair_sentence, pairs_table, several_arms
from lib.narrative.captions import differences_footer, differences_title, dots_title
from lib.narrative.month_text import absent_sentences, dots_headline
from lib.narrative.numbers.pair_refusals import SENTENCES, unpaired_sentence
from lib.stats.refusal import Refusal

DRUG = {"arm": "Drug", "role": "intervention", "responders": 12, "n_assessed": 20}
SHAM = {"arm": "Sham", "role": "comparator", "responders": 5, "n_assessed": 20}


YES = {"randomised": "yes"}


def why(frame):
    return list(map(unpaired_sentence, refusals(frame)))


@pytest.fixture
def at(points_of, typed):
    def make(*rows, within=0):
        return at_month(points_of(typed(*rows)), 3, within)

    return make


def test_arms_of_one_study_are_set_against_each_other(real_points):
    (pair,) = pairs(at_month(real_points, 6, 0), 95)
    assert (pair.first.treatment, pair.second.treatment) == ("Prolotherapy", "Corticosteroid")
    assert (pair.hundred.first, pair.hundred.second) == (63, 33)
    assert pair.randomised == "no"
    assert "Caution" in dict(pair_facts(pair))


def test_estimates_without_an_interval_have_a_difference_without_one(real_points):
    (pair,) = pairs(at_month(real_points, 15, 0), 95)
    assert pair.contrast.difference.value == pytest.approx(48.5)
    assert isnan(pair.contrast.difference.low)
    assert pair.randomised == "yes"
    said = pair_sentence(pair)
    assert "of 100 in each arm, 59 against 10 responded (time-to-event estimates" in said
    assert "+48.5 points, no interval: only one of the two estimates has an interval" in said
    assert "counts only, and neither arm has any" in dict(pair_facts(pair))["Risk ratio"]


def test_arms_of_different_studies_never_are(at):
    assert pairs(at(DRUG, SHAM | {"study": "B 2002"}), 95) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"outcome": "Cured"}, "response means something else in each (Not stated; Cured)"),
        ({"unit": "joints"}, "patients are counted in one, joints in the other"),
        ({"cohort": "Men"}, "each counts another set of patients (all of the arm; Men)"),
        ({"months": 4}, "their visits nearest to this month are at 3 and 4 months"),
        ({"same_patients_as": "Drug"}, "Sham holds patients of Drug"),
        ({"role": "intervention"}, "the file marks none of them as comparator"),
        ({"role": ""}, "the file marks none of them as comparator"),
    ],
)
def test_what_is_not_alike_is_refused_with_the_reason(at, change, reason):
    frame = at(DRUG, SHAM | change, within=1)
    assert pairs(frame, 95) == []
    (said,) = why(frame)
    assert reason in said


def test_a_count_is_not_set_against_an_estimate(at):
    estimated = {"arm": "Sham", "role": "comparator", "rate_pct": 10, "estimate": "time_to_event"}
    (said,) = why(at(DRUG, estimated))
    assert "one is a count, the other a time-to-event estimate" in said


def test_an_arm_without_a_role_is_told_of_beside_a_pair(at):
    frame = at(DRUG, SHAM, SHAM | {"arm": "Third", "role": ""})
    assert len(pairs(frame, 95)) == 1
    assert why(frame) == [
        "A 2001: Third is not compared, because the file does not say what its role is."
    ]


def test_comparisons_that_share_an_arm_are_said_to(at):
    frame = at(DRUG, DRUG | {"arm": "Other drug"}, SHAM)
    (said,) = several_arms(pairs(frame, 95))
    assert "not independent" in said
    assert several_arms(pairs(at(DRUG, SHAM), 95)) == []


def test_patients_who_crossed_over_are_not_set_against_the_arm_they_left(at):
    late = DRUG | {"arm": "Drug after sham", "same_patients_as": "Sham"}
    frame = at(DRUG, late, SHAM)
    (pair,) = pairs(frame, 95)
    assert (pair.first.arm, pair.second.arm) == ("Drug", "Sham")
    assert why(frame) == [
        "A 2001: Drug after sham and Sham are not compared, because Drug after sham holds patients "
        "of Sham: the same patients are not two independent groups."
    ]


def test_an_arm_is_never_set_against_itself(at):
    frame = at(DRUG, DRUG | {"cohort": "Men", "role": "comparator"}, SHAM)
    (pair,) = pairs(frame, 95)
    assert (pair.first.arm, pair.second.arm) == ("Drug", "Sham")
    assert "A 2001: Drug is not compared, because it would be set against itself." in why(frame)


def test_two_arms_that_hold_patients_of_a_third_are_not_compared(at):
    third = {"same_patients_as": "Run-in"}
    (said,) = why(at(DRUG | third, SHAM | third))
    assert "because both hold patients of Run-in, so they may be the same patients" in said


def test_arms_whose_patients_went_on_together_are_still_compared(at):
    # The open phase takes the patients of both: these are two groups all the same.
    both = {"arm": "Open", "role": "", "responders": 9, "n_assessed": 30}
    opened = [both | {"months": 3, "same_patients_as": "Drug"},
              both | {"months": 6, "same_patients_as": "Sham"}]  # fmt: skip
    (pair,) = pairs(at(DRUG, SHAM, *opened), 95)
    assert (pair.first.arm, pair.second.arm) == ("Drug", "Sham")


def test_an_arm_with_two_outcomes_is_not_told_that_one_is_not_the_other(at):
    cured = {"outcome": "Cured"}
    frame = at(DRUG, DRUG | cured, SHAM, SHAM | cured)
    assert len(pairs(frame, 95)) == 2
    assert why(frame) == []


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        ("yes", "yes", "yes"),
        ("yes", "no", "no"),
        ("", "no", "no"),
        ("yes", "", "not stated"),
        ("", "", "not stated"),
    ],
)
def test_randomised_is_what_the_column_says_of_both_arms(at, first, second, answer):
    (pair,) = pairs(at(DRUG | {"randomised": first}, SHAM | {"randomised": second}), 95)
    assert pair.randomised == answer
    assert pairs_table([pair])["Randomised"].tolist() == [answer]


@pytest.mark.parametrize(
    "design",
    [
        "double-blind RCT",
        "not a randomised trial",
        "random sample of charts",
        "observational phase of the RCT",
    ],
)
def test_words_of_a_design_do_not_say_whether_chance_made_the_arms(at, design):
    (pair,) = pairs(at(DRUG | {"design": design}, SHAM | {"design": design}), 95)
    assert pair.randomised == "not stated"
    assert dict(pair_facts(pair))["Design"] == design
    assert f"Whether randomised is not stated (design: {design})" in pair_sentence(pair)


@pytest.mark.parametrize(
    ("randomised", "refused"),
    [("yes", None), ("no", Refusal.NOT_BY_CHANCE), ("", Refusal.CHANCE_NOT_STATED)],
)
def test_a_number_needed_to_treat_takes_arms_that_chance_made(at, randomised, refused):
    said = {"randomised": randomised}
    (pair,) = pairs(at(DRUG | said, SHAM | said), 95)
    assert pair.contrast.needed.reason is refused
    assert ("treated for one more" in dict(pair_facts(pair))["Number needed to treat"]) == (
        refused is None
    )


def test_an_estimate_without_an_interval_gives_no_number_needed_to_treat(real_points):
    (pair,) = pairs(at_month(real_points, 15, 0), 95)
    assert pair.contrast.needed.reason is Refusal.NO_DIFFERENCE_INTERVAL


def test_every_reason_not_to_compare_has_a_sentence():
    assert set(SENTENCES) == set(Unlike)
    assert len(set(SENTENCES.values())) == len(Unlike)


def test_a_pair_says_what_is_not_printed_in_the_source(at):
    derived = {"responders": "", "rate_pct": 79, "n_assessed": 19, "n_basis": "assumed"}
    (pair,) = pairs(at(DRUG | derived, SHAM), 95)
    assert "(15† of 19‡ against 5 of 20)" in pair_sentence(pair)
    for told in (
        " ".join(text for name, text in pair_facts(pair) if name == "Beside it"),
        pairs_table([pair])["Beside it"].iloc[0],
        differences_footer([pair], 95),
    ):
        assert "† count derived" in told
        assert "‡ number assessed not printed but assumed" in told


def test_nobody_and_everybody_are_told(at):
    (pair,) = pairs(at(DRUG | {"responders": 20}, SHAM | {"responders": 0}), 95)
    assert pair.contrast.ratio.value == inf
    assert "no upper end" in effect_text(pair.contrast.ratio)
    assert (pair.hundred.first, pair.hundred.second) == (100, 0)


def test_equal_arms_do_not_differ(at):
    (pair,) = pairs(at(DRUG, SHAM | {"responders": 12}), 95)
    assert effect_text(pair.contrast.difference).startswith("0.0 points")
    assert effect_text(pair.contrast.ratio).startswith("1.00")


@pytest.mark.parametrize("missing", [NON_RESPONDERS, RESPONDERS])
def test_a_rule_in_both_arms_is_told_with_the_bounds_that_it_does_not_give(
    points_of, typed, missing
):
    # 8 of 10 against 15 of 20, 40 enrolled in each.
    drug, sham = DRUG | {"responders": 8, "n_assessed": 10}, SHAM | {"responders": 15}
    rows = typed(*(arm | {"n_enrolled": 40} for arm in (drug, sham)))
    (pair,) = pairs(at_month(points_of(rows, View(missing=missing)), 3, 0), 95)
    bounds = "lies between \N{MINUS SIGN}67.5 and +57.5 points"
    assert bounds in pair_sentence(pair)
    assert bounds in dict(pair_facts(pair))["Patients not assessed"]
    assert "\N{MINUS SIGN}67.5 to +57.5" in pairs_table([pair]).iloc[0].tolist()
    assert "A 2001 \N{MINUS SIGN}67.5 to +57.5" in differences_footer([pair], 95)


def test_a_rule_for_missing_patients_is_told(points_of, typed):
    rows = typed(DRUG | {"n_enrolled": 40} | YES, SHAM | {"n_enrolled": 25} | YES)
    frame = at_month(points_of(rows, View(missing=NON_RESPONDERS)), 3, 0)
    (pair,) = pairs(frame, 95)
    assert "if those not assessed did not respond, of 100 patients" in pair_sentence(pair)
    assert "30 against 20 would have responded" in pair_sentence(pair)


def test_a_difference_that_a_rule_cannot_give_is_said_not_to_be_bounded(points_of, typed):
    rows = typed(DRUG | {"n_enrolled": 40}, SHAM)
    frame = at_month(points_of(rows, View(missing=NON_RESPONDERS)), 3, 0)
    assert pairs(frame, 95) == []
    assert why(frame) == [
        "A 2001: Drug and Sham are not compared, because this rule for missing patients gives no "
        "number for Sham (the number enrolled is not stated), so their difference cannot be "
        "bounded."
    ]


def test_the_table_has_a_row_a_pair(real_points):
    table = pairs_table(pairs(at_month(real_points, 6, 0), 95))
    assert table["Responding / counted"].tolist() == ["12†/19 against 11†/33"]
    assert table["Design"].tolist() == ["Hospital audit"]
    assert pairs_table([]).empty


def test_the_month_is_summed_up_without_a_rank_and_who_is_not_there_is_named(real_points):
    frame = at_month(real_points, 12, 0)
    assert dots_headline(frame, 12, 0) == (
        "2 curves of 2 studies have a number at 12 months; 2 definitions of response; 1 with a "
        "caution."
    )
    assert len(absent_sentences(frame)) == 3
    assert dots_headline(at_month(real_points, 1, 0), 1, 0).startswith("No curve has a number")


def test_no_title_claims_a_month_that_its_numbers_do_not_have(real_points):
    frame = at_month(real_points, 15, 3)
    shown = frame[frame["absent"] == ""]
    assert dots_title(shown, 15) == "Share responding at or near 15 months"
    assert "at or near 15 months: 2 at 12 months and 2 at 15 months;" in dots_headline(frame, 15, 3)
    assert dots_title(shown[shown["months"] == 15], 15) == "Share responding at 15 months"
    assert differences_title(shown, 15) == "How the arms differ at or near 15 months"


def test_a_title_says_the_rule_for_missing_patients(points_of, typed):
    rows = typed(DRUG | {"n_enrolled": 40})
    frame = at_month(points_of(rows, View(missing=RESPONDERS)), 3, 0)
    assert dots_title(frame, 3).endswith("of all enrolled (missing as responders)")
    assert "counting missing as responders" in dots_headline(frame, 3, 0)


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


def test_pairs_are_counted_at_each_month_as_they_are_compared(points_of, typed):
    crossed = {**SHAM, "arm": "Crossed over", "same_patients_as": "Sham"}
    points = points_of(
        typed(
            DRUG,
            SHAM,
            {**DRUG, "months": 6},
            {**SHAM, "months": 6, "outcome": "Another"},
            {**DRUG, "months": 12},
            {**SHAM, "months": 12},
            {**crossed, "months": 12},
            {**crossed, "months": 24, "role": "intervention"},
            {**SHAM, "months": 24},
        )
    )
    found = {month: len(pairs(at_month(points, month, 0), 95)) for month in (3, 6, 12, 24)}
    counted = pairs_by_month(points)
    assert found == {month: counted.get(month, 0) for month in found}
    assert found == {3: 1, 6: 0, 12: 2, 24: 0}
