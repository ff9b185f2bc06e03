"""The controls of how numbers are made, on pages whose intervals have a method of their own."""

import streamlit as st

from lib.analysis.setting import make
from lib.analysis.settings import View
from lib.narrative.captions import view_words
from lib.slides.page_settings import RULES
from lib.ui.components.html_text import say_all
from lib.ui.components.method_links import method_links
from lib.ui.explore.setting_control import ask


def rules() -> View:
    """Show in the sidebar how missing patients count and the level; give the view of them."""
    with st.sidebar:
        with st.popover("How numbers are made", icon=":material/tune:", width="stretch"):
            view = make(View, {each.name: ask(each, {}) for each in RULES})
            method_links("missing-patients", "intervals")
        say_all(view_words(view), "quiet", "Shown now")
    return view
