from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.slides.slide_list import (
    BY_MONTH,
    NOTE_MOST,
    SLIDES_MOST,
    TITLE_MOST,
    Slide,
    add,
    duplicate,
    moved_down,
    moved_up,
    remove,
    set_note,
    set_reveal,
    set_title,
)

A, B, C = (Slide("curves", title=title) for title in "ABC")
CHANGES = (
    duplicate,
    remove,
    moved_up,
    moved_down,
    lambda slides, at: set_title(slides, at, "x"),
    lambda slides, at: set_note(slides, at, "x"),
    lambda slides, at: set_reveal(slides, at, BY_MONTH),
)


def test_each_change_does_what_it_is_called():
    assert add((A,), B) == (A, B)
    assert duplicate((A, B), 0) == (A, A, B)
    assert remove((A, B, C), 1) == (A, C)
    assert moved_up((A, B, C), 2) == (A, C, B)
    assert moved_down((A, B, C), 0) == (B, A, C)
    assert set_title((A, B), 1, "C") == (A, C)
    assert set_note((A,), 0, "so\nit is") == (replace(A, note="so\nit is"),)
    assert set_reveal((A,), 0, BY_MONTH) == (replace(A, reveal=BY_MONTH),)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("at", [-1, 3, 10**9])
def test_a_slide_that_is_not_there_changes_nothing(change, at):
    assert change((A, B, C), at) == (A, B, C)


def test_the_first_goes_no_higher_and_the_last_no_lower():
    assert moved_up((A, B), 0) == moved_down((A, B), 1) == (A, B)


def test_a_full_list_stays_as_it_is():
    full = (A,) * SLIDES_MOST
    assert add(full, B) == duplicate(full, 0) == full


def test_an_unknown_way_to_appear_changes_nothing():
    assert set_reveal((A,), 0, "Sideways") == (A,)


@given(st.text(), st.integers(0, 6000))
def test_titles_and_notes_always_fit(text, times):
    (slide,) = set_note(set_title((A,), 0, text * times), 0, text * times)
    assert len(slide.title) <= TITLE_MOST
    assert len(slide.note) <= NOTE_MOST
    assert "\n" not in slide.title
