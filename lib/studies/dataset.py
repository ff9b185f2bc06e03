"""A checked version of a file of studies."""

import hashlib
from dataclasses import dataclass

from lib.progress import Progress, silent
from lib.studies.validation.validate import Checked, check, no_file

VERSION_LENGTH = 8


@dataclass(frozen=True, eq=False)
class Dataset(Checked):
    """A checked version of a file of studies.

    Datasets are compared by identity, so that results can be cached by dataset.

    Attributes
    ----------
    name
        The file's name, without its folder.
    version
        The start of the SHA-256 of the file's bytes; `none` if it cannot be read.
    data
        The file's bytes.
    tried
        Rows, by `row`, that are tried in this session but not saved.
    """

    name: str
    version: str
    data: bytes
    tried: frozenset[int] = frozenset()


def dataset_of(data: bytes, name: str, step: Progress = silent) -> Dataset:
    """Check the bytes of a file of studies and name their version."""
    checked = check(data, step)
    return Dataset(**vars(checked), name=name, version=version_of(data), data=data)


def version_of(data: bytes) -> str:
    """Name the version of these bytes."""
    return hashlib.sha256(data).hexdigest()[:VERSION_LENGTH]


def no_dataset(name: str, reason: str) -> Dataset:
    """Make a dataset for a file that cannot be read."""
    return Dataset(**vars(no_file(reason)), name=name, version="none", data=b"")
