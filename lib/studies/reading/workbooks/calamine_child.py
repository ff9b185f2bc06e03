"""A program that reads an old Excel workbook with calamine, for `old_excel.py`.

It is run as a process of its own: on damaged bytes calamine may ask for more memory than there is,
which ends the process whatever Python catches. The workbook comes on the standard input; each sheet
and each row with a text goes to the standard output as a line of JSON.
"""

import datetime
import json
import sys
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

MEMORY_MOST = 2_000_000_000  # bytes
LOCKED, BROKEN = 3, 4  # exit codes


def main() -> int:
    _limit_memory()
    try:
        write_sheets(load_workbook(BytesIO(sys.stdin.buffer.read())))
    except PasswordError:
        return LOCKED
    except (CalamineError, MemoryError):
        return BROKEN
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))


def write_sheets(book: CalamineWorkbook) -> None:
    """Write a line for each sheet of cells, each followed by lines for its rows."""
    for place, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(place)
        is_hidden = about.visible != SheetVisibleEnum.Visible
        _write([about.name, is_hidden, sheet.merged_cell_ranges or []])
        left = sheet.start[1] if sheet.start else 0
        for row, cells in enumerate(sheet.iter_rows(), 1):
            values = [encode(cell) for cell in cells]
            if any(value != "" for value in values):
                _write([row, left, values])


def encode(value: object) -> object:
    """A cell as JSON can hold it: a date is put into a list."""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return [str(value.date())]
    if isinstance(value, datetime.date):
        return [str(value)]
    return value if isinstance(value, str | int | float) else str(value)


def _write(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    sys.exit(main())
