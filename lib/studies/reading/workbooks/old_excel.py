"""Read an old Excel workbook (.xls) into cells of text."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lib.progress import Progress
from lib.studies.problems import Finding
from lib.studies.reading.grid import Grid, Merge, Place, Sheet
from lib.studies.reading.limits import RefusedError, require_row_limit
from lib.studies.reading.stack import BATCH, Stack, trim
from lib.studies.reading.workbooks import calamine_child
from lib.studies.reading.workbooks.excel import (
    WORKBOOK_BROKEN,
    WORKBOOK_LOCKED,
    refuse_damage,
    require_file_size,
)
from lib.studies.reading.workbooks.excel_number_format import format_number

_SECONDS_MOST = 120
_FRACTIONS = (
    "An old Excel workbook does not tell how its numbers look: a cell that shows 79% was read as "
    "0.79. If that is wrong, save the file as .xlsx and read that."
)


def read_old_excel(data: bytes, step: Progress) -> tuple[Sheet, ...]:
    """Read every sheet of an .xls file; RefusedError if it cannot be read, for whatever reason."""
    require_file_size(data)
    step("Reading the workbook")
    return refuse_damage(lambda: tuple(_sheets(_child_lines(data))))


def _child_lines(data: bytes) -> list[bytes]:
    child = subprocess.run(
        [sys.executable, "-P", str(Path(calamine_child.__file__))],
        input=data,
        capture_output=True,
        timeout=_SECONDS_MOST,
        check=False,
    )
    if child.returncode == calamine_child.LOCKED:
        raise RefusedError(Finding(WORKBOOK_LOCKED))
    if child.returncode:
        raise RefusedError(Finding(WORKBOOK_BROKEN))
    return child.stdout.splitlines()


def _sheets(lines: list[bytes]) -> Iterator[Sheet]:
    """Make sheets of the child's lines: one that starts with a name, then those of its rows."""
    sheet: _OldSheet | None = None
    for line in lines:
        first, second, cells = json.loads(line)
        if isinstance(first, str):
            if sheet:
                yield sheet.finish()
            sheet = _OldSheet(first, second, cells)
        elif sheet:
            sheet.add(first, second, cells)
    if sheet:
        yield sheet.finish()


class _OldSheet:
    def __init__(self, name: str, is_hidden: bool, merged: list[Any]) -> None:
        self._name, self._is_hidden = name, is_hidden
        self._merged = tuple(
            Merge(top + 1, bottom + 1, left, right) for (top, left), (bottom, right) in merged
        )
        self._stack = Stack()
        self._rows: dict[int, list[str]] = {}
        self._dates: set[Place] = set()
        self._has_fractions = False
        self._count = 0
        self._refused: RefusedError | None = None

    def add(self, row: int, left: int, values: list[Any]) -> None:
        texts = [self._text(row, left + place, value) for place, value in enumerate(values)]
        self._rows[row] = trim([*[""] * left, *texts])
        if len(self._rows) == BATCH:
            self._flush()

    def _text(self, row: int, column: int, value: Any) -> str:
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, int | float):
            self._has_fractions = self._has_fractions or 0 < value < 1
            return format_number(value, "General")
        if isinstance(value, list):
            self._dates.add((row, column))
            return str(value[0])
        return str(value)

    def _flush(self) -> None:
        self._count += len(self._rows)
        try:
            require_row_limit(self._count - 1)
            self._stack.add(self._rows, list(self._rows.values()))
        except RefusedError as refused:
            self._refused = refused
        self._rows = {}

    def finish(self) -> Sheet:
        self._flush()
        if self._refused:
            return Sheet(self._name, self._is_hidden, Grid(), self._refused.findings)
        about = {"dates": frozenset(self._dates), "merged": self._merged}
        notes = (_FRACTIONS,) if self._has_fractions else ()
        return Sheet(self._name, self._is_hidden, self._stack.workbook_grid(**about), notes=notes)
