"""A recorded version of a file, and its record as JSON."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from lib.studies.dataset import VERSION_LENGTH, Dataset
from lib.studies.loading import hash_of
from lib.studies.permissions import Editor
from lib.studies.store.folder_listing import PENDING

SAVED, RESTORED, OUTSIDE, FIRST, FOUND = "saved", "restored", "outside", "first", "found"

_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("kind", "who", "address", "when", "why", "sha256", "parent"), (str,)),
    **dict.fromkeys(("number", "rows"), (int,)),
    **dict.fromkeys(("added", "changed", "removed"), (int, type(None))),
}


@dataclass(frozen=True)
class Version:
    """A recorded version of a file of studies.

    Attributes
    ----------
    number
        Counts up from 1.
    kind
        "saved" or "restored" here; "first", the file before the first save here; "outside", edited
        outside the dashboard since the previous version; "found", a copy that had no record.
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
    """

    versions: tuple[Version, ...]
    present: bool
    problems: tuple[str, ...]

    @property
    def latest(self) -> Version | None:
        """The newest version that was in force."""
        return next((each for each in self.versions if not each.never_in_force), None)


@dataclass(frozen=True)
class HistoryEntry:
    """What the history records of a new version besides its bytes."""

    kind: str
    who: Editor
    why: str
    counts: tuple[int | None, int | None, int | None]


def new_version(number: int, after: Dataset, parent: str, entry: HistoryEntry) -> Version:
    """Make the record of a version that is saved now; `parent` is the hash of the one before."""
    added, changed, removed = entry.counts
    return Version(
        number=number,
        kind=entry.kind,
        who=entry.who.name,
        address=entry.who.address,
        when=datetime.now(UTC),
        why=entry.why,
        sha256=hash_of(after.data),
        parent=parent,
        added=added,
        changed=changed,
        removed=removed,
        rows=count_rows(after),
    )


def count_rows(data: Dataset) -> int:
    """Count the rows of a file, including those with errors."""
    return len(data.typed) + len(data.text.ragged)


def record_bytes(version: Version) -> bytes:
    """Write a record."""
    told: dict[str, Any] = asdict(version) | {"when": version.when.isoformat()}
    record = {name: told[name] for name in _TYPES}
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def read_record(record: Path) -> Version:
    """Read a record, once as long as it stays the same.

    Raises
    ------
    OSError, ValueError, KeyError, TypeError, RecursionError
        It cannot be read, or is none.
    """
    told = record.stat()
    return _read(str(record), (told.st_ino, told.st_mtime_ns, told.st_size))


@lru_cache(2**15)
def _read(record: str, _signature: tuple[int, ...]) -> Version:
    return parse_record(Path(record).read_bytes(), never_in_force=record.endswith(PENDING))


def parse_record(data: bytes, never_in_force: bool = False) -> Version:
    """Make a version of the bytes of a record; errors as in `read_record`."""
    told = json.loads(data)
    given = {field: told[field] for field in _TYPES}
    when = datetime.fromisoformat(given["when"]).astimezone(UTC)
    if not all(isinstance(given[field], kinds) for field, kinds in _TYPES.items()):
        raise TypeError
    return Version(**given | {"when": when}, never_in_force=never_in_force)
