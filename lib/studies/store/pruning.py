"""Remove old versions from the history, by a rule; and mark those that links name.

All versions of the time that is asked for stay. Of each month before, the last one stays that was
in force. The newest version always stays, and so does each that a link, a slide or a file of the
dashboard names.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lib.studies.store import atomic_files, version_folder
from lib.studies.store.folder_listing import FOLDER
from lib.studies.store.version_record import History, Version

_MOST = 64  # characters of a version in a link


@dataclass(frozen=True)
class Pruning:
    """What a pruning removes.

    Attributes
    ----------
    gone, stay
        The versions, newest first.
    linked
        How many of those that stay do so only because something names them.
    freed
        Bytes of the copies that go.
    """

    gone: tuple[Version, ...]
    stay: tuple[Version, ...]
    linked: int
    freed: int


def choose(
    known: History, since: datetime, linked: frozenset[str], size: Callable[[Version], int]
) -> Pruning:
    """Choose what goes of the versions that were made before a time.

    Parameters
    ----------
    linked
        The versions that something names, as in `Dataset.version`.
    size
        How many bytes go with a version.
    """
    ruled = {each.number for each in _stay_by_rule(known, since)}
    by_link = [
        each for each in known.versions if each.number not in ruled and each.version in linked
    ]
    numbers = ruled | {each.number for each in by_link}
    gone = tuple(each for each in known.versions if each.number not in numbers)
    stay = tuple(each for each in known.versions if each.number in numbers)
    return Pruning(gone, stay, len(by_link), sum(map(size, gone)))


def remove_all(path: Path, pruning: Pruning) -> None:
    """Remove the versions that go, the oldest first."""
    for version in reversed(pruning.gone):
        version_folder.remove(path, version)
    atomic_files.sync(path.parent / FOLDER)


def mark_linked(path: Path, version: str) -> None:
    """Mark that something names a version, as in `Dataset.version`; once is enough."""
    if version in linked_versions(path) or not can_be_version(version):
        return
    atomic_files.make_folder_beside(path, FOLDER)
    marks = _marks(path)
    if not marks.exists():
        atomic_files.write(marks, b"", path)
    with marks.open("ab", buffering=0) as file:  # a line in one piece, whoever else writes
        file.write(f"{version}\n".encode())
        os.fsync(file.fileno())


def can_be_version(text: str) -> bool:
    """Tell whether a text, which may come with a link, can be the name of a version."""
    return text.isascii() and text.isalnum() and len(text) <= _MOST


def linked_versions(path: Path) -> frozenset[str]:
    """The versions that something names."""
    with suppress(OSError, UnicodeDecodeError):
        return frozenset(_marks(path).read_text("ascii").split())
    return frozenset()


def _stay_by_rule(known: History, since: datetime) -> Iterator[Version]:
    months: set[tuple[int, int]] = set()
    latest = known.latest
    for place, version in enumerate(known.versions):  # the newest first
        is_last = not version.never_in_force and _month(version) not in months
        if not version.never_in_force:
            months.add(_month(version))
        if place == 0 or version is latest or version.when >= since or is_last:
            yield version


def _month(version: Version) -> tuple[int, int]:
    return version.when.year, version.when.month


def size(path: Path, version: Version) -> int:
    """The bytes of the copy of a version; 0 if it is not there."""
    with suppress(OSError):
        return version_folder.copy_path(path, version).stat().st_size
    return 0


def _marks(path: Path) -> Path:
    return path.parent / FOLDER / f"{path.name}.linked"
