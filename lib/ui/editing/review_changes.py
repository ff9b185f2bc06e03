"""What would change: added, changed, removed, identical and left out, and which to save."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib.phrases import with_noun
from lib.progress import Progress
from lib.studies.permissions import Editor
from lib.studies.revisions.changeset import Changes, ConflictError
from lib.studies.revisions.diff import Comparison
from lib.studies.revisions.dry_run import DryRun, dry_run
from lib.studies.revisions.near_duplicates import find_near_duplicates
from lib.studies.store import store
from lib.studies.store.store import SaveResult
from lib.studies.validation.registry import BETWEEN_ROWS
from lib.ui.components.downloads import changes_download
from lib.ui.components.html_text import say, say_all
from lib.ui.components.progress import cache_in_session, show_progress
from lib.ui.components.tables import show_cells, show_frame, show_problems
from lib.ui.editing.choose_changes import choose_changes
from lib.ui.editing.save_form import CURVES_PAGE, SaveForm, show_save_form
from lib.ui.session.dataset import saved_dataset, studies_place
from lib.ui.session.trial_rows import current_trial, stop_trying, try_changes

CELL_HEADERS = {
    "row": "Row",
    "study": "Study",
    "arm": "Arm",
    "months": "Months",
    "column": "Column",
    "old": "Before",
    "new": "After",
}
ALIKE = (
    "These visits are there already, but count as points of another curve. If the same curve is "
    "meant, write the same words in both rows:"
)


@dataclass(frozen=True)
class Review:
    """What the page that shows a review decides.

    Attributes
    ----------
    key
        Name of the review in the session.
    page
        Page on which the rows can be saved.
    then
        Called once the changes are saved.
    again
        Compares with the newest version, if that is possible.
    is_checked
        Whether the problems of each row by itself are shown already.
    known
        The problems that the page shows already, which are not said again.
    at_once
        Whether to try the rows without asking.
    """

    key: str
    page: str
    then: Callable[[], None]
    again: Callable[[], None] | None = None
    is_checked: bool = False
    known: tuple[pd.DataFrame, ...] = ()
    at_once: bool = False


def show_review(comparison: Comparison, how: Review) -> None:
    """Show what would change, and let the editor choose, try and save it."""
    st.header("What would change", anchor=False)
    _warn_of_newer_version(comparison.changes, how.again)
    _show_counts(comparison)
    chosen = choose_changes(comparison, how.key)
    _show_additions(comparison)
    _show_removals(comparison.changes)
    if not chosen:
        say("Nothing would change.")
        return
    try:
        joined = _dry_run(comparison, chosen, how.key)
    except ConflictError as conflict:
        say_all(conflict.reasons, "warning")
        changes_download(chosen)
        return
    if joined.dataset.refused:
        say(joined.dataset.refused, "warning")
        return
    _show_joint_problems(joined, how)
    if joined.changes:
        changes_download(joined.changes)
        if how.at_once:
            try_changes(joined, how.page)
            st.rerun()
        _offer_trial(joined, how.page)
        _offer_saving(joined, how.then)


def _warn_of_newer_version(changes: Changes, again: Callable[[], None] | None) -> None:
    """Warn that somebody else has saved since the comparison."""
    if saved_dataset().version == changes.seen.version:
        return
    say(
        "The saved studies have changed since this was compared. Saving adds your changes to the "
        "newer version, or says which rows no longer fit.",
        "compare",
    )
    if again:
        st.button("Compare with the newer version", on_click=again)


def show_changes(comparison: Comparison) -> None:
    """Show what changed, without a choice."""
    _show_counts(comparison)
    if len(comparison.cells):
        st.subheader("Changed rows", anchor=False)
        show_frame(
            comparison.cells[list(CELL_HEADERS)].rename(columns=CELL_HEADERS), "Cells that changed"
        )
    _show_additions(comparison)
    _show_removals(comparison.changes)


def _dry_run(comparison: Comparison, chosen: Changes, key: str) -> DryRun:
    """The chosen changes made, once for each choice."""

    def make() -> DryRun:
        with show_progress(
            len(chosen.seen.text.cells) + len(chosen.added), "Joining the rows"
        ) as step:
            return dry_run(chosen, step)

    return cache_in_session(f"{key}_joined", (comparison, tuple(chosen.changed.index)), make)


def _show_joint_problems(joined: DryRun, how: Review) -> None:
    """Tell what is wrong with the rows once they stand beside those that are there."""
    problems = joined.problems
    if how.is_checked:
        beside = (problems["severity"] == "error") | problems["rule"].isin(BETWEEN_ROWS)
        problems = _without_known(problems[beside], how.known)
    looks_alike = find_near_duplicates(joined.dataset)
    if problems.empty and not looks_alike:
        return
    st.subheader("Together with the saved rows", anchor=False)
    say("Rows are numbered as in the file after these changes.", "quiet")
    if joined.left_out:
        say(f"{with_noun(joined.left_out, 'row')} left out by an error here.", "warning")
    if len(problems):
        show_problems(problems, "Problems of these rows together with the saved ones")
    if looks_alike:
        say_all(looks_alike, "warning", ALIKE)


def _without_known(problems: pd.DataFrame, known: tuple[pd.DataFrame, ...]) -> pd.DataFrame:
    """Drop the problems that are shown already; only the numbers of rows may differ."""
    if problems.empty or not known:
        return problems
    between = pd.concat([each[each["rule"].isin(BETWEEN_ROWS)] for each in known])
    return problems[~_statements(problems).isin(_statements(between))]


def _statements(problems: pd.DataFrame) -> pd.Series:
    """What each problem says, without the numbers of rows."""
    messages = problems["message"].str.replace(r"\brow [\d,]+", "row", regex=True)
    return problems["rule"] + problems["column"] + messages


def _offer_trial(joined: DryRun, page: str) -> None:
    st.header("Try", anchor=False)
    if current_trial() is joined:
        say("These rows are on every page now, until you stop trying them.", "saved")
        st.page_link(CURVES_PAGE, label="See the curves")
        return
    instead = " They replace the rows that you try now." if current_trial() else ""
    say(
        "Every page of this browser session shows the rows, marked, beside the studies. Nobody "
        f"else sees them, and nothing is saved.{instead}"
    )
    st.button("Try these rows", on_click=try_changes, args=(joined, page))


def _offer_saving(joined: DryRun, then: Callable[[], None]) -> None:
    st.header("Save", anchor=False)
    say(
        "Everybody sees saved rows. Every earlier version stays in the history and can be restored."
    )

    def act(editor: Editor, why: str, step: Progress) -> SaveResult:
        return store.save(studies_place(), joined.changes, editor, why, step)

    def finish() -> None:
        if current_trial() is joined:
            stop_trying()
        then()

    show_save_form(SaveForm("Save for everybody", len(joined.dataset.text.cells), act, finish))


def row_counts_text(comparison: Comparison) -> str:
    """Say how many rows would change, and how."""
    changes = comparison.changes
    parts = {
        "added": len(changes.added),
        "changed": len(changes.changed),
        "removed": len(changes.removed),
        "identical": comparison.identical,
        "left out": comparison.left_out,
    }
    told = ", ".join(f"{number:,} {what}" for what, number in parts.items() if number)
    return f"Rows: {told or 'none'}."


def _show_counts(comparison: Comparison) -> None:
    say(row_counts_text(comparison), "headline")
    if comparison.clashes:
        say_all(
            comparison.clashes, "warning", "Twice in this import, with different values; left out:"
        )


def _show_additions(comparison: Comparison) -> None:
    """Show the rows that would be added."""
    added = comparison.changes.added
    if len(added):
        st.subheader("Added rows", anchor=False)
        show_cells(added, comparison.places, "Rows that would be added")


def _show_removals(changes: Changes) -> None:
    """Show the rows that would be removed."""
    if len(changes.removed):
        st.subheader("Removed rows", anchor=False)
        rows = changes.seen.text.cells.loc[changes.removed]
        show_cells(rows, None, "Rows that would be removed")
