"""Files written whole or not at all, and what a reader is told when they cannot be."""

import errno
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

_POLL = 0.02  # seconds between two looks whether it is our turn
_STALE = 3600.0  # seconds after which a draft is taken for one of a process that was killed
_UNCHANGED = "Nothing was changed."
_WORDS = {
    errno.ENOSPC: ("The disk is full.", "Make room on the disk"),
    errno.EDQUOT: ("Your share of the disk is full.", "Make room on the disk"),
    errno.EACCES: ("The file or its folder may not be written.", "Ask for the right to write"),
    errno.EPERM: ("The file or its folder may not be written.", "Ask for the right to write"),
    errno.EROFS: ("The folder can only be read.", "Make the folder writable"),
    errno.ENOENT: ("The folder of the file is gone.", "Bring the folder back"),
    errno.EIO: ("The disk reported a fault.", "Have the disk looked at"),
}


class NotKeptError(Exception):
    """Rows were not kept, for a reason that may be expected.

    Attributes
    ----------
    message
        What happened, and that nothing was changed: one or more sentences.
    advice
        What to do about it, in a sentence.
    """

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


def save_error(what: str, advice: str) -> NotKeptError:
    """Say what happened and that nothing was changed by it."""
    return NotKeptError(f"{what} {_UNCHANGED}", advice)


@contextmanager
def explain_os_errors() -> Iterator[None]:
    """Tell an error of the system in words."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        otherwise = (f"The file cannot be written: {reason}.", "Mend that")
        what, advice = _WORDS.get(error.errno or 0, otherwise)
        raise save_error(what, f"{advice}, then try again.") from error


@contextmanager
def lock_file(lock: Path, patience: float) -> Iterator[None]:
    """Wait for one's turn to write, for so many seconds at most.

    The lock is the operating system's: it ends with the process that holds it. Its file stays. On
    a file system without such locks the file itself is the lock, and is taken over when the
    process that it names is gone.
    """
    held = FileLock(lock, timeout=patience, mode=_mode(lock.parent) & 0o666)
    try:
        held.acquire(poll_interval=_POLL)
    except Timeout as error:
        what = f"Someone else has been saving for more than {patience:g} seconds."
        raise save_error(what, "Try again in a moment.") from error
    try:
        yield
    finally:
        with suppress(OSError):  # what was written is written
            held.release()


def make_folder_beside(path: Path, name: str) -> Path:
    """Make a folder beside a file, if it is not there, open to the same people."""
    folder = path.parent / name
    with suppress(FileExistsError):
        folder.mkdir()
        shutil.copymode(path.parent, folder)
    return folder


@contextmanager
def write_draft(path: Path, data: bytes, like: Path) -> Iterator[Path]:
    """Write a file's bytes to the disk beside it, to take its place; taken away if it does not.

    Parameters
    ----------
    like
        Whose owner and rights the draft gets, if that is there.
    """
    draft = path.with_name(f".{like.name}.{secrets.token_hex(4)}.tmp")
    try:
        mode = _mode(like) if like.exists() else 0o666
        # Never open to more people than the file, not even for a moment.
        with open(draft, "xb", opener=lambda name, how: os.open(name, how, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if like.exists():
            _give_rights_of(like, draft)
        yield draft
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def write(path: Path, data: bytes, like: Path) -> None:
    """Write a file whole or not at all; see `write_draft`."""
    with write_draft(path, data, like) as draft:
        draft.replace(path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Bring the names of a folder's files to the disk."""
    if os.name == "nt":  # there a folder cannot be opened
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_stale_drafts(folder: Path, like: Path) -> None:
    """Take away drafts that processes left behind when they were killed."""
    drafts = re.compile(rf"\.{re.escape(like.name)}\.[0-9a-f]{{8}}\.tmp")
    with suppress(OSError):
        for left in folder.iterdir():
            if drafts.fullmatch(left.name) and time.time() - left.stat().st_mtime > _STALE:
                left.unlink()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _give_rights_of(like: Path, draft: Path) -> None:
    before = like.stat()
    for owner, group in ((-1, before.st_gid), (before.st_uid, -1)):
        with suppress(OSError, AttributeError):  # only an administrator may give a file away
            os.chown(draft, owner, group)
    shutil.copymode(like, draft)
