"""The file of studies on disk, known to the rest by a few verbs."""

from functools import lru_cache
from pathlib import Path

from lib.studies.dataset import Dataset, dataset_of, no_dataset


def load(path: Path) -> Dataset:
    """Read and check a file of studies, once a version: a changed file is read anew.

    A file that cannot be opened gives no rows and one problem that says why.
    """
    try:
        stat = path.stat()
        signature = (stat.st_ino, stat.st_ctime_ns, stat.st_mtime_ns, stat.st_size)
        return _load(path, signature)
    except OSError as error:
        return _unopened(path, str(error.strerror))


# An error is never kept: a change of permissions changes nothing of the signature.
@lru_cache(maxsize=2)
def _load(path: Path, _signature: tuple[int, ...]) -> Dataset:
    return dataset_of(path.read_bytes(), path.name)


@lru_cache(maxsize=8)
def _unopened(path: Path, reason: str) -> Dataset:
    """The same object for the same reason, as `Dataset` promises for what is cached by it."""
    return no_dataset(path.name, reason)
