"""All rows: browse, search and filter them; edit, add and delete them as a draft."""

import streamlit as st

from lib.ui.downloads import studies_downloads
from lib.ui.draft import compared, drop_draft, edit, pending
from lib.ui.frame import closing, end_early, heading
from lib.ui.grid import browse, filtered
from lib.ui.intake.review import Review, review
from lib.ui.keeping import tell_kept
from lib.ui.prose import say
from lib.ui.trying import now_tried

BROWSE, EDIT, MODE = "Browse", "Edit", "studies_mode"

data = heading("All rows")
tell_kept()
if data.text.cells.empty:
    end_early(data, "There is no row to show.", "Bring some on the page “Bring rows”.")

draft = pending()
if MODE not in st.session_state:
    st.session_state[MODE] = EDIT if draft else BROWSE
# With edits under way, what the grid shows stays: other filters would take them off the page.
locked = draft is not None
mode = st.segmented_control("What to do", (BROWSE, EDIT), key=MODE, disabled=locked)
cells = filtered(data, locked)

if mode != EDIT:
    browse(data, cells)
    studies_downloads(data)
elif now_tried() and not locked:
    say("Rows are being tried in this session. Stop trying them, or keep them, to edit the others.")
else:
    say(
        "Double-click or press Enter to edit a cell; the last line adds a row; mark rows at their "
        "left end and press Delete to take them out. This is a draft: nothing changes until you "
        "keep it, and it waits while you look at other pages."
    )
    draft = edit(data, cells)
    if draft.is_changed != locked:
        st.rerun()
    if draft.is_changed:
        st.button("Drop these edits", on_click=drop_draft)
        review(compared(draft), Review("studies", drop_draft))
closing(data)
