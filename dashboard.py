"""The front door: the list of pages and what they share."""

import streamlit as st

from lib.ui.frame import ICON, freeze_what_is_loaded, open_page

st.set_page_config(page_title="Response Decay", page_icon=ICON, layout="wide")

# A flat list: with sections Streamlit writes a list that screen readers cannot follow.
page = st.navigation(
    [
        st.Page(
            "pages/explore/curves.py",
            title="Response curves",
            icon=":material/show_chart:",
            url_path="curves",
            default=True,
        ),
        st.Page(
            "pages/explore/study.py",
            title="One study",
            icon=":material/article:",
            url_path="study",
        ),
        st.Page(
            "pages/data/problems.py",
            title="Data check",
            icon=":material/fact_check:",
            url_path="problems",
        ),
        st.Page(
            "pages/about/methods.py",
            title="Methods",
            icon=":material/functions:",
            url_path="methods",
        ),
    ]
)
open_page()
page.run()
freeze_what_is_loaded(page.url_path)
