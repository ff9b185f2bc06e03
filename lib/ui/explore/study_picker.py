"""Which study is looked at: a list of them, with the one before and the one after."""

from collections.abc import Sequence

import streamlit as st

from lib.slides.page_settings import COLOUR, PAGE_SETTINGS
from lib.slides.slide_list import STUDY
from lib.ui.components.html_text import say
from lib.ui.explore.chips import ask_colour, chip_row
from lib.ui.explore.setting_control import ask
from lib.ui.session.url_notes import remembered_study

(_STUDY,) = (each for each in PAGE_SETTINGS[STUDY] if each != COLOUR)


def pick_study(names: Sequence[str]) -> tuple[str | None, str]:
    """Ask for a study, None while none is chosen, and what its colours stand for, in a row."""
    # Set here, since a widget's default stays out of the address: a link must name its study.
    if _STUDY.name not in st.session_state and _STUDY.name not in st.query_params:
        st.session_state[_STUDY.name] = remembered_study(names)
    with chip_row():
        before = st.empty()
        with st.container(key="picker", width=PICKER_WIDTH):
            study: str | None = ask(_STUDY, {_STUDY.name: names}, is_label_seen=False)
        place = names.index(study) if study in names else -1
        with before:
            _step("Previous", "chevron_left", names, place - 1 if place > 0 else None)
        _step("Next", "chevron_right", names, place + 1 if place + 1 < len(names) else None)
        if study is not None:
            say(f"{place + 1} of {len(names)}", "quiet")
        with st.popover("Look"):
            colours = ask_colour(STUDY)
    return study, colours


PICKER_WIDTH = 320
"""In pixels."""


def _step(label: str, icon: str, names: Sequence[str], to: int | None) -> None:
    """Show a button that goes to another study; without one it is closed."""
    st.button(
        label,
        key=f"study_{label}",
        icon=f":material/{icon}:",
        disabled=to is None,
        on_click=st.session_state.update,
        args=({_STUDY.name: names[to or 0]},),
    )
