"""The history: the list of versions, and what each changed."""

import html
from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from lib.exports.tables.studies_csv import full_csv
from lib.progress import Progress
from lib.studies.dataset import Dataset, dataset_of
from lib.studies.permissions import Editor
from lib.studies.revisions.diff import Comparison, compare
from lib.studies.store import store
from lib.studies.store.store import History, SaveResult, Version
from lib.studies.validation.validate import check
from lib.ui.components.downloads import version_download
from lib.ui.components.html_text import say
from lib.ui.components.progress import cache_in_session, show_progress
from lib.ui.components.tables import html_table
from lib.ui.editing.review_changes import row_counts_text, show_changes
from lib.ui.editing.save_form import SaveForm, show_save_form
from lib.ui.session.dataset import saved_dataset, studies_place
from lib.ui.session.trial_rows import stop_trying

CAPTION = "Every saved version, the newest first"
HEADERS = ("Version", "When (UTC)", "Who", "Why", "Rows", "What changed", "State")
NOBODY = "not known"
_KINDS = {
    "first": "As it was before the first save here",
    "outside": "Edited outside the dashboard",
}


def show_versions(past: History) -> None:
    """Show the list of versions."""
    st.html(html_table(CAPTION, HEADERS, _rows(past)))


def _rows(past: History) -> Iterator[list[str]]:
    for version in past.versions:
        cells = (
            f"{version.number} ({version.version})",
            f"{version.when.day} {version.when:%B %Y, %H:%M}",
            version.who or NOBODY,
            why_text(version),
            f"{version.rows:,}",
            _changes(version),
            _state(version),
        )
        yield [html.escape(cell) for cell in cells]


def why_text(version: Version) -> str:
    """Give the reason that a version was saved with, or else its origin."""
    return version.why or _KINDS.get(version.kind, "")


def counts_text(version: Version) -> str:
    """Say how many rows a version added, changed and removed; blank where it is not counted."""
    numbers = {
        "added": version.added,
        "changed": version.changed,
        "removed": version.removed,
    }
    return ", ".join(f"{number:,} {what}" for what, number in numbers.items() if number)


def _changes(version: Version) -> str:
    return counts_text(version) or ("–" if version.kind == "first" else "choose it below")


def _state(version: Version) -> str:
    if version.in_force:
        return "Current"
    return "Interrupted: never in use" if version.never_in_force else "Earlier"


def choose_version(past: History) -> Version:
    """Let the reader choose a version; the newest comes first, and the address names it."""
    numbered = {str(version.number): version for version in past.versions}
    number = st.selectbox("Version", list(numbered), bind="query-params", key="version")
    return numbered.get(str(number), past.versions[0])


def show_version(version: Version, past: History) -> None:
    """Show what a version changed, and offer it as a file.

    Raises
    ------
    NotKeptError
        If its copy was altered or is gone.
    """
    say(f"{version.number}: {why_text(version)}", "headline")
    data = store.content(studies_place(), version.number)
    comparison = _compare_with_parent(version, past)
    if comparison is None:
        say("There is no version before it to compare it with.")
    else:
        show_changes(comparison)
        say("Rows with an error are not compared.", "quiet")
    name = f"response-decay-{version.version}-studies.csv"
    version_download(name, lambda: full_csv(check(data)))


def show_restore_form(version: Version) -> None:
    """Offer to restore a version."""
    st.header("Restore this version", anchor=False)
    back = _compare_with_present(version)
    say("It becomes a new version; the current one stays in the history. What would change:")
    say(row_counts_text(back), "headline")

    def act(editor: Editor, why: str, step: Progress) -> SaveResult:
        return store.restore(studies_place(), version.number, editor, why, step)

    number = version.number
    show_save_form(
        SaveForm(
            f"Restore version {number}",
            version.rows,
            act,
            then=stop_trying,
            done=f"Version {number} is restored, as version {{number}} ({{version}}).",
            stays="",
        )
    )


def _compare_with_present(version: Version) -> Comparison:
    """Compare the present data with an earlier version."""
    present = saved_dataset()

    def make() -> Comparison:
        with show_progress(len(present.rows) + version.rows, "Comparing") as step:
            return _compare_versions(present, _load_version(version, step), step)

    return cache_in_session("history_back", (present.version, version.number), make)


def _compare_with_parent(version: Version, past: History) -> Comparison | None:
    """Compare a version with its parent; None if the history does not have that."""
    before = next((each for each in past.versions if each.sha256 == version.parent), None)
    if before is None:
        return None

    def make() -> Comparison:
        with show_progress(before.rows + version.rows, "Comparing") as step:
            return _compare_versions(
                _load_version(before, step), _load_version(version, step), step
            )

    return cache_in_session(
        "history_compared", (studies_place(), before.number, version.number), make
    )


def _load_version(version: Version, step: Progress) -> Dataset:
    return dataset_of(store.content(studies_place(), version.number), str(version.number), step)


def _compare_versions(old: Dataset, new: Dataset, step: Progress) -> Comparison:
    """Find rows added, changed and removed; rows with an error are not compared."""
    forward = compare(old, [("", new)], step)
    gone = compare(new, [("", old)], step).changes.added
    removed = old.rows.index.take(gone.index.to_numpy())
    return replace(forward, changes=replace(forward.changes, removed=removed))
