"""One treatment has one colour on every page, slide and file."""

from functools import cache

import pytest

from lib.charts.figure_options import Picture
from lib.charts.theme import LIGHT, SLIDE_THEMES
from lib.slides.slide_list import BY_STUDY, Slide
from lib.studies.dataset import dataset_of
from lib.ui.figures.arms import compare_figure_for
from lib.ui.figures.curves import curves_figure_for, study_figure_for
from lib.ui.figures.page_figure import export_figure, render_slide
from lib.ui.figures.synthesis import synthesis_figure_for
from lib.ui.session.url import ViewerContext
from tests.conftest import as_csv

ARMS = {"Block": "intervention", "Sham": "comparator", "Rest": "comparator"}
CONTEXT = ViewerContext("light", "1 May 2026", "http://localhost/")


def rows(studies, *arms):
    return [
        {
            "study": f"S {study}", "arm": arm, "treatment": arm, "role": ARMS[arm],
            "months": months, "outcome": "relief", "n_enrolled": 44, "n_assessed": 40,
            "responders": 30 - study - months,
        }
        for study in studies
        for arm in arms
        for months in (3, 6)
    ]  # fmt: skip


DATA = dataset_of(as_csv(*rows(range(4), "Block", "Sham"), *rows((4, 5), "Rest", "Sham")), "a.csv")
ONE = dataset_of(as_csv(*rows(range(4), "Block")), "one.csv")
FIGURES = {
    "curves": (curves_figure_for, ()),
    "curves without the first": (curves_figure_for, (("treatments", ("Sham", "Rest")),)),
    "focus": (curves_figure_for, (("focus", ("S 4",)),)),
    "panels": (curves_figure_for, (("layout", ("A panel per study",)),)),
    "one study": (study_figure_for, (("study", ("S 5",)),)),
    "dots": (compare_figure_for, (("month", ("3",)),)),
    "differences": (compare_figure_for, (("month", ("3",)), ("figure", ("differences",)))),
    "pooled curves": (synthesis_figure_for, (("treatment", ("Sham",)),)),
    "forest": (synthesis_figure_for, (("treatment", ("Sham",)), ("figure", ("3",)))),
}
SPECIFIED = {
    "Block": {LIGHT.colours[0], LIGHT.shades[0]},
    "Sham": {LIGHT.colours[1], LIGHT.shades[1]},
    "Rest": {LIGHT.colours[2], LIGHT.shades[2]},
}
STUDIES = {
    f"S {study}": {LIGHT.colours[study], LIGHT.shades[study]} for study in range(6)
}  # fmt: skip


@cache
def figure_of(name, *more):
    make, asked = FIGURES[name]
    return make(DATA, (*asked, *more))[0]


def marks(chart):
    """The name and colour of each mark that stands for a series."""
    if hasattr(chart, "lines"):
        return [(line.label, line.look.colour) for line in chart.lines if line.look]
    every = [one for panel in chart.panels for one in panel.series]
    return [(one.name, one.line.colour) for one in every if one.kind == "series"]


def treatment_in(name, mark):
    if name == "differences":
        return "Rest" if mark.startswith(("S 4", "S 5")) else "Block"
    return "Sham" if name == "forest" else next(arm for arm in ARMS if arm in mark)


@pytest.mark.parametrize("name", FIGURES)
def test_a_treatment_has_its_colour_on_every_page(name):
    figure = figure_of(name)
    found = marks(export_figure(figure, DATA, CONTEXT).chart)
    assert found
    for mark, colour in found:
        is_faded = name == "focus" and not mark.startswith("S 4")
        assert colour in ({LIGHT.context} if is_faded else SPECIFIED[treatment_in(name, mark)])


@pytest.mark.parametrize("name", FIGURES)
def test_a_slide_has_the_colours_of_the_page(name):
    figure = figure_of(name)
    picture = Picture(SLIDE_THEMES["light"], colour_by=figure.colour_by)
    named = dict(marks(export_figure(figure, DATA, CONTEXT).chart))
    faded = {LIGHT.context: SLIDE_THEMES["light"].context}
    for mark, colour in marks(figure.draw(picture)):
        assert colour == faded.get(named[mark], named[mark])
    assert render_slide(figure, Slide(figure.page, reveal=BY_STUDY), DATA, CONTEXT).steps


@pytest.mark.parametrize("name", FIGURES)
def test_colour_is_the_study_where_the_reader_asks(name):
    figure = figure_of(name, ("colour", ("Study",)))
    assert figure.colour_by == "study"
    assert ("colour", ("Study",)) in figure.asked
    for mark, colour in marks(export_figure(figure, DATA, CONTEXT).chart):
        assert colour in STUDIES[mark[:3]] | {LIGHT.context}


def test_colour_is_the_study_where_there_is_one_treatment():
    for make in (curves_figure_for, study_figure_for, compare_figure_for, synthesis_figure_for):
        assert make(ONE, ())[0].colour_by == "study"
