"""Rows of the schema as text, on their way from a table to the checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lib.arrays import Mask
from lib.studies.intake.columns.column_use import (
    Block,
)


@dataclass(frozen=True, eq=False)
class DraftRows:
    """Rows of the schema as text, before they are checked.

    Attributes
    ----------
    cells
        Columns of the schema that the table states, then extra columns by their headers;
        numbered from 0.
    headers
        The header of the file for each column.
    sources
        The row of the file that each comes from.
    blocks
        The block that each comes from; an index of `kinds`.
    is_open
        Rows that hang on a question.
    is_baseline, is_unreported, is_other
        Rows from before treatment; whose result is not reported; measured in another unit.
    conversions
        Times that were converted, as typed, in months.
    conflicts
        For each row, what two columns say differently of the same number; "" if nothing.
    blank_visits
        How many blocks of how many rows said nothing.
    notes
        Sentences on what was supposed.
    """

    cells: pd.DataFrame
    headers: Mapping[str, str]
    sources: np.ndarray
    blocks: np.ndarray
    kinds: Sequence[Block]
    is_open: Mask
    is_baseline: Mask
    is_unreported: Mask
    is_other: Mask
    conversions: Mapping[str, float]
    conflicts: np.ndarray
    blank_visits: int = 0
    notes: Sequence[str] = field(default_factory=tuple)

    def take(self, kept: Mask) -> "DraftRows":
        """Only some of the rows."""
        states = ("is_open", "is_baseline", "is_unreported", "is_other")
        arrays = (*states, "sources", "blocks", "conflicts")
        taken = {name: getattr(self, name)[kept] for name in arrays}
        cells = self.cells[kept].reset_index(drop=True)
        same = {
            name: getattr(self, name)
            for name in ("headers", "kinds", "conversions", "blank_visits", "notes")
        }
        return DraftRows(cells=cells, **taken, **same)
