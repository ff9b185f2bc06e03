"""The controls of one month, in a row: filters, rules, and the months at which anybody was seen."""

from dataclasses import replace
from math import ceil
from typing import Any

import streamlit as st

from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.setting import Control, Found, make, settings_of
from lib.analysis.settings import MonthQuestion, View
from lib.charts.forest.forest import MOST_LINES
from lib.slides.page_settings import ARMS_MISSING, COLOUR, FILTERS, LEVEL
from lib.slides.slide_list import COMPARE
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import say
from lib.ui.components.method_links import method_links
from lib.ui.explore.chips import ask_colour, ask_filters, ask_missing, chip_row, more_label
from lib.ui.explore.month_comparison import first_month, found
from lib.ui.explore.pooling.contrast_controls import SETTINGS as CONTRAST_SETTINGS
from lib.ui.explore.pooling.contrast_controls import ask_contrast
from lib.ui.explore.setting_control import ask, reset
from lib.ui.shell.browser import is_narrow
from lib.ui.shell.embedding import is_embedded

MOST_BUTTONS = 7
"""More months than these are a list."""
NARROW_LINES = 16
"""Lines at once in a narrow window, where each is three texts high."""
IN_FILES = f"Slides and downloads have the first {MOST_LINES}, the table has all."
_MONTH, _WITHIN, _ORDER = settings_of(MonthQuestion)
_NARROWING = (_WITHIN, _ORDER, *FILTERS, *ARMS_MISSING, *LEVEL, *CONTRAST_SETTINGS, COLOUR)


def chips(data: Dataset) -> tuple[MonthQuestion | None, ContrastQuestion, str]:
    """Show the controls; give what is asked of a month and over studies, and what colours mean.

    None without a month.
    """
    known = found(data)
    # Not the widget's default, which stays out of the address: a link must name its month.
    if _MONTH.name not in st.session_state and _MONTH.name not in st.query_params:
        st.session_state[_MONTH.name] = _MONTH.text(first_month(data))
    with chip_row():
        values = _filters_and_rules(data, known)
        values[_MONTH.name] = _month(known)
    question, colours = make(ContrastQuestion, values), str(values[COLOUR.name])
    if values[_MONTH.name] is None:
        return None, question, colours
    return make(MonthQuestion, values, view=make(View, values)), question, colours


def _filters_and_rules(data: Dataset, known: Found) -> dict[str, Any]:
    values = ask_filters(FILTERS, known) | ask_missing(ARMS_MISSING) | ask_contrast(data, known)
    more = (_WITHIN, _ORDER, *LEVEL)
    with st.popover(more_label((*more, COLOUR), known)):
        values |= {each.name: ask(each, known) for each in more}
        values[COLOUR.name] = ask_colour(COMPARE)
        method_links("intervals")
    if any(values[each.name] != each.default for each in _NARROWING):
        st.button("Reset all", type="tertiary", on_click=reset_all, args=(data,))
    return values


def _month(known: Found) -> float | None:
    """Ask for the month: by buttons, or from a list of many."""
    is_few = len(known[_MONTH.name]) <= MOST_BUTTONS
    with st.container(
        key="months", horizontal=True, vertical_alignment="center", gap="small", width="content"
    ):
        say(_MONTH.label, "label")
        asked = replace(_MONTH, control=Control.SEGMENTS if is_few else Control.OPTIONAL)
        month: float | None = ask(asked, known, is_label_seen=False)
    return month


def reset_all(data: Dataset) -> None:
    """Set every control but the month back, as a callback of a button."""
    reset(_NARROWING, found(data))


def ask_lines(number: int) -> tuple[int, int]:
    """Ask which of so many lines are shown, where they are too many; give the first and the end."""
    most = NARROW_LINES if is_narrow() else MOST_LINES
    pages = ceil(number / most)
    if pages < 2 or is_embedded():
        return 0, number
    with st.container(key="pager", horizontal=True, vertical_alignment="center"):
        words = st.container(width="content")
        # No part of the address: a page of a narrow window holds other lines than one of a wide.
        page = min(st.pagination(pages, key=f"lines_{most}"), pages)
    first, last = (page - 1) * most, min(page * most, number)
    with words:
        more = [IN_FILES] if number > MOST_LINES else []
        say(" ".join([f"Lines {first + 1} to {last} of {number:,}.", *more]), "quiet")
    return first, last
