"""Import: what is in a file, what is wrong, what would change; try it, save it."""

import streamlit as st

from lib.studies.validation.report import summary
from lib.ui.components.downloads import marked_download, schema_downloads
from lib.ui.components.html_text import escape_markdown, say, say_all
from lib.ui.editing.review_changes import Review, show_review
from lib.ui.editing.save_form import UPLOAD_PAGE, show_save_notice
from lib.ui.importing.file_preview import show_preview
from lib.ui.importing.fix_cells import fix_cells, show_all_problems
from lib.ui.importing.kinds import share_kinds_with_browser
from lib.ui.importing.pipeline import (
    check_source,
    compare_again,
    compare_sources,
    read_source,
    tell_mappings,
)
from lib.ui.importing.sources import (
    MADE,
    choose_sources,
    forget_sources,
    pop_try_at_once,
    sources,
)
from lib.ui.importing.wizard import (
    CHANGES,
    IN_IT,
    PICKED,
    WRONG,
    choose_step,
    describe_file,
    file_names,
    hold_back_unaccepted,
    offer_memory,
    show_ways_on,
    show_what_is_in_it,
)
from lib.ui.session.dataset import saved_dataset
from lib.ui.shell.page_frame import close_page, show_heading

data = show_heading("Import")
show_save_notice(UPLOAD_PAGE)
share_kinds_with_browser()
imported = sources()
if not imported:
    say(
        "A row is one arm of one study at one follow-up time. Files may be laid out in other ways: "
        "what is found in them is shown, and nothing is saved until you say so."
    )
choose_sources()
tell_mappings()

if imported:
    items = [check_source(read_source(source)) for source in imported]
    names = file_names(items)
    picked = st.selectbox("File to look at", names, key=PICKED) if len(items) > 1 else names[0]
    item = items[names.index(picked)]
    st.header(escape_markdown(item.name), anchor=False)
    describe_file(item)
    step = choose_step(items)

    if step == IN_IT:
        show_what_is_in_it(item)
    elif step == WRONG:
        if len(items) > 1:
            say_all(summary(each.checked, each.name) for each in items)
        else:
            say(summary(item.checked, "").removeprefix(": "))
        show_all_problems(item.problems, item.name)
        if len(item.checked.text.cells):
            fix_cells(item.checked, item.read.imported.places, item.read.place)
            with st.expander("The rows as they were read"):
                show_preview(item.checked, item.name, item.read.place)
            if len(item.problems):
                marked_download(item.checked, item.name)
    elif step == CHANGES and not hold_back_unaccepted(items):
        offer_memory(item)
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
    show_ways_on(step, item, items)
else:
    say("Or start from one of these files:")
    schema_downloads()
close_page(data)
