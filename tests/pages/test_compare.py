import json

import pytest

from lib.charts.figure_options import Picture
from lib.charts.plotly.figure import plotly_figure
from lib.studies.dataset import dataset_of
from lib.ui.figures.arms import compare_figure_for
from tests.pages.conftest import ROOT
from tests.pages.page_text import button, html

COMPARE = "explore/compare.py"
CAUTIONS, SEEN, READ = "Cautions and notes", "Who was seen when", "Read the numbers"
REAL = ROOT / "data" / "studies.csv"


def figures(app):
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def differences(month, csv=REAL):
    """The figure that a slide shows of what the page has in rows."""
    data = dataset_of(csv.read_bytes(), csv.name)
    made, _ = compare_figure_for(data, (("month", (month,)), ("figure", ("differences",))))
    return json.loads(plotly_figure(made.draw(Picture())).to_json()), made.alt


def values(figure):
    return [trace["x"][0] for trace in figure["data"]]


def test_two_estimates_differ_without_an_interval_and_the_page_says_why(read_app):
    said = html(read_app("explore/compare.py", month="15"))
    assert "of 100 in each arm, 59 against 10 responded" in said
    assert "48.5 points" in said
    assert "48.5 points, no interval: only one of the two estimates has an interval" in said
    assert "Not given, because the difference has no interval." in said


def test_arms_that_were_not_randomised_are_named_so(read_app):
    said = html(read_app("explore/compare.py", month="6"))
    assert "two groups that were not made by chance, 63 against 33 responded" in said
    assert "Not randomised (design: Hospital audit)" in said
    assert "Not given, because the arms were not made by chance." in said
    assert "A separate audit group, not a randomised comparator." in said


def test_whoever_was_not_seen_then_is_listed(read_app):
    said = html(read_app("explore/compare.py", month="6", tab=SEEN))
    assert "Kim 2010, Prolotherapy: first visit in the file at 15 months." in said


def test_icons_say_in_words_what_they_show(read_app):
    said = html(read_app("explore/compare.py", month="6"))
    assert 'role="img" aria-label="' in said
    assert said.count("●") == 63 + 33


def test_it_opens_where_two_arms_can_be_set_against_each_other(read_app):
    app = read_app(COMPARE)
    assert app.segmented_control(key="month").value == "6"
    (dots,) = figures(app)
    assert values(dots) == [33, 63]
    assert 'aria-label="Difference +29.8 (+1.9 to +52.1)"' in html(app)
    assert values(differences("6")[0]) == [pytest.approx(29.82, abs=0.01)]


def test_a_visit_near_the_month_says_when_it_was(read_app):
    app = read_app(COMPARE, month="12", within="3")
    words = [each["text"] for each in figures(app)[0]["layout"]["annotations"]]
    assert "15 months" in words


def test_dots_are_said_to_be_no_comparison_of_treatments(read_app):
    assert "Not a comparison of treatments" in html(read_app(COMPARE, tab=CAUTIONS))


def test_both_figures_have_a_text_twin(read_app):
    (dots,) = (chart.proto.alt for chart in read_app(COMPARE).get("plotly_chart"))
    assert "63% (12† of 19)" in dots
    assert "63 against 33" in html(read_app(COMPARE))
    assert "63 against 33" in differences("6")[1]


def test_the_level_is_that_of_every_interval(read_app):
    app = read_app(COMPARE, month="6", level="80")
    assert "95% interval" not in html(app)
    assert "80% interval" in html(app)


def test_a_rule_that_leaves_nobody_says_so(read_app):
    app = read_app(COMPARE, month="15", missing="Missing as non-responders", tab=SEEN)
    said = html(app)
    assert not figures(app)
    assert "No curve has a number at 15 months, counting missing as non-responders." in said
    assert "Kim 2010, Prolotherapy: not shown by this rule, because" in said


def test_a_link_says_what_is_no_longer_there(read_app):
    said = html(read_app(COMPARE, month="7", within="2"))
    assert "month “7”" in said
    assert "within “2”" in said
    assert "Choose a month." in said


@pytest.mark.parametrize("name", ["month", "within", "order", "level", "missing"])
def test_a_blank_in_a_link_is_no_failure(read_app, name):
    said = html(read_app(COMPARE, **{name: ""}))
    assert ("Choose a month." if name == "month" else "responded at 6 months</h1>") in said


def test_hundreds_of_studies_have_a_screen_that_says_what_it_leaves_out(
    open_app, tmp_path, write_csv
):
    rows = [
        {"study": f"S {i}", "arm": role, "role": role, "responders": 5 + i % 9, "n_assessed": 20}
        for i in range(100)
        for role in ("intervention", "comparator")
    ]
    (tmp_path / "many.csv").write_bytes(write_csv(*rows))
    app = open_app(COMPARE, csv=tmp_path / "many.csv")
    pairs, _ = differences("3", tmp_path / "many.csv")
    assert [len(figure["data"]) for figure in (*figures(app), pairs)] == [60, 61]
    said = html(app)
    assert "Lines 1 to 60 of 200." in said
    assert len(app.get("pagination")) == 1
    assert "The first 20 of 100. All are in the table." in said
    assert said.count('role="img" aria-label="Difference') == 20


def test_a_difference_without_an_interval_is_drawn_without_one(read_app):
    (trace,) = differences("15")[0]["data"]
    assert trace["x"] == [pytest.approx(48.5)]
    assert not trace["error_x"]["visible"]
    said = html(read_app(COMPARE, month="15"))
    assert 'aria-label="Difference +48.5 (no interval)"' in said
    assert 'rd-whisker"' not in said


def test_a_month_without_two_arms_says_so(read_app):
    said = html(read_app(COMPARE, month="12"))
    assert "No study has two arms with a number at 12 months" in said


def test_a_file_that_does_not_say_whether_chance_made_the_arms_is_not_guessed_at(
    open_app, tmp_path
):
    path = tmp_path / "a.csv"
    path.write_bytes(
        b"study,arm,role,months,n_assessed,responders\n"
        b"A 2001,Drug,intervention,3,20,10\nA 2001,Sham,comparator,3,20,5\n"
    )
    said = html(open_app("explore/compare.py", csv=path, month="3"))
    assert "Whether randomised is not stated (design not stated)." in said
    assert "Not randomised" not in said
    assert "two groups of which it is not stated whether chance made them, 50 against 25" in said


def test_every_line_says_its_month_and_its_caution(open_app):
    app = open_app(COMPARE, month="15", within="3")
    words = [each["text"] for each in figures(app)[0]["layout"]["annotations"]]
    assert words.count("12 months") == 2
    assert words.count("15 months") == 2
    assert words.count("caution") == 1
    assert "at or near 15 months" in html(app)


def test_by_share_a_rule_sets_the_rows_with_a_caution_apart(open_app):
    by_study, by_share = (
        figures(open_app(COMPARE, month="12", within="3", order=order))[0]
        for order in ("Study", "Share")
    )
    assert values(by_study) == [58, 76, 10.2, 58.7]
    assert values(by_share) == [58.7, 58, 10.2, 76]
    assert not by_study["layout"].get("shapes")
    assert [shape["y0"] for shape in by_share["layout"]["shapes"]] == [2.5]


def test_patients_who_crossed_over_are_not_set_against_their_own_arm(open_app):
    csv = ROOT / "data" / "examples" / "other-sacroiliac-treatments.csv"
    said = html(open_app(COMPARE, csv=csv, month="1", tab=CAUTIONS))
    assert "Radiofrequency after placebo holds patients of Placebo" in said
    assert "Radiofrequency after placebo against Placebo" not in said


def test_many_months_are_a_list(open_app):
    app = open_app(COMPARE, csv=ROOT / "data" / "examples" / "other-sacroiliac-treatments.csv")
    known = app.selectbox(key="month").options
    assert len(known) > 7


def test_filters_leave_series_out_and_can_be_reset(open_app):
    app = open_app(COMPARE, month="6", treatments="Corticosteroid")
    assert values(figures(app)[0]) == [33]
    assert "No study has two arms with a number at 6 months" in html(app)
    button(app, "Reset all").click().run()
    assert values(figures(app)[0]) == [33, 63]


def test_filters_that_leave_nothing_say_so(open_app):
    app = open_app(COMPARE, month="6", designs="Hospital audit", outcomes=">=50% pain relief")
    assert "No curve matches all of these filters." in html(app)


def test_patients_are_told_apart_whatever_a_filter_leaves_out(open_app, tmp_path, write_csv):
    arm = {"responders": 5, "n_assessed": 20, "outcome": "relief"}
    rows = [
        arm
        | {"arm": "Drug", "role": "intervention", "treatment": "Drug", "same_patients_as": "Mid"},
        arm | {"arm": "Mid", "treatment": "Mid", "same_patients_as": "Sham"},
        arm | {"arm": "Sham", "role": "comparator", "treatment": "Sham"},
    ]
    (tmp_path / "chain.csv").write_bytes(write_csv(*rows))
    app = open_app(COMPARE, csv=tmp_path / "chain.csv", treatments=["Drug", "Sham"])
    assert "Drug and Sham are not compared" in html(app)


def test_why_two_arms_may_not_be_compared_is_a_checklist(open_app):
    one, other = "Chakraverty 2004 · Prolotherapy", "Kim 2010 · Prolotherapy"
    said = html(open_app(COMPARE, one=one, other=other))
    assert "These two may not be compared: they are of two studies, they were never seen" in said
    assert (
        "<td>✗ no</td><td>one was seen at 3, 6 and 12 months, the other at 15 months</td>" in said
    )
    assert "<td>✓ yes</td><td>patients</td>" in said
    assert "Choose two different arms." in html(open_app(COMPARE, one=one, other=one))
    assert "Choose two arms to see" in html(open_app(COMPARE, one=one, other="Gone"))


def test_each_sentence_of_a_month_stands_on_one_of_its_tabs(open_app):
    app = open_app(COMPARE, month="6")
    assert "Percentage points more responding with the first arm" in html(app)
    for tab, told in (
        (READ, "<caption>The numbers of the figure"),
        (READ, "<caption>How the arms differ, a row a comparison"),
        (CAUTIONS, "A separate audit group, not a randomised comparator."),
        (SEEN, "At 6 months: Chakraverty 2004."),
        ("Sources and methods", "Chakraverty R, Dias R."),
    ):
        app.session_state["tab"] = tab
        assert told in html(app.run())


def test_each_of_two_figures_has_actions_of_its_own_name(open_app):
    labels = [each.label for each in open_app(COMPARE, month="6").button]
    assert [label for label in labels if "Present" in label] == ["Present", "Present all studies"]
    assert [label for label in labels if "slides" in label] == [
        "Add to slides",
        "Add all studies to slides",
    ]
    alone = [each.label for each in open_app(COMPARE, month="12").button]
    assert [label for label in alone if "Present" in label] == ["Present"]


def test_a_narrow_window_shows_fewer_lines_at_once(open_app, tmp_path, write_csv, monkeypatch):
    monkeypatch.setattr("lib.ui.explore.month_controls.is_narrow", lambda: True)
    rows = [{"study": f"S {i:02}", "responders": 5, "n_assessed": 20} for i in range(20)]
    (tmp_path / "many.csv").write_bytes(write_csv(*rows))
    app = open_app(COMPARE, csv=tmp_path / "many.csv")
    assert "Lines 1 to 16 of 20." in html(app)
    assert "the table has all" not in html(app)
    app.session_state["lines_16"] = 2
    assert [trace["name"][:4] for trace in figures(app.run())[0]["data"]] == [
        f"S {i}" for i in range(16, 20)
    ]
