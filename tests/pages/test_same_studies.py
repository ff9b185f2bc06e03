import json

import pytest

from lib.slides.slide_list import SAME_STUDIES
from tests.pages.page_text import html

PAGE = "explore/synthesis.py"
ARM = {"treatment": "Block", "outcome": "relief", "n_assessed": 40}
SURE, CAUTIONS = "How sure it is", "Cautions and notes"


def charts(app):
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


@pytest.fixture
def five(tmp_path, write_csv):
    rows = [
        ARM | {"study": f"S {i}", "months": months, "responders": 38 - 3 * i - months}
        for i in range(5)
        for months in (3, 6, 12)
    ]
    path = tmp_path / "five.csv"
    path.write_bytes(write_csv(*rows, ARM | {"study": "Late", "months": 12, "responders": 30}))
    return path


def test_the_page_asks_which_of_the_two_it_shows(open_app, five):
    app = open_app(PAGE, csv=five)
    assert app.segmented_control(key="figure").options == ["All", "3", "6", "12"]
    app.segmented_control(key="show").set_value(SAME_STUDIES).run()
    assert app.segmented_control(key="figure").options == ["Lines", "Forest"]
    assert "of the response at 3 is left at 12 months" in html(app)
    assert "other studies (1 only in the pool at 12 months)" in html(app)
    app.segmented_control(key="show").set_value("Each window").run()
    assert app.segmented_control(key="figure").options == ["All", "3", "6", "12"]


def test_controls_of_the_change_stand_in_its_view_only(open_app, five):
    app = open_app(PAGE, csv=five)
    assert "correlation" not in [each.key for each in app.segmented_control]
    app = open_app(PAGE, csv=five, show=SAME_STUDIES)
    app.selectbox(key="earlier").set_value("6").run()
    assert "of the response at 6 is left at 12 months" in html(app)
    app.segmented_control(key="change_measure").set_value("Percentage points").run()
    assert "points responding from 6 to 12 months" in html(app)


def test_an_address_that_names_a_figure_opens_its_view(open_app, five):
    (forest,) = charts(open_app(PAGE, csv=five, figure="Forest"))
    kinds = [trace["meta"] for trace in forest["data"]]
    assert kinds == ["study"] * 5 + ["pooled", "prediction"]


def test_how_sure_shows_each_correlation_and_what_else_could_be_done(open_app, five):
    app = open_app(PAGE, csv=five, show=SAME_STUDIES, tab=SURE)
    assert len(charts(app)) == 2
    assert "This is what comes of each correlation" in html(app)
    assert "Left out" not in html(app)
    for key in ("change_measures", "change_left_out"):
        app.session_state[key] = True
    said = html(app.run())
    assert "Odds ratio: times the odds" in said
    assert "Left out" in said


def test_on_the_real_studies_a_change_is_refused_with_what_is_needed(read_app):
    app = read_app(PAGE, show=SAME_STUDIES)
    assert not charts(app)
    said = html(app)
    assert "Only Chakraverty 2004 is seen at both 3 and 12 months" in said
    assert "no: at 3 and 12 months: another definition of response" in said


def test_a_month_without_a_window_is_told(open_app, five):
    app = open_app(PAGE, csv=five, show=SAME_STUDIES, centres=["3", "6"], later="12")
    assert "No window lies around month 12" in html(app)
