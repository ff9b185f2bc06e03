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

SIDEBAR_WIDTH = 208
"""In pixels."""

app = st.App("pages/start.py", routes=ROUTES, lifespan=open_browser, on_script_error=show_error)


PAGES = {
    "Explore": (
        ("explore/curves.py", "Curves", "show_chart", "curves"),
        ("explore/compare.py", "Compare arms", "balance", "compare"),
        ("explore/synthesis.py", "Pooled", "join_inner", "synthesis"),
        ("explore/study.py", "One study", "article", "study"),
    ),
    "Present": (("present/slides.py", "Slides", "slideshow", "slides"),),
    "Data": (
        ("data/studies.py", "Rows", "table_rows", "studies"),
        ("data/upload.py", "Import", "upload_file", "upload"),
        ("data/history.py", "History", "history", "history"),
        ("data/problems.py", "Checks", "fact_check", "problems"),
    ),
    "About": (
        ("data/columns.py", "Columns", "menu_book", "columns"),
        ("about/methods.py", "Methods", "functions", "methods"),
    ),
}
"""File, name, icon and address of each page; the first is the one that opens."""


@cache
def _pages() -> dict[str, list[st.Page]]:
    """List the pages once, since Streamlit looks up each file again every time."""
    return {
        group: [
            st.Page(
                file, title=name, icon=f":material/{icon}:", url_path=path, default=path == "curves"
            )
            for file, name, icon, path in pages
        ]
        for group, pages in PAGES.items()
    }


def run_page() -> None:
    """Run the page that the address names."""
    st.set_page_config("Response Decay", ICON, "wide", initial_sidebar_state=SIDEBAR_WIDTH)
    # Copies, since Streamlit marks the page that may run.
    page = st.navigation({group: list(map(copy, pages)) for group, pages in _pages().items()})
    open_page()
    page.run()
    freeze_loaded_modules(page.url_path)
