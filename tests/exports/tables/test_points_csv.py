import io

import pandas as pd
import pytest

from lib.analysis.settings import NON_RESPONDERS, View
from lib.exports.tables.points_csv import Stamp, points_csv, problems_csv

STAMP = Stamp("Response curves", "studies.csv", "abcd1234", "22 November 2026")


def read(data):
    return pd.read_csv(io.BytesIO(data), encoding="utf-8-sig", keep_default_na=False, dtype=str)


def test_the_file_holds_exactly_what_is_shown(real_points):
    frame = read(points_csv(real_points, View(), STAMP))
    assert frame["rate_shown_pct"].astype(float).tolist() == real_points["rate"].tolist()
    assert frame["responders"].tolist()[:5] == ["15", "12", "11", "11", ""]
    assert frame["counted"].tolist()[:5] == ["19", "19", "19", "33", ""]
    assert frame["count_is"].tolist()[0] == "derived"
    assert frame["rests_on_assumed"].tolist()[:4] == ["yes", "no", "yes", "no"]


def test_the_file_holds_the_range_of_each_share_or_why_not(typed, points_of):
    seen = {"responders": 9, "n_assessed": 10}
    points = points_of(typed({**seen, "n_enrolled": 20}, {**seen, "months": 6}))
    frame = read(points_csv(points, View(), STAMP))
    assert frame["range_low_pct"].tolist() == ["45.0", ""]
    assert frame["range_high_pct"].tolist() == ["95.0", ""]
    assert frame["why_no_range"].tolist() == ["", "the number enrolled is not stated"]


def test_the_file_says_that_joints_are_counted_as_independent(typed, points_of):
    points = points_of(typed({"responders": 5, "n_assessed": 6, "unit": "joints"}))
    frame = read(points_csv(points, View(), STAMP))
    assert frame["counted_as_independent"][0].startswith("Several joints of one patient")


def test_the_file_says_how_it_was_made(real_rows, points_of):
    view = View(method="Jeffreys", level=90, missing=NON_RESPONDERS)
    frame = read(points_csv(points_of(real_rows, view), view, STAMP))
    first = frame.iloc[0]
    assert first["interval_method"] == "Jeffreys"
    assert first["interval_level_pct"] == "90"
    assert first["view_missing_patients"] == NON_RESPONDERS
    assert (first["data_version"], first["data_file"]) == ("abcd1234", "studies.csv")
    assert first["exported"] == "22 November 2026"


def test_a_file_without_any_interval_still_names_method_and_level(real_rows, points_of):
    view = View(studies=("Cusi 2010",), method="Jeffreys", level=90)
    first = read(points_csv(points_of(real_rows, view), view, STAMP)).iloc[0]
    assert first["interval_method"] == ""
    assert (first["view_interval_method"], first["view_interval_level_pct"]) == ("Jeffreys", "90")


def test_problems_are_no_formulas_either():
    problems = pd.DataFrame({"row": [2], "value": ["=cmd|' /C calc'!A0"]})
    assert read(problems_csv(problems, STAMP))["value"].tolist() == ["'=cmd|' /C calc'!A0"]


def test_what_is_absent_is_blank_with_its_reason(real_points):
    frame = read(points_csv(real_points, View(), STAMP))
    last = frame.iloc[-1]
    assert last["interval_low_pct"] == ""
    assert last["why_no_interval"] == "the number assessed at this visit is not stated"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_text_is_a_formula(typed, points_of, start):
    rows = typed({"rate_pct": 50, "note": f"{start}1+1"})
    frame = read(points_csv(points_of(rows), View(), STAMP))
    assert frame["note"].tolist() == [f"'{start}1+1"]


def test_each_row_says_whether_it_is_saved(real_rows, points_of):
    points = points_of(real_rows, tried=frozenset({3}))
    assert read(points_csv(points, View(), STAMP))["row_is"].tolist()[:3] == [
        "saved", "tried, not saved", "saved",
    ]  # fmt: skip


def test_a_header_is_no_formula_either():
    problems = pd.DataFrame({"row": [2], "=1+1": ["-5"]})
    assert read(problems_csv(problems, STAMP))["'=1+1"].tolist() == ["-5"]


def test_a_lone_carriage_return_breaks_no_row(typed, points_of):
    points = points_of(typed({"rate_pct": 50, "note": "a\rb"}))
    assert b'"a\rb"' in points_csv(points, View(), STAMP)
