import pytest

from lib.narrative.tables.visits_table import study_line, visits_notes, visits_table


@pytest.fixture
def points(points_of, typed):
    return lambda *rows: points_of(typed(*rows))


def test_each_visit_says_its_share_count_and_how_both_are_known(points):
    table = visits_table(points(
        {"rate_pct": 79, "n_assessed": 19, "n_basis": "assumed", "n_enrolled": 19},
        {"months": 6, "responders": 9, "n_assessed": 20, "note": "Read off."},
        {"arm": "Sham", "rate_pct": 50, "caution": "Careful.", "outcome": "cure"},
    )).set_index(["Arm", "Month"])  # fmt: skip
    assert table["Responding / assessed"].tolist() == ["15†/19‡", "9/20", "–"]
    assert table["How it is known"].tolist() == [
        "derived †; assessed assumed ‡; 19 enrolled",
        "counts as published",
        "number assessed not stated",
    ]
    intervals = table["Interval (95%, Wilson)"].tolist()
    assert intervals[:2] == ["56.7 to 91.5%‡", "25.8 to 65.8%"]
    assert intervals[2].startswith("none: ")
    assert table["Caution ⚠ and note"].tolist() == ["", "Read off.", "⚠ Careful."]
    assert table.loc[("Sham", "3"), "Response means"] == "cure"


def test_a_caution_of_several_visits_has_a_column_of_its_own(points):
    careful = {"rate_pct": 50, "caution": "Careful."}
    table = visits_table(points(careful | {"note": "Read off."}, careful | {"months": 6}))
    assert table["Caution"].tolist() == ["Careful.", "Careful."]
    assert table["Note"].tolist() == ["Read off.", ""]


def test_what_is_the_same_throughout_has_no_column(points):
    table = visits_table(points({"rate_pct": 79, "outcome": "cure", "design": "Trial"}))
    assert not {"Caution", "Note", "Read in", "Response means", "Design"} & set(table)


def test_what_words_mean_is_told_once(points):
    derived = {"rate_pct": 79, "n_assessed": 19, "n_basis": "assumed"}
    notes = visits_notes(points(derived, derived | {"months": 6}, {"months": 9, "rate_pct": 5}))
    assert [note[:30] for note in notes] == [
        "† The count is derived: it is ",
        "How many patients were assesse",
        "The number assessed is assumed",
    ]


def test_a_line_says_which_study_it_is(points):
    one = {"rate_pct": 79, "n_enrolled": 19, "design": "Audit", "outcome": "cure"}
    assert study_line(points(one)) == "Audit · enrolled: 19 · response: cure"
    two = one | {"arm": "Sham", "n_enrolled": "", "outcome": "relief"}
    assert study_line(points(one, two)) == (
        "Audit · enrolled: 19 in Drug and ? in Sham · 2 definitions of response"
    )
    assert study_line(points({"rate_pct": 5})) == (
        "design not stated · number enrolled not stated · definition of response not stated"
    )
