"""Whether this replica may be given new visitors: `/ready`, for a load balancer."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lib.studies.store import store
from lib.ui.session.dataset import studies_place

READY_PATH = "ready"

_FRESH = 1.0  # seconds that what was seen holds
_PATIENCE = 2.0  # seconds to wait for the store

_REACHED, _AWAY, _SILENT = "reached", "out of reach", "does not answer yet"
_CHECKED, _EMPTY, _UNCHECKED, _UNUSABLE = "checked", "empty", "not checked yet", "cannot be used"
_LOG = logging.getLogger("response_decay")


@dataclass(frozen=True)
class Health:
    """How it is with the studies: each part in words, and the version of the data."""

    store: str = _REACHED
    data: str = _CHECKED
    version: str = ""

    @property
    def is_good(self) -> bool:
        """Tell whether both parts are ready; a store in which nothing was saved yet is."""
        return self.store == _REACHED and self.data in (_CHECKED, _EMPTY)


UNKNOWN = Health(_SILENT, _UNCHECKED)


def examine_studies() -> Health:
    """Look at the store and the present version."""
    place = studies_place()
    data, is_away = store.load(place), bool(store.trouble(place))
    at = _AWAY if is_away else _REACHED
    if not data.refused:
        return Health(at, _CHECKED, data.version)
    if is_away:
        return Health(at, _UNCHECKED)
    is_empty = not isinstance(place, Path) and store.version(place) == data.version
    return Health(at, _EMPTY if is_empty else _UNUSABLE)


class Readiness:
    """What `/ready` answers: all who ask within a second share one look.

    Attributes
    ----------
    is_draining
        Whether the replica stops soon.
    last
        What was seen last.
    """

    def __init__(
        self, examine: Callable[[], Health] = examine_studies, patience: float = _PATIENCE
    ) -> None:
        self.is_draining = False
        self.last = UNKNOWN
        self._examine, self._patience = examine, patience
        self._began = float("-inf")
        self._work: asyncio.Task[Health] | None = None

    def drain(self) -> None:
        """Answer from now on that no new visitor may be sent here."""
        self.is_draining = True

    async def look(self) -> Health:
        """Look at the studies; a store that does not answer holds nobody else up."""
        now = time.monotonic()
        if self._work is None or (self._work.done() and now - self._began >= _FRESH):
            self._began = now
            self._work = asyncio.create_task(self._see())
        done, _ = await asyncio.wait([self._work], timeout=self._patience)
        return self._work.result() if done else UNKNOWN

    async def answer(self, _request: Request | None = None) -> Response:
        """Answer 200 or 503, and which part is not ready."""
        health = await self.look()
        is_ready = health.is_good and not self.is_draining
        parts = {
            "ready": is_ready,
            "store": health.store,
            "data": health.data,
            "draining": self.is_draining,
        }
        headers = {"Cache-Control": "no-store"}
        return JSONResponse(parts, status_code=200 if is_ready else 503, headers=headers)

    async def _see(self) -> Health:
        try:
            self.last = await asyncio.to_thread(self._examine)
        except Exception:
            _LOG.exception("It could not be told whether this replica is ready")
            self.last = UNKNOWN
        return self.last


READINESS = Readiness()
