"""The file of studies on disk, known to the rest by a few verbs.

Readers never wait and never see half a file: whoever saves writes the whole file beside it, then
puts it in its place at once. Those who save take turns.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lib.progress import Progress, silent
from lib.studies.dataset import Dataset
from lib.studies.loading import NO_FILE, check_once, load, present_hash, version
from lib.studies.permissions import Editor
from lib.studies.revisions.changeset import Changes, ConflictError
from lib.studies.revisions.patch_csv import apply_changes
from lib.studies.revisions.three_way_merge import rebase
from lib.studies.store import commit, version_folder
from lib.studies.store.atomic_files import NotKeptError, save_error
from lib.studies.store.commit import HistoryEntry, PresentFile
from lib.studies.store.version_folder import History, Version

__all__ = [
    "Editor",
    "History",
    "NotKeptError",
    "SaveResult",
    "Version",
    "content",
    "history",
    "load",
    "restore",
    "save",
    "version",
]


@dataclass(frozen=True, eq=False)
class SaveResult:
    """What was kept.

    Attributes
    ----------
    dataset
        The file as it is now.
    number
        Of its version in the history.
    merged
        Whether the file had been changed by someone else since the editor looked at it.
    """

    dataset: Dataset
    number: int
    merged: bool


def save(
    path: Path, changes: Changes, editor: Editor | None, why: str, step: Progress = silent
) -> SaveResult:
    """Keep changes for everybody, as a new version of the file.

    When nobody else may write, the file is read again and the changes are made in it as it then
    is; it stays as it was until it is replaced by the new one, whatever happens. The version that
    is replaced is in the history, also when it was not saved here.

    Parameters
    ----------
    editor
        Who keeps them. None is refused, and that is logged.
    why
        A sentence for the history.

    Raises
    ------
    NotKeptError
        When there is no editor, no sentence, or nothing to keep; when the changes do not fit what
        others have kept since; when the new file would be worse than the old one; or when it
        cannot be written.
    """
    tried = "{:,} added, {:,} changed, {:,} removed rows".format(*_row_counts(changes))
    who = commit.require_editor(editor, f"to save {tried} in {path.name}")
    why = commit.require_text("sentence", why)
    if not changes:
        raise _nothing_to_save()
    step("Waiting for others who are saving")
    with commit.take_turn(path) as present:
        before = _present_dataset(present, changes, step)
        step("Putting the changes into the file")
        fitting, data = _merge(changes, before)
        if data == before.data:
            raise _nothing_to_save()
        after = check_once(data, path.name, step)
        commit.require_no_loss(before, after)
        entry = HistoryEntry(version_folder.SAVED, who, why, _row_counts(fitting))
        number = commit.replace_file(present, after, entry, step)
    return SaveResult(after, number, before.data != changes.seen.data)


def restore(
    path: Path, number: int, editor: Editor | None, why: str, step: Progress = silent
) -> SaveResult:
    """Bring back the very bytes of a kept version, as a new version.

    Raises
    ------
    NotKeptError
        As `save` does; also when the version is not there, is not what was kept, or could not be
        used at all.
    """
    who = commit.require_editor(editor, f"to restore version {number} of {path.name}")
    entry = HistoryEntry(
        version_folder.RESTORED, who, commit.require_text("sentence", why), (None, None, None)
    )
    step("Waiting for others who are saving")
    with commit.take_turn(path) as present:
        known = version_folder.history(present.file, present.sha256)
        data = version_folder.content(present.file, known, number)
        if data == present.data:
            raise _nothing_to_save()
        after = check_once(data, path.name, step)
        if after.refused:
            what = f"Version {number} cannot be used: {after.refused}"
            raise save_error(what, "Choose another version, or download this one and mend it.")
        return SaveResult(after, commit.replace_file(present, after, entry, step), merged=False)


def history(path: Path) -> History:
    """List the kept versions of a file, the newest first; what cannot be read is told in it."""
    present = ""
    with suppress(OSError):
        present = present_hash(path)
    try:
        return version_folder.history(commit.real_path(path), present)
    except OSError as error:
        problem = f"The history cannot be read: {error.strerror}."
        return History(versions=(), present=False, problems=(problem,))


def content(path: Path, number: int) -> bytes:
    """Read a kept version's bytes; NotKeptError when they are gone or are not what was kept."""
    return version_folder.content(commit.real_path(path), history(path), number)


def _nothing_to_save() -> NotKeptError:
    return save_error(
        "There is nothing to keep: the file holds the same already.",
        "Change, add or remove a row first.",
    )


def _present_dataset(present: PresentFile, changes: Changes, step: Progress) -> Dataset:
    """The file as it is now; NotKeptError when no changes can be made in it."""
    name = present.path.name
    if present.data is None:
        if changes.seen.version == NO_FILE:
            return changes.seen
        raise save_error(
            f"The file {name} was deleted since you looked at it.",
            "Bring it back, from its history or from a backup, then try again.",
        )
    return check_once(present.data, name, step)


def _row_counts(changes: Changes) -> tuple[int, int, int]:
    return len(changes.added), len(changes.changed), len(changes.removed)


def _merge(changes: Changes, before: Dataset) -> tuple[Changes, bytes]:
    """The changes as they fit the file as it is now, and its bytes with them."""
    try:
        fitting = rebase(changes, before)
        return fitting, apply_changes(fitting)
    except ConflictError as conflict:
        what = " ".join(conflict.reasons)
        raise save_error(what, "Look at the rows as they are now, then decide again.") from conflict
