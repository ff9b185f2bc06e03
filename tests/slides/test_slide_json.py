import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.slides.slide_json import read_slides, slides_json
from lib.slides.slide_list import (
    NOTE_MOST,
    PAGES,
    REVEALS,
    SLIDES_MOST,
    Slide,
    fit_note,
    fit_title,
)
from lib.slides.slide_url import slides_from_text, slides_to_text

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SLIDES = st.lists(
    st.builds(
        Slide,
        page=st.sampled_from(PAGES),
        asked=st.dictionaries(TEXT, st.lists(TEXT, max_size=3).map(tuple), max_size=3).map(
            lambda asked: tuple(asked.items())
        ),
        title=TEXT.map(fit_title),
        note=TEXT.map(fit_note),
        reveal=st.sampled_from(REVEALS),
        version=st.from_regex("[0-9a-f]{8}|", fullmatch=True),
    ),
    max_size=5,
).map(tuple)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["page", "view", "title", "note", "reveal", "version", "x"]), inner
        )
    ),
    max_leaves=12,
)


def file(**changed):
    whole = {"format": "response-decay slides", "edition": 1, "slides": [{"page": "curves"}]}
    return json.dumps(whole | changed).encode()


def told(data):
    read = read_slides(data)
    assert len(read.problems) == 1
    return read.problems[0].words


@given(SLIDES, TEXT.map(fit_title))
def test_what_was_saved_is_opened(slides, title):
    read = read_slides(slides_json(slides, title))
    assert (read.slides, read.title, read.problems) == (slides, title, ())


@given(SLIDES)
def test_a_link_says_the_same(slides):
    link = slides_to_text(slides)
    assert slides_from_text(link.text).slides == slides


@given(st.binary())
def test_any_bytes_give_slides_or_say_why_not(data):
    assert read_slides(data).problems


@given(st.text())
def test_any_text_gives_slides_or_says_why_not(text):
    assert slides_from_text(text).problems


@given(st.lists(JSON, max_size=4), JSON)
def test_any_slides_are_opened_or_told(slides, title):
    read = read_slides(file(slides=slides, title=title))
    left_out = {problem.slide for problem in read.problems if "left out" in problem.message}
    assert len(read.slides) + len(left_out - {0}) >= len(slides)
    assert all(problem.words for problem in read.problems)


def test_the_file_can_be_read_by_people():
    slide = Slide("study", (("study", ("Müller 2010",)),), "Lasts", "So\nit is")
    text = slides_json([slide]).decode()
    assert '\n    {\n      "page": "study",\n' in text
    assert "Müller 2010" in text
    assert '"edition": 1' in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_editors_may_save_it_in_any_unicode(encoding):
    assert read_slides(file().decode().encode(encoding)).slides == (Slide("curves"),)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff\xfe\xfd", "no text"),
        (b'{\n "format": }', "line 2, column 12"),
        (b"[" * 200_000, "nested too deeply"),
        (b" " * 5_000_001, "larger than 5 MB"),
        (b"[1]", "not a list of slides"),
        (b'{"a": 1}', "not a list of slides"),
        (file(edition=2), "newer version"),
        (file(edition="1"), "not a whole number"),
        (file(edition=True), "not a whole number"),
        (file(edition=float("nan")), "not a whole number"),
        (file(slides={}), "not a list"),
        (file()[:-1] + b',"edition":1}', "Standing twice"),
        (file(slides=[7]), "Slide 1: not a slide"),
        (file(slides=[{}]), "Slide 1, page"),
        (file(slides=[{"page": "upload"}]), "Known are curves, compare, study and synthesis"),
        (file(slides=[{"page": "curves", "reveal": "slowly"}]), "“Month by month”"),
        (file(slides=[{"page": "curves", "title": "x" * 201}]), "201 characters, more than 200"),
        (file(slides=[{"page": "curves", "note": "x" * 5001}]), "more than 5,000"),
        (file(slides=[{"page": "curves", "title": "a\ud800"}]), "U+D800"),
        (file(slides=[{"page": "curves", "version": 3}]), "Slide 1, version: not a text"),
        (file(slides=[{"page": "curves", "view": []}]), "not an object"),
        (file(slides=[{"page": "curves", "view": {"level": 90}}]), "Found: 90"),
        (file(slides=[{"page": "curves", "view": {"level": "90"}}]), '["90"]'),
        (file(slides=[{"page": "curves", "tilte": "x"}]), "“tilte” is not known"),
        (file(mood="x"), "“mood” is not known"),
        (file(title=3), "Title: not a text"),
        (file(slides=[{"page": "curves"}] * (SLIDES_MOST + 1)), "There are 201 slides"),
    ],
)
def test_what_is_wrong_is_said(data, words):
    assert words in told(data)


def test_names_that_stand_twice_are_not_chosen_between():
    data = file().replace(b'{"page": "curves"}', b'{"page": "curves", "page": "study"}')
    read = read_slides(data)
    assert read.slides == ()
    assert "page: stands twice" in read.problems[0].words


def test_absurd_numbers_are_no_texts():
    data = file().replace(b'"curves"', b'"curves", "title": ' + b"9" * 9000)
    assert "not a text" in told(data)


def test_a_damaged_slide_leaves_the_others():
    read = read_slides(file(slides=[{"page": "curves"}, {"page": 1}, {"page": "study"}]))
    assert [slide.page for slide in read.slides] == ["curves", "study"]
    assert [problem.slide for problem in read.problems] == [2]


def test_the_longest_list_can_be_opened_again():
    slides = (Slide("curves", note="\N{GRINNING FACE}" * NOTE_MOST),) * SLIDES_MOST
    assert read_slides(slides_json(slides)).slides == slides
