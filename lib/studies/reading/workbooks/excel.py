"""Read an Excel workbook into cells of text, as Excel displays them."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from itertools import islice, zip_longest
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.compute as pc

from lib.phrases import with_noun
from lib.progress import Progress
from lib.studies.problems import Finding, facts, visible
from lib.studies.reading.delimited.delimited_text import (
    COLUMNS_MOST,
    TOO_MANY_COLUMNS,
    Records,
    RefusedError,
    require_row_limit,
)
from lib.studies.reading.delimited.encoding import MOST_FILE_MEGABYTES, TOO_LARGE
from lib.studies.reading.headers import column_names
from lib.studies.reading.workbooks import zip_limits
from lib.studies.reading.workbooks.excel_number_format import format_number, hides_decimals
from lib.studies.rules import Rule
from lib.studies.spellings import find_column

_HEAD = 50  # rows of a sheet that are searched for its header
_BATCH = 1000  # rows
_PROGRESS_ROWS = 50_000  # rows between two progress messages
_SHEET_ROWS = 1_048_576  # the limit of Excel
# Cells, empty ones included. A filled cell takes more than ten bytes.
_PLACES_MOST = zip_limits.MOST_UNPACKED_MEGABYTES * 100_000
_ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

WORKBOOK_LOCKED = Rule(
    "workbook_locked",
    "The workbook has no password",
    "error",
    (),
    "The workbook is protected by a password.",
    "Take the password off in the program that set it, save the workbook, and import it again.",
)
WORKBOOK_BROKEN = Rule(
    "workbook_broken",
    "The workbook is not damaged",
    "error",
    (),
    "The workbook is damaged, cut off, or not written in the way of Excel.",
    "Open it in a spreadsheet, save it again as .xlsx or 'CSV UTF-8', and import that.",
)
WORKBOOK_EMPTY = Rule(
    "workbook_empty",
    "The workbook has a table",
    "error",
    (),
    "No sheet of the workbook has a table that starts in its first {most} rows.",
    "Put the column names into one row, and a row for each arm at each follow-up time below.",
)
FORMULA_UNSAVED = Rule(
    "formula_unsaved",
    "The results of formulas are saved",
    "error",
    ("every column",),
    "{header} is a formula here, and its result is not saved in the file.",
    "Open the workbook in a spreadsheet, save it, and import it again.",
)
RULES = (WORKBOOK_LOCKED, WORKBOOK_BROKEN, WORKBOOK_EMPTY, FORMULA_UNSAVED)


@dataclass(frozen=True)
class SheetTable:
    """The table of a workbook.

    Attributes
    ----------
    records
        Its cells; rows are numbered as on the sheet.
    findings
        Cells whose value is not in the file.
    said
        Sentences on how the workbook was read.
    """

    records: Records
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


def is_workbook(data: bytes) -> bool:
    """Whether the content, whatever the file's name, is a workbook or any other zip file."""
    return data.startswith(_ZIPPED) or (data.startswith(_COMPOUND) and _ENCRYPTED in data)


def read_workbook(data: bytes, step: Progress) -> SheetTable:
    """Read the first sheet that has a header.

    A header is a row among the first 50 with at least two columns of the schema; if no sheet has
    one, the first row with at least two cells. Visible sheets are tried before hidden ones.

    Raises
    ------
    RefusedError
        The workbook cannot be read, for whatever reason.
    """
    if len(data) > MOST_FILE_MEGABYTES * 1_000_000:
        given = facts(size=f"{len(data) / 1e6:,.0f}", most=MOST_FILE_MEGABYTES)
        raise RefusedError(Finding(TOO_LARGE, facts=given))
    if data.startswith(_COMPOUND):
        raise RefusedError(Finding(WORKBOOK_LOCKED))
    step("Reading the workbook")
    with warnings.catch_warnings():
        # They warn of what saving the workbook would lose; it is never saved here.
        warnings.filterwarnings("ignore", module=r"openpyxl\.")
        try:
            return _read_sheet(data, step)
        except RefusedError:
            raise
        except Exception as error:  # of which openpyxl raises every kind on a damaged file
            raise RefusedError(Finding(WORKBOOK_BROKEN)) from error


def _read_sheet(data: bytes, step: Progress) -> SheetTable:
    parts = zip_limits.inspect_zip(data)
    zip_limits.require_workbook(parts.names)
    book = _open_book(data, values=True)
    place, header = _find_table(book.worksheets)
    sheet = book.worksheets[place]
    table, rounded = _table(sheet, header, step)
    findings: list[Finding] = []
    if parts.has_formulas:
        formulas = _open_book(data, values=False).worksheets[place]
        findings = _find_unsaved_formulas(sheet, formulas, header, table.header)
    said = [
        _sheet_note(sheet, len(book.sheetnames) - 1),
        *_header_notes(sheet, header),
        *_decimal_notes(rounded),
    ]
    return SheetTable(table, tuple(findings), tuple(said))


def _open_book(data: bytes, values: bool) -> Any:
    """Open the workbook with the saved results of its formulas, or with the formulas."""
    book: Any = openpyxl.load_workbook(BytesIO(data), True, data_only=values, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # those stored in the file are often wrong
    return book


def _find_table(sheets: Sequence[Any]) -> tuple[int, int]:
    """Find the sheet with the table and the row of its header."""
    visible_first = sorted(range(len(sheets)), key=lambda place: _is_hidden(sheets[place]))
    for fits in (_is_header, _has_two_cells):
        for place in visible_first:
            for row, texts in _head(sheets[place]):
                if fits(texts):
                    return place, row
    raise RefusedError(Finding(WORKBOOK_EMPTY, facts=facts(most=_HEAD)))


def _is_hidden(sheet: Any) -> bool:
    return bool(sheet.sheet_state != "visible")


def _is_header(texts: Sequence[str]) -> bool:
    return len({find_column(text) for text in texts} - {None}) >= 2


def _has_two_cells(texts: Sequence[str]) -> bool:
    return sum(bool(text.strip()) for text in texts) >= 2


def _head(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The nonblank rows among the first of a sheet."""
    for row, cells in islice(_rows(sheet), _HEAD):
        if texts := _texts(cells):
            yield row, texts


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """Every row of a sheet, blank ones included, each up to its last cell with a value."""
    places = 0
    for row, cells in enumerate(sheet.iter_rows(), 1):
        # A cell far out takes few bytes in the file, but openpyxl fills all cells before it.
        places += len(cells)
        if row > _SHEET_ROWS or places > _PLACES_MOST:
            raise RefusedError(Finding(WORKBOOK_BROKEN))
        width = len(cells)
        while width and cells[width - 1].value is None:
            width -= 1
        yield row, cells[:width]


def _texts(cells: Sequence[Any]) -> list[str]:
    """The cells as texts, up to the last nonblank one."""
    texts = ["" if cell.value is None else _text(cell) for cell in cells]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, str):
        return value.replace("_x000D_\n", "\n").replace("_x000D_", "\n") if "_x" in value else value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return format_number(value, cell.number_format)
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    return str(value)


def _hides_decimals(cell: Any) -> bool:
    return isinstance(cell.value, float) and hides_decimals(cell.value, cell.number_format)


def _table(sheet: Any, header: int, step: Progress) -> tuple[Records, int]:
    """Read the cells from the header on, and count those that hold more decimals than they show."""
    numbers: list[int] = []
    pieces: list[pa.Table] = []
    read = rounded = 0
    rows = islice(_rows(sheet), header - 1, None)
    while batch := list(islice(rows, _BATCH)):
        filled = {row: texts for row, cells in batch if (texts := _texts(cells))}
        if filled:
            pieces.append(_batch_table(list(filled.values())))
        numbers += filled
        require_row_limit(len(numbers) - 1)
        rounded += sum(_hides_decimals(cell) for _, cells in batch for cell in cells)
        read += len(batch)
        if read % _PROGRESS_ROWS == 0:
            step(f"Reading the workbook: {read:,} rows")
    return _join_batches(pieces, numbers), rounded


def _batch_table(rows: Sequence[Sequence[str]]) -> pa.Table:
    columns = [pa.array(cells, pa.large_string()) for cells in zip_longest(*rows, fillvalue="")]
    if len(columns) > COLUMNS_MOST:
        raise RefusedError(Finding(TOO_MANY_COLUMNS, facts=facts(most=COLUMNS_MOST)))
    return pa.table(columns, names=[str(place) for place in range(len(columns))])


def _join_batches(pieces: Sequence[pa.Table], numbers: Sequence[int]) -> Records:
    """Join tables of any widths; the first row is the header."""
    table = pa.concat_tables(pieces, promote_options="default")
    columns = [pc.fill_null(column, "") for column in table.columns]
    header = [column[0].as_py().strip() for column in columns]
    return Records(header, [column.slice(1) for column in columns], np.array(numbers[1:], np.int64))


def _find_unsaved_formulas(
    values: Any, formulas: Any, header: int, names: Sequence[str]
) -> list[Finding]:
    """Find formulas without a saved result below the header; one finding for each column."""
    found: dict[int, list[int]] = {}
    rows = zip(values.iter_rows(), formulas.iter_rows(), strict=True)
    for row, cells in islice(enumerate(rows, 1), header, None):
        for place, (value, formula) in enumerate(zip(*cells, strict=True)):
            # An empty text, of type "str", is a result too.
            if formula.data_type == "f" and value.value is None and value.data_type != "str":
                found.setdefault(place, []).append(row)
    # Such formulas may also stand to the right of the header.
    columns = column_names([*names, *[""] * (max(found, default=0) + 1)])
    return [
        Finding(FORMULA_UNSAVED, columns[place], np.array(rows)) for place, rows in found.items()
    ]


def _sheet_note(sheet: Any, others: int) -> str:
    hidden = ", which is hidden," if _is_hidden(sheet) else ""
    rest = f"; {with_noun(others, 'other sheet')} {'was' if others == 1 else 'were'} not"
    return f"Sheet '{visible(sheet.title)}'{hidden} was read{rest if others else ''}."


def _header_notes(sheet: Any, header: int) -> list[str]:
    above = sum(row < header for row, _ in _head(sheet))
    if not above:
        return []
    were = "was" if above == 1 else "were"
    return [
        f"The header was found in row {header}; {with_noun(above, 'row')} above it {were} not read."
    ]


def _decimal_notes(rounded: int) -> list[str]:
    if not rounded:
        return []
    return [
        f"{with_noun(rounded, 'number')} read as shown, with fewer decimals than the cell holds."
    ]
