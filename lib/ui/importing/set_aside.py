"""What was set aside of a file, with a way back for each row."""

import pandas as pd
import streamlit as st

from lib.phrases import with_noun
from lib.studies.intake.tables.table import BESIDE, COMMENT, TITLE, SetAside
from lib.ui.components.html_text import say
from lib.ui.components.tables import show_frame
from lib.ui.importing.file_state import change_count, file_state, say_of_file
from lib.ui.importing.pipeline import ReadSource

_BACK = "Take it back"


def show_set_aside(read: ReadSource) -> None:
    """Say in one line what was set aside; it opens to a list."""
    aside = read.imported.set_aside
    back = read.said.taken_back
    if not aside and not back:
        return
    counted = with_noun(len(aside), "row")
    more = f"; {with_noun(len(back), 'row')} taken back" if back else ""
    verb = "was" if len(aside) == 1 else "were"
    with st.expander(f"{counted} {verb} set aside{more}", key=f"intake_aside_{read.place}"):
        rows = [(sheet, each) for sheet, each in aside if _can_return(read, sheet, each)]
        others = [pair for pair in aside if pair not in rows]
        if rows:
            _offer_back(read, rows)
        if others:
            say("Text around the table; to read it as rows, say where the header is.", "quiet")
            show_frame(_frame(read, others), "Text around the table")
        if back:
            st.button("Set all of them aside again", on_click=_set_aside_again, args=(read.place,))


def _can_return(read: ReadSource, sheet: str, aside: SetAside) -> bool:
    """Whether taking a row back would make it a row of data."""
    if aside.kind in (BESIDE, TITLE):
        return False
    header = next(each.table.header_row for each in read.imported.tables if each.sheet == sheet)
    return aside.kind != COMMENT or aside.row > header


def _frame(read: ReadSource, aside: list[tuple[str, SetAside]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "Sheet": [sheet for sheet, _ in aside],
            "Row": [each.row for _, each in aside],
            "It says": [each.text for _, each in aside],
            "Why": [each.why for _, each in aside],
        }
    )
    return frame if len(read.imported.tables) > 1 else frame.drop(columns="Sheet")


def _offer_back(read: ReadSource, aside: list[tuple[str, SetAside]]) -> None:
    frame = _frame(read, aside)
    frame.insert(0, _BACK, False)
    edited = st.data_editor(
        frame,
        key=f"intake_back_{read.place}_{change_count(read.place)}",
        hide_index=True,
        disabled=list(frame.columns[1:]),
        alt="Rows that were set aside, to be taken back",
        column_config={_BACK: st.column_config.CheckboxColumn(_BACK, width="small")},
    )
    chosen = {aside[place][1].row for place in edited.index[edited[_BACK]]}
    if chosen:
        what = "taking back " + (f"row {min(chosen)}" if len(chosen) == 1 else "rows")
        taken = file_state(read.place).said.taken_back | chosen
        say_of_file(read.place, what, taken_back=frozenset(taken))
        st.rerun()


def _set_aside_again(place: str) -> None:
    say_of_file(place, "setting rows aside again", taken_back=frozenset())
