"""The history: every saved version of a file, in a folder beside it.

A version of `studies.csv` is a full copy, `history/studies-000002-ab12cd34.csv`, and a record with
the same name and `.json` added. The name has the version number and the start of the SHA-256 of the
bytes. Before the file is replaced, the record's name ends in `.pending.json`. If the process is
killed then, the hash of the present file shows whether the version came into force.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lib.studies.dataset import VERSION_LENGTH
from lib.studies.store import atomic_files
from lib.studies.store.atomic_files import NotKeptError

FOLDER = "history"
SAVED, RESTORED, OUTSIDE, FIRST = "saved", "restored", "outside", "first"

_SETTLED, _PENDING = ".json", ".pending.json"
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("kind", "who", "address", "when", "why", "sha256", "parent"), (str,)),
    **dict.fromkeys(("number", "rows"), (int,)),
    **dict.fromkeys(("added", "changed", "removed"), (int, type(None))),
}
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, RecursionError)


@dataclass(frozen=True)
class Version:
    """A recorded version of a file of studies.

    Attributes
    ----------
    number
        Counts up from 1.
    kind
        "saved" or "restored" here; "first", the file before the first save here; "outside", edited
        outside the dashboard since the previous version.
    who, address, why
        The editor, the e-mail address signed in with, and the reason; `who` is blank if unknown.
    when
        The time of the save, in UTC; for "first" and "outside", the file's time of modification.
    sha256, parent
        The hash of its bytes, and of the previous ones in force; blank if there was no file.
    added, changed, removed
        Rows compared with the previous version; None if not counted.
    rows
        How many rows the file has, including those with errors.
    in_force
        Whether these are the present bytes of the file.
    never_in_force
        Whether the save was interrupted, so that these bytes never got into the file.
    """

    number: int
    kind: str
    who: str
    address: str
    when: datetime
    why: str
    sha256: str
    parent: str
    added: int | None
    changed: int | None
    removed: int | None
    rows: int
    in_force: bool = field(default=False)
    never_in_force: bool = field(default=False)

    @property
    def version(self) -> str:
        """The name of the version, as in `Dataset.version`."""
        return self.sha256[:VERSION_LENGTH]


@dataclass(frozen=True)
class History:
    """The recorded versions of a file.

    Attributes
    ----------
    versions
        Newest first.
    present
        Whether the present file is one of them; if not, it was edited outside the dashboard.
    problems
        A sentence on each unusable item in the folder.
    next_number
        The number of the next version.
    """

    versions: tuple[Version, ...]
    present: bool
    problems: tuple[str, ...]
    next_number: int = 1

    @property
    def latest(self) -> Version | None:
        """The newest version that was in force."""
        return next((each for each in self.versions if not each.never_in_force), None)


def history(path: Path, sha256: str) -> History:
    """List the recorded versions of a file; OSError if the folder cannot be read.

    Parameters
    ----------
    sha256
        The hash of the present file; blank if there is none.
    """
    found = _list_files(path)
    numbers = [number for number, _name, end in found if end]
    told = [(_version(path, name, end), name + end) for _number, name, end in found if end]
    known = sorted((each for each, _name in told if each), key=lambda each: -each.number)
    present = next((each for each in known if each.sha256 == sha256), None)
    return History(
        versions=tuple(_set_flags(each, present) for each in known),
        present=present is not None,
        problems=(
            *_unreadable_records(told),
            *_copies_without_record(found),
            *_duplicate_numbers(known),
        ),
        next_number=max(numbers, default=0) + 1,
    )


def content(path: Path, known: History, number: int) -> bytes:
    """Read the bytes of a version; NotKeptError if they are missing or altered."""
    meant = [each for each in known.versions if each.number == number]
    if len(meant) != 1:
        held = "more than one version" if meant else "no version"
        raise NotKeptError(f"The history holds {held} {number}.", "Choose another version.")
    copy = _copy(path, meant[0])
    look = f"Look for {copy.name} in a backup, or choose another version."
    try:
        data = copy.read_bytes()
    except OSError as error:
        what = f"The copy of version {number} cannot be read: {error.strerror}."
        raise NotKeptError(what, look) from error
    if hashlib.sha256(data).hexdigest() != meant[0].sha256:
        raise NotKeptError(f"The copy of version {number} was altered after it was saved.", look)
    return data


def keep_present(path: Path, data: bytes, version: Version) -> None:
    """Record bytes that are in the file already."""
    atomic_files.write(_copy(path, version), data, path)
    atomic_files.write(_record(path, version, _SETTLED), _json(version), path)


def complete_save(path: Path, data: bytes, version: Version) -> None:
    """Complete the record of the version in force if its save was interrupted."""
    copy = _copy(path, version)
    if not copy.exists() or copy.stat().st_size != len(data):
        atomic_files.write(copy, data, path)
    if _record(path, version, _PENDING).exists():
        settle(path, version)


@contextmanager
def write_pending(path: Path, data: bytes, version: Version) -> Iterator[None]:
    """Record bytes as pending while the file is replaced; remove them if that fails."""
    copy, record = _copy(path, version), _record(path, version, _PENDING)
    try:
        atomic_files.write(copy, data, path)
        atomic_files.write(record, _json(version), path)
        yield
    except BaseException:
        for left in (record, copy):
            with suppress(OSError):
                left.unlink(missing_ok=True)
        raise


def settle(path: Path, version: Version) -> None:
    """Mark a pending version as in force."""
    _record(path, version, _PENDING).replace(_record(path, version, _SETTLED))
    atomic_files.sync(path.parent / FOLDER)


def _list_files(path: Path) -> list[tuple[int, str, str]]:
    """List our files: version number, name of the copy, and suffix if it is a record."""
    stem, suffix = re.escape(path.stem), re.escape(path.suffix)
    ours = re.compile(rf"({stem}-([0-9]{{6,}})-[0-9a-f]{{8}}{suffix})(\.json|\.pending\.json)?")
    try:
        names = sorted(each.name for each in (path.parent / FOLDER).iterdir())
    except FileNotFoundError:
        return []
    matches = [match for match in map(ours.fullmatch, names) if match]
    return [(int(match[2]), match[1], match[3] or "") for match in matches]


def _copy(path: Path, version: Version) -> Path:
    name = f"{path.stem}-{version.number:06}-{version.version}{path.suffix}"
    return path.parent / FOLDER / name


def _record(path: Path, version: Version, end: str) -> Path:
    copy = _copy(path, version)
    return copy.with_name(copy.name + end)


def _json(version: Version) -> bytes:
    told: dict[str, Any] = asdict(version) | {"when": version.when.isoformat()}
    record = {name: told[name] for name in _TYPES}
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _version(path: Path, name: str, end: str) -> Version | None:
    """Read the version from a record; None if it cannot be read."""
    try:
        told = json.loads((path.parent / FOLDER / (name + end)).read_bytes())
        given = {field: told[field] for field in _TYPES}
        when = datetime.fromisoformat(given["when"]).astimezone(UTC)
        typed = all(isinstance(given[field], kinds) for field, kinds in _TYPES.items())
        version = Version(**given | {"when": when}, never_in_force=end == _PENDING)
        return version if typed and _copy(path, version).name == name else None
    except _UNREADABLE:
        return None


def _set_flags(version: Version, present: Version | None) -> Version:
    in_force = version is present
    return replace(
        version, in_force=in_force, never_in_force=version.never_in_force and not in_force
    )


def _unreadable_records(told: list[tuple[Version | None, str]]) -> Iterator[str]:
    for version, name in told:
        if version is None:
            yield f"The record {name} cannot be read, so its version is not listed."


def _copies_without_record(found: list[tuple[int, str, str]]) -> Iterator[str]:
    recorded = {name for _number, name, end in found if end}
    for _number, name, end in found:
        if not end and name not in recorded:
            yield f"The copy {name} has no record: the save that wrote it was cut short."


def _duplicate_numbers(known: list[Version]) -> Iterator[str]:
    for number, count in Counter(each.number for each in known).items():
        if count > 1:
            yield f"{count} versions have the number {number}, so none of them can be restored."
