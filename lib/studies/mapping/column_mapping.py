"""The mapping of a file's columns to the schema: proposed here, then decided by the analyst."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from lib.studies.mapping.column_guesses import (
    distinct_texts,
    guess_column,
    is_row_numbering,
    time_unit,
)
from lib.studies.mapping.wide_to_long import MEASURES, VisitColumn, parse_visit, time_in_header
from lib.studies.problems import visible
from lib.studies.reading.durations import UNITS, Unit, parse_duration
from lib.studies.reading.headers import header_meaning
from lib.studies.reading.text_table import TextTable
from lib.studies.schema import BY_NAME, COLUMNS, MONTHS_MOST
from lib.studies.spellings import header_key

KEEP, LEAVE_OUT = "keep", "leave out"

ColumnUse = str | VisitColumn
"""What a file's column is used for: a schema column, `KEEP` (an extra column under its own header),
`LEAVE_OUT`, or one measure at one visit of a wide table."""

_CellsByHeader = Mapping[str, pd.Series]  # cells by header
_UseByHeader = Mapping[str, ColumnUse]
_Proposals = dict[str, tuple[ColumnUse, str]]  # a use and its reason, by header

# Names that programs give to a first column without a header.
_NUMBERING = frozenset({"columna", "index", "unnamed0", "x", "rownames", "rowname"})
# In a wide table, a column with such a header applies to all visits.
_ONE_N = frozenset({"n", "total", "ntotal", "samplesize"})
_BYTES_MOST = 1_000_000


@dataclass(frozen=True)
class ColumnMapping:
    """What each column of a file is used for.

    Attributes
    ----------
    uses
        By header as typed in the file. A column that is not listed is kept.
    months_in
        The unit of numbers in the column used for `months`.
    read_units
        Whether a unit in a cell of that column (``26 weeks``) is read.
    reasons
        By header, a sentence on why a use was guessed. Equality of mappings ignores them.
    """

    uses: Mapping[str, ColumnUse]
    months_in: Unit = "months"
    read_units: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def wide(self) -> dict[str, VisitColumn]:
        """The columns that are visits, by header; empty for a long table."""
        return {header: use for header, use in self.uses.items() if isinstance(use, VisitColumn)}


def propose_mapping(text: TextTable) -> ColumnMapping:
    """Propose a use for each column of a file."""
    return _propose(text, {})


def reuse_mapping(mapping: ColumnMapping, text: TextTable) -> ColumnMapping:
    """Use a saved mapping for the headers that it knows, and a proposal for the others."""
    headers = _columns(text)
    settled = {header: use for header, use in mapping.uses.items() if header in headers}
    proposed = _propose(text, settled)
    if "months" not in settled.values():
        return proposed
    return ColumnMapping(proposed.uses, mapping.months_in, mapping.read_units, proposed.reasons)


def _columns(text: TextTable) -> dict[str, pd.Series]:
    """The cells of each column, by header as typed."""
    return {text.headers[name]: text.cells[name] for name in text.cells.columns}


def _propose(text: TextTable, settled: Mapping[str, ColumnUse]) -> ColumnMapping:
    """Propose a use for each unsettled column; each step sees the results of those before it."""
    columns = _columns(text)
    uses: dict[str, ColumnUse] = dict(settled)
    reasons: dict[str, str] = {}
    for step in (
        _propose_by_header,
        _propose_leave_out,
        _propose_visits,
        _propose_one_n,
        _propose_time,
        _propose_guesses,
    ):
        for header, (use, reason) in step(columns, uses).items():
            if header not in settled:
                uses[header], reasons[header] = use, reason
    every = {header: uses.get(header, KEEP) for header in columns}
    unit, read_units = _months_unit(columns, every)
    return ColumnMapping(
        every, unit, read_units, {name: why for name, why in reasons.items() if why}
    )


def _months_unit(columns: _CellsByHeader, uses: _UseByHeader) -> tuple[Unit, bool]:
    """The unit of the column used for months, and whether some of its cells name a unit."""
    header = next((header for header, use in uses.items() if use == "months"), None)
    if header is None:
        return "months", False
    cells = columns[header]
    unit = None if header_meaning(header) else time_unit(header, cells)
    return unit or "months", any(parse_duration(text) for text in distinct_texts(cells))


def _unused_columns(columns: _CellsByHeader, uses: _UseByHeader) -> _CellsByHeader:
    """The columns without a use so far."""
    return {header: cells for header, cells in columns.items() if header not in uses}


def _propose_by_header(columns: _CellsByHeader, uses: _UseByHeader) -> _Proposals:
    found = {header: header_meaning(header) for header in _unused_columns(columns, uses)}
    return {header: (name, "") for header, name in found.items() if name}


def _propose_leave_out(columns: _CellsByHeader, uses: _UseByHeader) -> _Proposals:
    """Leave out row numbers and problem columns, which programs write beside the data."""
    found: _Proposals = {}
    for place, (header, cells) in enumerate(columns.items()):
        if header in uses:
            continue
        if header_key(header) == "problems":
            found[header] = (LEAVE_OUT, "It tells what was wrong with the rows.")
        elif place == 0 and header_key(header) in _NUMBERING and is_row_numbering(cells):
            found[header] = (LEAVE_OUT, "It only numbers the rows.")
    return found


def _propose_visits(columns: _CellsByHeader, uses: _UseByHeader) -> _Proposals:
    if "months" in uses.values():
        return {}
    settled = [use for use in uses.values() if isinstance(use, VisitColumn)]
    slots = {slot for visit in settled for slot in _slots(visit)}
    found: _Proposals = {}
    for header, cells in _unused_columns(columns, uses).items():
        visit = parse_visit(header, cells)
        if visit and not slots & _slots(visit):
            slots |= _slots(visit)
            found[header] = (visit, f"It looks like a visit at {visit.months:.10g} months.")
    # A single such column may be anything.
    return found if len(settled) + len(found) > 1 else {}


def _slots(visit: VisitColumn) -> set[tuple[str, float]]:
    return {(column, visit.months) for column in visit.columns}


def _propose_one_n(columns: _CellsByHeader, uses: _UseByHeader) -> _Proposals:
    """A single patient count for all visits means patients enrolled, not assessed."""
    if "n_enrolled" in uses.values() or not _visit_columns(uses):
        return {}
    reason = "One number for all visits is taken as who entered the arm."
    some = [header for header in columns if uses.get(header) == "n_assessed"]
    return {header: ("n_enrolled", reason) for header in some if header_key(header) in _ONE_N}


def _visit_columns(uses: _UseByHeader) -> set[str]:
    """The schema columns that visits fill."""
    visits = [use for use in uses.values() if isinstance(use, VisitColumn)]
    return {"months", *(name for visit in visits for name in visit.columns)} if visits else set()


def _propose_time(columns: _CellsByHeader, uses: _UseByHeader) -> _Proposals:
    if "months" in uses.values() or _visit_columns(uses):
        return {}
    for header, cells in _unused_columns(columns, uses).items():
        if unit := time_unit(header, cells):
            return {header: ("months", f"It looks like a time in {unit}.")}
    return {}


def _propose_guesses(columns: _CellsByHeader, uses: _UseByHeader) -> _Proposals:
    free = [column.name for column in COLUMNS if column.name not in uses.values()]
    free = [name for name in free if name not in _visit_columns(uses)]
    found: _Proposals = {}
    for header, cells in _unused_columns(columns, uses).items():
        # A header such as '1 year' may be a visit, but not the year of publication.
        name = None if time_in_header(header) else guess_column(header, cells, free)
        if name:
            free.remove(name)
            found[header] = (name, f"It looks like {name}.")
    return found


def to_json(mapping: ColumnMapping) -> bytes:
    """Write a mapping as a JSON file."""
    columns = {
        header: {"months": use.months, "measure": use.column}
        if isinstance(use, VisitColumn)
        else use
        for header, use in mapping.uses.items()
    }
    told = {
        "columns": columns,
        "months_in": mapping.months_in,
        "read_units": mapping.read_units,
    }
    return json.dumps(told, indent=2, ensure_ascii=False).encode(errors="replace")


# Why not pydantic: tried, reading took 44 lines in place of 33, as its errors must be told in our
# three sentences, and 130 ms more to import it and to build the models.
def from_json(data: bytes) -> ColumnMapping | str:
    """Read a mapping from a JSON file, or give a sentence on what is wrong with it."""
    if len(data) > _BYTES_MOST:
        return f"The mapping has {len(data) / 1e6:,.1f} MB; at most 1 MB is read."
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return "This is no mapping of columns: it cannot be read as JSON."
    if not isinstance(told, dict) or not isinstance(told.get("columns"), dict):
        return "This is no mapping of columns: it has no list of columns."
    unit, read_units = told.get("months_in", "months"), told.get("read_units", False)
    if unit not in UNITS or not isinstance(read_units, bool):
        return f"The mapping does not say in which unit months are given: {', '.join(UNITS)}."
    uses = {header: _parse_use(use) for header, use in told["columns"].items()}
    for header, use in uses.items():
        if use is None:
            return f"The mapping gives '{visible(header)}' a use that is not known."
    return ColumnMapping({header: use for header, use in uses.items() if use}, unit, read_units)


def _parse_use(told: object) -> ColumnUse | None:
    match told:
        case str() if told in {*BY_NAME, KEEP, LEAVE_OUT}:
            return told
        case {"months": int() | float() as months, "measure": str() as measure} if (
            0 < months <= MONTHS_MOST and measure in MEASURES and months is not True
        ):
            return VisitColumn(float(months), measure)
    return None
