"""Take turns at saving: a lock that is given in the order in which it was asked for.

The lock is one of the operating system, which ends with the process that holds it. Whoever wants it
first puts a ticket into a queue, a folder beside the file, and asks for the lock when no older
ticket is left. A ticket is a file that stays locked as long as its process lives, so the ticket of
a process that was killed is known by its free lock, and is cleared by whoever comes next. Its text
says who saves and since when.
"""

import json
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from lib.phrases import with_noun
from lib.studies.store.atomic_files import make_folder_beside, names_in, save_error

if sys.platform != "win32":
    import fcntl

_POLL = 0.02  # seconds between two looks at the lock, by the one whose turn is next
_FARTHEST = 10  # who stands far behind in the queue looks less often, at most by this factor
_LONGEST = 6  # times the patience, for a queue that moves
_TRIES = 100
_NAME = re.compile(r"([0-9]{12,})-[0-9a-f]{8}")
_LEFT = 60.0  # seconds after which what is not a ticket yet was left by a process that was killed


@dataclass(frozen=True)
class _Holder:
    """Who is saving, and since when."""

    who: str
    since: datetime


@dataclass(frozen=True)
class _Ticket:
    """A place in the queue; `descriptor` holds its lock."""

    path: Path
    descriptor: int

    def write(self, who: str, since: datetime | None) -> None:
        """Say who waits, and since when the lock is held; None while it is not."""
        told = {"who": who, "since": since and since.isoformat()}
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, json.dumps(told).encode(), 0)

    def older(self) -> list[str]:
        """The tickets before this one, the oldest first; none if the queue was taken away."""
        names = _names(self.path.parent)
        older = names[: names.index(self.path.name)] if self.path.name in names else []
        while older and not _is_alive(self.path.with_name(older[0])):
            _remove(self.path.with_name(older.pop(0)))
        return older


@contextmanager
def wait_for_turn(lock: Path, who: str, patience: float) -> Iterator[None]:
    """Hold a lock, in the order in which it was asked for.

    Parameters
    ----------
    who
        Who holds it, for those who wait.
    patience
        Seconds to wait for one who does not come to an end. As long as the queue moves, six times
        as long.

    Raises
    ------
    NotKeptError
        It took too long; the message says who holds the lock, and since when.
    """
    with _queue_up(_queue(lock), who) as ticket:
        held = _acquire(lock, ticket, patience)
        try:
            if ticket:
                ticket.write(who, datetime.now(UTC))
            yield
        finally:
            with suppress(OSError):  # the file has been written by now
                held.release()


def is_taken(lock: Path) -> bool:
    """Tell whether anybody is saving or waits to save."""
    queue = _queue(lock)
    return any(_is_alive(queue / name) for name in _names(queue))


def _queue(lock: Path) -> Path:
    # Beside the file of studies: the folder of the lock is not to change with each who waits.
    return lock.parent.with_name(f".{lock.stem}.queue")


def _names(queue: Path) -> list[str]:
    """The tickets in a queue, the oldest first."""
    try:
        return sorted(filter(_NAME.fullmatch, names_in(queue)))
    except OSError:
        return []


def _acquire(lock: Path, ticket: _Ticket | None, patience: float) -> FileLock:
    held = FileLock(lock, mode=_mode(lock.parent))
    started = moved = time.monotonic()
    before: list[str] = []
    while True:
        older = ticket.older() if ticket else []
        if not older:
            with suppress(Timeout):
                held.acquire(blocking=False)
                return held
        now = time.monotonic()
        if older != before:
            before, moved = older, now
        if now - moved > patience:
            raise save_error(_holder_text(lock, patience), "Try again in a moment.")
        if now - started > patience * _LONGEST:
            what = f"{with_noun(max(len(older), 1), 'other')} still had to save before you, after "
            raise save_error(f"{what}{now - started:.0f} seconds.", "Try again in a moment.")
        time.sleep(_POLL * min(len(older) + 1, _FARTHEST))


def _holder_text(lock: Path, patience: float) -> str:
    queue = _queue(lock)
    held = [_holder(queue / name) for name in _names(queue) if _is_alive(queue / name)]
    holder = next((each for each in held if each), None)
    if holder is None:
        return f"Someone else has been saving for more than {patience:g} seconds."
    seconds = (datetime.now(UTC) - holder.since).total_seconds()
    since = f"{holder.since:%H:%M:%S} UTC, for {with_noun(round(seconds), 'second')}"
    return f"{holder.who} has been saving since {since}."


def _holder(ticket: Path) -> _Holder | None:
    """Read who holds the lock from a ticket; None if it still waits."""
    try:
        told = json.loads(ticket.read_bytes())
        return _Holder(str(told["who"]), datetime.fromisoformat(told["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def _queue_up(queue: Path, who: str) -> Iterator[_Ticket | None]:
    """Put a ticket at the end of a queue; None where files cannot be locked."""
    ticket = _new_ticket(queue, who)
    try:
        yield ticket
    finally:
        if ticket:
            _remove(ticket.path)
            os.close(ticket.descriptor)
        _tidy(queue)


def _new_ticket(queue: Path, who: str) -> _Ticket | None:
    token = secrets.token_hex(4)
    for _ in range(_TRIES):  # whoever leaves last takes the folder away
        with suppress(FileNotFoundError):
            make_folder_beside(queue, queue.name)
            return _lock_ticket(queue, token, who)
    return None


def _lock_ticket(queue: Path, token: str, who: str) -> _Ticket | None:
    """Lock a file, and only then let it be seen as a ticket."""
    draft, mode = queue / f".{token}", _mode(queue.parent)
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
    try:
        if not _lock(descriptor):
            raise BlockingIOError
        os.fchmod(descriptor, mode)
        numbers = [int(name.partition("-")[0]) for name in _names(queue)]
        place = queue / f"{max(numbers, default=0) + 1:012}-{token}"
        ticket = _Ticket(place, descriptor)
        ticket.write(who, None)
        draft.replace(place)
        return ticket
    except BaseException as error:
        _remove(draft)
        os.close(descriptor)
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            return None  # without a queue, the lock alone still keeps two from writing at once
        raise


def _tidy(queue: Path) -> None:
    """Take the queue away if it is empty."""
    with suppress(OSError):
        for left in queue.glob(".*"):
            if time.time() - left.stat().st_mtime > _LEFT and not _is_alive(left):
                _remove(left)
    with suppress(OSError):
        queue.rmdir()


def _is_alive(ticket: Path) -> bool:
    """Tell whether the process of a ticket still holds its lock."""
    try:
        descriptor = os.open(ticket, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        return not _lock(descriptor)
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock an open file; False if another has it, OSError where files cannot be locked."""
    if sys.platform == "win32":
        raise OSError("an open file of a queue could not be renamed")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _mode(folder: Path) -> int:
    """The rights of a file that everybody may write who may write to the folder."""
    return stat.S_IMODE(folder.stat().st_mode) & 0o666


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
