"""Rows that one browser session tries: they join the studies there, and nowhere else."""

from dataclasses import dataclass, replace

import streamlit as st

from lib.studies.changes import ConflictError
from lib.studies.dataset import Dataset
from lib.studies.editing import rebased
from lib.studies.joining import Joined, join
from lib.studies.report import counted
from lib.ui.prose import say

UPLOAD_PAGE = "data/upload.py"
_TRIED = "tried"


@dataclass(frozen=True, eq=False)
class Tried:
    """What is tried, and the studies with it; `stale` says why newer studies cannot be shown."""

    joined: Joined
    stale: str = ""

    @property
    def base(self) -> Dataset:
        return self.joined.changes.seen


def try_changes(joined: Joined) -> None:
    """Show these changes on every page of this session, in place of any others."""
    st.session_state[_TRIED] = Tried(joined)


def stop_trying() -> None:
    """Show what is saved again."""
    st.session_state.pop(_TRIED, None)


def now_tried() -> Joined | None:
    """Give the changes that this session tries."""
    tried: Tried | None = st.session_state.get(_TRIED)
    return tried.joined if tried else None


def with_tried(saved: Dataset) -> Dataset:
    """Give the studies as this session shall see them: what is saved, with what it tries."""
    tried: Tried | None = st.session_state.get(_TRIED)
    if tried is None:
        return saved
    if tried.base.version != saved.version and not tried.stale:
        tried = st.session_state[_TRIED] = _moved(tried, saved)
    return tried.joined.dataset


def _moved(tried: Tried, saved: Dataset) -> Tried:
    """Try the same on studies that were changed meanwhile."""
    try:
        return Tried(join(rebased(tried.joined.changes, saved)))
    except ConflictError as conflict:
        return replace(tried, stale=conflict.reasons[0])


def tell_tried() -> None:
    """Say on every page that it shows rows which are not saved, and lead back."""
    tried: Tried | None = st.session_state.get(_TRIED)
    if tried is None:
        return
    # The key is a class of the style sheet.
    with st.container(key="trying"):
        said, keep, stop = st.columns([6, 1.3, 1.2], vertical_alignment="center")
    with said:
        say(_words(tried), "trying")
    with keep:
        st.page_link(UPLOAD_PAGE, label="Keep them")
    stop.button("Stop trying", on_click=stop_trying)


def _words(tried: Tried) -> str:
    changes = tried.joined.changes
    parts = {
        "added": len(changes.added),
        "changed": len(changes.changed),
        "taken out": len(changes.removed),
    }
    rows = ", ".join(f"{counted(number, 'row')} {what}" for what, number in parts.items() if number)
    told = (
        f"Trying: {rows}, in this browser session only. "
        "Nobody else sees this, and nothing is saved."
    )
    if not tried.stale:
        return told
    return f"{told} The saved studies have changed since, and do not fit: {tried.stale}"
