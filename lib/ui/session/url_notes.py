"""An address is a view, and may name what is no longer there."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from lib.analysis.setting import Found
from lib.slides.page_settings import PAGE_SETTINGS, choices, present_address
from lib.ui.components.html_text import say_all
from lib.ui.explore.setting_control import control_state

NOTES = "link_notes"
ASKED = "asked_again"
"""An address that is asked for again: the texts of each name."""
STUDY = "last_study"
TABS, ASKED_TAB = "tab", "asked_tab"
"""The key of the tabs under a figure, and the tab that is asked for again."""


def remember_study(study: str) -> None:
    """Keep the study in focus for the page of one study."""
    st.session_state[STUDY] = study


def remembered_study(names: Sequence[str]) -> str:
    """Give the study last in focus, or the first."""
    last = str(st.session_state.get(STUDY, ""))
    return last if last in names else names[0]


def restore(page: str, found: Found) -> None:
    """Set the controls of a page as the address says that a reader went back to."""
    asked = st.session_state.pop(ASKED, {})
    for each in PAGE_SETTINGS[page]:
        if texts := asked.get(each.name):
            st.session_state[each.name] = control_state(each, each.value(texts, found), found)
    if texts := asked.get(TABS):
        st.session_state[ASKED_TAB] = texts[0]


@st.fragment
def show_tabs(contents: Mapping[str, Callable[[], object]]) -> None:
    """Show the tabs under a figure, bound to the address; the one that is asked for is open.

    A click on a tab makes what stands in it, and runs nothing else of the page.

    Parameters
    ----------
    contents
        By the name of its tab, what shows each.
    """
    if (asked := st.session_state.pop(ASKED_TAB, "")) in contents:
        st.session_state[TABS] = asked
    tabs = st.tabs(list(contents), key=TABS, bind="query-params")
    for tab, show in zip(tabs, contents.values(), strict=True):
        with tab:
            if tab.open:
                show()


def note_unknown(page: str, found: Found) -> None:
    """Remember what this page's address names that is not there.

    Streamlit drops such values from the address without a word, so this runs
    before the controls, and only when a link is opened. What was written otherwise in addresses
    before is written as it is now.
    """
    restore(page, found)
    if (key := f"{NOTES}_{page}") in st.session_state:
        return
    asked = tuple((name, tuple(st.query_params.get_all(name))) for name in st.query_params)
    present = present_address(page, asked)
    # A control of one value takes it from here, whatever the address says.
    st.session_state.update({name: texts[0] for name, texts in set(present) - set(asked)})
    known = choices(page, found)
    st.session_state[key] = [
        f"{name} “{value}”"
        for name, texts in present
        for value in texts
        if name in known and value and value not in known[name]
    ]


def tell_unknown(page: str) -> None:
    """Say what the link named that is not there, until the reader has seen it."""
    notes = st.session_state.get(f"{NOTES}_{page}")
    if not notes:
        return
    said, button = st.columns([6, 1], vertical_alignment="center")
    with said:
        say_all(
            notes,
            "warning",
            "This link names what is not in the data now; it was left out:",
        )
    button.button("Dismiss", on_click=st.session_state.update, args=({f"{NOTES}_{page}": []},))
