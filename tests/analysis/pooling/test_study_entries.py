import pytest

from lib.analysis.pooling.question import Question
from lib.analysis.pooling.study_entries import (
    COUNTS_FIRST,
    NOT_CHOSEN,
    OTHER_DEFINITION,
    entries,
    patients_of,
)
from lib.analysis.pooling.time_windows import candidates
from lib.analysis.settings import NON_RESPONDERS, View
from lib.stats.intervals import interval

LOW = {"study": "A", "arm": "low", "treatment": "T", "outcome": "relief", "months": 6,
       "n_assessed": 10, "responders": 5, "n_enrolled": 20}  # fmt: skip
HIGH = LOW | {"arm": "high", "n_assessed": 12, "responders": 7}
PUBLISHED = LOW | {"estimate": "time_to_event", "responders": "", "n_assessed": "",
                   "rate_pct": 40, "ci_low_pct": 20, "ci_high_pct": 60}  # fmt: skip


@pytest.fixture
def points(points_of, typed):
    return lambda *rows, view=None: points_of(typed(*rows), view)


def reasons(points, **question):
    frame = candidates(points, Question("T", "relief", centres=(6,), **question))
    return dict(zip(frame["arm"], frame["why_not"], strict=True))


def only_entry(points, view=None):
    frame = candidates(points, Question("T", "relief", centres=(6,)))
    (entry,) = entries(frame[frame["why_not"] == ""], view or View()).to_dict("records")
    return entry


def test_counts_of_several_arms_are_added_up(points):
    entry = only_entry(points(LOW, HIGH))
    assert (entry["r"], entry["n"], entry["arms_added"]) == (12, 22, 2)
    assert entry["rate"] == pytest.approx(100 * 12 / 22)
    assert (entry["low"], entry["high"]) == tuple(100 * end for end in interval(12, 22))


def test_a_rule_for_missing_patients_holds_for_the_sum(points):
    view = View(missing=NON_RESPONDERS)
    entry = only_entry(points(LOW, HIGH, view=view), view)
    assert (entry["r"], entry["n"]) == (12, 40)


def test_what_marks_an_arm_marks_the_sum(points):
    entry = only_entry(points(LOW, HIGH | {"n_basis": "assumed"}))
    assert entry["is_assumed"]


def test_an_arm_that_does_not_qualify_by_itself_is_not_added(points):
    frame = points(LOW, HIGH | {"caution": "Careful."})
    assert reasons(frame) == {"low": "", "high": "a caution stands with it: Careful."}
    assert only_entry(frame)["arms_added"] == 1


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"months": 5}, "the arms were seen at 5 and 6 months"),
        ({"same_patients_as": "low"}, "high and low share patients, who would be counted twice"),
        ({"cohort": "seen later"}, "the arms count different sets of patients"),
    ],
)
def test_arms_that_cannot_be_added_up_wait_for_the_reader(points, other, why):
    found = reasons(points(LOW, HIGH | other))
    assert set(found) == {"low", "high"}
    for told in found.values():
        assert "low" in told
        assert told.startswith("high")
        assert f"cannot be added up, as {why}; choose under “Arms to use" in told


def test_arms_share_patients_through_an_arm_of_another_treatment(points):
    first, second = LOW | {"same_patients_as": "sham"}, HIGH | {"same_patients_as": "sham"}
    frame = points(first, second, LOW | {"arm": "sham", "treatment": "Sham"})
    assert set(patients_of(frame)) == {"high"}
    assert all("high and low share patients" in told for told in reasons(frame).values())


def test_patients_are_linked_within_their_study_only(points):
    frame = points(
        LOW, HIGH | {"same_patients_as": "low"}, LOW | {"study": "B"}, HIGH | {"study": "B"}
    )
    assert patients_of(frame) == ["high", "high", "low", "high"]


def test_series_of_one_arm_are_never_added_up(points):
    series = LOW | {"outcome": "cure"}, LOW | {"outcome": "healed"}
    told = reasons(points(*series), same_outcomes=True)["low"]
    assert told.startswith("low · cure and low · healed cannot be added up, as several curves are")


def test_arms_of_other_definitions_are_not_added_even_if_these_are_stated_the_same(points):
    rows = LOW | {"outcome": "cure"}, HIGH | {"outcome": "healed"}
    assert (
        "response means something else in each" in reasons(points(*rows), same_outcomes=True)["low"]
    )


def test_a_statement_takes_no_study_out_of_its_own_definition(points):
    found = reasons(points(LOW, HIGH | {"outcome": "cure"}), same_outcomes=True)
    assert found == {"low": "", "high": OTHER_DEFINITION}


def test_counts_go_before_a_published_estimate(points):
    found = reasons(points(PUBLISHED, HIGH), with_published=True)
    assert found == {"low": COUNTS_FIRST, "high": ""}


def test_two_published_estimates_of_a_study_cannot_be_added_up(points):
    found = reasons(points(PUBLISHED, PUBLISHED | {"arm": "high"}), with_published=True)
    assert "a published estimate has no counts" in found["low"]


def test_the_reader_chooses_the_arm(points):
    frame = points(LOW, HIGH | {"months": 5}, LOW | {"study": "B", "arm": "own"})
    found = reasons(frame, arms=("A · high",))
    assert found == {"low": NOT_CHOSEN, "high": "", "own": ""}


def test_an_arm_that_is_chosen_gives_way_to_none_where_it_does_not_qualify(points):
    frame = points(LOW, HIGH | {"caution": "Careful."})
    found = reasons(frame, arms=("A · high",))
    assert found == {"low": NOT_CHOSEN, "high": "a caution stands with it: Careful."}


def test_chosen_arms_are_added_up_as_others_are(points):
    frame = points(LOW, HIGH, LOW | {"arm": "third", "months": 5})
    found = reasons(frame, arms=("A · high", "A · low"))
    assert found == {"low": "", "high": "", "third": NOT_CHOSEN}


def test_an_arm_of_another_treatment_that_is_chosen_chooses_nothing(points):
    frame = points(LOW, HIGH, LOW | {"arm": "sham", "treatment": "Sham"})
    assert reasons(frame, arms=("A · sham",)) == {"low": "", "high": ""}
