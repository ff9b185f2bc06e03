"""The bare numbers of columns, beside what other columns say of the same visits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lib.arrays import Floats
from lib.studies.encoded import Encoded
from lib.studies.intake.cell_values import as_float, read_cell
from lib.studies.intake.columns.column_use import (
    COUNT,
    PERCENT,
    Block,
    ColumnUse,
)
from lib.studies.intake.columns.table_columns import Proposals
from lib.studies.intake.rows.arm_labels import sizes_in
from lib.studies.intake.tables.table import Table


@dataclass(frozen=True, eq=False)
class BareNumbers:
    """The bare numbers of some columns, row by row and column after column.

    Attributes
    ----------
    values, seconds
        Each number, and the one in brackets behind it; NaN where there is none.
    assessed, responders, rates
        What other columns say of the same visit; NaN where they do not.
    has_sign, has_point
        Whether some number has a percent sign, or decimals.
    unsigned
        The distinct numbers without a percent sign.
    second_has_point
        Whether some number in brackets has decimals.
    """

    values: Floats
    seconds: Floats
    assessed: Floats
    responders: Floats
    rates: Floats
    has_sign: bool
    has_point: bool
    unsigned: Floats
    second_has_point: bool


def bare_numbers(table: Table, proposals: Proposals, headers: Sequence[str]) -> BareNumbers:
    """Gather the numbers of some columns, and those that stand beside them in others."""
    cells = [cell for header in headers for cell in map(read_cell, distinct_cells(table, header))]
    bare = [cell for cell in cells if cell.kind == "value" and not cell.has_pair]
    pieces: dict[str, list[Floats]] = {
        name: [] for name in ("values", "seconds", "assessed", "responders", "rates")
    }
    for header in headers:
        block = proposals[header].use.block
        pieces["values"].append(_column(table, header, "number"))
        pieces["seconds"].append(_column(table, header, "second"))
        others = {name: each.use for name, each in proposals.items() if name not in headers}
        pieces["assessed"].append(most_counted(table, others, proposals[header].use))
        pieces["responders"].append(_other(table, others, block, "responders", (COUNT, "")))
        pieces["rates"].append(_other(table, others, block, "rate_pct", (PERCENT, "")))
    return BareNumbers(
        **{name: np.concatenate(arrays) for name, arrays in pieces.items()},
        has_sign=any(cell.is_percent and not cell.second for cell in bare),
        has_point=any(_has_point(cell.number) for cell in bare),
        unsigned=np.array(
            [as_float(cell.number) for cell in bare if cell.number and not cell.is_percent], float
        ),
        second_has_point=any(_has_point(cell.second) for cell in bare),
    )


def _has_point(number: str) -> bool:
    """Whether a number surely has decimals; 1,204 may be a thousand."""
    return ("." in number or "," in number) and as_float(number) is not None


def _column(table: Table, header: str, part: str) -> Floats:
    """One part of each cell of a column as numbers; a number of a pair counts as none."""
    held = Encoded.of(table.cells[header])
    values = []
    for text in held.texts.to_pylist():
        cell = read_cell(text)
        value = as_float(getattr(cell, part)) if cell.kind == "value" else None
        values.append(np.nan if value is None or cell.has_pair else value)
    return np.array(values, float)[held.codes]


def most_counted(table: Table, others: Mapping[str, ColumnUse], use: ColumnUse) -> Floats:
    """The most that a count of a row can be: who was assessed, or else who was enrolled."""
    if use.assessed:
        return np.full(len(table.cells), float(use.assessed))
    seen = _other(table, others, use.block, "n_assessed", (COUNT, ""))
    enrolled = _other(table, others, use.block, "n_enrolled", (COUNT, ""))
    stated = np.where(np.isfinite(seen), seen, enrolled)
    return stated if np.isfinite(stated).any() else sizes_in(table.cells, others)


def _other(
    table: Table, others: Mapping[str, ColumnUse], block: Block, means: str, units: Sequence[str]
) -> Floats:
    for header, use in others.items():
        if use.means == means and use.unit in units and use.block.holds(block):
            return _column(table, header, "number")
    return np.full(len(table.cells), np.nan)


def distinct_cells(table: Table, header: str) -> list[str]:
    """The distinct cells of a column, as typed."""
    return [str(text) for text in Encoded.of(table.cells[header]).texts.to_pylist()]
