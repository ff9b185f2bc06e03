"""The part of the page Slides that an edit changes: it runs without the rest of the page."""

import streamlit as st

from lib.studies.dataset import Dataset
from lib.ui.components.figure import viewers_theme
from lib.ui.components.html_text import say, say_all
from lib.ui.session.session_slides import is_in_link, slides
from lib.ui.session.url import viewer_context
from lib.ui.slides.editor import choose_slide, edit_slide
from lib.ui.slides.presenter import show_slides
from lib.ui.slides.resolve_slide import render_deck, slide_notes
from lib.ui.slides.slide_files import show_slide_downloads, write_link
from lib.ui.unsaved.keep import keep_work, kept_work


@st.fragment
def show_list_section(data: Dataset) -> None:
    """Show the list, its slide in the editor, the show and the files of all; store each edit.

    Whatever shows a title or a note stands in here: an edit runs this and nothing else. The rest of
    the page runs again only where it would say something else.
    """
    if not slides():
        st.rerun()
    if told := slide_notes(data, slides()):
        say_all(told, "warning")
    _show_editor(data)
    st.header("Download all slides", anchor=False)
    show_slide_downloads(data)
    before = _seen_by_the_rest()
    too_long = store_list()
    if _seen_by_the_rest() != before:
        st.rerun()
    if too_long:
        say(too_long, "quiet")


def store_list() -> str:
    """Store the list as unsaved work and in the address; say why the address cannot hold it."""
    keep_work()
    return write_link()


def _seen_by_the_rest() -> tuple[bool, str, str]:
    """Give what the head and the foot of the page say of the list."""
    return is_in_link(), kept_work().token, kept_work().trouble


def _show_editor(data: Dataset) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        at = choose_slide()
    shown = right.container()
    with right:
        edit_slide(data, at)
    # Last, so that it shows the latest edit.
    with shown:
        show_slides(render_deck(data, slides(), viewer_context()), viewers_theme(), at)
