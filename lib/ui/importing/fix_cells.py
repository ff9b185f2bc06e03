"""All problems of a file, and a grid to fix its cells."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from lib.phrases import with_noun
from lib.studies.problems import Finding, visible
from lib.studies.reading.text_table import TextTable
from lib.studies.schema import LABELS
from lib.studies.validation.validate import Checked
from lib.ui.components.html_text import say
from lib.ui.components.tables import grid_headers, show_problems
from lib.ui.importing.file_state import CellFix, change_state, file_state
from lib.ui.importing.sources import MADE

MEANING = "A row with an error is left out until it is corrected; a row with a warning is used."
MOST_FIXED = 200
"""Most rows that can be fixed at once."""

_ALWAYS = (*LABELS, "months", "n_enrolled", "n_assessed", "responders", "rate_pct")


def apply_fixes(text: TextTable, places: pd.Series, changes: tuple[CellFix, ...]) -> TextTable:
    """Put the corrected cells in their places; those of a row or column that is not there wait."""
    if not changes:
        return text
    names = _columns_by_header(text)
    cells = text.cells.copy()
    rows = dict(zip(places.loc[cells.index], cells.index.tolist(), strict=True))
    typed: dict[str, list[int]] = defaultdict(list)
    for fix in changes:
        if fix.header in names and fix.place in rows:
            cells.loc[rows[fix.place], names[fix.header]] = fix.text
            typed[names[fix.header]].append(rows[fix.place])
    findings = tuple(_without_rows(finding, typed[finding.column]) for finding in text.findings)
    return replace(text, cells=cells, findings=tuple(each for each in findings if each))


def _columns_by_header(text: TextTable) -> dict[str, str]:
    """The column that a header in the grid stands for."""
    return dict(zip(grid_headers(text.headers.values()), text.headers, strict=True))


def _without_rows(finding: Finding, rows: list[int]) -> Finding | None:
    """Remove fixed rows from a finding; None if none is left."""
    if not len(finding.rows) or not rows:
        return finding
    left = np.setdiff1d(finding.rows, rows)
    return replace(finding, rows=left) if len(left) else None


def show_all_problems(problems: pd.DataFrame, name: str) -> None:
    """Show the problems of a file in one table, errors first."""
    if len(problems):
        say(MEANING, "quiet")
        errors_first = problems.sort_values("severity", kind="stable")
        show_problems(errors_first, f"Problems in {name}, a row a problem")


def fix_cells(checked: Checked, places: pd.Series, key: str) -> None:
    """Show the rows with a problem in a grid, to be fixed and checked again.

    `key` is where what is settled of the file is kept.
    """
    cells = checked.text.cells
    wrong = [int(row) for row in checked.problems["row"].dropna().unique() if row in cells.index]
    if not wrong:
        return
    st.subheader("Correct cells here", anchor=False)
    more = f" The first {MOST_FIXED} are shown." if len(wrong) > MOST_FIXED else ""
    say(f"Type over what is wrong, then check again. Your own file is not touched.{more}")
    headers = {name: header for header, name in _columns_by_header(checked.text).items()}
    rows = wrong[:MOST_FIXED]
    grid = cells.loc[rows, _columns(checked)].rename(columns=headers)
    grid.index = pd.Index(places.loc[rows].tolist(), name="Place")
    # Other columns or rows need a new grid, since Streamlit stores an edit by its place.
    shape = hash((*grid.columns, *grid.index))
    editor = f"intake_mend_{key}_{len(file_state(key).fixes)}_{shape}"
    start, now = f"{MADE}from_{editor}", f"{MADE}now_{editor}"
    if editor not in st.session_state:
        # The grid is new on the page: it starts from the edits made before the page was left.
        st.session_state[start] = st.session_state.get(now, grid)
    st.session_state[now] = st.data_editor(
        st.session_state[start],
        key=editor,
        disabled=["_index"],
        alt="Rows with a problem, to be corrected",
        column_config={
            header: st.column_config.TextColumn(visible(str(header))) for header in grid.columns
        },
    )
    at_click = (key, grid, st.session_state[start], editor)
    st.button("Check again", on_click=_store_fixes, args=at_click)


def _columns(checked: Checked) -> list[str]:
    """List the columns that identify a row, give its rate, or have a problem."""
    headers = set(checked.problems["column"])
    return [
        str(name)
        for name in checked.text.cells.columns
        if name in _ALWAYS or visible(checked.text.headers[name]) in headers
    ]


def _store_fixes(key: str, before: pd.DataFrame, start: pd.DataFrame, editor: str) -> None:
    # From the state of the grid: its last output may lack an edit made just before the click.
    after = start.copy()
    for place, cells in st.session_state[editor]["edited_rows"].items():
        for header, text in cells.items():
            after[header] = after[header].where(np.arange(len(after)) != int(place), text or "")
    after = after.fillna("")
    new = tuple(
        CellFix(str(before.index[place]), str(header), after[header].iloc[place])
        for header in before
        for place in np.flatnonzero((before[header] != after[header]).to_numpy()).tolist()
    )
    if new:
        what = f"correcting {with_noun(len(new), 'cell')}"
        change_state(key, what, fixes=file_state(key).fixes + new)
