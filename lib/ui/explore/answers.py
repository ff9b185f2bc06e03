"""The three questions that a reader brings, with answers that lead to a filled view."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.pooling.question import ChangeQuestion
from lib.analysis.settings import MonthQuestion, View
from lib.narrative.answers import (
    MOST_ROWS,
    UNANSWERED,
    ShortAnswer,
    answer_across,
    answer_against_other,
    answer_of_one,
)
from lib.slides.page_settings import usable
from lib.slides.slide_list import COMPARE, CURVES, STUDY, SYNTHESIS
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import escape_markdown
from lib.ui.explore.month_comparison import first_month
from lib.ui.explore.pooling.change_section import change_of
from lib.ui.explore.pooling.contrast_section import contrast_of, windows_of
from lib.ui.explore.pooling.synthesis_controls import found
from lib.ui.figures.synthesis import pools_of
from lib.ui.session.dataset import changes
from lib.ui.session.dataset_cache import cache_on_dataset

FILES = {
    CURVES: "explore/curves.py",
    COMPARE: "explore/compare.py",
    STUDY: "explore/study.py",
    SYNTHESIS: "explore/synthesis.py",
}


def answers_place() -> DeltaGenerator:
    """Make the row, which has its height before the answers are there."""
    return st.container(key="answers", horizontal=True, gap="small")


def show_answers(data: Dataset, place: DeltaGenerator) -> None:
    """Show each question with its answer in short."""
    for answer in answers(data):
        label = f":small[{answer.question}] **{escape_markdown(answer.text)}**"
        asked = [(name, text) for name, texts in answer.asked for text in texts]
        place.page_link(FILES[answer.page], label=label, query_params=asked)


@cache_on_dataset()
def answers(data: Dataset) -> tuple[ShortAnswer, ...]:
    """Answer the three questions of all studies, by the usual rules."""
    return (
        answer_of_one(changes(data, View())),
        *((_across(data), _against_other(data)) if len(data.rows) <= MOST_ROWS else UNANSWERED),
    )


def _across(data: Dataset) -> ShortAnswer:
    asked = pools_of(data, usable(SYNTHESIS, (), found(data, "")), "")
    return answer_across(change_of(data, asked, ChangeQuestion()))


def _against_other(data: Dataset) -> ShortAnswer:
    month = MonthQuestion(first_month(data))
    contrast = contrast_of(data, month, ContrastQuestion())
    return answer_against_other(contrast, windows_of(data, month, ContrastQuestion()))
