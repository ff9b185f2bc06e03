import io

import pandas as pd

from lib.analysis.pooling.new_study import new_study
from lib.analysis.pooling.question import PoolingQuestion, Question, Worth
from lib.analysis.pooling.synthesis import synthesize
from lib.exports.tables.points_csv import Stamp
from lib.exports.tables.synthesis_csv import synthesis_csv

DEFAULT_WORTH = Worth()
STAMP = Stamp("Synthesis, T", "studies.csv", "1a2b", "1 May 2026")
ROWS = [
    {"study": f"S {i}", "treatment": "T", "outcome": "relief", "n_assessed": 20, "months": 6}
    | {"responders": 5 + i}
    for i in range(5)
]


def read(points, worth=DEFAULT_WORTH, **question):
    asked = PoolingQuestion(Question(**({"treatment": "T", "outcome": "relief"} | question)))
    news = [new_study(window, worth.tau_scale) for window in synthesize(points, asked)]
    data = synthesis_csv(news, asked, worth, STAMP)
    return pd.read_csv(io.BytesIO(data))


def at(frame, window, row):
    return frame[(frame["window_centre_months"] == window) & (frame["row"] == row)]


def test_every_series_of_every_window_is_a_row_and_each_window_has_a_pool(points_of, typed):
    frame = read(points_of(typed(*ROWS)))
    assert len(frame) == 5 * (5 + 1)
    assert frame["data_version"].unique().tolist() == ["1a2b"]
    assert set(at(frame, 6, "series")["qualifies"]) == {"yes"}
    assert set(at(frame, 3, "series")["why_not"]) == {"no visit in this window"}


def test_a_pool_carries_its_numbers_and_its_method(points_of, typed):
    (pool,) = at(read(points_of(typed(*ROWS))), 6, "pool").to_dict("records")
    assert (pool["studies"], pool["counted"], pool["level_pct"]) == (5, 100, 95)
    assert pool["share_pct"] == 35
    assert pool["low_pct"] < 35 < pool["high_pct"]
    assert pool["method"].startswith("GLMM")
    assert pool["tau2"] == 0
    assert pool["q_df"] == 4
    assert pool["prediction_low_pct"] <= pool["low_pct"]


def test_a_refused_pool_says_why(points_of, typed):
    (pool,) = at(read(points_of(typed(*ROWS[:2]))), 6, "pool").to_dict("records")
    assert pool["why_not"] == "2 studies qualify; a pool takes 3 or more."
    assert pd.isna(pool["share_pct"])


def test_a_pool_tells_of_a_new_study_by_the_prior_that_is_asked(points_of, typed):
    (pool,) = at(read(points_of(typed(*ROWS)), Worth(30, 0.5)), 6, "pool").to_dict("records")
    assert (pool["worth_pct"], pool["bayes_tau_prior_scale"]) == (30, 0.5)
    assert 50 < pool["new_studies_over_worth_pct"] < 100
    assert pool["new_study_low_pct"] < pool["middle_study_low_pct"] < 35


def test_where_everybody_responds_only_the_new_study_is_told(points_of, typed):
    rows = [row | {"responders": 20} for row in ROWS]
    (pool,) = at(read(points_of(typed(*rows))), 6, "pool").to_dict("records")
    assert pool["why_not"]
    assert pool["new_study_pct"] > 90


def test_a_window_of_too_few_studies_says_why_it_tells_nothing_of_a_new_one(points_of, typed):
    (pool,) = at(read(points_of(typed(*ROWS[:2]))), 6, "pool").to_dict("records")
    assert pool["new_study_why_none"] == "2 studies qualify; a pool takes 3 or more."


def test_a_treatment_without_any_visit_in_a_window_has_the_same_columns(points_of, typed):
    early = points_of(typed({"treatment": "T", "rate_pct": 50, "months": 0.5}))
    full = points_of(typed(*ROWS))
    assert list(read(early).columns) == list(read(full).columns)


def test_a_statement_of_the_reader_is_in_every_row(points_of, typed):
    rows = [*ROWS, ROWS[0] | {"arm": "second", "outcome": "cure"}]
    frame = read(points_of(typed(*rows)), same_outcomes=True)
    assert frame["definitions_stated_the_same"].str.contains("Stated by the reader").all()


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(points_of, typed):
    points = points_of(typed(*({**row, "outcome": "=1+1"} for row in ROWS)))
    assert set(read(points, outcome="=1+1")["definition_asked_for"]) == {"'=1+1"}


def test_arms_that_are_added_up_are_told_in_their_rows_and_with_the_pool(points_of, typed):
    frame = read(points_of(typed(*ROWS, ROWS[0] | {"arm": "High"})))
    series = at(frame, 6, "series")
    assert series["pooled_as"].tolist() == [
        "added to High", "alone", "alone", "alone", "alone", "added to Drug",
    ]  # fmt: skip
    (pool,) = at(frame, 6, "pool").to_dict("records")
    assert pool["arms_added_up"] == "S 0: two arms added up: Drug 5 of 20, High 5 of 20."
    assert (pool["studies"], pool["counted"]) == (5, 120)


def test_what_the_reader_chose_is_in_every_row(points_of, typed):
    estimate = {"study": "Kim", "estimate": "time_to_event", "rate_pct": 58.7,
                "ci_low_pct": 37.9, "ci_high_pct": 79.5}  # fmt: skip
    row = {name: text for name, text in ROWS[0].items() if name not in ("n_assessed", "responders")}
    points = points_of(typed(*ROWS, row | estimate, ROWS[0] | {"arm": "High"}))
    frame = read(points, with_published=True, arms=("S 0 · High",))
    assert frame["published_estimates_included"].str.startswith("Chosen by the reader").all()
    assert set(frame["arms_chosen"]) == {"S 0 · High"}
    (pool,) = at(frame, 6, "pool").to_dict("records")
    assert pool["published_estimates"].startswith("Kim: published estimate 58.7%")
    assert pool["method"].startswith("REML")


def test_a_prediction_that_repeats_the_interval_is_marked(points_of, typed):
    (pool,) = at(read(points_of(typed(*ROWS))), 6, "pool").to_dict("records")
    assert pool["prediction_repeats_interval"] == "yes"


def test_each_series_says_what_its_interval_and_its_number_rest_on(points_of, typed):
    estimate = {
        "study": "E", "estimate": "time_to_event", "rate_pct": 58.7, "ci_low_pct": 37.9,
        "ci_high_pct": 79.5, "n_assessed": "", "responders": "", "n_enrolled": 23,
    }  # fmt: skip
    rows = [ROWS[0] | {"n_basis": "assumed"}, *ROWS[1:], ROWS[0] | estimate]
    frame = read(points_of(typed(*rows)), with_published=True)
    told = at(frame, 6, "series").set_index("study")
    assert at(frame, 6, "pool")["rests_on_assumed"].tolist() == ["yes"]
    names = ["counted_is", "rests_on_assumed", "interval_method", "interval_level_pct"]
    assert told.loc["S 0", names].tolist() == ["assumed", "yes", "Wilson", 95]
    assert told.loc["S 1", names].tolist() == ["assessed", "no", "Wilson", 95]
    assert told.loc["E", names].tolist() == ["not a count", "no", "published", 95]
