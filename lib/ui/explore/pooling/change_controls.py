"""The controls of the change within the same studies; they stand on the page in that view only."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.analysis.pooling.question import ChangeQuestion, PoolingQuestion
from lib.analysis.setting import Control, Setting, make, settings_of
from lib.phrases import listing
from lib.slides.page_settings import PAGE_SETTINGS
from lib.slides.slide_list import CHANGES, SAME_STUDIES, SLOPES, SYNTHESIS
from lib.ui.components.html_text import say
from lib.ui.components.method_links import method_links
from lib.ui.explore.setting_control import ask, present_value
from lib.ui.shell.embedding import FIGURE, is_embedded, say_no_figure

CHANGE_FIGURES = (SLOPES, CHANGES)
NO_SUCH_WINDOW = "No window lies around {}, so it is not compared. Choose it under “Windows” first."
SHOWN_AS = "Shown as"


def page_setting(name: str) -> Setting:
    """Give a setting of the page Pooled by its name."""
    return next(each for each in PAGE_SETTINGS[SYNTHESIS] if each.name == name)


def ask_show(row: DeltaGenerator) -> bool:
    """Ask what the page is about; tell whether that is the same studies, earlier and later."""
    show, named = page_setting("show"), st.query_params.get(FIGURE)
    is_new = show.name not in st.session_state and show.name not in st.query_params
    if is_new and named in CHANGE_FIGURES:
        # An address may name a figure alone, and the first figure does not stay in it.
        st.session_state[show.name] = st.query_params[show.name] = SAME_STUDIES
    with row, st.container(key="about", width="content"):
        return bool(ask(show, {}, is_label_seen=False) == SAME_STUDIES)


def present_change(asked: PoolingQuestion) -> ChangeQuestion:
    """Give what the controls of the change are set to, before they are shown."""
    known = known_months(asked.question.centres)
    settings = settings_of(ChangeQuestion)
    return make(ChangeQuestion, {each.name: present_value(each, known) for each in settings})


def ask_change(row: DeltaGenerator, asked: PoolingQuestion, label: str) -> ChangeQuestion:
    """Ask which two windows are compared, by which measure and with which correlation.

    `label` says in Markdown what is compared now.
    """
    known, settings = known_months(asked.question.centres), settings_of(ChangeQuestion)
    lost = [
        text
        for each in settings
        if each.name in known
        and (text := st.query_params.get(each.name))
        and text not in each.known_texts(known)
    ]
    with row, st.popover(f"Change: {label}"):
        values = {each.name: ask(each, known) for each in settings}
        method_links("the-same-studies-earlier-and-later")
    if lost:
        say(NO_SUCH_WINDOW.format(f"month {listing(lost)}"), "warning")
    return make(ChangeQuestion, values)


def ask_which_figure(row: DeltaGenerator, is_pooled: bool) -> str:
    """Ask which of the two figures is drawn; give its name, blank where nothing is pooled."""
    figure = replace(
        page_setting(FIGURE),
        label=SHOWN_AS,
        control=Control.SEGMENTS,
        default=SLOPES,
        choices=CHANGE_FIGURES,
    )
    if is_embedded() and not is_pooled:
        say_no_figure()
        st.stop()
    if not is_pooled:
        return ""
    if st.session_state.get(FIGURE) not in CHANGE_FIGURES:
        st.session_state.pop(FIGURE, None)
    with (
        row,
        st.container(
            key="pools", horizontal=True, vertical_alignment="center", gap="small", width="content"
        ),
    ):
        say(SHOWN_AS, "label")
        return str(ask(figure, {}, is_label_seen=False))


def known_months(months: Sequence[float]) -> dict[str, list[float]]:
    """List what an address can name as the two windows, of the months of a file."""
    return {each.name: list(months) for each in settings_of(ChangeQuestion, "earlier", "later")}
