import pytest

from lib.analysis.selection import choose, options, with_series
from lib.analysis.settings import View


def test_points_of_different_definitions_are_different_series(typed):
    rows = typed(
        {"rate_pct": 80, "outcome": "pain"}, {"months": 6, "rate_pct": 70, "outcome": "function"}
    )
    named = with_series(rows)
    assert named["series"].nunique() == 2
    assert named["label"].tolist() == ["A 2001 · Drug · pain", "A 2001 · Drug · function"]


def test_sets_of_patients_are_told_apart_by_cohort(typed):
    rows = typed(
        {"rate_pct": 80, "cohort": "early"}, {"months": 6, "rate_pct": 70, "cohort": "late"}
    )
    assert with_series(rows)["label"].tolist() == ["A 2001 · Drug · early", "A 2001 · Drug · late"]


def test_a_blank_cohort_adds_nothing_to_a_label(typed):
    rows = typed({"rate_pct": 80}, {"months": 6, "rate_pct": 70, "cohort": "late"})
    assert with_series(rows)["label"].tolist() == ["A 2001 · Drug", "A 2001 · Drug · late"]


def test_a_unit_other_than_patients_stands_in_the_label(typed):
    rows = typed({"rate_pct": 80, "unit": "joints"})
    assert with_series(rows)["label"].tolist() == ["A 2001 · Drug · joints"]


def test_labels_name_one_series_each(typed):
    rows = typed(
        {"rate_pct": 80, "outcome": "x", "unit": "joints"},
        {"rate_pct": 80, "outcome": "x", "estimate": "time_to_event"},
        {"rate_pct": 80, "outcome": "y"},
        {"rate_pct": 80},
    )
    named = with_series(rows)
    assert named.groupby("label")["series"].nunique().max() == 1


def test_a_series_is_sorted_by_month_whatever_the_file_order(typed):
    rows = typed({"months": 12, "rate_pct": 1}, {"months": 3, "rate_pct": 2})
    assert with_series(rows)["months"].tolist() == [3, 12]


def test_numbers_follow_the_file_not_the_alphabet(real_rows):
    named = with_series(real_rows)
    first = named.drop_duplicates("study")
    assert dict(zip(first["study"], first["study_order"], strict=True)) == {
        "Chakraverty 2004": 0,
        "Kim 2010": 1,
        "Cusi 2010": 2,
    }


def test_an_empty_view_keeps_everything(real_rows):
    named = with_series(real_rows)
    assert choose(named, View()).equals(named)


@pytest.mark.parametrize(
    ("view", "months"),
    [
        (View(studies=("Cusi 2010",)), [3, 12, 24]),
        (View(treatments=("Corticosteroid",)), [6, 15]),
        (View(designs=("Hospital audit",), months=(4, 12)), [6, 12, 6]),
        (View(outcomes=(">=50% pain relief",)), [15, 15]),
        (View(months=(24, 24)), [24]),
        (View(studies=("Nobody 1999",)), []),
    ],
)
def test_filters_keep_what_they_name(real_rows, view, months):
    assert choose(with_series(real_rows), view)["months"].tolist() == months


def test_a_blank_can_be_chosen_as_not_stated(typed):
    rows = with_series(typed({"rate_pct": 50}, {"months": 6, "rate_pct": 50, "treatment": "Drug"}))
    assert options(rows)["treatments"] == ["Not stated", "Drug"]
    assert choose(rows, View(treatments=("Not stated",)))["months"].tolist() == [3]


def test_rows_that_are_only_tried_are_told_by_their_number(typed):
    rows = typed({"months": 12, "rate_pct": 50}, {"months": 3, "rate_pct": 50})
    assert with_series(rows, frozenset({2}))["tried"].tolist() == [False, True]
    assert with_series(rows)["tried"].tolist() == [False, False]
