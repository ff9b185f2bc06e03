"""Every problem of a file at once, and its cells to mend in the page."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from lib.studies.checking import Checked
from lib.studies.columns import LABELS
from lib.studies.problems import visible
from lib.studies.reading import Text
from lib.studies.report import counted
from lib.ui.prose import say
from lib.ui.tables import show_problems

MOST_MENDED = 200
"""Rows that are shown at once to be mended."""

_MENDS = "intake_mends"
_ALWAYS = (*LABELS, "months", "n_enrolled", "n_assessed", "responders", "rate_pct")


@dataclass(frozen=True)
class Mend:
    """A cell typed anew in the page."""

    row: int
    column: str
    text: str


def mends(key: str) -> tuple[Mend, ...]:
    """Give the cells of one file that were typed anew, oldest first."""
    kept: dict[str, tuple[Mend, ...]] = st.session_state.get(_MENDS, {})
    return kept.get(key, ())


def mended(text: Text, changes: tuple[Mend, ...]) -> Text:
    """Put the mended cells in their places."""
    if not changes:
        return text
    cells = text.cells.copy()
    for mend in changes:
        cells.loc[mend.row, mend.column] = mend.text
    return replace(text, cells=cells)


def show_all_problems(problems: pd.DataFrame, checked: Checked, name: str) -> None:
    """Show the errors of a file apart from its warnings, counts on top."""
    for severity, count, means in (
        ("error", checked.errors, "each leaves its own row out until it is mended"),
        ("warning", checked.warnings, "the rows are used all the same"),
    ):
        some = problems[problems["severity"] == severity]
        if len(some):
            say(f"{counted(count, severity)}: {means}", "headline")
            show_problems(some, f"{severity.capitalize()}s in {name}, a row a problem")


def mend_cells(checked: Checked, key: str) -> None:
    """Show the rows that have a problem as a grid, to be mended and checked again."""
    cells = checked.text.cells
    wrong = [int(row) for row in checked.problems["row"].dropna().unique() if row in cells.index]
    if not wrong:
        return
    st.subheader("Mend cells here", anchor=False)
    more = f" The first {MOST_MENDED} are shown." if len(wrong) > MOST_MENDED else ""
    say(f"Type over what is wrong, then check again. Your own file is not touched.{more}")
    grid = cells.loc[wrong[:MOST_MENDED], _columns(checked)]
    editor = f"intake_mend_{key}_{len(mends(key))}"
    st.data_editor(
        grid.rename_axis("Row"),
        key=editor,
        alt="Rows with a problem, to be mended",
        column_config={
            name: st.column_config.TextColumn(visible(checked.text.headers[name]))
            for name in grid.columns
        },
    )
    st.button("Check again", on_click=_mend, args=(key, grid, editor), type="primary")


def _columns(checked: Checked) -> list[str]:
    """What tells a row from others and gives its rate, and where something is wrong."""
    headers = set(checked.problems["column"])
    return [
        str(name)
        for name in checked.text.cells.columns
        if name in _ALWAYS or visible(checked.text.headers[name]) in headers
    ]


def _mend(key: str, grid: pd.DataFrame, editor: str) -> None:
    # As the grid is at the click: what the last run gave may lack an edit made just before.
    edited = st.session_state[editor]["edited_rows"]
    new = tuple(
        Mend(int(grid.index[place]), column, text or "")
        for place, cells in edited.items()
        for column, text in cells.items()
    )
    kept = st.session_state.get(_MENDS, {})
    st.session_state[_MENDS] = {**kept, key: mends(key) + new}
