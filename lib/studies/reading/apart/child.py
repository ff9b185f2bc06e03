"""The program of the process that reads files apart.

    python -P -m lib.studies.reading.apart.child

Jobs come on the standard input, answers go to the standard output. It reads one file after another,
and ends when its input does, or when a file asks for too much.
"""

import io
import os
import sys
from typing import IO
from zipfile import ZipFile

import openpyxl
import pyarrow as pa

from lib.studies.reading.apart.answers import write_answer, write_refusal
from lib.studies.reading.apart.frames import (
    DATA,
    JOB,
    NO_MEMORY,
    PAGE,
    STEP,
    WORKBOOK,
    EndError,
    read_frame,
    write_frame,
)
from lib.studies.reading.apart.jobs import read_here
from lib.studies.reading.apart.own_limits import allow_seconds, set_limits
from lib.studies.reading.limits import RefusedError
from lib.studies.reading.workbooks.refusals import MOST_UNPACKED_MEGABYTES, ZIPPED


def main() -> int:
    """Answer jobs until there are no more."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints stays out of answers
        pa.set_cpu_count(1)
        pa.set_io_thread_count(1)
        _rehearse()
        set_limits()
        while True:
            try:
                job = _read_job(sys.stdin.buffer)
            except EndError:
                return 0
            try:
                _answer(*job, answers)
            except MemoryError:
                os._exit(NO_MEMORY)  # to say it in a frame would take memory


def _rehearse() -> None:
    """Read a small file of each kind: no library is loaded, and no thread started, later on."""
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book["Sheet"].append(["study", 1.5])
    book.save(out)
    for job, data in ((WORKBOOK, out.getvalue()), (PAGE, b"<table><tr><td>study</table>")):
        write_answer(io.BytesIO(), *read_here(job, data, lambda _step: None))


def _read_job(stream: IO[bytes]) -> tuple[str, bytes]:
    kind, name = read_frame(stream)
    kind_after, data = read_frame(stream)
    if (kind, kind_after) != (JOB, DATA):
        raise EndError
    return name.decode(), data


def _answer(job: str, data: bytes, answers: IO[bytes]) -> None:
    """Read a file, and write what it holds or why it is refused."""
    allow_seconds(_megabytes(data))
    try:
        found = read_here(job, data, lambda step: write_frame(answers, STEP, step.encode()))
        write_answer(answers, *found)
    except RefusedError as refused:
        write_refusal(answers, refused)


def _megabytes(data: bytes) -> float:
    """How many megabytes a file says to have unpacked; what it has is held against that later."""
    if not data.startswith(ZIPPED):
        return len(data) / 1e6
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            total = sum(entry.file_size for entry in archive.infolist())
    except Exception:
        return 0
    return min(total / 1e6, MOST_UNPACKED_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
