"""Gather the rows of one or more uploaded files, and find those that clash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.arrays import Mask
from lib.studies.encoded import Codes
from lib.studies.problems import visible
from lib.studies.revisions.row_matching import (
    MOST_TOLD,
    append_rest,
    cell_text,
    differing_cells,
    first_places,
    row_label,
)
from lib.studies.validation.validate import Checked


@dataclass(frozen=True, eq=False)
class IncomingRows:
    """The rows without errors of all files, in order; all tables are indexed by position.

    Attributes
    ----------
    typed, text
        The rows converted to the schema's types, and as text with the columns of all files.
    places
        The file and row that each row comes from.
    held
        For each column of `text`, which rows come from a file that has it.
    headers
        Each column's header as typed in the first file that has it.
    """

    typed: pd.DataFrame
    text: pd.DataFrame
    places: pd.Series
    held: Mapping[str, Mask]
    headers: Mapping[str, str]


def gather_rows(
    brought: Sequence[tuple[str, Checked]], where: Sequence[pd.Series] = ()
) -> IncomingRows:
    """Gather the rows of files.

    Parameters
    ----------
    brought
        Each file with its name for display.
    where
        For each file, the place in it of each row, by index; without it rows stand at their number.
    """
    files = [checked for _, checked in brought]
    texts = [_used_cells(checked) for checked in files]
    known = where or [_numbers(checked.rows.index) for checked in files]
    places = [
        _places(name, rows.loc[checked.rows.index])
        for (name, checked), rows in zip(brought, known, strict=True)
    ]
    text = _stack(texts)
    file = np.repeat(np.arange(len(files)), [len(checked.rows) for checked in files])
    has = {name: np.array([name in cells for cells in texts])[file] for name in text.columns}
    headers: dict[str, str] = {}
    for checked in reversed(files):
        headers |= checked.text.headers
    typed = _stack([checked.rows for checked in files])
    return IncomingRows(typed, text, pd.concat(places, ignore_index=True), has, headers)


def _used_cells(checked: Checked) -> pd.DataFrame:
    cells = checked.text.cells
    return cells if len(cells) == len(checked.rows) else cells.loc[checked.rows.index]


def _stack(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Stack tables; a text column that a table lacks is blank there."""
    every = pd.concat(tables, ignore_index=True)
    gaps = {name: "" for name in every.columns if any(name not in table for table in tables)}
    return every.fillna(gaps)


def _numbers(rows: pd.Index) -> pd.Series:
    return "row " + rows.to_series().astype("str")


def _places(name: str, rows: pd.Series) -> pd.Series:
    """Name the place of each row: Kim.csv, row 3."""
    return (f"{name}, " + rows if name else rows).rename("place")


def clashes(rows: IncomingRows, codes: Codes) -> tuple[Mask, list[str]]:
    """Find rows uploaded more than once with different values, and describe each clash.

    Parameters
    ----------
    codes
        Each row's identity, as from `identity_codes`.
    """
    first = first_places(codes, codes)
    again = np.flatnonzero(first != np.arange(len(codes)))
    one, other = rows.typed.take(first[again]), rows.typed.take(again)
    differ = differing_cells(one, other, rows.text.columns)
    clashing = np.flatnonzero(differ.any(axis=1))
    told = [
        _clash_sentence(rows, int(first[again[pair]]), int(again[pair]), differ.iloc[pair])
        for pair in clashing[:MOST_TOLD]
    ]
    hit = np.isin(codes, codes[again[clashing]])
    return hit, append_rest(told, len(clashing), "rows stand twice with different values.")


def _clash_sentence(rows: IncomingRows, first: int, again: int, differ: pd.Series) -> str:
    told = "; ".join(
        f"{visible(rows.headers[name])} {cell_text(rows.text[name][first])} and "
        f"{cell_text(rows.text[name][again])}"
        for name in differ.index[differ]
    )
    places = f"{rows.places[first]} and {rows.places[again]}"
    return f"{row_label(rows.typed, first)} stands in {places} with different values: {told}."
