"""The front door: the list of pages and what they share."""

import streamlit as st

from lib.ui.frame import ICON, open_page

st.set_page_config(page_title="Response Decay", page_icon=ICON, layout="wide")

page = st.navigation(
    {
        "Explore": [
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
        ],
        "Data": [
            st.Page(
                "pages/data/problems.py",
                title="Data check",
                icon=":material/fact_check:",
                url_path="problems",
            ),
        ],
        "About": [
            st.Page(
                "pages/about/methods.py",
                title="Methods",
                icon=":material/functions:",
                url_path="methods",
            ),
        ],
    }
)
open_page()
page.run()
