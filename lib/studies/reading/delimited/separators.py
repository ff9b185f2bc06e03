"""Which character separates the cells of a text."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lib.studies.spellings import find_column

COMMENTS = ("#", "//")

_HEAD = 20_000  # bytes from which the separator is guessed
_RECORDS = 50
_OFTEN = 0.5
_DECIMAL = re.compile("(?<=[0-9]),(?=[0-9])")
_SURE = 0.8  # the share of records of one width
_HEADER_LED = ",;\t"
_SEPARATORS = ",;\t|"
_SEP_LINE = re.compile(rb"sep=([,;\t|])(?:\r\n|\r|\n|$)", re.IGNORECASE)


def first_text(utf8: bytes) -> str:
    """The start of a text, by whole lines, from which its layout is found."""
    head = utf8[:_HEAD].decode(errors="ignore")
    return head if len(utf8) <= _HEAD else head[: max(head.rfind("\n"), head.rfind("\r")) + 1]


def sniff_delimiter(utf8: bytes) -> tuple[bytes, str]:
    """A first line like ``sep=;``, with its line end, if any; and the delimiter."""
    line, named = split_separator_line(utf8)
    return line, named or _guess_delimiter(utf8)


def split_separator_line(utf8: bytes) -> tuple[bytes, str | None]:
    """A first line like ``sep=;``, with its line end, and the separator that it names, if any."""
    told = _SEP_LINE.match(utf8)
    return (told.group(), told.group(1).decode()) if told else (b"", None)


def _guess_delimiter(utf8: bytes) -> str:
    head = utf8[:_HEAD].decode(errors="ignore")
    return max(_HEADER_LED, key=lambda delimiter: _header_score(head, delimiter))


def _header_score(head: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter fits the header: how many schema columns, then how many cells."""
    for record in _first_records(head, delimiter):
        if any(cell.strip() for cell in record):
            return len({find_column(cell) for cell in record} - {None}), len(record)
    return 0, 0


def _first_records(head: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error:
        return


def find_separator(utf8: bytes) -> tuple[str, bool]:
    """The separator that gives the first records one shape, and whether it is sure.

    Unlike `sniff_delimiter`, it does not trust the first line: a title, comments or blank lines may
    stand above the table.
    """
    head = first_text(utf8)
    shapes = {separator: _shape(head, separator) for separator in _SEPARATORS}
    if any(shapes[other].share > _OFTEN for other in ";\t|") and _has_decimal_commas(head):
        del shapes[","]
    best = max(shapes, key=lambda separator: shapes[separator].rank)
    return best, shapes[best].is_sure


def _has_decimal_commas(text: str) -> bool:
    """Whether in most lines with commas all of them stand between digits."""
    lines = [line for line in text.splitlines() if "," in line]
    decimal = sum("," not in _DECIMAL.sub("", line) for line in lines)
    return decimal > _OFTEN * len(lines)


@dataclass(frozen=True)
class _Shape:
    """The shape that a separator gives to the first records.

    Attributes
    ----------
    known
        The most columns of the schema that one record names.
    broken
        The share of lines whose quotation marks do not enclose whole cells.
    width
        How many cells most records have, of those with more than one.
    share
        The share of all records that have so many.
    start
        The first of them. Below a header without a comma, rows with decimal commas start later.
    """

    known: int = 0
    broken: float = 0.0
    width: int = 0
    share: float = 0.0
    start: int = 0

    @property
    def is_sure(self) -> bool:
        return self.known > 1 or self.share >= _SURE

    @property
    def rank(self) -> tuple[int, bool, float, float, int, int]:
        known = self.known if self.known > 1 else 0
        broken, share = -round(self.broken, 1), round(self.share, 1)
        return known, self.width > 1, broken, share, -self.start, self.width


def _shape(head: str, separator: str) -> _Shape:
    records = [
        record
        for record in islice(_first_records(head, separator), _RECORDS)
        if any(map(str.strip, record)) and not record[0].lstrip().startswith(COMMENTS)
    ]
    widths = [len(record) for record in records]
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return _Shape()
    width = max(counts, key=lambda width: (counts[width], width))
    known = max(len({find_column(cell) for cell in record} - {None}) for record in records)
    share = counts[width] / len(records)
    return _Shape(known, _broken_share(head, separator), width, share, widths.index(width))


def _broken_share(head: str, separator: str) -> float:
    """The share of lines whose quotation marks do not enclose whole cells."""
    end = re.escape(separator)
    # Possessive: to try each share of spaces between two patterns would take for ever.
    blank = rf"[^\S{end}]*+"
    cell = rf'(?:{blank}"(?:[^"]|"")*+"{blank}|[^"{end}]*+)'
    whole = re.compile(rf"{cell}(?:{end}{cell})*+")
    lines = [line for line in islice(head.splitlines(), _RECORDS) if '"' in line]
    broken = sum(whole.fullmatch(line) is None for line in lines)
    return broken / max(1, len(head.splitlines()[:_RECORDS]))
