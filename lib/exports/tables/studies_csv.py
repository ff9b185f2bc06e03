"""A file of studies to take away: as it is, or with what is wrong in it."""

from collections import defaultdict
from collections.abc import Iterator
from heapq import merge
from itertools import chain, count
from operator import itemgetter

import pandas as pd

from lib.exports.tables.csv_text import csv_bytes
from lib.studies.problems import PROBLEMS, problem_table
from lib.studies.reading.formula_escape import escape_cells, escape_formula
from lib.studies.reading.text_table import TextTable
from lib.studies.revisions.changeset import Changes
from lib.studies.validation.validate import Checked

_FILE = -1  # stands before every row

Record = tuple[str, ...]


def full_csv(checked: Checked) -> bytes:
    """Write all rows of a file, its errors among them, as typed and in its own columns and order.

    Text that a spreadsheet would run as a formula has an apostrophe in front, which is taken off
    where a file is brought. Blank lines are not kept.
    """
    return csv_bytes(header(checked.text), (cells for _, cells in records(checked.text)))


def changes_csv(changes: Changes) -> bytes:
    """Write the rows that would be added or changed, as they would be."""
    rows = pd.concat([changes.changed, changes.added]).fillna("")
    spelled = {**changes.headers, **changes.seen.text.headers}
    names = [escape_formula(spelled.get(name, name)) for name in rows.columns]
    return csv_bytes(names, whole_records(escape_cells(rows)))


def marked_csv(checked: Checked) -> bytes:
    """Write a file as it was brought, with all that is wrong with each row in front of it.

    What is wrong with the file as a whole stands in its first row. What is no table at all gives
    its problems only, one to a row.
    """
    told = _problems_of_rows(checked)
    if not checked.text.headers:
        return csv_bytes(
            [PROBLEMS], ([escape_formula(problem)] for problem in chain(*told.values()))
        )
    whole = told.pop(_FILE, [])
    marked = []
    for row, cells in records(checked.text):
        marked.append((escape_formula(" | ".join([*whole, *told.get(row, [])])), *cells))
        whole = []
    return csv_bytes([_free_name(checked.text), *header(checked.text)], marked)


def header(text: TextTable) -> list[str]:
    """The headers as the file spells them, harmless; blank for a column that holds nothing."""
    return [
        escape_formula(spelled) if name in text.cells else ""
        for name, spelled in text.headers.items()
    ]


def records(text: TextTable) -> Iterator[tuple[int, Record]]:
    """Every row's number and cells, harmless, in file order; a ragged row has its own cells."""
    # Columns without name and cells are no cells, but ragged rows are counted against them.
    cells = escape_cells(text.cells.reindex(columns=list(text.headers), fill_value=""))
    rows = zip(cells.index.tolist(), whole_records(cells), strict=True)
    ragged = ((row, tuple(map(escape_formula, text.ragged[row]))) for row in sorted(text.ragged))
    return merge(rows, ragged, key=itemgetter(0))


def whole_records(cells: pd.DataFrame) -> Iterator[Record]:
    """The cells of a frame, row by row."""
    return zip(*(cells[name].tolist() for name in cells.columns), strict=True)


def _problems_of_rows(checked: Checked) -> dict[int, list[str]]:
    """Every problem in words, by row, those of the file first."""
    every = problem_table(checked.findings, checked.text.cells, checked.text.headers, every=True)
    rows = every.pop("row").fillna(_FILE).tolist()
    told: dict[int, list[str]] = defaultdict(list)
    for row, column, severity, message, fix in zip(
        rows,
        *(every[name].tolist() for name in ("column", "severity", "message", "fix")),
        strict=True,
    ):
        where = "the file" if row == _FILE else column
        kind = f"{severity}: {where}" if where else severity
        told[row].append(f"{kind}: {message} {fix}")
    return told


def _free_name(text: TextTable) -> str:
    """A header that the file has not, so that it can be brought again."""
    taken = {spelled.casefold() for spelled in text.headers.values()}
    names = chain([PROBLEMS], (f"{PROBLEMS} {number}" for number in count(2)))
    return next(name for name in names if name not in taken)
