"""Trial rows: they join the studies in one browser session only."""

from dataclasses import dataclass, replace

import streamlit as st

from lib.phrases import with_noun
from lib.studies.dataset import Dataset
from lib.studies.revisions.changeset import ConflictError
from lib.studies.revisions.dry_run import DryRun, dry_run
from lib.studies.revisions.three_way_merge import rebase
from lib.ui.components.html_text import say

_TRIED = "tried"


@dataclass(frozen=True, eq=False)
class Trial:
    """The trial of a session.

    Attributes
    ----------
    joined
        The studies with the trial rows.
    page
        Page on which the rows can be saved.
    stale, stale_for
        Why the rows do not fit a newer version, and which; blank if they do.
    """

    joined: DryRun
    page: str
    stale: str = ""
    stale_for: str = ""


def try_changes(joined: DryRun, page: str) -> None:
    """Show these changes on every page of this session, in place of any others."""
    st.session_state[_TRIED] = Trial(joined, page)


def stop_trying() -> None:
    """Go back to the saved studies."""
    st.session_state.pop(_TRIED, None)


def session_trial() -> Trial | None:
    """Give the trial of this session."""
    tried: Trial | None = st.session_state.get(_TRIED)
    return tried


def current_trial() -> DryRun | None:
    """Give the changes that this session tries."""
    tried = session_trial()
    return tried.joined if tried else None


def with_trial_rows(saved: Dataset) -> Dataset:
    """Join the trial rows of this session to the saved studies."""
    tried = session_trial()
    if tried is None:
        return saved
    if tried.joined.changes.seen.version == saved.version:
        tried = replace(tried, stale="", stale_for="")
    elif tried.stale_for != saved.version:
        tried = _rebase(tried, saved)
    if not tried.joined.changes:
        stop_trying()  # somebody has saved the same rows meanwhile
        return saved
    st.session_state[_TRIED] = tried
    return tried.joined.dataset


def _rebase(tried: Trial, saved: Dataset) -> Trial:
    """Apply the trial to a newer version of the studies."""
    try:
        return Trial(dry_run(rebase(tried.joined.changes, saved)), tried.page)
    except ConflictError as conflict:
        return replace(tried, stale=conflict.reasons[0], stale_for=saved.version)


def show_trial_banner() -> None:
    """Say on every page that it shows unsaved rows, with a link to save them."""
    tried = session_trial()
    if tried is None:
        return
    # The key is a class of the style sheet.
    with st.container(key="trying"):
        said, keep, stop = st.columns([6, 1.3, 1.2], vertical_alignment="center")
    with said:
        say(_banner_text(tried), "trying")
    with keep:
        st.page_link(tried.page, label="Save them")
    stop.button("Stop trying", on_click=stop_trying)


def _banner_text(tried: Trial) -> str:
    changes = tried.joined.changes
    parts = {
        "added": len(changes.added),
        "changed": len(changes.changed),
        "removed": len(changes.removed),
    }
    rows = ", ".join(
        f"{with_noun(number, 'row')} {what}" for what, number in parts.items() if number
    )
    told = (
        f"Trying: {rows}, in this browser session only. "
        "Nobody else sees this, and nothing is saved."
    )
    if not tried.stale:
        return told
    return f"{told} The saved studies have changed since, and do not fit: {tried.stale}"
