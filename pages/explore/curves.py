"""Response curves: does the response last, and how sure are we?"""

import streamlit as st

from lib.charts.panels import page_count
from lib.ui import filters
from lib.ui.data import curves_figure, panels_figure, points, series_rows
from lib.ui.details import point_cards
from lib.ui.downloads import points_download
from lib.ui.figure import picked_row, show_figure
from lib.ui.frame import closing, heading, picture
from lib.ui.links import note_unknown, tell_unknown
from lib.ui.prose import say, say_all
from lib.ui.tables import points_table
from lib.ui.viewport import is_narrow
from lib.views.caveats import cautions, incomparable, not_recounted
from lib.views.words import figure_footer, figure_title, headline, sentences

TITLE = "Response curves"

data = heading(TITLE)
rows = series_rows(data)
if rows.empty:
    say("There is no study to show yet: no row of the file can be used.", "headline")
    closing(data)
    st.stop()

note_unknown("curves", filters.choices(rows))
tell_unknown("curves")
view = filters.sidebar(rows)
with st.sidebar:
    st.button("Reset all", on_click=filters.reset, args=(rows,), icon=":material/restart_alt:")
shown = points(data, view)
narrow = is_narrow()

if shown.empty:
    say("No point matches all of these filters.", "headline")
    say("Take one away, or use “Reset all” in the sidebar.")
    closing(data)
    st.stop()

focused = shown[shown["study"] == view.focus]
say(headline(shown), "headline")
say_all(sentences(shown if focused.empty else focused), "small")

look = picture(
    data,
    figure_title(view),
    figure_footer(shown, view),
    narrow,
    st.session_state["colour"].lower(),
)
alt = " ".join([figure_title(view), headline(shown), *sentences(shown)])
if st.session_state["layout"] == filters.PANELS:
    pages = page_count(shown)
    page = st.pagination(pages, key="page", bind="query-params") if pages > 1 else 1
    show_figure(panels_figure(data, view, look, page), alt)
else:
    show_figure(curves_figure(data, view, look), alt)

if mixed := incomparable(shown):
    say_all(mixed, "compare", "What may not be compared here")
if marked := cautions(shown):
    say_all(marked, "compare", "Cautions")
if lost := not_recounted(shown, view):
    say_all(lost, "compare", f"Not shown, since “{view.missing.lower()}” cannot be worked out")

if not focused.empty:
    st.subheader("Every point of the study in focus", anchor=False)
    point_cards(focused, view.missing, picked_row())

st.subheader("The same numbers as a table", anchor=False)
points_table(shown, "The numbers of the figure above, a row a point")
points_download(shown, data, view, TITLE)
closing(data)
