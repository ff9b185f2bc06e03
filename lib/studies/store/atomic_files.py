"""Write files atomically, and explain errors of the operating system to the user."""

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

_POLL = 0.02  # seconds between two attempts to take the lock
_STALE = 3600.0  # seconds after which a draft must be from a process that was killed
_UNCHANGED = "Nothing was changed."
_WORDS = {
    errno.ENOSPC: ("The disk is full.", "Make room on the disk"),
    errno.EDQUOT: ("Your share of the disk is full.", "Make room on the disk"),
    errno.EACCES: ("The file or its folder may not be written.", "Ask for the right to write"),
    errno.EPERM: ("The file or its folder may not be written.", "Ask for the right to write"),
    errno.EROFS: ("The folder can only be read.", "Make the folder writable"),
    errno.ENOENT: ("The folder of the file is gone.", "Put the folder back"),
    errno.EIO: ("The disk reported a fault.", "Have the disk looked at"),
}


class NotKeptError(Exception):
    """Rows were not saved, for a reason to be shown to the user.

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
    """Make an error that says what happened and that nothing was changed."""
    return NotKeptError(f"{what} {_UNCHANGED}", advice)


@contextmanager
def explain_os_errors() -> Iterator[None]:
    """Turn an OSError into a NotKeptError that explains it."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        otherwise = (f"The file cannot be written: {reason}.", "Correct that")
        what, advice = _WORDS.get(error.errno or 0, otherwise)
        raise save_error(what, f"{advice}, then try again.") from error


@contextmanager
def lock_file(lock: Path, patience: float) -> Iterator[None]:
    """Hold a lock; wait for it for at most `patience` seconds.

    It is a lock of the operating system, which ends with the process that holds it; its file stays.
    On a file system without such locks the file itself is the lock, and is taken over if the
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
        with suppress(OSError):  # the file has been written by now
            held.release()


def make_folder_beside(path: Path, name: str) -> Path:
    """Make a folder beside a file, if missing, with the permissions of their parent folder."""
    folder = path.parent / name
    with suppress(FileExistsError):
        folder.mkdir()
        shutil.copymode(path.parent, folder)
    return folder


@contextmanager
def write_draft(path: Path, data: bytes, like: Path) -> Iterator[Path]:
    """Write a draft beside a file, to be renamed to it; remove the draft if it was not.

    Parameters
    ----------
    like
        The file whose owner and permissions the draft gets, if it exists.
    """
    draft = path.with_name(f".{like.name}.{secrets.token_hex(4)}.tmp")
    try:
        mode = _mode(like) if like.exists() else 0o666
        # At no moment may the draft be open to more people than the file.
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
    """Write a file atomically; see `write_draft`."""
    with write_draft(path, data, like) as draft:
        draft.replace(path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Flush a folder's entries to the disk."""
    if os.name == "nt":  # Windows cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_stale_drafts(folder: Path, like: Path) -> None:
    """Remove drafts left by processes that were killed."""
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
