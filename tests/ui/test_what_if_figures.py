import json

import pytest

from lib.charts.figure_options import Picture
from lib.charts.plotly.figure import plotly_figure
from lib.slides.slide_list import CHANGES, CONTRAST, OVER_TIME, SLOPES
from lib.studies.dataset import dataset_of
from lib.ui.figures.arms import compare_figure_for
from lib.ui.figures.synthesis import synthesis_figure_for
from tests.conftest import as_csv

DATA = dataset_of(
    as_csv(
        *(
            {"study": f"S {i}", "arm": arm, "treatment": arm, "role": role, "months": months}
            | {"outcome": "relief", "randomised": "yes", "n_enrolled": 40}
            | {"n_assessed": 39 - months, "responders": most - 2 * i - months}
            for i in range(5)
            for arm, role, most in (("Drug", "intervention", 32), ("Sham", "comparator", 23))
            for months in (3, 12)
        )
    ),
    "made-up.csv",
)


def sight(figure, imor="half the odds", **more):
    asked = {"figure": figure, "missing": "What if", "imor": imor} | more
    texts = tuple((name, (text,)) for name, text in asked.items())
    if figure in (CONTRAST, OVER_TIME):
        return compare_figure_for(DATA, (("month", ("12",)), *texts))
    return synthesis_figure_for(DATA, (("treatment", ("Drug",)), *texts))


def drawn(figure):
    return json.loads(plotly_figure(figure.draw(Picture())).to_json())


@pytest.mark.parametrize("name", [CONTRAST, OVER_TIME, SLOPES, CHANGES])
def test_a_figure_of_what_is_supposed_is_that_of_its_address(name):
    figure, kept = sight(name)
    assert not kept.fallbacks
    assert {("missing", ("What if",)), ("imor", ("half the odds",))} <= set(figure.asked)
    assert "issing with half the odds" in figure.title
    for text in (figure.method, figure.table().to_csv()):
        assert "issing with half the odds of those assessed" in text
    assert drawn(figure) != drawn(sight(name, "all responded")[0])


@pytest.mark.parametrize("name", [CONTRAST, OVER_TIME, SLOPES, CHANGES])
def test_its_recipe_draws_it(name):
    figure, _ = sight(name, "all responded", imor_last="none responded")
    scope = {"data": DATA}
    exec(figure.recipe(Picture()), scope)
    assert json.loads(scope["figure"].to_json()) == drawn(figure)


def test_a_ratio_of_supposed_shares_has_an_interval_in_each_study():
    for effect in ("Risk ratio", "Odds ratio", "Risk difference"):
        chart = sight(CONTRAST, effect=effect)[0].draw(Picture())
        kinds = [line.kind for line in chart.lines]
        assert kinds == ["study"] * 5 + ["pooled", "prediction"]
        assert all(line.low < line.value < line.high for line in chart.lines[:6])
