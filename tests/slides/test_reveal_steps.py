import pandas as pd
import pytest

from lib.analysis.settings import NON_RESPONDERS, View
from lib.slides.reveal_steps import MOST_STEPS, steps
from lib.slides.slide_list import AT_ONCE, BY_MONTH, BY_STUDY, REVEALS


def shown(points):
    return points[points["rate"].notna()]


def test_month_by_month_shows_one_visit_more_each_time(real_points):
    told = steps(real_points, BY_MONTH)
    assert [label for label, _ in told] == [f"Up to {month} months" for month in (3, 6, 12, 15, 24)]
    assert [len(shown(points)) for _, points in told] == [2, 4, 6, 8, 9]


def test_study_by_study_ends_with_all(real_points):
    told = steps(real_points, BY_STUDY)
    assert [label for label, _ in told] == ["Chakraverty 2004", "Kim 2010", "All 3 studies"]
    assert set(shown(told[1][1])["study"]) == {"Chakraverty 2004", "Kim 2010"}


@pytest.mark.parametrize("reveal", REVEALS)
def test_the_last_step_is_the_whole(real_points, reveal):
    pd.testing.assert_frame_equal(steps(real_points, reveal)[-1][1], real_points)


def test_at_once_is_one_step(real_points):
    assert len(steps(real_points, AT_ONCE)) == 1


def test_what_is_not_shown_yet_keeps_its_row_and_says_nothing(real_points):
    _, first = steps(real_points, BY_MONTH)[0]
    assert len(first) == len(real_points)
    hidden = first[first["months"] > 3]
    assert hidden[["rate", "low", "high"]].isna().all(axis=None)
    assert set(hidden["count_text"]) == {""}


def test_many_studies_come_in_few_steps(many_rows, points_of):
    told = steps(points_of(many_rows(40)), BY_STUDY)
    assert len(told) == MOST_STEPS
    assert told[-1][0] == "All 40 studies"


def test_one_study_is_one_step_of_its_name(typed, points_of):
    rows = typed({"rate_pct": 50})
    assert [label for label, _ in steps(points_of(rows), BY_STUDY)] == ["A 2001"]


def test_what_has_no_number_says_so_in_the_end(real_rows, points_of):
    points = points_of(real_rows, View(missing=NON_RESPONDERS))
    assert steps(points, BY_STUDY)[-1][1] is points
    assert "–" in set(points["count_text"])


def test_nothing_to_show_is_one_step(typed, points_of):
    points = points_of(typed({"rate_pct": 50}), View(missing=NON_RESPONDERS))
    assert [label for label, _ in steps(points, BY_MONTH)] == [""]


def test_only_what_is_drawn_makes_steps(many_rows, points_of):
    points = points_of(many_rows(9))
    names = ("Study 007 2000", "Study 008 2000")
    told = steps(points, BY_STUDY, studies=names)
    assert [label for label, _ in told] == [names[0], "All 2 studies"]
    assert len(told[0][1]) == len(points)


def test_steps_can_be_fewer(many_rows, points_of):
    points = points_of(many_rows(9))
    labels = [label for label, _ in steps(points, BY_STUDY, most=3)]
    assert labels == ["Study 000 2000", "Study 001 2000", "All 9 studies"]
    assert len(steps(points, BY_STUDY, most=1)) == 1
