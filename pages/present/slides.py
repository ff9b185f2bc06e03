"""Slides: views with a title and a note, to be presented and taken away."""

import streamlit as st

from lib.ui.components.figure import viewers_theme
from lib.ui.components.html_text import say, say_all
from lib.ui.session.session_slides import slides
from lib.ui.session.url import setting
from lib.ui.shell.page_frame import NO_STUDY, closing, end_early, heading
from lib.ui.slides.editor import choose_slide, edit_slide
from lib.ui.slides.presenter import ROLE, SPEAKER, show_slides, speakers_window
from lib.ui.slides.resolve_slide import deck_of, noted
from lib.ui.slides.slide_files import (
    open_file,
    open_link,
    start_story,
    take_slides_away,
    tell_problems,
    write_link,
)

if st.query_params.get(ROLE) == SPEAKER:
    speakers_window()
    st.stop()

data = heading("Slides")
if data.rows.empty:
    end_early(data, NO_STUDY)

open_link()
tell_problems()
if not slides():
    say("No slide yet.", "headline")
    say(
        "“Add to slides” under every figure puts what it shows into the list, with a title and a "
        "note of yours. Or begin with what is ready-made:"
    )
    start_story(data)
    open_file()
    write_link()
    closing(data)
    st.stop()

if told := noted(data, slides()):
    say_all(told, "warning")
left, right = st.columns([2, 3], gap="large")
with left:
    at = choose_slide()
shown = right.container()
with right:
    edit_slide(data, at)
# Last, so that what was typed just now is what is shown.
with shown:
    show_slides(deck_of(data, slides(), setting()), viewers_theme(), at)

st.header("Take all slides away", anchor=False)
take_slides_away(data)
write_link()
say("“Copy link” at the top copies a link to this very list.", "quiet")

st.header("Other slides", anchor=False)
start_story(data)
open_file()
closing(data)
