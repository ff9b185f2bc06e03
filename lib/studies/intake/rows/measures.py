"""The cells of a measure as texts of the schema's columns."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.arrays import Mask
from lib.studies.encoded import Encoded
from lib.studies.intake.cell_values import CellValue, read_cell, share_to_percent
from lib.studies.intake.columns.column_use import (
    COUNT,
    COUNT_PERCENT,
    FAILURES,
    INTERVAL,
    NO,
    PERCENT,
    PERCENT_COUNT,
    RESPONSE,
    SHARE,
    YES,
    ColumnUse,
)

PARTS = ("responders", "n_assessed", "rate_pct", "ci_low_pct", "ci_high_pct", "failures", "failed")
"""What a cell can say; `failures` are patients, `failed` is in percent."""
OPEN, NOT_REPORTED, OTHER_UNIT, UNREAD = "open", "not reported", "other unit", "unread"

_TARGET = {RESPONSE: "rate_pct", INTERVAL: "ci_low_pct", FAILURES: "responders"}
_UNIT_WORDS = (
    (PERCENT, ("percent", "per cent", "%", "prozent", "pourcent")),
    (SHARE, ("proportion", "share", "fraction", "probability")),
    (
        COUNT,
        ("participant", "patient", "count", "number", "person", "subject", "people", "case", "n"),
    ),
)

_COUNTS = ("responders", "n_assessed", "failures")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")

_Parts = dict[str, str]


@dataclass(frozen=True, eq=False)
class MeasureCells:
    """The cells of one column, taken apart, row by row.

    Attributes
    ----------
    parts
        A column of text for each of `PARTS` that some cell states.
    states
        For each row: ``open`` while a question decides what the cell says; ``not reported``;
        ``other unit``; ``unread`` if the cell stays as typed; else "".
    marks
        The mark that was taken off each cell.
    typed
        Whether the cell holds anything.
    """

    parts: dict[str, pd.Series]
    states: NDArray[np.object_]
    marks: NDArray[np.object_]
    typed: Mask


def measure_cells(
    cells: pd.Series, use: ColumnUse, units: pd.Series | None = None, yes_no: bool = False
) -> MeasureCells:
    """Take the cells of a column apart.

    Parameters
    ----------
    units
        The unit of each row, where the table has a column for it.
    yes_no
        Whether the cells say of one patient each whether he or she responded.
    """
    joined = cells if units is None else cells + "\x1f" + units
    held = Encoded.of(joined)
    read = [_read(text, use, yes_no) for text in held.texts.to_pylist()]
    _ungroup([parts for parts, _, _ in read])
    names = [name for name in PARTS if any(name in parts for parts, _, _ in read)]

    return MeasureCells(
        {
            name: held.spread([parts.get(name, "") for parts, _, _ in read], cells.index)
            for name in names
        },
        np.array([state for _, state, _ in read], object)[held.codes],
        np.array([mark for _, _, mark in read], object)[held.codes],
        np.array([state != "blank" for _, state, _ in read], bool)[held.codes],
    )


def _ungroup(read: list[_Parts]) -> None:
    """Write 1,204 patients as 1204, where a cell of the column leaves no other reading.

    A count has no decimals, so only 1,000 alone could be read in two ways.
    """
    for name in _COUNTS:
        grouped = [parts for parts in read if _GROUPED.fullmatch(parts.get(name, ""))]
        signs = {parts[name].lstrip("0123456789")[0] for parts in grouped}
        if len(signs) == 1 and any(set(parts[name][-3:]) != {"0"} for parts in grouped):
            for parts in grouped:
                parts[name] = re.sub("[.,]", "", parts[name])


def _read(joined: str, use: ColumnUse, yes_no: bool) -> tuple[_Parts, str, str]:
    """What a cell says: its parts, its state and its mark."""
    text, separator, unit_text = joined.partition("\x1f")
    if yes_no:
        return _yes_or_no(text, use)
    cell = read_cell(text)
    if cell.kind == "blank":
        return {}, "blank", ""
    if cell.kind == "not reported":
        return {}, NOT_REPORTED, cell.mark
    unit = use.unit
    if separator and use.means in (RESPONSE, "rate_pct", "responders"):
        unit = unit_of(unit_text)
        if not unit:
            return {}, OTHER_UNIT, ""
    parts = _parts(cell, use.means, unit) if cell.kind == "value" else None
    if parts is None:
        return {_TARGET.get(use.means, use.means): text.strip()}, UNREAD, ""
    return parts, "" if parts else OPEN, cell.mark


def unit_of(text: str) -> str:
    """The unit that a cell of a column of units names; "" for any that is no response."""
    words = text.casefold().strip()
    for unit, names in _UNIT_WORDS:
        if any(name == words or (len(name) > 1 and name in words) for name in names):
            return unit
    return ""


def _yes_or_no(text: str, use: ColumnUse) -> tuple[_Parts, str, str]:
    word = text.strip().casefold()
    if not word:
        return {}, "blank", ""
    if read_cell(text).kind == "not reported" and word not in NO:
        return {}, NOT_REPORTED, ""
    if word not in YES | NO:
        return {"responders": text.strip()}, UNREAD, ""
    responded = (word in YES) != (use.means == FAILURES)
    return {"responders": "1" if responded else "0", "n_assessed": "1"}, "", ""


def _parts(cell: CellValue, means: str, unit: str) -> _Parts | None:
    """The parts of a cell; {} while its unit is open; None if it does not fit its column."""
    if means in ("n_assessed", "ci_low_pct", "ci_high_pct"):
        if not cell.is_number or cell.low or (cell.is_percent and means == "n_assessed"):
            return None
        return {means: _in_percent(cell.number, unit) if means != "n_assessed" else cell.number}
    if means == INTERVAL:
        return _ends(cell, unit) if cell.low and not cell.number else None
    if cell.has_pair:
        return _pair(cell, means, unit)
    if not cell.number:  # an interval without its rate
        return None
    if cell.second:
        return _count_and_percent(cell, unit, means)
    return _number(cell, means, unit)


def _pair(cell: CellValue, means: str, unit: str) -> _Parts:
    ends = _ends(cell, PERCENT)
    if means == FAILURES:
        return {"failures": cell.responders, "n_assessed": cell.assessed}
    rate = {"rate_pct": _in_percent(cell.number, SHARE if _is_share(cell) else unit)}
    parts = {"responders": cell.responders, "n_assessed": cell.assessed, **ends}
    return parts | rate if cell.number else parts


def _is_share(cell: CellValue) -> bool:
    """Whether the rate beside a pair of counts is a share of 1, as in 15/19 (0.79)."""
    share = float(cell.number.replace(",", ".") or 0)
    counted = int(cell.responders) / max(int(cell.assessed), 1)
    return not cell.is_percent and share <= 1 and abs(share - counted) < 0.01


def _count_and_percent(cell: CellValue, unit: str, means: str) -> _Parts:
    if cell.second_is_percent:
        unit = COUNT_PERCENT
    elif cell.is_percent:
        unit = PERCENT_COUNT
    pair = {
        COUNT_PERCENT: (cell.number, cell.second),
        PERCENT_COUNT: (cell.second, cell.number),
    }.get(unit)
    if pair is None:
        return {}
    count, percent = pair
    if means == FAILURES:
        return {"failures": count, "failed": percent}
    return {"responders": count, "rate_pct": percent}


def _number(cell: CellValue, means: str, unit: str) -> _Parts:
    if cell.is_percent:
        unit = PERCENT
    if means == "responders" and not unit:
        unit = COUNT
    if not unit:
        return {}
    if unit in (COUNT_PERCENT, PERCENT_COUNT):
        unit = COUNT if unit == COUNT_PERCENT else PERCENT
    if unit == COUNT:
        return {"failures" if means == FAILURES else "responders": cell.number}
    percent = _in_percent(cell.number, unit)
    if means == FAILURES:
        return {"failed": percent}
    return {"rate_pct": percent, **_ends(cell, unit)}


def _ends(cell: CellValue, unit: str) -> _Parts:
    if not cell.low:
        return {}
    return {
        "ci_low_pct": _in_percent(cell.low, unit),
        "ci_high_pct": _in_percent(cell.high, unit),
    }


def _in_percent(number: str, unit: str) -> str:
    return share_to_percent(number) if unit == SHARE and number else number
