"""Synthesis: what may be pooled in each window of time, what comes of it, and why not the rest."""

import streamlit as st

from lib.ui.frame import NO_STUDY, closing, end_early, heading, picture
from lib.ui.links import note_unknown, tell_unknown
from lib.ui.methods import method_links
from lib.ui.prose import say, say_all
from lib.ui.synthesis import (
    arms,
    forest_figure,
    segments_figure,
    show_plot,
    show_pooled,
    synthesis,
    synthesis_download,
    window_told,
)
from lib.ui.synthesis_controls import choices, controls
from lib.ui.tables import show_frame
from lib.views.phrases import months_text
from lib.views.synthesis_words import (
    NOT_A_COMPARISON,
    NOT_A_COURSE,
    WHAT_IS_POOLED,
    curves_footer,
)

TITLE = "Synthesis"

data = heading(TITLE)
if data.rows.empty:
    end_early(data, NO_STUDY)

note_unknown("synthesis", choices(data))
tell_unknown("synthesis")
asked = controls(data)
shown = synthesis(data, asked)
say(shown.headline, "headline")
say(WHAT_IS_POOLED, "quiet")
method_links("pooling-studies")
if shown.statement:
    say(shown.statement, "warning")

if shown.pooled:
    drawn = arms(data, asked)
    footer = curves_footer(drawn, shown.windows, asked)
    look = picture(data, "Share responding, with what is pooled", footer)
    show_plot(segments_figure(data, asked, look), f"{shown.headline} {NOT_A_COURSE}", "segments")
    method_links("a-point", "glossary")
    say_all([NOT_A_COMPARISON, NOT_A_COURSE], "compare", "Not a comparison")
if shown.lessons:
    say_all(shown.lessons, "compare", "What keeps studies out of a pool")
show_frame(shown.overview, "The windows: what is pooled in each, a row a window")

for place, window in enumerate(shown.windows):
    when = months_text(window.centre)
    told = window_told(data, asked, place)
    st.header(when, anchor=False)
    say(told.headline)
    if window.is_pooled:
        look = picture(data, f"Share responding, pooled at {when}", told.footer)
        show_plot(forest_figure(data, asked, place, look), told.alt, f"forest-{place}")
        show_pooled(told, window)
    show_frame(told.series, f"Every series at {when}, and whether it qualifies, a row a series")

if not shown.pooled:
    say_all([NOT_A_COMPARISON], "compare", "Not a comparison")
synthesis_download(shown, data, asked, f"{TITLE}, {asked.question.treatment}")
closing(data)
