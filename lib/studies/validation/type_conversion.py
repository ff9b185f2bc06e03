"""A frame of text to a frame of typed rows, with what could not be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.studies.encoded import Encoded
from lib.studies.problems import Finding, nothing_more
from lib.studies.reading import numbers
from lib.studies.reading.numbers import Reading, date_readings, read_number
from lib.studies.schema import BY_NAME, COLUMNS, Column
from lib.studies.spellings import header_key

# What is written in front of a DOI, in any case: it changes nothing of what is meant.
_BEFORE_DOI = r"(?i)^(?:(?:doi:\s*)?(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*)(10\.)"

# What R, spreadsheets and databases write where there is no text.
_NO_TEXT = pa.array(["NA", "N/A", "#N/A", "NaN", "NULL"], pa.large_string())


_UNREAD = {rule.name: rule for rule in numbers.RULES}


@dataclass(frozen=True)
class Converted:
    """Typed rows, every row of the file among them.

    Attributes
    ----------
    rows
        As `Checked.rows`. A cell that could not be read is blank.
    given
        For each number column, the rows whose cell states something, readable or not.
    encoded
        The text columns, trimmed, as distinct texts and codes.
    findings
        Cells that could not be read.
    """

    rows: pd.DataFrame
    given: Mapping[str, NDArray[np.bool_]]
    encoded: Mapping[str, Encoded]
    findings: tuple[Finding, ...]


def convert(cells: pd.DataFrame) -> Converted:
    """Type every column; columns that the file does not have are blank."""
    typed: dict[str, object] = {}
    given: dict[str, NDArray[np.bool_]] = {}
    encoded: dict[str, Encoded] = {}
    findings: list[Finding] = []
    blanks = pd.Series("", cells.index, dtype="str")
    blank = Encoded.of(blanks)
    for column in COLUMNS:
        is_there = column.name in cells.columns
        texts = cells[column.name] if is_there else blanks
        held = Encoded.of(texts) if is_there else blank
        if column.kind == "text":
            encoded[column.name] = worded = _clean_texts(held, column)
            findings += _not_stated(held, column, cells.index)
            # Cells that are already as they shall be are shared, not copied.
            typed[column.name] = texts.array if worded is held else _texts(worded)
        else:
            readings = [read_number(text, column) for text in held.texts.to_pylist()]
            typed[column.name] = _numbers(readings, held, column)
            given[column.name] = _states_something(readings)[held.codes]
            if column.name == "rate_pct":
                decimals = _whole(_floats(each.decimals for each in readings)[held.codes])
            findings += _reading_findings(readings, held, column, cells.index)
    extras = {name: cells[name] for name in cells.columns if name not in BY_NAME}
    rows = pd.DataFrame({**typed, "rate_decimals": decimals, **extras}, index=cells.index)
    return Converted(rows, given, encoded, tuple(findings))


def _clean_texts(held: Encoded, column: Column) -> Encoded:
    """The texts trimmed and without NA, a choice in its one spelling, a blank as the default."""
    if held.is_blank and not column.default:
        return held
    texts = pc.utf8_trim_whitespace(held.texts)
    texts = pc.if_else(pc.is_in(texts, _NO_TEXT), "", texts)
    if column.name == "doi":
        texts = pc.replace_substring_regex(texts, _BEFORE_DOI, r"\1")
    if column.choices or column.default:
        known = {header_key(choice): choice for choice in column.choices}
        known |= column.choice_spellings
        words = [
            known.get(header_key(text), text) or column.default or "" for text in texts.to_pylist()
        ]
        texts = pa.array(words, pa.large_string())
    if texts.equals(held.texts):
        return held
    again = texts.dictionary_encode()
    return Encoded(again.dictionary, again.indices.to_numpy()[held.codes])


def _not_stated(held: Encoded, column: Column, index: pd.Index) -> list[Finding]:
    if held.is_blank:
        return []
    hit = np.asarray(pc.is_in(pc.utf8_trim_whitespace(held.texts), _NO_TEXT), bool)
    rows = held.rows_where(hit, index)
    return [Finding(_UNREAD["not_stated"], column.name, rows)] if hit.any() else []


def _texts(encoded: Encoded) -> object:
    return pd.array(encoded.texts.take(pa.array(encoded.codes)), dtype="str")


def _numbers(readings: list[Reading], held: Encoded, column: Column) -> object:
    values = _floats(each.value for each in readings)[held.codes]
    return values if column.kind == "number" else _whole(values)


def _floats(values: Iterable[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _states_something(readings: list[Reading]) -> NDArray[np.bool_]:
    blank = ("", "not_stated", "spreadsheet_error")
    return np.array([each.value is not None or each.broken not in blank for each in readings], bool)


def _whole(values: NDArray[np.float64]) -> object:
    blank = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(blank, 0, values).astype(np.int64), blank)


def _reading_findings(
    readings: list[Reading], held: Encoded, column: Column, index: pd.Index
) -> list[Finding]:
    broken = np.array([each.broken for each in readings], object)

    def readings_of(row: int) -> Mapping[str, object]:
        text = held.texts[int(held.codes[index.get_loc(row)])].as_py()
        return {"readings": date_readings(text.strip())}

    return [
        Finding(
            _UNREAD[rule],
            column.name,
            held.rows_where(broken == rule, index),
            readings_of if rule == "date" else nothing_more,
        )
        for rule in sorted(set(broken) - {""})
    ]
