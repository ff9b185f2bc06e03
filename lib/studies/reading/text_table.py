"""Read a file into a frame of text: every cell as typed, without guessing types."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.studies.problems import Finding, facts
from lib.studies.reading.delimited.delimited_text import Records, RefusedError, parse
from lib.studies.reading.delimited.encoding import decode
from lib.studies.reading.headers import column_letter, column_names, find_duplicates, header_by_name
from lib.studies.rules import Rule
from lib.studies.spellings import find_column

_HEAD = 20_000  # bytes from which the delimiter is guessed
_DELIMITERS = ",;\t"
_SEP_LINE = re.compile(rb"sep=([,;\t])(?:\r\n|\r|\n|$)", re.IGNORECASE)


HEADER_ONLY = Rule(
    "header_only",
    "There are rows below the header",
    "error",
    (),
    "The file has a header and no rows.",
    "Add a row for each arm at each follow-up time.",
)
UNNAMED_COLUMN = Rule(
    "unnamed_column",
    "Every column has a name",
    "warning",
    (),
    "Column {letter} has cells but no name; it is called '{value}' here.",
    "Name it in the first line.",
)
RAGGED = Rule(
    "ragged",
    "A row has as many cells as the header",
    "error",
    (),
    "This row has {cells} cells; the header has {width}.",
    "Put quotation marks around a text that contains the separator, and fill up short rows "
    "with empty cells.",
)
MOSTLY_RAGGED = Rule(
    "mostly_ragged",
    "The header has as many cells as most rows",
    "error",
    (),
    "Most rows do not have the {width} cells of the header; the first is row {first} with {cells}.",
    "The header must be the first line (no title above it), and each row needs as many cells.",
)
RANDOMISED_COUNTS = Rule(
    "randomised_counts",
    "The column randomised says yes or no",
    "warning",
    ("randomised", "n_enrolled"),
    "The column '{value}' holds whole numbers, so it is read as the number enrolled.",
    "Name it n_enrolled; randomised says yes or no.",
)
RULES = (
    HEADER_ONLY,
    UNNAMED_COLUMN,
    RAGGED,
    MOSTLY_RAGGED,
    RANDOMISED_COUNTS,
)


@dataclass(frozen=True)
class TextTable:
    """A file as text.

    Attributes
    ----------
    cells
        A string column for each column of the file, named as in the schema if the header means
        one of its columns, else by the header. A duplicate name gets the column's letter, so that
        the columns can still be mapped although such a file is refused. Indexed by `row`, the
        number that a spreadsheet shows. Blank lines are left out.
    headers
        Each column's header as the file spells it.
    findings
        Problems of the whole file and of ragged rows.
    ragged
        The cells of rows that have more or fewer cells than the header, by row.
    """

    cells: pd.DataFrame
    headers: dict[str, str]
    findings: tuple[Finding, ...] = ()
    ragged: Mapping[int, list[str]] = field(default_factory=dict)


def read_text(data: bytes, has_header: bool = True) -> TextTable:
    """Read a delimited text file.

    Parameters
    ----------
    data
        UTF-8, UTF-16 or Windows-1252; separated by commas, semicolons or tabs; with any line
        ends. A first line ``sep=;`` sets the delimiter.
    has_header
        Whether the first line is a header. If not, it is row 1, and the columns are named
        ``column A``, ``column B``.

    Returns
    -------
    Text
        Without cells if the file is not a table; its findings say why.
    """
    decoded = decode(data)
    warnings = (decoded.warning,) if decoded.warning else ()
    if decoded.refused:
        return no_table(decoded.refused)
    try:
        return _read_table(decoded.utf8, warnings, has_header)
    except RefusedError as refused:
        return no_table(*warnings, *refused.findings)


def no_table(*findings: Finding) -> TextTable:
    """A table without cells; `findings` say why."""
    return TextTable(pd.DataFrame(index=pd.Index([], dtype="int64", name="row")), {}, findings)


def _read_table(utf8: bytes, warnings: tuple[Finding, ...], has_header: bool) -> TextTable:
    told, delimiter = sniff_delimiter(utf8)
    records = parse(utf8[len(told) :], delimiter)
    if len(records.ragged) > records.count:
        first = min(records.ragged)
        given = facts(width=len(records.header), first=first, cells=len(records.ragged[first]))
        raise RefusedError(Finding(MOSTLY_RAGGED, facts=given))
    return table_of_records(records if has_header else _header_as_row(records), warnings)


def _header_as_row(records: Records) -> Records:
    """Make the header the first row, and name the columns by their letters."""
    columns = [
        pa.chunked_array([[cell], *column.chunks], pa.large_string())
        for cell, column in zip(records.header, records.columns, strict=True)
    ]
    names = [f"column {column_letter(place)}" for place in range(len(columns))]
    return Records(names, columns, np.append(1, records.rows), records.ragged)


def sniff_delimiter(utf8: bytes) -> tuple[bytes, str]:
    """A first line like ``sep=;``, with its line end, if any; and the delimiter."""
    told = _SEP_LINE.match(utf8)
    if told:
        return told.group(), told.group(1).decode()
    return b"", _guess_delimiter(utf8)


def _guess_delimiter(utf8: bytes) -> str:
    head = utf8[:_HEAD].decode(errors="ignore")
    return max(_DELIMITERS, key=lambda delimiter: _header_score(head, delimiter))


def _header_score(head: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter fits the header: how many schema columns, then how many cells."""
    for record in _first_records(head, delimiter):
        if any(cell.strip() for cell in record):
            return len({find_column(cell) for cell in record} - {None}), len(record)
    return 0, 0


def _first_records(head: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error:
        return


def table_of_records(records: Records, warnings: tuple[Finding, ...] = ()) -> TextTable:
    """Name the columns and drop blank lines; RefusedError if no rows are left."""
    header, columns = records.header, records.columns
    names = column_names(header)
    filled = _nonblank_rows(columns)
    if not filled.any() and not records.ragged:
        raise RefusedError(Finding(HEADER_ONLY))
    table = pa.table(columns, names=names)
    if not filled.all():
        table = table.filter(pa.array(filled))
    nothing = [place for place, text in enumerate(header) if not text and _is_blank(table[place])]
    cells = table.drop_columns([names[place] for place in nothing]).to_pandas()
    cells.index = pd.Index(records.rows[filled], name="row")
    unnamed = [
        Finding(UNNAMED_COLUMN, name, facts=facts(letter=column_letter(place), value=name))
        for place, name in enumerate(names)
        if not header[place] and place not in nothing
    ]
    headers = header_by_name(header)
    findings = (*warnings, *find_duplicates(header), *unnamed, *_ragged_findings(records))
    text = TextTable(cells, headers, findings, records.ragged)
    return _with_enrolled(text) if _counts_randomised(cells) else text


def _counts_randomised(cells: pd.DataFrame) -> bool:
    """Whether the column `randomised` holds how many were, as it could before it said yes or no."""
    if "randomised" not in cells or "n_enrolled" in cells:
        return False
    texts = {text.strip() for text in cells["randomised"].unique()} - {""}
    return all(map(str.isdecimal, texts)) and not texts <= {"0", "1"}


def _with_enrolled(table: TextTable) -> TextTable:
    headers = {
        {"randomised": "n_enrolled"}.get(name, name): text for name, text in table.headers.items()
    }
    told = Finding(RANDOMISED_COUNTS, "n_enrolled", facts=facts(value=table.headers["randomised"]))
    cells = table.cells.rename(columns={"randomised": "n_enrolled"})
    return replace(table, cells=cells, headers=headers, findings=(*table.findings, told))


def _nonblank_rows(columns: list[pa.ChunkedArray]) -> NDArray[np.bool_]:
    """Which rows are not blank; a line of delimiters alone is blank."""
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


def _ragged_findings(records: Records) -> list[Finding]:
    if not records.ragged:
        return []
    cells, width = records.ragged, len(records.header)
    rows = np.fromiter(cells, np.int64)
    return [Finding(RAGGED, "", rows, lambda row: {"cells": len(cells[row]), "width": width})]
