import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lib.progress import silent
from lib.studies.reading.apart import worker
from lib.studies.reading.apart.frames import PAGE, WORKBOOK
from lib.studies.reading.apart.jobs import read_here
from lib.studies.reading.apart.readers import Readers
from lib.studies.reading.apart.worker import Worker
from lib.studies.reading.grid import Grid, Sheet
from lib.studies.reading.limits import RefusedError
from tests.studies.reading.test_sheets import workbook
from tests.studies.reading.workbooks import test_old_excel, test_open_document
from tests.studies.reading.workbooks.test_excel import SHEET, SMALL, parts, with_part, zipped
from tests.studies.reading.workbooks.test_sheet_layout import rich_book, saved

ROWS = b"<sheetData>"


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    made = Readers(2)
    made.read(WORKBOOK, SMALL, silent)
    yield made
    made.close()


def slow_book() -> bytes:
    """A workbook that takes some seconds to read, and breaks no rule."""
    cells = b"<c t='inlineStr'><is>" + b"<r><t>a</t></r>" * 100 + b"</is></c>"
    return with_part(SMALL, SHEET, lambda xml: xml.replace(ROWS, ROWS + cells * 10_000))


def with_start(inner: bytes) -> bytes:
    """The workbook with something in front of its rows."""
    return with_part(SMALL, SHEET, lambda xml: xml.replace(ROWS, ROWS + inner))


TYPES = "[Content_Types].xml"
SHARED = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sharedStrings+xml"/>'
)
BOMBS = {
    "one long attribute": with_start(b'<row a="' + b"x" * 20_000_000 + b'"/>'),
    "signs of tags in an attribute": with_start(b'<row a="' + b">/>" * 7_000_000 + b'"/>'),
    "a comment": with_start(b"<!--" + b"<a/>" * 5_000_000 + b"-->"),
    "an instruction": with_start(b"<?a " + b"<a>" * 7_000_000 + b"?>"),
    "nesting": with_start(b"<a>" * 7_000_000),
    "nesting that seems to end": with_start(b"<a>/>" * 4_000_000),
    "UTF-16": with_part(SMALL, SHEET, lambda _: ("<a b='" + "\u3c3c" * 9**7).encode("utf-16")),
    "parts": zipped({**parts(SMALL), **{f"{place}": b"" for place in range(10_001)}}),
}


def rule_of(readers: Readers | Worker, data: bytes, job: str = WORKBOOK) -> tuple[str, Any]:
    with pytest.raises(RefusedError) as refused:
        readers.read(job, data, silent)
    finding = refused.value.findings[0]
    return finding.rule.name, finding.facts(0)


def told(grid: Grid) -> dict[str, Any]:
    return {**vars(grid), "columns": [c.to_pylist() for c in grid.columns], "rows": [*grid.rows]}


def told_sheets(found: tuple[str, tuple[Sheet, ...]]) -> tuple[str, list[Any]]:
    sheets = [(s.name, s.is_hidden, s.findings, s.notes, told(s.grid)) for s in found[1]]
    return found[0], sheets


@pytest.mark.parametrize(
    ("job", "data"),
    [
        (WORKBOOK, SMALL),
        (WORKBOOK, workbook()),
        (WORKBOOK, saved(rich_book())),
        (WORKBOOK, test_old_excel.SMALL),
        (WORKBOOK, test_open_document.saved(test_open_document.SHEET)),
        (PAGE, b"<table><tr hidden><td>study<sup>a</sup><th colspan=2>arm<tr><td>x</table>"),
    ],
)
def test_what_is_read_apart_is_what_is_read_here(readers: Readers, job: str, data: bytes) -> None:
    assert told_sheets(readers.read(job, data, silent)) == told_sheets(read_here(job, data, silent))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_two_seconds(readers: Readers, name: str) -> None:
    start = time.monotonic()
    rule, given = rule_of(readers, BOMBS[name])
    assert rule == "workbook_outsize"
    assert {"tag", "tags", "parts"} & set(given["reason"].split())
    assert time.monotonic() - start < 2


def take_memory(child: Worker) -> int:
    """Take most of its memory from a child that has set its limits: to fill it takes seconds.

    How many rows of the bomb it has room for no more.
    """
    if sys.platform != "linux":
        return 0
    import resource

    soft, hard = resource.prlimit(child.pid, resource.RLIMIT_AS)
    resource.prlimit(child.pid, resource.RLIMIT_AS, (soft - 1_200_000_000, hard))
    return 200


def test_what_takes_memory_is_refused(readers: Readers) -> None:
    readers.read(WORKBOOK, SMALL, silent)
    taken = take_memory(readers._ready[-1])
    text = b"<sst><si><t>" + b"y" * 900_000 + b"</t></si></sst>"
    text = text.replace(b"<sst>", b'<sst xmlns="%s">' % parts(SMALL)[SHEET].split(b'"')[1])
    rows = (b"<row>" + b'<c t="s"><v>0</v></c>' * 10 + b"</row>") * (300 - taken)
    sheet = parts(SMALL)[SHEET].replace(ROWS, ROWS + rows)
    types = parts(SMALL)[TYPES].replace(b"</Types>", SHARED + b"</Types>")
    bomb = zipped({**parts(SMALL), TYPES: types, "xl/sharedStrings.xml": text, SHEET: sheet})
    assert rule_of(readers, bomb) == ("workbook_costly", {"what": "memory"})
    assert readers.read(WORKBOOK, SMALL, silent)[0] == "Excel workbook"


def test_what_takes_time_is_refused_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SECONDS_MOST", 0.3)
    child = Worker()
    assert rule_of(child, slow_book()) == ("workbook_costly", {"what": "time"})
    assert not child.is_ready


def test_a_child_that_crashes_is_replaced(readers: Readers) -> None:
    child = Worker()
    readers._ready.append(child)  # the last is taken first
    with pytest.raises(RefusedError, match="workbook_broken"):
        readers.read(WORKBOOK, slow_book(), lambda _step: os.kill(child.pid, 9))
    assert readers.read(WORKBOOK, SMALL, silent)[0] == "Excel workbook"


def test_a_child_that_ends_while_it_waits_is_replaced(readers: Readers) -> None:
    lost = Worker()
    os.kill(lost.pid, 9)
    lost._process.wait()
    readers._ready.append(lost)
    assert readers.read(WORKBOOK, SMALL, silent)[0] == "Excel workbook"


def test_a_visitor_who_leaves_ends_what_was_begun() -> None:
    def leave(_step: str) -> None:
        raise KeyboardInterrupt

    child = Worker()
    with pytest.raises(KeyboardInterrupt):
        child.read(WORKBOOK, slow_book(), leave)
    assert not child.is_ready


def test_others_do_not_notice_a_slow_file(readers: Readers) -> None:
    readers.read(WORKBOOK, SMALL, silent)
    child = readers._ready[-1]  # the last is taken first
    has_begun, ended = threading.Event(), threading.Event()

    def read_slowly() -> None:
        with contextlib.suppress(RefusedError):
            readers.read(WORKBOOK, slow_book(), lambda _step: has_begun.set())
        ended.set()

    thread = threading.Thread(target=read_slowly)
    thread.start()
    has_begun.wait()
    readers.warm()
    readers.read(WORKBOOK, SMALL, silent)  # a second child gets ready
    start = time.monotonic()
    readers.read(WORKBOOK, SMALL, silent)
    took, was_slow = time.monotonic() - start, not ended.is_set()
    os.kill(child.pid, 9)  # what is slow has been seen
    thread.join()
    assert was_slow
    assert took < 1


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_child_has_limits_and_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    monkeypatch.setenv("STREAMLIT_AUTH_COOKIE_SECRET", "secret")
    child = Worker()
    child.read(WORKBOOK, SMALL, silent)
    soft = {
        name: resource.prlimit(child.pid, getattr(resource, name))[0]
        for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_NPROC", "RLIMIT_FSIZE")
    }
    assert 0 < soft["RLIMIT_AS"] < 4_000_000_000
    assert 0 < soft["RLIMIT_CPU"] < 60
    assert soft["RLIMIT_NPROC"] == soft["RLIMIT_FSIZE"] == 0
    assert b"SECRET" not in Path(f"/proc/{child.pid}/environ").read_bytes()
    child.end()


def test_readers_leave_no_process_behind() -> None:
    some = Readers(1)
    some.warm()
    (child,) = some._ready
    some.close()
    assert not child.is_ready
    some.warm()
    assert some._ready == []


def test_a_child_ends_with_its_parent() -> None:
    child = Worker()
    child._stdin.close()  # as when the parent is killed
    assert child._process.wait(20) == 0
    child.end()


def test_the_words_of_a_child_are_not_trusted() -> None:
    said: list[str] = []
    worker._tell(b"Reading the workbook: 50,000 rows", said.append)
    assert said == ["Reading the workbook: 50,000 rows"]
    with pytest.raises(worker.EndError):
        worker._tell(b"[click](http://bad)", said.append)
