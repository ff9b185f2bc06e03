"""Rows: browse, search and filter them; edit, add and delete them as a draft."""

from functools import partial

import streamlit as st

from lib.ui.components.downloads import studies_downloads
from lib.ui.components.html_text import say
from lib.ui.components.rows_grid import filter_rows, show_rows
from lib.ui.editing.draft import compare_draft, drop_draft, edit_rows, move_draft, unsaved_draft
from lib.ui.editing.review_changes import Review, show_review
from lib.ui.editing.save_form import STUDIES_PAGE, show_save_notice
from lib.ui.session.dataset import saved_dataset
from lib.ui.session.trial_rows import current_trial
from lib.ui.shell.page_frame import close_page, end_early, show_heading
from lib.ui.unsaved.banner import kept_words

BROWSE, EDIT, MODE = "Browse", "Edit", "studies_mode"

data = show_heading("Rows")
show_save_notice(STUDIES_PAGE)
draft = unsaved_draft()
if data.text.cells.empty and draft is None:
    end_early(data, "There is no row to show yet.")

if MODE not in st.session_state:
    st.session_state[MODE] = EDIT if draft else BROWSE
# The filters are locked while there are edits, since other filters would hide them.
locked = draft is not None
mode = st.segmented_control("What to do", (BROWSE, EDIT), key=MODE, disabled=locked)
cells = filter_rows(data, locked)
if locked:
    say("Save or discard your edits to look at other rows.", "quiet")

if mode != EDIT:
    show_rows(data, cells)
    studies_downloads(data)
elif current_trial() and not locked:
    say("You are trying rows. Save them, or stop trying them, to edit the others.")
else:
    say(
        "Double-click a cell to edit it, or press Enter. Click the empty last line to add a row. "
        "To delete rows, mark them at their left end and press Delete. Nothing changes until you "
        f"save; the draft waits {kept_words()}, also while you look at other pages."
    )
    draft = edit_rows(data, cells)
    if locked:
        st.button("Discard these edits", on_click=drop_draft)
    if draft.is_changed:
        again = partial(move_draft, draft, saved_dataset())
        show_review(
            compare_draft(draft), Review(f"studies_{draft.key}", STUDIES_PAGE, drop_draft, again)
        )
close_page(data)
