"""An example to open where there is no study to show."""

import streamlit as st

from lib.studies.revisions.changeset import ConflictError
from lib.studies.revisions.dry_run import dry_run
from lib.ui.editing.save_form import UPLOAD_PAGE
from lib.ui.importing.pipeline import check_source, compare_sources, read_source
from lib.ui.importing.sources import EXAMPLES, EXAMPLES_FOLDER, Source, set_sources
from lib.ui.session.dataset import saved_dataset
from lib.ui.session.trial_rows import try_changes

EXAMPLE = EXAMPLES_FOLDER / "other-sacroiliac-treatments.csv"


def offer_start() -> None:
    """Offer an example to try, and the page where files are imported."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Open an example", on_click=_try_example, type="primary")
        st.page_link(UPLOAD_PAGE, label="Import a file of yours")


def _try_example() -> None:
    """Try the rows of an example as if they had been imported, without leaving the page."""
    source = Source(EXAMPLE.name, EXAMPLE.read_bytes(), EXAMPLES)
    set_sources([source])
    comparison = compare_sources(saved_dataset(), [check_source(read_source(source))])
    try:
        try_changes(dry_run(comparison.changes), UPLOAD_PAGE)
    except ConflictError as conflict:
        st.toast(conflict.reasons[0])
