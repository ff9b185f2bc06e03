"""Synthesis: what may be pooled in each window of time, what comes of it, and why not the rest."""

import streamlit as st

from lib.ui.frame import NO_STUDY, closing, end_early, figure_heading
from lib.ui.links import note_unknown, tell_unknown
from lib.ui.methods import method_links
from lib.ui.prose import say, say_all
from lib.ui.showing import show_sight
from lib.ui.sights.synthesis import forest_sight, segments_sight
from lib.ui.synthesis import (
    show_pooled,
    synthesis,
    synthesis_download,
    window_told,
)
from lib.ui.synthesis_controls import choices, controls
from lib.ui.tables import show_frame
from lib.views.slides import SEGMENTS
from lib.views.synthesis_words import (
    NOT_A_COMPARISON,
    NOT_A_COURSE,
    WHAT_IS_POOLED,
    heading_text,
    when_text,
)

TITLE = "Synthesis"

data = figure_heading(TITLE)
if data.rows.empty:
    end_early(data, NO_STUDY)

note_unknown("synthesis", choices(data, st.query_params.get("treatment")))
tell_unknown("synthesis")
asked = controls(data)
shown = synthesis(data, asked)
say(shown.headline, "headline")
say(WHAT_IS_POOLED, "quiet")
method_links("pooling-studies")
if shown.statement:
    say(shown.statement, "warning")

if shown.pooled:
    show_sight(segments_sight(data, asked), data, SEGMENTS)
    method_links("a-point", "glossary")
    say_all([NOT_A_COMPARISON, NOT_A_COURSE], "compare", "Not a comparison")
if shown.lessons:
    say_all(shown.lessons, "compare", "What keeps studies out of a pool")
show_frame(shown.overview, "The windows: what is pooled in each, a row a window")
if shown.outside:
    say(shown.outside)

for place, window in enumerate(shown.windows):
    when = when_text(window)
    told = window_told(data, asked, place)
    st.header(heading_text(window), anchor=False)
    say(told.headline)
    if window.is_pooled:
        show_sight(forest_sight(data, asked, place), data, f"{window.centre:g}")
        show_pooled(data, asked, place)
    if not window.is_empty:
        show_frame(told.series, f"Every series {when}, and whether it qualifies, a row a series")

if not shown.pooled:
    say_all([NOT_A_COMPARISON], "compare", "Not a comparison")
synthesis_download(shown, data, asked, f"{TITLE}, {asked.question.treatment}")
closing(data)
