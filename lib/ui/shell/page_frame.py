"""The frame of every page: style, logo, title, state of the data, disclaimer."""

import gc
import html
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.studies.dataset import Dataset
from lib.studies.validation.report import summary
from lib.ui.components.html_text import anchor, say
from lib.ui.components.resettable_widgets import begin, draw_again
from lib.ui.editing.draft import unsaved_draft
from lib.ui.importing.examples import offer_start
from lib.ui.importing.sources import sources
from lib.ui.session.data_version import data_of_link
from lib.ui.session.dataset import dataset, store_trouble, today
from lib.ui.session.session_slides import is_in_link, slides
from lib.ui.session.trial_rows import current_trial, show_trial_banner
from lib.ui.session.url_notes import TABS
from lib.ui.shell.browser import copy_link, tidy_navigation
from lib.ui.shell.embedding import hide_all_but_figures, is_embedded, say_no_figure
from lib.ui.unsaved.banner import remember_in_browser, show_unsaved_work
from lib.ui.unsaved.keep import days, find_work, keep_work, kept_work

STYLE = Path(__file__).with_name("style.css")
ICON = Path(__file__).with_name("icon.svg")
WORDMARK = Path(__file__).with_name("wordmark.svg")
DISCLAIMER = (
    "For information about published evidence only. It is not medical advice, does not say "
    "what will happen to any one patient, and does not replace the judgement of a clinician "
    "or the articles themselves."
)
PAGE = "page_of_figures"
"""Which page showed its tabs last."""
PROBLEMS_PAGE = "data/problems.py"
Legend = tuple[tuple[str, str, str], ...]
"""What colours mean: a name, and its colour on a light and on a dark page."""
METHODS_PAGE = "about/methods.py"
NO_STUDY = "There is no study to show yet: the file has no row that can be used."


@cache
def freeze_loaded_modules(_page: str) -> None:
    """Exclude what a page has loaded from later garbage collections, once a page.

    Streamlit collects in full after every run; walking the modules of pandas and
    Plotly each time costs more than the page itself (`benchmarks/rerun.py`).
    """
    gc.collect()
    gc.freeze()


@cache
def _freeze_imports(_page: str) -> None:
    """Exclude the modules of a page from collections before its numbers are made, once a page.

    With a large file the interpreter collects in full while they are made, and everybody waits.
    """
    gc.freeze()


def open_page() -> None:
    """Prepare what every page needs, before anything is shown."""
    begin()
    st.html(STYLE)
    st.logo(WORDMARK, icon_image=ICON, size="large")
    tidy_navigation()
    if is_embedded():
        hide_all_but_figures()
    else:
        find_work()
    if current_trial():
        dataset()  # joins the trial rows to the newest studies before the banner counts them
        show_trial_banner()


def show_heading(title: str) -> Dataset:
    """Show a page's title, a way to copy its link, and a pointer to problems in the data."""
    _freeze_imports(title)
    data = dataset()
    _show_title(title, data)
    return data


@dataclass(frozen=True)
class FigureHead:
    """The top of a page whose title is what its figure shows: filled once that is known."""

    name: str
    data: Dataset
    title: DeltaGenerator
    lead: DeltaGenerator
    actions: DeltaGenerator

    def end_early(self, why: str, advice: str = "") -> NoReturn:
        """End the page under its name, since it has nothing to show: why, and what to do."""
        self.say(self.name)
        end_early(self.data, why, advice)

    def say(
        self,
        title: str,
        lead: str = "",
        colours: Legend = (),
        links: Mapping[str, str] | None = None,
    ) -> None:
        """Show the title, and under it a line that ends with what the colours mean, or links."""
        names = " · ".join(_coloured(*each) for each in colours)
        more = " · ".join(anchor(*each) for each in (links or {}).items())
        said = " ".join(filter(None, [html.escape(lead), names, more and f"· {more}"]))
        self.title.html(f'<h1 class="rd-title">{html.escape(title)}</h1>')
        if said:
            self.lead.html(f'<p class="rd-lead">{said}</p>')


def _coloured(name: str, light: str, dark: str) -> str:
    style = f"--light:{light};--dark:{dark}"
    return f'<span class="rd-colour" style="{style}">{html.escape(name)}</span>'


def open_figure_page(name: str) -> FigureHead:
    """Begin a page with a figure; end it where there is no study.

    Its link may ask for another version of the data.
    """
    _leave_tab_behind(name)
    _freeze_imports(name)
    data = dataset()
    title = st.container(key="title")
    with st.container(key="actions", horizontal=True, width="content", gap="xsmall"):
        actions = st.container(horizontal=True, width="content", gap="xsmall")
        copy_link(_is_unsaved())
    lead = st.container(key="lead")
    _show_notices(data)
    head = FigureHead(name, data_of_link(data), title, lead, actions)
    if head.data.rows.empty:
        head.end_early(NO_STUDY)
    return head


def _leave_tab_behind(name: str) -> None:
    """Forget which tab was open on the page before, which this one may not have.

    Streamlit would write it into the address of this page, and take it out again: two steps of the
    browser's history that “Back” does not get past.
    """
    if st.session_state.get(PAGE) != name and TABS not in st.query_params:
        st.session_state.pop(TABS, None)
    st.session_state[PAGE] = name


def _show_title(title: str, data: Dataset) -> None:
    with st.container(key="heading", horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False)
        copy_link(_is_unsaved())
    _show_notices(data)


def _show_notices(data: Dataset) -> None:
    show_unsaved_work()
    if away := store_trouble():
        say(away, "warning")
    if told := problem_summary(data):
        say(told, "warning")
        st.page_link(PROBLEMS_PAGE, label="See what is wrong and how to correct it")


def _is_unsaved() -> bool:
    """Tell whether a reload would lose rows, or slides that are not in the address."""
    if days() and not kept_work().trouble:
        return False
    return bool(sources() or unsaved_draft() or current_trial() or (slides() and not is_in_link()))


def problem_summary(data: Dataset) -> str:
    """Summarize the errors of the file in a sentence; blank if there are none."""
    return summary(data, data.name) if data.errors else ""


def end_early(data: Dataset, why: str, advice: str = "") -> NoReturn:
    """End a page that has nothing to show: why, and what to do about it."""
    say(why, "headline")
    if advice:
        say(advice)
    if data.rows.empty:
        offer_start()
    close_page(data)
    st.stop()


def close_page(data: Dataset) -> None:
    """End a page with the version of the data and the disclaimer."""
    if is_embedded():
        say_no_figure()
    else:
        keep_work()
        remember_in_browser()
    with st.container(key="page_end", horizontal=True, vertical_alignment="center"):
        say(f"Data: {data.name}, version {data.version}. Shown on {today()}. {DISCLAIMER}", "end")
        st.page_link(METHODS_PAGE, label="How every number is made", width="content")
    draw_again()
