"""The editor of one slide of the list."""

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
    lists.CURVES: "Curves",
    lists.COMPARE: "Compare arms",
    lists.STUDY: "One study",
    lists.SYNTHESIS: "Pooled",
}
NO_TITLE = "No title"
_RADIO = "slides_radio"


def choose_slide() -> int:
    """Show the list; give the place of the slide to edit, from 0."""
    listed = slides()
    # Set on every run: an edit changes the texts of the options, which would reset the choice.
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
    show_undo()
    return current_place()


def show_undo() -> None:
    """Offer the list before its last change."""
    st.button(
        "Undo",
        on_click=undo,
        disabled=not can_undo(),
        help="Undoes the last change of the list.",
    )


def edit_slide(data: Dataset, at: int) -> None:
    """Show the fields and downloads of one slide."""
    slide = slides()[at]
    made = resolve_slide(data, slide)
    drawn = _SlideWidgets(slide, at, widget_generation())
    _order_buttons(at)
    _text_fields(drawn)
    if not data.tried:
        _version_checkbox(drawn, data)
    with st.expander("Download this slide", key="take_slide", on_change="rerun") as box:
        if box.open:
            titled = replace(made.figure, title=slide.title or made.figure.title)
            show_download_tabs(titled, made.data, slide, f"slide-{at + 1}")
    page = PAGE_NAMES[made.figure.page]
    link = viewer_context().link(made.figure.page, made.figure.asked, slide.version)
    st.html(f'<p class="rd-link">{anchor(f"Open this view on the page {page}", link)}</p>')


@dataclass
class _SlideWidgets:
    """The slide that the widgets edit, its place, and the generation of the widgets."""

    slide: Slide
    at: int
    turn: int

    def change(self, change: Callable[[Slides, int, Any], Slides], to: Any) -> None:
        """Change the slide, wherever it is now, and remember it as it is then.

        One run may bring edits of several widgets and a click that moves the slide, in any order.
        """
        at = self._place(slides())
        edit_slides(change(slides(), at, to))
        if at >= 0:
            self.slide = slides()[at]

    def _place(self, listed: Slides) -> int:
        """Find the slide; -1, at which no edit has an effect, if it is gone."""
        if widget_generation() == self.turn:
            return self.at
        return listed.index(self.slide) if self.slide in listed else -1


def _text_fields(drawn: _SlideWidgets) -> None:
    """Show the fields of title, note and reveal."""
    slide = drawn.slide
    st.text_input(
        "Title", slide.title, max_chars=TITLE_MOST, **_widget_arguments(drawn, lists.set_title)
    )
    st.text_area(
        "Note for the speaker",
        slide.note,
        max_chars=NOTE_MOST,
        height=160,
        **_widget_arguments(drawn, lists.set_note),
    )
    st.segmented_control(
        "Appears",
        REVEALS,
        default=slide.reveal,
        required=True,
        **_widget_arguments(drawn, lists.set_reveal),
    )


def _version_checkbox(drawn: _SlideWidgets, data: Dataset) -> None:
    """Let the slide keep its version of the data, or follow the newest."""
    version = drawn.slide.version or data.version

    def keep_version(listed: Slides, place: int, keep: bool) -> Slides:
        return lists.set_version(listed, place, version if keep else "")

    st.checkbox(
        f"Always show data version {version}",
        bool(drawn.slide.version),
        help="Shown with these data as long as the history has them, also after they change.",
        **_widget_arguments(drawn, keep_version),
    )


def _widget_arguments(
    drawn: _SlideWidgets, change: Callable[[Slides, int, Any], Slides]
) -> dict[str, Any]:
    """Give a widget its key, and a callback that saves each edit.

    The return value of the widget would come too late: a click on another slide may come with
    the edit, and then the widget is not drawn again.
    """
    key = f"slide_{change.__name__}_{drawn.turn}_{drawn.at}"
    return {"key": key, "on_change": lambda: drawn.change(change, st.session_state[key])}


def _order_buttons(at: int) -> None:
    """Show the buttons that move, copy and remove the slide."""
    last = len(slides()) - 1
    with st.container(horizontal=True):
        _button("Up", lists.moved_up, at, at - 1)
        _button("Down", lists.moved_down, at, at + 1)
        _button("Duplicate", lists.duplicate, at, at + 1)
        _button("Remove", lists.remove, at, min(at, last - 1))


def _button(name: str, change: Callable[[Slides, int], Slides], at: int, then: int) -> None:
    # Changes the list in the callback: edits of the other fields come with the click.
    st.button(
        name,
        on_click=partial(_change, change, at, then),
        disabled=change(slides(), at) == slides() and len(slides()) > 0,
    )


def _change(change: Callable[[Slides, int], Slides], at: int, then: int) -> None:
    set_slides(change(slides(), at), then)
