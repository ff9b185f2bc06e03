"""Synthesis: the pooled result of each time window, and why other studies are left out."""

import streamlit as st

from lib.narrative.numbers.count_text import mark_footers
from lib.narrative.synthesis_text import (
    NOT_A_COMPARISON,
    NOT_A_COURSE,
    WHAT_IS_POOLED,
    heading_text,
    when_text,
)
from lib.slides.slide_list import SEGMENTS, SYNTHESIS
from lib.ui.components.html_text import say, say_all
from lib.ui.components.method_links import method_links
from lib.ui.components.tables import show_frame
from lib.ui.explore.colour_control import colour_in_sidebar
from lib.ui.explore.synthesis_controls import controls, found
from lib.ui.explore.synthesis_section import (
    show_pool,
    synthesis,
    synthesis_download,
    treatment_points,
    window_text,
)
from lib.ui.figures.figure_section import show_page_figure
from lib.ui.figures.synthesis import forest_page_figure, segments_page_figure
from lib.ui.session.url_notes import note_unknown, tell_unknown
from lib.ui.shell.page_frame import NO_STUDY, close_page, end_early, show_figure_heading

TITLE = "Synthesis"

data = show_figure_heading(TITLE)
if data.rows.empty:
    end_early(data, NO_STUDY)

note_unknown(SYNTHESIS, found(data, st.query_params.get("treatment", "")))
tell_unknown(SYNTHESIS)
asked = controls(data)
colours = colour_in_sidebar(SYNTHESIS)
shown = synthesis(data, asked)
say(shown.headline, "headline")
say(WHAT_IS_POOLED, "quiet")
method_links("pooling-studies")
if shown.statement:
    say(shown.statement, "warning")
if shown.unstated:
    say(shown.unstated, "warning")
if shown.choices:
    say_all(shown.choices, "warning", "Left out until you choose an arm")

if shown.pooled:
    show_page_figure(segments_page_figure(data, asked, colours), data, SEGMENTS)
    method_links("a-point", "glossary")
    say_all([NOT_A_COMPARISON, NOT_A_COURSE], "compare", "Not a comparison")
if shown.lessons:
    say_all(shown.lessons, "compare", "What keeps studies out of a pool")
show_frame(shown.overview, "The windows: what is pooled in each, a row a window")
if marks := mark_footers(treatment_points(data, asked)):
    say(" ".join(marks), "quiet")
if shown.outside:
    say(shown.outside)

for place, window in enumerate(shown.windows):
    when = when_text(window)
    told = window_text(data, asked, place)
    st.header(heading_text(window), anchor=False)
    say(told.headline)
    if window.is_pooled:
        figure = forest_page_figure(data, asked, place, colours)
        show_page_figure(figure, data, f"{window.centre:g}")
        show_pool(data, asked, place)
    if not window.is_empty:
        show_frame(told.series, f"Every series {when}, and whether it qualifies, a row a series")

if not shown.pooled:
    say_all([NOT_A_COMPARISON], "compare", "Not a comparison")
synthesis_download(shown, data, asked, f"{TITLE}, {asked.question.treatment}")
close_page(data)
