"""A figure on a page: its alt text, and what a click on it does."""

from typing import Any

import streamlit as st

from lib.ui.components.resettable_widgets import set_anew

CHART = "chart"
FOCUS = "focus"
PICKED = "picked_row"

# Files come from “Download”, with title and source in them, which Plotly's own button leaves out.
CONFIG = {"displayModeBar": False}


def viewers_theme() -> str:
    """Give the name of the theme that the viewer has chosen."""
    return st.context.theme.type or "light"


def show_figure(figure: Any, alt: str) -> None:
    """Show a figure whose points, when clicked, put their study in focus."""
    st.plotly_chart(
        figure,
        theme=None,
        key=CHART,
        on_select=_focus_on_click,
        selection_mode="points",
        config=CONFIG,
        alt=alt,
    )


def show_plain_figure(figure: Any, alt: str, key: str) -> None:
    """Show a figure whose points cannot be clicked."""
    st.plotly_chart(figure, theme=None, key=key, config=CONFIG, alt=alt)


def picked_row() -> int | None:
    """Give the row number of the point last clicked, if any."""
    return st.session_state.get(PICKED)


def _focus_on_click() -> None:
    """Focus on the study of the clicked point; a second click on it ends the focus."""
    clicked = [point.get("customdata") for point in st.session_state[CHART].selection.points]
    if not clicked or not clicked[0]:
        return
    study, row = clicked[0][:2]
    again = row == st.session_state.get(PICKED) and study in st.session_state.get(FOCUS, ())
    set_anew({FOCUS: [] if again else [study]})
    st.session_state[PICKED] = None if again else row
