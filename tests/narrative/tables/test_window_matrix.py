import pytest

from lib.analysis.pooling.question import PoolingQuestion, Question
from lib.analysis.pooling.synthesis import synthesize
from lib.narrative.tables.window_matrix import pool_refusals, reasons_in_full, window_matrix

FIRST = {"treatment": "T", "outcome": "relief", "months": 6, "n_assessed": 20}
THREE = [{"study": f"S {i}", "responders": 8 + i} for i in range(3)]
OTHER = {"study": "Other", "outcome": "cure", "responders": 5}
DOUBTFUL = {"study": "Doubtful", "caution": "Careful: read it.", "responders": 5}


@pytest.fixture
def windows(points_of, typed):
    def make(*rows, **how):
        points = points_of(typed(*(FIRST | row for row in rows)))
        return synthesize(points, PoolingQuestion(Question("T", "relief", **how)))

    return make


def test_a_cell_says_used_with_its_count_or_in_short_why_not(windows):
    table = window_matrix(windows(*THREE, OTHER, DOUBTFUL)).set_index("Study")
    assert list(table) == ["6 months"]
    assert table["6 months"].to_dict() == {
        "S 0": "used: 8/20 (40.0%)",
        "S 1": "used: 9/20 (45.0%)",
        "S 2": "used: 10/20 (50.0%)",
        "Other": "no: another definition of response [2]; 5/20 (25.0%)",
        "Doubtful": "no: a caution stands with it [1]; 5/20 (25.0%)",
    }


def test_each_reason_is_in_full_once(windows):
    again = [each | {"months": 12} for each in (OTHER, DOUBTFUL)]
    assert reasons_in_full(windows(*THREE, OTHER, DOUBTFUL, *again)) == [
        "[1] a caution stands with it: Careful: read it.",
        "[2] another definition of response: cure.",
    ]


def test_too_few_are_not_said_to_be_used(windows):
    made = windows(*THREE[:2])
    assert window_matrix(made)["6 months, not pooled"].tolist() == [
        "qualifies: 8/20 (40.0%)",
        "qualifies: 9/20 (45.0%)",
    ]
    assert pool_refusals(made) == [
        "Nothing is pooled at 3, 12, 15 and 24 months: no study of this treatment has a visit in "
        "this window.",
        "Nothing is pooled at 6 months: 2 studies qualify; a pool takes 3 or more.",
    ]


def test_a_study_with_two_series_is_named_by_arm_and_a_visit_by_its_month(windows):
    arms = [OTHER | {"outcome": "relief", "arm": arm, "months": 5} for arm in ("A", "B")]
    table = window_matrix(windows(*THREE, *arms)).set_index("Study")["6 months"]
    assert table["Other · A"] == "used, added to B: 5/20 (25.0%) at 5 months"
