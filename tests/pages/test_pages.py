import json

import pytest

from lib.slides.study_pages import PANELS_A_PAGE
from lib.ui.session.url_notes import ASKED
from tests.pages.page_text import button, html


def chart(app):
    return json.loads(app.get("plotly_chart")[0].proto.spec)


def series(app):
    return [trace for trace in chart(app)["data"] if trace.get("meta") == "series"]


PAGES = [
    "explore/curves.py",
    "explore/compare.py",
    "explore/study.py",
    "explore/synthesis.py",
    "present/slides.py",
    "data/studies.py",
    "data/upload.py",
    "data/history.py",
    "data/problems.py",
    "data/columns.py",
    "about/methods.py",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_twice_and_says_the_same(open_app, page):
    app = open_app(page)
    said = html(app)
    app.run()
    assert not app.exception
    assert html(app) == said


@pytest.mark.parametrize("page", PAGES)
def test_every_page_carries_version_and_disclaimer(read_app, page):
    said = html(read_app(page))
    assert "studies.csv, version " in said
    assert "not medical advice" in said


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_without_any_data(open_app, page, tmp_path):
    app = open_app(page, csv=tmp_path / "gone.csv")
    assert not app.get("plotly_chart")


def test_the_default_page_shows_the_real_studies(read_app):
    app = read_app()
    assert [trace["y"] for trace in series(app)] == [
        [79, 63, 58], [33], [58.7], [10.2], [76, 76, 32],
    ]  # fmt: skip
    assert '<h1 class="rd-title">Response fell: 79% to 58% by month 12</h1>' in html(app)
    assert "Levels may not be compared between studies: 3 definitions of response" in html(app)


def test_what_may_not_be_compared_is_a_click_away(open_app):
    app = open_app()
    app.button(key="open_Why").click().run()
    assert "What may not be compared here" in html(app)
    assert "A separate audit group, not a randomised comparator." in html(app)


def test_the_table_stands_in_place_of_the_figure(open_app):
    app = open_app(layout="Table")
    assert not app.get("plotly_chart")
    assert html(app).count("<caption>The numbers of the figure") == 1


@pytest.mark.parametrize(
    ("before", "now"), [("One chart", "Chart"), ("A panel per study", "Panels")]
)
def test_a_link_of_before_opens_what_it_opened(open_app, before, now):
    app = open_app(layout=before)
    assert app.segmented_control(key="layout").value == now
    assert "names what is not in the data" not in html(app)


def test_the_figure_has_a_text_twin(read_app):
    app = read_app()
    alt = app.get("plotly_chart")[0].proto.alt
    assert "58% (11† of 19‡) at 12" in alt
    assert "<caption>The numbers of the figure above" in html(app)


def test_a_link_restores_its_view(open_app):
    app = open_app(studies=["Kim 2010", "Cusi 2010"], focus="Cusi 2010", level="80")
    assert [trace["customdata"][0][0] for trace in series(app)] == [
        "Kim 2010", "Kim 2010", "Cusi 2010",
    ]  # fmt: skip
    assert app.multiselect(key="focus").value == ["Cusi 2010"]
    assert "Cusi 2010 · Prolotherapy at 24 months" in html(app)


def test_a_link_says_what_is_no_longer_there(open_app):
    app = open_app(studies=["Kim 2010", "Gone 1999"], interval="Wald", months=["3", "99"])
    said = html(app)
    for name in ("studies “Gone 1999”", "interval “Wald”", "months “99”"):
        assert name in said
    assert {trace["customdata"][0][0] for trace in series(app)} == {"Kim 2010"}


def test_the_note_about_a_link_can_be_dismissed(open_app):
    app = open_app(studies=["Gone 1999"])
    next(button for button in app.button if button.label == "Dismiss").click().run()
    assert "Gone 1999" not in html(app)


@pytest.mark.parametrize(
    "name", ["level", "colour", "layout", "missing", "interval", "focus", "months", "studies"]
)
def test_a_blank_in_a_link_is_no_failure(open_app, name):
    assert len(series(open_app(**{name: ""}))) == 5


def test_months_the_wrong_way_round_are_put_right(open_app):
    assert len(series(open_app(months=["12", "3"]))) == 3


def test_the_study_in_focus_is_the_study_to_look_at(open_app):
    app = open_app(focus="Cusi 2010")
    app.switch_page("explore/study.py").run()
    assert app.selectbox(key="study").value == "Cusi 2010"


def test_filters_narrow_the_figure(open_app):
    app = open_app()
    app.multiselect(key="treatments").select("Corticosteroid").run()
    assert [trace["y"] for trace in series(app)] == [[33], [10.2]]


def test_nothing_matching_is_said_and_can_be_reset(open_app):
    app = open_app()
    app.multiselect(key="studies").select("Kim 2010").run()
    app.multiselect(key="designs").select("Hospital audit").run()
    assert "No point matches all of these filters" in html(app)
    next(button for button in app.button if button.label == "Reset all").click().run()
    assert len(series(app)) == 5
    # That run leaves the controls out, so that a browser forgets what they were set to.
    assert app.run().multiselect(key="studies").value == []


def test_missing_as_non_responders_says_what_it_cannot_recount(open_app):
    app = open_app()
    app.radio(key="missing").set_value("Missing as non-responders").run()
    assert [trace["y"] for trace in series(app)][4] == [None, None, None]
    app.session_state["tab"] = "Cautions and notes"
    app.run()
    assert "Counting missing as non-responders" in html(app)
    assert "not drawn, because a time-to-event estimate is not a count" in html(app)


def test_the_interval_follows_its_controls(open_app):
    app = open_app()
    wide = series(app)[0]["error_y"]["array"][0]
    app.segmented_control(key="level").set_value(80).run()
    app.selectbox(key="interval").set_value("Jeffreys").run()
    assert series(app)[0]["error_y"]["array"][0] < wide
    assert "80% Jeffreys intervals" in html(app)


def test_panels_are_a_second_look(open_app):
    app = open_app(layout="Panels")
    assert {trace.get("xaxis") for trace in series(app)} == {"x", "x2", "x3"}


def test_many_panels_are_paged(open_app, tmp_path, write_csv):
    rows = [{"study": f"S {i}", "rate_pct": 50} for i in range(30)]
    (tmp_path / "many.csv").write_bytes(write_csv(*rows))
    app = open_app(csv=tmp_path / "many.csv", layout="Panels")
    assert len(series(app)) == PANELS_A_PAGE
    assert len(app.get("pagination")) == 1
    app.session_state[ASKED] = {"page": ["2"]}
    assert app.run().session_state["page"] == 2


@pytest.mark.parametrize("number", [1, 60, 500])
def test_any_number_of_studies_has_a_screen(open_app, tmp_path, write_csv, number):
    rows = [{"study": f"S {i}", "months": m, "rate_pct": 50} for i in range(number) for m in (3, 6)]
    (tmp_path / "n.csv").write_bytes(write_csv(*rows))
    app = open_app(csv=tmp_path / "n.csv")
    drawn = sum(len([x for x in t["x"] if x is not None]) for t in chart(app)["data"]
                if t["meta"] in ("series", "context"))  # fmt: skip
    assert drawn == 2 * number


def test_broken_rows_are_left_out_and_told(open_app, tmp_path, write_csv):
    (tmp_path / "b.csv").write_bytes(
        write_csv({"rate_pct": 50}, {"study": "B 2002", "rate_pct": 150})
    )
    app = open_app(csv=tmp_path / "b.csv")
    assert "b.csv: 1 row can be used, 1 row left out; 1 error, 0 warnings." in html(app)
    assert [trace["y"] for trace in series(app)] == [[50]]
    problems = html(open_app("data/problems.py", csv=tmp_path / "b.csv"))
    assert '<th scope="row">3</th><td>rate_pct</td><td>150</td><td>error</td>' in problems


def test_more_problems_than_are_listed_are_counted(open_app, tmp_path, write_csv):
    rows = [{"study": f"S {i}", "rate_pct": 150} for i in range(1500)]
    (tmp_path / "b.csv").write_bytes(write_csv({"rate_pct": 50}, *rows))
    assert "1,500 rows left out" in html(open_app(csv=tmp_path / "b.csv"))


def test_a_study_can_be_linked_to(read_app):
    app = read_app("explore/study.py", study="Cusi 2010")
    assert app.selectbox(key="study").value == "Cusi 2010"
    assert [trace["y"] for trace in series(app)] == [[76, 76, 32]]
    said = html(app)
    assert '<h1 class="rd-title">Cusi 2010</h1>' in said
    assert "https://doi.org/10.1136/bjsm.2007.042044" in said
    assert "May be the share of patients who attended" in said


def test_a_study_page_explains_derived_counts(read_app):
    said = html(read_app("explore/study.py", study="Chakraverty 2004"))
    assert "the only whole number of patients that prints as this percentage" in said


def test_a_study_page_says_each_thing_of_a_visit_once_in_a_table(read_app):
    said = html(read_app("explore/study.py", study="Chakraverty 2004"))
    assert "Hospital audit · enrolled: 19 in Prolotherapy and 33 in Corticosteroid" in said
    assert '<th scope="rowgroup" rowspan="3">Prolotherapy</th><th scope="row">3</th>' in said
    for cell in ("15†/19‡", "derived †; assessed assumed ‡", "36.3 to 76.9%‡"):
        assert f">{cell}</td>" in said
    for once in (
        "A separate audit group, not a randomised comparator.",
        "Article abstract<",
        "Chakraverty R, Dias R.",
        "From the first to the last visit",
        "It is worked out, not quoted.",
    ):
        assert said.count(once) == 1


def test_the_study_before_and_after_are_a_click_away(open_app):
    app = open_app("explore/study.py", study="Chakraverty 2004")
    assert button(app, "Previous").disabled
    button(app, "Next").click().run()
    assert app.selectbox(key="study").value == "Kim 2010"
    assert '<h1 class="rd-title">Kim 2010</h1>' in html(app)
    button(app, "Next").click().run()
    assert button(app, "Next").disabled
    button(app, "Previous").click().run()
    assert app.selectbox(key="study").value == "Kim 2010"


def test_a_link_to_a_study_that_is_gone_says_so(read_app):
    assert "study “Gone 1999”" in html(read_app("explore/study.py", study="Gone 1999"))


EVIL = "<script>x()</script><img src=x onerror=x()> **b** [l](javascript:x()) :red[r] $m$"


@pytest.mark.parametrize("page", PAGES[:6])
def test_names_made_of_markup_stay_text(open_app, tmp_path, write_csv, page):
    row = {"study": EVIL, "arm": EVIL, "outcome": EVIL, "caution": EVIL, "citation": EVIL,
           "doi": '10.1/"><script>x()</script>', "rate_pct": 50}  # fmt: skip
    (tmp_path / "evil.csv").write_bytes(write_csv(row, {**row, "months": 6, "rate_pct": 150}))
    app = open_app(page, csv=tmp_path / "evil.csv")
    said = html(app)
    assert "<script" not in said
    assert "<img" not in said
    assert not any("javascript" in element.value for element in app.markdown)


def test_thousands_of_rows_of_a_table_are_turned_page_by_page(open_app, monkeypatch):
    monkeypatch.setattr("lib.ui.components.tables.MOST_GRID_ROWS", 4)
    app = open_app()
    assert "Rows 1 to 4 of 9." in html(app)
    (turn,) = app.get("pagination")
    turn.set_value(3).run()
    assert "Rows 9 to 9 of 9." in html(app)
