"""Curves: does the response last, and how sure are we?"""

from dataclasses import replace
from functools import partial

import streamlit as st

from lib.analysis.settings import ONE_CHART, PANELS, TABLE
from lib.narrative.captions import view_words
from lib.slides.slide_list import CURVES
from lib.slides.study_pages import page_count
from lib.ui.components.downloads import points_download
from lib.ui.components.figure import picked_row, show_figure
from lib.ui.components.html_text import say, say_all
from lib.ui.components.method_links import method_links
from lib.ui.components.point_cards import show_cards, show_clicked_card
from lib.ui.components.tables import show_points
from lib.ui.explore.answers import answers_place, show_answers
from lib.ui.explore.caution_line import show_caution_line
from lib.ui.explore.curve_controls import chips, found
from lib.ui.explore.curve_text import view_text
from lib.ui.explore.decay_section import show_decay
from lib.ui.figures.curves import curves_page_figure
from lib.ui.figures.figure_section import picture_place, show_page_figure
from lib.ui.figures.line_lift import lift_lines
from lib.ui.figures.page_figure import footer_with_source
from lib.ui.figures.print_text import show_on_paper
from lib.ui.session.dataset import today
from lib.ui.session.url_notes import TABS, note_unknown, remember_study, show_tabs, tell_unknown
from lib.ui.shell.first_look import show_first_look
from lib.ui.shell.page_frame import close_page, open_figure_page

TITLE = "Curves"
READ, CAUTIONS, FALL, SOURCES = (
    "Read the numbers",
    "Cautions and notes",
    "How fast it falls",
    "Sources and methods",
)

head = open_figure_page(TITLE)
data = head.data

place_of_answers = answers_place()
note_unknown(CURVES, found(data))
tell_unknown(CURVES)
view, look = chips(data)
shown = view_text(data, view)
if view.focus:
    remember_study(view.focus[0])

if shown.points.empty:
    head.end_early("No point matches all of these filters.", "Take one away, or “Reset all”.")

show_caution_line(shown.mixed_in_short, len(shown.cautions), TABS, CAUTIONS)

if look.layout == PANELS and (pages := page_count(shown.points)) > 1:
    look = replace(look, page=st.pagination(pages, key="page", bind="query-params"))
figure = curves_page_figure(data, view, look)
head.say(shown.finding, shown.doubt, figure.colours)
if look.layout == TABLE:
    show_points(shown.table, shown.points)
else:
    with picture_place():
        show_page_figure(figure, data, CURVES, show_figure, head.actions)
    say(footer_with_source(figure.method, data, today()), "footnote")
if look.fitted and look.layout == PANELS:
    say(f"Fitted lines are drawn in the layout “{ONE_CHART}” only.", "quiet")
if (row := picked_row()) in shown.cards:
    show_clicked_card(shown.cards[row])

show_on_paper(data, view)
show_answers(data, place_of_answers)


def show_numbers() -> None:
    say(shown.headline, "headline")
    if shown.cards:
        show_cards(shown.cards.values())
    if look.layout != TABLE:
        show_points(shown.table, shown.points)
    points_download(shown.points, data, view, TITLE)


def show_cautions() -> None:
    if shown.recounted:
        say_all(shown.recounted, "compare", f"Counting {view.rule.lower()}")
    if shown.mixed:
        say_all(shown.mixed, "compare", "What may not be compared here")
    if shown.cautions:
        say_all(shown.cautions, "compare", "Cautions")
    if shown.notes:
        say_all(shown.notes, "compare", "Notes on these numbers")


def show_sources() -> None:
    say_all(view_words(view), "small", "Shown now")
    say_all(shown.citations, "small", "Where the numbers are published")
    method_links("a-point", "intervals", "missing-patients", "glossary")


show_tabs(
    {
        READ: show_numbers,
        CAUTIONS: show_cautions,
        FALL: partial(show_decay, data, view, TITLE),
        SOURCES: show_sources,
    }
)
if look.layout == ONE_CHART:
    lift_lines(shown.points)
show_first_look()
close_page(data)
