"""Data check: every problem in the file of studies, and how to fix it."""

import streamlit as st

from lib.studies.validation.report import summary
from lib.ui.components.downloads import problems_download
from lib.ui.components.html_text import say
from lib.ui.components.tables import show_problems
from lib.ui.session.dataset import dataset
from lib.ui.shell.page_frame import close_page

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
close_page(data)
