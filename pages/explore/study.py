"""One study: its curve, who was counted, and where each number stands."""

import streamlit as st

from lib.ui.data import curves_figure, points, series_rows
from lib.ui.details import point_cards
from lib.ui.downloads import points_download
from lib.ui.figure import show_figure
from lib.ui.frame import closing, heading, picture
from lib.ui.links import note_unknown, tell_unknown
from lib.ui.prose import doi_links, facts, say, say_all
from lib.ui.tables import points_table
from lib.ui.viewport import is_narrow
from lib.views.truth import about_study, count_findings
from lib.views.view import View
from lib.views.words import figure_footer, figure_title, sentences

TITLE = "One study"

data = heading(TITLE)
rows = series_rows(data)
if rows.empty:
    say("There is no study to show yet: no row of the file can be used.", "headline")
    closing(data)
    st.stop()

names = rows["study"].unique().tolist()
note_unknown("study", {"study": names})
tell_unknown("study")
study = st.selectbox("Study", names, key="study", bind="query-params")

view = View(studies=(study,))
shown = points(data, view)
say_all(sentences(shown, most=len(shown)))
look = picture(data, figure_title(view), figure_footer(shown, view), is_narrow(), "study")
show_figure(curves_figure(data, view, look), f"{study}. {' '.join(sentences(shown))}")

st.subheader("The study", anchor=False)
st.html(facts(about_study(shown), doi_links(shown["doi"].iloc[0])))

if findings := count_findings(shown):
    st.subheader("Who was counted", anchor=False)
    say_all(findings)

st.subheader("Each number in full", anchor=False)
point_cards(shown, view.missing)

st.subheader("The same numbers as a table", anchor=False)
points_table(shown, "The numbers of the figure above, a row a point")
points_download(shown, data, view, study)
closing(data)
