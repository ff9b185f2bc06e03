"""Entry point: the list of pages, and the app that serves them.

`streamlit run dashboard.py` serves `app`; for every visitor it runs `pages/start.py`, which
calls `run_page`. The script that Streamlit runs may not stand beside a folder named `pages`:
Streamlit would list that folder's pages by itself, and would not find the page of the first deep
link after a start.
"""

from collections.abc import Iterable
from copy import copy
from functools import cache

import streamlit as st

from lib.events import RERUN, measure
from lib.ui.shell.page_frame import ICON, freeze_loaded_modules, open_page
from lib.ui.shell.server import guard_middleware, light_middleware, routes, show_error, start

SIDEBAR_WIDTH = 208
"""In pixels."""


EXPLORE = "Explore"
"""The group of the pages that draw a chart."""

FRONT = "curves"

PAGES = {
    EXPLORE: (
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


def _addresses(groups: Iterable[str]) -> list[str]:
    """The front page has the address of the whole dashboard."""
    paths = [path for group in groups for _, _, _, path in PAGES[group]]
    return ["" if path == FRONT else path for path in paths]


app = st.App(
    "pages/start.py",
    routes=routes(),
    middleware=[
        *guard_middleware(),
        light_middleware(_addresses([EXPLORE]), _addresses(PAGES.keys() - {EXPLORE})),
    ],
    lifespan=start,
    on_script_error=show_error,
)


@cache
def _pages() -> dict[str, list[st.Page]]:
    """List the pages once, since Streamlit looks up each file again every time."""
    return {
        group: [
            st.Page(
                file, title=name, icon=f":material/{icon}:", url_path=path, default=path == FRONT
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
    with measure(RERUN):
        open_page()
        page.run()
    freeze_loaded_modules(page.url_path)
