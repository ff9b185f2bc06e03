"""All rows: browse, search and filter them; edit, add and delete them as a draft."""

from functools import partial

import streamlit as st

from lib.ui.components.downloads import studies_downloads
from lib.ui.components.html_text import say
from lib.ui.components.rows_grid import browse, filtered
from lib.ui.editing.draft import compared, drop_draft, edit, move_draft, pending
from lib.ui.editing.review_changes import Review, review
from lib.ui.editing.save_form import STUDIES_PAGE, tell_kept
from lib.ui.session.dataset import saved
from lib.ui.session.trial_rows import now_tried
from lib.ui.shell.page_frame import closing, end_early, heading

BROWSE, EDIT, MODE = "Browse", "Edit", "studies_mode"

data = heading("All rows")
tell_kept(STUDIES_PAGE)
draft = pending()
if data.text.cells.empty and draft is None:
    end_early(data, "There is no row to show.", "Bring some on the page “Bring rows”.")

if MODE not in st.session_state:
    st.session_state[MODE] = EDIT if draft else BROWSE
# With edits under way, what the grid shows stays: other filters would take them off the page.
locked = draft is not None
mode = st.segmented_control("What to do", (BROWSE, EDIT), key=MODE, disabled=locked)
cells = filtered(data, locked)
if locked:
    say("Keep or drop your edits to look at other rows.", "quiet")

if mode != EDIT:
    browse(data, cells)
    studies_downloads(data)
elif now_tried() and not locked:
    say("Rows are being tried in this session. Stop trying them, or keep them, to edit the others.")
else:
    say(
        "Double-click or press Enter to edit a cell; click the first empty line to add a row; mark "
        "rows at their left end and press Delete to take them out. This is a draft: nothing "
        "changes until you keep it. It waits while you look at other pages, not when you reload."
    )
    draft = edit(data, cells)
    if locked:
        st.button("Drop these edits", on_click=drop_draft)
    if draft.is_changed:
        again = partial(move_draft, draft, saved())
        review(compared(draft), Review(f"studies_{draft.key}", STUDIES_PAGE, drop_draft, again))
closing(data)
