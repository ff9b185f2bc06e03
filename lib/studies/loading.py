"""Load the present file of studies; each version is read and checked once."""

import hashlib
import time
from functools import lru_cache
from pathlib import Path

from lib.cache import Recent
from lib.progress import Progress, silent
from lib.studies.dataset import VERSION_LENGTH, Dataset, dataset_of, no_dataset

NO_FILE = "none"  # the version of a file that cannot be read

_JUST_NOW = 2_000_000_000  # nanoseconds; some file systems store times in steps of two seconds

_hashes: Recent[tuple[Path, tuple[int, ...]], str] = Recent(8)
_datasets: Recent[tuple[str, str], Dataset] = Recent(2)


def load(path: Path) -> Dataset:
    """Read and check a file of studies, once for each version.

    A file that cannot be opened gives no rows and one problem that says why. Loading does not wait
    for saves: it reads the old or the new file.
    """
    try:
        signature = _signature(path)
        known = signature and _hashes.peek((path, signature))
        held = known and _datasets.peek((path.name, known))
        if held:
            return held
        data = path.read_bytes()
    except OSError as error:
        return _unreadable_dataset(path, str(error.strerror))
    if signature:
        _hashes.get((path, signature), lambda: hash_of(data))
    return check_once(data, path.name)


def version(path: Path) -> str:
    """Name the present version of a file, as `load(path).version` does, without checking it."""
    try:
        return present_hash(path)[:VERSION_LENGTH]
    except OSError:
        return NO_FILE


def present_hash(path: Path) -> str:
    """Give the SHA-256 of a file's bytes; OSError if they cannot be read."""
    signature = _signature(path)
    if signature is None:
        return hash_of(path.read_bytes())
    return _hashes.get((path, signature), lambda: hash_of(path.read_bytes()))


def hash_of(data: bytes) -> str:
    """Give the SHA-256 in full."""
    return hashlib.sha256(data).hexdigest()


def check_once(data: bytes, name: str, step: Progress = silent) -> Dataset:
    """Check the bytes of a file, unless their version is cached."""
    return _datasets.get((name, hash_of(data)), lambda: dataset_of(data, name, step))


def _signature(path: Path) -> tuple[int, ...] | None:
    """Values that change with the file; None right after a change, when another may not show."""
    stat = path.stat()
    now = time.time_ns()
    if any(0 <= now - then < _JUST_NOW for then in (stat.st_ctime_ns, stat.st_mtime_ns)):
        return None
    return stat.st_ino, stat.st_ctime_ns, stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=8)
def _unreadable_dataset(path: Path, reason: str) -> Dataset:
    """Cached, so that the same reason gives the same object, as caches by `Dataset` need."""
    return no_dataset(path.name, reason)
