"""Read an Excel workbook into cells of text, as Excel displays them."""

import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock

from lib.phrases import with_noun
from lib.progress import Progress
from lib.studies.problems import Finding
from lib.studies.reading.grid import Grid, Place, Sheet
from lib.studies.reading.limits import RefusedError, require_row_limit
from lib.studies.reading.stack import BATCH, Stack, trim
from lib.studies.reading.workbooks import zip_limits
from lib.studies.reading.workbooks.excel_number_format import format_number, hides_decimals
from lib.studies.reading.workbooks.refusals import (
    FORMULA_UNSAVED,
    MOST_UNPACKED_MEGABYTES,
    WORKBOOK_BROKEN,
    refuse_damage,
    require_file_size,
)
from lib.studies.reading.workbooks.sheet_layout import SheetLayout, read_layout, split_raised
from lib.studies.reading.workbooks.zip_limits import ZipParts

_BATCH = BATCH
_PROGRESS_ROWS = 50_000  # rows between two progress messages
_SHEET_ROWS = 1_048_576  # the limit of Excel
# Cells, empty ones included. A filled cell takes more than ten bytes.
_PLACES_MOST = MOST_UNPACKED_MEGABYTES * 100_000


def read_excel(data: bytes, step: Progress) -> tuple[Sheet, ...]:
    """Read every sheet of a workbook; RefusedError if it cannot be read, for whatever reason."""
    require_file_size(data)
    step("Reading the workbook")
    with warnings.catch_warnings():
        # They warn of what saving the workbook would lose; it is never saved here.
        warnings.filterwarnings("ignore", module=r"openpyxl\.")
        return refuse_damage(lambda: _read_sheets(data, step))


def _read_sheets(data: bytes, step: Progress) -> tuple[Sheet, ...]:
    parts = zip_limits.inspect_zip(data)
    zip_limits.require_workbook(parts.names)
    book = _open_book(data, parts)
    reader = _Reader(step)
    with ZipFile(BytesIO(data)) as archive:
        return tuple(
            reader.read(sheet, _layout(archive, sheet, parts)) for sheet in book.worksheets
        )


def _open_book(data: bytes, parts: ZipParts) -> Any:
    """Open the workbook with the saved results of its formulas."""
    is_rich = any("sharedstrings" in name.lower() for name in parts.special)
    book: Any = openpyxl.load_workbook(
        BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=is_rich
    )
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # those stored in the file are often wrong
    return book


def _layout(archive: ZipFile, sheet: Any, parts: ZipParts) -> SheetLayout:
    path = sheet._worksheet_path
    if path not in parts.special:
        return SheetLayout()
    with archive.open(path) as part:
        return read_layout(part)


class _Reader:
    """Reads the sheets of one workbook."""

    def __init__(self, step: Progress) -> None:
        self._step = step
        self._places = 0

    def read(self, sheet: Any, layout: SheetLayout) -> Sheet:
        """Read a sheet; one with too many rows or columns has no cells."""
        cells = _Cells(layout)
        try:
            grid = self._grid(sheet, cells)
        except RefusedError as refused:
            if refused.findings[0].rule is WORKBOOK_BROKEN:
                raise
            return Sheet(sheet.title, _is_hidden(sheet), Grid(), refused.findings)
        return Sheet(sheet.title, _is_hidden(sheet), grid, notes=tuple(_decimal_notes(cells)))

    def _grid(self, sheet: Any, cells: "_Cells") -> Grid:
        stack, read, count = Stack(), 0, 0
        rows = self._rows(sheet)
        while batch := list(islice(rows, _BATCH)):
            texts = {row: texts for row, held in batch if (texts := cells.texts(row, held))}
            stack.add(texts, list(texts.values()))
            count += len(texts)
            require_row_limit(count - 1)
            read += len(batch)
            if read % _PROGRESS_ROWS == 0:
                self._step(f"Reading the workbook: {read:,} rows")
        return stack.workbook_grid(**cells.about())

    def _rows(self, sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row of a sheet, blank ones included."""
        for row, cells in enumerate(sheet.iter_rows(), 1):
            # A cell far out takes few bytes in the file, but openpyxl fills all cells before it.
            self._places += len(cells)
            if row > _SHEET_ROWS or self._places > _PLACES_MOST:
                raise RefusedError(Finding(WORKBOOK_BROKEN))
            yield row, cells


class _Cells:
    """Makes the cells of a sheet to texts, and remembers what their texts do not say."""

    def __init__(self, layout: SheetLayout) -> None:
        self._layout = layout
        self._marks: dict[Place, str] = {}
        self._dates: set[Place] = set()
        self.rounded = 0  # numbers that hold more decimals than they show

    def texts(self, row: int, cells: Sequence[Any]) -> list[str]:
        """The cells of a row as texts, up to the last that is not blank."""
        return trim(
            [
                "" if cell.value is None else self._text(row, column, cell)
                for column, cell in enumerate(cells)
            ]
        )

    def _text(self, row: int, column: int, cell: Any) -> str:
        value = cell.value
        if isinstance(value, str):
            return self._plain(row, column, value)
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, int | float):
            look = cell.number_format
            self.rounded += isinstance(value, float) and hides_decimals(value, look)
            return format_number(value, look)
        if isinstance(value, CellRichText):
            return self._mark(row, column, split_raised([*map(_run, value)]))
        if isinstance(value, date):
            self._dates.add((row, column))
        return value_text(value)

    def _plain(self, row: int, column: int, text: str) -> str:
        if self._layout.raised and (row, column) in self._layout.raised:
            return self._mark(row, column, self._layout.raised[row, column])
        return clean_text(text)

    def _mark(self, row: int, column: int, text_and_mark: tuple[str, str]) -> str:
        text, mark = text_and_mark
        if mark:
            self._marks[row, column] = clean_text(mark)
        return clean_text(text.replace("x005F_", ""))

    def about(self) -> dict[str, Any]:
        """All that is known of the cells besides their texts."""
        layout = self._layout
        return {
            "marks": self._marks,
            "dates": frozenset(self._dates),
            "merged": tuple(layout.merged),
            "hidden_rows": frozenset(layout.hidden_rows),
            "hidden_columns": frozenset(layout.hidden_columns),
            "findings": dict.fromkeys(layout.unsaved, FORMULA_UNSAVED),
        }


def _run(piece: str | TextBlock) -> tuple[bool, str]:
    if isinstance(piece, str):
        return False, piece
    return piece.font.vertAlign in ("superscript", "subscript"), piece.text


def clean_text(text: str) -> str:
    """A text with the line breaks that Excel writes as codes."""
    return text.replace("_x000D_\n", "\n").replace("_x000D_", "\n") if "_x" in text else text


def value_text(value: object) -> str:
    """A date, time or other value as text; a date without a time of day as a date only."""
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    return str(value)


def _is_hidden(sheet: Any) -> bool:
    return bool(sheet.sheet_state != "visible")


def _decimal_notes(cells: _Cells) -> list[str]:
    if not cells.rounded:
        return []
    numbers = with_noun(cells.rounded, "number")
    return [f"{numbers} read as shown, with fewer decimals than the cell holds."]
