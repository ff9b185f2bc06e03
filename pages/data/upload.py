"""Import: see the problems and the changes; try them, save them."""

import streamlit as st

from lib.studies.validation.report import summary
from lib.ui.components.downloads import marked_download, schema_downloads
from lib.ui.components.html_text import escape_markdown, say, say_all
from lib.ui.editing.review_changes import Review, show_review
from lib.ui.editing.save_form import UPLOAD_PAGE, show_save_notice
from lib.ui.importing.column_mapping import FileColumns, edit_mapping, tell_conversions
from lib.ui.importing.file_preview import show_preview
from lib.ui.importing.fix_cells import fix_cells, show_all_problems
from lib.ui.importing.pipeline import (
    check_source,
    compare_again,
    compare_sources,
    parse_source,
    remember_layout,
    tell_mappings,
)
from lib.ui.importing.sources import (
    MADE,
    choose_sources,
    forget_sources,
    pop_try_at_once,
    sources,
    start_again,
)
from lib.ui.session.dataset import saved_dataset
from lib.ui.shell.page_frame import close_page, show_heading

data = show_heading("Import")
show_save_notice(UPLOAD_PAGE)
say(
    "A row is one arm of one study at one follow-up time. You see every problem, then what would "
    "change; nothing is saved until you say so."
)
choose_sources()
tell_mappings()
imported = sources()

if imported:
    st.button("Start again", on_click=start_again)
    opened = [parse_source(source) for source in imported]
    names = [f"{place}: {each.brought.name}" for place, each in enumerate(opened, 1)]
    picked = st.selectbox("File to look at", names) if len(names) > 1 else names[0]
    looked_at = opened[names.index(picked)]

    st.header(escape_markdown(looked_at.brought.name), anchor=False)
    if looked_at.brought.notes:
        say_all(looked_at.brought.notes)
    text = looked_at.brought.text
    if len(text.cells.columns):
        layout = edit_mapping(
            FileColumns(text, looked_at.proposed, looked_at.layout, looked_at.source.key)
        )
        remember_layout(looked_at, layout)
    items = [check_source(each) for each in opened]
    item = items[names.index(picked)]
    tell_conversions(text, looked_at.layout, item.arranged)

    st.header("Problems", anchor=False)
    if len(items) > 1:
        say_all(summary(each.checked, each.name) for each in items)
    else:
        say(summary(item.checked, item.name), "headline")
    show_all_problems(item.problems, item.name)
    if len(item.checked.text.cells):
        fix_cells(item.checked, item.key)
        with st.expander("The file as it was read"):
            show_preview(item.checked, item.name, item.key)
        if len(item.problems):
            marked_download(item.checked, item.name)

    how = Review(
        f"{MADE}review",
        UPLOAD_PAGE,
        forget_sources,
        compare_again,
        is_checked=True,
        known=tuple(each.checked.problems for each in items),
        at_once=pop_try_at_once(),
    )
    show_review(compare_sources(saved_dataset(), items), how)
else:
    say("Or start from one of these files:")
    schema_downloads()
close_page(data)
