"""A grid whose header is one row, as a header and columns of cells below it."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from lib.studies.problems import Finding, Rows, facts
from lib.studies.reading.grid import Grid
from lib.studies.reading.limits import RefusedError
from lib.studies.reading.stack import Bools, blank_rows, trim
from lib.studies.rules import Rule

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
RULES = (EMPTY, ONE_COLUMN)


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
        Each row's number as a spreadsheet shows it; blank rows are left out, but counted.
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


def records_of(grid: Grid) -> Records:
    """Take the first row as the header; RefusedError if it is none."""
    if not grid.count:
        raise RefusedError(Finding(EMPTY))
    header = _header(grid)
    columns = [column.slice(1) for column in grid.columns]
    rows, width = grid.rows[1:], len(header)
    odd = _odd_rows(grid, columns, width)
    if not odd.any():
        return Records(header, columns[:width], rows)
    apart = zip(rows[odd].tolist(), *_texts(columns, odd), strict=True)
    ragged = {row: _cells(cells, grid.length(row)) for row, *cells in apart}
    mask = pa.array(~odd)
    return Records(header, [column.filter(mask) for column in columns[:width]], rows[~odd], ragged)


def _header(grid: Grid) -> list[str]:
    cells = [cell.strip() for cell in grid.row_texts(0)[: grid.length(int(grid.rows[0]))]]
    if len(trim(cells)) == 1:
        raise RefusedError(Finding(ONE_COLUMN, facts=facts(value=cells[0])))
    return cells


def _odd_rows(grid: Grid, columns: list[pa.ChunkedArray], width: int) -> Bools:
    """Which rows have fewer cells than the header, or texts beyond it."""
    lengths = np.full(grid.count, grid.usual)
    lengths[np.searchsorted(grid.rows, np.fromiter(grid.lengths, np.int64))] = [
        *grid.lengths.values()
    ]
    short = lengths[1:] < width
    return short | ~blank_rows(columns[width:]) if columns[width:] else short


def _texts(columns: list[pa.ChunkedArray], chosen: Bools) -> list[list[str]]:
    return [column.filter(pa.array(chosen)).to_pylist() for column in columns]


def _cells(cells: list[str], length: int) -> list[str]:
    """The cells as the file has them: neither filled up nor cut."""
    return [*cells, *[""] * (length - len(cells))][:length]
