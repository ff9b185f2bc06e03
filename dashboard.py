"""Entry point: the list of pages, and the app that serves them.

`streamlit run dashboard.py` serves `app`; for every visitor it runs `pages/start.py`, which
calls `run_page`. The script that Streamlit runs may not stand beside a folder named `pages`:
Streamlit would list that folder's pages by itself, and would not find the page of the first deep
link after a start.
"""

from copy import copy
from functools import cache

import streamlit as st

from lib.ui.shell.page_frame import ICON, freeze_loaded_modules, open_page
from lib.ui.shell.server import ROUTES, open_browser, show_error

app = st.App("pages/start.py", routes=ROUTES, lifespan=open_browser, on_script_error=show_error)


@cache
def _pages() -> tuple[st.Page, ...]:
    """List the pages once, since Streamlit looks up each file again every time."""
    return (
        st.Page(
            "explore/curves.py",
            title="Response curves",
            icon=":material/show_chart:",
            url_path="curves",
            default=True,
        ),
        st.Page(
            "explore/compare.py",
            title="Compare",
            icon=":material/balance:",
            url_path="compare",
        ),
        st.Page(
            "explore/synthesis.py",
            title="Synthesis",
            icon=":material/join_inner:",
            url_path="synthesis",
        ),
        st.Page(
            "explore/study.py",
            title="One study",
            icon=":material/article:",
            url_path="study",
        ),
        st.Page(
            "present/slides.py",
            title="Slides",
            icon=":material/slideshow:",
            url_path="slides",
        ),
        st.Page(
            "data/studies.py",
            title="All rows",
            icon=":material/table_rows:",
            url_path="studies",
        ),
        st.Page(
            "data/upload.py",
            title="Bring rows",
            icon=":material/upload_file:",
            url_path="upload",
        ),
        st.Page(
            "data/history.py",
            title="History",
            icon=":material/history:",
            url_path="history",
        ),
        st.Page(
            "data/problems.py",
            title="Data check",
            icon=":material/fact_check:",
            url_path="problems",
        ),
        st.Page(
            "data/columns.py",
            title="Data dictionary",
            icon=":material/menu_book:",
            url_path="columns",
        ),
        st.Page(
            "about/methods.py",
            title="Methods",
            icon=":material/functions:",
            url_path="methods",
        ),
    )


def run_page() -> None:
    """Run the page that the address names."""
    st.set_page_config(page_title="Response Decay", page_icon=ICON, layout="wide")
    # A flat list: screen readers cannot follow the list that Streamlit writes for sections.
    # Copies, since Streamlit marks the page that may run.
    page = st.navigation([copy(page) for page in _pages()])
    open_page()
    page.run()
    freeze_loaded_modules(page.url_path)
