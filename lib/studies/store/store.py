"""The file of studies on disk: load, save, restore and history.

Readers never wait and never see half a file: a save writes a complete draft beside the file and
then renames it. Saves take turns by a lock.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from lib.progress import Progress, silent
from lib.studies.dataset import Dataset
from lib.studies.loading import NO_FILE, check_once, load, present_hash, version
from lib.studies.permissions import Editor
from lib.studies.revisions.changeset import Changes, ConflictError
from lib.studies.revisions.patch_csv import apply_changes
from lib.studies.revisions.three_way_merge import rebase
from lib.studies.store import commit, pruning, version_folder
from lib.studies.store.atomic_files import NotKeptError, save_error
from lib.studies.store.commit import HistoryEntry, PresentFile
from lib.studies.store.folder_listing import FOLDER
from lib.studies.store.pruning import Pruning
from lib.studies.store.version_folder import History
from lib.studies.store.version_record import RESTORED, SAVED, Version

__all__ = [
    "Editor",
    "History",
    "NotKeptError",
    "Pruning",
    "SaveResult",
    "Version",
    "content",
    "default_path",
    "find",
    "history",
    "load",
    "mark_linked",
    "prune",
    "restore",
    "save",
    "version",
]


CSV_VARIABLE = "RESPONSE_DECAY_CSV"
DEFAULT_CSV = Path(__file__).parents[3] / "data" / "studies.csv"


@dataclass(frozen=True, eq=False)
class SaveResult:
    """The result of a save.

    Attributes
    ----------
    dataset
        The file after the save.
    number
        Its version number in the history.
    merged
        Whether someone else had changed the file since the editor loaded it.
    """

    dataset: Dataset
    number: int
    merged: bool


def default_path() -> Path:
    """Find the file of studies where none is named: from the environment, or the default."""
    return Path(os.environ.get(CSV_VARIABLE) or DEFAULT_CSV)


def save(
    path: Path, changes: Changes, editor: Editor | None, why: str, step: Progress = silent
) -> SaveResult:
    """Save changes for everybody, as a new version of the file.

    Under the lock, the file is read again and the changes are rebased onto it. It stays unchanged
    until the new file replaces it. The replaced version is in the history, even if it was not saved
    here. If the file is edited outside meanwhile, the save begins again with that edit.

    Parameters
    ----------
    editor
        Who saves. None is refused and logged.
    why
        A sentence for the history.

    Raises
    ------
    NotKeptError
        There is no editor, no sentence or nothing to save; the changes conflict with those that
        others have saved since; the new file would have more unusable rows; or it cannot be
        written.
    """
    tried = "{:,} added, {:,} changed, {:,} removed rows".format(*_row_counts(changes))
    who = commit.require_editor(editor, f"to save {tried} in {path.name}")
    why = commit.require_text("sentence", why)
    if not changes:
        raise _nothing_to_save()
    step("Waiting for others who are saving")

    def save_onto(present: PresentFile) -> SaveResult:
        before = _present_dataset(present, changes, step)
        step("Putting the changes into the file")
        fitting, data = _merge(changes, before)
        if data == before.data:
            raise _nothing_to_save()
        after = check_once(data, path.name, step)
        commit.require_no_loss(before, after)
        entry = HistoryEntry(SAVED, who, why, _row_counts(fitting))
        number = commit.replace_file(present, after, entry, step)
        return SaveResult(after, number, before.data != changes.seen.data)

    with commit.take_turn(path, who) as file:
        return commit.act_on_present(path, file, save_onto)


def restore(
    path: Path, number: int, editor: Editor | None, why: str, step: Progress = silent
) -> SaveResult:
    """Restore the exact bytes of a recorded version, as a new version.

    Raises
    ------
    NotKeptError
        As in `save`; also if the version is missing, was altered, or cannot be read as a table.
    """
    who = commit.require_editor(editor, f"to restore version {number} of {path.name}")
    entry = HistoryEntry(RESTORED, who, commit.require_text("sentence", why), (None, None, None))
    step("Waiting for others who are saving")

    def restore_onto(present: PresentFile) -> SaveResult:
        data = version_folder.content(present.file, number)
        if data == present.data:
            raise _nothing_to_save()
        after = check_once(data, path.name, step)
        if after.refused:
            what = f"Version {number} cannot be used: {after.refused}"
            raise save_error(what, "Choose another version, or download this one and correct it.")
        return SaveResult(after, commit.replace_file(present, after, entry, step), merged=False)

    with commit.take_turn(path, who) as file:
        return commit.act_on_present(path, file, restore_onto)


def history(path: Path) -> History:
    """List the recorded versions of a file, newest first, and the problems in reading them."""
    present = ""
    with suppress(OSError):
        present = present_hash(path)
    try:
        return version_folder.history(commit.real_path(path), present)
    except OSError as error:
        problem = f"The history cannot be read: {error.strerror}."
        return History(versions=(), present=False, problems=(problem,))


def content(path: Path, number: int) -> bytes:
    """Read the bytes of a recorded version; NotKeptError if they are missing or altered."""
    return version_folder.content(commit.real_path(path), number)


def find(path: Path, version: str) -> Version | None:
    """Find the newest recorded version of a name, as in `Dataset.version`; None if there is none.

    It reads the records of that name only; whether it is the present one is not told.
    """
    try:
        return version_folder.find(commit.real_path(path), version)
    except OSError:
        return None


def prune(path: Path, since: datetime, who: str, is_trial: bool = False) -> Pruning:
    """Remove the versions made before a time that the rule of `pruning` does not keep.

    Parameters
    ----------
    who
        Who does it, for those who wait to save.
    is_trial
        Whether to say only what would go.

    Raises
    ------
    NotKeptError
        The history cannot be read or written.
    """
    file = commit.real_path(path)
    if is_trial:
        return pruning.choose(file, history(path), since)
    if not file.parent.joinpath(FOLDER).is_dir():
        raise save_error(f"{path.name} has no history.", "Name the file that has one.")
    with commit.take_turn(path, Editor(who)):
        chosen = pruning.choose(file, history(path), since)
        pruning.remove_all(file, chosen)
        return chosen


def mark_linked(path: Path, version: str) -> None:
    """Mark that a link, a slide or a file names a version, so that `prune` keeps it.

    Where the folder cannot be written, nobody prunes either.
    """
    with suppress(OSError):
        _mark_once(commit.real_path(path), version)


@lru_cache(4096)
def _mark_once(file: Path, version: str) -> None:
    pruning.mark_linked(file, version)


def _nothing_to_save() -> NotKeptError:
    return save_error(
        "There is nothing to save: the file holds the same already.",
        "Change, add or remove a row first.",
    )


def _present_dataset(present: PresentFile, changes: Changes, step: Progress) -> Dataset:
    """Check the present file; NotKeptError if it was deleted."""
    name = present.path.name
    if present.data is None:
        if changes.seen.version == NO_FILE:
            return changes.seen
        raise save_error(
            f"The file {name} was deleted since you looked at it.",
            "Restore it, from its history or from a backup, then try again.",
        )
    return check_once(present.data, name, step)


def _row_counts(changes: Changes) -> tuple[int, int, int]:
    return len(changes.added), len(changes.changed), len(changes.removed)


def _merge(changes: Changes, before: Dataset) -> tuple[Changes, bytes]:
    """Rebase the changes onto the present file, and give the bytes of the new one."""
    try:
        fitting = rebase(changes, before)
        return fitting, apply_changes(fitting)
    except ConflictError as conflict:
        what = " ".join(conflict.reasons)
        raise save_error(what, "Look at the rows as they are now, then decide again.") from conflict
