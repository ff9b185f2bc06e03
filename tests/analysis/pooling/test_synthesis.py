from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.pooling.question import PoolingQuestion, Question
from lib.analysis.pooling.synthesis import (
    MOST_LEFT_OUT,
    by_the_other_model,
    outcomes,
    synthesize,
    treatments,
    variants,
    without_each,
)
from lib.analysis.settings import NON_RESPONDERS, View
from lib.narrative.numbers.refusals import pool_refusal
from lib.narrative.pooling.pooling_barriers import lessons
from lib.narrative.pooling.pooling_text import moves_text, pool_facts, prediction_text
from lib.narrative.pooling.synthesis_tables import (
    STATED,
    forest_table,
    left_out_table,
    overview_table,
    segments_table,
    sensitivity_table,
)
from lib.narrative.pooling.synthesis_text import (
    outside_text,
    statement,
    synthesis_headline,
    unstated_text,
    when_text,
    window_headline,
)
from lib.narrative.pooling.window_figures import curves_footer, window_alt, window_footer
from lib.narrative.tables.window_matrix import window_matrix
from lib.stats.meta_analysis.pool import logits, pool_counts, pool_estimates
from lib.stats.meta_analysis.pooled_result import Method
from tests.thoroughness import examples

COUNTS = ((15, 19), (19, 25), (8, 25), (24, 103), (2, 25))
"""A set of the reference, `syn_hetero5`."""


@pytest.fixture(scope="module")
def frame(points_of, typed):
    made = {}

    def make(*rows, view=None):
        first = {"treatment": "T", "outcome": "relief", "months": 6}
        if (key := (repr(rows), view)) not in made:
            made[key] = points_of(typed(*(first | row for row in rows)), view)
        return made[key]

    return make


def studies(*counts, **more):
    return [
        {"study": f"S {i}", "responders": r, "n_assessed": n} | more
        for i, (r, n) in enumerate(counts)
    ]


def at_six(points, view=None, **question):
    asked = PoolingQuestion(
        Question(**({"treatment": "T", "outcome": "relief"} | question)), view or View()
    )
    return synthesize(points, asked)[1], asked


def test_a_window_pools_the_counts_of_those_that_qualify(frame):
    window, _ = at_six(frame(*studies(*COUNTS)))
    assert window.pooled == pool_counts(*zip(*COUNTS, strict=True))
    assert window.is_pooled


def test_two_studies_are_too_few_and_the_page_says_how_many_it_takes(frame):
    window, asked = at_six(frame(*studies(*COUNTS[:2])))
    assert pool_refusal(window.pooled) == "2 studies qualify; a pool takes 3 or more."
    assert isnan(window.pooled.proportion)
    assert window_headline(window, asked).startswith("At 6 months nothing is pooled. 2 studies")


@pytest.mark.parametrize("everybody", [0, 1])
def test_all_or_nobody_responding_is_refused_in_words(frame, everybody):
    window, asked = at_six(frame(*studies(*[(20 * everybody, 20)] * 3)))
    assert "responded in" in window_headline(window, asked)
    assert not window.is_pooled


def test_a_headline_tells_share_interval_studies_and_patients(frame):
    told = window_headline(*at_six(frame(*studies(*COUNTS))))
    assert "40.7% (95% interval 10.3 to 80.3%), from 5 studies with 197 patients" in told
    assert "95% prediction interval, approximate" in told


def test_below_five_studies_there_is_no_prediction_and_the_facts_say_why(frame):
    window, asked = at_six(frame(*studies(*COUNTS[:3])))
    assert "prediction" not in window_headline(window, asked)
    assert "fewer than 5 studies" in dict(pool_facts(window.pooled))["Prediction"]


def test_missing_patients_are_counted_by_the_rule_asked_for(frame):
    view = View(missing=NON_RESPONDERS)
    points = frame(*studies(*COUNTS[:3], n_enrolled=30), view=view)
    window, asked = at_six(points, view)
    assert window.pooled.n == 90
    assert "if those not assessed did not respond, the pooled share responding would be" in (
        window_headline(window, asked)
    )
    assert NON_RESPONDERS in window_footer(window, asked)
    assert NON_RESPONDERS in curves_footer(points, [window], asked)


def test_a_statement_of_the_reader_stands_on_every_figure(frame):
    rows = studies(*COUNTS)
    rows[0]["outcome"] = "good result"
    points = frame(*rows)
    window, asked = at_six(points, same_outcomes=True)
    said = statement([window], asked)
    assert "Stated by the reader" in said
    assert "“good result”; “relief”" in said
    assert said in window_footer(window, asked)
    assert said in window_alt(window, asked)
    assert said in curves_footer(points, [window], asked)
    assert window.pooled.k == 5


def test_a_statement_names_all_that_it_makes_equal(frame):
    rows = studies(*COUNTS[:3])
    rows[0] |= {"outcome": "cure", "months": 24}
    window, asked = at_six(frame(*rows), same_outcomes=True)
    assert statement([window], asked).endswith("are the same: “cure”; “relief”.")


def test_with_one_definition_there_is_nothing_to_state(frame):
    rows = studies(*COUNTS)
    rows[0]["outcome"] = ""
    window, asked = at_six(frame(*rows), same_outcomes=True)
    assert statement([window], asked) == ""
    assert "response: relief" in window_footer(window, asked)


def test_a_statement_does_not_take_away_why_definitions_matter(real_points):
    question = Question("Prolotherapy", ">=50% pain relief", same_outcomes=True)
    windows = synthesize(real_points, PoolingQuestion(question))
    assert "Different definitions" in lessons(windows, question)[0]


def test_a_pool_is_told_with_the_visits_really_used(frame):
    rows = studies(*COUNTS[:3])
    rows[0]["months"], rows[1]["months"] = 5, 7
    window, asked = at_six(frame(*rows))
    assert when_text(window) == "around 6 months, seen at 5 to 7 months"
    assert when_text(window) in synthesis_headline([window], asked)
    assert window_headline(window, asked).startswith("Around 6 months, seen at 5 to 7 months")
    assert "those used are at 5 to 7 months." in window_footer(window, asked)
    assert "S 0 at 5 months: 78.9%" in window_alt(window, asked)


def test_visits_that_are_all_elsewhere_are_not_told_as_at_the_centre(frame):
    window, _ = at_six(frame(*studies(*COUNTS[:3], months=5)))
    assert when_text(window) == "around 6 months, seen at 5 months"


def test_visits_at_the_centre_are_told_plainly(frame):
    window, _ = at_six(frame(*studies(*COUNTS)))
    assert when_text(window) == "at 6 months"


def test_visits_in_no_window_are_named(frame):
    points = frame(*studies(*COUNTS[:2]), *studies(*COUNTS[:1], months=1))
    asked = PoolingQuestion(Question("T", "relief"))
    assert outside_text(points, asked) == "Not in any window: S 0 at 1 month."
    every = frame(*studies(*COUNTS[:2], months=9), *studies(*COUNTS[:1], months=1, arm="B"))
    assert (
        outside_text(every, asked) == "Not in any window: S 0 at 1 and 9 months; S 1 at 9 months."
    )
    alike = frame(*studies(*COUNTS[:3], months=9))
    assert outside_text(alike, asked) == "Not in any window: S 0, S 1 and S 2 at 9 months."
    assert outside_text(points, PoolingQuestion(Question("T", "relief", width=3))) == ""


@pytest.mark.parametrize(("counts", "holds"), [(COUNTS, True), ([(50, 100)] * 3, False)])
def test_an_interval_over_most_of_the_scale_is_said_to_tell_little(frame, counts, holds):
    window, asked = at_six(frame(*studies(*counts)))
    assert ("tell little" in synthesis_headline([window], asked)) is holds
    assert ("These studies tell little" in window_headline(window, asked)) is holds


def test_a_missing_prediction_says_why(frame):
    few, _ = at_six(frame(*studies(*COUNTS[:3])))
    assert "with fewer than 5 studies" in prediction_text(few.pooled)


def test_a_prediction_that_repeats_the_interval_is_said_to_wherever_it_stands(frame):
    window, asked = at_six(frame(*studies(*[(9, 20)] * 5)))
    why = "tau is estimated as 0 but may be up to 0.49"
    assert prediction_text(window.pooled) == (
        f"31.9 to 58.8% (repeats the confidence interval: {why})"
    )
    told = f"only repeats the confidence interval: {why}. That does not show"
    assert told in window_headline(window, asked)
    assert told in dict(pool_facts(window.pooled))["Prediction"]
    assert f"approximate; it repeats the diamond's: {why}." in window_footer(window, asked)


def test_a_prediction_that_is_wider_than_the_interval_repeats_nothing(frame):
    window, asked = at_six(frame(*studies(*COUNTS)))
    assert "tau" not in prediction_text(window.pooled)
    assert "repeats" not in window_headline(window, asked) + window_footer(window, asked)


def test_where_no_tau_fits_how_large_it_may_be_is_not_claimed():
    alike = pool_estimates(*logits([9] * 5, [20] * 5))
    assert "tau is estimated as 0, and how large it may be cannot be told" in (
        prediction_text(alike)
    )


def test_each_tau_stands_with_its_own_interval_and_its_model(frame):
    pooled = at_six(frame(*studies(*COUNTS)))[0].pooled
    other = pool_estimates(*logits(*zip(*COUNTS, strict=True)))
    table = sensitivity_table([("As shown", pooled), ("Other", other)], 95)
    glmm, reml = table["tau, each by its own model"]
    # tests/data/reference/pooling_glmm_ml.csv, syn_hetero5: tau2 1.83357
    assert glmm.startswith(f"{1.83357**0.5:.2f} (95% interval {pooled.tau2_low**0.5:.2f} to ")
    assert glmm.endswith(" by GLMM")
    assert reml == (
        f"{other.tau2**0.5:.2f} (95% interval {other.tau2_low**0.5:.2f} to "
        f"{other.tau2_high**0.5:.2f}) by REML"
    )
    assert "tau (GLMM)" in left_out_table([("A", pooled)], 95)


def test_an_interval_of_tau_that_does_not_hold_it_is_explained():
    pooled = pool_estimates(*logits([159, 5, 137], [1000, 5, 1000]))
    assert pooled.tau2 < pooled.tau2_low
    assert "does not hold it" in dict(pool_facts(pooled))["tau"]


def test_only_a_large_p_of_q_is_warned_of(frame):
    alike = at_six(frame(*studies(*[(9, 20)] * 5)))[0].pooled
    apart = at_six(frame(*studies(*COUNTS)))[0].pooled
    told = "With few studies a large p does not show that they are alike."
    assert [told in dict(pool_facts(each))["Q"] for each in (alike, apart)] == [True, False]


def test_the_p_of_q_is_of_a_spread_so_large_or_larger(frame):
    told = dict(pool_facts(at_six(frame(*studies(*COUNTS)))[0].pooled))["Q"]
    assert "chance would spread them so far or farther fewer than 1 in 100 times" in told


def test_a_window_without_any_visit_says_so_once(frame):
    points = frame(*studies(*COUNTS, months=13.5))
    asked = PoolingQuestion(Question("T", "relief"))
    three, _, twelve, fifteen, _ = synthesize(points, asked)
    assert three.is_empty
    assert not twelve.is_empty
    assert not fifteen.is_empty
    assert "no study of this treatment has a visit" in window_headline(three, asked)


def test_the_table_of_a_forest_plot_holds_studies_result_and_rules(frame):
    rows = studies(*COUNTS)
    rows[0]["outcome"] = "cure"
    table = forest_table(*at_six(frame(*rows), same_outcomes=True)).set_index("Study")
    assert table.loc["S 0"].tolist() == [
        "6 months", "15/19", "78.9%", "56.7 to 91.5%", "95% Wilson interval",
    ]  # fmt: skip
    pooled = table.loc["Pooled, 5 studies"]
    assert pooled["Responding"] == "40.7%"
    assert pooled["Interval"] == "10.3 to 80.3%"
    assert "GLMM" in pooled["How it was made"]
    assert "95% prediction interval" in table.loc["A new, similar study", "How it was made"]
    assert table.loc["Missing patients", "How it was made"] == View().missing
    assert "“cure”; “relief”" in table.loc[STATED, "How it was made"]


def test_the_table_of_the_segments_holds_the_statement_if_there_is_one(frame):
    rows = studies(*COUNTS)
    rows[0]["outcome"] = "cure"
    points = frame(*rows)
    for stated in (True, False):
        window, asked = at_six(points, same_outcomes=stated)
        assert (STATED in segments_table([window], asked)) is stated


def test_without_a_statement_none_is_claimed(frame):
    window, asked = at_six(frame(*studies(*COUNTS)))
    assert statement([window], asked) == ""


def test_cautions_are_hollow_and_explained(frame):
    rows = studies(*COUNTS)
    rows[0]["caution"] = "Careful."
    window, asked = at_six(frame(*rows), with_cautions=True)
    assert "Hollow" in window_footer(window, asked)
    assert [name for name, _ in variants(asked)].count("Without rows with a caution") == 1


def test_every_variant_changes_one_thing_and_none_is_what_was_asked():
    stated = {"with_cautions": True, "same_outcomes": True, "with_published": True}
    asked = PoolingQuestion(Question("T", "relief", **stated))
    others = [other for _, other in variants(asked)]
    assert asked not in others
    assert len(set(others)) == len(others) == 2 + 3 + 3


def test_the_other_model_is_reml(frame):
    other = by_the_other_model(at_six(frame(*studies(*COUNTS)))[0])
    assert other.method is Method.REML
    assert other.n == 197


def test_each_study_is_left_out_in_turn_if_enough_are_left(frame):
    points = frame(*studies(*COUNTS))
    pools = without_each(at_six(points)[0])
    assert [study for study, _ in pools] == [f"S {i}" for i in range(5)]
    assert {pooled.k for _, pooled in pools} == {4}
    assert list(left_out_table(pools, 95)["Left out"]) == [f"S {i}" for i in range(5)]
    assert without_each(at_six(frame(*studies(*COUNTS[:3])))[0]) == []
    many = frame(*studies(*[(5, 20)] * (MOST_LEFT_OUT + 1)))
    assert without_each(at_six(many)[0]) == []


def test_the_table_tells_every_series_and_what_becomes_of_it(frame):
    points = frame(
        {"study": "A", "responders": 5, "n_assessed": 9},
        {"study": "A", "responders": 5, "n_assessed": 9, "months": 5},
        {"study": "B", "responders": 5, "n_assessed": 9, "months": 24},
    )
    a, b = window_matrix([at_six(points)[0]])["6 months, not pooled"]
    assert a == "qualifies: 5/9 (55.6%); not used: 5 months"
    assert b == "–"


def test_the_overview_has_a_row_a_window(frame):
    points = frame(*studies(*COUNTS))
    table = overview_table(synthesize(points, PoolingQuestion(Question("T", "relief"))), 95)
    assert list(table["Window"]) == [f"{m} months" for m in (3, 6, 12, 15, 24)]
    assert list(table["Studies that qualify"]) == ["0", "5", "0", "0", "0"]


def test_how_the_result_moves_with_the_windows_is_said():
    pooled, other = pool_counts([5, 6, 7], [20, 20, 20]), pool_counts([9, 6, 7], [20, 20, 20])
    none = pool_counts([], [])
    assert "the same with every width" in moves_text(pooled, [pooled, pooled])
    told = moves_text(pooled, [other, none, pooled])
    assert "with the others it is 30.0% or 36.7%" in told
    assert "with 1 of the 3 other widths nothing is pooled" in told
    assert "with 1 of the 1 other widths nothing is pooled" in moves_text(pooled, [none])


def test_the_real_studies_teach_why_nothing_is_pooled(real_points):
    asked = PoolingQuestion(Question("Prolotherapy", ">=50% pain relief"))
    windows = synthesize(real_points, asked)
    assert not any(window.is_pooled for window in windows)
    assert synthesis_headline(windows, asked).startswith("Nothing is pooled for Prolotherapy")
    told = "\n".join(lessons(windows, asked.question))
    assert "“Positive clinical outcome” (Cusi 2010)" in told
    assert "A time-to-event estimate: Kim 2010" in told
    assert "Cautions: Cusi 2010" in told
    assert "Counts that are not known: Cusi 2010" in told
    assert "Fewer than 3 studies" in told


def test_other_units_are_told_of(frame):
    points = frame(*studies(*COUNTS, unit="joints"))
    windows = synthesize(points, PoolingQuestion(Question("T", "relief")))
    assert "Other units: S 0, S 1, S 2, S 3 and S 4 counted joints" in " ".join(
        lessons(windows, Question("T", "relief"))
    )


def test_a_rule_that_cannot_be_applied_is_told_of(frame):
    view = View(missing=NON_RESPONDERS)
    points = frame(*studies(*COUNTS), view=view)
    windows = synthesize(points, PoolingQuestion(Question("T", "relief"), view))
    told = " ".join(lessons(windows, Question("T", "relief")))
    assert "The rule for missing patients cannot be applied everywhere: S 0" in told
    assert "Counts that are not known" not in told


def test_the_treatment_and_the_definition_of_most_studies_come_first(frame):
    rows = [
        {"study": "A", "treatment": "", "outcome": ""},
        {"study": "B", "treatment": "", "outcome": ""},
        {"study": "A", "treatment": "X", "outcome": "one", "arm": "x"},
        *({"study": name, "treatment": "Y", "outcome": what, "arm": "y"} for name, what in
          (("A", "one"), ("B", "two"), ("C", "two"))),
    ]  # fmt: skip
    points = frame(*({"rate_pct": 50} | row for row in rows))
    assert treatments(points) == ["Y", "X", "Not stated"]
    assert outcomes(points, "Y") == ["two", "one"]


@pytest.mark.parametrize(("role", "first"), [("", "W"), ("comparator", "W"), ("intervention", "X")])
def test_of_equal_treatments_the_one_studied_comes_first_then_by_name(frame, role, first):
    row = {"study": "A", "rate_pct": 50}
    points = frame(row | {"treatment": "X", "role": role}, row | {"treatment": "W", "arm": "w"})
    assert treatments(points)[0] == first


def test_of_equal_definitions_the_first_by_name_comes_first(frame):
    rows = ({"outcome": outcome, "treatment": "X", "rate_pct": 50} for outcome in ("two", "one"))
    assert outcomes(frame(*rows), "X") == ["one", "two"]


def test_of_equals_the_one_with_most_visits_comes_first(frame):
    rows = [
        {"study": "A", "treatment": "X", "outcome": outcome, "months": months, "rate_pct": 50}
        for outcome, months in (("one", 3), ("two", 3), ("two", 6))
    ]
    points = frame(*rows, rows[0] | {"treatment": "W", "arm": "w"})
    assert treatments(points) == ["X", "W"]
    assert outcomes(points, "X") == ["two", "one"]


def test_treatments_that_are_not_stated_come_last_however_many(frame):
    points = frame(*studies(*COUNTS, treatment=""), {"study": "B", "outcome": "", "rate_pct": 5})
    assert treatments(points) == ["T", "Not stated"]


def test_studies_without_a_treatment_are_named_with_the_way_to_mend_it(frame):
    points = frame(*studies(*COUNTS, treatment=""))
    asked = PoolingQuestion(Question("Not stated", "relief"))
    windows = synthesize(points, asked)
    assert not any(window.is_pooled for window in windows)
    assert "treatment is not stated" in synthesis_headline(windows, asked)
    assert unstated_text(points).startswith(
        "The treatment is not stated in rows of 5 studies: S 0, S 1, S 2, S 3 and S 4."
    )
    assert "Fill in the column treatment" in unstated_text(points)
    assert len(lessons(windows, asked.question)) == 1
    assert unstated_text(frame(*studies(*COUNTS))) == ""


@given(order=st.permutations(range(len(COUNTS))))
@examples(10)
def test_the_order_of_studies_does_not_matter(frame, order):
    points = frame(*studies(*(COUNTS[place] for place in order)))
    shown = pool_counts(*zip(*COUNTS, strict=True))
    assert at_six(points)[0].pooled.high == pytest.approx(shown.high)
