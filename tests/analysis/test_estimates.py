import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.points import PIECE, each_point, each_series
from lib.analysis.settings import AS_REPORTED, MISSING_RULES, NON_RESPONDERS, RESPONDERS, View
from lib.stats.intervals import interval
from tests.thoroughness import examples


def only(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def test_chakraverty_counts_are_derived(real_points):
    audit = real_points[real_points["label"] == "Chakraverty 2004 · Prolotherapy"]
    assert audit["r"].tolist() == [15, 12, 11]
    assert set(audit["count"]) == {"derived"}
    assert audit["rate"].tolist() == [79, 63, 58]


def test_wilson_interval_of_15_of_19_is_that_of_r(real_points):
    # R 4: prop.test(15, 19, correct = FALSE), tests/data/reference/binomial_intervals.csv
    first = real_points.iloc[0]
    assert first["low"] == pytest.approx(56.6657215561858, abs=1e-10)
    assert first["high"] == pytest.approx(91.4923233670837, abs=1e-10)
    assert (first["interval_method"], first["interval_level"]) == ("Wilson", 95)


def test_kim_has_its_published_interval_and_no_count(real_points):
    arms = real_points[real_points["study"] == "Kim 2010"]
    assert arms["low"].tolist()[0] == 37.9
    assert arms["interval_method"].tolist() == ["published", ""]
    assert arms["r"].isna().all()
    assert arms["n"].isna().all()
    assert "none is known to be published" in arms["no_interval"].tolist()[1]


def test_cusi_has_no_interval_and_says_why(real_points):
    visits = real_points[real_points["study"] == "Cusi 2010"]
    assert visits["low"].isna().all()
    assert set(visits["no_interval"]) == {"the number assessed at this visit is not stated"}
    assert visits["hollow"].all()


def test_an_impossible_percentage_names_the_nearest_counts(typed, points_of):
    point = only(points_of(typed({"rate_pct": "62", "n_assessed": 14})))
    assert point["count"] == "no count gives it"
    assert point["no_interval"] == (
        "no whole count gives this percentage (8 of 14 would be 57.1%, 9 of 14 64.3%)"
    )
    assert point["rate"] == 62


def test_a_misprint_costs_nothing_and_the_counts_are_used(typed, points_of):
    point = only(points_of(typed({"rate_pct": "89.2", "responders": 41, "n_assessed": 46})))
    assert point["rate"] == pytest.approx(100 * 41 / 46)
    assert (point["rate_text"], point["count_text"], point["is_misprint"]) == (
        "89.1%",
        "41/46",
        True,
    )


@pytest.mark.parametrize("rate", ["89.1", "89", ""])
def test_a_rate_that_the_counts_give_is_no_misprint(typed, points_of, rate):
    point = only(points_of(typed({"rate_pct": rate, "responders": 41, "n_assessed": 46})))
    assert not point["is_misprint"]


def test_several_possible_counts_give_none(typed, points_of):
    point = only(points_of(typed({"rate_pct": "50", "n_assessed": 300})))
    assert point["count"] == "several counts give it"
    assert math.isnan(point["r"])


def test_trailing_zeros_narrow_the_count(typed, points_of):
    point = only(points_of(typed({"rate_pct": "50.0", "n_assessed": 300})))
    assert (point["r"], point["count"]) == (150, "derived")


@pytest.mark.parametrize(
    ("missing", "expected"), [(AS_REPORTED, 50), (NON_RESPONDERS, 40), (RESPONDERS, 60)]
)
def test_missing_patients(typed, points_of, missing, expected):
    rows = typed({"responders": 8, "n_assessed": 16, "n_enrolled": 20})
    assert only(points_of(rows, View(missing=missing)))["rate"] == expected


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"rate_pct": 50, "estimate": "time_to_event", "n_enrolled": 9}, "not a count"),
        ({"responders": 5, "n_assessed": 10}, "enrolled is not stated"),
        ({"rate_pct": 50, "n_enrolled": 9}, "assessed at this visit is not stated"),
        ({"rate_pct": 62, "n_assessed": 14, "n_enrolled": 20}, "no count gives it"),
    ],
)
def test_what_cannot_be_recounted_says_why(typed, points_of, row, reason):
    point = only(points_of(typed(row), View(missing=RESPONDERS)))
    assert math.isnan(point["rate"])
    assert math.isnan(point["low"])
    assert reason in point["no_rate"]
    assert point["no_interval"] == point["no_rate"]


def test_a_published_interval_does_not_stand_beside_a_recounted_rate(typed, points_of):
    row = {"rate_pct": 50, "ci_low_pct": 30, "ci_high_pct": 70, "n_enrolled": 20}
    point = only(points_of(typed(row), View(missing=NON_RESPONDERS)))
    assert math.isnan(point["low"])


def test_a_published_interval_serves_where_no_count_is_known(typed, points_of):
    point = only(points_of(typed({"rate_pct": 50, "ci_low_pct": 30, "ci_high_pct": 70})))
    assert (point["low"], point["high"], point["interval_method"]) == (30, 70, "published")


@st.composite
def counts(draw):
    enrolled = draw(st.integers(1, 200))
    assessed = draw(st.integers(1, enrolled))
    responders = draw(st.integers(0, assessed))
    return {"responders": responders, "n_assessed": assessed, "n_enrolled": enrolled}


@given(st.lists(counts(), min_size=20, max_size=20))
@examples(20)
def test_the_two_extremes_bound_what_is_reported(typed, points_of, rows):
    named = typed(*({"study": f"S {i}", **row} for i, row in enumerate(rows)))
    rules = (AS_REPORTED, NON_RESPONDERS, RESPONDERS)
    reported, least, most = (points_of(named, View(missing=rule))["rate"] for rule in rules)
    assert (least <= reported + 1e-9).all()
    assert (reported <= most + 1e-9).all()


@pytest.mark.parametrize("method", ["Wilson", "Clopper-Pearson", "Jeffreys", "Agresti-Coull"])
@pytest.mark.parametrize("level", [80, 90, 95, 99])
def test_method_and_level_reach_the_numbers(typed, points_of, method, level):
    point = only(
        points_of(typed({"responders": 8, "n_assessed": 25}), View(method=method, level=level))
    )
    low, high = interval(8, 25, method.lower(), level)
    assert (point["low"], point["high"]) == (100 * low, 100 * high)
    assert (point["interval_method"], point["interval_level"]) == (method, level)


def test_one_row_a_point_and_none_lost(real_rows, real_points):
    assert sorted(real_points["row"]) == sorted(real_rows.index)


def test_the_range_runs_from_all_missing_failed_to_all_responded(typed, points_of):
    rows = typed(
        {"responders": 9, "n_assessed": 10, "n_enrolled": 20},
        {"months": 6, "rate_pct": 50, "n_assessed": 10, "n_enrolled": 12},
        {"months": 9, "responders": 4, "n_assessed": 10},
        {"months": 12, "rate_pct": 50, "n_enrolled": 12},
    )
    for rule in MISSING_RULES:
        points = points_of(rows, View(missing=rule))
        assert points["least"].round(2).tolist()[:2] == [45, 41.67]
        assert points["most"].round(2).tolist()[:2] == [95, 58.33]
        assert points["least"].isna().tolist() == [False, False, True, True]
        assert points["no_range"].tolist()[:2] == ["", ""]
        assert points["no_range"].tolist()[2] == "the number enrolled is not stated"


def test_where_nobody_is_missing_the_range_is_the_share(typed, points_of):
    points = points_of(typed({"responders": 9, "n_assessed": 10, "n_enrolled": 10}))
    assert points[["least", "most"]].to_numpy().tolist() == [[90, 90]]


def test_points_of_a_crowd_are_taken_apart_piece_by_piece(many_rows, points_of):
    points = points_of(many_rows(1 + PIECE // 3))
    assert len(points) > PIECE
    each = list(each_point(points))
    assert [point.Index for point in each] == points.index.tolist()
    assert [point.rate_text for point in each] == points["rate_text"].tolist()


def test_series_come_whole_and_in_the_order_of_their_first_points(many_rows, points_of):
    points = points_of(many_rows(3)).sort_values("months", ascending=False)
    series = dict(each_series(points))
    assert list(series) == list(dict.fromkeys(points["series"]))
    assert all(own.equals(points[points["series"] == it]) for it, own in series.items())
    assert not list(each_series(points.iloc[:0]))
