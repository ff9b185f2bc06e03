import pytest

from lib.analysis.month_slice import at_month, visits
from lib.analysis.settings import BY_SHARE, NON_RESPONDERS, View


def told(frame):
    return dict(zip(frame["label"], frame["absent"], strict=True))


def arms(frame):
    return frame.loc[frame["absent"] == "", "arm"].tolist()


def test_the_visit_at_the_month_is_taken_in_the_order_of_the_years(real_points):
    frame = at_month(real_points, 12, 0)
    shown = frame[frame["absent"] == ""]
    assert shown[["study", "rate"]].to_numpy().tolist() == [
        ["Chakraverty 2004", 58.0],
        ["Cusi 2010", 76.0],
    ]


def test_who_is_not_shown_is_listed_with_the_reason(real_points):
    assert told(at_month(real_points, 12, 0)) == {
        "Cusi 2010 · Prolotherapy": "",
        "Chakraverty 2004 · Prolotherapy": "",
        "Chakraverty 2004 · Corticosteroid": "last visit in the file at 6 months",
        "Kim 2010 · Prolotherapy": "first visit in the file at 15 months",
        "Kim 2010 · Corticosteroid": "first visit in the file at 15 months",
    }


def test_the_nearest_visit_within_reach_is_taken(points_of, typed):
    rows = typed(*({"months": m, "rate_pct": m} for m in (3, 5, 9)))
    frame = at_month(points_of(rows), 4, 1)
    assert frame[["months", "apart"]].to_numpy().tolist() == [[3, -1]]
    assert at_month(points_of(rows), 7, 1.5)["absent"].tolist() == [
        "no visit near then, but at 3, 5 and 9 months"
    ]


def test_a_month_is_a_month_away_whatever_the_last_digit(points_of, typed):
    points = points_of(typed({"months": 4.4, "rate_pct": 50}))
    assert at_month(points, 3.4, 1)["absent"].tolist() == [""]


def test_a_visit_that_a_rule_cannot_count_is_not_called_missed(points_of, typed):
    rows = typed(
        {"months": 3, "responders": 5, "n_assessed": 10, "n_enrolled": 12},
        {"months": 6, "rate_pct": 50, "n_enrolled": 12},
    )
    frame = at_month(points_of(rows, View(missing=NON_RESPONDERS)), 6, 0)
    assert frame["by_rule"].tolist() == [True]
    assert frame["absent"].tolist() == [
        "not shown by this rule, because the number assessed at this visit is not stated"
    ]


def test_every_series_is_told_of(real_points):
    for month in (1, 3, 14, 200):
        assert len(at_month(real_points, month, 1)) == real_points["series"].nunique()


def test_the_months_name_their_studies(real_points):
    assert visits(real_points)[15] == ["Kim 2010"]
    assert list(visits(real_points)) == [3, 6, 12, 15, 24]


def test_by_study_an_unknown_year_comes_last_and_numbers_in_names_count(points_of, typed):
    studies = [("Trial 10", ""), ("Trial 2", ""), ("Zeta", 1990), ("Beta", 2001), ("Alpha", 2001)]
    points = points_of(typed(*({"study": s, "year": y, "rate_pct": 50} for s, y in studies)))
    order = ["Zeta", "Alpha", "Beta", "Trial 2", "Trial 10"]
    assert at_month(points, 3, 0)["study"].tolist() == order
    assert visits(points) == {3: order}


def test_by_share_rows_with_a_caution_come_after_the_sound_ones(points_of, typed):
    rates = [("Low", 10, ""), ("Doubtful", 90, "Not sure."), ("High", 60, ""), ("Poor", 5, "No.")]
    points = points_of(typed(*({"arm": a, "rate_pct": r, "caution": c} for a, r, c in rates)))
    assert arms(at_month(points, 3, 0, BY_SHARE)) == ["High", "Low", "Doubtful", "Poor"]
    assert arms(at_month(points, 3, 0)) == ["Doubtful", "High", "Low", "Poor"]


@pytest.mark.parametrize(
    ("named", "arm", "patients_of"),
    [
        ({"Late": "Sham"}, "Late", ("Late", "Sham")),
        ({"Late": "Sham"}, "Sham", ("Sham",)),
        ({"Last": "Late", "Late": "Sham"}, "Last", ("Last", "Late", "Sham")),
        ({"Late": "Sham", "Sham": "Late"}, "Sham", ("Late", "Sham")),
    ],
)
def test_patients_are_followed_from_arm_to_arm(points_of, typed, named, arm, patients_of):
    rows = [
        {"arm": each, "rate_pct": 50, "same_patients_as": named.get(each, "")}
        for each in ("Sham", "Late", "Last")
    ]
    frame = at_month(points_of(typed(*rows)), 3, 0)
    assert frame.set_index("arm").loc[arm, "patients_of"] == patients_of


def test_shared_patients_stated_at_one_visit_hold_at_all(points_of, typed):
    rows = [
        {"arm": "Late", "months": 3, "rate_pct": 50, "same_patients_as": "Sham"},
        {"arm": "Late", "months": 6, "rate_pct": 50},
        {"arm": "Sham", "months": 6, "rate_pct": 50},
    ]
    frame = at_month(points_of(typed(*rows)), 6, 0)
    assert frame.set_index("arm").loc["Late", "patients_of"] == ("Late", "Sham")
