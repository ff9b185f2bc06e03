"""The studies and their history: load, save, restore, history and drafts, whatever holds them.

Readers never wait for a save and never see half of one. What a save means is decided here, once:
who may, what the changes are against what others saved meanwhile, and whether the result is fit.
How it is written down is the affair of an engine.
"""

from contextlib import suppress
from datetime import datetime
from functools import lru_cache

from lib.progress import Progress, silent
from lib.studies.dataset import VERSION_LENGTH, Dataset
from lib.studies.loading import NO_FILE, check_once
from lib.studies.permissions import Editor
from lib.studies.revisions.changeset import Changes, ConflictError
from lib.studies.revisions.patch_csv import apply_changes
from lib.studies.revisions.three_way_merge import rebase
from lib.studies.store import commit
from lib.studies.store.atomic_files import NotKeptError, save_error
from lib.studies.store.copying import StoreCopy, copy_store
from lib.studies.store.engines.drafts import key_of
from lib.studies.store.engines.engine import (
    PresentBytes,
    Replacement,
    SaveResult,
    StoredDraft,
)
from lib.studies.store.places import (
    CSV_VARIABLE,
    DEFAULT_CSV,
    STORE_VARIABLE,
    StudiesPlace,
    default_path,
    default_place,
    engine_of,
    place,
)
from lib.studies.store.pruning import Pruning
from lib.studies.store.save_outcome import report_outcome
from lib.studies.store.version_record import RESTORED, SAVED, History, HistoryEntry, Version

__all__ = [
    "CSV_VARIABLE",
    "DEFAULT_CSV",
    "STORE_VARIABLE",
    "Editor",
    "History",
    "NotKeptError",
    "Pruning",
    "SaveResult",
    "StudiesPlace",
    "Version",
    "content",
    "copy",
    "default_path",
    "default_place",
    "draft",
    "drop_draft",
    "engine_of",
    "find",
    "history",
    "load",
    "mark_linked",
    "migrate",
    "place",
    "prune",
    "put_draft",
    "restore",
    "save",
    "trouble",
    "version",
]


def load(place: StudiesPlace) -> Dataset:
    """Read and check the present version, once for each version.

    What cannot be read gives no rows and one problem that says why. A shared store that is out of
    reach gives the last version that was read.
    """
    return engine_of(place).load()


def trouble(place: StudiesPlace) -> str:
    """Say that a shared store is out of reach, and why; blank while it is not."""
    return engine_of(place).trouble()


def version(place: StudiesPlace) -> str:
    """Name the present version, as `load(place).version` does, without checking it."""
    return engine_of(place).present_hash()[:VERSION_LENGTH] or NO_FILE


@report_outcome
def save(
    place: StudiesPlace, changes: Changes, editor: Editor | None, why: str, step: Progress = silent
) -> SaveResult:
    """Save changes for everybody, as a new version.

    The changes are rebased onto the present version, again if that is replaced meanwhile. It stays
    in force until the new one replaces it, and is in the history, even if it was not saved here.

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
        others have saved since; the new version would have more unusable rows; or it cannot be
        written.
    """
    engine, counts = engine_of(place), _row_counts(changes)
    tried = "{:,} added, {:,} changed, {:,} removed rows".format(*counts)
    who = commit.require_editor(editor, f"to save {tried} in {engine.name}")
    why = commit.require_text("sentence", why)
    if not changes:
        raise _nothing_to_save()
    step("Waiting for others who are saving")

    def save_onto(present: PresentBytes) -> Replacement:
        before = _present_dataset(present, engine.name, changes, step)
        step("Putting the changes into the file")
        fitting, data = _merge(changes, before)
        if data == before.data:
            raise _nothing_to_save()
        after = check_once(data, engine.name, step)
        commit.require_no_loss(before, after)
        entry = HistoryEntry(SAVED, who, why, _row_counts(fitting))
        return Replacement(after, entry, merged=before.data != changes.seen.data)

    return engine.replace(who, save_onto, step)


@report_outcome
def restore(
    place: StudiesPlace, number: int, editor: Editor | None, why: str, step: Progress = silent
) -> SaveResult:
    """Restore the exact bytes of a recorded version, as a new version.

    Raises
    ------
    NotKeptError
        As in `save`; also if the version is missing, was altered, or cannot be read as a table.
    """
    engine = engine_of(place)
    who = commit.require_editor(editor, f"to restore version {number} of {engine.name}")
    entry = HistoryEntry(RESTORED, who, commit.require_text("sentence", why), (None, None, None))
    step("Waiting for others who are saving")
    data = engine.content(number)

    def restore_onto(present: PresentBytes) -> Replacement:
        if data == present.data:
            raise _nothing_to_save()
        after = check_once(data, engine.name, step)
        if after.refused:
            what = f"Version {number} cannot be used: {after.refused}"
            raise save_error(what, "Choose another version, or download this one and correct it.")
        return Replacement(after, entry, merged=False)

    return engine.replace(who, restore_onto, step)


def history(place: StudiesPlace) -> History:
    """List the recorded versions, newest first, and the problems in reading them."""
    return engine_of(place).history()


def content(place: StudiesPlace, number: int) -> bytes:
    """Read the bytes of a recorded version; NotKeptError if they are missing or altered."""
    return engine_of(place).content(number)


def find(place: StudiesPlace, version: str) -> Version | None:
    """Find the newest recorded version of a name, as in `Dataset.version`; None if there is none.

    Whether it is the present one is not told.
    """
    return engine_of(place).find(version)


def prune(place: StudiesPlace, since: datetime, who: str, is_trial: bool = False) -> Pruning:
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
    return engine_of(place).prune(since, who, is_trial)


def mark_linked(place: StudiesPlace, version: str) -> None:
    """Mark that a link, a slide or a file names a version, so that `prune` keeps it.

    Where that cannot be written, nobody prunes either.
    """
    with suppress(OSError, NotKeptError):
        _mark_once(place, version)


@lru_cache(4096)
def _mark_once(place: StudiesPlace, version: str) -> None:
    engine_of(place).mark_linked(version)


def copy(source: StudiesPlace, target: StudiesPlace, step: Progress = silent) -> StoreCopy:
    """Copy all versions and drafts to another store; NotKeptError as in `copying`."""
    return copy_store(engine_of(source), engine_of(target), step)


def migrate(place: StudiesPlace) -> list[int]:
    """Make the tables of a store, or bring them up to date; the numbers of the steps taken.

    Raises
    ------
    NotKeptError
        It is out of reach, or its user may not.
    """
    return engine_of(place).migrate()


def put_draft(place: StudiesPlace, token: str, data: bytes, until: datetime) -> None:
    """Store bytes under a token until a time, in place of what was under it.

    Raises
    ------
    NotKeptError
        They cannot be written.
    """
    engine_of(place).drafts.put(StoredDraft(key_of(token), data, until))


def draft(place: StudiesPlace, token: str) -> bytes | None:
    """Give the bytes under a token; None if there are none, or their time is over.

    Raises
    ------
    NotKeptError
        They cannot be read now; they may be there.
    """
    return engine_of(place).drafts.get(key_of(token))


def drop_draft(place: StudiesPlace, token: str) -> None:
    """Remove the bytes under a token; NotKeptError if they cannot be removed now."""
    engine_of(place).drafts.drop(key_of(token))


def _nothing_to_save() -> NotKeptError:
    return save_error(
        "There is nothing to save: the file holds the same already.",
        "Change, add or remove a row first.",
    )


def _present_dataset(present: PresentBytes, name: str, changes: Changes, step: Progress) -> Dataset:
    """Check the present version; NotKeptError if it was deleted or altered."""
    if present.is_altered:
        what = "The bytes of the present version were altered in the store."
        raise save_error(what, "Restore an earlier version first, from the history.")
    if present.data is not None:
        return check_once(present.data, name, step)
    if changes.seen.version == NO_FILE:
        return changes.seen
    raise save_error(
        f"The file {name} was deleted since you looked at it.",
        "Restore it, from its history or from a backup, then try again.",
    )


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
