"""The history: every saved version of a file, in a folder beside it.

A version of `studies.csv` is a full copy, `history/studies-000002-ab12cd34.csv`, and a record with
the same name and `.json` added. The name has the version number and the start of the SHA-256 of the
bytes. Before the file is replaced, the record's name ends in `.pending.json`. If the process is
killed then, the hash of the present file shows whether the version came into force.

A folder may hold thousands of versions. A save reads the newest record only.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from lib.studies.store import atomic_files, turns
from lib.studies.store.atomic_files import NotKeptError
from lib.studies.store.folder_listing import (
    FOLDER,
    PENDING,
    SETTLED,
    Listing,
    list_files,
    lock_path,
    name_part,
)
from lib.studies.store.version_record import History, Version, read_record, record_bytes

_UNREADABLE = (OSError, ValueError, KeyError, TypeError, RecursionError)
_LOOKS = 5  # at a folder in which others rename and remove files


def history(path: Path, sha256: str) -> History:
    """List the recorded versions of a file; OSError if the folder cannot be read.

    Parameters
    ----------
    sha256
        The hash of the present file; blank if there is none.
    """
    found, told = _read_records(path, lambda _number, _name: True)
    known = sorted((each for each, _name in told if each), key=lambda each: -each.number)
    present = next((each for each in known if each.sha256 == sha256), None)
    return History(
        versions=tuple(_set_flags(each, present) for each in known),
        present=present is not None,
        problems=(
            *_unreadable_records(told),
            *_copies_without_record(path, found),
            *_duplicate_numbers(known),
        ),
    )


def latest(path: Path, found: Listing, sha256: str) -> Version | None:
    """Read the newest version that was in force, as `History.latest`."""
    for _number, name, end in sorted(found.records, reverse=True):
        version = _version(path, name, end)
        if version is None:
            continue
        if version.sha256 == sha256:
            return replace(version, in_force=True, never_in_force=False)
        if not version.never_in_force:
            return version
    return None


def find(path: Path, version: str) -> Version | None:
    """Read the newest version of this name, as in `Dataset.version`; None if there is none."""
    _found, told = _read_records(path, lambda _number, name: name_part(path, name) == version)
    return max((each for each, _name in told if each), key=lambda each: each.number, default=None)


def content(path: Path, number: int) -> bytes:
    """Read the bytes of a version; NotKeptError if they are missing or altered."""
    _found, told = _read_records(path, lambda numbered, _name: numbered == number)
    meant = [each for each, _name in told if each]
    if len(meant) != 1:
        held = "more than one version" if meant else "no version"
        raise NotKeptError(f"The history holds {held} {number}.", "Choose another version.")
    copy = copy_path(path, meant[0])
    look = f"Look for {copy.name} in a backup, or choose another version."
    try:
        data = copy.read_bytes()
    except OSError as error:
        if not any(_record(path, meant[0], end).exists() for end in (SETTLED, PENDING)):
            what = f"Version {number} was removed from the history just now."
            raise NotKeptError(what, "Choose another version.") from error
        what = f"The copy of version {number} cannot be read: {error.strerror}."
        raise NotKeptError(what, look) from error
    if hashlib.sha256(data).hexdigest() != meant[0].sha256:
        raise NotKeptError(f"The copy of version {number} was altered after it was saved.", look)
    return data


def keep(path: Path, data: bytes, version: Version) -> None:
    """Record bytes as a version that was in force, or never was."""
    atomic_files.write(copy_path(path, version), data, path)
    _write_record(path, version)


def complete_save(path: Path, data: bytes, version: Version) -> None:
    """Complete the record of the version in force if its save was interrupted."""
    copy = copy_path(path, version)
    if not copy.exists() or copy.stat().st_size != len(data):
        atomic_files.write(copy, data, path)
    if _record(path, version, PENDING).exists():
        settle(path, version)


@contextmanager
def write_pending(path: Path, data: bytes, version: Version) -> Iterator[None]:
    """Record bytes as pending while the file is replaced; remove them if that fails."""
    copy, record = copy_path(path, version), _record(path, version, PENDING)
    try:
        atomic_files.write(copy, data, path)
        atomic_files.write(record, record_bytes(version), path)
        yield
    except BaseException:
        for left in (record, copy):
            with suppress(OSError):
                left.unlink(missing_ok=True)
        raise


def settle(path: Path, version: Version) -> None:
    """Mark a pending version as in force."""
    _record(path, version, PENDING).replace(_record(path, version, SETTLED))
    atomic_files.sync(path.parent / FOLDER)


def remove(path: Path, version: Version) -> None:
    """Remove a version: its record first, so that no record is left without its copy."""
    for end in (PENDING, SETTLED):
        _record(path, version, end).unlink(missing_ok=True)
    copy_path(path, version).unlink(missing_ok=True)


def take_in(path: Path, name: str, version: Version) -> None:
    """Write the record of a copy that has none; its number may be a new one."""
    copy = copy_path(path, version)
    if copy.name != name:
        copy.with_name(name).replace(copy)
    _write_record(path, version)


def copy_bytes(path: Path, name: str) -> bytes:
    """Read a copy by its name."""
    return (path.parent / FOLDER / name).read_bytes()


def has(path: Path, found: Listing, version: str) -> bool:
    """Tell whether a version of this name is recorded, as in `Dataset.version`."""
    return any(name_part(path, name) == version for _number, name, _end in found.records)


def _read_records(
    path: Path, is_wanted: Callable[[int, str], bool]
) -> tuple[Listing, list[tuple[Version | None, str]]]:
    """List the folder and read the records in it whose number and name are wanted.

    A save that runs gives its record another name, and others may be removed; then the folder is
    looked at again, so that no record is said to be spoilt because it moved.
    """
    for look in range(_LOOKS):
        found, told = list_files(path), []
        wanted = sorted(each for each in found.records if is_wanted(*each[:2]))
        for _number, name, end in wanted:
            version = _version(path, name, end)
            if version is None and look < _LOOKS - 1 and not _exists(path, name + end):
                break
            told.append((version, name + end))
        else:
            break
    return found, told


def copy_path(path: Path, version: Version) -> Path:
    """Where the bytes of a version are."""
    return path.parent / FOLDER / _copy_name(path, version)


def _copy_name(path: Path, version: Version) -> str:
    return f"{path.stem}-{version.number:06}-{version.version}{path.suffix}"


def _record(path: Path, version: Version, end: str) -> Path:
    copy = copy_path(path, version)
    return copy.with_name(copy.name + end)


def _version(path: Path, name: str, end: str) -> Version | None:
    """Read the version from a record; None if it cannot be read."""
    try:
        version = read_record(path.parent / FOLDER / (name + end))
    except _UNREADABLE:
        return None
    return version if name == _copy_name(path, version) else None


def _write_record(path: Path, version: Version) -> None:
    end = PENDING if version.never_in_force else SETTLED
    atomic_files.write(_record(path, version, end), record_bytes(version), path)


def _exists(path: Path, name: str) -> bool:
    return (path.parent / FOLDER / name).exists()


def _set_flags(version: Version, present: Version | None) -> Version:
    if version is present:
        return replace(version, in_force=True, never_in_force=False)
    return version


def _unreadable_records(told: list[tuple[Version | None, str]]) -> Iterator[str]:
    for version, name in told:
        if version is None:
            yield f"The record {name} cannot be read, so its version is not listed."


def _copies_without_record(path: Path, found: Listing) -> Iterator[str]:
    # A save that runs writes the copy before its record. So what is said is what still holds once
    # nobody saves; while somebody does, the next look will tell.
    if not found.strays or turns.is_taken(lock_path(path)):
        return
    still = set(list_files(path).strays)
    for _number, name in (each for each in found.strays if each in still):
        yield f"The copy {name} has no record: the save that wrote it was cut short."


def _duplicate_numbers(known: list[Version]) -> Iterator[str]:
    for number, count in Counter(each.number for each in known).items():
        if count > 1:
            yield f"{count} versions have the number {number}, so none of them can be restored."
