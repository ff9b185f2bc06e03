"""The limits that a child sets itself before it reads the first file."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

MEMORY_MOST = 1_500_000_000
"""Bytes, beyond what the child takes with nothing read."""
SECONDS_MOST = 20
"""Of the processor for a file, beside those for its megabytes unpacked."""
SECONDS_A_MEGABYTE = 1

_NICE = 5  # those who look at a chart come first


def set_limits() -> None:
    """Limit memory, processes and files, where the system can; only time is limited elsewhere."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICE)
    limits = _limits()
    if not limits:
        return
    for name, most in (
        ("RLIMIT_AS", _address_space() + MEMORY_MOST),
        ("RLIMIT_NPROC", 0),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            limits.setrlimit(getattr(limits, name), (most, most))


def allow_seconds(megabytes: float) -> None:
    """Let the child use the processor from now for as long as a file may take."""
    limits = _limits()
    if limits:
        used = limits.getrusage(limits.RUSAGE_SELF)
        more = SECONDS_MOST + SECONDS_A_MEGABYTE * megabytes
        soft = int(used.ru_utime + used.ru_stime + more) + 1
        limits.setrlimit(limits.RLIMIT_CPU, (soft, limits.getrlimit(limits.RLIMIT_CPU)[1]))


def _limits() -> Any:
    if sys.platform == "win32":
        return None
    import resource

    return resource


def _address_space() -> int:
    """Bytes that the process has mapped."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 1_000_000_000
    return pages * os.sysconf("SC_PAGE_SIZE")
