"""The steps of a save: check editor and reason, lock, check the result, write it."""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import EACCES
from pathlib import Path

from lib.progress import Progress
from lib.studies.dataset import Dataset
from lib.studies.loading import check_once, hash_of
from lib.studies.permissions import Editor
from lib.studies.store import atomic_files, version_folder
from lib.studies.store.atomic_files import save_error
from lib.studies.store.version_folder import Version
from lib.studies.validation.text_rules import INVISIBLE

NAME_LONGEST = 80
SENTENCE_LONGEST = 500
PATIENCE = 10.0  # seconds to wait for others who are saving

_TOLD = 10  # errors that are listed one by one
_CONTROL = re.compile(rf"[\x00-\x1f\x7f-\x9f\ud800-\udfff{INVISIBLE}]+")
_LOG = logging.getLogger("response_decay")


@dataclass(frozen=True)
class HistoryEntry:
    """What the history records of a new version besides its bytes."""

    kind: str
    who: Editor
    why: str
    counts: tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class PresentFile:
    """A file while it is locked for saving.

    Attributes
    ----------
    path, file
        The path as given, and the real path after links.
    data, sha256
        The content and its hash; None and blank if there is no file.
    """

    path: Path
    file: Path
    data: bytes | None
    sha256: str


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
def take_turn(path: Path) -> Iterator[PresentFile]:
    """Lock a file for saving; an error of the operating system becomes a NotKeptError."""
    file = real_path(path)
    with atomic_files.explain_os_errors():
        folder = atomic_files.make_folder_beside(file, version_folder.FOLDER)
        with atomic_files.lock_file(folder / f"{file.name}.lock", PATIENCE):
            for place in (file.parent, folder):
                atomic_files.remove_stale_drafts(place, file)
            data = _bytes(file)
            yield PresentFile(path, file, data, "" if data is None else hash_of(data))


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
    file, number = present.file, _record_present(present)
    added, changed, removed = entry.counts
    new = Version(
        number=number,
        kind=entry.kind,
        who=entry.who.name,
        address=entry.who.address,
        when=datetime.now(UTC),
        why=entry.why,
        sha256=hash_of(after.data),
        parent=present.sha256,
        added=added,
        changed=changed,
        removed=removed,
        rows=_all_rows(after),
    )
    with (
        atomic_files.write_draft(file, after.data, file) as draft,
        version_folder.write_pending(file, after.data, new),
    ):
        draft.replace(file)
    # The new file is in force: an error from here on is not a failure to save it.
    try:
        atomic_files.sync(file.parent)
        version_folder.settle(file, new)
    except OSError:
        _LOG.warning("Version %s of %s is in force, but not settled", number, file, exc_info=True)
    return number


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


def _errors(data: Dataset) -> list[str]:
    problems = data.problems[data.problems["severity"] == "error"]
    rows = problems[["row", "column", "message"]].dropna().itertuples(index=False)
    return [f"Row {row}{column and f', {column}'}: {message}" for row, column, message in rows]


def _record_present(present: PresentFile) -> int:
    """Record the present file in the history, if missing, and give the next version number."""
    known = version_folder.history(present.file, present.sha256)
    if present.data is None:
        return known.next_number
    last = known.latest
    if last and last.in_force:
        version_folder.complete_save(present.file, present.data, last)
        return known.next_number
    outside = Version(
        number=known.next_number,
        kind=version_folder.OUTSIDE if last else version_folder.FIRST,
        who="",
        address="",
        when=datetime.fromtimestamp(present.file.stat().st_mtime, UTC),
        why="Edited outside the dashboard" if last else "As it was before the first save here",
        sha256=present.sha256,
        parent=last.sha256 if last else "",
        added=None,
        changed=None,
        removed=None,
        rows=_all_rows(check_once(present.data, present.path.name)),
    )
    version_folder.keep_present(present.file, present.data, outside)
    return outside.number + 1


def _all_rows(data: Dataset) -> int:
    return len(data.typed) + len(data.text.ragged)
