"""Apply changes to the bytes of a file; all other records stay the same byte for byte."""

import codecs
import csv
from collections.abc import Mapping, Sequence
from itertools import chain

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.studies.dataset import Dataset
from lib.studies.encoded import Encoded
from lib.studies.reading.delimited.encoding import MOST_FILE_MEGABYTES
from lib.studies.reading.delimited.separators import sniff_delimiter
from lib.studies.reading.headers import find_duplicates
from lib.studies.reading.limits import COLUMNS_MOST, ROWS_MOST
from lib.studies.revisions.changeset import Changes, ConflictError, cells_of
from lib.studies.revisions.raw_records import RawRecords, quote_cell, split_records
from lib.studies.schema import BY_NAME, COLUMNS
from lib.studies.spellings import find_column

_EMPTY_FILE = (",".join(column.name for column in COLUMNS) + "\n").encode()
_NONE = pd.Series([], dtype="str")
_HEAD = 1 << 16  # bytes, more than the delimiter is guessed from
_CELL_MOST = csv.field_size_limit()


def apply_changes(changes: Changes) -> bytes:
    """Apply changes to the version that they are based on, and give the new file.

    Other records keep their bytes, order and line ends. A changed record keeps its other cells as
    written. Added rows go to the end; new columns that are not blank go to the right. An empty or
    missing file starts with a header of all columns. The result is UTF-8.

    Raises
    ------
    ConflictError
        The file cannot be read as a table, or could not be with these changes.
    """
    if not changes:
        return changes.seen.data
    lines = _lines_of(changes.seen)
    new = _new_columns(changes, lines.names)
    records = {int(row) - 1: b"" for row in changes.removed}
    records |= _changed_records(changes, lines, new)
    if new:
        records |= _header_record(changes, lines, new)
        records |= _ragged_records(changes, lines, new, records)
    widened = lines.add_columns(len(new)) if new else lines
    body = widened.with_records(records)
    body += _new_records(changes.added, lines, [*lines.names, *new], body)
    if reason := _refusal(changes, lines, new, body):
        raise ConflictError([f"{changes.seen.name} could not be read any more: {reason}"])
    return _front(lines, body) + body


def _lines_of(seen: Dataset) -> RawRecords:
    """The records of the file, or a header alone where there is nothing yet."""
    rules = {finding.rule.name for finding in seen.text.findings}
    if not seen.data or "empty" in rules:
        return split_records(_EMPTY_FILE)
    if seen.text.headers or "header_only" in rules:
        lines = split_records(seen.data)
        if not find_duplicates(lines.headers):
            return lines
    raise ConflictError(
        [f"Nothing can be changed in {seen.name} until this is corrected: {seen.refused}"]
    )


def _new_columns(changes: Changes, names: Sequence[str]) -> list[str]:
    """The columns that the file lacks and that are not blank in the changes."""
    frames = (changes.changed, changes.added)
    brought = dict.fromkeys(chain.from_iterable(frame.columns for frame in frames))
    return [
        str(name)
        for name in brought
        if name not in names and any((frame.get(name, _NONE) != "").any() for frame in frames)
    ]


def _changed_records(changes: Changes, lines: RawRecords, new: Sequence[str]) -> dict[int, bytes]:
    cells = changes.changed
    was = cells_of(changes.seen, cells.index, cells.columns)
    records: dict[int, dict[int, str]] = {}
    for at, name in enumerate([*lines.names, *new]):
        if name in cells:
            wanted = cells[name][cells[name] != was[name]]
            for row, cell in zip(wanted.index, wanted, strict=True):
                records.setdefault(int(row) - 1, {})[at] = cell
    return {place: _changed_record(lines, place, len(new), records[place]) for place in records}


def _changed_record(lines: RawRecords, place: int, more: int, wanted: Mapping[int, str]) -> bytes:
    """Set cells of a record by position; a ragged or blank record is rebuilt in full width."""
    width = len(lines.names)
    cells, line_end = lines.split(place)
    if len(cells) < width or any(map(str.strip, cells[width:])):
        cells = [""] * width
    cells[width:width] = [""] * more
    for at, cell in wanted.items():
        cells[at] = quote_cell(cell, lines.delimiter)
    return lines.join(cells, line_end)


def _header_record(changes: Changes, lines: RawRecords, new: Sequence[str]) -> dict[int, bytes]:
    cells, line_end = lines.split(lines.header)
    headers = [quote_cell(_header_text(changes, name), lines.delimiter) for name in new]
    return {lines.header: lines.join([*cells, *headers], line_end)}


def _header_text(changes: Changes, name: str) -> str:
    """The header of a new column; the schema's name if its own header is not recognised."""
    header = changes.headers.get(name, name)
    return header if name not in BY_NAME or find_column(header) == name else name


def _ragged_records(
    changes: Changes, lines: RawRecords, new: Sequence[str], done: Mapping[int, bytes]
) -> dict[int, bytes]:
    """Move surplus cells of ragged records right, so that new columns do not take them."""
    width = len(lines.names)
    ragged = changes.seen.text.ragged
    records = {}
    for place in (row - 1 for row, cells in ragged.items() if len(cells) > width):
        if place not in done:
            cells, line_end = lines.split(place)
            cells[width:width] = [""] * len(new)
            records[place] = lines.join(cells, line_end)
    return records


def _new_records(
    added: pd.DataFrame, lines: RawRecords, names: Sequence[str], body: bytes
) -> bytes:
    """The added records, after a line end if the body lacks one."""
    if added.empty:
        return b""
    blank = pa.array([""] * len(added), pa.large_string())
    columns = [
        _quote_column(added[name], lines.delimiter) if name in added else blank for name in names
    ]
    delimiter = pa.scalar(lines.delimiter, pa.large_string())
    records = pc.binary_join_element_wise(*columns, delimiter).to_pylist()
    before = [] if body.endswith((b"\n", b"\r")) else [""]
    return lines.line_end.join([*before, *records, ""]).encode()


def _quote_column(column: pd.Series, delimiter: str) -> pa.Array:
    held = Encoded.of(column)
    texts = [quote_cell(text, delimiter) for text in held.texts.to_pylist()]
    return pa.array(texts, pa.large_string()).take(pa.array(held.codes))


def _front(lines: RawRecords, body: bytes) -> bytes:
    """The bytes before the records; with a ``sep=`` line if the delimiter is now ambiguous."""
    head = lines.front.removeprefix(codecs.BOM_UTF8) + body[:_HEAD]
    if sniff_delimiter(head)[1] == lines.delimiter:
        return lines.front
    return lines.front + f"sep={lines.delimiter}{lines.line_end}".encode()


def _refusal(changes: Changes, lines: RawRecords, new: Sequence[str], body: bytes) -> str:
    """Why a reader would refuse the changed file; blank if it would not."""
    text, gone, mended = changes.seen.text, changes.removed, changes.changed.index
    added = len(changes.added)
    rows = len(text.cells.index.union(mended).difference(gone)) + added
    ragged = len(text.ragged.keys() - {*mended, *gone})
    longest = max(_longest(changes.added), _longest(changes.changed))
    reasons = {
        f"it would have more than {COLUMNS_MOST} columns.": (
            len(lines.names) + len(new) > COLUMNS_MOST
        ),
        f"it would have more than {ROWS_MOST:,} rows.": (
            len(lines.ends) - lines.header - 1 - len(gone) + added > ROWS_MOST
        ),
        f"it would have more than {MOST_FILE_MEGABYTES} MB.": (
            len(body) > MOST_FILE_MEGABYTES * 1_000_000
        ),
        f"a cell has more than {_CELL_MOST:,} characters.": longest > _CELL_MOST,
        "a cell holds a NUL character, which no text file can.": b"\0" in body,
        "most of its rows would not have as many cells as its header.": ragged > rows,
    }
    return next((reason for reason, is_so in reasons.items() if is_so), "")


def _longest(cells: pd.DataFrame) -> int:
    return max((int(cells[name].str.len().max()) for name in cells), default=0) if len(cells) else 0
