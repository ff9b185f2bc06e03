"""A table with its columns read: its measures taken apart, its times, its labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lib.studies.intake.cell_values import read_cell
from lib.studies.intake.columns.column_use import (
    AUTHOR,
    NO,
    PATIENT,
    VALUE_UNIT,
    YES,
    Block,
    ColumnUse,
)
from lib.studies.intake.questions import Answers
from lib.studies.intake.rows.measures import (
    MeasureCells,
    measure_cells,
)
from lib.studies.intake.rows.times import Times, read_times
from lib.studies.intake.tables.table import Table
from lib.studies.schema import BY_NAME


@dataclass(eq=False)
class TableParts:
    """A table with its columns taken apart, while rows are made of it.

    Attributes
    ----------
    measures, times, plain
        By header, the columns of results, of times, and the others that the schema knows.
    is_wide
        Whether some columns belong to a visit, an arm or an outcome.
    notes
        Sentences on what is supposed; each is said once.
    """

    table: Table
    uses: Mapping[str, ColumnUse]
    for_all: Mapping[str, str]
    measures: dict[str, MeasureCells]
    times: dict[str, Times]
    plain: dict[str, pd.Series]
    is_wide: bool
    notes: dict[str, None]

    @property
    def count(self) -> int:
        return len(self.table.cells)


def table_parts(
    table: Table,
    uses: Mapping[str, ColumnUse],
    for_all: Mapping[str, str],
    answers: Answers,
    kinds: Sequence[Block],
    of_patients: bool,
) -> TableParts:
    """Take the columns of a table apart as they are read."""
    unit = next((header for header, use in uses.items() if use.means == VALUE_UNIT), None)
    units = table.cells[unit] if unit else None
    measures = {
        header: measure_cells(table.cells[header], use, units, of_patients)
        for header, use in uses.items()
        if use.is_measure
    }
    times = {
        header: read_times(table.cells[header], use.unit, answers)
        for header, use in uses.items()
        if use.means == "months"
    }
    plain = {
        header: table.cells[header].str.strip()
        for header, use in uses.items()
        if use.means in BY_NAME and not use.is_measure and use.means != "months"
    }
    return TableParts(
        table, uses, for_all, measures, times, plain, kinds != [Block()], dict[str, None]()
    )


def is_row_a_patient(table: Table, uses: Mapping[str, ColumnUse]) -> bool:
    """Whether each row says of one patient whether he or she responded."""
    if any(use.means == "n_assessed" for use in uses.values()):
        return False
    if any(use.means == PATIENT for use in uses.values()):
        return True
    results = [
        set(filter(_is_told, (text.strip().casefold() for text in table.cells[header].unique())))
        for header, use in uses.items()
        if use.means in ("response", "responders", "failures")
    ]
    words = set[str]().union(*results)
    if not words & (YES | NO) or not words <= YES | NO:
        return False
    # 0 and 1 alone may be counts; said several times of one arm at one visit they are not.
    return not words <= {"0", "1"} or (len(words) == 2 and _repeats_labels(table, uses))


def _is_told(text: str) -> bool:
    return text in YES | NO or read_cell(text).kind not in ("blank", "not reported")


def _repeats_labels(table: Table, uses: Mapping[str, ColumnUse]) -> bool:
    labels = [
        header
        for header, use in uses.items()
        if use.means in (*BY_NAME, AUTHOR) and not use.is_measure
    ]
    return bool(labels) and bool(table.cells[labels].duplicated().any())


def first_of(kept: pd.Series | None, texts: pd.Series) -> pd.Series:
    """The texts of the first column, and of the second where the first is blank."""
    return texts if kept is None else kept.where(kept != "", texts)


def text_column(text: str, frame: pd.DataFrame) -> pd.Series:
    """The same text for each row."""
    return pd.Series(text, frame.index, dtype="str")
