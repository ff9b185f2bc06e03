import io

import pandas as pd

from lib.analysis.arm_pairs import pairs
from lib.analysis.month_slice import at_month
from lib.analysis.settings import View
from lib.exports.tables.arm_pairs_csv import pairs_csv
from lib.exports.tables.points_csv import Stamp

TIPPINGS = [
    f"tipping odds ratio of the missing, {who}"
    for who in ("both arms alike", "first arm", "second arm")
]
STAMP = Stamp("Compare, 6 months", "studies.csv", "1a2b", "1 May 2026")


def read(points, month):
    data = pairs_csv(pairs(at_month(points, month, 0), 95), View(), STAMP)
    return pd.read_csv(io.BytesIO(data), keep_default_na=False)


def test_each_measure_of_a_pair_is_a_row_with_its_method_and_origin(real_points):
    frame = read(real_points, 6)
    assert frame["measure"].tolist() == [
        "risk difference", "risk ratio", "odds ratio", "number needed to treat",
        "bounds of the difference", *TIPPINGS,
    ]  # fmt: skip
    assert (frame["method"] != "").all()
    assert frame["data_version"].unique().tolist() == ["1a2b"]
    assert frame["randomised"].unique().tolist() == ["no"]
    assert frame["design"].unique().tolist() == ["Hospital audit"]


def test_a_row_says_what_its_counts_rest_on(points_of, typed):
    arms = [
        {"arm": "Drug", "role": "intervention", "n_basis": "assumed", "rate_pct": 79},
        {"arm": "Sham", "role": "comparator", "responders": 3},
    ]
    frame = read(points_of(typed(*({"n_assessed": 19} | arm for arm in arms))), 3)
    assert frame["first_rests_on_assumed_number"].unique().tolist() == ["yes"]
    assert frame["first_count_is"].unique().tolist() == ["derived"]
    assert frame["second_rests_on_assumed_number"].unique().tolist() == ["no"]


def test_bounds_are_a_row_or_the_reason(points_of, typed):
    arms = [
        {"arm": "Drug", "role": "intervention", "responders": 8, "n_assessed": 10},
        {"arm": "Sham", "role": "comparator", "responders": 15, "n_assessed": 20},
    ]
    bounded = read(points_of(typed(*(arm | {"n_enrolled": 40} for arm in arms))), 3)
    bounds = bounded.set_index("measure").loc["bounds of the difference"]
    assert bounds[["low", "high"]].tolist() == ["-67.5", "57.5"]
    unbounded = read(points_of(typed(*arms)), 3).set_index("measure")
    assert "cannot be bounded" in unbounded.loc["bounds of the difference", "why_none"]


def test_the_odds_that_put_a_difference_in_doubt_are_rows_or_the_reason(points_of, typed):
    arms = [
        {"arm": "Drug", "role": "intervention", "responders": 30, "n_enrolled": 60},
        {"arm": "Sham", "role": "comparator", "responders": 18, "n_enrolled": 50},
    ]
    frame = read(points_of(typed(*({"n_assessed": 50} | arm for arm in arms))), 3)
    both, _, second = (frame.set_index("measure").loc[name] for name in TIPPINGS)
    assert "in doubt only if" in both["in_words"] or "Whatever" in both["why_none"]
    assert second[["low", "high", "why_none"]].tolist() == ["", "", "Nobody is missing in Sham."]


def test_what_is_refused_is_a_row_that_says_why(real_points):
    frame = read(real_points, 15).set_index("measure")
    assert frame.loc["difference", "value"] == "48.5"
    assert "Only one of the two estimates" in frame.loc["difference", "why_no_interval"]
    assert "counts only" in frame.loc["risk ratio", "why_none"]


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(points_of, typed):
    arms = [{"arm": "=1+1", "role": "intervention"}, {"arm": "Sham", "role": "comparator"}]
    points = points_of(typed(*({"responders": 3, "n_assessed": 9} | arm for arm in arms)))
    assert read(points, 3)["first_arm"].unique().tolist() == ["'=1+1"]


def test_bounds_say_what_they_rest_on_and_joints_that_they_are_taken_apart(points_of, typed):
    shared = {"n_assessed": 19, "n_enrolled": 20, "responders": 3, "unit": "joints"}
    arms = [
        {"arm": "Drug", "role": "intervention", "n_basis": "assumed"},
        {"arm": "Sham", "role": "comparator"},
    ]
    frame = read(points_of(typed(*(shared | arm for arm in arms))), 3)
    assert frame["first_n_assessed_is_assumed"].unique().tolist() == ["yes"]
    assert frame["second_n_assessed_is_assumed"].unique().tolist() == ["no"]
    assert frame["counted_as_independent"].str.startswith("Several joints").all()
