import io
from math import log

import pandas as pd
import pytest

from lib.analysis.pooling.changes.same_studies import same_studies, sweep
from lib.analysis.pooling.question import ODDS, POINTS, ChangeQuestion, PoolingQuestion, Question
from lib.analysis.pooling.synthesis import synthesize
from lib.analysis.settings import NON_RESPONDERS, View
from lib.charts.change.change_forest import change_forest, correlation_forest
from lib.charts.figure_options import Picture
from lib.exports.tables.change_csv import change_csv
from lib.exports.tables.points_csv import Stamp
from lib.narrative.pooling.changes.effects import change_refusal
from lib.narrative.pooling.changes.figure_words import forest_footer, slopes_footer
from lib.narrative.pooling.changes.sentences import (
    change_facts,
    change_headline,
    change_title,
    fall_sentence,
    held_sentence,
    new_study_sentence,
)
from lib.narrative.pooling.changes.tables import studies_table

COUNTS = ((30, 15), (25, 20), (28, 9), (22, 12), (35, 25))
ARM = {"treatment": "T", "outcome": "relief", "n_assessed": 40, "n_enrolled": 44}


def rows(counts=COUNTS, **more):
    return [
        ARM | {"study": f"S {i}", "months": month, "responders": number} | more
        for i, pair in enumerate(counts)
        for month, number in zip((6, 24), pair, strict=True)
    ]


@pytest.fixture(scope="module")
def made(points_of, typed):
    def make(*given, view=None, **question):
        asked = PoolingQuestion(Question("T", "relief"), view or View())
        windows = synthesize(points_of(typed(*given), asked.view), asked)
        return same_studies(windows, ChangeQuestion(**question)), asked

    return make


def late(responders=36):
    return ARM | {"study": "Late", "months": 24, "responders": responders}


def test_what_is_left_is_told_with_its_interval_and_its_studies(made):
    same, asked = made(*rows())
    assert change_headline(same, asked).startswith("Of the response at 6 months, ")
    assert change_headline(same, asked).endswith("%), in 5 studies seen at both.")
    assert "% of the response at 6 is left at 24 months" in change_title(same, asked)


def test_each_measure_has_its_words(made):
    points, asked = made(*rows(), measure=POINTS)
    assert "From 6 to 24 months the share responding changes by −" in change_headline(points, asked)
    odds, _ = made(*rows(), measure=ODDS)
    assert "At 24 months the odds of responding are 0." in change_headline(odds, asked)


def test_a_response_that_grows_is_not_said_to_be_left(made):
    same, asked = made(*rows([pair[::-1] for pair in COUNTS]))
    assert "The response at 24 months is " in change_headline(same, asked)
    assert "is there at" in change_title(same, asked)
    assert "The pooled line rises by" in fall_sentence(same)


def test_the_printed_parts_of_the_fall_add_up(made):
    told = fall_sentence(made(*rows(), late())[0])
    whole, within, other = (
        float(told.split(before)[1].split()[0].rstrip("."))
        for before in ("line falls by ", "studies it falls by ", "take it up by ")
    )
    assert within - other == pytest.approx(whole)


def test_where_no_study_comes_or_goes_that_is_said(made):
    assert "none of that comes from other studies" in fall_sentence(made(*rows())[0])


def test_a_rule_for_missing_patients_is_part_of_the_sentence(made):
    same, asked = made(*rows(), view=View(missing=NON_RESPONDERS))
    assert change_headline(same, asked).startswith(
        "If those not assessed did not respond, of the response at 6 months"
    )


def test_a_held_correlation_is_told(made):
    same, asked = made(*rows([(39, 3), *COUNTS]), correlation=0.75)
    assert "0.75 is held within what the counts allow in" in held_sentence(same)
    assert held_sentence(same) in slopes_footer(same, asked)


def test_an_assumed_number_marks_what_rests_on_it(made):
    given = rows()
    given[0] |= {"n_basis": "assumed"}
    same, asked = made(*given)
    assert "%‡" in change_headline(same, asked)
    assert "‡ number assessed" in forest_footer(same, asked)
    assert "‡" in change_forest(same, Picture()).lines[0].texts[2]


def test_a_study_that_does_not_qualify_is_named_under_both_figures(made):
    given = rows()
    given[0] |= {"caution": "Doubtful."}
    same, asked = made(*given)
    for footer in (slopes_footer(same, asked), forest_footer(same, asked)):
        assert f"Seen but not pooled: {given[0]['study']}." in footer


@pytest.mark.parametrize("number", [0, 1, 2])
def test_too_few_studies_are_named_and_it_is_said_what_is_needed(made, number):
    told = change_refusal(made(*rows(COUNTS[:number]), late())[0])
    assert f"Needed {'is' if number == 2 else 'are'} {3 - number} more stud" in told
    assert all(f"S {i}" in told for i in range(number))


def test_nobody_responding_at_first_names_the_study(made):
    assert "at 6 months in S 0" in change_refusal(made(*rows([(0, 2), *COUNTS[1:]]))[0])


def test_the_facts_explain_prediction_and_correlation(made):
    same, _ = made(*rows(), correlation=0.25)
    told = dict(change_facts(same))
    assert told["Prediction"] == new_study_sentence(same)
    assert "phi, the correlation, 0.25" in told["Details of methods"]


def test_all_studies_stand_in_the_table_with_the_reason(made):
    table = studies_table(made(*rows(), late())[0])
    assert table.iloc[-1].tolist() == ["Late", "–", "36/40 (90.0%)", "no: at 6 months: no visit in "
                                       "this window"]  # fmt: skip


def test_a_ratio_stands_on_an_axis_of_ratios_and_past_it_at_its_edge(made):
    same, _ = made(*rows([(40, 0), *COUNTS[1:]]))
    chart = change_forest(same, Picture())
    assert chart.axis.is_log
    assert chart.no_effect == 100
    assert chart.lines[0].low == chart.axis.low


def test_each_correlation_has_a_line(made):
    same, _ = made(*rows())
    lines = correlation_forest(same, sweep(same), Picture()).lines
    assert [line.label for line in lines] == ["0, as shown", "0.25", "0.5", "0.75"]


def test_the_file_has_studies_and_the_pool_by_each_correlation(made):
    same, asked = made(*rows(), late())
    text = change_csv(same, asked, Stamp("T", "f.csv", "v", "today")).decode("utf-8-sig")
    assert text.count("pool by another correlation") == 3
    assert "at 6 months: no visit in this window" in text


def test_the_file_has_ratios_plain_and_their_errors_of_logs(made):
    same, asked = made(*rows())
    text = change_csv(same, asked, Stamp("T", "f.csv", "v", "today"))
    frame = pd.read_csv(io.BytesIO(text)).set_index("row")
    pool, study = frame.loc["pool"], frame.loc["study"].iloc[0]
    assert log(pool["value"]) == pytest.approx(same.change.estimate, abs=1e-5)
    assert log(pool["prediction_high"]) == pytest.approx(same.change.prediction_high, abs=1e-5)
    assert study["value"] == pytest.approx(study["later_share_pct"] / study["earlier_share_pct"])
    assert log(study["high"] / study["value"]) == pytest.approx(1.959964 * study["se"], abs=1e-5)


def test_a_file_of_a_refused_change_has_the_reason(made):
    same, asked = made(*rows(COUNTS[:2]))
    text = change_csv(same, asked, Stamp("T", "f.csv", "v", "today")).decode("utf-8-sig")
    assert "Needed is 1 more study" in text


def test_a_prediction_that_only_repeats_is_said_to(made):
    same, _ = made(*rows([(30, 15)] * 5))
    assert "only repeats the confidence interval" in new_study_sentence(same)
