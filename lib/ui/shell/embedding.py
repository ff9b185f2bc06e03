"""A page inside another page: its figure alone, and a word where there is none."""

import re

import streamlit as st

from lib.slides.slide_list import DIFFERENCES, DOTS, SEGMENTS
from lib.ui.components.html_text import say

FIGURE = "figure"
"""What an address asks for where a page has several figures."""

NAMED = re.compile(rf"{DOTS}|{DIFFERENCES}|{SEGMENTS}|[0-9]+(\.[0-9]+)?")
"""The figures of pages that have several; a window's is named by its month."""

_STYLE = """<style>
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] { display: none; }
[data-testid="stMainBlockContainer"] { padding: .5rem; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"]
  > :not(:has([data-testid="stPlotlyChart"], .rd-warning, .rd-alone)) { display: none; }
</style>"""


def is_embedded() -> bool:
    """Tell whether another page shows this one."""
    return bool(st.context.is_embedded)


def hide_all_but_figures() -> None:
    """Hide all but figures, and what a reader must know of a link."""
    st.html(_STYLE)


def is_wanted(key: str) -> bool:
    """Tell whether an embedded page shows this figure; where it names none of ours, any."""
    asked = st.query_params.get(FIGURE, "")
    return asked == key or not NAMED.fullmatch(asked)


def say_no_figure() -> None:
    """Say in place of a figure that there is none."""
    say("What this frame asks for cannot be shown with the data as they are now.", "alone")
