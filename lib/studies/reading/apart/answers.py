"""Sheets as frames: cells as Arrow tables, the rest as JSON, all checked where they arrive."""

from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, TypeVar

import numpy as np
import pyarrow as pa

from lib.studies.problems import Finding, facts
from lib.studies.reading.apart.frames import (
    HEAD,
    REFUSED,
    TABLE,
    EndError,
    read_frame,
    read_json,
    write_frame,
    write_json,
)
from lib.studies.reading.delimited.encoding import NOT_TEXT, TOO_LARGE
from lib.studies.reading.grid import Grid, Merge, Sheet
from lib.studies.reading.limits import RULES as LIMITS
from lib.studies.reading.limits import RefusedError
from lib.studies.reading.workbooks.refusals import (
    FORMULA_UNSAVED,
    MOST_UNPACKED_MEGABYTES,
    RULES,
    WORKBOOK_TOO_LARGE,
)

_TEXTS_MOST = 4 * MOST_UNPACKED_MEGABYTES * 1_000_000  # bytes of all cells; a text can be repeated
_RULES = {rule.name: rule for rule in (*RULES, *LIMITS, NOT_TEXT, TOO_LARGE)}
_DATE, _MARK, _UNSAVED, _HIDDEN_ROW, _HIDDEN_COLUMN = range(5)
_ASIDE = pa.schema(
    [("what", pa.int8()), ("row", pa.int64()), ("column", pa.int64()), ("text", pa.large_string())]
)

Arrived = TypeVar("Arrived")
Answer = tuple[str, tuple[Sheet, ...]]
Aside = tuple[int, int, int, str]


def write_answer(stream: IO[bytes], kind: str, sheets: tuple[Sheet, ...]) -> None:
    """Write a file's kind and sheets; RefusedError, with nothing written, if they are large."""
    tables = [_table(sheet.grid) for sheet in sheets]
    if sum(table.nbytes for table in tables) > _TEXTS_MOST:
        raise RefusedError(Finding(WORKBOOK_TOO_LARGE, facts=facts(most=MOST_UNPACKED_MEGABYTES)))
    write_json(stream, HEAD, {"kind": kind, "sheets": [_about(sheet) for sheet in sheets]})
    for sheet, table in zip(sheets, tables, strict=True):
        _write_table(stream, table)
        _write_table(stream, _aside_table(sheet.grid))


def write_refusal(stream: IO[bytes], refused: RefusedError) -> None:
    write_json(stream, REFUSED, _findings(refused.findings))


def read_answer(head: Any, stream: IO[bytes]) -> Answer:
    """The kind and the sheets that follow their head; EndError if anything is amiss."""
    return _check(
        lambda: (str(head["kind"]), tuple(_sheet(about, stream) for about in head["sheets"]))
    )


def read_refusal(body: bytes) -> RefusedError:
    return _check(lambda: RefusedError(*_read_findings(read_json(body))))


def _check(read: Callable[[], Arrived]) -> Arrived:
    try:
        return read()
    except EndError:
        raise
    except Exception as error:  # of many kinds: Arrow alone raises half a dozen
        raise EndError from error


def _about(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "is_hidden": sheet.is_hidden,
        "findings": _findings(sheet.findings),
        "notes": sheet.notes,
        "usual": sheet.grid.usual,
        "merged": [
            (each.first_row, each.last_row, each.first_column, each.last_column)
            for each in sheet.grid.merged
        ],
    }


def _findings(findings: Iterable[Finding]) -> list[Any]:
    return [(finding.rule.name, dict(finding.facts(0))) for finding in findings]


def _read_findings(told: Any) -> tuple[Finding, ...]:
    return tuple(Finding(_RULES[name], facts=facts(**given)) for name, given in told)


def _table(grid: Grid) -> pa.Table:
    columns = [pa.chunked_array([pa.array(grid.rows)]), *grid.columns]
    return pa.table(columns, names=[str(place) for place in range(len(columns))])


def _aside_table(grid: Grid) -> pa.Table:
    """What is known of single cells, rows and columns."""
    columns = list(zip(*_asides(grid), strict=True)) or [(), (), (), ()]
    return pa.table(list(map(list, columns)), schema=_ASIDE)


def _asides(grid: Grid) -> Iterator[Aside]:
    yield from ((_DATE, row, column, "") for row, column in grid.dates)
    yield from ((_MARK, row, column, text) for (row, column), text in grid.marks.items())
    yield from ((_UNSAVED, row, column, "") for row, column in grid.findings)
    yield from ((_HIDDEN_ROW, row, 0, "") for row in grid.hidden_rows)
    yield from ((_HIDDEN_COLUMN, 0, column, "") for column in grid.hidden_columns)


def _write_table(stream: IO[bytes], table: pa.Table) -> None:
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    write_frame(stream, TABLE, memoryview(out.getvalue()))


def _read_table(stream: IO[bytes]) -> pa.Table:
    kind, body = read_frame(stream)
    if kind != TABLE:
        raise EndError
    table = pa.ipc.open_stream(pa.py_buffer(body)).read_all()
    table.validate(full=True)  # offsets, too: without this they could point anywhere
    return table


def _sheet(about: Any, stream: IO[bytes]) -> Sheet:
    grid = _grid(about, _read_table(stream), _read_table(stream))
    notes = tuple(map(str, about["notes"]))
    findings = _read_findings(about["findings"])
    return Sheet(str(about["name"]), bool(about["is_hidden"]), grid, findings, notes)


def _grid(about: Any, table: pa.Table, asides: pa.Table) -> Grid:
    rows, *columns = table.columns
    if any(column.type != pa.large_string() or column.null_count for column in columns):
        raise EndError
    if not columns and not len(asides):
        return Grid()
    held = _held_asides(asides)
    return Grid(
        tuple(columns),
        np.asarray(rows.to_numpy(), np.int64),
        int(about["usual"]),
        marks={(row, column): text for row, column, text in held[_MARK]},
        dates=frozenset((row, column) for row, column, _ in held[_DATE]),
        merged=tuple(Merge(*map(int, ends)) for ends in about["merged"]),
        hidden_rows=frozenset(row for row, _, _ in held[_HIDDEN_ROW]),
        hidden_columns=frozenset(column for _, column, _ in held[_HIDDEN_COLUMN]),
        findings={(row, column): FORMULA_UNSAVED for row, column, _ in held[_UNSAVED]},
    )


def _held_asides(asides: pa.Table) -> dict[int, list[tuple[int, int, str]]]:
    held: dict[int, list[tuple[int, int, str]]] = {what: [] for what in range(5)}
    if asides.schema != _ASIDE:
        raise EndError
    for what, *place in zip(*(column.to_pylist() for column in asides.columns), strict=True):
        held[what].append(tuple(place))
    return held
