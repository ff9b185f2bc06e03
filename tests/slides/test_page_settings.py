from dataclasses import fields
from math import inf
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.pooling.question import Question
from lib.analysis.setting import Control, make, settings_of, values_of
from lib.analysis.settings import (
    AS_REPORTED,
    PANELS,
    RESPONDERS,
    WHAT_IF,
    CurveDisplay,
    MonthQuestion,
    View,
)
from lib.slides.page_settings import PAGE_SETTINGS, choices, page_address, query, usable
from lib.slides.slide_list import COMPARE, CURVES, DIFFERENCES, PAGES, SEGMENTS, SYNTHESIS

NAMES = ["A & B", "C+%", "é <b>", "true"]
FOUND = {
    "studies": NAMES, "treatments": NAMES, "designs": NAMES, "outcomes": NAMES, "focus": NAMES,
    "months": [float(month) for month in range(25)], "page": range(1, 4),
    "month": [3.0, 4.5, 12.0], "study": NAMES,
    "treatment": NAMES, "outcome": NAMES, "centres": [3.0, 6.0, 7.5, 12.0, 15.0, 24.0],
    "arms": NAMES, "pair": NAMES, "figure": [SEGMENTS, 3.0, 7.5],
    "earlier": [3.0, 7.5], "later": [6.0, 24.0],
}  # fmt: skip


def values(setting):
    """Draw what a setting can be, as its field holds it."""
    known = st.sampled_from(list(setting.known(FOUND)))
    if setting.control is Control.RANGE:
        pairs = st.tuples(known, known).map(lambda pair: tuple(sorted(pair)))
        return st.none() | pairs.filter(lambda pair: pair != (0, 24))
    if setting.control is Control.SEVERAL:
        chosen = st.lists(known, unique=True).map(lambda each: setting.arrange(tuple(each)))
        return chosen.map(lambda each: each or setting.default)
    return st.none() | known if setting.default is None else known


def settings(page):
    return st.fixed_dictionaries({each.name: values(each) for each in PAGE_SETTINGS[page]})


@pytest.mark.parametrize("page", PAGES)
@given(drawn=st.data())
def test_whatever_is_set_comes_back_out_of_its_address(page, drawn):
    wanted = drawn.draw(settings(page))
    read = usable(page, page_address(page, wanted), FOUND)
    assert read.values == wanted
    assert read.notes == ()


@pytest.mark.parametrize("page", PAGES)
@given(drawn=st.data())
def test_the_address_alone_says_it(page, drawn):
    asked = page_address(page, drawn.draw(settings(page)))
    parsed = parse_qs(query(asked), strict_parsing=bool(asked))
    assert parsed == {name: list(texts) for name, texts in asked}


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_of_a_page_can_be_named(page):
    assert set(choices(page, FOUND)) == {each.name for each in PAGE_SETTINGS[page]}
    assert all(choices(page, FOUND).values())


@pytest.mark.parametrize("kind", [View, CurveDisplay, MonthQuestion, Question])
def test_each_field_is_a_setting_of_one_name(kind):
    names = [each.name for each in settings_of(kind)]
    others = [each.name for each in fields(kind) if each.type is View]
    assert len(names) == len(set(names)) == len(fields(kind)) - len(others)


@pytest.mark.parametrize("kind", [View, CurveDisplay])
def test_what_is_set_makes_the_value_again(kind):
    assert make(kind, values_of(kind())) == kind()
    assert make(kind, {}) == kind()


def test_what_is_known_is_kept_and_the_rest_is_noted():
    kept = usable(
        CURVES,
        (
            ("missing", (RESPONDERS, "Gone")),
            ("level", ("90",)),
            ("colour", ("Red",)),
            ("x", ("1",)),
        ),
        FOUND,
    )
    assert (kept.values["missing"], kept.values["level"]) == (RESPONDERS, 90)
    assert kept.notes == ("missing “Gone”", "colour “Red”", "x “1”")
    assert kept.fallbacks == ()


def test_one_value_is_the_first_or_the_default():
    kept = usable(CURVES, (("level", ("90", "80")), ("missing", ())), FOUND)
    assert kept.values["level"] == 90
    assert kept.values["missing"] == AS_REPORTED


def test_only_what_is_not_at_its_default_is_named():
    view = View(level=90, studies=("A & B", "C+%"), months=(3.0, 12.5))
    display = CurveDisplay(fitted=True, layout=PANELS, colour_by="treatment")
    assert dict(page_address(CURVES, values_of(view, display))) == {
        "level": ("90",),
        "studies": ("A & B", "C+%"),
        "months": ("3", "12.5"),
        "fitted": ("true",),
        "layout": ("Panels",),
        "colour": ("Treatment",),
    }
    assert page_address(CURVES, values_of(View(), CurveDisplay())) == ()


def test_what_is_supposed_of_the_missing_comes_back_out_of_an_address():
    view = View(missing=WHAT_IF, imor=0.2, imor_comparator=inf, imor_last=0.0)
    address = page_address(CURVES, values_of(view, CurveDisplay()))
    assert dict(address) == {
        "missing": ("What if",),
        "imor": ("a fifth of the odds",),
        "imor_comparator": ("all responded",),
        "imor_last": ("none responded",),
    }
    assert make(View, usable(CURVES, address, FOUND).values) == view


def test_a_page_takes_no_settings_of_another():
    assert usable(COMPARE, (("layout", (PANELS,)),), FOUND).notes == (f"layout “{PANELS}”",)
    assert usable(COMPARE, (("figure", (DIFFERENCES,)),), FOUND).notes == ()


def test_months_the_wrong_way_round_are_put_right_and_all_of_them_are_no_filter():
    read = [
        usable(CURVES, (("months", texts),), FOUND).values["months"]
        for texts in (("12", "3"), ("0", "24"), ("3",), ())
    ]
    assert read == [(3, 12), None, None, None]


def test_centres_come_in_order_and_the_usual_ones_for_none():
    read = [
        usable(SYNTHESIS, (("centres", texts),), FOUND).values["centres"]
        for texts in (("12", "7.5"), ())
    ]
    assert read == [(7.5, 12), (3, 6, 12, 15, 24)]


@given(st.dictionaries(st.text(min_size=1), st.lists(st.text(min_size=1), min_size=1)))
def test_any_text_comes_back_out_of_an_address(values):
    asked = tuple((name, tuple(texts)) for name, texts in values.items())
    assert parse_qs(query(asked), strict_parsing=bool(asked)) == values
