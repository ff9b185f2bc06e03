"""One study: its curve, its counts, and the source of each number."""

import streamlit as st

from lib.analysis.settings import View
from lib.slides.page_settings import PAGE_SETTINGS
from lib.slides.slide_list import STUDY
from lib.ui.components.downloads import points_download
from lib.ui.components.figure import picked_row, show_figure
from lib.ui.components.html_text import facts, say, say_all
from lib.ui.components.method_links import method_links
from lib.ui.components.point_cards import show_cards, show_clicked_card
from lib.ui.components.tables import show_points
from lib.ui.explore.colour_control import colour_in_sidebar
from lib.ui.explore.curve_controls import found
from lib.ui.explore.curve_text import study_text, view_text
from lib.ui.explore.decay_section import show_decay
from lib.ui.explore.setting_control import ask
from lib.ui.figures.curves import study_page_figure
from lib.ui.figures.figure_section import show_page_figure
from lib.ui.session.url_notes import note_unknown, remembered_study, tell_unknown
from lib.ui.shell.page_frame import NO_STUDY, close_page, end_early, show_figure_heading

data = show_figure_heading("One study")
if data.rows.empty:
    end_early(data, NO_STUDY)

names = found(data)["studies"]
note_unknown(STUDY, {"study": names})
tell_unknown(STUDY)
# Set here, since a widget's default stays out of the address: a link must name its study.
if "study" not in st.session_state and "study" not in st.query_params:
    st.session_state["study"] = remembered_study(names)
study = ask(PAGE_SETTINGS[STUDY][0], {"study": names})
if study is None:
    end_early(data, "Choose a study.")

colours = colour_in_sidebar(STUDY)
view = View(studies=(study,), focus=(study,))
shown, told = view_text(data, view), study_text(data, view)
say(shown.headline, "headline")
say_all(told.sentences, "small")
show_page_figure(study_page_figure(data, study, colours), data, "study", show_figure)
method_links("a-point", "intervals", "glossary")

if (row := picked_row()) in shown.cards:
    show_clicked_card(shown.cards[row])

st.header("How fast it falls", anchor=False)
show_decay(data, view, study)

st.header("The study", anchor=False)
st.html(facts(told.about, told.links))
if shown.mixed:
    say_all(shown.mixed, "compare", "What may not be compared here")

st.header("Who was counted", anchor=False)
method_links("the-count-behind-a-percentage", "missing-patients")
say_all(told.findings)
if shown.notes:
    say_all(shown.notes, "compare", "Notes on these numbers")

st.header("Each number in full", anchor=False)
show_cards(shown.cards.values())

st.header("The same numbers as a table", anchor=False)
show_points(shown.table)
points_download(shown.points, data, view, study)
close_page(data)
