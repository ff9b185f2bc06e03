"""The studies as a data package: the rows with what every program needs to read them rightly."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from lib.exports.tables.csv_text import BOM, LINE_END, csv_bytes
from lib.exports.tables.schema_files import (
    PROFILES,
    description,
    dictionary_csv,
    field_of,
    json_bytes,
)
from lib.exports.tables.studies_csv import whole_records
from lib.exports.zip_file import zip_files
from lib.phrases import with_noun
from lib.studies.dataset import Dataset
from lib.studies.doi import doi_address
from lib.studies.reading.formula_escape import escape_cells, escape_formula
from lib.studies.reading.text_table import TextTable
from lib.studies.schema import BY_NAME
from lib.studies.validation.report import summary

STUDIES, DESCRIPTOR, COLUMNS, UNREAD = (
    "studies.csv",
    "datapackage.json",
    "columns.csv",
    "rows-not-read.csv",
)
ONE_ROW = "A row is one arm of one study at one follow-up time."

_INTEGER = re.compile("[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_NOT_FITTING = "Plain text here, since not every cell fits what the column is meant to hold."


def package_zip(data: Dataset, date: str = "") -> bytes:
    """Pack a file of studies as a data package (Data Package 2.0), the same bytes each time.

    Parameters
    ----------
    data
        A file that is a table.
    date
        The day on which it is made, as `2026-11-22`; blank where it must be the same on any day.

    Returns
    -------
    A zip with `datapackage.json`, `studies.csv`, `columns.csv` (the data dictionary) and
    `README.txt`. Rows with more or fewer cells than the header would make the CSV invalid: they
    stand in `rows-not-read.csv`. A column with a cell that does not fit is a text column, since
    no cell is changed.
    """
    table = _table(data.text)
    studies = csv_bytes(table.columns, whole_records(table)).removeprefix(BOM)
    unread = {UNREAD: _unread_csv(data.text)} if data.text.ragged else {}
    return zip_files(
        {
            "README.txt": _readme(data, date).encode(),
            DESCRIPTOR: json_bytes(_descriptor(data, _resource(table, data.text, studies), date)),
            STUDIES: studies,
            COLUMNS: dictionary_csv(),
            **unread,
        }
    )


def _table(text: TextTable) -> pd.DataFrame:
    """The cells as they stand in the package, under their headers: harmless, no ragged rows."""
    cells = escape_cells(text.cells)
    return cells.set_axis([escape_formula(text.headers[name]) for name in cells.columns], axis=1)


def _resource(table: pd.DataFrame, text: TextTable, studies: bytes) -> dict[str, Any]:
    fields = [
        _field(name, table[label])
        for name, label in zip(text.cells.columns, table.columns, strict=True)
    ]
    return {
        "name": "studies",
        "title": "Response rates",
        "description": ONE_ROW,
        "type": "table",
        "path": STUDIES,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": LINE_END,
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
            "header": True,
        },
        "bytes": len(studies),
        "hash": f"sha256:{hashlib.sha256(studies).hexdigest()}",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _field(name: str, cells: pd.Series) -> dict[str, Any]:
    """Describe a column as the schema has it, or more loosely where its cells do not fit."""
    column = BY_NAME.get(name)
    if column is None:
        return {"name": cells.name, "type": "string", "description": "A column of this file's own."}
    strict = field_of(column) | {"name": cells.name}
    strict.pop("missingValues", None)
    # Many programs write whole numbers as 19.0.
    loose = [strict | {"type": "number"}] if strict["type"] == "integer" else []
    distinct = cells.unique().tolist()
    text = {key: strict[key] for key in ("name", "title", "example")} | {
        "description": f"{description(column)} {_NOT_FITTING}",
        "type": "string",
    }
    return next((field for field in (strict, *loose) if _fits(distinct, field)), text)


def _fits(cells: Sequence[str], field: Mapping[str, Any]) -> bool:
    """Whether every cell has the field's type and keeps to its limits."""
    limits = field.get("constraints", {})
    given = [cell for cell in cells if cell]
    if limits.get("required") and len(given) < len(cells):
        return False
    if field["type"] == "string":
        longest = limits.get("maxLength", float("inf"))
        is_choice = set(given) <= set(limits.get("enum", given))
        return is_choice and all(len(cell) <= longest for cell in given)
    pattern = _INTEGER if field["type"] == "integer" else _NUMBER
    return all(pattern.fullmatch(cell) and _within(float(cell), limits) for cell in given)


def _within(value: float, limits: Mapping[str, float]) -> bool:
    lowest = limits.get("minimum", float("-inf"))
    above = limits.get("exclusiveMinimum", float("-inf"))
    return above < value and lowest <= value <= limits.get("maximum", float("inf"))


def _unread_csv(text: TextTable) -> bytes:
    """The rows that are no rows of the table, each with its number and how many cells it has."""
    widest = max(map(len, text.ragged.values()))
    rows = (
        [f"{row}", f"{len(cells)}", *map(escape_formula, cells), *[""] * (widest - len(cells))]
        for row, cells in sorted(text.ragged.items())
    )
    return csv_bytes(["row", "cells", *(f"cell {n}" for n in range(1, widest + 1))], rows)


def _descriptor(data: Dataset, resource: dict[str, Any], date: str) -> dict[str, Any]:
    name = re.sub("[^a-z0-9]+", "-", Path(data.name).stem.lower()).strip("-") or "studies"
    described = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": name,
        "title": f"Published response rates: {data.name}",
        "description": f"{ONE_ROW} {_states(data)}",
        "version": data.version,
        "created": f"{date}T00:00:00Z" if date else "",
        "sources": _sources(data.typed),
        "resources": [resource],
    }
    return {key: value for key, value in described.items() if value}


def _sources(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Each publication that the rows name, once."""
    named = rows[["citation", "doi"]].drop_duplicates()
    return [
        {"title": citation or doi} | ({"path": address} if (address := doi_address(doi)) else {})
        for citation, doi in named.itertuples(index=False)
        if citation or doi
    ]


def _states(data: Dataset) -> str:
    """What state the rows are in: how many cannot be used, and how many are not saved."""
    tried = f" Of its rows {len(data.tried):,} are only tried and not saved." if data.tried else ""
    return summary(data, data.name) + tried


def _readme(data: Dataset, date: str) -> str:
    taken = f", taken on {date}" if date else ""
    lines = [
        f"Published response rates: {data.name}, version {data.version}{taken}",
        "",
        _states(data),
        f"{ONE_ROW} Columns and their units are explained in {COLUMNS}.",
        "",
        f"{STUDIES}: the rows, those with errors among them, cells as they were typed.",
        f"{DESCRIPTOR}: what a program needs to read {STUDIES} (Data Package 2.0).",
        f"{COLUMNS}: what each column holds.",
    ]
    if data.text.ragged:
        rows = with_noun(len(data.text.ragged), "row")
        lines.append(
            f"{UNREAD}: {rows} with more or fewer cells than the header, which cannot be split "
            f"into columns and so do not stand in {STUDIES}."
        )
    lines += [
        "",
        "A text that a spreadsheet would run as a formula has an apostrophe (') in front of it.",
        "The dashboard takes it off when the file is imported again.",
        "",
        "No licence is claimed for these data: they are numbers from the publications that",
        f"{DESCRIPTOR} lists as sources. For information about published evidence only; not",
        "medical advice.",
    ]
    return LINE_END.join([*lines, ""])
