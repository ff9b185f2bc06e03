import pytest

from lib.narrative.tables.comparison_checks import UNLIKE, comparison_checks, verdict

DRUG = {"arm": "Drug", "responders": 9, "n_assessed": 20, "outcome": "relief", "randomised": "yes"}
SHAM = DRUG | {"arm": "Sham", "responders": 5}


@pytest.fixture
def answers(points_of, typed):
    def make(*rows):
        points = points_of(typed(*rows))
        one, other = points["label"].unique()
        checks = comparison_checks(points, one, other)
        return [check.answer for check in checks], verdict(checks), checks

    return make


def test_randomised_arms_of_one_study_may_be_compared(answers):
    given, said, _ = answers(DRUG, SHAM)
    assert given == ["yes"] * 7
    assert said == "These two may be compared: arms of one study, made by chance."


@pytest.mark.parametrize(
    ("other", "place", "why"),
    [
        ({"study": "B 2002"}, 0, "A 2001 and B 2002: each chose its own patients"),
        ({"months": 6}, 1, "one was seen at 3 months, the other at 6 months"),
        ({"outcome": "cure"}, 2, "relief; cure"),
        ({"estimate": "time_to_event", "responders": "", "rate_pct": 25}, 3,
         "a counted share; a time-to-event estimate"),
        ({"unit": "joints"}, 4, "patients; joints"),
        ({"same_patients_as": "Drug"}, 5, "one holds patients of the other"),
    ],
)  # fmt: skip
def test_each_difference_is_an_answer_with_its_reason(answers, other, place, why):
    given, said, checks = answers(DRUG, SHAM | other)
    assert given[place] == "no"
    assert why in checks[place].why
    assert said == f"These two may not be compared: {UNLIKE[checks[place].question]}."


def test_two_series_of_one_arm_are_of_the_same_patients(answers):
    given, _, checks = answers(DRUG, DRUG | {"outcome": "cure"})
    assert given[5] == "no"
    assert checks[5].why == "both are of Drug"


def test_what_is_not_stated_is_neither_yes_nor_no(answers):
    given, said, _ = answers(DRUG, SHAM | {"outcome": "", "randomised": ""})
    assert (given[2], given[6]) == ("not stated", "not stated")
    assert said.endswith("compared is not known: same definition of response?")


@pytest.mark.parametrize(
    ("randomised", "said"), [("no", "chance did not make them"), ("", "is open")]
)
def test_arms_not_made_by_chance_may_differ_in_more(answers, randomised, said):
    assert said in answers(DRUG, SHAM | {"randomised": randomised})[1]
