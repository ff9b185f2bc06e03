import pytest

from lib.analysis.pooling.question import PoolingQuestion, Question
from lib.analysis.pooling.synthesis import synthesize
from lib.charts.figure_options import Picture
from lib.charts.forest.pooled_forest import pooled_forest
from lib.narrative.pooling.pool_basis import (
    arms_texts,
    assumed_text,
    basis_over,
    basis_texts,
    published_texts,
)
from lib.narrative.pooling.synthesis_tables import (
    CHOSEN,
    METHOD,
    RESTS_ON,
    forest_table,
    overview_table,
    segments_table,
)
from lib.narrative.pooling.synthesis_text import (
    arm_choices,
    statements,
    synthesis_headline,
    window_headline,
)
from lib.narrative.pooling.window_figures import (
    curves_footer,
    few_sentences,
    window_alt,
    window_footer,
)
from lib.narrative.tables.window_matrix import window_matrix

BASE = {"treatment": "T", "outcome": "relief", "months": 6}
ALONE = [{"study": f"S {i}", "responders": 8, "n_assessed": 20 + i} for i in range(3)]
ARMS = [
    {"study": "X", "arm": "B", "responders": 7, "n_assessed": 12},
    {"study": "X", "arm": "A", "responders": 5, "n_assessed": 10},
]
ADDED = "X: two arms added up: A 5 of 10, B 7 of 12."
KIM = {"study": "Kim", "estimate": "time_to_event", "rate_pct": 58.7, "n_enrolled": 23,
       "ci_low_pct": 37.9, "ci_high_pct": 79.5}  # fmt: skip
READ = (
    "Kim: published estimate 58.7% without a count; its standard error is from the published 95% "
    "interval, 37.9 to 79.5%, read on the plain scale: as much as 21.5 patients tell."
)
ASSUMED = "The pool rests on assumed numbers assessed (‡) in 1 of 3 studies: S 0."


@pytest.fixture
def at_six(points_of, typed):
    def make(*rows, **question):
        points = points_of(typed(*(BASE | row for row in rows)))
        asked = PoolingQuestion(Question("T", "relief", centres=(6,), **question))
        return synthesize(points, asked)[0], asked, points

    return make


def everywhere(window, asked):
    """All texts in which it must be told what a pool rests on."""
    return (
        window_alt(window, asked),
        window_footer(window, asked),
        forest_table(window, asked).to_string(),
        segments_table([window], asked).to_string(),
    )


def test_which_arms_were_added_up_is_told_everywhere(at_six):
    window, asked, points = at_six(*ALONE, *ARMS)
    assert arms_texts(window) == [ADDED]
    assert all(ADDED in text for text in everywhere(window, asked))
    assert "6 months: arms added up (X)." in curves_footer(points, [window], asked)


def test_a_sum_is_one_line_of_figure_and_table(at_six):
    window, asked, _ = at_six(*ALONE, *ARMS)
    chart = pooled_forest(window, Picture())
    assert [line.label for line in chart.lines][3:5] == ["X (two arms)", "Pooled, 4 studies"]
    assert chart.lines[3].texts[0] == "12/22"
    table = forest_table(window, asked).set_index("Study")
    assert table.loc["X (two arms)", "Responding / counted"] == "12/22"
    assert "from 4 studies with 85 patients" in window_headline(window, asked)


def test_every_arm_says_what_it_is_added_to(at_six):
    table = window_matrix([at_six(*ALONE, *ARMS)[0]]).set_index("Study")["6 months"]
    assert table["X · A"].startswith("used, added to B: ")
    assert table["S 0"].startswith("used: ")


def test_a_study_that_waits_for_a_choice_is_told(at_six):
    window, _, _ = at_six(*ALONE, ARMS[0], ARMS[1] | {"months": 5})
    (told,) = arm_choices([window, window])
    assert told.startswith(
        "X: A and B cannot be added up, as the arms were seen at 5 and 6 months;"
    )


def test_how_a_published_estimate_is_weighed_is_told_everywhere(at_six):
    window, asked, _ = at_six(*ALONE, KIM, with_published=True)
    assert published_texts(window) == [READ]
    assert all(READ in text for text in everywhere(window, asked))
    assert "from 4 studies: 3 with counts of 63 patients, and 1 published estimate." in (
        window_headline(window, asked)
    )
    footer = window_footer(window, asked)
    assert "est.: no count, so not in N; the whisker is the published 95% interval." in footer
    assert "Diamond: REML" in footer
    assert "Kim (published estimate)" in [
        line.label for line in pooled_forest(window, Picture()).lines
    ]
    assert "Kim: 58.7% (published estimate, no count)." in window_alt(window, asked)


def test_the_choice_of_published_estimates_stands_as_the_readers_own(at_six):
    window, asked, points = at_six(*ALONE, KIM, with_published=True)
    said = statements([window], asked)
    assert said.startswith("Chosen by the reader: published estimates")
    assert "(here: Kim). What is pooled is therefore pooled by REML" in said
    assert said in window_alt(window, asked)
    assert said in window_footer(window, asked)
    assert said in curves_footer(points, [window], asked)
    assert segments_table([window], asked)[CHOSEN].tolist() == [said]
    assert said in forest_table(window, asked).to_string()


def test_a_choice_that_brings_none_says_so(at_six):
    window, asked, _ = at_six(*ALONE, with_published=True)
    assert "; none is here." in statements([window], asked)


def test_assumed_numbers_are_told_everywhere(at_six):
    window, asked, _ = at_six(ALONE[0] | {"n_basis": "assumed"}, *ALONE[1:])
    assert assumed_text(window) == ASSUMED
    assert all(ASSUMED in text for text in everywhere(window, asked))
    short = "assumed numbers assessed (‡) (S 0)"
    assert basis_over([window]) == f"6 months: {short}."
    table = overview_table([window], 95)
    assert table[RESTS_ON].tolist() == [short]
    assert table["Patients"].item().endswith("‡")
    assert f"{table['Patients'].item()} patients" in synthesis_headline([window], asked)
    assert f"N = {table['Patients'].item()}" in forest_table(window, asked).to_string()


def test_a_table_of_pools_names_method_and_level_of_each_interval(at_six):
    window, asked, points = at_six(*ALONE)
    table = segments_table([window], asked)
    assert {"Pooled share (95% interval)", "95% prediction interval"} < set(table)
    assert table[METHOD].item().startswith("GLMM")
    assert "95% interval (GLMM)" in curves_footer(points, [window], asked)


def test_one_printed_count_a_study_needs_no_words(at_six):
    window, _, _ = at_six(*ALONE)
    assert basis_texts(window) == []
    assert RESTS_ON not in overview_table([window], 95)


def test_of_many_sentences_the_first_are_told_and_the_rest_counted():
    assert few_sentences([f"{i}." for i in range(8)])[-2:] == ["5.", "And 2 more."]
    assert few_sentences(["1."]) == ["1."]
    assert few_sentences([]) == []


def test_a_study_that_was_seen_but_is_not_pooled_is_named_under_the_forest(at_six):
    window, asked, _ = at_six(*ALONE, KIM)
    assert "Seen but not pooled: Kim." in window_footer(window, asked)


def test_nothing_is_said_where_all_that_were_seen_are_pooled(at_six):
    window, asked, _ = at_six(*ALONE)
    assert "not pooled" not in window_footer(window, asked)
