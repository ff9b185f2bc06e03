"""Response curves: does the response last, and how sure are we?"""

from dataclasses import replace

import streamlit as st

from lib.analysis.settings import ONE_CHART, PANELS
from lib.charts.curves.small_multiples import page_count
from lib.slides.slide_list import CURVES
from lib.ui.components.downloads import points_download
from lib.ui.components.figure import picked_row, show_figure
from lib.ui.components.html_text import say, say_all
from lib.ui.components.method_links import method_links
from lib.ui.components.point_cards import show_cards, show_clicked_card
from lib.ui.components.tables import show_points
from lib.ui.explore.curve_controls import found, sidebar
from lib.ui.explore.curve_text import view_text
from lib.ui.explore.decay_section import show_decay
from lib.ui.figures.curves import curves_page_figure
from lib.ui.figures.figure_section import show_page_figure
from lib.ui.session.url_notes import note_unknown, remember_study, tell_unknown
from lib.ui.shell.page_frame import NO_STUDY, close_page, end_early, show_figure_heading

TITLE = "Response curves"

data = show_figure_heading(TITLE)
if data.rows.empty:
    end_early(data, NO_STUDY)

note_unknown(CURVES, found(data))
tell_unknown(CURVES)
view, look = sidebar(data)
shown = view_text(data, view)
if view.focus:
    remember_study(view.focus)

if shown.points.empty:
    end_early(
        data,
        "No point matches all of these filters.",
        "Take one away, or use “Reset all” in the sidebar.",
    )

say(shown.headline, "headline")
say_all(shown.sentences, "small")

if look.layout == PANELS and (pages := page_count(shown.points)) > 1:
    look = replace(look, page=st.pagination(pages, key="page", bind="query-params"))
show_page_figure(curves_page_figure(data, view, look), data, CURVES, show_figure)
if look.fitted and look.layout == PANELS:
    say(f"Fitted lines are drawn in the layout “{ONE_CHART}” only.", "quiet")
method_links("a-point", "intervals", "missing-patients", "glossary")

if (row := picked_row()) in shown.cards:
    show_clicked_card(shown.cards[row])
if shown.recounted:
    say_all(shown.recounted, "compare", f"Counting {view.missing.lower()}")
if shown.mixed:
    say_all(shown.mixed, "compare", "What may not be compared here")
if shown.cautions:
    say_all(shown.cautions, "compare", "Cautions")
if shown.notes:
    say_all(shown.notes, "compare", "Notes on these numbers")

show_decay(data, view, TITLE)

if shown.cards:
    st.header("Every point of the study in focus", anchor=False)
    show_cards(shown.cards.values())

st.header("The same numbers as a table", anchor=False)
show_points(shown.table)
points_download(shown.points, data, view, TITLE)
close_page(data)
