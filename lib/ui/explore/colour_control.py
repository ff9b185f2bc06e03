"""What colour stands for: one choice that goes with a reader from page to page."""

import streamlit as st

from lib.slides.page_settings import COLOUR
from lib.ui.explore.setting_control import ask

CHOSEN, ASKED_ON = "last_colour", "last_colour_page"


def ask_colour(page: str) -> str:
    """Show the control, set as on the page before if the address does not say; give the choice."""
    is_new = st.session_state.get(ASKED_ON) != page
    if is_new and COLOUR.name not in st.query_params:
        # To Streamlit the control of each page is another one, which begins with its default.
        st.session_state[COLOUR.name] = COLOUR.text(last_colours())
    chosen = str(ask(COLOUR, {}))
    st.session_state.update({CHOSEN: chosen, ASKED_ON: page})
    return chosen


def last_colours() -> str:
    """Give what was last chosen on any page."""
    return str(st.session_state.get(CHOSEN, COLOUR.default))
