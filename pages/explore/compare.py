"""Compare: every series at one month, and the differences between arms of a study."""

import streamlit as st

from lib.charts.forest.forest import MOST_LINES
from lib.narrative.arm_text import NOT_A_COMPARISON
from lib.phrases import months_text
from lib.slides.slide_list import COMPARE, DIFFERENCES, DOTS
from lib.ui.components.downloads import points_download
from lib.ui.components.html_text import say, say_all
from lib.ui.components.method_links import method_links
from lib.ui.components.tables import show_frame, show_points
from lib.ui.explore.colour_control import colour_in_sidebar
from lib.ui.explore.month_comparison import (
    MOST_LISTED,
    compare_month,
    controls,
    found,
    pairs_download,
    show_pairs,
)
from lib.ui.figures.arms import differences_page_figure, dots_page_figure
from lib.ui.figures.figure_section import show_page_figure
from lib.ui.session.url_notes import note_unknown, tell_unknown
from lib.ui.shell.page_frame import NO_STUDY, close_page, end_early, show_figure_heading

TITLE = "Compare"

data = show_figure_heading(TITLE)
if data.rows.empty:
    end_early(data, NO_STUDY)

note_unknown(COMPARE, found(data))
tell_unknown(COMPARE)
asked = controls(data)
if asked is None:
    end_early(data, "Choose a month.")
colours = colour_in_sidebar(COMPARE)

shown = compare_month(data, asked)
near = "at or near" if asked.within else "at"
when = f"{near} {months_text(asked.month)}"
say(shown.headline, "headline")

if not shown.shown.empty:
    show_page_figure(dots_page_figure(data, asked, colours), data, DOTS)
    method_links("a-point", "intervals", "glossary")
    if (lines := len(shown.shown)) > MOST_LINES:
        drawn = f"The first {MOST_LINES} of {lines} in this order are drawn"
        say(f"{drawn}; all are in the table below.", "quiet")
    say_all([NOT_A_COMPARISON, *shown.mixed], "compare", "Not a comparison of treatments")
    if shown.cautions:
        say_all(shown.cautions, "compare", "Cautions")
if shown.absent:
    say_all(shown.absent, "small", f"Not shown {when}")

st.header("Arms of one study against each other", anchor=False)
method_links("two-arms-at-one-month")
if not shown.pairs and not shown.refused:
    say(f"No study has two arms with a number {when}, so no arms are set against each other.")
show_pairs(shown)
if len(shown.pairs) > MOST_LISTED:
    say(f"The first {MOST_LISTED} of {len(shown.pairs)}; all are in the table below.", "quiet")
if shown.refused:
    say_all(shown.refused, "compare", "Not compared")
if shown.shared:
    say_all(shown.shared, "compare", "Not independent of each other")

if shown.pairs:
    show_page_figure(differences_page_figure(data, asked, colours), data, DIFFERENCES)
    if len(shown.pairs) > MOST_LINES:
        drawn = f"The first {MOST_LINES} of {len(shown.pairs)} are drawn; all are in the table."
        say(drawn, "quiet")

away = f", up to {months_text(asked.within)} away" if asked.within else ""
title = f"{TITLE}, {months_text(asked.month)}{away}"
st.header("The same numbers as a table", anchor=False)
show_points(shown.table)
if not shown.shown.empty:
    points_download(shown.shown, data, asked.view, title)
if shown.pairs:
    show_frame(shown.pairs_table, "How the arms differ, a row a comparison")
    pairs_download(shown, data, asked.view, title)
close_page(data)
