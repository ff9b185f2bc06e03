"""Response curves: does the response last, and how sure are we?"""

import streamlit as st

from lib.charts.panels import page_count
from lib.ui import filters
from lib.ui.decay import show_decay
from lib.ui.details import show_cards, show_picked
from lib.ui.downloads import points_download
from lib.ui.figure import picked_row, show_figure
from lib.ui.frame import NO_STUDY, closing, end_early, figure_heading
from lib.ui.links import note_unknown, remember_study, tell_unknown
from lib.ui.methods import method_links
from lib.ui.prose import say, say_all
from lib.ui.screen import screen
from lib.ui.showing import show_sight
from lib.ui.sights.curves import curves_sight
from lib.ui.tables import show_points

TITLE = "Response curves"

data = figure_heading(TITLE)
if data.rows.empty:
    end_early(data, NO_STUDY)

note_unknown("curves", filters.choices(data))
tell_unknown("curves")
view, look = filters.sidebar(data)
shown = screen(data, view)
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

page = 1
if look.layout == filters.PANELS and (pages := page_count(shown.points)) > 1:
    page = st.pagination(pages, key="page", bind="query-params")
show_sight(curves_sight(data, view, look, page), data, "curves", show_figure)
if look.fitted and look.layout == filters.PANELS:
    say(f"Fitted lines are drawn in the layout “{filters.ONE_CHART}” only.", "quiet")
method_links("a-point", "intervals", "missing-patients", "glossary")

if (row := picked_row()) in shown.cards:
    show_picked(shown.cards[row])
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
closing(data)
