"""The list of slides of this session, and the place of the slide in the editor."""

from dataclasses import dataclass

import streamlit as st

from lib.slides.slide_list import (
    BY_MONTH,
    BY_STUDY,
    SLIDES_MOST,
    STUDY,
    Slide,
    Slides,
    add,
    fit_title,
)
from lib.ui.figures.page_figure import PageFigure

LINK = "slides"
"""The query parameter that holds the list."""

_SLIDES, _CHOSEN, _TURN = "slides_listed", "slides_chosen", "slides_turn"
_BEFORE, _LATEST = "slides_before", "slides_latest"


@dataclass
class LatestSlides:
    """The list after the last edit, for who cannot ask the session: files are made in a thread."""

    slides: Slides


def slides() -> Slides:
    """Give the list."""
    listed: Slides = st.session_state.get(_SLIDES, ())
    return listed


def latest_slides() -> LatestSlides:
    """Give what always has the list of this session, also after this run."""
    held: LatestSlides = st.session_state.setdefault(_LATEST, LatestSlides(slides()))
    return held


def is_in_link() -> bool:
    """Tell whether the address holds the list, so that a reload does not lose it."""
    return LINK in st.query_params


def current_place() -> int:
    """Give the place of the slide in the editor, from 0; 0 if the list is empty."""
    return max(0, min(int(st.session_state.get(_CHOSEN, 0)), len(slides()) - 1))


def widget_generation() -> int:
    """Count how often the slides under the widgets changed; each time needs new widgets."""
    return int(st.session_state.get(_TURN, 0))


def edit_slides(listed: Slides) -> None:
    """Store edited slides; their order is the same."""
    st.session_state[_SLIDES] = listed
    latest_slides().slides = listed


def set_slides(listed: Slides, at: int = 0) -> None:
    """Replace the list, and edit its slide at this place, from 0."""
    st.session_state[_BEFORE] = (slides(), current_place())
    _set_list(listed, at)


def forget_slides() -> None:
    """Forget the list, and the one to go back to."""
    st.session_state.pop(_BEFORE, None)
    _set_list((), 0)


def put_slides_back(listed: Slides, at: int) -> None:
    """Go on with the slides of another session."""
    _set_list(listed, at)


def can_undo() -> bool:
    """Tell whether there is a list to go back to."""
    return _BEFORE in st.session_state


def undo() -> None:
    """Restore the list before the last change."""
    _set_list(*st.session_state.pop(_BEFORE))


def _set_list(listed: Slides, at: int) -> None:
    edit_slides(listed)
    select_place(at)
    st.session_state[_TURN] = widget_generation() + 1


def select_place(at: int) -> None:
    """Edit this slide."""
    st.session_state[_CHOSEN] = at


def add_slide(figure: PageFigure, version: str) -> None:
    """Append a slide of a figure, in the callback of a button.

    `version` is the data version that the slide keeps; blank to follow the newest.
    """
    before = slides()
    if len(before) == SLIDES_MOST:
        st.toast(f"A list holds {SLIDES_MOST} slides at most. Remove one first.")
        return
    reveal = BY_MONTH if figure.page == STUDY else BY_STUDY
    slide = Slide(figure.page, figure.asked, fit_title(figure.slide_title), "", reveal, version)
    set_slides(add(before, slide), len(before))
    st.toast(f"Added as slide {len(slides())} to the list on the page Slides.")
