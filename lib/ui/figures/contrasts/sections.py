"""The arms of each study, and the same two treatments over studies, on the page Compare."""

from typing import Any

import streamlit as st

from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.settings import MonthQuestion
from lib.slides.slide_list import CONTRAST, DIFFERENCES, OVER_TIME
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import facts, say
from lib.ui.components.tables import show_frame
from lib.ui.explore.month_comparison import MOST_PAIRS, MonthComparison, first_pairs, show_numbers
from lib.ui.explore.pooling.contrast_section import (
    contrast_download,
    contrast_text,
    over_time_text,
    show_what_if_contrast,
)
from lib.ui.figures.arms import differences_page_figure
from lib.ui.figures.contrasts.page_figures import contrast_page_figure, over_time_page_figure
from lib.ui.figures.figure_section import picture_place, show_actions, show_page_figure
from lib.ui.figures.page_figure import PageFigure, footer_with_source
from lib.ui.session.dataset import today
from lib.ui.shell.embedding import is_embedded

OVER_STUDIES, LASTS = "over studies", "over time"
"""Said after each action of a figure that is not the first of its page."""
DOES_IT_LAST = "Does the difference last?"
PAIRS = "The two arms of each study, one by one"


def show_contrast(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion, colours: str, actions: Any
) -> bool:
    """Show two treatments over studies at a month and over time; tell whether they are pooled."""
    figure = contrast_page_figure(data, month, question, colours)
    if figure is None:
        return False
    with picture_place():
        show_page_figure(figure, data, CONTRAST, actions=actions)
    say(contrast_text(data, month, question).shares)
    say(footer_with_source(figure.method, data, today()), "footnote")
    if over_time := over_time_page_figure(data, month, question, colours):
        _show_over_time(over_time, data, over_time_text(data, month, question))
    return True


def _show_over_time(figure: PageFigure, data: Dataset, told: str) -> None:
    with st.container(key="third_head", horizontal=True, vertical_alignment="center"):
        st.subheader(DOES_IT_LAST, anchor=False, width="content")
        actions = st.container(horizontal=True, width="content", gap="xsmall")
    say(told)
    show_page_figure(figure, data, OVER_TIME, actions=actions, of=LASTS)
    say(footer_with_source(figure.method, data, today()), "footnote")


def show_pairs(
    shown: MonthComparison, data: Dataset, month: MonthQuestion, colours: str, actions: Any
) -> None:
    """Show the arms of each study against each other; without a place for actions, when opened.

    They are then the same studies as in the figure above, a row each.
    """
    figure = differences_page_figure(data, month, colours)
    if actions is not None or is_embedded():
        show_actions(figure, data, DIFFERENCES, actions)
        with picture_place():
            _show_rows(shown, data, month, figure)
        return
    with st.expander(PAIRS, key="pairs_one_by_one", on_change="rerun") as box:
        if box.open:
            place = st.container(horizontal=True, width="content", gap="xsmall")
            show_actions(figure, data, DIFFERENCES, place)
            _show_rows(shown, data, month, figure)


def _show_rows(
    shown: MonthComparison, data: Dataset, month: MonthQuestion, figure: PageFigure
) -> None:
    st.html(first_pairs(data, month, figure.colour_by))
    if len(shown.pairs) > MOST_PAIRS:
        say(f"The first {MOST_PAIRS} of {len(shown.pairs)}. All are in the table.", "quiet")
    say(footer_with_source(figure.method, data, today()), "footnote")


def show_all_numbers(
    shown: MonthComparison,
    data: Dataset,
    month: MonthQuestion,
    question: ContrastQuestion,
    page: str,
) -> None:
    """Show how sure the pooled effect is and all tables, and offer them as CSV."""
    if figure := contrast_page_figure(data, month, question):
        st.html(facts(contrast_text(data, month, question).facts))
        show_frame(figure.table(), "Two treatments over studies, a row a study")
        if over_time := over_time_page_figure(data, month, question):
            show_frame(over_time.table(), "Two treatments over time, a row a window")
        show_what_if_contrast(data, month, question)
        contrast_download(data, month, question, page)
    show_numbers(shown, data, month, page)
