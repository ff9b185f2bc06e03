"""A draft of edits to the rows: it stays while other pages are open, and changes no data."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from lib.phrases import with_noun
from lib.studies.dataset import Dataset
from lib.studies.revisions.diff import Comparison, compare_grid
from lib.studies.revisions.row_matching import first_places, identity_codes
from lib.ui.components.html_text import say
from lib.ui.components.progress import cache_in_session
from lib.ui.components.rows_grid import (
    STATE_NAME,
    columns_config,
    headers_of,
    number_rows,
    say_how_many,
)
from lib.ui.components.tables import ROW

MOST_EDITED = 1_000
"""Most rows that can be edited at once; narrower filters show the others."""

_DRAFT, _TURN, _COMPARED = "studies_draft", "studies_turn", "studies_compared"


@dataclass(frozen=True, eq=False)
class Draft:
    """A grid of rows being edited.

    Attributes
    ----------
    seen
        The dataset that the rows come from.
    rows
        The rows that the grid showed first.
    start, now
        The first and the present content of the grid: the columns of `seen` under the headers
        of the file, and the row number, which is blank for a new row.
    key
        The name of the grid on the page.
    """

    seen: Dataset
    rows: pd.Index
    start: pd.DataFrame
    now: pd.DataFrame
    key: str

    @property
    def cells(self) -> pd.DataFrame:
        """The content of the grid as text, under the names of the schema."""
        names = {header: name for name, header in headers_of(self.seen).items()}
        return self.now.drop(columns=ROW).fillna("").astype("str").rename(columns=names)

    @property
    def remaining_rows(self) -> pd.DataFrame:
        """The rows of `seen` that are still there, by row."""
        numbers = self.now[ROW]
        kept = numbers.notna().to_numpy()
        return self.cells[kept].set_axis(pd.Index(numbers[kept].astype("int64"), name="row"))

    @property
    def new_rows(self) -> pd.DataFrame:
        """The rows that are new and not blank."""
        new = self.cells[self.now[ROW].isna().to_numpy()]
        return new[(new != "").any(axis=1)].reset_index(drop=True)

    @property
    def deleted_rows(self) -> pd.Index:
        """The rows of `seen` that were deleted."""
        return self.rows.difference(self.remaining_rows.index).rename("row")

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from `seen`."""
        same = (
            self.seen.text.cells.loc[self.remaining_rows.index]
            .eq(self.remaining_rows)
            .to_numpy()
            .all()
        )
        return not (same and self.new_rows.empty and self.deleted_rows.empty)


def unsaved_draft() -> Draft | None:
    """Give the draft with edits that are neither saved nor dropped."""
    draft: Draft | None = st.session_state.get(_DRAFT)
    if draft is None:
        return None
    # The latest edit is in the state of the grid before the grid returns it.
    typed = any((st.session_state.get(draft.key) or {}).values())
    return draft if typed or draft.is_changed else None


def put_draft_back(draft: Draft) -> None:
    """Go on with edits of another session."""
    st.session_state[_DRAFT] = draft


def drop_draft() -> None:
    """Forget all edits, and the comparisons made of them."""
    draft: Draft | None = st.session_state.pop(_DRAFT, None)
    for key in [str(key) for key in st.session_state]:
        if draft and key.startswith((f"studies_{draft.key}", _COMPARED)):
            del st.session_state[key]
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def edit_rows(data: Dataset, cells: pd.DataFrame) -> Draft:
    """Show rows to edit, add and delete; give the draft."""
    draft = _restore_edits(unsaved_draft() or _new_draft(data, cells))
    now = st.data_editor(
        draft.start,
        key=draft.key,
        num_rows="dynamic",
        hide_index=True,
        height=560,
        disabled=[ROW],
        placeholder="",
        alt="Rows of the file of studies, to be edited, added and deleted",
        column_config=columns_config(draft.seen),
    )
    draft = st.session_state[_DRAFT] = replace(draft, now=now)
    if unsaved_draft():
        say(with_noun(len(now), "row") + " in this draft", "quiet")
    else:
        say_how_many(min(len(cells), MOST_EDITED), len(cells))
    return draft


def compare_draft(draft: Draft) -> Comparison:
    """Compare a draft with the rows it was made from."""
    return cache_in_session(
        _COMPARED,
        (draft.key, draft.now.to_csv()),
        lambda: compare_grid(draft.seen, draft.remaining_rows, draft.new_rows, draft.deleted_rows),
    )


def move_draft(draft: Draft, saved: Dataset) -> None:
    """Apply the edits of a draft to the version that somebody else has saved since.

    Rows are matched by series and month. An edited row that is gone is added again.
    """
    comparison = compare_draft(draft)
    found = _matching_rows(draft.seen, saved)
    rows = pd.Index(
        found.reindex(draft.rows.drop(comparison.changes.removed)).dropna(), dtype="int"
    )
    grid = number_rows(saved.text.cells.loc[rows], saved).set_index(ROW)
    for cell in comparison.cells.to_dict("records"):
        if cell["row"] in found.index:
            grid.loc[found[cell["row"]], cell["column"]] = cell["new"]
    changed = comparison.changes.changed
    lost = changed[~changed.index.isin(found.index)]
    added = pd.concat([lost, draft.new_rows]).rename(columns=headers_of(saved))
    moved = pd.concat([grid.reset_index(), added], ignore_index=True)
    st.session_state[_TURN] = turn = st.session_state.get(_TURN, 0) + 1
    gone = found.reindex(comparison.changes.removed).dropna()
    shown = rows.append(pd.Index(gone, dtype="int"))
    key = f"studies_editor_{turn}_{saved.version}"
    st.session_state[_DRAFT] = Draft(saved, shown, moved, moved, key)


def _matching_rows(seen: Dataset, saved: Dataset) -> pd.Series:
    """Where each row of one version, by its row, stands in another; without those that are gone."""
    known, now = identity_codes(seen.typed, saved.typed)
    places = first_places(known, now)
    there = places >= 0
    return pd.Series(saved.typed.index[places[there]], seen.typed.index[there])


def _new_draft(data: Dataset, cells: pd.DataFrame) -> Draft:
    shown = cells.head(MOST_EDITED).drop(columns=STATE_NAME)
    start = number_rows(shown, data)
    turn = st.session_state.get(_TURN, 0)
    key = f"studies_editor_{turn}_{data.version}_{hash(tuple(shown.index))}"
    return Draft(data, shown.index, start, start, key)


def _restore_edits(draft: Draft) -> Draft:
    """Start the grid from the last edits, which Streamlit forgets when the page is left.

    A grid that is still on the page must not get its own output: it would lose edits.
    """
    return draft if draft.key in st.session_state else replace(draft, start=draft.now)
