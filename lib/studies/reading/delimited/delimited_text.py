"""Delimited text to a grid of cells.

Two parsers give the same result. Arrow's is several times faster; it is used when the quotation
marks are well formed and every line has as many cells as the first. The csv module reads all other
files and can say what is wrong with them.
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from lib.studies.problems import Finding, facts
from lib.studies.reading.delimited.separators import COMMENTS
from lib.studies.reading.grid import Grid
from lib.studies.reading.limits import RefusedError, require_column_limit, require_row_limit
from lib.studies.reading.stack import BATCH, Stack, grid_of, trim
from lib.studies.rules import Rule

_BLOCK = 4 << 20  # bytes; Arrow refuses a row that is longer
_LINE = re.compile(rb"[^\r\n]*")
_MARK, _LINE_ENDS = ord('"'), (ord("\n"), ord("\r"))

QUOTES = Rule(
    "quotes",
    "Quotation marks are closed",
    "error",
    (),
    "The row that starts here cannot be read: {reason}.",
    "Look for a quotation mark that is not closed. A quotation mark inside a quoted cell is "
    'doubled: "".',
)
RULES = (QUOTES,)


def read_cells(utf8: bytes, separator: str) -> Grid:
    """Read the cells of delimited text; RefusedError if they are too many, or a quote is open."""
    line = _LINE.match(utf8)
    if line:
        require_column_limit(line.group().count(separator.encode()) + 1)
    quick = read_with_arrow(utf8, separator)
    return read_with_csv(utf8, separator) if quick is None else quick


def read_with_arrow(utf8: bytes, separator: str) -> Grid | None:
    """Read a well-formed table; None if it is not well formed."""
    if not has_paired_quotes(utf8, separator):
        return None
    try:
        first = next(_reader(utf8, separator), [])
        if len(trim(first)) < 2:
            return None
        table = _arrow_table(utf8, separator, len(first))
    except (csv.Error, pa.ArrowInvalid):
        return None
    require_row_limit(table.num_rows - 1)
    return grid_of(table.columns, np.arange(1, table.num_rows + 1))


def has_paired_quotes(utf8: bytes, separator: str) -> bool:
    """Whether each cell with a quotation mark is quoted as a whole, with inner marks doubled.

    If so, odd marks open and even marks close, and a doubled mark within a cell is a closing mark
    directly followed by an opening one.
    """
    raw = np.frombuffer(utf8, np.uint8)
    marks = np.flatnonzero(raw == _MARK)
    if len(marks) % 2:
        return False
    opening, closing = marks[::2], marks[1::2]
    border = np.isin(np.arange(256), [ord(separator), *_LINE_ENDS])
    touching = np.append(closing[:-1] + 1 == opening[1:], False)
    opened = (opening == 0) | border[raw[opening - 1]] | np.roll(touching, 1)
    closed = (closing == len(raw) - 1) | border[raw[(closing + 1) % len(raw)]] | touching
    return bool(opened.all() and closed.all())


def _arrow_table(utf8: bytes, separator: str, width: int) -> pa.Table:
    names = [str(place) for place in range(width)]
    return arrow_csv.read_csv(
        pa.BufferReader(utf8),
        arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK),
        arrow_csv.ParseOptions(
            delimiter=separator, newlines_in_values=True, ignore_empty_lines=False
        ),
        arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
        ),
    )


def read_with_csv(utf8: bytes, separator: str) -> Grid:
    """Read any delimited text; its rows need not be of one length."""
    stack, next_row = Stack(), 1
    reader = _join_comments(_records(_reader(utf8, separator)), separator)
    while batch := list(islice(reader, BATCH)):
        stack.add(range(next_row, next_row + len(batch)), batch)
        next_row += len(batch)
        require_row_limit(next_row - 2)
    return stack.grid()


def _reader(utf8: bytes, separator: str) -> Iterator[list[str]]:
    stream = io.TextIOWrapper(io.BytesIO(utf8), "utf-8", newline="")
    return csv.reader(stream, delimiter=separator, strict=True)


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


def _join_comments(records: Iterator[list[str]], separator: str) -> Iterator[list[str]]:
    """Make each comment above the table one cell, unless it is as wide as the table."""
    comments: list[list[str]] = []
    for record in records:
        if not record or record[0].lstrip().startswith(COMMENTS):
            comments.append(record)
            continue
        for comment in comments:
            yield comment if len(comment) == len(record) else [separator.join(comment)]
        yield record
        break
    else:
        yield from comments
    yield from records


def _reason(error: csv.Error) -> str:
    words = str(error)
    if "unexpected end" in words:
        return "a quotation mark is opened and never closed"
    if "field limit" in words:
        return "one cell has more than 131,072 characters"
    return "a quoted cell goes on after its closing quotation mark"
