"""Which rows of a sheet are its header, and what each column is then called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lib.studies.headers.header_meaning import header_meaning
from lib.studies.intake.cell_values import read_cell
from lib.studies.intake.instructions import Instructions
from lib.studies.reading.grid import Grid
from lib.studies.reading.headers import column_letter

_HEAD = 50  # rows of a sheet that are searched for its header
_ROWS_MOST = 3  # of one header
_JOIN = " / "

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Header:
    """The header of a sheet.

    Attributes
    ----------
    row
        The number of its first row; 0 if there is none.
    rows
        The numbers of all its rows.
    texts
        For each column, its header rows as one text.
    known
        How many columns have a header that means something.
    """

    row: int
    rows: tuple[int, ...]
    texts: tuple[str, ...]
    known: int


def find_header(grid: Grid, said: Instructions) -> Header:
    """Find the header, or take the rows that are said to be it."""
    head = [(row, [cell.strip() for cell in cells]) for row, cells in grid.head(_HEAD)]
    if said.header_row == 0:
        return Header(0, (), ("",) * grid.width, 0)
    if said.header_row is None:
        start = _first_header(head)
    else:
        at = grid.position(said.header_row)
        if at is None:
            return Header(0, (), ("",) * grid.width, 0)
        if at >= len(head):
            end = min(at + _ROWS_MOST + 2, grid.count)
            head = [(int(grid.rows[place]), grid.row_texts(place)) for place in range(at, end)]
        start = next((at for at, (row, _) in enumerate(head) if row == said.header_row), None)
    if start is None:
        return Header(0, (), ("",) * grid.width, 0)
    if said.header_row is None:
        start = _with_groups_above(head, start)
    number = said.header_rows or _header_rows(head[start:], grid)
    chosen = head[start : start + number]
    parts = [cells for _, cells in chosen]
    for at in range(len(parts) - 2, -1, -1):  # from below: a group reaches as far as its headers
        _fill_right(parts[at], chosen[at][0], tuple(parts[at]), parts[at + 1], grid)
    texts = tuple(
        _JOIN.join(dict.fromkeys(filter(None, column))) for column in zip(*parts, strict=True)
    )
    known = sum(map(means_something, texts))
    return Header(chosen[0][0], tuple(row for row, _ in chosen), texts, known)


def means_something(text: str) -> bool:
    """Whether a text, as a header, names a column, a measure or a time."""
    if not text or read_cell(text).kind != "text":
        return len(text) == 1 and text.isalpha() and bool(header_meaning(text).column)
    meaning = header_meaning(text)
    return bool(meaning.column or meaning.time or meaning.open_time)


def is_comment(text: str) -> bool:
    """Whether a first cell starts a comment, as ``# extracted in March``."""
    return text.startswith(("# ", "//")) or (
        text.startswith("#") and read_cell(text).kind == "text"
    )


def _first_header(head: Sequence[Row]) -> int | None:
    """The first row that names two columns; else the first with two texts and no number."""
    rows = [(at, cells) for at, (_, cells) in enumerate(head) if not is_comment(cells[0])]
    for at, cells in rows:
        if sum(map(means_something, cells)) >= 2 and not _holds_numbers(cells):
            return at
    for fits in (_is_text_row, _names_a_column):
        for at, cells in rows:
            if fits(cells):
                return at
    return None


def _with_groups_above(head: Sequence[Row], start: int) -> int:
    """The first of the rows above a header that name groups of its columns, as arms do.

    Under groups the lower headers repeat: n, N, n, N.
    """
    for at in range(start - 1, max(start - _ROWS_MOST, -1), -1):
        upper, lower = head[at], head[at + 1]
        texts = [cell.casefold() for cell in lower[1] if cell]
        lower_rows = (cells for _, cells in head[at + 1 : at + 3])
        under = [any(cells) for cells in zip(*lower_rows, strict=True)]
        spans = any(below and not over for over, below in zip(upper[1], under, strict=True))
        is_group = spans and len(set(texts)) < len(texts) and lower[0] == upper[0] + 1
        if not is_group or not _is_text_row(upper[1]) or not _has_headers(lower[1]):
            return at + 1
    return max(start - _ROWS_MOST + 1, 0)


def _has_headers(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return 2 * sum(map(means_something, filled)) >= len(filled)


def _is_text_row(cells: Sequence[str]) -> bool:
    return _has_two_cells(cells) and not _holds_numbers(cells)


def _names_a_column(cells: Sequence[str]) -> bool:
    """Whether a row of numbers is a header all the same, as ``Arm, 3, 6, 12``."""
    parts = [part.strip() for cell in cells for part in re.split(r"[\\/|]", cell)]
    return _has_two_cells(cells) and any(means_something(part) for part in parts if len(part) > 1)


def _has_two_cells(cells: Sequence[str]) -> bool:
    return sum(map(bool, cells)) >= 2


def _holds_numbers(cells: Sequence[str]) -> bool:
    """Whether most of the filled cells are numbers, as in a row of data."""
    filled = [cell for cell in cells if cell]
    return 2 * sum(read_cell(cell).kind == "value" for cell in filled) > len(filled)


def _header_rows(rows: Sequence[Row], grid: Grid) -> int:
    """How many rows the header takes, from its first row on."""
    number = 1
    while number < min(_ROWS_MOST, len(rows) - 1) and _goes_on(
        rows[number - 1], rows[number], grid
    ):
        number += 1
    return number


def _goes_on(upper: Row, lower: Row, grid: Grid) -> bool:
    """Whether the lower row says more about groups of columns that the upper row names.

    It holds no numbers, and either the upper row has gaps (or merged cells) above texts of the
    lower one that are headers, or it only has units in brackets.
    """
    row, above = upper
    below = [cell for cell in lower[1] if cell]
    if not below or any(read_cell(cell).kind in ("value", "bound") for cell in below):
        return False
    if is_comment(lower[1][0]):
        return False
    if all(cell.startswith("(") and cell.endswith(")") for cell in below):
        return True
    merged = any(
        merge.first_row <= row <= merge.last_row and merge.last_column > merge.first_column
        for merge in grid.merged
    )
    gaps = [bool(cell) and not over for over, cell in zip(above, lower[1], strict=True)]
    named = sum(means_something(cell) or cell.casefold() in ("x", "y") for cell in below)
    repeats = len({cell.casefold() for cell in below}) < len(below) == named
    return (merged or any(gaps) or repeats) and 2 * named >= len(below) and len(below) >= 2


def _fill_right(
    upper: list[str], row: int, cells: Sequence[str], lower: Sequence[str], grid: Grid
) -> None:
    """Let a text of the upper header row stand for the gaps to its right."""
    reach = dict[int, int]()
    for merge in grid.merged:
        if merge.first_row <= row <= merge.last_row:
            reach[merge.first_column] = merge.last_column
    text, last, spans = "", -1, False
    for place, cell in enumerate(cells):
        if cell:
            text, last = cell, reach.get(place, -1)
            spans = bool(lower[place])
        elif text and (place <= last or (last < 0 and spans and lower[place])):
            upper[place] = text


def unique_names(texts: Sequence[str]) -> list[str]:
    """The header of each column; one without a text, or used before, has its letter."""
    names: list[str] = []
    for place, text in enumerate(texts):
        name = text or f"column {column_letter(place)}"
        while name in names:
            name = f"{name} (column {column_letter(place)})"
        names.append(name)
    return names
