"""From a sheet to its table: the header found, and all that is no data set aside."""

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from lib.arrays import Mask
from lib.phrases import shorten
from lib.studies.intake.cell_values import read_cell
from lib.studies.intake.instructions import Instructions
from lib.studies.intake.tables.find_header import Header, find_header, is_comment, unique_names
from lib.studies.intake.tables.labels import fill_down, fill_merged
from lib.studies.intake.tables.table import (
    BAND,
    BESIDE,
    COMMENT,
    FOOTNOTE,
    HEADER_AGAIN,
    HIDDEN,
    TITLE,
    SetAside,
    Table,
)
from lib.studies.problems import visible
from lib.studies.reading.grid import Grid, Place

CellFact = TypeVar("CellFact")

HEADING = "heading above the rows"
_SENTENCE = 60  # characters from which a line is no heading of rows
_SHOWN = 100


def find_table(grid: Grid, said: Instructions) -> Table:
    """Find the table of a sheet; without a header the columns are named by their letters."""
    header = find_header(grid, said)
    first = int(np.searchsorted(grid.rows, max(header.rows, default=0), side="right"))
    body = _body(grid, header, first)
    filled = _filled(body)
    outside = {
        **_titles(grid, header),
        **_comments(body, filled),
        **_headers_again(body, grid, header),
        **_hidden(body, grid),
    }
    outside |= _footnotes(body, filled, outside)
    headings = _headings(body, filled, outside)
    outside |= {row: SetAside(row, BAND, text) for row, text in headings.items()}
    outside = {row: each for row, each in outside.items() if row not in said.taken_back}
    body, beside = _without_notes_beside(body, header, outside)
    body = _with_headings(body, {row: text for row, text in headings.items() if row in outside})
    is_data = ~body.index.isin(list(outside))
    ragged = _ragged(grid, header, body.index[is_data])
    cells = body[is_data & ~body.index.isin(list(ragged))]
    cells, merged = fill_merged(cells, grid.merged)
    cells, filled_down = fill_down(cells, said.fill_down)
    unsaved = _by_header(grid.findings, header)
    for name in {name for _, name in unsaved} & {*cells.columns}:
        # Such a cell is not blank: it is not known, so no label above it stands for it.
        rows = [row for row, column in unsaved if column == name]
        cells = cells.assign(**{name: cells[name].where(~cells.index.isin(rows), "")})
    titles = tuple(each.text for each in outside.values() if each.kind == TITLE)
    return Table(
        cells,
        header.row,
        len(header.rows),
        titles,
        tuple(sorted([*outside.values(), *beside], key=lambda each: each.row)),
        _by_header(grid.marks, header),
        ragged,
        merged,
        filled_down,
        hidden=frozenset(
            name
            for place, name in enumerate(unique_names(header.texts))
            if place in grid.hidden_columns and name in cells
        ),
        known=header.known,
        unsaved=frozenset(unsaved),
    )


def _body(grid: Grid, header: Header, first: int) -> pd.DataFrame:
    columns = [column.slice(first) for column in grid.columns]
    names = unique_names(header.texts)
    frame = pd.DataFrame(
        {name: pd.array(column, dtype="str") for name, column in zip(names, columns, strict=True)},
        index=pd.Index(grid.rows[first:], name="row"),
    )
    # A column without a header and without cells is no column.
    empty = [
        name
        for name, text, column in zip(names, header.texts, columns, strict=True)
        if not text and not pc.any(pc.not_equal(pc.utf8_trim_whitespace(column), "")).as_py()
    ]
    return frame.drop(columns=empty)


def _filled(body: pd.DataFrame) -> Mask:
    """For each row and column, whether there is a text."""
    held = [(body[name].str.strip() != "").to_numpy(bool) for name in body.columns]
    return np.column_stack(held) if held else np.zeros((len(body), 0), bool)


def _titles(grid: Grid, header: Header) -> dict[int, SetAside]:
    above = [(row, cells) for row, cells in grid.head(grid.count if header.row > 50 else 50)]
    found = {}
    for row, cells in above:
        if header.row and row < header.row:
            kind = COMMENT if is_comment(cells[0].strip()) else TITLE
            found[row] = SetAside(row, kind, _short(cells))
    return found


def _comments(body: pd.DataFrame, filled: Mask) -> dict[int, SetAside]:
    if not len(body.columns):
        return {}
    first = body.iloc[:, 0].str.strip()
    maybe = first.str.startswith(("#", "//")).to_numpy(bool) & (filled.sum(axis=1) <= 2)
    return _set_aside(
        body,
        [place for place in np.flatnonzero(maybe).tolist() if is_comment(first.iloc[place])],
        COMMENT,
    )


def _headers_again(body: pd.DataFrame, grid: Grid, header: Header) -> dict[int, SetAside]:
    again: list[int] = []
    for row in header.rows:
        texts = [text.strip().casefold() for text in grid.row_texts(grid.position(row) or 0)]
        place = next((at for at, text in enumerate(texts) if text), None)
        if place is None or place >= len(grid.columns) or not len(body):
            continue
        start = grid.count - len(body)
        column = pc.utf8_lower(pc.utf8_trim_whitespace(grid.columns[place].slice(start)))
        for at in np.flatnonzero(np.asarray(pc.equal(column, texts[place]), bool)):
            cells = [text.strip().casefold() for text in grid.row_texts(start + int(at))]
            if cells == texts and sum(map(bool, cells)) > 1:
                again.append(int(at))
    return _set_aside(body, again, HEADER_AGAIN)


def _hidden(body: pd.DataFrame, grid: Grid) -> dict[int, SetAside]:
    hidden = body.index.isin(list(grid.hidden_rows))
    return _set_aside(body, np.flatnonzero(hidden).tolist(), HIDDEN)


def _footnotes(
    body: pd.DataFrame, filled: Mask, outside: dict[int, SetAside]
) -> dict[int, SetAside]:
    """Text below the last row of data, and whole sentences between rows."""
    width = filled.shape[1]
    if width < 3:
        return {}
    found: list[int] = []
    for place in range(len(body) - 1, -1, -1):
        if int(body.index[place]) in outside:
            continue
        if _is_data(body.iloc[place], int(filled[place].sum()), width):
            break
        found.append(place)
    sentences = [
        int(place)
        for place in np.flatnonzero(filled.sum(axis=1) == 1)
        if _is_sentence(_only_text(body, filled, int(place)))
    ]
    # What stands under a sentence is no table any more, if it fills at most half of each row.
    first = min(sentences, default=len(body))
    if (2 * filled[first:].sum(axis=1) <= width).all():
        found += range(first, len(body))
    return _set_aside(body, {*found, *sentences}, FOOTNOTE)


def _is_data(cells: pd.Series, number: int, width: int) -> bool:
    if 2 * number > width:
        return True
    return number > 1 and any(read_cell(text).kind == "value" for text in cells)


def _is_sentence(text: str) -> bool:
    return len(text) > _SENTENCE or (text.endswith(".") and " " in text)


def _only_text(body: pd.DataFrame, filled: Mask, place: int) -> str:
    return str(body.iat[place, int(np.argmax(filled[place]))]).strip()


def _headings(body: pd.DataFrame, filled: Mask, outside: dict[int, SetAside]) -> dict[int, str]:
    """Rows that hold one text only and stand above rows of data."""
    if filled.shape[1] < 3:
        return {}
    single = (filled.sum(axis=1) == 1) & ~body.index.isin(list(outside))
    texts = {int(place): _only_text(body, filled, int(place)) for place in np.flatnonzero(single)}
    return {
        int(body.index[place]): text
        for place, text in texts.items()
        if read_cell(text).kind == "text"
    }


def _with_headings(body: pd.DataFrame, headings: dict[int, str]) -> pd.DataFrame:
    """Give each row the heading above it: in the column that is blank below, or in a new one.

    Where headings follow each other, the first is that of all groups below it.
    """
    if not headings:
        return body
    rows = body.index.tolist()
    outer = {row: headings[row] for row, after in pairwise(rows) if {row, after} <= {*headings}}
    inner = {row: text for row, text in headings.items() if row not in outer}
    rest = ~body.index.isin(list(headings))
    above = _texts_above(body, inner, outer)
    first = str(body.columns[0])
    frame = body.copy()
    if (body[first].str.strip() == "")[rest & (above != "")].all():
        frame[first] = body[first].where(above == "", above)
        above = _texts_above(body, outer, {})
    if (above != "").any():
        frame.insert(0, HEADING, above)
    return frame


def _texts_above(body: pd.DataFrame, headings: dict[int, str], ends: Container[int]) -> pd.Series:
    """For each row the text of the heading above it, as far as the next of the `ends`."""
    told = [None if row in ends else headings.get(row, "") for row in body.index.tolist()]
    texts = pd.Series(["\0" if text is None else text for text in told], body.index, dtype="str")
    return texts.where(texts != "").ffill().fillna("").replace("\0", "").astype("str")


def _without_notes_beside(
    body: pd.DataFrame, header: Header, outside: Iterable[int]
) -> tuple[pd.DataFrame, list[SetAside]]:
    """Take off columns without a header that hold a few remarks and no numbers."""
    named = set(filter(None, header.texts))
    data = body[~body.index.isin(list(outside))]
    beside: list[SetAside] = []
    gone: list[str] = []
    for name in [str(name) for name in body.columns if str(name) not in named]:
        if not header.row or not name.startswith("column "):
            continue
        texts = data[name].str.strip()
        some = texts[texts != ""]
        if 2 * len(some) < len(data) and all(read_cell(text).kind == "text" for text in some):
            gone.append(name)
            beside += [
                SetAside(row, BESIDE, visible(text))
                for row, text in zip(some.index.tolist(), some, strict=True)
            ]
    return body.drop(columns=gone), beside


def _ragged(grid: Grid, header: Header, rows: pd.Index) -> dict[int, list[str]]:
    """Rows of delimited text with more or fewer cells than the header."""
    width = grid.length(header.row) if header.row else grid.usual
    if not grid.lengths and width == grid.usual:
        return {}
    found = {}
    for row in rows:
        length = grid.length(int(row))
        if length == width:
            continue
        cells = grid.row_texts(grid.position(int(row)) or 0)
        if length < width or any(cell.strip() for cell in cells[width:]):
            found[int(row)] = cells[:length]
    return found


def _by_header(held: Mapping[Place, CellFact], header: Header) -> dict[tuple[int, str], CellFact]:
    """What belongs to cells of a grid, by their row and header."""
    names = unique_names(header.texts)
    return {(row, names[place]): each for (row, place), each in held.items() if place < len(names)}


def _set_aside(body: pd.DataFrame, places: Iterable[int], kind: str) -> dict[int, SetAside]:
    found = {}
    for place in places:
        row = int(body.index[place])
        found[row] = SetAside(row, kind, _short(body.iloc[place].tolist()))
    return found


def _short(cells: Sequence[str]) -> str:
    return visible(shorten(", ".join(cell.strip() for cell in cells if cell.strip()), _SHOWN))
