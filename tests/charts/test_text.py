import html
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.plotly.markup import escape, wrap
from lib.charts.text_metrics import balanced, width
from lib.phrases import cut_apart, shorten


@given(st.text())
def test_shown_text_has_no_tag_and_reads_the_same(text):
    assert "<" not in escape(text)
    assert html.unescape(escape(text)) == text or "&" in text


def test_entities_are_shown_as_typed():
    assert escape("&lt;b&gt;") == "&amp;lt;b&amp;gt;"


@given(st.text(min_size=1), st.integers(5, 40))
def test_wrapped_lines_fit(text, width):
    assert all(len(html.unescape(line)) <= width for line in wrap(text, width).split("<br>"))


def test_shortened_marks_what_it_cut():
    assert shorten("Chakraverty", 6) == "Chakr…"
    assert shorten("Kim", 6) == "Kim"


@pytest.mark.parametrize(
    ("names", "cut"),
    [
        (["Radiotherapy with chemotherapy", "Kim 2010"], ["Radiotherapy w…", "Kim 2010"]),
        (["Long Term Pain Registry A", "Long Term Pain Registry B"],
         ["Long Term Pa… A", "Long Term Pa… B"]),
        (["Multicentre Trial 12", "Multicentre Trial 123"], ["Multicentr… 12", "Multicentr… 123"]),
        (["Krankenhausstudie1", "Krankenhausstudie2"], ["Krankenhausst…1", "Krankenhausst…2"]),
        (["Trial of rest one A", "Trial of rest one B", "Trial of rest two"],
         ["Trial of… one A", "Trial of… one B", "Trial of… two"]),
    ],
)  # fmt: skip
def test_names_that_would_look_alike_go_on_where_they_differ(names, cut):
    assert list(cut_apart(names, partial(shorten, most=15)).values()) == cut


def test_without_room_for_their_difference_names_are_cut_at_the_end():
    names = ["Radiotherapy with chemotherapy", "Radiotherapy alone"]
    assert set(cut_apart(names, partial(shorten, most=5)).values()) == {"Radi…"}


NAMES = st.lists(st.text("ab ", min_size=1, max_size=40).map(str.strip), unique=True)


@given(NAMES, st.integers(12, 30))
def test_cut_names_keep_to_the_room_and_whole_ones_stay(names, most):
    cut = cut_apart(names, partial(shorten, most=most))
    assert all(len(text) <= most for text in cut.values())
    assert all(cut[name] == name for name in names if len(name) <= most)


@given(st.integers(20, 60), st.integers(2, 30))
def test_names_that_differ_at_their_ends_stay_apart(long, number):
    names = [f"{'a' * long} {i}" for i in range(number)]
    assert len(set(cut_apart(names, partial(shorten, most=16)).values())) == number


@given(st.lists(st.text("abcdefg", min_size=1, max_size=12), min_size=1), st.integers(120, 400))
def test_lines_of_a_title_fit_and_have_all_its_words(words, room):
    text = " ".join(words)
    lines = balanced(text, 14, room)
    assert " ".join(lines) == text
    assert all(width(line, 14) <= room + 1e-6 for line in lines)


def test_no_word_of_a_title_is_left_alone():
    text = "Risk ratio: above 1 more responding with the long treatment than with the other one"
    lines = balanced(text, 14, width(text, 14) - 20)
    first, second = (width(line, 14) for line in lines)
    assert abs(first - second) < 0.3 * first
