"""Slides: views with a title and a note, to present and to download."""

import streamlit as st

from lib.ui.components.html_text import say
from lib.ui.session.session_slides import slides
from lib.ui.shell.page_frame import NO_STUDY, close_page, end_early, show_heading
from lib.ui.slides.list_section import show_list_section, store_list
from lib.ui.slides.presenter import ROLE, SPEAKER, show_speaker_window
from lib.ui.slides.slide_files import open_file, open_link, start_story, tell_problems

if st.query_params.get(ROLE) == SPEAKER:
    show_speaker_window()
    st.stop()

data = show_heading("Slides")
if data.rows.empty:
    end_early(data, NO_STUDY)

open_link()
# Before the list is shown, which would run the page again if it were stored for the first time.
store_list()
tell_problems()
if not slides():
    say("No slide yet.", "headline")
    say(
        "“Add to slides” beside every figure adds it here, with a title and a note of yours. Or "
        "start with a ready-made story:"
    )
    start_story(data)
    open_file()
    close_page(data)
    st.stop()

show_list_section(data)
say("“Copy link” at the top copies a link to this list.", "quiet")

st.header("Replace the slides", anchor=False)
start_story(data)
open_file()
close_page(data)
