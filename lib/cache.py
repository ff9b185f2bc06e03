"""A cache of the values used last, shared by threads."""

# Why not `functools.lru_cache`, which serves for small results that are quickly made: if two
# readers ask at the same time, both make the result. A large file takes long to check, and each of
# two datasets of it would fill a cache of its own. Here the second reader waits for the first.

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values used last, up to `most`; each is made once, even if several threads ask."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._held: OrderedDict[Key, Future[Value]] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Give the value of a key; make it, or wait for the thread that is making it."""
        with self._lock:
            held = self._held.get(key)
            future = held or Future()
            self._held[key] = future
            self._held.move_to_end(key)
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        if held is None:
            return self._make(key, future, make)
        try:
            return future.result()
        except CancelledError:  # the thread that was making it failed or was stopped: try again
            return self.get(key, make)

    def peek(self, key: Key) -> Value | None:
        """Give the value of a key if it is there; do not wait for one that is being made."""
        with self._lock:
            future = self._held.get(key)
            if future is None or not future.done():
                return None
            self._held.move_to_end(key)
        return future.result()

    def _make(self, key: Key, future: "Future[Value]", make: Callable[[], Value]) -> Value:
        try:
            value = make()
        except BaseException:
            with self._lock:
                if self._held.get(key) is future:
                    del self._held[key]
            future.cancel()
            raise
        future.set_result(value)
        return value
