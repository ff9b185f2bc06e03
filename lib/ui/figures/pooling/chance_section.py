"""The chance that a new study exceeds a share on its page, with what a reader can ask of it."""

from contextlib import nullcontext
from functools import partial
from typing import Any

import streamlit as st

from lib.analysis.pooling.question import PoolingQuestion, Worth
from lib.narrative.pooling.new_study_text import chance_marks, chance_sentence
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import say
from lib.ui.explore.pooling.new_study_section import (
    HEADING,
    ask_worth,
    chance_figure,
    chance_under_forest,
    new_study_of,
)
from lib.ui.explore.pooling.synthesis_section import windows
from lib.ui.figures.figure_section import picture_place, show_page_figure
from lib.ui.figures.page_figure import footer_with_source
from lib.ui.figures.pooling.chance import chance_key, chance_page_figure
from lib.ui.session.dataset import today

CHANCE = "chance"


def show_chance(
    data: Dataset, asked: PoolingQuestion, place: int | None, colours: str, rooms: tuple[Any, Any]
) -> Worth:
    """Ask which share a new study is to exceed, and show how often it would; give what is asked.

    Parameters
    ----------
    data, asked, colours
        As for the figures of the page.
    place
        The window's place among them: the figure stands under its forest plot, whose scale it has,
        or alone where that window is not pooled. None shows nothing.
    rooms
        Where the actions of the page stand, and where it is asked if nothing is shown.
    """
    actions, elsewhere = rooms
    if place is None:
        with elsewhere:
            return ask_worth()
    is_under = windows(data, asked)[place].is_pooled
    if is_under:
        with st.container(key="second_head", horizontal=True, vertical_alignment="center"):
            st.subheader(HEADING, anchor=False, width="content")
            actions = st.container(horizontal=True, width="content", gap="xsmall")
    worth = ask_worth()
    new = new_study_of(data, asked, place, worth.tau_scale)
    if new.reason:
        say(chance_sentence(new, worth), "quiet")
        return worth
    figure = chance_page_figure(data, asked, worth, place, colours)
    draw = partial(chance_under_forest if is_under else chance_figure, data, asked, worth, place)
    key = chance_key(new.window.centre)
    with nullcontext() if is_under else picture_place():
        show_page_figure(
            figure, data, key, actions=actions, of=CHANCE if is_under else "", draw=draw
        )
    whole = footer_with_source(figure.method, data, today())
    say(chance_marks(new, worth) if is_under else whole, "footnote")
    return worth
