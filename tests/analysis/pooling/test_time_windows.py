import pytest

from lib.analysis.pooling.question import Question
from lib.analysis.pooling.time_windows import NO_TREATMENT, NO_VISIT, candidates, outside

COUNTED = {"treatment": "T", "outcome": "relief", "n_assessed": 20, "responders": 10}


def judged(points, window, **question):
    asked = Question(**({"treatment": "T", "outcome": "relief"} | question))
    frame = candidates(points, asked)
    frame = frame[frame["window"] == window]
    return dict(zip(frame["study"], frame["why_not"], strict=True))


@pytest.fixture
def points(points_of, typed):
    def make(*rows):
        return points_of(typed(*(COUNTED | row for row in rows)))

    return make


def test_a_counted_visit_in_the_window_may_be_pooled(points):
    assert judged(points({"study": "A", "months": 5}), 6) == {"A": ""}
    assert judged(points({"study": "A", "months": 5}), 3) == {"A": "no visit in this window"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"outcome": "cure"}, "another definition of response: cure"),
        ({"outcome": ""}, "what counted as a response is not stated"),
        ({"unit": "joints"}, "joints are counted, not patients"),
        ({"caution": "Only those who came."}, "a caution stands with it: Only those who came."),
        ({"estimate": "time_to_event", "rate_pct": 50, "responders": "", "n_assessed": ""},
         "a time-to-event estimate is no count"),
        ({"rate_pct": 50, "responders": "", "n_assessed": ""},
         "how many responded of how many is not stated"),
        ({"rate_pct": 50, "responders": "", "n_assessed": 1000},
         "several whole counts print as this percentage"),
    ],
)  # fmt: skip
def test_what_may_not_be_pooled_has_its_reason(points, row, reason):
    assert judged(points({"study": "A", "months": 6} | row), 6) == {"A": reason}


def test_a_reader_may_include_cautions_and_state_that_definitions_agree(points):
    frame = points(
        {"study": "A", "months": 6, "caution": "Careful."},
        {"study": "B", "months": 6, "outcome": "cure"},
    )
    assert judged(frame, 6, with_cautions=True, same_outcomes=True) == {"A": "", "B": ""}


def test_of_two_visits_the_nearer_one_is_used(points):
    frame = candidates(
        points(
            {"study": "A", "months": 5}, {"study": "A", "months": 7}, {"study": "A", "months": 6}
        ),
        Question("T", "relief"),
    )
    (row,) = frame[frame["window"] == 6].to_dict("records")
    assert (row["months"], row["unused"]) == (6, "5 and 7 months")


def test_a_visit_between_two_windows_counts_in_one_only(points):
    frame = points({"study": "A", "months": 13.5})
    assert judged(frame, 12) == {"A": ""}
    assert judged(frame, 15) == {"A": "its visit at 13.5 months counts in the window of 12 months"}
    assert judged(frame, 24) == {"A": NO_VISIT}


def test_windows_lie_around_the_months_asked_for(points):
    asked = Question("T", "relief", width=1, centres=(5, 8))
    frame = points(*({"study": f"S{months}", "months": months} for months in (3, 5, 6.5, 8, 9)))
    found = candidates(frame, asked)
    used = found[found["why_not"] == ""]
    assert list(zip(used["window"], used["study"], strict=True)) == [
        (5, "S5"),
        (8, "S8"),
        (8, "S9"),
    ]
    assert outside(frame, asked)["months"].tolist() == [3, 6.5]


def test_visits_in_no_window_are_found(points):
    frame = points(*({"study": "A", "months": months} for months in (1, 1.5, 9, 36)))
    assert outside(frame, Question("T", "relief"))["months"].tolist() == [1, 9, 36]
    assert outside(frame, Question("T", "relief", width=3))["months"].tolist() == [36]
    assert outside(frame, Question("U", "relief")).empty


def test_visits_equally_far_from_the_centre_are_told_apart_by_their_month(points):
    # 6.1 - 6 is less than 6 - 5.9 by rounding alone.
    frame = points({"study": "A", "months": 6.1}, {"study": "A", "months": 5.9})
    found = candidates(frame, Question("T", "relief"))
    assert found.loc[found["window"] == 6, "months"].tolist() == [5.9]


def test_a_visit_at_the_edge_of_a_window_is_in_it(points):
    # 8.3 - 7.3 is more than 1 by rounding alone.
    asked = Question("T", "relief", width=1, centres=(7.3,))
    frame = points({"study": "A", "months": 8.3})
    assert candidates(frame, asked)["why_not"].tolist() == [""]
    assert outside(frame, asked).empty


def test_a_treatment_that_is_not_stated_is_never_pooled(points):
    frame = points({"study": "A", "treatment": "", "months": 6})
    assert judged(frame, 6, treatment="Not stated") == {"A": NO_TREATMENT}


def test_of_the_studies_that_ship_none_may_be_pooled(real_points):
    for outcome in real_points["outcome"].unique():
        frame = candidates(real_points, Question("Prolotherapy", outcome))
        usable = frame[frame["why_not"] == ""].groupby("window")["study"].nunique()
        assert (usable < 3).all()
