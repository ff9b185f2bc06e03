"""The file of studies on disk, known to the rest by a few verbs."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lib.studies.checking import Checked, check

VERSION_LENGTH = 8


@dataclass(frozen=True, eq=False)
class Dataset(Checked):
    """One version of a file of studies, checked.

    Two datasets are equal only if they are the same object, so that results may
    be cached by the dataset they were made from.

    Attributes
    ----------
    name
        The file's name, without its folder.
    version
        The start of the SHA-256 of the file's bytes; `none` if it cannot be read.
    """

    name: str
    version: str


def load(path: Path) -> Dataset:
    """Read and check a file of studies, once a version: a changed file is read anew.

    A file that cannot be opened gives no rows and one problem that says why.
    """
    try:
        stat = path.stat()
    except OSError as error:
        return _unreadable(path, str(error.strerror))
    return _load(path, (stat.st_ino, stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=2)
def _load(path: Path, _signature: tuple[int, int, int]) -> Dataset:
    try:
        data = path.read_bytes()
    except OSError as error:
        return _unreadable(path, str(error.strerror))
    checked = check(data)
    version = hashlib.sha256(data).hexdigest()[:VERSION_LENGTH]
    return Dataset(**vars(checked), name=path.name, version=version)


@lru_cache(maxsize=8)
def _unreadable(path: Path, reason: str) -> Dataset:
    nothing = check(b"")
    message = f"{path.name} cannot be opened: {reason}."
    problems = nothing.problems.assign(
        rule="unreadable",
        message=message,
        fix="Check that the file is there and may be read, or start the dashboard with another.",
    )
    given = {**vars(nothing), "problems": problems, "refused": message}
    return Dataset(**given, name=path.name, version="none")
