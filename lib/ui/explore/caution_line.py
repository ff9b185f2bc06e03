"""The line over a figure that says what may not be compared, and opens why."""

from collections.abc import Sequence

import streamlit as st

from lib.phrases import listing, with_noun
from lib.ui.components.html_text import say

MOST_NAMED = 2


def show_caution_line(
    mixed: Sequence[str], cautions: int, tabs: str, tab: str, line: str = ""
) -> None:
    """Say in a line what may not be compared; buttons open the tab that says why.

    Parameters
    ----------
    mixed
        What is mixed, in a few words each.
    cautions
        How many cautions there are.
    tabs, tab
        The key of the tabs, and which of them says why.
    line
        What is said instead of what is mixed.
    """
    if not mixed and not cautions and not line:
        return
    with st.container(key="caution_line", horizontal=True, vertical_alignment="center", gap=None):
        say(f"⚠ {line}" if line else _line(mixed), "caution-line")
        names = ["Why"] if mixed or line else []
        names += [with_noun(cautions, "caution")] if cautions else []
        for name in names:
            st.button(
                name,
                key=f"open_{name}",
                type="tertiary",
                on_click=st.session_state.update,
                args=({tabs: tab},),
            )


def _line(mixed: Sequence[str]) -> str:
    if not mixed:
        return "⚠ Read this with care:"
    named = list(mixed[:MOST_NAMED])
    more = [f"{len(mixed) - MOST_NAMED} more"] if len(mixed) > MOST_NAMED else []
    return f"⚠ Levels may not be compared between studies: {listing([*named, *more])}."
