"""All rows as typed, to browse, search and filter."""

import html
from typing import Any

import pandas as pd
import streamlit as st

from lib.phrases import with_noun
from lib.studies.dataset import Dataset
from lib.studies.problems import visible
from lib.studies.schema import COLUMNS
from lib.studies.validation.validate import Checked
from lib.ui.components.html_text import say
from lib.ui.components.tables import ROW, STATE, grid_headers

MOST_ON_PAPER = 200
"""Rows that are printed."""

MOST_BROWSED = 20_000
"""Most rows sent to the browser at once; narrower filters show the others."""

STATE_NAME = "State "
"""The added column of states; the space keeps it apart from the columns of a file."""

_LEFT_OUT, _DOUBTFUL, _TRIED, _FINE = "Left out: error", "Used, with a warning", "Tried", "Used"


def filter_rows(data: Dataset, locked: bool) -> pd.DataFrame:
    """Show the filters; give the rows, as typed, that pass them."""
    cells = data.text.cells
    text, studies, state = st.columns([2, 2, 1.3])
    wanted = text.text_input("Search in all columns", key="studies_search", disabled=locked)
    chosen = studies.multiselect(
        "Studies", sorted(_study(cells).unique()), key="studies_named", disabled=locked
    )
    states = (_FINE, _DOUBTFUL, _LEFT_OUT, *((_TRIED,) if data.tried else ()))
    kept = state.selectbox("State", ("Any", *states), key="studies_state", disabled=locked)
    shown = cells.copy(deep=False)
    shown.insert(0, STATE_NAME, row_states(data))
    if chosen:
        shown = shown[_study(shown).isin(chosen)]
    if kept != "Any":
        shown = shown[shown[STATE_NAME] == kept]
    return _search(shown, wanted.strip()) if wanted.strip() else shown


def _study(cells: pd.DataFrame) -> pd.Series:
    return cells["study"].str.strip() if "study" in cells else pd.Series("", cells.index)


def _search(cells: pd.DataFrame, wanted: str) -> pd.DataFrame:
    """Give the rows in which any cell contains the text, in any case."""
    hit = pd.Series(False, cells.index)
    for name in cells.columns:
        hit |= cells[name].str.contains(wanted, case=False, regex=False)
    return cells[hit]


def row_states(data: Checked) -> pd.Series:
    """Say of each row whether it is used."""
    cells = data.text.cells
    states = pd.Series(_FINE, cells.index, dtype="str")
    for finding in data.findings:
        states[cells.index.isin(finding.rows)] = _DOUBTFUL
    states[cells.index.isin(data.left_out)] = _LEFT_OUT
    if isinstance(data, Dataset):
        states[cells.index.isin(data.tried)] = _TRIED
    return states


def show_rows(data: Dataset, cells: pd.DataFrame) -> None:
    """Show rows in a grid that sorts and searches."""
    shown = cells.head(MOST_BROWSED)
    st.dataframe(
        number_rows(shown, data),
        hide_index=True,
        height=560,
        alt="The rows of the file of studies, as typed",
        column_config=columns_config(data),
    )
    st.html(rows_on_paper(shown, data))
    say_how_many(len(shown), len(cells))


def rows_on_paper(cells: pd.DataFrame, data: Dataset) -> str:
    """Write rows for paper, where a grid of all columns is cut: of each, what is not blank."""
    numbered = number_rows(cells.head(MOST_ON_PAPER), data)
    names = [str(name).strip() for name in numbered]
    rows = (
        "; ".join(f"{name}: {text}" for name, text in zip(names, row, strict=True) if text.strip())
        for row in numbered.astype(str).itertuples(index=False, name=None)
    )
    items = "".join(f"<li>{html.escape(row)}</li>" for row in rows)
    more = len(cells) - MOST_ON_PAPER
    rest = f"<p>{with_noun(more, 'more row')} on the screen.</p>" if more > 0 else ""
    return f'<div class="rd-print"><ul>{items}</ul>{rest}</div>'


def number_rows(cells: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Put the row number in front, and name the columns as the file does."""
    names = {**headers_of(data), STATE_NAME: STATE}
    return cells.rename(columns=names).rename_axis(ROW).reset_index()


def headers_of(data: Checked) -> dict[str, str]:
    """Give the header that a grid shows for each column, by name."""
    headers = data.text.headers
    return dict(zip(headers, grid_headers(headers.values()), strict=True))


def columns_config(data: Dataset) -> dict[str, Any]:
    """Configure the columns: the header as text, the meaning as help."""
    meanings = {column.name: column.meaning for column in COLUMNS}
    named = {
        header: st.column_config.TextColumn(visible(header), help=meanings.get(name), default="")
        for name, header in headers_of(data).items()
    }
    number = st.column_config.NumberColumn("Row", format="%d", width="small", pinned=True)
    return {**named, ROW: number}


def say_how_many(shown: int, all_rows: int) -> None:
    """Say how many rows are shown, and how to reach the others."""
    if shown < all_rows:
        say(
            f"The first {shown:,} of {with_noun(all_rows, 'row')}: narrow the filters to reach the "
            "others.",
            "compare",
        )
    else:
        say(with_noun(shown, "row"), "quiet")
