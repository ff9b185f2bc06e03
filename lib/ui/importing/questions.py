"""The questions that a file leaves open, each with its readings on two of the file's own rows."""

import html
from functools import partial

import streamlit as st

from lib.studies.intake.questions import FileQuestion
from lib.studies.problems import visible
from lib.ui.components.html_text import escape_markdown, say
from lib.ui.components.tables import html_table
from lib.ui.importing.file_state import file_state, say_of_file
from lib.ui.importing.pipeline import ReadSource
from lib.ui.importing.sources import MADE


def ask_questions(read: ReadSource) -> None:
    """Show every question, answered or not, so that an answer can be changed."""
    asked = read.imported.asked
    if not asked:
        return
    open_ones = len(read.imported.questions)
    st.subheader("Questions" if open_ones else "Questions, answered", anchor=False)
    for question in asked:
        with st.container(border=True):
            _ask(question, read)


def _ask(question: FileQuestion, read: ReadSource) -> None:
    say(question.text, "label")
    if question.why:
        say(question.why, "quiet")
    if question.rows:
        _show_readings(question)
    key = f"{MADE}ask_{read.place}_{question.key}"
    answer = read.said.answers.get(question.key)
    label = escape_markdown(question.text)
    store = partial(_answer, read.place, question, key)
    if not question.choices:
        st.session_state[key] = answer or ""
        st.text_input(label, key=key, on_change=store, label_visibility="collapsed", max_chars=100)
        return
    words = {choice.value: choice.words for choice in question.choices}
    st.session_state[key] = answer if answer in words else None
    st.radio(
        label,
        list(words),
        index=None,
        format_func=lambda value: escape_markdown(visible(words[value])),
        key=key,
        on_change=store,
        horizontal=True,
        label_visibility="collapsed",
    )


def _show_readings(question: FileQuestion) -> None:
    """Show rows of the file, and what each choice would make of them."""
    known = {name for row in question.rows for name in row}
    read_as = [choice for choice in question.choices if choice.value in known]
    has_rows = any(row["row"] for row in question.rows)
    names = [("row", "Row")] if has_rows else []
    has_columns = any(row["column"] for row in question.rows)
    if has_columns:
        names.append(("column", "Column" if has_rows else "Sheet"))
    names.append(("cell", "In the file"))
    headers = [words for _, words in names] + [f"If {choice.words}" for choice in read_as]
    keys = [name for name, _ in names] + [choice.value for choice in read_as]
    rows = ([html.escape(visible(row.get(name, ""))) for name in keys] for row in question.rows)
    caption = html.escape(f"Rows that show it: {question.text}")
    st.html(html_table(caption, map(html.escape, headers), rows))


def _answer(place: str, question: FileQuestion, key: str) -> None:
    value = (st.session_state[key] or "").strip()
    answers = {**file_state(place).said.answers, question.key: value}
    change = "the answer" if value else "taking the answer away"
    say_of_file(place, change, answers={name: text for name, text in answers.items() if text})
