"""SIGTERM lets sessions go on for a set time before the server stops.

The server (uvicorn) has set its handler of the signal before the app starts. Ours is put before it
and calls it when the time is over. Ctrl+C stops at once, as does a second SIGTERM.
"""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

DRAIN_VARIABLE = "RESPONSE_DECAY_DRAIN_SECONDS"

_LOG = logging.getLogger("response_decay")


def drain_seconds() -> float:
    """Read how long sessions go on; 0, at once, where nothing is set up."""
    text = os.environ.get(DRAIN_VARIABLE, "").strip()
    try:
        seconds = float(text or 0)
    except ValueError:
        seconds = -1
    if 0 <= seconds < float("inf"):
        return seconds
    _LOG.warning("%s is no number of seconds, so it is taken as 0", DRAIN_VARIABLE)
    return 0


@contextmanager
def drain_at_sigterm(seconds: float, begin: Callable[[], None]) -> Iterator[None]:
    """Call `begin` at SIGTERM, and what handled the signal until now after these seconds."""
    stop = signal.getsignal(signal.SIGTERM)
    is_main = threading.current_thread() is threading.main_thread()
    if not seconds or not callable(stop) or not is_main:
        yield
        return
    loop = asyncio.get_running_loop()

    def start_draining() -> None:
        _LOG.warning("Stopping in %g seconds; new visitors are sent elsewhere", seconds)
        begin()
        loop.call_later(seconds, stop, signal.SIGTERM, None)

    def handle(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, stop)
        loop.call_soon_threadsafe(start_draining)

    signal.signal(signal.SIGTERM, handle)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is handle:
            signal.signal(signal.SIGTERM, stop)
