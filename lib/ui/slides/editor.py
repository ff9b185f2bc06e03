"""One slide of the list, to be seen and changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from lib.slides import slide_list as lists
from lib.slides.slide_list import NOTE_MOST, REVEALS, TITLE_MOST, Slide, Slides
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import anchor, escape_markdown
from lib.ui.figures.figure_downloads import show_download_tabs
from lib.ui.session.session_slides import (
    can_undo,
    current_place,
    edit_slides,
    select_place,
    set_slides,
    slides,
    undo,
    widget_generation,
)
from lib.ui.session.url import viewer_context
from lib.ui.slides.resolve_slide import resolve_slide

PAGE_NAMES = {
    lists.CURVES: "Response curves",
    lists.COMPARE: "Compare",
    lists.STUDY: "One study",
    lists.SYNTHESIS: "Synthesis",
}
NO_TITLE = "No title"
_RADIO = "slides_radio"


def choose_slide() -> int:
    """Show the list; give the place of the slide to edit, from 0."""
    listed = slides()
    # Set anew each time: after an edit its texts are others, and the choice would be lost.
    st.session_state[_RADIO] = current_place()
    st.radio(
        "Slides, in their order",
        range(len(listed)),
        format_func=lambda place: (
            f"{place + 1}. {escape_markdown(listed[place].title or NO_TITLE)}"
        ),
        key=_RADIO,
        on_change=lambda: select_place(st.session_state[_RADIO]),
    )
    st.button("Undo", on_click=undo, disabled=not can_undo(), help="Brings back the list before.")
    return current_place()


def edit_slide(data: Dataset, at: int) -> None:
    """Show what can be changed of one slide, and take it away."""
    slide = slides()[at]
    made = resolve_slide(data, slide)
    drawn = _SlideWidgets(slide, at, widget_generation())
    _order_buttons(at)
    _text_fields(drawn)
    if not data.tried:
        _version_checkbox(drawn, data)
    with st.expander("Take this slide away", key="take_slide", on_change="rerun") as box:
        if box.open:
            titled = replace(made.figure, title=slide.title or made.figure.title)
            show_download_tabs(titled, made.data, slide, f"slide-{at + 1}")
    page = PAGE_NAMES[made.figure.page]
    link = viewer_context().link(made.figure.page, made.figure.asked, slide.version)
    st.html(anchor(f"Open this view on the page {page}", link))


@dataclass
class _SlideWidgets:
    """The slide that widgets are drawn for: what it is, its place, and the turn they belong to."""

    slide: Slide
    at: int
    turn: int

    def change(self, change: Callable[[Slides, int, Any], Slides], to: Any) -> None:
        """Change it, wherever it stands by now, and know it by what it then is.

        Several widgets and a click that moves the slide may come in one run, in any order.
        """
        at = self._place(slides())
        edit_slides(change(slides(), at, to))
        if at >= 0:
            self.slide = slides()[at]

    def _place(self, listed: Slides) -> int:
        """Find where it stands; -1, which changes nothing, where it is gone."""
        if widget_generation() == self.turn:
            return self.at
        return listed.index(self.slide) if self.slide in listed else -1


def _text_fields(drawn: _SlideWidgets) -> None:
    """Show title, note, and how the slide appears."""
    slide = drawn.slide
    st.text_input(
        "Title", slide.title, max_chars=TITLE_MOST, **_widget_arguments(drawn, lists.retitled)
    )
    st.text_area(
        "Note for the speaker",
        slide.note,
        max_chars=NOTE_MOST,
        height=160,
        **_widget_arguments(drawn, lists.annotated),
    )
    st.segmented_control(
        "Appears",
        REVEALS,
        default=slide.reveal,
        required=True,
        **_widget_arguments(drawn, lists.revealed),
    )


def _version_checkbox(drawn: _SlideWidgets, data: Dataset) -> None:
    """Let the slide keep to the data as they are now, or follow them."""
    version = drawn.slide.version or data.version

    def keep_version(listed: Slides, place: int, keep: bool) -> Slides:
        return lists.pinned(listed, place, version if keep else "")

    st.checkbox(
        f"Keep to data version {version}",
        bool(drawn.slide.version),
        help="Shown with these data as long as the history has them, also after they change.",
        **_widget_arguments(drawn, keep_version),
    )


def _widget_arguments(
    drawn: _SlideWidgets, change: Callable[[Slides, int, Any], Slides]
) -> dict[str, Any]:
    """Give a widget its key, and keep what is typed there as soon as it comes.

    Not when the widget is drawn again: a click on another slide may come with it, and then it is
    not. It changes the slide that it was typed for, wherever that stands by then.
    """
    key = f"slide_{change.__name__}_{drawn.turn}_{drawn.at}"
    return {"key": key, "on_change": lambda: drawn.change(change, st.session_state[key])}


def _order_buttons(at: int) -> None:
    """Show what moves, copies and removes the slide."""
    last = len(slides()) - 1
    with st.container(horizontal=True):
        _button("Up", lists.moved_up, at, at - 1)
        _button("Down", lists.moved_down, at, at + 1)
        _button("Duplicate", lists.duplicated, at, at + 1)
        _button("Remove", lists.removed, at, min(at, last - 1))


def _button(name: str, change: Callable[[Slides, int], Slides], at: int, then: int) -> None:
    # On the click, not now: what is typed into the other fields comes with it.
    st.button(
        name,
        on_click=partial(_change, change, at, then),
        disabled=change(slides(), at) == slides() and len(slides()) > 0,
    )


def _change(change: Callable[[Slides, int], Slides], at: int, then: int) -> None:
    set_slides(change(slides(), at), then)
