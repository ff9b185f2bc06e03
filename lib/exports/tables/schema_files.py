"""The schema as files to take away: what a file of studies looks like, and what is in it."""

import json
from typing import Any

import pandas as pd

from lib.exports.tables.csv_text import csv_bytes
from lib.studies.reading.formula_escape import escape_formula
from lib.studies.reading.numbers import NOT_STATED
from lib.studies.schema import BY_NAME, COLUMNS, IDENTITY, NO, PROPORTION, REPORTED, Column

PROFILES = "https://datapackage.org/profiles/2.0"
"""Where the version of the Data Package standard that we write to is defined."""

TYPES = {"text": "string", "number": "number", "whole": "integer"}
"""The standard's name for each kind of column."""

_RATE = {
    "rate_pct": "unless both counts are given",
    "responders": "unless rate_pct is given",
    "n_assessed": "unless rate_pct is given",
}

# Every cell that would name somebody's work, in place of the schema's examples.
_MADE_UP = {
    "study": "Example 2020",
    "year": "2020",
    "arm": "Example treatment",
    "treatment": "Example treatment",
    "n_assessed": "",
    "n_basis": "",
    "responders": "",
    "caution": "Made up, to show what a caution looks like.",
    "citation": "Nobody A, Noone B. A study that does not exist. No Journal 2020;1:1-2.",
    "doi": "",
    "source": "Nowhere: made up",
    "note": "Made up, to show how a row is filled in. Not a result of any study.",
}
_COUNTED = {
    **dict.fromkeys(("ci_low_pct", "ci_high_pct", "unit", "cohort", "same_patients_as"), ""),
    "caution": "",
    "n_basis": REPORTED,
    "estimate": PROPORTION,
}
_VISITS = ((3, 18, 21), (6, 15, 20), (12, 12, 19))  # months, responders, assessed


def template_csv() -> bytes:
    """Write an empty file of studies: the header only."""
    return csv_bytes(BY_NAME, [])


def example_csv() -> bytes:
    """Write a small file of made-up rows, each column filled in at least once but the DOI."""
    return csv_bytes(BY_NAME, (row.values() for row in _example_rows()))


def _example_rows() -> list[dict[str, str]]:
    """A counted curve of three visits, its placebo arm at the first of them, and an estimate.

    The estimate is a time-to-event one, from the columns' examples, of the patients who crossed
    over from the placebo arm.
    """
    last = {column.name: _MADE_UP.get(column.name, column.example) for column in COLUMNS}
    counted = [
        last
        | _COUNTED
        | {"months": f"{months}", "responders": f"{r}", "n_assessed": f"{n}"}
        | {"rate_pct": f"{100 * r / n:.1f}"}
        for months, r, n in _VISITS
    ]
    placebo = counted[0] | {"arm": "Example placebo", "treatment": "Placebo", "role": "comparator"}
    crossed = {"arm": "Example treatment after placebo", "randomised": NO}
    return [*counted, placebo, last | crossed]


def dictionary() -> pd.DataFrame:
    """Tell everything the schema says, a row a column of a studies file, as texts."""
    return pd.DataFrame([entry(column) for column in COLUMNS], dtype="str")


def dictionary_csv() -> bytes:
    """Write the data dictionary."""
    frame = dictionary()
    return csv_bytes(
        frame.columns, (map(escape_formula, row) for row in frame.itertuples(index=False))
    )


def entry(column: Column) -> dict[str, str]:
    """Tell everything the schema says of a column, as texts; blank where it says nothing."""
    return {
        "column": column.name,
        "needed": "yes" if column.needed else _RATE.get(column.name, "no"),
        "kind": {"whole": "whole number"}.get(column.kind, column.kind),
        "unit": column.unit,
        "lowest": _lowest(column),
        "highest": "" if column.high is None else f"{column.high:.0f}",
        "allowed_values": ", ".join(column.choices),
        "default": column.default or "",
        "longest": f"{column.longest}" if column.longest else "",
        "meaning": column.meaning,
        "example": column.example,
        "other_spellings": "; ".join(column.spellings),
    }


def _lowest(column: Column) -> str:
    if column.low is None:
        return ""
    return f"{'more than ' if column.low_excluded else ''}{column.low:.0f}"


def table_schema() -> dict[str, Any]:
    """Give the schema as Table Schema (Data Package 2.0) has it.

    There is no primary key: a row's identity may hold blanks, and a key of that standard may not.
    """
    return {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [field_of(column) for column in COLUMNS],
        "missingValues": [""],
        "uniqueKeys": [list(IDENTITY)],
    }


def table_schema_json() -> bytes:
    """Write the Table Schema."""
    return json_bytes(table_schema())


def json_bytes(value: dict[str, Any]) -> bytes:
    """Write JSON that people can read, too."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def field_of(column: Column) -> dict[str, Any]:
    """Describe a column as a field of a Table Schema."""
    is_text = column.kind == "text"
    described = {
        "name": column.name,
        "title": column.name.replace("_pct", " (%)").replace("_", " "),
        "description": description(column),
        "type": TYPES[column.kind],
        "example": column.example,
        # Only in a number do words such as 'NA' say that nothing is stated.
        **({} if is_text else {"missingValues": ["", *_spellings(NOT_STATED)]}),
        "constraints": _constraints(column),
    }
    return {name: value for name, value in described.items() if value != {}}


def description(column: Column) -> str:
    """Tell what a column holds, and what a blank stands for."""
    return f"{column.meaning} Blank means {column.default}." if column.default else column.meaning


def _constraints(column: Column) -> dict[str, Any]:
    least = "exclusiveMinimum" if column.low_excluded else "minimum"
    limits = {
        "required": column.needed or None,
        least: column.low,
        "maximum": column.high,
        "enum": list(column.choices) or None,
        "maxLength": column.longest or None,
    }
    return {name: limit for name, limit in limits.items() if limit is not None}


def _spellings(words: frozenset[str]) -> list[str]:
    """Words as they are usually spelled: the standard, unlike our reader, minds case."""
    return sorted({form for word in words for form in (word, word.upper(), word.capitalize())})
