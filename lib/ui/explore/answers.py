"""The three questions that a reader brings, with answers that lead to a filled view."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.analysis.settings import View
from lib.narrative.answers import Answer, answer_of_one
from lib.slides.slide_list import COMPARE, CURVES, STUDY, SYNTHESIS
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import escape_markdown
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
def answers(data: Dataset) -> tuple[Answer, ...]:
    """Answer the three questions of all studies, by the usual rules."""
    return (answer_of_one(changes(data, View())),)
