"""Methods: how each number is computed, and the source of its formula."""

from pathlib import Path

import streamlit as st

from lib.ui.components.html_text import say
from lib.ui.components.method_links import keep_section
from lib.ui.session.dataset import dataset
from lib.ui.shell.page_frame import DISCLAIMER, close_page

TEXT = Path(__file__).with_suffix(".md")

st.title("Methods", anchor=False)
say("Does the response last, and how sure are we? How each number on these pages is made.")
say(DISCLAIMER, "compare")
st.markdown(TEXT.read_text("utf-8"))
close_page(dataset())
keep_section()
