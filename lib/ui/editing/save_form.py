"""Save changes for everybody: editor, reason, result."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from lib.progress import Progress
from lib.studies.permissions import Editor
from lib.studies.store.store import NotKeptError, SaveResult
from lib.ui.components.html_text import say
from lib.ui.components.progress import show_progress
from lib.ui.editing.sign_in import Standing, current_standing, sign_in_out

HISTORY_PAGE = "data/history.py"
CURVES_PAGE = "explore/curves.py"
UPLOAD_PAGE = "data/upload.py"
STUDIES_PAGE = "data/studies.py"
_NAME, _SAVED = "editor_name", "saved_last"

# The browser keeps the place where the button was, which may be far below what is said at the top.
_top = st.components.v2.component(
    "response_decay_top",
    js="""
export default function () {
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}
""",
)

SaveFunction = Callable[[Editor, str, Progress], SaveResult]


@dataclass(frozen=True)
class SaveForm:
    """What a form saves.

    Attributes
    ----------
    label
        Text of the button.
    rows
        Number of rows, which decides whether progress is shown.
    act, then
        Saves the changes; called once they are saved.
    done
        Message of success, with `{number}` and `{version}` of the new version.
    stays
        Sentence after a message of failure.
    """

    label: str
    rows: int
    act: SaveFunction
    then: Callable[[], None]
    done: str = "Saved for everybody as version {number} ({version})."
    stays: str = "Your rows are still on this page."


def show_save_form(form: SaveForm) -> None:
    """Ask for name and reason, and save; rows that cannot be saved stay on the page."""
    standing = current_standing()
    if standing.editor is None:
        say(standing.why_not, "warning")
        sign_in_out(standing)
        return
    sign_in_out(standing)
    with st.form(f"save_{form.label}"):
        editor = _ask_name(standing, standing.editor)
        why = st.text_input("What changes, and why, in a sentence", max_chars=500)
        pressed = st.form_submit_button(form.label, type="primary")
    if pressed:
        _save(form, editor, why)


def _ask_name(standing: Standing, editor: Editor) -> Editor:
    if not standing.local:
        say(f"Saved under the name of {editor.name}.", "quiet")
        return editor
    known = st.session_state.get(_NAME, "")
    name = st.text_input("Your name, for the history", known, max_chars=80)
    st.session_state[_NAME] = name
    return replace(editor, name=name)


def _save(form: SaveForm, editor: Editor, why: str) -> None:
    try:
        with show_progress(form.rows, "Saving") as step:
            saved = form.act(editor, why, step)
            # Before anything is shown, since a click elsewhere stops the run at the next element.
            between = " Somebody else saved meanwhile; both are in it." if saved.merged else ""
            done = form.done.format(number=saved.number, version=saved.dataset.version)
            st.session_state[_SAVED] = done + between
            form.then()
    except NotKeptError as error:
        say(f"Not saved. {error.message}", "warning")
        say(f"{error.advice} {form.stays}")
        return
    st.rerun()


def show_save_notice(page: str) -> None:
    """Say once, after the rerun, what was saved; link to the curves and the history."""
    if saved := st.session_state.pop(_SAVED, ""):
        say(saved, "saved")
        with st.container(horizontal=True):
            st.page_link(CURVES_PAGE, label="See the curves", icon=":material/show_chart:")
            if page != HISTORY_PAGE:
                undo = "See what changed, or undo it, in History"
                st.page_link(HISTORY_PAGE, label=undo, icon=":material/history:")
        _top(key="saved_notice")
