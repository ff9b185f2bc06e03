"""Split a delimited file into raw records, so that one can change and the others stay the same."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lib.studies.reading.delimited.delimited_text import has_paired_quotes
from lib.studies.reading.delimited.encoding import decode
from lib.studies.reading.delimited.separators import sniff_delimiter
from lib.studies.reading.headers import column_names

Offsets = NDArray[np.int64]

_MARK, _FEED, _RETURN = ord('"'), ord("\n"), ord("\r")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, eq=False)
class RawRecords:
    """The records of a file, as its bytes.

    Attributes
    ----------
    front
        The bytes before the records: a byte order mark, a line like ``sep=;``.
    body
        The records in UTF-8, each with its own line end.
    ends
        The offset in `body` after each record and its line end. The record of `row` is at position
        `row` - 1.
    delimiter
        The character between cells.
    """

    front: bytes
    body: bytes
    ends: Offsets
    delimiter: str

    @cached_property
    def starts(self) -> Offsets:
        """The offset in `body` where each record starts."""
        return np.append(np.int64(0), self.ends)[: len(self.ends)]

    @cached_property
    def header(self) -> int:
        """The position of the first record that is not blank."""
        every = (self.cells(place) for place in range(len(self.ends)))
        return next(place for place, cells in enumerate(every) if any(map(str.strip, cells)))

    @cached_property
    def headers(self) -> list[str]:
        """The cells of the header, without spaces around them."""
        return [cell.strip() for cell in self.cells(self.header)]

    @cached_property
    def names(self) -> list[str]:
        """The name of each column, as in `TextTable`, but with blank columns too."""
        return column_names(self.headers)

    @cached_property
    def line_end(self) -> str:
        """The line end of the header, used for new records too."""
        return self.split(self.header)[1] or "\n"

    def split(self, place: int) -> tuple[list[str], str]:
        """A record's raw cells, with their quotes, and its line end."""
        record = self.body[self.starts[place] : self.ends[place]].decode()
        line = record.rstrip("\r\n")
        cells = [found.group(1) for found in self._cell.finditer(line)]
        return cells, record[len(line) :]

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        """A raw cell and the delimiter before it."""
        sign = re.escape(self.delimiter)
        return re.compile(rf'(?:\A|{sign})("[^"]*(?:""[^"]*)*"|[^{sign}]*)')

    def cells(self, place: int) -> list[str]:
        """A record's cells without quotes."""
        return [unquote_cell(cell) for cell in self.split(place)[0]]

    def join(self, cells: Iterable[str], line_end: str) -> bytes:
        """Join raw cells to a record."""
        return (self.delimiter.join(cells) + line_end).encode()

    def add_columns(self, count: int) -> "RawRecords":
        """Append `count` blank cells to each record from the header on; empty lines stay empty."""
        raw = np.frombuffer(self.body, np.uint8)
        stops = _stops(raw, self.starts, self.ends)
        longer = (stops > self.starts) & (np.arange(len(stops)) >= self.header)
        body = np.insert(raw, np.repeat(stops[longer], count), ord(self.delimiter))
        return replace(self, body=body.tobytes(), ends=self.ends + count * np.cumsum(longer))

    def with_records(self, records: Mapping[int, bytes]) -> bytes:
        """The body with the records at these positions replaced."""
        return b"".join(self._pieces(records))

    def _pieces(self, records: Mapping[int, bytes]) -> Iterator[bytes | memoryview]:
        body, done = memoryview(self.body), 0
        for place in sorted(records):
            yield body[done : self.starts[place]]
            yield records[place]
            done = int(self.ends[place])
        yield body[done:]


def split_records(data: bytes) -> RawRecords:
    """Split a file that `read_text` can read.

    Other encodings are converted to UTF-8 with a byte order mark, so that spreadsheets know.
    """
    utf8 = decode(data).utf8
    mark = b"" if utf8 == data else codecs.BOM_UTF8
    told, delimiter = sniff_delimiter(utf8)
    body = utf8[len(told) :]
    paired = has_paired_quotes(body, delimiter)
    ends = _ends_by_quotes(body) if paired else _ends_by_csv(body, delimiter)
    return RawRecords(mark + told, body, ends, delimiter)


def _ends_by_quotes(body: bytes) -> Offsets:
    """Find the line ends outside quotes: those after an even number of quotation marks."""
    raw = np.frombuffer(body, np.uint8)
    feeds, returns = np.flatnonzero(raw == _FEED), np.flatnonzero(raw == _RETURN)
    if len(returns):
        following = raw[np.minimum(returns + 1, len(raw) - 1)]
        feeds = np.sort(np.concatenate([feeds, returns[following != _FEED]]))
    marks = np.flatnonzero(raw == _MARK)
    ends = feeds[np.searchsorted(marks, feeds) % 2 == 0] + 1
    whole = not len(raw) or (len(ends) and ends[-1] == len(raw))
    return ends if whole else np.append(ends, len(raw))


def _ends_by_csv(body: bytes, delimiter: str) -> Offsets:
    """Find the same with the csv module, where quotation marks are not paired."""
    done = 0

    def lines() -> Iterator[str]:
        nonlocal done
        for line in _LINE.finditer(body):
            done = line.end()
            yield line.group().decode()

    records = csv.reader(lines(), delimiter=delimiter, strict=True)
    return np.array([done for _ in records], np.int64)


def _stops(raw: NDArray[np.uint8], starts: Offsets, ends: Offsets) -> Offsets:
    """The offset where each record's line end starts."""
    last = raw[ends - 1]
    before = raw[np.maximum(ends - 2, 0)]
    two = (last == _FEED) & (before == _RETURN) & (ends - starts > 1)
    one = (last == _FEED) | (last == _RETURN)
    stops: Offsets = ends - one - two
    return stops


def quote_cell(cell: str, delimiter: str) -> str:
    """Quote a cell if it needs it."""
    if any(sign in cell for sign in (delimiter, '"', "\r", "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def unquote_cell(cell: str) -> str:
    """Remove the quotes of a raw cell."""
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
