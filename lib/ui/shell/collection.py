"""Full garbage collections, which Streamlit makes after every run: here seldom enough for many.

A full collection walks all that every session holds, so each run of one pays for all the others:
with 100 sessions 48 of the 71 ms of processor time that a run took.
"""

import gc
import time
from types import ModuleType
from typing import Any

from streamlit.runtime.scriptrunner import script_runner

SECONDS = 1.0
"""From one full collection after a run to the next."""


class SeldomCollector(ModuleType):
    """The module `gc`, with a `collect` that does nothing right after it did something."""

    def __init__(self) -> None:
        super().__init__("gc")
        self._last = float("-inf")

    def collect(self, generation: int = 2) -> int:
        """Collect, if that was not done within the last second; give how many objects were lost."""
        now = time.monotonic()
        if now - self._last < SECONDS:
            return 0
        self._last = now
        return gc.collect(generation)

    def __getattr__(self, name: str) -> Any:
        return getattr(gc, name)


def collect_seldom() -> None:
    """Let Streamlit collect in full once a second at most, however many runs end in it."""
    # There is no setting for it; a Streamlit that does it elsewhere is as slow as before.
    if hasattr(script_runner, "gc"):
        script_runner.gc = SeldomCollector()
