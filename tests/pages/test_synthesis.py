import json

import pytest

from lib.narrative.numbers.count_text import MEANINGS
from lib.ui.session.url_notes import ASKED
from tests.pages.page_text import html

SYNTHESIS = "explore/synthesis.py"
SURE, CAUTIONS = "How sure it is", "Cautions and notes"
BASE = {"treatment": "Block", "outcome": "relief", "n_assessed": 40}


def charts(app):
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


@pytest.fixture
def made_up(tmp_path, write_csv):
    """A file of so many made-up studies that pool at 3 and 12 months."""

    def write(studies, **more):
        rows = [
            BASE | {"study": f"S {i}", "months": months, "responders": (9 + 3 * i) % 40} | more
            for i in range(studies)
            for months in (3, 12)
        ]
        path = tmp_path / "made-up.csv"
        path.write_bytes(write_csv(*rows))
        return path

    return write


@pytest.fixture
def two(tmp_path, write_csv):
    """A file of two treatments with two definitions each, made up."""
    rows = [
        BASE | {"study": f"{treatment} {i}", "treatment": treatment, "responders": 9 + i}
        | {"months": 6, "outcome": "relief" if i else "cure"}
        for treatment in ("Block", "Heat")
        for i in range(4)
    ]  # fmt: skip
    path = tmp_path / "two.csv"
    path.write_bytes(write_csv(*rows))
    return path


def footnote(app):
    """What stands under the first figure."""
    said, *_ = (e.proto.body for e in app.get("html") if "rd-footnote" in e.proto.body[:30])
    return said


def opened(app, *keys):
    """Open expanders, as a click does."""
    for key in keys:
        app.session_state[key] = True
    return app.run()


def test_on_the_real_studies_nothing_is_pooled_and_the_page_explains_why(read_app):
    app = read_app(SYNTHESIS)
    said = html(app)
    assert not charts(app)
    assert "Nothing is pooled for Prolotherapy" in said
    assert "no: another definition of response [1]; 76%" in said
    assert "[1] another definition of response: Positive clinical outcome." in said
    said = html(read_app(SYNTHESIS, tab=CAUTIONS))
    assert "A time-to-event estimate: Kim 2010" in said
    assert "Not a comparison" in said


def test_ticking_every_box_does_not_pool_the_real_studies(open_app):
    app = open_app(SYNTHESIS, with_cautions="true", same_outcomes="true", width="3", tab=CAUTIONS)
    assert not charts(app)
    assert "Stated by the reader" in html(app)
    assert "Different definitions of response" in html(app)


def test_studies_that_agree_are_pooled_window_by_window(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(5), tab=SURE)
    (segments,) = charts(app)
    assert [trace["x"] for trace in segments["data"] if trace["meta"] == "pooled"] == [[3], [12]]
    assert app.segmented_control(key="figure").options == ["All", "3", "12"]
    app.segmented_control(key="figure").set_value("3").run()
    forest, _ = charts(app)
    kinds = [trace["meta"] for trace in forest["data"]]
    assert kinds == ["study"] * 5 + ["pooled", "prediction"]
    said = html(app)
    assert "from 5 studies with 200 patients" in said
    assert "prediction interval" in said
    assert "The result moves with the windows" in said
    assert "The other model (REML)" not in said
    said = html(opened(app, "sensitivity_3", "left_out_3"))
    assert "The other model (REML)" in said
    assert "Left out" in said
    assert "GLMM: random-intercept logistic model" in said


def test_every_figure_has_a_text_twin(open_app, made_up):
    path = made_up(3)
    alts = [
        chart.proto.alt
        for figure in ("All", "3")
        for chart in open_app(SYNTHESIS, csv=path, figure=figure).get("plotly_chart")
    ]
    assert all("pooled share" in alt for alt in alts[:2])
    assert "more than 50% would respond" in alts[2]
    assert "S 2: 37.5% (15 of 40)" in alts[1]


def test_windows_lie_around_the_months_that_a_reader_chooses(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(3), centres=["12"], width="3")
    (segments,) = charts(app)
    assert [trace["x"] for trace in segments["data"] if trace["meta"] == "pooled"] == [[12]]
    assert app.segmented_control(key="figure").options == ["All", "12"]
    assert "Not in any window: S 0, S 1 and S 2 at 3 months" in html(app)
    app.multiselect(key="centres").set_value(["15", "3"]).run()
    said = html(app)
    assert said.index("around 15 months, seen at 12 months") > said.index("30.0% at 3 months")


def test_without_a_chosen_month_the_usual_windows_are_shown_and_said_to_be(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(3))
    everything = len(charts(app))
    assert "No month is chosen" not in html(app)
    app.multiselect(key="centres").set_value([]).run()
    assert "so the windows lie around 3, 6, 12, 15 and 24 months." in html(app)
    assert len(charts(app)) == everything


def test_a_link_with_too_many_windows_or_absurd_ones_says_so(open_app, tmp_path, write_csv):
    every = range(1, 31)
    rows = [BASE | {"study": "A", "months": months, "responders": 3} for months in every]
    path = tmp_path / "many.csv"
    path.write_bytes(write_csv(*rows))
    app = open_app(SYNTHESIS, csv=path, centres=[*map(str, every), "-1", "x", "1e9"])
    said = html(app)
    assert all(f"centres “{absurd}”" in said for absurd in ("-1", "x", "1e9"))
    assert "More than 12 windows are asked for; shown are the first 12." in said
    assert app.multiselect(key="centres").value == [*map(str, range(1, 13))]


def test_a_statement_of_the_reader_stands_on_page_and_figures(open_app, made_up):
    path = made_up(4)
    path.write_bytes(path.read_bytes().replace(b"relief", b"cure", 2))
    app = open_app(SYNTHESIS, csv=path, same_outcomes="true")
    assert html(app).count("Stated by the reader") >= 1
    for figure in ("All", "3"):
        app = open_app(SYNTHESIS, csv=path, same_outcomes="true", figure=figure)
        assert "Stated by the reader" in footnote(app)


def test_cautions_join_only_when_they_are_asked_for(open_app, made_up):
    path = made_up(3, caution="Careful.")
    said = html(open_app(SYNTHESIS, csv=path))
    assert "no: a caution stands with it [1]; 9/40" in said
    assert "[1] a caution stands with it: Careful." in said
    app = open_app(SYNTHESIS, csv=path, with_cautions="true", figure="3", tab=SURE)
    assert len(charts(app)) == 2
    assert "Without rows with a caution" in html(opened(app, "sensitivity_3"))


def test_the_level_is_that_of_every_interval(open_app, made_up):
    said = html(open_app(SYNTHESIS, csv=made_up(3), level="80"))
    assert "80% interval" in said
    assert "95%" not in said


def test_a_link_says_what_is_no_longer_there(open_app):
    said = html(open_app(SYNTHESIS, treatment="Leeches", width="7"))
    assert "treatment “Leeches”" in said
    assert "width “7”" in said


def test_a_definition_of_another_treatment_is_not_there(open_app):
    said = html(open_app(SYNTHESIS, treatment="Prolotherapy", outcome="cure"))
    assert "outcome “cure”" in said


@pytest.mark.parametrize(
    "name",
    ["treatment", "outcome", "width", "with_cautions", "same_outcomes", "level", "missing"],
)
def test_a_blank_in_a_link_is_no_failure(open_app, name):
    assert "Nothing is pooled for Prolotherapy</h1>" in html(open_app(SYNTHESIS, **{name: ""}))


def test_another_treatment_opens_with_a_definition_of_its_own(open_app, tmp_path, write_csv):
    path = tmp_path / "two.csv"
    other = BASE | {"study": "B", "treatment": "Heat", "outcome": "cure", "responders": 5}
    path.write_bytes(write_csv(BASE | {"responders": 4}, other))
    app = open_app(SYNTHESIS, csv=path)
    app.selectbox(key="treatment").set_value("Heat").run()
    assert not app.exception
    # That run leaves out the controls that it sets, so that a browser forgets them.
    assert app.run().selectbox(key="outcome").value == "cure"


def test_what_is_stated_of_one_treatment_is_taken_back_with_another(open_app, two):
    app = open_app(SYNTHESIS, csv=two, treatment="Block", same_outcomes="true")
    assert "Stated by the reader" in html(app)
    app.checkbox(key="with_cautions").check()
    app.selectbox(key="treatment").set_value("Heat").run()
    assert "Another treatment is shown, so this was taken back" in html(app)
    app.run()
    assert not app.checkbox(key="same_outcomes").value
    assert not app.checkbox(key="with_cautions").value
    assert "Another treatment is shown, so this was taken back" in html(app)
    assert "taken back" not in html(app.run())


def test_a_link_to_a_treatment_that_is_gone_states_nothing_of_another(open_app, two):
    app = open_app(SYNTHESIS, csv=two, treatment="Leeches", same_outcomes="true")
    assert "Another treatment is shown, so this was taken back" in html(app)
    app.run()
    assert not app.checkbox(key="same_outcomes").value
    assert "Stated by the reader" not in html(app)
    assert "Another treatment is shown, so this was taken back" in html(app)
    app.checkbox(key="same_outcomes").check().run()
    assert "Stated by the reader" in html(app)


def test_with_one_definition_the_box_is_closed_and_says_why(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(3), same_outcomes="true")
    assert app.checkbox(key="same_outcomes").disabled
    assert "do not state two definitions" in html(app)
    assert "Stated by the reader" not in html(app)


def test_visits_in_no_window_are_named_and_empty_windows_say_so_once(open_app, made_up):
    path = made_up(3)
    path.write_bytes(path.read_bytes().replace(b",12,", b",9,"))
    said = html(open_app(SYNTHESIS, csv=path))
    assert "Not in any window: S 0, S 1 and S 2 at 9 months" in said
    assert "no visit in this window" not in said
    assert said.count("no study of this treatment has a visit in this window") == 1
    assert "Nothing is pooled at 6, 12, 15 and 24 months: no study of this treatment" in said


def test_studies_that_state_no_treatment_are_not_pooled_and_the_page_says_how_to_mend_it(
    open_app, made_up
):
    app = open_app(SYNTHESIS, csv=made_up(4, treatment=""))
    assert app.selectbox(key="treatment").value == "Not stated"
    said = html(app)
    assert not charts(app)
    assert "Nothing is pooled of studies whose treatment is not stated" in said
    assert "Fill in the column treatment of these rows" in said
    assert "no: the treatment is not stated" in said


def test_studies_that_state_no_treatment_are_named_beside_the_pools_of_others(open_app, made_up):
    path = made_up(4)
    path.write_bytes(path.read_bytes().replace(b"Block", b"", 1))
    said = html(open_app(SYNTHESIS, csv=path))
    assert "The treatment is not stated in rows of 1 study: S 0. They are in no pool" in said


@pytest.fixture
def arms(tmp_path, write_csv):
    """A file of four studies, one of which has arms with visits at different months, made up."""
    rows = [BASE | {"study": f"S {i}", "months": 6, "responders": 9 + i} for i in range(4)]
    second = rows[3] | {"arm": "High", "months": 5, "responders": 30}
    path = tmp_path / "arms.csv"
    path.write_bytes(write_csv(*rows, second))
    return path


def test_a_study_with_arms_that_cannot_be_added_up_waits_for_the_reader(open_app, arms):
    app = open_app(SYNTHESIS, csv=arms, figure="6")
    said = html(app)
    assert "no: its arms cannot be added up [1]" in said
    assert "Left out until you choose an arm" in said
    assert "S 3: Drug and High cannot be added up, as the arms were seen at 5 and 6 months" in said
    assert "from 3 studies" in said
    app.multiselect(key="arms").set_value(["S 3 · High"]).run()
    said = html(app)
    assert "Left out until you choose an arm" not in said
    assert "from 4 studies" in said
    assert "no: another arm of this study is chosen" in said


def test_arms_that_are_added_up_are_told_on_page_and_figure(open_app, arms):
    arms.write_bytes(arms.read_bytes().replace(b",5,", b",6,"))
    app = open_app(SYNTHESIS, csv=arms, tab=SURE)
    told = "S 3: two arms added up: Drug 12 of 40, High 30 of 40."
    assert "arms added up (S 3)" in html(app)
    app.segmented_control(key="figure").set_value("6").run()
    assert f"<li>{told}</li>" in html(app)
    assert told in footnote(app)


def test_no_arm_is_asked_for_where_no_study_has_several(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(3))
    assert "arms" not in {each.key for each in app.multiselect}


def test_published_estimates_join_only_when_they_are_asked_for(open_app, tmp_path, write_csv):
    rows = [BASE | {"study": f"S {i}", "months": 6, "responders": 9 + i} for i in range(3)]
    published = {
        "study": "Kim", "estimate": "time_to_event", "n_assessed": "", "responders": "",
        "rate_pct": 58.7, "ci_low_pct": 37.9, "ci_high_pct": 79.5,
    }  # fmt: skip
    path = tmp_path / "published.csv"
    path.write_bytes(write_csv(*rows, rows[0] | published))
    assert "no: a time-to-event estimate is no count" in html(open_app(SYNTHESIS, csv=path))
    app = open_app(SYNTHESIS, csv=path, with_published="true")
    said = html(app)
    assert "Chosen by the reader: published estimates" in said
    assert "used, as a published estimate" in said
    assert "Chosen by the reader" in footnote(app)
    app = open_app(SYNTHESIS, csv=path, with_published="true", figure="6", tab=SURE)
    assert "Chosen by the reader" in footnote(app)
    said = html(opened(app, "sensitivity_6"))
    assert "Only studies with counts (GLMM)" in said
    assert "The other model" not in said


def test_with_no_published_estimate_the_box_is_closed_and_says_why(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(3), with_published="true")
    assert app.checkbox(key="with_published").disabled
    assert "there is none to include" in html(app)
    assert "Chosen by the reader" not in html(app)


def test_hundreds_of_studies_have_a_screen_that_says_what_it_leaves_out(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(100), figure="12")
    kinds = [[trace["meta"] for trace in figure["data"]] for figure in charts(app)]
    # The last of them counts those that are not drawn.
    assert [each.count("study") for each in kinds] == [61, 0]
    assert "The 60 largest of 100 studies are drawn; all are pooled." in html(app)


def test_no_study_at_all_is_told(open_app, tmp_path):
    path = tmp_path / "none.csv"
    path.write_bytes(b"study,arm,months\n")
    assert "There is no study to show yet" in html(open_app(SYNTHESIS, csv=path))


def test_it_opens_on_the_treatment_studied_by_most_not_on_a_comparator(
    open_app, tmp_path, write_csv
):
    rows = [
        BASE
        | {
            "study": f"S {i}",
            "responders": 9 + i,
            "role": "intervention",
            "treatment": "Block" if i else "Heat",
        }
        for i in range(4)
    ]
    sham = [row | {"arm": "Sham", "treatment": "Sham", "role": "comparator"} for row in rows]
    path = tmp_path / "sham.csv"
    path.write_bytes(write_csv(*rows, *sham))
    assert open_app(SYNTHESIS, csv=path).selectbox(key="treatment").value == "Block"


def test_an_address_of_before_opens_what_it_opened(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(3), figure="segments")
    assert app.segmented_control(key="figure").value == "All"
    assert "names what is not in the data" not in html(app)


def test_each_sentence_of_a_pool_stands_on_one_of_its_tabs(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(5, caution="Careful."), with_cautions="true", figure="3")
    assert "Block at 3 months: 37.2%, pooled</h1>" in html(app)
    assert "prediction interval" in html(app)
    for tab, told in (
        ("Which studies are in", "used: 9/40 (22.5%)"),
        (SURE, "The result moves with the windows"),
        (CAUTIONS, "are no course over time"),
        (CAUTIONS, "S 0, S 1, S 2, S 3 and S 4: Careful."),
        ("Sources and methods", "Pooling makes one estimate of several studies."),
    ):
        app.session_state["tab"] = tab
        assert told in html(app.run())


def test_marks_are_explained_where_nothing_is_pooled(read_app):
    said = html(read_app(SYNTHESIS, treatment="Prolotherapy"))
    assert "15†/19‡" in said
    assert all(meaning in said for meaning in MEANINGS.values())


def test_a_tab_that_is_asked_for_again_is_open(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(4))
    app.session_state[ASKED] = {"tab": [SURE]}
    assert app.run().session_state["tab"] == SURE
    app.session_state[ASKED] = {"figure": ["5"], "tab": ["Gone"]}
    assert app.run().session_state["tab"] == SURE
    assert not app.exception


def test_a_reader_sets_the_share_that_a_new_study_is_to_exceed(open_app, made_up):
    app = open_app(SYNTHESIS, csv=made_up(5), figure="chance-3", worth="20", tab=SURE)
    assert app.segmented_control(key="figure").value == "3"
    before = app.get("plotly_chart")[1].proto.alt
    assert "more than 20% would respond" in before
    assert "half-normal, scale 0.5" in html(app)
    app.slider(key="worth").set_value(60).run()
    after = app.get("plotly_chart")[1].proto.alt
    assert "more than 60% would respond" in after


def test_where_nobody_responds_nothing_is_pooled_but_a_new_study_is_told_of(
    open_app, tmp_path, write_csv
):
    path = tmp_path / "none.csv"
    rows = [BASE | {"study": f"S {i}", "months": 6, "responders": 0} for i in range(3)]
    path.write_bytes(write_csv(*rows))
    app = open_app(SYNTHESIS, csv=path)
    (chance,) = app.get("plotly_chart")
    assert "more than 50% would respond" in chance.proto.alt
    assert "Nobody responded in any of the studies" in html(app)
