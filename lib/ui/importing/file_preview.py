"""A preview of the file, with the problems marked at their cells."""

import html
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pandas as pd
import streamlit as st

from lib.phrases import with_noun
from lib.studies.problems import visible
from lib.studies.validation.validate import Checked
from lib.ui.components.html_text import say
from lib.ui.components.tables import html_table

ROWS_A_PAGE = 50
COLUMNS_SHOWN = 40
WRONG, ALL = "Rows with problems", "Every row"
_SIGNS = {"error": "✗", "warning": "⚠"}

Marks = dict[tuple[int, str], list[tuple[str, str]]]


def show_preview(checked: Checked, name: str, key: str) -> None:
    """Show the cells of the file, a page of rows at a time, with their problems."""
    marks = _marks(checked)
    wrong = checked.text.cells.index.isin({row for row, _ in marks})
    which = WRONG
    if wrong.any() and not wrong.all():
        which = st.segmented_control("Show", (WRONG, ALL), default=WRONG, key=f"{key}_which") or ALL
    cells = checked.text.cells[wrong] if wrong.any() and which == WRONG else checked.text.cells
    pages = -(-len(cells) // ROWS_A_PAGE)
    page = st.pagination(pages, key=f"{key}_page_{which}") if pages > 1 else 1
    shown = cells.iloc[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    names = _columns(checked, marks)
    st.html(_table(shown[names], checked, marks, f"Cells of {name}, problems marked"))
    say(_legend(len(shown), len(cells), checked.text.cells.shape[1] - len(names)), "quiet")


def _marks(checked: Checked) -> Marks:
    """Collect the problems of each cell, by row and column."""
    names = {visible(header): name for name, header in checked.text.headers.items()}
    marks: Marks = defaultdict(list)
    placed = checked.problems[checked.problems["row"].notna()]
    for problem in placed.to_dict("records"):
        column = names.get(problem["column"], "")
        marks[problem["row"], column].append((problem["severity"], problem["message"]))
    return marks


def _columns(checked: Checked, marks: Marks) -> list[str]:
    """List the columns with a problem, and others up to `COLUMNS_SHOWN`."""
    names = [str(name) for name in checked.text.cells.columns]
    marked = {column for _, column in marks}
    others = [name for name in names if name not in marked][: max(0, COLUMNS_SHOWN - len(marked))]
    return [name for name in names if name in marked or name in others]


def _table(cells: pd.DataFrame, checked: Checked, marks: Marks, caption: str) -> str:
    headers = ["Row", *(html.escape(visible(checked.text.headers[name])) for name in cells.columns)]
    return html_table(html.escape(caption), headers, _rows(cells, marks))


def _rows(cells: pd.DataFrame, marks: Marks) -> Iterator[list[str]]:
    for row, *texts in cells.itertuples():
        # A problem of a column that the file does not have is shown at the row number.
        yield [
            _cell(str(row), marks.get((row, ""), [])),
            *(
                _cell(visible(text), marks.get((row, name), []))
                for name, text in zip(cells.columns, texts, strict=True)
            ),
        ]


def _cell(text: str, told: Iterable[tuple[str, str]]) -> str:
    told = list(told)
    if not told:
        return html.escape(text)
    worst = min(severity for severity, _ in told)
    messages = html.escape(" ".join(message for _, message in told))
    return (
        f'<span class="rd-{worst}-cell" title="{messages}">{_SIGNS[worst]} {html.escape(text)}'
        f'<span class="rd-unseen"> ({worst}: {messages})</span></span>'
    )


def _legend(shown: int, rows: int, hidden_columns: int) -> str:
    legend = (
        f"✗ error, ⚠ warning; point at a cell to read it. {shown:,} of {with_noun(rows, 'row')}."
    )
    return (
        f"{legend} {with_noun(hidden_columns, 'column')} not shown." if hidden_columns else legend
    )
