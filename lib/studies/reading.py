"""Bytes to a frame of text: every cell as typed, nothing dropped, nothing guessed."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.studies.columns import named
from lib.studies.decoding import decode
from lib.studies.headers import duplicated, letter, names_of
from lib.studies.problems import FILE, Finding, Rows, facts

ROWS_MOST = 1_000_000

_BATCH = 1000  # rows; few enough to stay in the cache, which halves the time
_HEAD = 20_000  # bytes that show how the file is separated
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Text:
    """A file as text.

    Attributes
    ----------
    cells
        One string column for each column of the file, under the schema's name where the header
        means one, else under the header itself. Indexed by `row`, the number that a spreadsheet
        shows. Lines without any content are not rows.
    headers
        Each column's header as the file spells it.
    findings
        What is wrong with the file, or with rows that are not in `cells`.
    """

    cells: pd.DataFrame
    headers: dict[str, str]
    findings: tuple[Finding, ...] = ()


class _RefusedError(Exception):
    """The file is no table."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].rule)
        self.findings = findings


@dataclass
class _Records:
    """The rows of a file while they are being read."""

    width: int
    columns: list[list[pa.Array]]
    rows: list[Rows]
    ragged: dict[int, int]
    count: int = 0


def read(data: bytes) -> Text:
    """Read a delimited text file.

    Parameters
    ----------
    data
        UTF-8, UTF-16 or Windows-1252; separated by commas, semicolons or tabs; with any line
        ends. A first line ``sep=;`` is obeyed.

    Returns
    -------
    Text
        Without any cells when the bytes are no table; its findings say why.
    """
    decoded = decode(data)
    warnings = (decoded.warning,) if decoded.warning else ()
    if decoded.refused:
        return Text(_no_cells(), {}, (decoded.refused,))
    try:
        return _table(decoded.utf8, warnings)
    except _RefusedError as refused:
        return Text(_no_cells(), {}, (*warnings, *refused.findings))


def _no_cells() -> pd.DataFrame:
    return pd.DataFrame(index=pd.Index([], dtype="int64", name="row"))


def _table(utf8: bytes, warnings: tuple[Finding, ...]) -> Text:
    start, delimiter = _separator(utf8)
    stream = io.TextIOWrapper(io.BytesIO(utf8), "utf-8", newline="")
    stream.read(start)
    reader = _numbered(csv.reader(stream, delimiter=delimiter, strict=True))
    header_row, header = _header(reader)
    records = _records(reader, header_row, len(header))
    return _framed(header, records, warnings)


def _separator(utf8: bytes) -> tuple[int, str]:
    """Where the table starts (in characters), and what separates its cells."""
    head = utf8[:_HEAD].decode(errors="ignore")
    first = head.splitlines()[0] if head.strip() else ""
    if first.casefold().startswith("sep=") and len(first) == 5 and first[4] in _DELIMITERS:
        ending = 2 if head[5:7] == "\r\n" else 1
        return 5 + ending, first[4]
    return 0, max(_DELIMITERS, key=lambda delimiter: _fit(head, delimiter))


def _fit(head: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter explains the header: columns known, then cells."""
    for record in _first_records(head, delimiter):
        if any(cell.strip() for cell in record):
            return len({named(cell) for cell in record} - {None}), len(record)
    return 0, 0


def _first_records(head: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error:
        return


def _numbered(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """The records, or a refusal that names the row that cannot be read."""
    row = 1
    try:
        for record in reader:
            yield record
            row += 1
    except csv.Error as error:
        rows = np.array([row])
        raise _RefusedError(Finding("quotes", "", rows, facts(reason=_reason(error)))) from error


def _reason(error: csv.Error) -> str:
    words = str(error)
    if "unexpected end" in words:
        return "a quotation mark is opened and never closed"
    if "field limit" in words:
        return "one cell has more than 131,072 characters"
    return "a quoted cell goes on after its closing quotation mark"


def _header(reader: Iterator[list[str]]) -> tuple[int, list[str]]:
    for row, record in enumerate(reader, 1):
        cells = [cell.strip() for cell in record]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) == 1:
            raise _RefusedError(Finding("one_column", facts=facts(value=cells[0])))
        if cells:
            return row, [cell.strip() for cell in record]
    raise _RefusedError(Finding("empty"))


def _records(reader: Iterator[list[str]], header_row: int, width: int) -> _Records:
    records = _Records(width, [[] for _ in range(width)], [], {})
    next_row = header_row + 1
    while batch := list(islice(reader, _BATCH)):
        rows = np.arange(next_row, next_row + len(batch))
        next_row += len(batch)
        if set(map(len, batch)) != {width}:
            batch, rows = _fitting(batch, rows, records)
        records.count += len(batch)
        if records.count > ROWS_MOST:
            raise _RefusedError(Finding("too_many_rows", facts=facts(most=f"{ROWS_MOST:,}")))
        records.rows.append(rows)
        for pieces, cells in zip(records.columns, zip(*batch, strict=True), strict=False):
            pieces.append(pa.array(cells, pa.large_string()))
    if len(records.ragged) > records.count:
        first = min(records.ragged)
        given = facts(width=width, first=first, cells=records.ragged[first])
        raise _RefusedError(Finding("mostly_ragged", facts=given))
    return records


def _fitting(batch: list[list[str]], rows: Rows, records: _Records) -> tuple[list[list[str]], Rows]:
    """The rows as wide as the header; blank ones are skipped, others noted as ragged."""
    width, kept = records.width, []
    for place, record in enumerate(batch):
        if len(record) > width and not any(cell.strip() for cell in record[width:]):
            batch[place] = record[:width]
        if len(batch[place]) == width:
            kept.append(place)
        elif any(cell.strip() for cell in record):
            records.ragged[int(rows[place])] = len(record)
    return [batch[place] for place in kept], rows[kept]


def _framed(header: list[str], records: _Records, warnings: tuple[Finding, ...]) -> Text:
    names = names_of(header)
    twice = duplicated(header, names)
    if twice:
        raise _RefusedError(*twice)
    columns = [pa.chunked_array(pieces, pa.large_string()) for pieces in records.columns]
    filled = _filled(columns)
    if not filled.any() and not records.ragged:
        raise _RefusedError(Finding("header_only"))
    table = pa.table(columns, names=names)
    if not filled.all():
        table = table.filter(pa.array(filled))
    nothing = [place for place, text in enumerate(header) if not text and _is_blank(table[place])]
    cells = table.drop_columns([names[place] for place in nothing]).to_pandas()
    cells.index = pd.Index(np.concatenate([*records.rows, FILE])[filled], name="row")
    headers = {name: text or name for name, text in zip(names, header, strict=True)}
    unnamed = [
        Finding("unnamed_column", name, facts=facts(letter=letter(place), value=name))
        for place, name in enumerate(names)
        if not header[place] and place not in nothing
    ]
    return Text(cells, headers, (*warnings, *unnamed, *_ragged(records)))


def _filled(columns: list[pa.ChunkedArray]) -> NDArray[np.bool_]:
    """Which rows hold anything: a line of separators alone is a blank line."""
    blank = _blanks(columns[0])
    for column in columns[1:]:
        if not blank.any():
            break
        blank &= _blanks(column)
    return ~blank


def _blanks(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    return np.asarray(pc.equal(pc.utf8_trim_whitespace(column), ""), dtype=bool)


def _is_blank(column: pa.ChunkedArray) -> bool:
    return bool(_blanks(column).all())


def _ragged(records: _Records) -> list[Finding]:
    if not records.ragged:
        return []
    cells, width = records.ragged, records.width
    rows = np.fromiter(cells, np.int64)
    return [Finding("ragged", "", rows, lambda row: {"cells": cells[row], "width": width})]
