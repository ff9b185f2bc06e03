"""Checks: every problem in the file of studies, and how to fix it."""

import streamlit as st

from lib.studies.validation.report import summary
from lib.ui.components.downloads import problems_download
from lib.ui.components.html_text import say
from lib.ui.components.tables import show_problems
from lib.ui.session.dataset import dataset
from lib.ui.shell.page_frame import close_page

data = dataset()
st.title("Checks", anchor=False)
problems = data.problems
say(summary(data, data.name), "headline")
if problems.empty:
    say("Nothing needs correcting.")
else:
    say(
        "A row with an error is left out until it is corrected; a row with a warning is used. "
        "Rows are numbered as a spreadsheet numbers them: the header is row 1."
    )
    show_problems(problems)
    problems_download(data)
close_page(data)
