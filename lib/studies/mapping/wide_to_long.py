"""Reshape wide tables (a column for each visit) to long ones (a row for each visit)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.studies.encoded import Encoded
from lib.studies.mapping.column_guesses import (
    ABOUT_TIME,
    distinct_texts,
    holds_for_most,
    is_number,
    split_words,
    typical_column,
)
from lib.studies.reading.durations import Duration, find_duration, format_months
from lib.studies.schema import MONTHS_MOST
from lib.studies.spellings import find_column

COUNTS = "counts"
MEASURES: tuple[str, ...] = (
    "rate_pct",
    "responders",
    "n_assessed",
    "ci_low_pct",
    "ci_high_pct",
    COUNTS,
)
"""What the cells of a visit can be; `COUNTS` are responders and assessed, as in 15/19."""

_COUNT_PAIR = re.compile(r"\s*([0-9]+)\s*/\s*([0-9]+)\s*")
# Words beside a visit's time that do not name a measure.
_FILLER_WORDS = ABOUT_TIME | {"treatment"}

RowPlaces = NDArray[np.int64]


@dataclass(frozen=True)
class VisitColumn:
    """A column of a wide table: one measure at one visit, in months after treatment.

    Attributes
    ----------
    column
        One of `MEASURES`.
    """

    months: float
    column: str = "rate_pct"

    @property
    def columns(self) -> tuple[str, ...]:
        """The schema columns that it fills."""
        return ("responders", "n_assessed") if self.column == COUNTS else (self.column,)


def parse_visit(header: str, cells: pd.Series) -> VisitColumn | None:
    """Parse a header such as ``3 mo`` or ``responders 12 months``; None if it is not a visit."""
    held = time_in_header(header)
    if held is None or held.months is None:
        return None
    months, column = float(format_months(held.months)), _measure_of(split_words(held.around))
    if column is None or not 0 < months <= MONTHS_MOST:
        return None
    texts = distinct_texts(cells)
    if texts and holds_for_most(texts, _is_count_pair):
        return VisitColumn(months, COUNTS)
    return VisitColumn(months, column) if holds_for_most(texts, is_number) else None


def time_in_header(header: str) -> Duration | None:
    """The time that a header names."""
    # R puts an X before a name that starts with a digit.
    return find_duration(re.sub(r"^X(?=[0-9])", "", header))


def _measure_of(words: list[str]) -> str | None:
    """The measure that words name; the rate if there are none; None if they mean something else."""
    while words:
        text = " ".join(words)
        column = find_column(text) or typical_column(text)
        if column in MEASURES:
            return column
        if words[-1] in _FILLER_WORDS:
            words = words[:-1]
        elif words[0] in _FILLER_WORDS:
            words = words[1:]
        else:
            return None
    return "rate_pct"


def _is_count_pair(text: str) -> bool:
    return _COUNT_PAIR.fullmatch(text) is not None


@dataclass(frozen=True, eq=False)
class LongRows:
    """The rows of the long table: one for each nonblank visit of each row of the wide table.

    A wide row with only blank visits becomes one row without a visit.

    Attributes
    ----------
    months
        The times of the visits, ascending.
    sources
        For each long row, the position of its row in the wide table, ascending.
    places
        For each long row, the position of its visit in `months`; `len(months)` if it has none.
    blank
        How many blank visits were skipped.
    """

    months: tuple[float, ...]
    sources: RowPlaces
    places: RowPlaces
    blank: int


def find_long_rows(cells: pd.DataFrame, visits: Mapping[str, VisitColumn]) -> LongRows:
    """Find the rows of the long table; `visits` by column of `cells`."""
    months = tuple(sorted({visit.months for visit in visits.values()}))
    held = np.zeros((len(cells), len(months) + 1), bool)
    for name, visit in visits.items():
        texts = Encoded.of(cells[name])
        filled = np.asarray(pc.not_equal(pc.utf8_trim_whitespace(texts.texts), ""), bool)
        held[:, months.index(visit.months)] |= filled[texts.codes]
    blank = held[:, :-1].size - int(held.sum())
    held[:, -1] = ~held.any(axis=1)
    sources, places = np.nonzero(held)
    return LongRows(months, sources, places, blank)


def melt_visits(
    cells: pd.DataFrame, visits: Mapping[str, VisitColumn], long: LongRows
) -> pd.DataFrame:
    """Build the long table's columns `months` and the measures, as text.

    No two of `visits` may fill the same column at the same months.
    """
    times = pa.array([*(f"{month:.10g}" for month in long.months), ""], pa.large_string())
    columns = {"months": times.take(pa.array(long.places))}
    for column in dict.fromkeys(column for visit in visits.values() for column in visit.columns):
        of_month = {
            visit.months: _column(cells[name], visit, column)
            for name, visit in visits.items()
            if column in visit.columns
        }
        columns[column] = _join_months(of_month, long)
    return pd.DataFrame({name: pd.array(texts, dtype="str") for name, texts in columns.items()})


def _join_months(of_month: Mapping[float, pa.Array], long: LongRows) -> pa.Array:
    """Join one measure's cells of all months, in the order of the long rows."""
    pieces, order = [], []
    for place, month in enumerate((*long.months, 0)):
        rows = np.flatnonzero(long.places == place)
        if month in of_month:
            pieces.append(of_month[month].take(pa.array(long.sources[rows])))
        else:
            pieces.append(pa.repeat(pa.scalar("", pa.large_string()), len(rows)))
        order.append(rows)
    return pa.concat_arrays(pieces).take(pa.array(np.argsort(np.concatenate(order))))


def _column(cells: pd.Series, visit: VisitColumn, column: str) -> pa.Array:
    """One schema column from a visit's cells; a cell that is no pair of counts is not split."""
    held = Encoded.of(cells)
    texts = held.texts.to_pylist()
    if visit.column == COUNTS:
        texts = [_split_counts(text)[column] for text in texts]
    return pa.array(texts, pa.large_string()).take(pa.array(held.codes))


def _split_counts(text: str) -> dict[str, str]:
    found = _COUNT_PAIR.fullmatch(text)
    responders, assessed = found.groups() if found else (text, "")
    return {"responders": responders, "n_assessed": assessed}
