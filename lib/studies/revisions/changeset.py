"""A set of changes to the studies: rows to add, change and remove, in cells as typed."""

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
        The version that the changes are based on.
    added
        New rows, as text. Columns have the schema's name if there is one, else their header.
        Indexed by any distinct whole numbers.
    changed
        Rows of `seen` after the change, as text, with all columns of `seen` and any new ones.
        Indexed by `row` of `seen`.
    removed
        Rows of `seen` to remove, by `row`.
    headers
        The headers, as typed, of columns that `seen` lacks.
    """

    seen: Dataset
    added: pd.DataFrame
    changed: pd.DataFrame
    removed: pd.Index
    headers: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(len(self.added) or len(self.changed) or len(self.removed))


def cells_of(data: Dataset, rows: pd.Index, names: pd.Index) -> pd.DataFrame:
    """The cells of rows as typed; blank where the file has none, as in ragged rows."""
    return data.text.cells.reindex(index=rows, columns=names, fill_value="").astype("str")


def overlay(old: pd.DataFrame, new: pd.DataFrame, hit: pd.DataFrame) -> pd.DataFrame:
    """Replace the old cells by the new ones where `hit`; all three have the same index.

    A column that `old` lacks counts as blank, and is added if any of its cells is hit.
    """
    cells = old.copy()
    for name in hit.columns[hit.any()]:
        cells[name] = new[name].where(hit[name], cells.get(name, ""))
    return cells


class ConflictError(Exception):
    """The changes conflict with the present version; `reasons` are sentences that say why."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(reasons[0])
        self.reasons = reasons
