"""The records of versions in a bucket: the one in force in `head.json`, all in `versions/`.

The object `head.json` is replaced on the condition that it is still the one that was read: that is
the moment of a save. What it says is written to `versions/` afterwards, or by the next save if a
process was killed in between, before it is replaced. So no record is there of what never came true.
"""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4

from lib.studies.dataset import VERSION_LENGTH
from lib.studies.store.atomic_files import NotKeptError
from lib.studies.store.engines.engine import OutOfReachError
from lib.studies.store.engines.objects.bucket import Bucket
from lib.studies.store.folder_listing import PENDING, SETTLED
from lib.studies.store.version_record import History, Version, parse_record, record_bytes

if TYPE_CHECKING:  # it is not there at run time
    from obstore import UpdateVersion

_HEAD, _FOLDER = "head.json", "versions"
_NAME = re.compile(r"([0-9]{6,})-([0-9a-f]{8})(\.pending)?\.json")
_AT_ONCE = 16  # requests
_UNREADABLE = (ValueError, KeyError, TypeError, RecursionError)


@dataclass(frozen=True)
class Head:
    """The version in force.

    Attributes
    ----------
    save
        What tells this save from any other, also one of the same bytes.
    tag
        The tag of the object; None before it is written.
    """

    version: Version
    save: str
    tag: "UpdateVersion | None" = None


def new_head(version: Version) -> Head:
    """Make the head of a version that is to be in force."""
    return Head(version, uuid4().hex)


class VersionRecords:
    """The records of a bucket; each is read once, since it never changes."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._lock = Lock()
        self._known: dict[str, Version] = {}

    def head(self) -> Head | None:
        """Read what is in force; None if nothing is."""
        found = self._bucket.get_with_tag(_HEAD)
        if found is None:
            return None
        data, tag = found
        try:
            return Head(parse_record(data), str(json.loads(data)["save"]), tag)
        except _UNREADABLE as error:
            raise OutOfReachError("its record of the present version cannot be read") from error

    def swap(self, before: Head | None, after: Head) -> bool:
        """Let a version be in force in place of another; False if a third one is.

        Where the answer does not come, or an earlier try of the same request was the one that
        counted, what is there tells.
        """
        try:
            if self._bucket.swap(_HEAD, _head_bytes(after), before.tag if before else None):
                return True
        except OutOfReachError as error:
            if self._is_saved_at_last(after):
                return True
            raise error
        return self._is_saved(after)

    def settle(self, head: Head) -> None:
        """Write the record of what is in force, unless it is there."""
        self._bucket.create(f"{_FOLDER}/{_name(head.version)}", _head_bytes(head))

    def add(self, version: Version) -> None:
        """Write the record of a version that comes from elsewhere."""
        self._bucket.create(f"{_FOLDER}/{_name(version)}", record_bytes(version))

    def last_number(self) -> int:
        """The highest number of a version; 0 if there is none."""
        return max((int(match[1]) for match in self._matches()), default=0)

    def by_number(self, number: int) -> Version | None:
        """Read the record of a number."""
        head = self.head()
        if head and head.version.number == number:
            return head.version
        return self._read_last(match for match in self._matches() if int(match[1]) == number)

    def by_version(self, version: str) -> Version | None:
        """Read the newest record of a name, as in `Dataset.version`."""
        head = self.head()
        if head and head.version.version == version:
            return head.version
        return self._read_last(match for match in self._matches() if match[2] == version)

    def history(self) -> History:
        """All versions, newest first."""
        head, names = self.head(), [match[0] for match in self._matches()]
        with ThreadPoolExecutor(_AT_ONCE) as readers:
            found = dict(zip(names, readers.map(self._read, names), strict=True))
        known = {each.number: each for each in found.values() if each}
        if head:
            known[head.version.number] = replace(head.version, in_force=True)
        problems = (
            f"The record {name} cannot be read, so its version is not listed."
            for name, version in found.items()
            if version is None
        )
        return History(
            tuple(known[number] for number in sorted(known, reverse=True)),
            present=head is not None,
            problems=tuple(problems),
        )

    def _is_saved(self, after: Head) -> bool:
        head = self.head()
        if head is None or head.version.number < after.version.number:
            return False
        if head.version.number == after.version.number:
            return head.save == after.save
        record = self._bucket.get(f"{_FOLDER}/{_name(after.version)}")
        return record is not None and json.loads(record).get("save") == after.save

    def _is_saved_at_last(self, after: Head) -> bool:
        try:
            return self._is_saved(after)
        except OutOfReachError as error:
            what = (
                "The store went out of reach in the very moment of saving, so it is not known "
                "whether these rows were saved."
            )
            advice = "Look into the history once the store is back, before you save again."
            raise NotKeptError(what, advice) from error

    def _matches(self) -> Iterator[re.Match[str]]:
        return filter(None, map(_NAME.fullmatch, self._bucket.names(_FOLDER)))

    def _read_last(self, matches: Iterator[re.Match[str]]) -> Version | None:
        names = sorted(matches, key=lambda match: int(match[1]))
        return self._read(names[-1][0]) if names else None

    def _read(self, name: str) -> Version | None:
        with self._lock:
            known = self._known.get(name)
        if known:
            return known
        data = self._bucket.get(f"{_FOLDER}/{name}")
        try:
            version = parse_record(data or b"", never_in_force=name.endswith(PENDING))
        except _UNREADABLE:
            return None
        with self._lock:
            self._known[name] = version
        return version


def _head_bytes(head: Head) -> bytes:
    return json.dumps(json.loads(record_bytes(head.version)) | {"save": head.save}).encode()


def _name(version: Version) -> str:
    end = PENDING if version.never_in_force else SETTLED
    return f"{version.number:06}-{version.sha256[:VERSION_LENGTH]}{end}"
