"""What the history learns before a save: edits made outside, and copies that have no record."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lib.studies.dataset import version_of
from lib.studies.loading import check_once, hash_of
from lib.studies.store import version_folder
from lib.studies.store.folder_listing import Listing, aside_path, list_files, name_part
from lib.studies.store.version_record import FIRST, FOUND, OUTSIDE, Version, count_rows

_LATE = "Edited outside while a save replaced the file: it is not in the versions that follow"
_FOUND = "Found without a record: who saved it, when and why is not known"
_OUTSIDE = "Edited outside the dashboard"
_FIRST = "As it was before the first save here"


def record_present(name: str, file: Path, data: bytes, last: Version | None, number: int) -> int:
    """Record the present file in the history, if missing, and give the next version number.

    Parameters
    ----------
    name, file, data
        The file's name, its real path and its bytes.
    last
        The newest version that was in force.
    number
        The number of the next version.
    """
    if last and last.in_force:
        version_folder.complete_save(file, data, last)
        return number
    kind, why = (OUTSIDE, _OUTSIDE) if last else (FIRST, _FIRST)
    version = _unsigned(number, kind, why, _changed(file), data, name)
    version_folder.keep(file, data, replace(version, parent=last.sha256 if last else ""))
    return number + 1


def record_late_edit(name: str, file: Path, usual: str) -> bool:
    """Record what a program wrote into the file that a save had just replaced; tell if it did.

    A program that had the file open then goes on writing to what is no longer the file. The save
    left that by another name. Nothing of it is put into the present file.

    Parameters
    ----------
    usual
        The hash of what the last save replaced, which the history has.
    """
    aside = aside_path(file)
    try:
        data = aside.read_bytes()
    except FileNotFoundError:
        return False
    if hash_of(data) == usual:
        return False
    found = list_files(file)
    is_new = bool(data) and not version_folder.has(file, found, version_of(data))
    if is_new:
        number = found.next_number
        late = _unsigned(number, OUTSIDE, _LATE, _changed(aside), data, name)
        version_folder.keep(file, data, replace(late, never_in_force=True))
    aside.unlink(missing_ok=True)
    return is_new


def record_strays(name: str, file: Path, sha256: str, found: Listing, after: str) -> int:
    """Record each copy that has no record, and give the next version number.

    So a copy without a record is told of once. It was in force if another version says that it
    followed it; else the save that wrote it was cut short.

    Parameters
    ----------
    sha256
        The hash of the present file.
    after
        The version that is to be saved, which may take over the copy of a save cut short.
    """
    number = found.next_number
    strays = [each for each in found.strays if name_part(file, each[1]) != after]
    if not strays:
        return number
    known = version_folder.history(file, sha256).versions
    in_force = {sha256, *(each.parent for each in known)}
    numbers = {each.number for each in known}
    for old, copy in strays:
        data = version_folder.copy_bytes(file, copy)
        place = number if old in numbers else old
        stray = _unsigned(place, FOUND, _FOUND, datetime.now(UTC), data, name)
        was = place == old and stray.sha256 in in_force
        version_folder.take_in(file, copy, replace(stray, never_in_force=not was))
        numbers.add(place)
        number = max(number, place + 1)
    return number


def _unsigned(number: int, kind: str, why: str, when: datetime, data: bytes, name: str) -> Version:
    """A version of which nobody is known to be the editor."""
    return Version(
        number=number,
        kind=kind,
        who="",
        address="",
        when=when,
        why=why,
        sha256=hash_of(data),
        parent="",
        added=None,
        changed=None,
        removed=None,
        rows=count_rows(check_once(data, name)),
    )


def _changed(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
