"""One study: its curve, and every number of it, visit by visit, with its source."""

from functools import partial

import streamlit as st

from lib.analysis.settings import View
from lib.slides.slide_list import STUDY
from lib.ui.components.downloads import points_download
from lib.ui.components.figure import picked_row, show_figure
from lib.ui.components.html_text import facts, say, say_all
from lib.ui.components.method_links import method_links
from lib.ui.components.point_cards import show_clicked_card
from lib.ui.explore.curve_controls import found
from lib.ui.explore.curve_text import study_text, view_text
from lib.ui.explore.decay_section import show_decay
from lib.ui.explore.study_picker import pick_study
from lib.ui.figures.curves import study_page_figure
from lib.ui.figures.figure_section import picture_place, show_page_figure
from lib.ui.figures.page_figure import footer_with_source
from lib.ui.session.dataset import today
from lib.ui.session.url_notes import note_unknown, show_tabs, tell_unknown
from lib.ui.shell.page_frame import close_page, open_figure_page

TITLE = "One study"
VISITS, FALL, METHODS = ("Visit by visit", "How fast it falls", "Methods")
CHART_WIDTH, FACTS_WIDTH = 62, 38
CHART_PIXELS = 620
"""Of the figure in a window of 1280."""

head = open_figure_page(TITLE)
data = head.data

names = found(data)["studies"]
note_unknown(STUDY, {"study": names})
tell_unknown(STUDY)
study, colours = pick_study(names)
if study is None:
    head.end_early("Choose a study.")

view = View(studies=(study,), focus=(study,))
shown, told = view_text(data, view), study_text(data, view)
figure = study_page_figure(data, study, colours)
head.say(study, told.line, links=told.links)

chart, about = picture_place().columns([CHART_WIDTH, FACTS_WIDTH], gap="medium")
with chart:
    show_page_figure(figure, data, STUDY, show_figure, head.actions, CHART_PIXELS)
with about, st.container(key="about", gap="small"):
    say(shown.headline, "headline")
    st.html(facts(told.about))
    if shown.mixed:
        say_all(shown.mixed, "compare", "What may not be compared here")
    if told.notes:
        say_all(told.notes, "small", "How these numbers are known")
    points_download(shown.points, data, view, study)
say(footer_with_source(figure.method, data, today()), "footnote")

if (row := picked_row()) in shown.cards:
    show_clicked_card(shown.cards[row])


def show_methods() -> None:
    sections = ("a-point", "the-count-behind-a-percentage", "intervals", "missing-patients")
    method_links(*sections, "how-fast-it-falls", "glossary")


show_tabs(
    {
        VISITS: partial(st.html, told.visits),
        FALL: partial(show_decay, data, view, study),
        METHODS: show_methods,
    }
)
close_page(data)
