"""What a process knows of the present version of a shared store.

All its readers share one look at the store a second, and no reader waits long for it: while the
store does not answer they have the last version that was read, and a later look finds it again.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from threading import Event, Lock, Thread

from lib.cache import Recent
from lib.events import STORE, measure
from lib.studies.dataset import VERSION_LENGTH, Dataset, no_dataset
from lib.studies.loading import check_once, hash_of
from lib.studies.store.engines.engine import OutOfReachError

FRESH = 1.0  # seconds that what was seen holds
PATIENCE = 2.0  # seconds to wait for the store before the last version is shown
_ONCE_AWAY = 0.25  # the same while it is known not to answer

_SILENT = "it does not answer"
_EMPTY = "nothing has been saved in the store yet"
_LOG = logging.getLogger("response_decay")


class _AlteredError(Exception):
    """The bytes of the present version are not those that were saved."""


class VersionReader:
    """The present version of a shared store.

    Parameters
    ----------
    name
        The name of the file of studies.
    look
        Gives the hash of the present version, blank if there is none; OutOfReachError.
    fetch
        Gives the bytes of a hash; OutOfReachError.
    """

    def __init__(self, name: str, look: Callable[[], str], fetch: Callable[[str], bytes]) -> None:
        self._name, self._look, self._fetch = name, look, fetch
        self._lock = Lock()
        self._present: str | None = None
        self._seen = self._began = float("-inf")
        self._round = 0
        self._done = Event()
        self._done.set()
        self._away: tuple[datetime, str] | None = None
        self._last: tuple[str, Dataset] | None = None
        self._datasets: Recent[str, Dataset] = Recent(2)

    def load(self) -> Dataset:
        """Give the present version; the last one that was read while the store is away."""
        present, last = self._refresh(), self._last
        if last and last[0] == present:
            return last[1]
        try:
            if present:
                data = self._datasets.get(present, lambda: self._check(present))
                self._last = present, data
                return data
        except OutOfReachError as error:
            self._note_away(error.reason)
        except _AlteredError as error:
            return _no_dataset(self._name, str(error))
        if last and present != "":
            return last[1]
        return _no_dataset(self._name, _EMPTY if present == "" else self.why_away() or _SILENT)

    def present_hash(self) -> str:
        """Give the hash of the present version; blank if there is none, or none is known."""
        return self._refresh() or ""

    def why_away(self) -> str:
        """Say why the store could not be read when it was last looked at; blank if it could."""
        away = self._away
        return away[1] if away else ""

    def trouble(self) -> str:
        """Say since when the store is away; blank while it is not."""
        away = self._away
        if away is None:
            return ""
        last = self._last
        seen = last and f" What you see is version {last[1].version}, the last that was read."
        return (
            f"The store of the studies has been out of reach since {away[0]:%H:%M} UTC."
            f"{seen or ''} Nobody can save until it is back; drafts and rows to "
            "try stay in this session. The dashboard goes on looking for it by itself."
        )

    def note(self, sha256: str, data: Dataset) -> None:
        """Note what this process has just saved, so that it is shown at once."""
        with self._lock:
            self._round += 1
            self._present, self._seen, self._away = sha256, time.monotonic(), None
            self._last = sha256, data

    def forget(self) -> None:
        """Look again at once, since something else than a save put a version in force."""
        with self._lock:
            self._round += 1
            self._seen = self._began = float("-inf")

    def _refresh(self) -> str | None:
        """Give the hash of the present version, as known for a second; None if it never was."""
        with self._lock:
            now = time.monotonic()
            if not self._away and now - self._seen < FRESH:
                return self._present
            if now - self._began >= FRESH and self._done.is_set():
                self._begin(now)
            done, wait = self._done, _ONCE_AWAY if self._away else PATIENCE
        if not done.wait(wait):
            self._note_away(_SILENT)
        return self._present

    def _begin(self, now: float) -> None:
        """Let a thread look, since a store may not answer for minutes."""
        self._round += 1
        self._began, self._done = now, Event()
        Thread(target=self._see, args=(self._round, now, self._done), daemon=True).start()

    def _see(self, turn: int, began: float, done: Event) -> None:
        try:
            with measure(STORE):
                present = self._look()
        except OutOfReachError as error:
            self._note_away(error.reason)
        except Exception as error:
            _LOG.exception("The store of the studies was not understood")
            self._note_away(type(error).__name__)
        else:
            self._note_present(turn, began, present)
        finally:
            done.set()

    def _note_present(self, turn: int, began: float, present: str) -> None:
        with self._lock:
            if self._away:
                _LOG.warning("The store of the studies is back")
            self._away = None
            if turn == self._round:  # else something newer was noted meanwhile
                self._present, self._seen = present, began

    def _note_away(self, reason: str) -> None:
        with self._lock:
            if self._away is None:
                _LOG.warning("The store of the studies is out of reach: %s", reason)
                self._away = datetime.now(UTC), reason

    def _check(self, sha256: str) -> Dataset:
        data = self._fetch(sha256)
        if hash_of(data) != sha256:
            version = sha256[:VERSION_LENGTH]
            raise _AlteredError(f"the bytes of version {version} were altered in the store")
        return check_once(data, self._name)


@lru_cache(8)
def _no_dataset(name: str, reason: str) -> Dataset:
    """Cached, so that the same reason gives the same object, as caches by `Dataset` need."""
    return no_dataset(name, reason)
