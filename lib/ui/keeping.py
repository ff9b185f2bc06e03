"""Keep changes for everybody: who, why, and what came of it."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from lib.studies.checking import Step
from lib.studies.editors import Editor
from lib.studies.store import Kept, NotKeptError
from lib.ui.editors import Standing, current, sign_in_out
from lib.ui.prose import say
from lib.ui.work import told

HISTORY_PAGE = "data/history.py"
CURVES_PAGE = "explore/curves.py"
_NAME, _KEPT = "editor_name", "kept_last"

Act = Callable[[Editor, str, Step], Kept]


def keep_form(label: str, rows: int, act: Act, then: Callable[[], None]) -> None:
    """Ask who keeps what and why, and do it; what cannot be kept stays on the page.

    Parameters
    ----------
    label
        What the button says.
    rows
        How many rows are worked on, to tell long work step by step.
    act, then
        What keeps the changes, and what to do once they are kept.
    """
    standing = current()
    if standing.editor is None:
        say(standing.why_not, "warning")
        sign_in_out(standing)
        return
    sign_in_out(standing)
    with st.form(f"keep_{label}"):
        editor = _asked_name(standing, standing.editor)
        why = st.text_input("What changes, and why, in a sentence", max_chars=500)
        pressed = st.form_submit_button(label, type="primary")
    if pressed:
        _act(lambda step: act(editor, why, step), rows, then)


def _asked_name(standing: Standing, editor: Editor) -> Editor:
    if not standing.local:
        say(f"Kept under the name of {editor.name}.", "quiet")
        return editor
    known = st.session_state.get(_NAME, "")
    name = st.text_input("Your name, for the history", known, max_chars=80)
    st.session_state[_NAME] = name
    return replace(editor, name=name)


def _act(act: Callable[[Step], Kept], rows: int, then: Callable[[], None]) -> None:
    try:
        with told(rows, "Saving") as step:
            kept = act(step)
    except NotKeptError as error:
        say(f"Not kept. {error.message}", "warning")
        say(f"{error.advice} Your rows are still on this page.")
        return
    then()
    between = " Somebody else had saved in between; both are in." if kept.merged else ""
    st.session_state[_KEPT] = (
        f"Kept for everybody as version {kept.number} ({kept.dataset.version}).{between}"
    )
    st.rerun()


def tell_kept() -> None:
    """Say once, after the rerun, what was kept, and lead to it and to the way back."""
    if kept := st.session_state.pop(_KEPT, ""):
        say(kept, "kept")
        st.page_link(CURVES_PAGE, label="See the curves")
        st.page_link(HISTORY_PAGE, label="Take it back, or see what changed")
