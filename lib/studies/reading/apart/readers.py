"""The processes that read files, one or two of them, kept ready."""

import atexit
import os
import threading
from functools import cache

from lib.progress import Progress
from lib.studies.reading.apart.answers import Answer
from lib.studies.reading.apart.worker import SECONDS_MOST, Worker
from lib.studies.reading.workbooks.refusals import costly

_FILES_MOST = 100  # that one child reads
_LARGE = 2_000_000  # bytes of a file after which the memory of a child is not as before


class Readers:
    """Workers that take turns; one that has ended, or read enough, is replaced at once."""

    def __init__(self, size: int) -> None:
        self._free = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._ready: list[Worker] = []
        self._is_closed = False

    def warm(self) -> None:
        """Have a worker ready, unless there is one."""
        with self._lock:
            if not self._ready and not self._is_closed:
                self._ready.append(Worker())

    def read(self, job: str, data: bytes, step: Progress) -> Answer:
        """Read a file apart; RefusedError if it cannot be read, or takes too much."""
        if not self._free.acquire(timeout=SECONDS_MOST):
            raise costly("time")
        try:
            worker = self._take()
            try:
                return worker.read(job, data, step)
            finally:
                self._put_back(worker, is_worn=len(data) > _LARGE)
        finally:
            self._free.release()

    def _take(self) -> Worker:
        while True:
            with self._lock:
                worker = self._ready.pop() if self._ready else Worker()
            if worker.is_ready:
                return worker
            worker.end()  # it ended while nobody looked

    def _put_back(self, worker: Worker, is_worn: bool) -> None:
        if worker.is_ready and not is_worn and worker.jobs < _FILES_MOST and not self._is_closed:
            with self._lock:
                self._ready.append(worker)
        else:
            worker.end()
            self.warm()

    def close(self) -> None:
        """End the workers that wait; one that reads ends after its file."""
        with self._lock:
            self._is_closed = True
            waiting, self._ready = self._ready, []
        for worker in waiting:
            worker.end()


@cache
def readers() -> Readers:
    """The one of this process."""
    made = Readers(min(2, os.cpu_count() or 1))
    atexit.register(made.close)
    return made


def read_apart(job: str, data: bytes, step: Progress) -> Answer:
    """Read a workbook or a web page in a process of its own."""
    return readers().read(job, data, step)


def warm_soon(seconds: float) -> None:
    """Have a worker ready, a moment from now: who has just started the server comes first."""
    timer = threading.Timer(seconds, readers().warm)
    timer.daemon = True
    timer.start()
