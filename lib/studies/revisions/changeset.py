"""What would change in the studies, row by row, in cells as typed."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lib.studies.dataset import Dataset


@dataclass(frozen=True, eq=False)
class Changes:
    """Rows to add to, change in and remove from one version of the studies.

    Attributes
    ----------
    seen
        The version that was looked at.
    added
        New rows: cells as text, a column for each that was brought, under the schema's name where
        there is one, else under the header itself. Indexed by any distinct whole numbers.
    changed
        Rows of `seen` as they shall be: cells as text, every column of `seen` and those that are
        new. Indexed by `row` of `seen`.
    removed
        Rows of `seen` to take out, by `row`.
    headers
        How the columns are spelled in the file that brings them, for those that `seen` lacks.
    """

    seen: Dataset
    added: pd.DataFrame
    changed: pd.DataFrame
    removed: pd.Index
    headers: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(len(self.added) or len(self.changed) or len(self.removed))


def cells_of(data: Dataset, rows: pd.Index, names: pd.Index) -> pd.DataFrame:
    """Cells of a file's rows as typed; blank where it has none, as in a ragged row."""
    return data.text.cells.reindex(index=rows, columns=names, fill_value="").astype("str")


def overlay(old: pd.DataFrame, new: pd.DataFrame, hit: pd.DataFrame) -> pd.DataFrame:
    """The old cells, with the new ones in their place where `hit`; all have the same index.

    A column that `old` lacks is blank there, and is added if any of it is hit.
    """
    cells = old.copy()
    for name in hit.columns[hit.any()]:
        cells[name] = new[name].where(hit[name], cells.get(name, ""))
    return cells


class ConflictError(Exception):
    """The changes do not fit the present version; `reasons` say why, a sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(reasons[0])
        self.reasons = reasons
