"""Read an old Excel workbook (.xls) into cells of text.

On damaged bytes calamine may ask for more memory than there is, which ends the process whatever
Python catches.
"""

import datetime
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from lib.progress import Progress
from lib.studies.problems import Finding
from lib.studies.reading.grid import Grid, Merge, Place, Sheet
from lib.studies.reading.limits import RefusedError, require_row_limit
from lib.studies.reading.stack import BATCH, Stack, trim
from lib.studies.reading.workbooks.excel import value_text
from lib.studies.reading.workbooks.excel_number_format import format_number
from lib.studies.reading.workbooks.refusals import (
    WORKBOOK_LOCKED,
    refuse_damage,
    require_file_size,
)

_FRACTIONS = (
    "An old Excel workbook does not tell how its numbers look: a cell that shows 79% was read as "
    "0.79. If that is wrong, save the file as .xlsx and read that."
)


def read_old_excel(data: bytes, step: Progress) -> tuple[Sheet, ...]:
    """Read every sheet of an .xls file; RefusedError if it cannot be read, for whatever reason."""
    require_file_size(data)
    step("Reading the workbook")
    return refuse_damage(lambda: tuple(_sheets(_open_book(data))))


def _open_book(data: bytes) -> CalamineWorkbook:
    try:
        return load_workbook(BytesIO(data))
    except PasswordError as error:
        raise RefusedError(Finding(WORKBOOK_LOCKED)) from error


def _sheets(book: CalamineWorkbook) -> Iterator[Sheet]:
    for place, about in enumerate(book.sheets_metadata):
        if about.typ == SheetTypeEnum.WorkSheet:
            is_hidden = about.visible != SheetVisibleEnum.Visible
            yield _OldSheet(about.name, is_hidden).read(book.get_sheet_by_index(place))


class _OldSheet:
    def __init__(self, name: str, is_hidden: bool) -> None:
        self._name, self._is_hidden = name, is_hidden
        self._stack = Stack()
        self._rows: dict[int, list[str]] = {}
        self._dates: set[Place] = set()
        self._has_fractions = False
        self._count = 0

    def read(self, sheet: CalamineSheet) -> Sheet:
        """Read a sheet; one with too many rows or columns has no cells."""
        left = sheet.start[1] if sheet.start else 0
        try:
            for row, cells in enumerate(sheet.iter_rows(), 1):
                self._add(row, left, cells)
            self._flush()
        except RefusedError as refused:
            return Sheet(self._name, self._is_hidden, Grid(), refused.findings)
        merged = [
            Merge(top + 1, bottom + 1, first, last)
            for (top, first), (bottom, last) in sheet.merged_cell_ranges or []
        ]
        about = {"dates": frozenset(self._dates), "merged": tuple(merged)}
        notes = (_FRACTIONS,) if self._has_fractions else ()
        return Sheet(self._name, self._is_hidden, self._stack.workbook_grid(**about), notes=notes)

    def _add(self, row: int, left: int, cells: list[Any]) -> None:
        texts = trim([self._text(row, left + place, value) for place, value in enumerate(cells)])
        if texts:
            self._rows[row] = [""] * left + texts
        if len(self._rows) == BATCH:
            self._flush()

    def _text(self, row: int, column: int, value: Any) -> str:
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, int | float):
            self._has_fractions = self._has_fractions or 0 < value < 1
            return format_number(value, "General")
        if isinstance(value, datetime.date):
            self._dates.add((row, column))
        return value_text(value)

    def _flush(self) -> None:
        self._count += len(self._rows)
        require_row_limit(self._count - 1)
        self._stack.add(self._rows, list(self._rows.values()))
        self._rows = {}
