"""Slides: views with a title and a note, to present and to download."""

import streamlit as st

from lib.ui.components.figure import viewers_theme
from lib.ui.components.html_text import say, say_all
from lib.ui.session.session_slides import slides
from lib.ui.session.url import viewer_context
from lib.ui.shell.page_frame import NO_STUDY, close_page, end_early, show_heading
from lib.ui.slides.editor import choose_slide, edit_slide
from lib.ui.slides.presenter import ROLE, SPEAKER, show_slides, show_speaker_window
from lib.ui.slides.resolve_slide import render_deck, slide_notes
from lib.ui.slides.slide_files import (
    open_file,
    open_link,
    show_slide_downloads,
    start_story,
    tell_problems,
    write_link,
)

if st.query_params.get(ROLE) == SPEAKER:
    show_speaker_window()
    st.stop()

data = show_heading("Slides")
if data.rows.empty:
    end_early(data, NO_STUDY)

open_link()
tell_problems()
if not slides():
    say("No slide yet.", "headline")
    say(
        "“Add to slides” beside every figure adds it here, with a title and a note of yours. Or "
        "start with a ready-made story:"
    )
    start_story(data)
    open_file()
    write_link()
    close_page(data)
    st.stop()

if told := slide_notes(data, slides()):
    say_all(told, "warning")
left, right = st.columns([2, 3], gap="large")
with left:
    at = choose_slide()
shown = right.container()
with right:
    edit_slide(data, at)
# Last, so that it shows the latest edit.
with shown:
    show_slides(render_deck(data, slides(), viewer_context()), viewers_theme(), at)

st.header("Download all slides", anchor=False)
show_slide_downloads(data)
write_link()
say("“Copy link” at the top copies a link to this list.", "quiet")

st.header("Replace the slides", anchor=False)
start_story(data)
open_file()
close_page(data)
