"""The cells of a sheet as text, before anything is decided about its header or its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from lib.studies.problems import FILE, Finding, Rows
from lib.studies.rules import Rule

Place = tuple[int, int]
"""A row as a spreadsheet numbers it (from 1), and a column (from 0)."""


@dataclass(frozen=True)
class Merge:
    """Cells that are merged to one, both ends included; the text is that of the first."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of a sheet as text.

    Attributes
    ----------
    columns
        The cells as ``large_string``, all columns equally long, none null. A cell that is not there
        is ``""``; spaces around a text are kept.
    rows
        The number of each row as a spreadsheet or an editor counts (records, for delimited text).
        Rows without any text are left out.
    usual
        How many cells most rows have: the width of the table in delimited text with a title or
        footnotes. In a workbook it is the width of the grid.
    lengths
        By row number, how many cells a row has where that differs from `usual`. Delimited text
        only. Cells beyond the width of the grid are blank.
    marks
        What stood in superscript or subscript in a cell; it is taken off the cell's text.
    dates
        Cells that the workbook holds as dates. Their text is ISO: 2024-12-15.
    merged
        Merged cells; they may reach beyond the grid.
    hidden_rows, hidden_columns
        What the workbook hides; such cells are in the grid all the same.
    findings
        Cells whose value is not in the file (a formula without a saved result): their text is "",
        and their row is not in `rows` if it has no other cell.
    """

    columns: tuple[pa.ChunkedArray, ...] = ()
    rows: Rows = field(default_factory=lambda: FILE)
    usual: int = 0
    lengths: Mapping[int, int] = field(default_factory=dict)
    marks: Mapping[Place, str] = field(default_factory=dict)
    dates: frozenset[Place] = frozenset()
    merged: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    findings: Mapping[Place, Rule] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.columns)

    @property
    def count(self) -> int:
        return len(self.rows)

    def length(self, row: int) -> int:
        """How many cells a row has, by its number."""
        return self.lengths.get(row, self.usual)

    def row_texts(self, position: int) -> list[str]:
        """The cells of the row at a position, as wide as the grid."""
        return [column[position].as_py() for column in self.columns]

    def position(self, row: int) -> int | None:
        """Where the row of a number is; None if it is not in the grid."""
        found = int(np.searchsorted(self.rows, row))
        return found if found < self.count and self.rows[found] == row else None

    def head(self, most: int) -> list[tuple[int, list[str]]]:
        """The numbers and cells of the first rows."""
        first = [column.slice(0, most).to_pylist() for column in self.columns]
        return [
            (int(row), list(cells))
            for row, cells in zip(self.rows[:most], zip(*first, strict=True), strict=True)
        ]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet of a workbook, a table of a web page, or a text file.

    Attributes
    ----------
    name
        Its title; "" for a text file.
    findings
        Why its cells could not be read, if so (too many rows or columns); the grid is then empty.
    notes
        Sentences on how its cells were read.
    """

    name: str
    is_hidden: bool
    grid: Grid
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextFormat:
    """What a reader may say of a text file; what is None is found out.

    Attributes
    ----------
    encoding
        One of `lib.studies.reading.delimited.encoding.ENCODINGS`.
    separator
        ``,`` ``;`` a tab, ``|``, or a space for columns that are set apart by runs of spaces.
    """

    encoding: str | None = None
    separator: str | None = None


FIND_OUT = TextFormat()


@dataclass(frozen=True, eq=False)
class SheetFile:
    """A file as sheets.

    Attributes
    ----------
    name
        The file's name for display, without folders.
    kind
        "CSV", "Excel workbook", "old Excel workbook", "OpenDocument spreadsheet", "HTML table",
        "Markdown table", "space-aligned text", "tab-separated text", "pipe-separated text"; "" if
        it is refused.
    sheets
        None if the file is refused. Sheets without any cell are there too.
    encoding, separator
        Those in force, for text; "" otherwise.
    findings
        Why the file is refused, or warnings (that it was read as Windows-1252).
    notes
        Sentences on how the file was read.
    """

    name: str
    kind: str = ""
    sheets: tuple[Sheet, ...] = ()
    encoding: str = ""
    separator: str = ""
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
