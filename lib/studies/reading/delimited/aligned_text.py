"""Text whose columns are set apart by spaces, such as a program prints, to a grid of cells."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from lib.studies.reading.delimited.separators import COMMENTS
from lib.studies.reading.grid import Grid
from lib.studies.reading.stack import stack_rows

_MOST_LINES = 200  # that decide how the text is split
_AGREE = 0.6  # the share of lines that must have one number of cells
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\S+')
_FIELD = re.compile(r'"(?:[^"\\]|\\.)*"(?=\s|$)|\S+(?: \S+)*')
_NUMBERS_APART = re.compile(r"-?[0-9][0-9.,]* -?[0-9][0-9.,]*")
_ROW_NUMBER = re.compile(r'"?[0-9]+"?|\[[0-9]+,?\]')
_TYPE = re.compile(r"<[a-z]+>")
_RULES = frozenset(" -=_+")
_LONGEST = 10_000  # characters of a line

Split = Callable[[str], list[str]]


def read_aligned(text: str) -> Grid:
    """Read the cells of text in columns; a line that does not fit (a title) is one cell.

    Lines that only rule off the header are left out. Where the rows have one cell more
    than the header, which is a number (the row numbers of R), the header starts with a blank cell.
    """
    lines = [
        (row, line.expandtabs())
        for row, line in enumerate(_LINE_ENDS.split(text), 1)
        if line.strip() and not _is_rule(line)
    ]
    split = find_split([line for _, line in lines])
    if not split:
        return stack_rows((row, [line.strip()]) for row, line in lines)
    rows = [(row, [line.strip()] if _is_comment(line) else split(line)) for row, line in lines]
    width = _usual([cells for _, cells in rows])
    return stack_rows(_fit(rows, width))


def is_aligned(text: str) -> bool:
    """Whether the first lines have columns that spaces set apart."""
    lines = _LINE_ENDS.split(text)[:_MOST_LINES]
    return find_split([line.expandtabs() for line in lines if line.strip()]) is not None


def find_split(lines: Sequence[str]) -> Split | None:
    """How to split the lines into cells; None if they have no columns.

    Two spaces set columns apart; where single spaces do so too, numbers show it, and the lines have
    one number of words each. If neither fits, columns are where all lines have a blank.
    """
    head = [line for line in lines[:_MOST_LINES] if not _is_comment(line) and not _is_rule(line)]
    if len(head) < 2 or max(map(len, head)) > _LONGEST:
        return None
    if _agrees(head, split_fields, 2, 1.0) and not _joins_numbers(head):
        return split_fields
    if _agrees(head, split_words, 3, 1.0) or _has_row_numbers(head):
        return split_words
    at_gaps = _split_at_gaps(head)
    if at_gaps:
        return at_gaps
    for split, least in ((split_fields, 2), (split_words, 4)):
        if _agrees(head, split, least, _AGREE) and any(map(_has_number, head)):
            return split
    return None


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith(COMMENTS)


def _is_rule(line: str) -> bool:
    """Whether a line has no cells: it rules off, or names the types of columns as R does."""
    is_drawn = set(line.strip()) <= _RULES and any(2 * sign in line for sign in "-=_")
    return is_drawn or all(map(_TYPE.fullmatch, line.split()))


def split_fields(line: str) -> list[str]:
    """Split at two or more spaces."""
    return [_unquote(found) for found in _FIELD.findall(line)]


def split_words(line: str) -> list[str]:
    """Split at every space outside quotation marks."""
    return [_unquote(found) for found in _WORD.findall(line)]


def _unquote(cell: str) -> str:
    is_quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('\\"', '"') if is_quoted else cell


def _usual(rows: Sequence[list[str]]) -> int:
    counts = Counter(map(len, rows))
    return max(counts, key=lambda width: (counts[width], width))


def _agrees(lines: Sequence[str], split: Split, least: int, share: float) -> bool:
    """Whether enough lines have one number of cells, and at least so many."""
    rows = [split(line) for line in lines]
    width = _usual(rows)
    fitting = sum(len(cells) == width for cells in rows)
    return width >= least and fitting > 1 and fitting >= share * len(rows)


def _joins_numbers(lines: Sequence[str]) -> bool:
    """Whether two numbers would be in one cell, as where a long number leaves one space."""
    cells = (cell for line in lines for cell in split_fields(line))
    return any(_NUMBERS_APART.fullmatch(cell) for cell in cells)


def _has_row_numbers(lines: Sequence[str]) -> bool:
    """Whether the rows have one word more than the header, a number, as R prints them."""
    header, *rows = map(split_words, lines)
    return all(len(cells) == len(header) + 1 and _ROW_NUMBER.fullmatch(cells[0]) for cells in rows)


def _has_number(line: str) -> bool:
    return any(map(str.isdigit, line))


def _split_at_gaps(lines: Sequence[str]) -> Split | None:
    """Split where all lines have a blank; None if no such place sets columns apart.

    Lines above the first and below the last with two spaces are taken for a title and notes.
    """
    spaced = [place for place, line in enumerate(lines) if "  " in line.strip()]
    if 2 * len(spaced) < len(lines) or not any(map(_has_number, lines)):
        return None
    table = lines[spaced[0] : spaced[-1] + 1]
    starts = [start for start, _ in _columns(table)]
    if len(starts) < 2:
        return None
    return partial(_cut, starts=starts)


def _columns(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Where columns start and end: at blanks of all lines.

    One blank alone may be within a text, such as `Drug A` over `Drug B`, or `Rate (%)`: there the
    header or the rows have nothing on one side.
    """
    width = max(map(len, lines))
    filled = [any(line[at : at + 1].strip() for line in lines) for at in range(width)]
    columns: list[tuple[int, int]] = []
    for at in range(width):
        if filled[at] and at and filled[at - 1]:
            columns[-1] = columns[-1][0], at + 1
        elif filled[at]:
            columns.append((at, at + 1))
    joined = columns[:1]
    for start, end in columns[1:]:
        header, *rows = (line[start:end].strip() for line in lines)
        if start - joined[-1][1] == 1 and not (header and any(rows)):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    """Cut a line where columns start; if that cuts a word, the line is one cell."""
    if any(line[start - 1 : start].strip() for start in starts[1:]):
        return [line.strip()]
    ends = [*starts[1:], None]
    return [_unquote(line[at:end].strip()) for at, end in zip(starts, ends, strict=True)]


def _fit(rows: list[tuple[int, list[str]]], width: int) -> list[tuple[int, list[str]]]:
    """Put a blank cell before a header that lacks the name of the row numbers."""
    first = next((place for place, (_, cells) in enumerate(rows) if len(cells) == width), 0)
    if first == 0:
        return rows
    row, cells = rows[first - 1]
    below = [texts for _, texts in rows[first:] if len(texts) == width]
    is_numbered = all(_ROW_NUMBER.fullmatch(texts[0]) for texts in below)
    if len(cells) == width - 1 and is_numbered:
        rows[first - 1] = row, ["", *cells]
    return rows
