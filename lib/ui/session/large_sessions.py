"""Sessions with large files: once the visitor has gone, their memory is given back.

Streamlit keeps a session for two minutes after its visitor has gone, and longer where nobody else
goes meanwhile. A million rows are half a gigabyte, in which others could work. What was imported
comes back if the visitor does, where it was stored as unsaved work.
"""

import asyncio
import ctypes
import gc
import sys
import time

import pyarrow as pa
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SafeSessionState

SECONDS_TO_COME_BACK = 30
"""Until a session is closed: a connection that was lost is there again sooner."""
_SECONDS_BETWEEN_LOOKS = 5
_M_ARENA_MAX = -8  # in glibc's malloc.h
_SECONDS_UNTIL_FREE = (1, 5, 10)  # each after the one before: the last run may still end

_large: dict[str, SafeSessionState] = {}
"""What each of the sessions holds, by its name."""


def mark_large() -> None:
    """Note that the present session has a large file."""
    if context := get_script_run_ctx():
        _large[context.session_id] = context.session_state


def use_trimmable_memory() -> None:
    """Let Arrow and all threads take memory where what is free goes back to the system.

    Arrow's own pool keeps a part of what it ever had: 57 of 512 MB after 300,000 rows. Where each
    thread has an arena of its own, what readers hold stands between what is free: 40 of 540 MB stay
    after a million rows beside ten readers, and 26 MB more are taken from the start.
    """
    if sys.platform == "linux":
        pa.set_memory_pool(pa.system_memory_pool())
        _share_one_arena()


def _share_one_arena() -> None:
    """Make no further arena of memory for new threads; only glibc has them."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_M_ARENA_MAX, 1)


async def free_memory_of_gone() -> None:
    """Close large sessions whose visitors have gone, as long as the server runs."""
    gone: dict[str, float] = {}
    while True:
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        if runtime.exists() and close_gone(runtime.get_instance(), gone, time.monotonic()):
            for seconds in _SECONDS_UNTIL_FREE:
                await asyncio.sleep(seconds)
                await asyncio.to_thread(free_memory)


def close_gone(server: runtime.Runtime, gone: dict[str, float], now: float) -> bool:
    """Close large sessions that have been without a visitor for long; tell whether there were any.

    `gone` holds since when each has been without one, from look to look.
    """
    for name in list(_large):
        if server.is_active_session(name):
            gone.pop(name, None)
        else:
            gone.setdefault(name, now)
    ended = [name for name, since in gone.items() if now - since >= SECONDS_TO_COME_BACK]
    for name in ended:
        server.close_session(name)
        _empty(_large.pop(name))
        del gone[name]
    return bool(ended)


def _empty(state: SafeSessionState) -> None:
    """Forget what a closed session holds.

    The loop of the server refers to the session that it has sent something to last, until it sends
    something to another: half a gigabyte for as long as nobody else clicks.
    """
    for key in list(state.filtered_state):
        del state[key]


def free_memory() -> None:
    """Give what nobody uses back to the system."""
    # A session and what runs in it refer to each other, and the first visitor of a page was frozen
    # with its modules (`freeze_loaded_modules`): frozen objects are collected by nobody.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    pa.default_memory_pool().release_unused()  # on Linux that of Python and NumPy, too
