import pytest

from lib.analysis.pooling.new_study import NewStudy
from lib.analysis.pooling.question import Worth
from lib.charts.canvas import Margins
from lib.charts.chance.chance import chance_card, unanswered
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.plotly.figure import plotly_figure
from lib.narrative.pooling.new_study_text import how_many, icons_of
from lib.stats.meta_analysis.bayes import bayesian_pool

POOL = bayesian_pool([15, 19, 8, 24, 2], [19, 25, 25, 103, 25])
NEW = NewStudy(None, 1.0, POOL)
PICTURES = [Picture(), Picture(compact=True), Picture(room=SLIDE)]


def drawn(percent=35, picture=PICTURES[0]):
    return plotly_figure(chance_card(NEW, Worth(percent), picture))


@pytest.mark.parametrize("percent", [1, 35, 50, 99])
def test_as_many_icons_are_full_as_the_number_says(percent):
    names = [shape.name for shape in drawn(percent).layout.shapes if shape.type == "circle"]
    assert len(names) == 100
    assert names.count("full") == icons_of(POOL.probability_new_over(percent / 100))


@pytest.mark.parametrize(
    ("chance", "words", "icons"),
    [
        (0.004, ("fewer than", "1"), 0),
        (0.012, ("about", "1"), 1),
        (0.634, ("about", "63"), 63),
        (0.989, ("about", "99"), 99),
        (0.997, ("more than", "99"), 100),
    ],
)
def test_a_chance_is_never_rounded_to_none_or_all(chance, words, icons):
    assert (how_many(chance), icons_of(chance)) == (words, icons)


@pytest.mark.parametrize("picture", PICTURES, ids=["page", "phone", "slide"])
def test_threshold_number_and_prior_stand_on_the_figure(picture):
    figure = drawn(35, picture)
    said = " ".join(note.text for note in figure.layout.annotations).replace("<br>", " ")
    assert "<b>35%</b>" in said
    assert f"<b>{how_many(POOL.probability_new_over(0.35))[1]}</b>" in said
    assert "Probability, given this prior" in said
    assert "half-normal with scale 1" in said
    above = next(trace for trace in figure.data if trace.meta == "above")
    assert above.x[0] == 35


def test_it_stands_under_the_axis_of_a_forest_plot():
    beside = Margins(155, 260, 14, 60)
    margins = chance_card(NEW, Worth(), Picture(), beside).canvas.margins
    assert (margins.left, margins.right) == (155, 260)


def test_the_first_step_does_not_tell_the_answer():
    whole = chance_card(NEW, Worth(), PICTURES[2])
    first = unanswered(whole)
    assert (first.words, first.icons, first.density.above) == ("", None, ())
    assert first.canvas == whole.canvas
