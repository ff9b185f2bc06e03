"""Columns: those of a file of studies, and files to start from."""

import streamlit as st

from lib.phrases import listing
from lib.studies.schema import SERIES
from lib.ui.components.data_dictionary import show_columns, show_rules
from lib.ui.components.downloads import schema_downloads
from lib.ui.components.html_text import say, say_all
from lib.ui.session.dataset import dataset
from lib.ui.shell.page_frame import close_page

data = dataset()
st.title("Columns", anchor=False)
say("A row is one arm of one study at one follow-up time.", "headline")
say_all(
    [
        "Study, arm and months are needed, and a rate: either rate_pct, or both responders and "
        "n_assessed. Leave blank what is not stated.",
        f"Rows that share {listing(SERIES)} are one curve: only its points are joined by a line. "
        "A row is known by its curve and its months: no two rows may share both.",
        "A header may be written in any of the ways listed here; case, spaces, underscores and "
        "punctuation never matter, and % is read as pct. The columns may stand in any order. "
        "Columns of your own may stay.",
    ]
)
st.header("Files to start from", anchor=False)
say(
    "An empty file with all columns; a small one of made-up rows; and everything below for a "
    "spreadsheet, or for programs that read Table Schema (Frictionless Data)."
)
schema_downloads()
st.header("What each column holds", anchor=False)
show_columns()
st.header("What is checked", anchor=False)
say(
    "A row with an error is left out; an error that names no row leaves out the whole file. A row "
    "with a warning is used. Words in italics stand for what is in the file."
)
show_rules()
close_page(data)
