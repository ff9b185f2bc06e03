from pathlib import Path

import pytest

from lib.analysis.setting import Control
from lib.analysis.settings import WHAT_IF
from lib.slides.page_settings import PAGE_SETTINGS
from lib.slides.slide_list import COMPARE, CURVES, PAGES, SAME_STUDIES, STUDY, SYNTHESIS

ROOT = Path(__file__).parents[2]
WIDGETS = (
    "selectbox",
    "multiselect",
    "slider",
    "select_slider",
    "radio",
    "button_group",
    "toggle",
    "checkbox",
)
GLIOMAS = ROOT / "data" / "examples" / "gliomas.csv"
POOLS = {
    "treatment": "Prolotherapy", "outcome": ">=50% pain relief", "width": "2",
    "with_cautions": "true", "with_published": "true", "centres": ["6", "15"],
    "missing": "What if", "imor": "twice the odds", "level": "80", "colour": "Study",
}  # fmt: skip
VIEWS = [
    (CURVES, None, {
        "focus": "Kim 2010", "studies": ["Kim 2010"], "treatments": ["Prolotherapy"],
        "designs": ["Randomised controlled trial"], "outcomes": [">=50% pain relief"],
        "months": ["3", "15"], "missing": "What if", "imor": "half the odds",
        "imor_comparator": "five times the odds", "imor_last": "all responded",
        "interval": "Jeffreys", "level": "80", "layout": "Panels", "colour": "Treatment",
        "fitted": "true", "range": "true",
    }),
    (COMPARE, None, {
        "month": "12", "within": "1.5", "order": "Share", "treatments": ["Prolotherapy"],
        "designs": ["Prospective descriptive study"], "outcomes": ["Positive clinical outcome"],
        "missing": "What if", "imor": "none responded", "imor_comparator": "as those assessed",
        "level": "80", "colour": "Study",
    }),
    (COMPARE, GLIOMAS, {
        "month": "12", "effect": "Odds ratio", "second_share": "30", "with_cautions": "true",
    }),
    (STUDY, None, {"study": "Cusi 2010", "colour": "Study"}),
    (SYNTHESIS, None, POOLS | {"worth": "35", "prior": "0.5"}),
    (SYNTHESIS, None, POOLS | {
        "show": SAME_STUDIES, "earlier": "6", "later": "15", "correlation": "0.5",
        "change_measure": "Odds ratio",
    }),
]  # fmt: skip
"""Of each page the views that have all of its controls between them, each with another value."""
NOT_ASKED = {"arms", "pair", "same_outcomes"}
"""No file here has several arms of one treatment, several pairs of treatments or definitions."""


def controls(page):
    return {each.name: each for each in PAGE_SETTINGS[page] if each.control is not Control.NONE}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_for_each_of_its_settings_once(open_app, page):
    known, every = controls(page).keys(), set()
    for csv, address in ((csv, address) for of, csv, address in VIEWS if of == page):
        app = open_app(f"explore/{page}.py", csv, **address)
        keys = [each.key for kind in WIDGETS for each in app.get(kind) if each.key in known]
        assert len(keys) == len(set(keys))
        every |= set(keys)
    assert known - NOT_ASKED <= every


@pytest.mark.parametrize(("page", "csv", "address"), VIEWS)
def test_each_control_holds_what_the_address_says(open_app, page, csv, address):
    app = open_app(f"explore/{page}.py", csv, **address)
    for name, said in address.items():
        held = app.session_state[name]
        several = held if isinstance(held, list | tuple) else [held]
        texts = [str(each).lower() if each is True else str(each) for each in several]
        assert (name, texts) == (name, said if isinstance(said, list) else [said])


def test_odds_are_asked_only_where_they_are_supposed(open_app):
    app = open_app(f"explore/{CURVES}.py", missing=WHAT_IF, imor="half the odds")
    assert app.select_slider(key="imor").value == "half the odds"
    app.radio(key="missing").set_value("As reported").run()
    assert not app.select_slider


def test_what_colour_stands_for_goes_with_a_reader_from_page_to_page(open_app):
    app = open_app(f"explore/{COMPARE}.py", colour="Study")
    for page in (SYNTHESIS, STUDY, CURVES):
        app.query_params.clear()
        app.switch_page(f"explore/{page}.py").run()
        assert (page, app.session_state["colour"]) == (page, "Study")


def test_a_choice_of_colours_that_is_taken_back_is_so_on_the_next_page(open_app):
    app = open_app(f"explore/{CURVES}.py", colour="Study")
    app.button_group(key="colour").set_value(["As fits the data"]).run()
    app.query_params.clear()
    app.switch_page(f"explore/{COMPARE}.py").run()
    assert app.session_state["colour"] == "As fits the data"
