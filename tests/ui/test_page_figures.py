import json
from dataclasses import replace
from functools import cache

import pytest

from lib.analysis.settings import NON_RESPONDERS
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.plotly.figure import plotly_figure
from lib.charts.theme import DARK
from lib.exports.powerpoint import powerpoint
from lib.slides.slide_list import AT_ONCE, BY_MONTH, BY_STUDY, Slide
from lib.studies.dataset import dataset_of
from lib.ui.figures.arms import compare_figure_for
from lib.ui.figures.curves import curves_figure_for, study_figure_for
from lib.ui.figures.page_figure import export_figure, image_chart, render_slide
from lib.ui.figures.synthesis import synthesis_figure_for
from lib.ui.session.url import ViewerContext
from tests.conftest import ROOT, as_csv

SETTING = ViewerContext("light", "1 May 2026", "http://localhost/base/")
REAL = dataset_of((ROOT / "data" / "studies.csv").read_bytes(), "studies.csv")
POOLS = dataset_of(
    as_csv(
        *(
            {
                "study": f'S {i} "<b>', "arm": role, "role": role, "months": months,
                "treatment": "Block" if role == "intervention" else "Sham",
                "outcome": "relief", "n_enrolled": 44, "n_assessed": 40,
                "responders": 30 - 4 * i - months,
            }
            for i in range(3)
            for months in (3, 6, 12)
            for role in ("intervention", "comparator")
        )
    ),
    "pools.csv",
)  # fmt: skip

SIGHTS = {
    "curves": (curves_figure_for, REAL, ()),
    "curves narrowed": (
        curves_figure_for, REAL,
        (("focus", ("Cusi 2010",)), ("months", ("3", "12")), ("interval", ("Jeffreys",)),
         ("level", ("80",)), ("missing", (NON_RESPONDERS,)), ("colour", ("Treatment",))),
    ),
    "fitted": (curves_figure_for, POOLS, (("fitted", ("true",)),)),
    "range": (curves_figure_for, POOLS, (("range", ("true",)),)),
    "panels": (curves_figure_for, POOLS, (("layout", ("A panel per study",)),)),
    "one study": (study_figure_for, POOLS, (("study", ('S 1 "<b>',)),)),
    "dots": (
        compare_figure_for, POOLS, (("month", ("6",)), ("within", ("3",)), ("level", ("80",)))
    ),
    "differences": (
        compare_figure_for, POOLS, (("month", ("6",)), ("figure", ("differences",)))
    ),
    "pooled": (synthesis_figure_for, POOLS, (("treatment", ("Sham",)), ("figure", ("3",)))),
    "chance": (
        synthesis_figure_for, POOLS,
        (("treatment", ("Sham",)), ("figure", ("chance-3",)), ("worth", ("35",)),
         ("prior", ("0.5",))),
    ),
    "segments": (synthesis_figure_for, POOLS, (("treatment", ("Block",)), ("level", ("90",)))),
    "slopes": (
        synthesis_figure_for, POOLS,
        (("treatment", ("Block",)), ("figure", ("Lines",)), ("correlation", ("0.5",))),
    ),
    "change": (
        synthesis_figure_for, POOLS,
        (("figure", ("Forest",)), ("change_measure", ("Odds ratio",)), ("later", ("6",))),
    ),
}  # fmt: skip
PICTURES = {
    "page": Picture(title="A <b>", footer="A footer."),
    "slide": Picture(DARK, colour_by="treatment", room=SLIDE),
}


@cache
def sight_of(name):
    make, data, asked = SIGHTS[name]
    return make(data, asked)[0]


def data_of(name):
    return SIGHTS[name][1]


def drawn(sight, picture):
    return plotly_figure(sight.draw(picture))


def as_json(figure):
    return json.loads(figure.to_json())


def run(recipe, data):
    scope = {"data": data}
    exec(recipe, scope)
    return as_json(scope["figure"])


def test_the_made_up_sights_are_what_they_are_called():
    kinds = {
        name: {trace.meta for trace in drawn(sight_of(name), Picture()).data} for name in SIGHTS
    }
    assert "pooled" in kinds["pooled"] & kinds["segments"]
    assert "fitted" in kinds["fitted"]
    assert sight_of("differences").asked[-1] == ("figure", ("differences",))


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
@pytest.mark.parametrize("name", SIGHTS)
def test_a_recipe_redraws_exactly_what_is_shown(name, picture):
    sight = sight_of(name)
    assert run(sight.recipe(picture), data_of(name)) == as_json(drawn(sight, picture))


@pytest.mark.parametrize("reveal", [AT_ONCE, BY_STUDY, BY_MONTH])
@pytest.mark.parametrize("name", SIGHTS)
def test_the_last_step_is_the_whole_figure(name, reveal):
    sight, picture = sight_of(name), PICTURES["slide"]
    steps = sight.steps(reveal, picture)
    assert as_json(steps[-1].figure) == as_json(drawn(sight, picture))
    assert len(steps) == 1 or reveal != AT_ONCE


@pytest.mark.parametrize("name", SIGHTS)
def test_an_exhibit_holds_the_figure_and_where_it_comes_from(name):
    sight, data = sight_of(name), data_of(name)
    shown = export_figure(sight, data, SETTING)
    printed = " ".join(note.text for note in shown.figure.layout.annotations)
    assert f"version {data.version}" in printed.replace("<br>", " ")
    assert len(shown.table) == len(sight.table())
    assert shown.stamp.version == data.version
    assert shown.stamp.date == "1 May 2026"
    assert shown.link == SETTING.link(sight.page, sight.asked)
    assert shown.link.startswith("http://localhost/base/")
    assert run(shown.recipe, data) == as_json(shown.figure)


def test_cautions_and_citations_stand_once():
    shown = export_figure(sight_of("curves"), REAL, SETTING)
    assert [text.split(":")[0] for text in shown.cautions] == [
        "Chakraverty 2004, Corticosteroid",
        "Cusi 2010",
    ]
    assert len(shown.citations) == len(set(shown.citations)) == 3
    assert any(
        text.endswith("https://doi.org/10.1136/bjsm.2007.042044") for text in shown.citations
    )


@pytest.mark.parametrize("name", [name for name in SIGHTS if name != "pooled"])
def test_an_image_is_16_to_9_with_all_in_it(name):
    layout = plotly_figure(image_chart(sight_of(name), data_of(name), SETTING)).layout
    assert layout.width / layout.height == pytest.approx(16 / 9)
    assert layout.title.text
    assert "Response Decay" in layout.annotations[0].text


def test_an_image_that_would_be_cut_is_as_tall_as_it_must_be():
    rows = ({"study": f"S {i}", "responders": 9, "n_assessed": 20} for i in range(40))
    many = dataset_of(as_csv(*rows), "many.csv")
    figure, _ = compare_figure_for(many, ())
    image = image_chart(figure, many, SETTING)
    assert len(image.lines) == len(figure.draw(Picture()).lines)


def test_one_visit_of_a_study_is_shown_as_numbers():
    once, _ = study_figure_for(REAL, (("study", ("Kim 2010",)),))
    slide = render_slide(once, Slide("study", reveal=BY_MONTH), REAL, SETTING)
    assert [card.number.text for card in slide.cards.cards] == ["58.7%", "10.2%"]
    assert len(slide.steps) == 1


def test_definitions_can_be_a_slide():
    text, usable = curves_figure_for(REAL, (("figure", ("definitions",)),))
    slide = render_slide(text, Slide("curves"), REAL, SETTING)
    assert slide.exhibit.title == "What counted as a response"
    assert len(slide.exhibit.table) == 3
    assert usable.notes == ()
    assert powerpoint([slide])


def test_a_slide_has_its_own_title_or_the_finding_of_what_it_shows():
    sight = sight_of("curves")
    dark = replace(SETTING, theme="dark")
    mine = render_slide(sight, Slide("curves", title="Mine", note="Say."), REAL, dark)
    plain = render_slide(sight, Slide("curves"), REAL, dark)
    assert (mine.exhibit.title, mine.note) == ("Mine", "Say.")
    assert plain.exhibit.title == "Response fell: 79% to 58% by month 12"


def test_a_link_names_a_version_where_it_is_given():
    link = SETTING.link("study", (("study", ("A & B",)),), "d6e7bd49")
    assert link == "http://localhost/base/study?study=A+%26+B&version=d6e7bd49"
    assert SETTING.link("curves", ()) == "http://localhost/base/"


def test_a_page_of_panels_tells_of_its_own_studies(many_rows):
    data = dataset_of(many_rows(9).to_csv(index=False).encode(), "many.csv")
    asked = (("layout", ("A panel per study",)), ("page", ("2",)))
    sight, _ = curves_figure_for(data, asked)
    assert set(sight.points["study"]) == {f"Study 00{i} 2000" for i in (6, 7, 8)}
    assert len(sight.table()) == len(sight.points)
    assert "Study 005" not in sight.alt
    assert sight.method.startswith("3 of 9 studies, page 2.")
    labels = [step.label for step in sight.steps(BY_STUDY, PICTURES["slide"])]
    assert labels == ["Study 006 2000", "Study 007 2000", "All 3 studies"]


def test_the_steps_of_a_crowd_stay_small(many_rows):
    data = dataset_of(many_rows(300).to_csv(index=False).encode(), "many.csv")
    sight, _ = curves_figure_for(data, ())
    figures = [step.figure for step in sight.steps(BY_STUDY, PICTURES["slide"])]
    assert sum(len(figure.to_json()) for figure in figures) < 1_000_000
