"""Write files atomically, and explain errors of the operating system to the user."""

import ctypes
import errno
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

_EXCHANGE = 2  # of renameat2(2): two names change places in one step
_HERE = -100  # of renameat2(2): names without a folder are in the present one
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


def replace_and_keep(draft: Path, file: Path, aside: Path) -> None:
    """Rename a draft to a file, and what was the file until then to `aside`.

    Linux does both in one step, so that no edit is lost that is made in this very moment. Elsewhere
    what was the file is kept by a second name, but a file put in its place in the same moment is
    not. Where neither can be done, nothing is kept.
    """
    aside.unlink(missing_ok=True)
    if not file.exists() and _create(draft, file):
        return
    # Before it is exchanged, so that after a kill in between what was the file has this name.
    moved = _try(lambda: draft.replace(aside))
    if moved and exchange(aside, file):
        return
    if moved:
        aside.replace(draft)
    _try(lambda: os.link(file, aside))
    draft.replace(file)


def _create(draft: Path, file: Path) -> bool:
    """Let a draft be a file that is not there; False if it is there meanwhile."""
    try:
        os.link(draft, file)
    except FileExistsError:
        return False
    except OSError:
        draft.replace(file)
    return True


def exchange(one: Path, other: Path) -> bool:
    """Let two files change names in one step; False where the system cannot."""
    rename = _renameat2()
    if rename is None:
        return False
    return rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


@cache
def _renameat2() -> Callable[..., int] | None:
    """The system's call, in C; None if it has none."""
    try:
        call: Callable[..., int] = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return None
    return call


def _try(act: Callable[[], object]) -> bool:
    """Do what not every file system can; tell whether it did."""
    try:
        act()
    except OSError:
        return False
    return True


def sync(folder: Path) -> None:
    """Flush a folder's entries to the disk."""
    if os.name == "nt":  # Windows cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def names_in(folder: Path) -> list[str]:
    """List the names in a folder; a path for each of thousands would take longer than the list."""
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def remove_stale_drafts(folder: Path, like: Path) -> None:
    """Remove drafts left by processes that were killed."""
    drafts = re.compile(rf"\.{re.escape(like.name)}\.[0-9a-f]{{8}}\.tmp")
    with suppress(OSError):
        for name in names_in(folder):
            if not (name.endswith(".tmp") and drafts.fullmatch(name)):  # thousands are others
                continue
            left = folder / name
            if time.time() - left.stat().st_mtime > _STALE:
                left.unlink()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _give_rights_of(like: Path, draft: Path) -> None:
    before = like.stat()
    for owner, group in ((-1, before.st_gid), (before.st_uid, -1)):
        with suppress(OSError, AttributeError):  # only an administrator may give a file away
            os.chown(draft, owner, group)
    shutil.copymode(like, draft)
