import base64
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.slides.slide_json import slides_json
from lib.slides.slide_list import Slide
from lib.slides.slide_url import slides_from_text, slides_to_text

SLIDE = Slide("study", (("study", ("Kim 2010",)),), "One visit")


def text_of(packed):
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def told(text):
    read = slides_from_text(text)
    assert read.slides == ()
    (problem,) = read.problems
    return problem.words


def test_a_few_slides_make_a_short_link():
    link = slides_to_text([SLIDE] * 6)
    assert link.reason == ""
    assert len(link.text) < 300


def test_spaces_of_a_mail_do_not_matter():
    text = slides_to_text([SLIDE]).text
    assert slides_from_text(f" {text[:9]}\n{text[9:]}=").slides == (SLIDE,)


def test_too_many_slides_are_for_the_file():
    letters = random.Random(1)
    notes = [f"{letters.getrandbits(10000)}" for _ in range(3)]
    assert slides_to_text([Slide("curves", note=note) for note in notes[:1]]).text
    link = slides_to_text([Slide("curves", note=note) for note in notes * 3])
    assert link.text == ""
    assert "the file instead" in link.reason


def test_what_unpacks_to_very_much_is_not_unpacked():
    assert "unpack to more than" in told(text_of(zlib.compress(b" " * 2_000_000)))
    assert slides_to_text([Slide("curves", note="x" * 5000)] * 200).text == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "incomplete"),
        ("a", "incomplete"),
        ("äöü", "incomplete"),
        ("a+b/", "incomplete"),
        ("abcd", "changed on the way"),
        ("A" * 6001, "more than 6,000"),
        (text_of(zlib.compress(slides_json([SLIDE]))[:-9]), "cut off"),
        (text_of(zlib.compress(slides_json([SLIDE])) + b"more"), "Something follows"),
        (text_of(zlib.compress(b"[]")), "This link is JSON, but not a list"),
    ],
)
def test_what_is_wrong_with_a_link_is_said(text, words):
    assert words in told(text)


@given(st.data())
def test_a_changed_character_never_passes_unseen(data):
    text = slides_to_text([SLIDE]).text
    at = data.draw(st.integers(0, len(text) - 2))
    other = data.draw(st.sampled_from("Ab9_-".replace(text[at], "")))
    read = slides_from_text(text[:at] + other + text[at + 1 :])
    assert read.slides == (SLIDE,) or read.problems
