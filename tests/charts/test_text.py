import html

from hypothesis import given
from hypothesis import strategies as st

from lib.charts.plotly.markup import escape, wrap
from lib.phrases import shorten


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
