"""Which of the changed rows to save: those brought, or those that are there."""

import pandas as pd
import streamlit as st

from lib.studies.problems import visible
from lib.studies.revisions.changeset import Changes
from lib.studies.revisions.diff import Comparison, select_changes
from lib.ui.components.html_text import say
from lib.ui.components.tables import PLACE

MOST_CHOSEN = 1000
"""Most changed rows that can be chosen one by one; the others follow the default."""
_MINE = "Use mine"


def choose_changes(comparison: Comparison, key: str) -> Changes:
    """Show old and new side by side; give the changes without the rows that stay as saved."""
    changed = comparison.changes.changed
    if changed.empty:
        return comparison.changes
    st.subheader("Changed rows", anchor=False)
    say("Mine: what you imported or typed. Theirs: what is saved now.")
    default, turn = st.session_state.get(f"{key}_all", (True, 0))
    mine, theirs, _ = st.columns([1, 1, 4])
    for place, label, value in ((mine, "Use all mine", True), (theirs, "Use all theirs", False)):
        place.button(
            label,
            on_click=_set_default_choice,
            args=(f"{key}_all", value, turn + 1),
            width="stretch",
        )
    lines = _choice_table(comparison)
    lines.insert(0, _MINE, default)
    chosen = st.data_editor(
        lines,
        key=f"{key}_{turn}",
        hide_index=True,
        disabled=list(lines.columns[1:]),
        alt="Rows that would be changed: use mine, or theirs",
        column_config={_MINE: st.column_config.CheckboxColumn(_MINE, width="small")},
    )
    if len(changed) > MOST_CHOSEN:
        say(f"The first {MOST_CHOSEN:,} can be chosen one by one; the others go with all.", "quiet")
    beyond = changed.index[MOST_CHOSEN:] if default else changed.index[:0]
    return select_changes(comparison.changes, [*chosen.index[chosen[_MINE]], *beyond])


def _set_default_choice(key: str, value: bool, turn: int) -> None:
    st.session_state[key] = (value, turn)


def _choice_table(comparison: Comparison) -> pd.DataFrame:
    """Make a line for each changed row: its place, what is saved, what is new."""
    rows = comparison.changes.changed.index[:MOST_CHOSEN]
    cells = comparison.cells[comparison.cells["row"].isin(rows)]
    for side in ("old", "new"):
        texts = cells[side].map(visible).replace("", "(blank)")
        cells = cells.assign(**{side: cells["column"].map(visible) + ": " + texts})
    by_row = cells.groupby("row", sort=False)
    lines = by_row.agg(
        study=("study", "first"),
        arm=("arm", "first"),
        months=("months", "first"),
        old=("old", " · ".join),
        new=("new", " · ".join),
        place=("place", "first"),
    )
    names = ["Study", "Arm", "Months", "Theirs (saved)", "Mine", PLACE]
    named = lines.set_axis(names, axis=1).rename_axis("Row")
    return named if lines["place"].any() else named.drop(columns=PLACE)
