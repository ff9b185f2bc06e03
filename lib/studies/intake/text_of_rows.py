"""The rows of all tables of a file as one table of text, which can be checked."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from lib.studies.intake.columns.column_use import Block
from lib.studies.intake.rows.draft_rows import DraftRows
from lib.studies.intake.tables.table import Table
from lib.studies.problems import Finding
from lib.studies.problems import Rows as RowNumbers
from lib.studies.reading.durations import format_months
from lib.studies.reading.text_table import RAGGED, TextTable
from lib.studies.reading.workbooks.refusals import FORMULA_UNSAVED
from lib.studies.validation.count_rules import TWO_NUMBERS

_FIRST = ("study", "arm", "months")


class RowsOfTable(Protocol):
    """What is taken of an imported table."""

    @property
    def sheet(self) -> str: ...
    @property
    def table(self) -> Table: ...
    @property
    def rows(self) -> DraftRows: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...


def text_of_rows(
    tables: Sequence[RowsOfTable], findings: Sequence[Finding]
) -> tuple[TextTable, pd.Series, int]:
    """The rows that hang on no question, the place of each in the file (also of rows with too few
    or too many cells), and how many do hang.

    Rows keep the numbers that they have in the file if each of its rows gives one; else they are
    counted from 1.
    """
    usable = [each.rows.take(~each.rows.is_open) for each in tables]
    waiting = sum(int(each.rows.is_open.sum()) for each in tables)
    pieces, places = [], []
    ragged: dict[int, list[str]] = {}
    torn: list[str] = []
    sources: list[RowNumbers] = []
    for each, rows in zip(tables, usable, strict=True):
        sheet = f"{each.sheet}, " if each.sheet and len(tables) > 1 else ""
        pieces.append(rows.cells)
        sources.append(rows.sources)
        words = [_block_words(block) for block in rows.kinds]
        places += [
            f"{sheet}row {row}{words[block]}"
            for row, block in zip(rows.sources.tolist(), rows.blocks.tolist(), strict=True)
        ]
        torn += [f"{sheet}row {row}" for row in each.table.ragged]
    numbers = np.concatenate(sources)
    keeps = len(tables) == 1 and len(np.unique(numbers)) == len(numbers)
    index = numbers if keeps else np.arange(1, len(numbers) + 1)
    for each in tables:
        start = len(numbers) + len(ragged)
        for at, (row, cells) in enumerate(each.table.ragged.items(), 1):
            ragged[row if keeps else start + at] = cells
    frame = pd.concat(pieces, ignore_index=True).fillna("").astype("str")
    frame.index = pd.Index(index, name="row")
    headers: dict[str, str] = {}
    for rows in usable:
        headers |= {name: header for name, header in rows.headers.items() if name in frame}
    order = _as_in_file(headers, tables[0].table.headers) if keeps else list(_FIRST)
    first = [name for name in order if name in frame]
    frame = frame[[*first, *(name for name in frame if name not in first)]]
    width = max((len(each.table.headers) for each in tables), default=0)
    held = [*findings, *(finding for each in tables for finding in each.findings)]
    if ragged:
        row_numbers = np.fromiter(ragged, np.int64)
        held.append(
            Finding(
                RAGGED, "", row_numbers, lambda row: {"cells": len(ragged[row]), "width": width}
            )
        )
    differ = np.concatenate([rows.conflicts for rows in usable])
    if (differ != "").any():
        told = dict(zip(index.tolist(), differ.tolist(), strict=True))
        wrong = index[differ != ""]
        held.append(Finding(TWO_NUMBERS, "", wrong, lambda row: {"numbers": told[row]}))
    held += _unsaved(tables, headers, index, numbers)
    text = TextTable(frame, headers, tuple(held), ragged)
    every = pd.Index([*frame.index, *ragged], name="row")
    where = pd.Series(pd.array([*places, *torn], dtype="str"), every, name="place")
    return text, where, waiting


def _unsaved(
    tables: Sequence[RowsOfTable],
    headers: Mapping[str, str],
    index: RowNumbers,
    numbers: RowNumbers,
) -> Iterator[Finding]:
    """Formulas whose results are not in the file, where a row is made of them."""
    cells = tables[0].table.unsaved if len(tables) == 1 else ()
    for name, header in headers.items():
        rows = [row for row, column in cells if header in (column, f"months (from {column})")]
        if (hit := np.isin(numbers, rows)).any():
            yield Finding(FORMULA_UNSAVED, name, index[hit])


def _as_in_file(headers: Mapping[str, str], order: Sequence[str]) -> list[str]:
    """The columns in the order in which the file has their headers."""
    places = {header: at for at, header in enumerate(order)}
    places |= {f"months (from {header})": at for header, at in places.items()}
    return sorted(headers, key=lambda name: places.get(headers[name], len(places)))


def _block_words(block: Block) -> str:
    words: Mapping[str, object] = {
        "months": f"{format_months(block.months)} mo" if block.months is not None else "",
        "arm": f"arm {block.arm}" if block.arm.isdecimal() else block.arm,
        "outcome": block.outcome,
    }
    return "".join(f", {word}" for word in words.values() if word)
