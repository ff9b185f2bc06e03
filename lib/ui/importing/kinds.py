"""Files like one before: what was said of them is remembered in the session and the browser."""

import streamlit as st

from lib.studies.intake.file_kinds import (
    FileKind,
    add_kind,
    kinds_from_json,
    kinds_to_json,
)
from lib.ui.shell.browser_storage import keep_in_browser

KEPT = "response-decay-file-kinds"
_KINDS, _IS_CHANGED, _LOADED = "kinds_of_files", "kinds_changed", "kinds_loaded"


def kinds() -> tuple[FileKind, ...]:
    """The kinds of files that are remembered."""
    held: tuple[FileKind, ...] = st.session_state.get(_KINDS, ())
    return held


def remember_kind(kind: FileKind) -> None:
    """Remember how files of a kind are read."""
    _set(add_kind(kinds(), kind))


def forget_kind(kind: FileKind) -> None:
    """Forget how files of a kind are read."""
    _set(tuple(each for each in kinds() if each.found != kind.found))


def _set(held: tuple[FileKind, ...]) -> None:
    st.session_state[_KINDS] = held
    st.session_state[_IS_CHANGED] = True


def share_kinds_with_browser() -> None:
    """Load the kinds that the browser keeps, and let it keep those of this session."""
    text = kinds_to_json(kinds()) if st.session_state.get(_IS_CHANGED) else None
    stored = keep_in_browser(KEPT, text)
    if stored and not st.session_state.get(_LOADED):
        st.session_state[_LOADED] = True
        held = kinds_from_json(stored)
        for kind in kinds():
            held = add_kind(held, kind)
        st.session_state[_KINDS] = held
