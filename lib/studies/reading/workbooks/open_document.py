"""Read an OpenDocument spreadsheet (.ods) into cells of text, as it displays them."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from lib.progress import Progress
from lib.studies.problems import Finding
from lib.studies.reading.grid import Grid, Merge, Place, Sheet
from lib.studies.reading.limits import COLUMNS_MOST, RefusedError, require_row_limit
from lib.studies.reading.stack import BATCH, Stack, trim
from lib.studies.reading.workbooks import zip_limits
from lib.studies.reading.workbooks.refusals import (
    WORKBOOK_BROKEN,
    WORKBOOK_LOCKED,
    refuse_damage,
    require_file_size,
)
from lib.studies.reading.workbooks.sheet_layout import refuse_doctype, split_raised

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"

_CONTENT = "content.xml"
_ROWS_REPEATED = 10_000  # a filled row that is repeated more often is no data
_DIGITS = 20
_HIDDEN = ("collapse", "filter")


def is_open_document(data: bytes) -> bool:
    """Whether a zip file is an OpenDocument spreadsheet; its first part, unpacked, says so."""
    return MIMETYPE in data[:200]


def read_open_document(data: bytes, step: Progress) -> tuple[Sheet, ...]:
    """Read every sheet; RefusedError if the file cannot be read, for whatever reason."""
    require_file_size(data)
    step("Reading the workbook")
    return refuse_damage(lambda: _read_sheets(data))


def _read_sheets(data: bytes) -> tuple[Sheet, ...]:
    zip_limits.inspect_zip(data)
    with ZipFile(BytesIO(data)) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise RefusedError(Finding(WORKBOOK_LOCKED))
        content = archive.read(_CONTENT)
    return tuple(_ContentParser().read(content))


class _OpenSheet:
    """A sheet while it is read."""

    def __init__(self, name: str, is_hidden: bool) -> None:
        self.name, self.is_hidden = name, is_hidden
        self.row = self.column = 0  # those of the cell that comes next, the row from 1
        self.texts: dict[int, str] = {}
        self.marks: dict[Place, str] = {}
        self.dates: set[Place] = set()
        self.merged: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.columns = 0  # declared so far
        self._stack = Stack()
        self._batch: dict[int, list[str]] = {}
        self._count = 0
        self._refused: RefusedError | None = None

    def end_row(self, repeated: int, is_hidden: bool) -> None:
        """Keep a row, as often as it is repeated, if it has a text."""
        if self._refused:
            return
        last = max((column for column, text in self.texts.items() if text.strip()), default=-1)
        if last >= 0 and repeated > _ROWS_REPEATED:
            raise RefusedError(Finding(WORKBOOK_BROKEN))
        rows = range(self.row, self.row + repeated if last >= 0 else self.row)
        for row in rows:
            self._batch[row] = trim([self.texts.get(column, "") for column in range(last + 1)])
        self.hidden_rows.update(rows if is_hidden else ())
        self.row, self.texts = self.row + repeated, {}
        if len(self._batch) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        self._count += len(self._batch)
        try:
            require_row_limit(self._count - 1)
            self._stack.add(self._batch, list(self._batch.values()))
        except RefusedError as refused:
            self._refused = refused
        self._batch = {}

    def finish(self) -> Sheet:
        self._flush()
        if self._refused:
            return Sheet(self.name, self.is_hidden, Grid(), self._refused.findings)
        grid = self._stack.workbook_grid(
            marks=self.marks,
            dates=frozenset(self.dates),
            merged=tuple(self.merged),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
        )
        return Sheet(self.name, self.is_hidden, grid)


class _ContentParser:
    """Reads ``content.xml``; elements are known by their usual prefixes."""

    def __init__(self) -> None:
        self._sheets: list[_OpenSheet] = []
        self._hidden_styles: set[str] = set()
        self._raised_styles: set[str] = set()
        self._style = ""
        self._row: dict[str, str] = {}
        self._cell: dict[str, str] | None = None
        self._runs: list[tuple[bool, str]] = []
        self._raised = [False]
        self._asides = 0  # comments that stand in cells
        self._paragraphs = 0  # that are open
        self._parser: Any = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._add_text

    def read(self, content: bytes) -> list[Sheet]:
        self._parser.Parse(content, True)
        return [sheet.finish() for sheet in self._sheets]

    def _start(self, tag: str, at: dict[str, str]) -> None:
        match tag:
            case "style:style":
                self._style = at.get("style:name", "")
            case "style:table-properties" if at.get("table:display") == "false":
                self._hidden_styles.add(self._style)
            case "style:text-properties" if _is_raised(at.get("style:text-position", "")):
                self._raised_styles.add(self._style)
            case "table:table":
                is_hidden = at.get("table:style-name") in self._hidden_styles
                self._sheets.append(_OpenSheet(at.get("table:name", ""), is_hidden))
                self._sheets[-1].row = 1
            case "table:table-column":
                self._add_columns(at)
            case "table:table-row":
                self._row, self._sheets[-1].column = at, 0
            case "table:table-cell" | "table:covered-table-cell":
                self._cell, self._runs, self._raised = at, [], [False]
            case "office:annotation":
                self._asides += 1
            case _ if self._cell is not None and not self._asides:
                self._start_text(tag, at)

    def _start_text(self, tag: str, at: dict[str, str]) -> None:
        match tag:
            case "text:p":
                self._paragraphs += 1
                self._add_text("\n" if self._runs else "")
            case "text:span":
                self._raised.append(at.get("text:style-name") in self._raised_styles)
            case "text:s":
                self._add_text(" " * min(int(at.get("text:c", 1)), 100))
            case "text:tab":
                self._add_text("\t")
            case "text:line-break":
                self._add_text("\n")

    def _end(self, tag: str) -> None:
        match tag:
            case "office:annotation":
                self._asides -= 1
            case "text:span" if self._cell is not None and not self._asides:
                self._raised.pop()
            case "text:p" if self._cell is not None and not self._asides:
                self._paragraphs -= 1
            case "table:table-cell" | "table:covered-table-cell":
                self._end_cell()
            case "table:table-row":
                is_hidden = self._row.get("table:visibility") in _HIDDEN
                self._sheets[-1].end_row(_times(self._row, "table:number-rows-repeated"), is_hidden)

    def _add_text(self, text: str) -> None:
        if self._paragraphs and text and not self._asides:
            self._runs.append((self._raised[-1], text))

    def _add_columns(self, at: dict[str, str]) -> None:
        sheet, repeated = self._sheets[-1], _times(at, "table:number-columns-repeated")
        if at.get("table:visibility") in _HIDDEN:
            last = min(sheet.columns + repeated, COLUMNS_MOST)
            sheet.hidden_columns.update(range(sheet.columns, last))
        sheet.columns += repeated

    def _end_cell(self) -> None:
        sheet, at = self._sheets[-1], self._cell or {}
        repeated = _times(at, "table:number-columns-repeated")
        place = sheet.row, sheet.column
        text, mark = split_raised(self._runs)
        kind = at.get("office:value-type")
        if kind == "date":
            text = _date_text(at.get("office:date-value", text))
            sheet.dates.add(place)
        elif kind in ("float", "percentage") and "office:value" in at and not mark:
            text = number_text(text, at["office:value"], kind == "percentage")
        if text.strip():
            if repeated > COLUMNS_MOST:
                raise RefusedError(Finding(WORKBOOK_BROKEN))
            columns = range(sheet.column, sheet.column + repeated)
            sheet.texts |= dict.fromkeys(columns, text)
        if mark:
            sheet.marks[place] = mark
        down, right = _times(at, "table:number-rows-spanned"), _spanned(at)
        if down > 1 or right > 1:
            row, column = place
            sheet.merged.append(Merge(row, row + down - 1, column, column + right - 1))
        sheet.column += repeated
        self._cell = None


def number_text(shown: str, held: str, is_percent: bool) -> str:
    """Write a number with the decimals that are shown, but with a point whatever the language."""
    value = Decimal(held) * (100 if is_percent else 1)
    if not value.is_finite() or abs(value.adjusted()) > _DIGITS:
        return shown
    digits = re.sub("[^0-9]", "", shown)
    roundings = (format(value, f".{decimals}f") for decimals in range(_DIGITS))
    same = (text for text in roundings if re.sub("[^0-9]", "", text) == digits)
    return next(same, format(value.normalize(), "f")) + "%" * is_percent


def _is_raised(position: str) -> bool:
    """Whether a text stands above or below the line: ``super 58%``, ``sub``, ``33% 58%``."""
    return position.split(" ")[0] not in ("", "0%")


def _date_text(text: str) -> str:
    """An ISO date as the dates of Excel are written."""
    return text.removesuffix("T00:00:00").replace("T", " ")


def _spanned(at: dict[str, str]) -> int:
    return _times(at, "table:number-columns-spanned")


def _times(at: dict[str, str], name: str) -> int:
    return max(1, int(at.get(name, 1)))
