"""Pooled: what studies of one treatment say together, and why others are left out."""

import streamlit as st

from lib.narrative.captions import view_words
from lib.narrative.pooling.synthesis_text import NOT_A_COMPARISON, NOT_A_COURSE, WHAT_IS_POOLED
from lib.slides.slide_list import SYNTHESIS
from lib.ui.components.html_text import say, say_all
from lib.ui.components.method_links import method_links
from lib.ui.explore.caution_line import show_caution_line
from lib.ui.explore.chips import chip_row
from lib.ui.explore.pooling.change_controls import ask_show
from lib.ui.explore.pooling.new_study_section import (
    present_worth,
    show_overview,
    show_priors,
    synthesis_download,
    windows_to_open,
)
from lib.ui.explore.pooling.synthesis_controls import ask_which_pool, chips, found
from lib.ui.explore.pooling.synthesis_section import (
    show_pool,
    show_studies,
    synthesis,
    window_text,
)
from lib.ui.figures.changes.view import show_change
from lib.ui.figures.figure_section import picture_place, show_page_figure
from lib.ui.figures.page_figure import footer_with_source
from lib.ui.figures.pooling.chance_section import show_chance
from lib.ui.figures.synthesis import pool_figure
from lib.ui.session.dataset import today
from lib.ui.session.url_notes import TABS, note_unknown, show_tabs, tell_unknown
from lib.ui.shell.page_frame import close_page, open_figure_page

TITLE = "Pooled"
STUDIES, SURE, CAUTIONS, SOURCES = (
    "Which studies are in",
    "How sure it is",
    "Cautions and notes",
    "Sources and methods",
)
ONE_TREATMENT = "A pool is no comparison of treatments, and pools are no course over time."
NOTHING = "Nothing is pooled here, so there is nothing to be sure of."

head = open_figure_page(TITLE)
data = head.data

note_unknown(SYNTHESIS, found(data, st.query_params.get("treatment", "")))
tell_unknown(SYNTHESIS)
row = chip_row()
is_change = ask_show(row)
asked, colours, more = chips(data, row)
shown = synthesis(data, asked)
for said in filter(None, (shown.statement, shown.unstated)):
    say(said, "warning")
if shown.choices:
    say_all(shown.choices, "warning", "Left out until you choose an arm")
if is_change:
    show_change(head, asked, row, colours, (STUDIES, SURE, CAUTIONS, SOURCES))
    close_page(data)
    st.stop()

title, lead, cautions, place = shown.title, shown.lead, shown.cautions, None
if opened := windows_to_open(data, asked):
    with row:
        place = ask_which_pool(opened, shown.windows)
    if place is not None:
        told = window_text(data, asked, place)
        title, lead, cautions = told.title, told.headline, list(told.cautions)
    show_caution_line((), len(cautions), TABS, CAUTIONS, ONE_TREATMENT)
    if place is None or shown.windows[place].is_pooled:
        figure, key = pool_figure(data, asked, place, present_worth(), colours)
        with picture_place():
            show_page_figure(figure, data, key, actions=head.actions)
        say(footer_with_source(figure.method, data, today()), "footnote")
worth = show_chance(data, asked, place, colours, (head.actions, more))
head.say(title, lead)


def show_studies_of_pool() -> None:
    show_studies(shown)
    synthesis_download(data, asked, worth, f"{TITLE}, {asked.question.treatment}")


def show_certainty() -> None:
    if place is not None:
        show_priors(data, asked, worth, place)
        show_pool(data, asked, place)
    elif shown.pooled:
        if shown.headline != shown.lead:
            say(shown.headline, "headline")
        show_overview(shown.overview, data, asked, worth)
    else:
        say(NOTHING)


def show_cautions() -> None:
    course = [NOT_A_COURSE] if shown.pooled else []
    say_all([NOT_A_COMPARISON, *course], "compare", "Not a comparison")
    if shown.lessons:
        say_all(shown.lessons, "compare", "What keeps studies out of a pool")
    if cautions:
        say_all(cautions, "compare", "Cautions")


def show_sources() -> None:
    say(WHAT_IS_POOLED, "quiet")
    say_all(view_words(asked.view), "small", "Shown now")
    if shown.citations:
        say_all(shown.citations, "small", "Where the numbers are published")
    method_links("pooling-studies", "a-point", "intervals", "missing-patients", "glossary")


contents = (show_studies_of_pool, show_certainty, show_cautions, show_sources)
show_tabs(dict(zip((STUDIES, SURE, CAUTIONS, SOURCES), contents, strict=True)))
close_page(data)
