"""All that can be said of a file by hand besides its columns, proposed or not."""

import html
from functools import partial

import streamlit as st

from lib.phrases import capital, shorten, with_noun
from lib.studies.intake.columns.meaning_words import MEANING_WORDS
from lib.studies.intake.instructions import NOTHING_SAID
from lib.studies.intake.tables.find_header import find_header
from lib.studies.problems import visible
from lib.studies.reading.delimited.encoding import ENCODINGS
from lib.studies.reading.grid import Grid, Sheet
from lib.studies.reading.headers import column_letter
from lib.studies.schema import COLUMNS
from lib.ui.components.html_text import say
from lib.ui.components.tables import html_table
from lib.ui.importing.file_state import file_state, say_of_file
from lib.ui.importing.pipeline import ReadSource

_SEPARATORS = {
    "": "find it out",
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "pipe |",
    " ": "runs of spaces",
}
_FILL = {"": "where it is found", "yes": "yes", "no": "no"}
_FILL_WORDS = {None: "", True: "yes", False: "no"}
_FOR_ALL = ("study", "arm", "months", "outcome", "treatment", "n_assessed")
_HEADER_ROWS_MOST = 5
_ROWS_SHOWN = 12
_CELLS_SHOWN = 8
_LONGEST = 300


def choose_sheets(read: ReadSource) -> None:
    """Let the reader choose the sheets of a workbook, with what each holds."""
    sheets = [sheet for sheet in read.imported.file.sheets if sheet.grid.count]
    if len(sheets) < 2:
        return
    words = {sheet.name: _sheet_words(sheet) for sheet in sheets}
    key = _key(read, "sheets")
    st.session_state[key] = [
        name for name in words if any(each.sheet == name for each in read.imported.tables)
    ]
    st.multiselect(
        "Sheets to read",
        list(words),
        format_func=lambda name: words[name],
        key=key,
        on_change=partial(_choose_sheets, read.place, key, tuple(words)),
    )


def _sheet_words(sheet: Sheet) -> str:
    header = find_header(sheet.grid, NOTHING_SAID)
    rows = with_noun(max(0, sheet.grid.count - len(header.rows)), "row")
    hidden = "hidden, " if sheet.is_hidden else ""
    known = with_noun(header.known, "known header")
    return f"{visible(sheet.name)} ({hidden}{rows}, {known})"


def _choose_sheets(place: str, key: str, names: tuple[str, ...]) -> None:
    chosen = set(st.session_state[key])
    answers = {
        name: text for name, text in file_state(place).said.answers.items() if name != "sheet"
    }
    sheets = tuple(name for name in names if name in chosen)
    say_of_file(place, "the choice of sheets", sheets=sheets, answers=answers)


def say_by_hand(read: ReadSource, with_sheets: bool) -> None:
    """Show what can be said of the whole file, folded."""
    with st.expander("Say it by hand", key=_key(read, "by_hand")):
        if with_sheets:
            choose_sheets(read)
        if read.imported.tables:
            _say_header(read)
            _say_for_all(read)
        if not read.imported.file.kind or read.imported.file.encoding:
            _say_format(read)


def _say_header(read: ReadSource) -> None:
    table = read.imported.tables[0]
    sheet = next(each for each in read.imported.file.sheets if each.name == table.sheet)
    st.html(_first_rows(sheet.grid, table.table.header_row, table.table.header_rows))
    left, middle, right = st.columns(3)
    rows = {0: "no header: columns have letters"} | {
        row: f"row {row}: {_row_words(cells)}" for row, cells in sheet.grid.head(50)
    }
    rows.setdefault(table.table.header_row, f"row {table.table.header_row}")
    key = _key(read, "header")
    st.session_state[key] = table.table.header_row
    left.selectbox(
        "The header is in",
        list(rows),
        format_func=lambda row: rows[row],
        key=key,
        on_change=partial(_store, read.place, key, "header_row", "which row is the header"),
    )
    key = _key(read, "header_rows")
    st.session_state[key] = max(1, table.table.header_rows)
    middle.number_input(
        "Rows of the header",
        min_value=1,
        max_value=_HEADER_ROWS_MOST,
        key=key,
        disabled=not table.table.header_row,
        on_change=partial(_store, read.place, key, "header_rows", "the rows of the header"),
    )
    key = _key(read, "fill")
    st.session_state[key] = _FILL_WORDS[read.said.fill_down]
    right.selectbox(
        "Fill blank labels from above",
        list(_FILL),
        format_func=lambda value: _FILL[value],
        key=key,
        on_change=partial(_store_fill, read.place, key),
    )


def _store_fill(place: str, key: str) -> None:
    wanted = {"yes": True, "no": False}.get(st.session_state[key])
    say_of_file(place, "the filling of blank labels", fill_down=wanted)


def _first_rows(grid: Grid, header_row: int, header_rows: int) -> str:
    """The first rows of a sheet as they stand in it; the header is marked."""
    rows = []
    for row, cells in grid.head(_ROWS_SHOWN):
        marked = header_row <= row < header_row + header_rows if header_row else False
        texts = [html.escape(visible(shorten(cell, 40))) for cell in cells[:_CELLS_SHOWN]]
        number = f"{row}, header" if marked else str(row)
        rows.append([number, *(f"<b>{text}</b>" if marked and text else text for text in texts)])
    width = min(grid.width, _CELLS_SHOWN)
    headers = ["Row", *(column_letter(place) for place in range(width))]
    return html_table("The first rows of the file", headers, rows)


def _row_words(cells: list[str]) -> str:
    held = [visible(shorten(cell, 30)) for cell in cells if cell.strip()]
    return shorten(", ".join(held), 80)


def _say_for_all(read: ReadSource) -> None:
    """Let the reader give values for all rows."""
    values = {name: text for each in read.imported.tables for name, text in each.for_all.items()}
    key = _key(read, "more")
    others = [column.name for column in COLUMNS if column.name not in _FOR_ALL]
    say("For all rows of the file", "label")
    names = [*_FOR_ALL, *(name for name in others if name in values)]
    names += [name for name in st.session_state.get(key, []) if name not in names]
    columns = st.columns(3)
    for place, name in enumerate(names):
        field = _key(read, f"all_{name}")
        st.session_state[field] = values.get(name, "")
        columns[place % 3].text_input(
            capital(MEANING_WORDS[name]),
            key=field,
            max_chars=_LONGEST,
            placeholder="as the rows say",
            on_change=partial(_store_for_all, read.place, field, name),
        )
    st.multiselect(
        "Other columns for all rows",
        [name for name in others if name not in values],
        format_func=lambda name: MEANING_WORDS[name],
        key=key,
        placeholder="Choose a column",
    )
    reasons = {name: why for each in read.imported.tables for name, why in each.reasons.items()}
    for name, why in reasons.items():
        say(f"Proposed: {MEANING_WORDS[name]} is {values[name]}. {why}", "quiet")


def _store_for_all(place: str, key: str, name: str) -> None:
    said = file_state(place).said
    text = st.session_state[key].strip()
    answers = {asked: value for asked, value in said.answers.items() if asked != f"all:{name}"}
    values = {other: value for other, value in said.for_all.items() if other != name}
    if text:
        values[name] = text
    say_of_file(place, f"{MEANING_WORDS[name]} for all rows", for_all=values, answers=answers)


def _say_format(read: ReadSource) -> None:
    """Let the reader say how a text is encoded and separated."""
    file = read.imported.file
    left, right = st.columns(2)
    key = _key(read, "encoding")
    st.session_state[key] = read.said.encoding
    found = f" ({file.encoding})" if file.encoding else ""
    left.selectbox(
        "Encoding",
        ["", *ENCODINGS],
        format_func=lambda name: name or f"find it out{found}",
        key=key,
        on_change=partial(_store, read.place, key, "encoding", "the encoding"),
    )
    key = _key(read, "separator")
    st.session_state[key] = read.said.separator
    separator = f" ({_SEPARATORS[file.separator]})" if file.separator in _SEPARATORS else ""
    right.selectbox(
        "Cells are separated by",
        list(_SEPARATORS),
        format_func=lambda sign: f"{_SEPARATORS[sign]}{separator if not sign else ''}",
        key=key,
        on_change=partial(_store, read.place, key, "separator", "the separator"),
    )


def _key(read: ReadSource, name: str) -> str:
    return f"intake_{name}_{read.place}"


def _store(place: str, key: str, part: str, change: str) -> None:
    say_of_file(place, change, **{part: st.session_state[key]})
