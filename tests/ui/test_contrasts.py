import json
from dataclasses import replace
from math import log

import pandas as pd
import pytest

from lib.analysis.pooling.contrasts.contrast_question import CONTRAST_KEYS, ContrastQuestion
from lib.analysis.settings import MonthQuestion
from lib.charts.figure_options import Picture
from lib.charts.plotly.figure import plotly_figure
from lib.exports.powerpoint import powerpoint
from lib.slides.slide_list import BY_STUDY, CONTRAST, OVER_TIME, Slide
from lib.studies.dataset import dataset_of
from lib.ui.explore.pooling.contrast_section import contrast_of
from lib.ui.figures import arms
from lib.ui.figures.arms import compare_figure_for
from lib.ui.figures.contrasts.page_figures import contrast_page_figure
from lib.ui.figures.page_figure import render_slide
from lib.ui.session.url import ViewerContext
from tests.conftest import ROOT, as_csv
from tests.stats.references import rows

GLIOMAS = dataset_of((ROOT / "data" / "examples" / "gliomas.csv").read_bytes(), "gliomas.csv")
REAL = dataset_of((ROOT / "data" / "studies.csv").read_bytes(), "studies.csv")


def sight(data=GLIOMAS, **asked):
    named = {"month": "12", "figure": CONTRAST} | asked
    return compare_figure_for(data, tuple((name, (text,)) for name, text in named.items()))


@pytest.fixture(scope="module")
def lee():
    """Acupoint stimulation against control, as in the reference numbers from R."""
    arms_of = [
        {"study": row["study"], "arm": arm, "treatment": arm, "role": role, "months": 6,
         "outcome": "relief", "randomised": "yes", "responders": row[r], "n_assessed": row[n]}
        for row in rows("contrasts_input.csv")
        if row["dataset"] == "lee2004"
        for arm, role, r, n in (
            ("Acupoint", "intervention", "ai", "n1"), ("Control", "comparator", "ci", "n2"),
        )
    ]  # fmt: skip
    return dataset_of(as_csv(*arms_of), "lee.csv")


@pytest.mark.parametrize("measure", CONTRAST_KEYS)
def test_the_figure_over_time_says_what_its_axis_measures(measure):
    told = sight(figure=OVER_TIME, effect=measure)[0].method
    assert f"{measure}: " in told
    assert "with the first" in told


def test_a_bar_that_only_repeats_the_interval_says_so():
    assert "it repeats the diamond's, as tau is estimated as 0" in sight()[0].method
    assert "repeats" not in sight(month="24")[0].method


@pytest.mark.parametrize("measure", CONTRAST_KEYS)
def test_the_page_gives_the_numbers_of_r(lee, measure):
    made = contrast_of(lee, MonthQuestion(6), ContrastQuestion(measure=measure))
    known = {
        row["model"]: row
        for row in rows("contrasts_pooled.csv")
        if row["dataset"] == "lee2004" and row["measure"] == CONTRAST_KEYS[measure]
    }
    for pool, model in zip(made.pools, ("REML adhoc", "Mantel-Haenszel"), strict=False):
        theirs = [float(known[model][name]) for name in ("estimate", "low", "high", "q")]
        assert [pool.estimate, pool.low, pool.high, pool.q] == pytest.approx(theirs, abs=1e-7)


def test_the_figure_says_of_how_many_and_which_way():
    figure, kept = sight()
    assert not kept.fallbacks
    assert figure.title.endswith("at 12 months: 1.22 times as many responding (1.10 to 1.35)")
    assert "More respond with Radiotherapy with chemotherapy" in figure.alt
    assert "pooled over 17 studies with 2,362 patients" in figure.alt
    chart = figure.draw(Picture())
    assert [line.kind for line in chart.lines[-3:]] == ["pooled", "prediction", "pooled"]
    assert chart.axis.is_log
    assert chart.no_effect == 1


def test_an_odds_ratio_has_the_logistic_model_beside_it():
    figure, _ = sight(effect="Odds ratio")
    assert figure.draw(Picture()).lines[-1].label == "GLMM"


def test_a_difference_stands_on_a_plain_axis_in_points():
    figure, _ = sight(effect="Risk difference")
    axis = figure.draw(Picture()).axis
    assert not axis.is_log
    assert axis.low == -axis.high


def test_what_lies_beyond_the_axis_ends_at_its_edge():
    figure, _ = sight(month="24")
    chart = figure.draw(Picture())
    assert max(line.high for line in chart.lines) == chart.axis.high == 16
    assert "What lies beyond the axis ends at its edge." in figure.method
    assert "infinite (0.76 to no upper end)" in " ".join(chart.lines[2].texts)


def test_the_share_of_the_second_arm_makes_patients_of_a_ratio():
    told = {
        row["Study"]: row["How it was made"]
        for row in sight(second_share="50")[0].table().to_dict("records")
    }
    assert "50 respond with Radiotherapy alone and 61 with Radiotherapy with" in told["In patients"]
    assert told["Number needed to treat"].startswith("NNTB 9.2 ")


def test_a_share_that_a_ratio_carries_past_100_is_refused():
    table = sight(second_share="90")[0].table()
    assert "below 0% or above 100%. Set another share" in table.to_csv()


def test_each_window_stands_alone():
    figure, _ = sight(figure=OVER_TIME)
    chart = figure.draw(Picture())
    assert [line.label for line in chart.lines] == [
        "6 months", "12 months", "18 months", "24 months",
    ]  # fmt: skip
    assert not chart.pooled


def test_studies_that_tell_nothing_of_a_ratio_are_not_in_its_window():
    chart = sight(figure=OVER_TIME)[0].draw(Picture())
    assert chart.lines[0].texts[0] == "15"
    assert "15 of 17 studies are in all 4 windows." in sight(figure=OVER_TIME)[0].alt


def test_where_nothing_is_pooled_the_arms_of_each_study_are_shown():
    figure, kept = sight(REAL, month="6")
    assert kept.fallbacks == (arms.NO_CONTRAST,)
    assert ("figure", ("differences",)) in figure.asked


def test_at_one_month_alone_there_is_nothing_over_time(lee):
    figure, kept = sight(lee, month="6", figure=OVER_TIME)
    assert kept.fallbacks == (arms.NO_OTHER_WINDOW,)
    assert ("figure", (CONTRAST,)) in figure.asked


@pytest.mark.parametrize("name", [CONTRAST, OVER_TIME])
def test_its_recipe_draws_it(name):
    figure, _ = sight(figure=name, effect="Odds ratio")
    scope = {"data": GLIOMAS}
    exec(figure.recipe(Picture()), scope)
    drawn = json.loads(plotly_figure(figure.draw(Picture())).to_json())
    assert json.loads(scope["figure"].to_json()) == drawn


@pytest.mark.parametrize("name", [CONTRAST, OVER_TIME])
def test_it_is_a_slide_line_by_line_and_a_page_of_powerpoint(name):
    figure, _ = sight(figure=name)
    context = ViewerContext("light", "1 May 2026", "http://localhost/")
    slide = Slide("compare", figure.asked, reveal=BY_STUDY)
    shown = render_slide(figure, slide, GLIOMAS, context)
    assert len(shown.steps) > 3
    assert powerpoint((shown,))[:2] == b"PK"


def test_a_ratio_axis_has_equal_ratios_equally_far_apart():
    axis = plotly_figure(sight()[0].draw(Picture())).layout.xaxis
    assert axis.type == "log"
    assert list(axis.range) == pytest.approx([log(end, 10) for end in (0.35355, 4)], abs=0.5)


def test_studies_that_are_left_out_are_named_in_the_table():
    table = contrast_page_figure(GLIOMAS, MonthQuestion(6), ContrastQuestion()).table()
    assert isinstance(table, pd.DataFrame)
    assert "Trial 17: first visit in the file at 12 months." in table.to_csv()


def test_studies_that_are_left_out_are_named_under_the_figure():
    figure = contrast_page_figure(GLIOMAS, MonthQuestion(6), ContrastQuestion())
    assert "With both treatments but not pooled: Trial 17." in figure.method


def test_a_pair_that_is_gone_is_not_guessed():
    month, question = MonthQuestion(6), ContrastQuestion()
    assert contrast_of(GLIOMAS, month, replace(question, pair="A against B")) is None
