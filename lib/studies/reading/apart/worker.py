"""One child process that reads files, seen from its parent."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from lib.progress import Progress
from lib.studies.problems import Finding
from lib.studies.reading.apart.answers import Answer, read_answer, read_refusal
from lib.studies.reading.apart.frames import (
    DATA,
    HEAD,
    JOB,
    NO_MEMORY,
    REFUSED,
    STEP,
    EndError,
    read_frame,
    read_json,
    write_frame,
)
from lib.studies.reading.limits import RefusedError
from lib.studies.reading.workbooks.refusals import WORKBOOK_BROKEN, WORKBOOK_COSTLY, costly

SECONDS_MOST = 300
"""On the clock. The child's limit of processor time comes first, where the system has one."""

_ROOT = Path(__file__).parents[4]
_PROGRAM = "lib.studies.reading.apart.child"
_CPU_SIGNAL = getattr(signal, "SIGXCPU", None)
_SECONDS_TO_END = 0.2
_STEP = re.compile("Reading the workbook(: [0-9,]{1,12} rows)?")
# All that the child needs of the environment: no key or password of the server is in it.
_NEEDED = (
    *("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV", "HOME"),
    *("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE", "APPDATA"),
)
# One thread: what others map counts as memory, and a processor more is none of the child's.
_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
}


class Worker:
    """A child that stands ready; it takes a moment to get so, in which the parent goes on."""

    def __init__(self) -> None:
        self.jobs = 0
        self._timed_out = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl-C in a terminal is for the parent, which ends the child
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_ready(self) -> bool:
        """Whether the child has not ended."""
        return self._process.poll() is None

    def read(self, job: str, data: bytes, step: Progress) -> Answer:
        """Let the child read a file; RefusedError if it cannot, or takes too much.

        If anything goes wrong, the child is ended, also by an error of `step`: that is how what was
        begun stops when its visitor leaves.
        """
        self.jobs += 1
        timer = threading.Timer(SECONDS_MOST, self._time_out)
        timer.daemon = True
        timer.start()
        try:
            return self._talk(job, data, step)
        except (EndError, OSError) as error:
            self.end()
            raise self._why() from error
        except RefusedError as refused:
            if refused.findings[0].rule is WORKBOOK_COSTLY:
                self.end()  # its memory is in pieces
            raise
        except BaseException:
            self.end()
            raise
        finally:
            timer.cancel()

    def _talk(self, job: str, data: bytes, step: Progress) -> Answer:
        write_frame(self._stdin, JOB, job.encode())
        write_frame(self._stdin, DATA, data)
        while True:
            kind, body = read_frame(self._stdout)
            if kind == HEAD:
                return read_answer(read_json(body), self._stdout)
            if kind == REFUSED:
                raise read_refusal(body)
            if kind != STEP:
                raise EndError
            _tell(body, step)

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin
        return self._process.stdin

    @property
    def _stdout(self) -> IO[bytes]:
        assert self._process.stdout
        return self._process.stdout

    def _time_out(self) -> None:
        self._timed_out = True
        self._process.kill()

    def _why(self) -> RefusedError:
        """Why the child has ended."""
        code = self._process.returncode
        if self._timed_out or (_CPU_SIGNAL and code == -_CPU_SIGNAL):
            return costly("time")
        return costly("memory") if code == NO_MEMORY else RefusedError(Finding(WORKBOOK_BROKEN))

    def end(self) -> None:
        """End the child, and wait until it has."""
        with contextlib.suppress(OSError):
            self._stdin.close()
        try:
            self._process.wait(_SECONDS_TO_END)  # so that its exit code tells why it ends itself
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process.wait()
        for stream in (self._stdin, self._stdout):
            with contextlib.suppress(OSError):  # what was not written yet cannot be
                stream.close()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(paths)}


def _tell(body: bytes, step: Progress) -> None:
    """Tell a step, if it is one of ours: the page shows it as Markdown."""
    words = body[:100].decode(errors="replace")
    if not _STEP.fullmatch(words):
        raise EndError
    step(words)
