"""Delimited text to columns of cells.

Two parsers give the same result. Arrow's is several times faster; it is used when the quotation
marks are well formed and every line has as many cells as the header. The csv module reads all other
files and can say what is wrong with them.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from lib.studies.problems import FILE, Finding, Rows, facts
from lib.studies.rules import Rule

ROWS_MOST = 1_000_000
COLUMNS_MOST = 500

_BATCH = 1000  # rows; few enough to stay in the processor's cache, which halves the time
_BLOCK = 4 << 20  # bytes; Arrow refuses a row that is longer
_LINE = re.compile(rb"[^\r\n]*")
_MARK, _LINE_ENDS = ord('"'), (ord("\n"), ord("\r"))


EMPTY = Rule(
    "empty",
    "The file is not empty",
    "error",
    (),
    "The file is empty.",
    "Start from the template, or from data/studies.csv as an example: the first line holds the "
    "column names, which the page Columns explains.",
)
ONE_COLUMN = Rule(
    "one_column",
    "The first line holds the column names",
    "error",
    (),
    "The first line has one cell only ('{value}'); it must hold the column names.",
    "Delete any title above the header, and separate the columns with commas, semicolons or tabs.",
)
QUOTES = Rule(
    "quotes",
    "Quotation marks are closed",
    "error",
    (),
    "The row that starts here cannot be read: {reason}.",
    "Look for a quotation mark that is not closed. A quotation mark inside a quoted cell is "
    'doubled: "".',
)
TOO_MANY_ROWS = Rule(
    "too_many_rows",
    "The rows are not too many",
    "error",
    (),
    "The file has more than {most} rows.",
    "Split the file.",
)
TOO_MANY_COLUMNS = Rule(
    "too_many_columns",
    "The columns are not too many",
    "error",
    (),
    "The table has more than {most} columns.",
    "Delete the columns that are not needed.",
)
RULES = (
    EMPTY,
    ONE_COLUMN,
    QUOTES,
    TOO_MANY_ROWS,
    TOO_MANY_COLUMNS,
)


class RefusedError(Exception):
    """The file cannot be read as a table; `findings` say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].rule.name)
        self.findings = findings


@dataclass(frozen=True)
class Records:
    """A table's cells.

    Attributes
    ----------
    header
        The column names as typed, without spaces around them.
    columns
        The cells, a string array for each name.
    rows
        Each row's number as a spreadsheet shows it; blank lines are counted.
    ragged
        By row number, the cells of rows that have more or fewer cells than the header; these rows
        are not in `columns`.
    """

    header: list[str]
    columns: list[pa.ChunkedArray]
    rows: Rows
    ragged: dict[int, list[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.rows)


def parse(utf8: bytes, delimiter: str) -> Records:
    """Parse delimited text; RefusedError if it holds no table."""
    line = _LINE.match(utf8)
    if line and line.group().count(delimiter.encode()) >= COLUMNS_MOST:
        raise RefusedError(Finding(TOO_MANY_COLUMNS, facts=facts(most=COLUMNS_MOST)))
    return parse_with_arrow(utf8, delimiter) or parse_with_csv(utf8, delimiter)


def parse_with_arrow(utf8: bytes, delimiter: str) -> Records | None:
    """Parse a well-formed table; None if it is not well formed."""
    if not has_paired_quotes(utf8, delimiter):
        return None
    try:
        header = next(_reader(utf8, delimiter), [])
        if len(_trim(header)) < 2:
            return None
        table = _arrow_table(utf8, delimiter, len(header))
    except (csv.Error, pa.ArrowInvalid):
        return None
    require_row_limit(table.num_rows - 1)
    header = [cell.strip() for cell in header]
    return Records(header, table.slice(1).columns, np.arange(2, table.num_rows + 1))


def has_paired_quotes(utf8: bytes, delimiter: str) -> bool:
    """Whether each cell with a quotation mark is quoted as a whole, with inner marks doubled.

    If so, odd marks open and even marks close, and a doubled mark within a cell is a closing mark
    directly followed by an opening one.
    """
    raw = np.frombuffer(utf8, np.uint8)
    marks = np.flatnonzero(raw == _MARK)
    if len(marks) % 2:
        return False
    opening, closing = marks[::2], marks[1::2]
    border = np.isin(np.arange(256), [ord(delimiter), *_LINE_ENDS])
    touching = np.append(closing[:-1] + 1 == opening[1:], False)
    opened = (opening == 0) | border[raw[opening - 1]] | np.roll(touching, 1)
    closed = (closing == len(raw) - 1) | border[raw[(closing + 1) % len(raw)]] | touching
    return bool(opened.all() and closed.all())


def _arrow_table(utf8: bytes, delimiter: str, width: int) -> pa.Table:
    names = [str(place) for place in range(width)]
    return arrow_csv.read_csv(
        pa.BufferReader(utf8),
        arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK),
        arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
        ),
    )


def parse_with_csv(utf8: bytes, delimiter: str) -> Records:
    """Parse any delimited text; ragged rows are kept apart."""
    reader = _records(_reader(utf8, delimiter))
    header_row, header = _read_header(reader)
    columns: list[list[pa.Array]] = [[] for _ in header]
    rows, next_row = [FILE], header_row + 1
    ragged: dict[int, list[str]] = {}
    while batch := list(islice(reader, _BATCH)):
        numbers = np.arange(next_row, next_row + len(batch))
        next_row += len(batch)
        require_row_limit(next_row - header_row - 1)
        if set(map(len, batch)) != {len(header)}:
            batch, numbers, others = _fit_width(batch, numbers, len(header))
            ragged |= others
        rows.append(numbers)
        for pieces, cells in zip(columns, zip(*batch, strict=True), strict=False):
            pieces.append(pa.array(cells, pa.large_string()))
    joined = [pa.chunked_array(pieces, pa.large_string()) for pieces in columns]
    return Records(header, joined, np.concatenate(rows), ragged)


def _reader(utf8: bytes, delimiter: str) -> Iterator[list[str]]:
    stream = io.TextIOWrapper(io.BytesIO(utf8), "utf-8", newline="")
    return csv.reader(stream, delimiter=delimiter, strict=True)


def require_row_limit(rows: int) -> None:
    """Raise RefusedError if there are more than `ROWS_MOST` rows."""
    if rows > ROWS_MOST:
        raise RefusedError(Finding(TOO_MANY_ROWS, facts=facts(most=f"{ROWS_MOST:,}")))


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the records; RefusedError with the row number if one cannot be read."""
    row = 1
    try:
        for record in reader:
            yield record
            row += 1
    except csv.Error as error:
        about = facts(reason=_reason(error))
        raise RefusedError(Finding(QUOTES, "", np.array([row]), about)) from error


def _reason(error: csv.Error) -> str:
    words = str(error)
    if "unexpected end" in words:
        return "a quotation mark is opened and never closed"
    if "field limit" in words:
        return "one cell has more than 131,072 characters"
    return "a quoted cell goes on after its closing quotation mark"


def _read_header(reader: Iterator[list[str]]) -> tuple[int, list[str]]:
    for row, record in enumerate(reader, 1):
        cells = _trim(record)
        if len(cells) == 1:
            raise RefusedError(Finding(ONE_COLUMN, facts=facts(value=cells[0])))
        if cells:
            return row, [cell.strip() for cell in record]
    raise RefusedError(Finding(EMPTY))


def _trim(record: list[str]) -> list[str]:
    """Strip the cells and drop empty ones at the end."""
    cells = [cell.strip() for cell in record]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _fit_width(
    batch: list[list[str]], numbers: Rows, width: int
) -> tuple[list[list[str]], Rows, dict[int, list[str]]]:
    """Separate rows as wide as the header from ragged ones; blank ragged rows are dropped."""
    kept, ragged = [], {}
    for place, record in enumerate(batch):
        if not any(cell.strip() for cell in record[width:]):
            batch[place] = record[:width]
        if len(batch[place]) == width:
            kept.append(place)
        elif any(cell.strip() for cell in record):
            ragged[int(numbers[place])] = record
    return [batch[place] for place in kept], numbers[kept], ragged
