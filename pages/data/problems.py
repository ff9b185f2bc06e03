"""Data check: every problem found in the file of studies, and how to mend it."""

import streamlit as st

from lib.studies.report import summary
from lib.ui.data import dataset
from lib.ui.downloads import problems_download
from lib.ui.frame import closing
from lib.ui.prose import say
from lib.ui.tables import show_problems

data = dataset()
st.title("Data check", anchor=False)
problems = data.problems
say(summary(data, data.name), "headline")
say(
    "An error leaves its own row out until it is mended; a warning leaves the row in. "
    "Rows are numbered as a spreadsheet numbers them: the header is row 1."
)
if problems.empty:
    say("Nothing needs mending.")
else:
    show_problems(problems)
    problems_download(data)
closing(data)
