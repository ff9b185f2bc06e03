"""The file of studies on disk, known to the rest by a few verbs."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lib.studies.checking import Checked, Step, check, unopened, untold

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
    data
        The file's bytes.
    """

    name: str
    version: str
    data: bytes


def load(path: Path) -> Dataset:
    """Read and check a file of studies, once a version: a changed file is read anew.

    A file that cannot be opened gives no rows and one problem that says why.
    """
    try:
        stat = path.stat()
        return _load(path, (stat.st_ino, stat.st_ctime_ns, stat.st_mtime_ns, stat.st_size))
    except OSError as error:
        return _unopened(path, str(error.strerror))


# An error is never kept: a change of permissions changes nothing of the signature.
@lru_cache(maxsize=2)
def _load(path: Path, _signature: tuple[int, ...]) -> Dataset:
    data = path.read_bytes()
    return dataset_of(data, path.name)


def dataset_of(data: bytes, name: str, step: Step = untold) -> Dataset:
    """Check the bytes of a file of studies and name their version."""
    version = hashlib.sha256(data).hexdigest()[:VERSION_LENGTH]
    return Dataset(**vars(check(data, step)), name=name, version=version, data=data)


@lru_cache(maxsize=8)
def _unopened(path: Path, reason: str) -> Dataset:
    """The same object for the same reason, as `Dataset` promises for what is cached by it."""
    return Dataset(**vars(unopened(reason)), name=path.name, version="none", data=b"")
