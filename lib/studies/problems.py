"""What is wrong with a file, as a table that an analyst can read."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from string import Formatter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.phrases import shorten
from lib.studies.rules import Rule
from lib.studies.schema import BY_NAME

PROBLEMS = "problems"
"""The column in front of a file that is downloaded with its problems."""
LISTED = 1000  # problems listed one by one for each rule and column; the others are counted
VALUE_SHOWN = 120  # characters of a cell that are repeated in a problem

Rows = NDArray[np.int64]
Facts = Callable[[int], Mapping[str, object]]

_COLUMNS = ("row", "column", "value", "rule", "severity", "message", "fix")

FILE: Rows = np.empty(0, np.int64)


def nothing_more(_row: int) -> Mapping[str, object]:
    return {}


def facts(**given: object) -> Facts:
    """The same facts for every row."""
    return lambda _row: given


@dataclass(frozen=True)
class Finding:
    """One rule broken in one column, on some rows or (no rows) by the file as a whole.

    Words are only made for the rows that are listed, so a finding on a million rows is cheap.
    """

    rule: Rule
    column: str = ""
    rows: Rows = field(default_factory=lambda: FILE)
    facts: Facts = nothing_more

    @property
    def is_error(self) -> bool:
        return self.rule.severity == "error"

    @property
    def count(self) -> int:
        """How many problems it is: one for each row, or one with the file as a whole."""
        return max(1, len(self.rows))


def problem_table(
    findings: Iterable[Finding],
    cells: pd.DataFrame,
    headers: Mapping[str, str],
    every: bool = False,
) -> pd.DataFrame:
    """The findings as rows of a table, in the order of the file.

    Parameters
    ----------
    cells
        The file as text, indexed by row.
    headers
        Each column as the file spells it; the analyst looks for that, not for our name.
    every
        List all of them, instead of counting those beyond the first of one rule in one column.
    """
    records = [
        record for finding in findings for record in _records(finding, cells, headers, every)
    ]
    if not records:
        return _no_problems().copy()
    frame = _frame(zip(*records, strict=True))
    return frame.sort_values("row", kind="stable", na_position="first", ignore_index=True)


@cache
def _no_problems() -> pd.DataFrame:
    return _frame([()] * len(_COLUMNS))


def _frame(columns: Iterable[Sequence[Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            name: pd.array(values, "Int64" if name == "row" else "str")
            for name, values in zip(_COLUMNS, columns, strict=True)
        }
    )


def _records(
    finding: Finding, cells: pd.DataFrame, headers: Mapping[str, str], every: bool
) -> list[tuple[Any, ...]]:
    if not len(finding.rows):
        return [_record(finding, None, headers, {})]
    rows = finding.rows if every else finding.rows[:LISTED]
    texts = _cells_of(rows, cells[_repeated_columns(finding, cells)]).to_dict("records")
    records = [
        _record(finding, int(row), headers, {str(name): value for name, value in text.items()})
        for row, text in zip(rows, texts, strict=True)
    ]
    if len(finding.rows) > len(rows):
        records.append(_more(finding, headers))
    return records


def _repeated_columns(finding: Finding, cells: pd.DataFrame) -> list[str]:
    """The columns whose cells the words of a finding repeat."""
    rule = finding.rule
    named = {name for _, name, _, _ in Formatter().parse(rule.says + rule.fix)}
    return [name for name in cells.columns if name in named or name == finding.column]


def _cells_of(rows: Rows, cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of these rows; rows that are not among the cells (ragged ones) are left blank."""
    places = np.searchsorted(cells.index, rows)
    if len(cells) and (cells.index.to_numpy()[places.clip(max=len(cells) - 1)] == rows).all():
        return cells.iloc[places]
    return pd.DataFrame(index=rows)


def _more(finding: Finding, headers: Mapping[str, str]) -> tuple[Any, ...]:
    rule = finding.rule
    more = len(finding.rows) - LISTED
    message = f"{more:,} more rows have this problem; the first {LISTED:,} are listed."
    fix = "Correct the rows that are listed in the same way throughout the file."
    return None, _header(finding, headers), "", rule.name, rule.severity, message, fix


def _record(
    finding: Finding, row: int | None, headers: Mapping[str, str], cells: Mapping[str, object]
) -> tuple[Any, ...]:
    rule, header = finding.rule, _header(finding, headers)
    column = BY_NAME.get(finding.column)
    # Facts last: a file may have a column of its own with one of these names.
    words = {
        **cells,
        "header": header,
        "column": finding.column,
        "value": cells.get(finding.column, ""),
        "example": column.example if column else "",
        "choices": ", ".join(column.choices) if column else "",
        **finding.facts(row or 0),
    }
    shown = _VisibleWords(words)
    message, fix = rule.says.format_map(shown), rule.fix.format_map(shown)
    return row, header, shown["value"], rule.name, rule.severity, message, fix


class _VisibleWords(dict[str, object]):
    """Words as they can be shown, made so when a template asks for them."""

    def __getitem__(self, name: str) -> str:
        return visible(str(super().__getitem__(name)))


def _header(finding: Finding, headers: Mapping[str, str]) -> str:
    return visible(headers.get(finding.column, finding.column))


def visible(text: str) -> str:
    """A cell as it can be shown: shortened, with what cannot be seen as its code."""
    shown = shorten(text, VALUE_SHOWN)
    if shown.isprintable():
        return shown
    return "".join(_visible(character) for character in shown)


def _visible(character: str) -> str:
    if character.isprintable() or character == "\xa0":
        return character
    if character in "\r\n\t" or unicodedata.category(character).startswith("Z"):
        return " "
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"
