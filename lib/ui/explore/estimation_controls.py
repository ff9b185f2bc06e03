"""The controls of how numbers are made, on pages whose intervals have a method of their own."""

import streamlit as st

from lib.analysis.view import MISSING_RULES, View
from lib.narrative.captions import view_words
from lib.stats.intervals import LEVELS
from lib.ui.components.html_text import say_all
from lib.ui.components.method_links import method_links


def rules() -> View:
    """Show in the sidebar how missing patients count and the level; both are bound to the URL."""
    start = View()
    with st.sidebar:
        with st.popover("How numbers are made", icon=":material/tune:", width="stretch"):
            missing = st.radio(
                "Patients enrolled but not assessed",
                MISSING_RULES,
                key="missing",
                bind="query-params",
            )
            level = st.segmented_control(
                "Confidence level (%)",
                LEVELS,
                default=start.level,
                required=True,
                key="level",
                bind="query-params",
            )
            method_links("missing-patients", "intervals")
        view = View(missing=missing or start.missing, level=int(level or start.level))
        say_all(view_words(view), "quiet", "Shown now")
    return view
