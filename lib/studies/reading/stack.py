"""Rows of any width, stacked batch by batch to the columns of a grid."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.studies.problems import FILE, Rows
from lib.studies.reading.grid import Grid
from lib.studies.reading.limits import COLUMNS_MOST, require_column_limit

BATCH = 1000  # rows; few enough to stay in the processor's cache, which halves the time

Bools = NDArray[np.bool_]


class Stack:
    """Rows of texts that become columns; short rows are filled up with blank cells."""

    def __init__(self) -> None:
        self._pieces: list[pa.Table] = []
        self._numbers: list[Rows] = [FILE]
        self._lengths: list[Rows] = [FILE]

    def add(self, numbers: Iterable[int], rows: Sequence[list[str]]) -> None:
        """Add a batch of rows with their numbers; RefusedError if one has too many columns."""
        rows = [trim(row) if len(row) > COLUMNS_MOST else row for row in rows]
        require_column_limit(max(map(len, rows), default=0))
        columns = [pa.array(cells, pa.large_string()) for cells in zip_longest(*rows, fillvalue="")]
        if columns:
            names = [str(place) for place in range(len(columns))]
            self._pieces.append(pa.table(columns, names=names))
            self._numbers.append(np.fromiter(numbers, np.int64, len(rows)))
            self._lengths.append(np.fromiter(map(len, rows), np.int64, len(rows)))

    def grid(self) -> Grid:
        """The grid of all rows, and how many cells each of them has."""
        if not self._pieces:
            return Grid()
        table = pa.concat_tables(self._pieces, promote_options="default")
        columns = [pc.fill_null(column, "") if column.null_count else column for column in table]
        return grid_of(columns, np.concatenate(self._numbers), np.concatenate(self._lengths))

    def workbook_grid(self, **known: Any) -> Grid:
        """The grid of a sheet, whose rows are all of one width, with what is known of its cells."""
        grid = self.grid()
        return replace(grid, usual=grid.width, lengths={}, **known)


def stack_rows(rows: Iterable[tuple[int, list[str]]], **known: Any) -> Grid:
    """Make a grid of numbered rows, with what is known of their cells."""
    stack, numbered = Stack(), iter(rows)
    while batch := list(islice(numbered, BATCH)):
        stack.add([number for number, _ in batch], [texts for _, texts in batch])
    return replace(stack.grid(), **known)


def grid_of(columns: Sequence[pa.ChunkedArray], rows: Rows, lengths: Rows | None = None) -> Grid:
    """Make a grid of columns without blank rows; the columns are all as long as `rows`.

    `lengths` are how many cells each row has; None if each has one in every column.
    """
    filled = ~blank_rows(columns)
    if not filled.all():
        mask = pa.array(filled)
        columns = [column.filter(mask) for column in columns]
        rows, lengths = rows[filled], None if lengths is None else lengths[filled]
    if not len(rows):
        return Grid()
    if lengths is None:
        return Grid(tuple(columns), rows, len(columns))
    counts = np.bincount(lengths)
    usual = int(np.flatnonzero(counts == counts.max())[-1])
    odd = lengths != usual
    cells = dict(zip(rows[odd].tolist(), lengths[odd].tolist(), strict=True))
    return Grid(_trim_columns(columns, usual), rows, usual, cells)


def drop_blank_rows(grid: Grid) -> Grid:
    """The grid without rows that have no text in any column."""
    filled = ~blank_rows(grid.columns)
    if filled.all():
        return grid
    rows = grid.rows[filled]
    if not len(rows):
        return Grid()
    lengths = {row: grid.lengths[row] for row in grid.lengths.keys() & set(rows.tolist())}
    columns = tuple(column.filter(pa.array(filled)) for column in grid.columns)
    return replace(grid, columns=columns, rows=rows, lengths=lengths)


def _trim_columns(columns: Sequence[pa.ChunkedArray], usual: int) -> tuple[pa.ChunkedArray, ...]:
    """Drop blank columns at the end, beyond the usual number."""
    width = len(columns)
    while width > usual and blank_cells(columns[width - 1]).all():
        width -= 1
    return tuple(columns[:width])


def blank_rows(columns: Sequence[pa.ChunkedArray]) -> Bools:
    """Which rows have no text in any of the columns; of no columns, none can be told."""
    blank = blank_cells(columns[0])
    for column in columns[1:]:
        if not blank.any():
            break
        blank &= blank_cells(column)
    return blank


def blank_cells(column: pa.ChunkedArray) -> Bools:
    """Which cells have no text, or only spaces."""
    return np.array(pc.equal(pc.utf8_trim_whitespace(column), ""), dtype=bool)


def trim(texts: Sequence[str]) -> list[str]:
    """The texts up to the last that is not blank."""
    width = len(texts)
    while width and not texts[width - 1].strip():
        width -= 1
    return list(texts[:width])
