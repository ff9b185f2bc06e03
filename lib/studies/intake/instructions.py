"""All that a person can say of a file by hand; it is kept as JSON and used for files like it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.studies.intake.columns.column_use import ColumnUse, parse_use, use_record
from lib.studies.problems import visible
from lib.studies.schema import BY_NAME

_BYTES_MOST = 1_000_000
_TEXTS = ("encoding", "separator")
_NUMBERS = ("header_row", "header_rows")


@dataclass(frozen=True)
class Instructions:
    """What is said of a file; what is not said is found out, proposed or asked.

    Attributes
    ----------
    sheets
        The names of the sheets to read; none: those with a table.
    encoding, separator
        Of a text file, as in `TextFormat`.
    header_row
        The row of the (first) header, as a spreadsheet numbers it; 0 if there is none.
    header_rows
        How many rows the header takes.
    columns
        By header, what a column is read as.
    for_all
        By column of the schema, its value for all rows; months with or without a unit.
    fill_down
        Whether a blank label stands for the one above it.
    answers
        By the key of a question.
    taken_back
        Rows that would be set aside and are data all the same.
    """

    sheets: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    header_row: int | None = None
    header_rows: int | None = None
    columns: Mapping[str, ColumnUse] = field(default_factory=dict)
    for_all: Mapping[str, str] = field(default_factory=dict)
    fill_down: bool | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    taken_back: frozenset[int] = frozenset()


NOTHING_SAID = Instructions()


def to_json(said: Instructions) -> bytes:
    """Write instructions as a JSON file."""
    record: dict[str, Any] = {
        "sheets": list(said.sheets),
        "encoding": said.encoding,
        "separator": said.separator,
        "header_row": said.header_row,
        "header_rows": said.header_rows,
        "columns": {header: use_record(use) for header, use in said.columns.items()},
        "for_all_rows": dict(said.for_all),
        "fill_down": said.fill_down,
        "answers": dict(said.answers),
        "taken_back": sorted(said.taken_back),
    }
    told = {name: value for name, value in record.items() if value not in (None, "", [], {})}
    return json.dumps(told, indent=2, ensure_ascii=False).encode(errors="replace")


def from_json(data: bytes) -> Instructions | str:
    """Read instructions from a JSON file, or give a sentence on what is wrong with it."""
    if len(data) > _BYTES_MOST:
        return f"The mapping has {len(data) / 1e6:,.1f} MB; at most 1 MB is read."
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        return "This is no mapping of columns: it cannot be read as JSON."
    if not isinstance(record, dict) or not isinstance(record.get("columns", {}), dict):
        return "This is no mapping of columns: it has no list of columns."
    known = {*_TEXTS, *_NUMBERS, "columns", "sheets", "for_all_rows", "fill_down", "answers"}
    if unknown := sorted(record.keys() - known - {"taken_back", "months_in", "read_units"}):
        return f"The mapping says '{visible(unknown[0])}', which is not known."
    return _instructions(record)


def _instructions(record: Mapping[str, Any]) -> Instructions | str:
    columns: dict[str, ColumnUse] = {}
    for header, told in record.get("columns", {}).items():
        use = parse_use(_renewed(told, record))
        if use is None:
            return f"The mapping gives '{visible(header)}' a use that is not known."
        columns[header] = use
    for name, kind in (("for_all_rows", dict), ("answers", dict)):
        held = record.get(name, {})
        if not isinstance(held, kind) or not all(isinstance(each, str) for each in held.values()):
            return f"'{name}' of the mapping must give a text for each name."
    if wrong := [name for name in record.get("for_all_rows", {}) if name not in BY_NAME]:
        return f"The mapping gives all rows a '{visible(wrong[0])}', which is no column."
    if wrong := [name for name in _TEXTS if not isinstance(record.get(name, ""), str)]:
        return f"'{wrong[0]}' of the mapping must be a text."
    numbers = [record.get(name) for name in _NUMBERS]
    if any(each is not None and (type(each) is not int or each < 0) for each in numbers):
        return "The rows of the header must be whole numbers in the mapping."
    lists = (record.get("sheets", []), record.get("taken_back", []))
    if not (_all_of(lists[0], str) and _all_of(lists[1], int)):
        return "The mapping must list sheets by their names, and rows by their numbers."
    if not isinstance(record.get("fill_down"), bool | None):
        return "'fill_down' of the mapping must be true or false."
    return Instructions(
        tuple(lists[0]),
        record.get("encoding", ""),
        record.get("separator", ""),
        numbers[0],
        numbers[1],
        columns,
        record.get("for_all_rows", {}),
        record.get("fill_down"),
        record.get("answers", {}),
        frozenset(lists[1]),
    )


def _renewed(told: object, record: Mapping[str, Any]) -> object:
    """A use as version 0.1 wrote it, in today's words."""
    match told:
        case {"months": months, "measure": "counts"}:
            return {"means": "response", "months": months}
        case {"months": months, "measure": "rate_pct"}:
            return {"means": "rate_pct", "unit": "percent", "months": months}
        case {"months": months, "measure": measure}:
            return {"means": measure, "months": months}
        case "months":
            return {"means": "months", "unit": record.get("months_in", "months")}
    return told


def _all_of(values: object, kind: type) -> bool:
    return isinstance(values, list) and all(type(each) is kind for each in values)
