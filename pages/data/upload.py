"""Bring rows: see all that is wrong and what would change; try it, keep it."""

import streamlit as st

from lib.studies.validation.report import summary
from lib.ui.components.downloads import marked_download, schema_downloads
from lib.ui.components.html_text import literal, say, say_all
from lib.ui.editing.review_changes import Review, review
from lib.ui.editing.save_form import UPLOAD_PAGE, tell_kept
from lib.ui.importing.column_mapping import Columns, settle, tell_arranged
from lib.ui.importing.file_preview import show_preview
from lib.ui.importing.fix_cells import mend_cells, show_all_problems
from lib.ui.importing.pipeline import (
    check_source,
    compare_again,
    compare_items,
    open_source,
    settle_layout,
    tell_mappings,
)
from lib.ui.importing.sources import (
    MADE,
    choose_sources,
    let_go,
    sources,
    start_again,
    to_try_at_once,
)
from lib.ui.session.dataset import saved
from lib.ui.shell.page_frame import closing, heading

data = heading("Bring rows")
tell_kept(UPLOAD_PAGE)
say(
    "A row is one arm of one study at one follow-up time. Bring them in any way below: you see all "
    "that is wrong, then what would change, and decide."
)
choose_sources()
tell_mappings()
brought = sources()

if brought:
    st.button("Start again", on_click=start_again)
    opened = [open_source(source) for source in brought]
    names = [f"{place}: {each.brought.name}" for place, each in enumerate(opened, 1)]
    picked = st.selectbox("File to look at", names) if len(names) > 1 else names[0]
    looked_at = opened[names.index(picked)]

    st.header(literal(looked_at.brought.name), anchor=False)
    say_all(looked_at.brought.notes)
    text = looked_at.brought.text
    if len(text.cells.columns):
        layout = settle(Columns(text, looked_at.proposed, looked_at.layout, looked_at.source.key))
        settle_layout(looked_at, layout)
    items = [check_source(each) for each in opened]
    item = items[names.index(picked)]
    tell_arranged(text, looked_at.layout, item.arranged)

    st.header("What is wrong", anchor=False)
    if len(items) > 1:
        say_all(summary(each.checked, each.name) for each in items)
    else:
        say(summary(item.checked, item.name), "headline")
    show_all_problems(item.problems, item.checked, item.name)
    if len(item.checked.text.cells):
        with st.expander("The file as it was read", expanded=len(item.checked.problems) > 0):
            show_preview(item.checked, item.name, item.key)
        mend_cells(item.checked, item.key)
        marked_download(item.checked, item.name)

    how = Review(
        f"{MADE}review",
        UPLOAD_PAGE,
        let_go,
        compare_again,
        is_checked=True,
        at_once=to_try_at_once(),
    )
    review(compare_items(saved(), items), how)
else:
    say("To start from: ")
    schema_downloads()
closing(data)
