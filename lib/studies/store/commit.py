"""The steps of a save: check editor and reason, lock, check the result, write it."""

import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EACCES
from pathlib import Path
from typing import TypeVar

from lib.progress import Progress
from lib.studies.dataset import Dataset
from lib.studies.loading import hash_of
from lib.studies.permissions import Editor
from lib.studies.store import atomic_files, recording, turns, version_folder
from lib.studies.store.atomic_files import NotKeptError, save_error
from lib.studies.store.folder_listing import (
    FOLDER,
    Listing,
    aside_path,
    list_files,
    lock_path,
    newest,
    note_newest,
)
from lib.studies.store.version_record import HistoryEntry, Version, new_version
from lib.studies.validation.text_rules import INVISIBLE

NAME_LONGEST = 80
SENTENCE_LONGEST = 500
PATIENCE = 10.0  # seconds to wait for others who are saving

_AT_REST = 0.1  # seconds without a change after which a program is taken to have written it all
_EDITS = 5  # edits outside, in one save, after which it is refused
_TOLD = 10  # errors that are listed one by one
_CONTROL = re.compile(rf"[\x00-\x1f\x7f-\x9f\ud800-\udfff{INVISIBLE}]+")
_LOG = logging.getLogger("response_decay")

Done = TypeVar("Done")


@dataclass(frozen=True)
class PresentFile:
    """A file while it is locked for saving.

    Attributes
    ----------
    path, file
        The path as given, and the real path after links.
    data, sha256
        The content and its hash; None and blank if there is no file.
    found
        What is in the folder of versions.
    latest
        The newest version that was in force.
    """

    path: Path
    file: Path
    data: bytes | None
    sha256: str
    found: Listing
    latest: Version | None


class _EditedError(Exception):
    """The file was edited outside since it was read under the lock."""


def real_path(path: Path) -> Path:
    """Resolve links, so that links are not replaced and all names of a file share one history."""
    return Path(os.path.realpath(path))


def require_editor(editor: Editor | None, tried: str) -> Editor:
    """Check the editor and clean the name for the history; None is refused and logged."""
    if editor is None:
        _LOG.warning("Refused, since nobody is signed in as an editor: %s", tried)
        raise save_error(
            "Only an editor may save.",
            "Sign in as an editor; without that your rows can be tried and downloaded.",
        )
    return Editor(require_text("name", editor.name, NAME_LONGEST), _clean(editor.address))


def require_text(what: str, text: str, longest: int = SENTENCE_LONGEST) -> str:
    """Clean a text for the history; NotKeptError if it is blank or too long."""
    clean = _clean(text)
    if not clean:
        raise save_error(f"The history needs a {what}.", f"Write a {what}, then try again.")
    if len(clean) > longest:
        held = f"The {what} has {len(clean):,} characters; the history takes {longest}."
        raise save_error(held, f"Shorten the {what}, then try again.")
    return clean


@contextmanager
def take_turn(path: Path, who: Editor) -> Iterator[Path]:
    """Lock a file for saving, and give its real path.

    An error of the operating system becomes a NotKeptError.
    """
    file = real_path(path)
    with atomic_files.explain_os_errors():
        atomic_files.make_folder_beside(file, FOLDER)
        with turns.wait_for_turn(lock_path(file), who.name, PATIENCE):
            atomic_files.remove_stale_drafts(file.parent, file)
            yield file


def act_on_present(path: Path, file: Path, act: Callable[[PresentFile], Done]) -> Done:
    """Do what replaces the present file; again with the edit, if it was edited outside meanwhile.

    NotKeptError if that goes on.
    """
    for _ in range(_EDITS):
        try:
            return act(_read_present(path, file))
        except _EditedError:
            _LOG.info("%s was edited outside during a save, which begins again", file)
    raise _still_edited(path)


def require_no_loss(before: Dataset, after: Dataset) -> None:
    """Refuse a new file with more unusable rows than before."""
    if after.refused:
        what = f"The file could not be read afterwards: {after.refused}"
        raise save_error(what, "Correct the rows, then try again.")
    more = len(after.left_out) - len(before.left_out)
    if more > 0:
        known = set(_errors(before))
        new = [error for error in _errors(after) if error not in known][:_TOLD]
        rows = "1 more row" if more == 1 else f"{more:,} more rows"
        what = f"{rows} than before would be left out, because of errors. {' '.join(new)}"
        raise save_error(what, "Correct these rows or leave them out, then try again.")


def replace_file(present: PresentFile, after: Dataset, entry: HistoryEntry, step: Progress) -> int:
    """Replace the file, record it in the history and give the number of the new version.

    If the process is killed at any point, the file is the old or the new one, and the history shows
    which.
    """
    step("Writing the file")
    file, number = present.file, record_present(present, after.version)
    new = new_version(number, after, present.sha256, entry)
    with (
        atomic_files.write_draft(file, after.data, file) as draft,
        version_folder.write_pending(file, after.data, new),
    ):
        _replace_unless_edited(present, draft, after.data)
    # The new file is in force: an error from here on is not a failure to save it.
    try:
        atomic_files.sync(file.parent)
        version_folder.settle(file, new)
        note_newest(file, number, version_folder.copy_path(file, new).name, present.found.looked)
    except OSError:
        _LOG.warning("Version %s of %s is in force, but not settled", number, file, exc_info=True)
    return number


def _replace_unless_edited(present: PresentFile, draft: Path, after: bytes) -> None:
    """Put a draft in the place of the file; _EditedError if that is not as it was read."""
    file, aside = present.file, aside_path(present.file)
    if _bytes_or_none(file) != present.data:
        raise _EditedError
    atomic_files.replace_and_keep(draft, file, aside)
    if _bytes_or_none(aside) in (None, present.data):
        return
    # An edit in the very moment of the replacement gets its place back.
    if atomic_files.exchange(aside, file):
        if _bytes_or_none(aside) == after:
            aside.unlink()
        raise _EditedError


def _read_present(path: Path, file: Path) -> PresentFile:
    """Read a file that is locked; wait until a program that writes it is done."""
    found = _look(path, file)
    until = time.monotonic() + PATIENCE
    while True:
        data = _bytes(file)
        sha256 = "" if data is None else hash_of(data)
        latest = version_folder.latest(file, found, sha256)
        age = _seconds_at_rest(file)
        if data is None or (latest and latest.in_force) or age >= _AT_REST:
            return PresentFile(path, file, data, sha256, found, latest)
        if time.monotonic() > until:
            raise _still_edited(path)
        time.sleep(_AT_REST - age)


def _look(path: Path, file: Path) -> Listing:
    """Look into the folder of versions, and record what only shows there."""
    found = newest(file)
    last = version_folder.latest(file, found, "")
    if last is None and found.is_noted:  # its record was spoilt
        found = list_files(file)
        last = version_folder.latest(file, found, "")
    if not found.is_noted:
        atomic_files.remove_stale_drafts(file.parent / FOLDER, file)
    if recording.record_late_edit(path.name, file, last.parent if last else ""):
        return list_files(file)
    return found


def _seconds_at_rest(file: Path) -> float:
    try:
        told = file.stat()
    except FileNotFoundError:
        return 0
    age = time.time() - max(told.st_mtime, told.st_ctime)
    return age if age >= 0 else _AT_REST  # a clock that goes wrong


def _still_edited(path: Path) -> NotKeptError:
    return save_error(
        f"Another program goes on writing the file {path.name}.",
        "Wait until it is done, then try again.",
    )


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _bytes(file: Path) -> bytes | None:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    # A read-only file could be replaced, but whoever made it read-only wants it to stay.
    if not os.access(file, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES))
    return data


def _bytes_or_none(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _errors(data: Dataset) -> list[str]:
    problems = data.problems[data.problems["severity"] == "error"]
    rows = problems[["row", "column", "message"]].dropna().itertuples(index=False)
    return [f"Row {row}{column and f', {column}'}: {message}" for row, column, message in rows]


def record_present(present: PresentFile, after: str = "") -> int:
    """Record the present file, if missing, and what has no record; give the next number."""
    name, file = present.path.name, present.file
    number = recording.record_strays(name, file, present.sha256, present.found, after)
    if present.data is None:
        return number
    return recording.record_present(name, file, present.data, present.latest, number)
