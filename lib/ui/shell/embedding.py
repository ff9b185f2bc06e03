"""A page embedded in another: its figure alone, or a note that there is none."""

import re

import streamlit as st

from lib.slides.slide_list import DIFFERENCES, DOTS, SEGMENTS
from lib.ui.components.html_text import say

FIGURE = "figure"
"""The query parameter that names one of several figures of a page."""

NAMED = re.compile(rf"{DOTS}|{DIFFERENCES}|{SEGMENTS}|[0-9]+(\.[0-9]+)?")
"""Names of figures on pages that have several; that of a window is its month."""

PADDING = 8
"""Pixels around the figure of an embedded page."""

_STYLE = f"""<style>
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] {{ display: none; }}
[data-testid="stMainBlockContainer"] {{ padding: {PADDING}px; }}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"]
  > :not(:has([data-testid="stPlotlyChart"], .rd-warning, .rd-alone)) {{ display: none; }}
</style>"""


def is_embedded() -> bool:
    """Tell whether another page shows this one."""
    return bool(st.context.is_embedded)


def hide_all_but_figures() -> None:
    """Hide everything but figures and warnings about the link."""
    st.html(_STYLE)


def is_wanted(key: str) -> bool:
    """Tell whether an embedded page shows this figure; a page that names no known one shows any."""
    asked = st.query_params.get(FIGURE, "")
    return asked == key or not NAMED.fullmatch(asked)


def say_no_figure() -> None:
    """Say that there is no figure."""
    say("What this frame asks for cannot be shown with the data as they are now.", "alone")
