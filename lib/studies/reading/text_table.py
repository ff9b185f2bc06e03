"""Read a file into a frame of text: every cell as typed, without guessing types."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.studies.problems import Finding, facts
from lib.studies.reading.delimited.delimited_text import read_cells
from lib.studies.reading.delimited.encoding import decode
from lib.studies.reading.delimited.separators import sniff_delimiter
from lib.studies.reading.headers import column_letter, column_names, find_duplicates, header_by_name
from lib.studies.reading.limits import RefusedError
from lib.studies.reading.records import Records, records_of
from lib.studies.reading.stack import blank_cells
from lib.studies.rules import Rule

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


def read_text(data: bytes) -> TextTable:
    """Read a delimited text file.

    Parameters
    ----------
    data
        UTF-8, UTF-16 or Windows-1252; separated by commas, semicolons or tabs; with any line
        ends. A first line ``sep=;`` sets the delimiter.

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
        return _read_table(decoded.utf8, warnings)
    except RefusedError as refused:
        return no_table(*warnings, *refused.findings)


def no_table(*findings: Finding) -> TextTable:
    """A table without cells; `findings` say why."""
    return TextTable(pd.DataFrame(index=pd.Index([], dtype="int64", name="row")), {}, findings)


def _read_table(utf8: bytes, warnings: tuple[Finding, ...]) -> TextTable:
    told, delimiter = sniff_delimiter(utf8)
    records = records_of(read_cells(utf8[len(told) :], delimiter))
    if len(records.ragged) > records.count:
        first = min(records.ragged)
        given = facts(width=len(records.header), first=first, cells=len(records.ragged[first]))
        raise RefusedError(Finding(MOSTLY_RAGGED, facts=given))
    return table_of_records(records, warnings)


def table_of_records(records: Records, warnings: tuple[Finding, ...] = ()) -> TextTable:
    """Name the columns; RefusedError if there are no rows."""
    header, columns = records.header, records.columns
    names = column_names(header)
    if not records.count and not records.ragged:
        raise RefusedError(Finding(HEADER_ONLY))
    table = pa.table(columns, names=names)
    nothing = [
        place for place, text in enumerate(header) if not text and blank_cells(table[place]).all()
    ]
    cells = table.drop_columns([names[place] for place in nothing]).to_pandas()
    cells.index = pd.Index(records.rows, name="row")
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


def _ragged_findings(records: Records) -> list[Finding]:
    if not records.ragged:
        return []
    cells, width = records.ragged, len(records.header)
    rows = np.fromiter(cells, np.int64)
    return [Finding(RAGGED, "", rows, lambda row: {"cells": len(cells[row]), "width": width})]
