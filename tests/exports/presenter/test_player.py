import json
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.figure_options import Picture, canvas_around
from lib.charts.plotly.canvas import base_layout
from lib.charts.spec import Curves
from lib.charts.theme import DARK
from lib.exports.figure_export import FigureExport, RevealStep, SlideExport
from lib.exports.presenter.player import deck, deck_json, in_script, player_css, player_js
from lib.exports.tables.points_csv import Stamp


@pytest.fixture
def slide():
    trace = {"type": "scatter", "x": [3, 6], "y": [79, None]}
    figure = go.Figure({"data": [trace], "layout": base_layout(DARK)})
    stamp = Stamp("Curves", "studies.csv", "abcd1234", "22 November 2026")
    chart = Curves(canvas_around(Picture(DARK), (100, 8)), ())
    shown = FigureExport(
        "Curves",
        chart,
        "It falls.",
        "Wilson.",
        pd.DataFrame(),
        ("Few.",),
        (),
        stamp,
        doubts=("Not to be compared: 2 definitions.",),
    )
    return SlideExport(shown, "Slowly.", (RevealStep("First", figure), RevealStep("All", figure)))


def test_a_deck_holds_all_that_a_slide_says(slide):
    written = deck([slide])["slides"][0]
    assert [step["label"] for step in written.pop("steps")] == ["First", "All"]
    assert written == {
        "title": "Curves",
        "doubts": ["Not to be compared: 2 definitions."],
        "note": "Slowly.",
        "alt": "It falls.",
        "method": "Wilson.",
        "source": "studies.csv, version abcd1234 · 22 November 2026",
        "cautions": ["Few."],
        "citations": [],
        "link": "",
    }


def test_a_deck_is_nothing_but_json(slide):
    written = deck([slide, slide], "dark")
    assert json.loads(json.dumps(written, allow_nan=False)) == written
    assert json.loads(deck_json([slide, slide], "dark")) == written


def test_figures_keep_their_numbers(slide):
    trace = deck([slide])["slides"][0]["steps"][0]["figure"]["data"][0]
    assert (trace["x"], trace["y"]) == ([3, 6], [79, None])


def test_a_step_carries_nothing_for_a_mouse(slide):
    trace = {"y": [79], "hovertext": ["79%"], "customdata": [1], "hovertemplate": "%{y}"}
    marks = {"selected": {"marker": {"size": 9}}, "unselected": {"marker": {"size": 3}}}
    figure = go.Figure(slide.steps[-1].figure).add_scatter(**trace, **marks)
    written = deck([replace(slide, steps=(RevealStep("All", figure),))])["slides"][0]
    assert written["steps"][0]["figure"]["data"][1] == {"type": "scatter", "y": [79]}
    assert figure.data[1].hovertext == ("79%",)


def test_the_show_has_the_ground_and_ink_of_the_figures(slide):
    colours = {"ground": DARK.background, "ink": DARK.ink}
    assert deck([slide], "dark")["colours"] == colours


@given(st.text() | st.sampled_from(["</script>", "<!--<script>", "]]>", "\u2028", "&lt;"]))
def test_no_text_ends_the_script_it_stands_in(text):
    written = in_script([text])
    assert json.loads(written) == [text]
    assert not set(written) & set("<>&\u2028\u2029")


def test_a_title_that_is_a_script_stays_inside_its_own(slide):
    hostile = "</script><script>alert(1)</script>"
    exhibit = replace(slide.exhibit, title=hostile)
    written = deck_json([replace(slide, exhibit=exhibit)])
    assert "<" not in written
    assert json.loads(written)["slides"][0]["title"] == hostile


def test_the_script_defines_the_two_ways_in_and_exports_nothing():
    script = player_js()
    assert "function presentDeck(deck, options = {})" in script
    assert "function speakerView(deck, root, channelName, options = {})" in script
    assert "\nexport " not in script


def test_neither_script_nor_style_asks_for_anything_elsewhere():
    for text in (player_js(), player_css()):
        assert "http" not in text
        assert "innerHTML" not in text
        assert "@import" not in text
