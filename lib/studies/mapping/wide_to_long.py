"""Tables with a column for each visit, read as a row for each visit."""

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
    distinct,
    is_number,
    mostly,
    typical,
    words_of,
)
from lib.studies.reading.durations import Duration, duration_in, written
from lib.studies.schema import MONTHS_MOST, named

COUNTS = "counts"
MEASURES: tuple[str, ...] = (
    "rate_pct",
    "responders",
    "n_assessed",
    "ci_low_pct",
    "ci_high_pct",
    COUNTS,
)
"""What the cells of a visit can be; `COUNTS` are two numbers, as 15/19."""

_COUNTED = re.compile(r"\s*([0-9]+)\s*/\s*([0-9]+)\s*")
# Words around a visit's time that do not say what was measured.
_FILLING = ABOUT_TIME | {"treatment"}

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Visit:
    """What a column of a wide table holds: one measure, so many months after treatment.

    Attributes
    ----------
    column
        One of `MEASURES`.
    """

    months: float
    column: str = "rate_pct"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the schema that it fills."""
        return ("responders", "n_assessed") if self.column == COUNTS else (self.column,)


def visit_of(header: str, cells: pd.Series) -> Visit | None:
    """What a column such as ``3 mo`` or ``responders 12 months`` holds; None if it is no visit."""
    held = visit_time(header)
    if held is None or held.months is None:
        return None
    months, column = float(written(held.months)), _measured(words_of(held.around))
    if column is None or not 0 < months <= MONTHS_MOST:
        return None
    texts = distinct(cells)
    if texts and mostly(texts, _is_counted):
        return Visit(months, COUNTS)
    return Visit(months, column) if mostly(texts, is_number) else None


def visit_time(header: str) -> Duration | None:
    """The time that a header names."""
    # R puts an X before a name that starts with a digit.
    return duration_in(re.sub(r"^X(?=[0-9])", "", header))


def _measured(words: list[str]) -> str | None:
    """The measure that a header's words name, the rate if they name none; None for other words."""
    while words:
        text = " ".join(words)
        column = named(text) or typical(text)
        if column in MEASURES:
            return column
        if words[-1] in _FILLING:
            words = words[:-1]
        elif words[0] in _FILLING:
            words = words[1:]
        else:
            return None
    return "rate_pct"


def _is_counted(text: str) -> bool:
    return _COUNTED.fullmatch(text) is not None


@dataclass(frozen=True, eq=False)
class Long:
    """Which rows a wide table becomes: one for each visit of each row at which anything stands.

    A row of the table with nothing at any visit becomes one row without a visit.

    Attributes
    ----------
    months
        The visits' times, in order.
    sources
        For each row, the place of the row of the wide table that it is from, in order.
    places
        For each row, the place of its visit in `months`; one past the last if it has none.
    blank
        How many visits gave no row.
    """

    months: tuple[float, ...]
    sources: Places
    places: Places
    blank: int


def long_of(cells: pd.DataFrame, visits: Mapping[str, Visit]) -> Long:
    """Find the rows that a wide table becomes; `visits` by column of `cells`."""
    months = tuple(sorted({visit.months for visit in visits.values()}))
    held = np.zeros((len(cells), len(months) + 1), bool)
    for name, visit in visits.items():
        texts = Encoded.of(cells[name])
        filled = np.asarray(pc.not_equal(pc.utf8_trim_whitespace(texts.texts), ""), bool)
        held[:, months.index(visit.months)] |= filled[texts.codes]
    blank = held[:, :-1].size - int(held.sum())
    held[:, -1] = ~held.any(axis=1)
    sources, places = np.nonzero(held)
    return Long(months, sources, places, blank)


def measured(cells: pd.DataFrame, visits: Mapping[str, Visit], long: Long) -> pd.DataFrame:
    """`months` and all that the visits measure, as text, a row for each of `long`.

    No two of `visits` may fill the same column at the same time.
    """
    times = pa.array([*(f"{month:.10g}" for month in long.months), ""], pa.large_string())
    columns = {"months": times.take(pa.array(long.places))}
    for column in dict.fromkeys(column for visit in visits.values() for column in visit.columns):
        of_month = {
            visit.months: _column(cells[name], visit, column)
            for name, visit in visits.items()
            if column in visit.columns
        }
        columns[column] = _joined(of_month, long)
    return pd.DataFrame({name: pd.array(texts, dtype="str") for name, texts in columns.items()})


def _joined(of_month: Mapping[float, pa.Array], long: Long) -> pa.Array:
    """One measure's cells at each of its times, in the order of the long rows."""
    pieces, order = [], []
    for place, month in enumerate((*long.months, 0)):
        rows = np.flatnonzero(long.places == place)
        if month in of_month:
            pieces.append(of_month[month].take(pa.array(long.sources[rows])))
        else:
            pieces.append(pa.repeat(pa.scalar("", pa.large_string()), len(rows)))
        order.append(rows)
    return pa.concat_arrays(pieces).take(pa.array(np.argsort(np.concatenate(order))))


def _column(cells: pd.Series, visit: Visit, column: str) -> pa.Array:
    """What the cells of a visit say of one column; a cell that is no count stays whole."""
    held = Encoded.of(cells)
    texts = held.texts.to_pylist()
    if visit.column == COUNTS:
        texts = [_counted(text)[column] for text in texts]
    return pa.array(texts, pa.large_string()).take(pa.array(held.codes))


def _counted(text: str) -> dict[str, str]:
    found = _COUNTED.fullmatch(text)
    responders, assessed = found.groups() if found else (text, "")
    return {"responders": responders, "n_assessed": assessed}
