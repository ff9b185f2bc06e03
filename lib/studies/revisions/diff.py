"""Compare uploaded rows, or rows edited in a grid, with the studies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.arrays import Mask
from lib.progress import Progress, silent
from lib.studies.dataset import Dataset
from lib.studies.encoded import Codes
from lib.studies.revisions.changeset import Changes, cells_of, overlay
from lib.studies.revisions.incoming_rows import IncomingRows, clashes, gather_rows
from lib.studies.revisions.row_matching import (
    NOTHING,
    differing_cells,
    first_places,
    identity_codes,
    unreadable_numbers,
)
from lib.studies.schema import LABELS
from lib.studies.validation.validate import Checked

_NO_ROWS = pd.Index([], dtype="int64", name="row")
_NO_CELLS = pd.DataFrame({"column": [], "old": [], "new": []}, _NO_ROWS, dtype="str")
_BLANK_LABELS = dict.fromkeys(LABELS, "")


@dataclass(frozen=True, eq=False)
class Comparison:
    """What would change, and what would not.

    Every uploaded row is added, changed, identical or left out.

    Attributes
    ----------
    changes
        The rows that would be added (as uploaded), changed and removed.
    cells
        A line for each changed cell, in the order of the file: `row` in the base version, `place`
        in the upload, `study`, `arm`, `months` (blank or NaN if missing), `column` as its header
        is typed in the base version, `old` and `new` as typed.
    identical
        How many rows have the same meaning as an existing or another uploaded row.
    left_out
        How many rows have an error or clash.
    clashes
        A sentence on each row uploaded more than once with different values; the first twenty.
    places
        The place in the upload of each row of `changes.added`, by its index.
    """

    changes: Changes
    cells: pd.DataFrame
    identical: int
    left_out: int
    clashes: tuple[str, ...]
    places: pd.Series


def select_changes(changes: Changes, rows: Iterable[int]) -> Changes:
    """Select the changed rows to keep; added and removed rows all stay."""
    kept = changes.changed.index.isin(list(rows))
    return replace(changes, changed=changes.changed[kept])


@dataclass(frozen=True, eq=False)
class _CellEdits:
    """New cells for rows of the base version; all tables are indexed by its `row`.

    Attributes
    ----------
    new
        The rows' new cells as text, in the columns that were given.
    differ
        Which cells change: some or all columns of `new`.
    places
        The place of each row in the upload.
    """

    new: pd.DataFrame
    differ: pd.DataFrame
    places: pd.Series


def compare(
    seen: Dataset,
    brought: Sequence[tuple[str, Checked]],
    step: Progress = silent,
    where: Sequence[pd.Series] = (),
) -> Comparison:
    """Match rows by identity and compare the meaning of their cells.

    Only columns that a row's file has are compared; the others stay as they are. Rows of `seen`
    with an error are matched too, so that an upload can correct them.

    Parameters
    ----------
    brought
        One or more uploaded files: the name for display, and the checked file.
    where
        For each file, the place in it of each row, by index; without it rows stand at their number.
    """
    step("Matching rows")
    rows = gather_rows(brought, where)
    known, codes = identity_codes(seen.typed, rows.typed)
    clashing, told = clashes(rows, codes)
    alone = (first_places(codes, codes) == np.arange(len(codes))) & ~clashing
    step("Comparing cells")
    matched, asked = _match_rows(seen, rows, np.where(alone, codes, NOTHING), known)
    added = alone & ~matched
    changes = _make_changes(seen, asked, rows.text[added], rows.headers)
    left_out = int(clashing.sum())
    return Comparison(
        changes=changes,
        cells=_cell_table(changes, asked),
        identical=len(codes) - len(changes.added) - len(changes.changed) - left_out,
        left_out=left_out + sum(len(checked.left_out) for _, checked in brought),
        clashes=tuple(told),
        places=rows.places[added],
    )


def compare_grid(
    seen: Dataset, edited: pd.DataFrame, added: pd.DataFrame, removed: pd.Index
) -> Comparison:
    """Compare edited rows as text, so that 79.0 in place of 79 is a change.

    A row whose cells are all emptied is removed; an added row that is blank is ignored.

    Parameters
    ----------
    edited
        Cells as text of some rows of `seen`, changed or not, indexed by its `row`.
    added
        Cells as text of new rows, indexed by any distinct whole numbers.
    removed
        Rows to remove, by `row` of `seen`.
    """
    edited, added = (frame.astype("str").fillna("") for frame in (edited, added))
    emptied = _find_blank_rows(seen, _grid_edits(seen, edited, removed))
    gone = removed.union(emptied).astype("int64").rename("row")
    asked = _grid_edits(seen, edited, gone)
    changes = _make_changes(seen, asked, added[~_is_blank(added)], {}, gone)
    return Comparison(
        changes=changes,
        cells=_cell_table(changes, asked),
        identical=len(edited.index.difference(gone)) - len(changes.changed),
        left_out=0,
        clashes=(),
        places=pd.Series("", changes.added.index, dtype="str", name="place"),
    )


def _grid_edits(seen: Dataset, edited: pd.DataFrame, removed: pd.Index) -> _CellEdits:
    new = edited[~edited.index.isin(removed)].rename_axis("row")
    differ = new != cells_of(seen, new.index, new.columns)
    hit = differ.any(axis=1)
    return _CellEdits(new[hit], differ[hit], pd.Series("", new.index[hit], dtype="str"))


def _find_blank_rows(seen: Dataset, asked: _CellEdits) -> pd.Index:
    """Find rows that the edits would make blank, since a reader skips blank rows."""
    old = cells_of(seen, asked.new.index, seen.text.cells.columns)
    return old.index[_is_blank(overlay(old, asked.new, asked.differ))]


def _match_rows(
    seen: Dataset, rows: IncomingRows, codes: Codes, known: Codes
) -> tuple[Mask, _CellEdits]:
    """Find which uploaded rows are in the file already, and which of its cells they change.

    A file with errors may have an identity twice. Then an upload matches the row with the same
    meaning, else the first one.
    """
    partner = first_places(known, codes)
    left = np.flatnonzero(partner != NOTHING)
    right = partner[left]
    matched = np.zeros(len(codes), bool)
    matched[right] = True
    differ = _cells_to_change(seen, rows, left, right)
    hit = differ.any(axis=1).to_numpy()
    same = np.zeros(len(codes), bool)
    same[right[~hit]] = True
    others = np.flatnonzero(~same[right])
    chosen = np.sort(others[np.unique(right[others], return_index=True)[1]])
    index = seen.typed.index[left[chosen]]
    new = rows.text.take(right[chosen]).set_axis(index)
    places = rows.places.take(right[chosen]).set_axis(index)
    return matched, _CellEdits(new, differ.iloc[chosen], places)


def _cells_to_change(seen: Dataset, rows: IncomingRows, left: Codes, right: Codes) -> pd.DataFrame:
    """Which cells of matched rows differ, in the columns that the upload has."""
    differ = differing_cells(seen.typed.take(left), rows.typed.take(right), rows.text.columns)
    for name in differ.columns:
        differ[name] |= unreadable_numbers(seen, name, differ.index)
        differ[name] &= rows.held[name][right]
    return differ


def _make_changes(
    seen: Dataset,
    asked: _CellEdits,
    added: pd.DataFrame,
    headers: Mapping[str, str],
    removed: pd.Index = _NO_ROWS,
) -> Changes:
    old = cells_of(seen, asked.new.index, seen.text.cells.columns)
    changed = overlay(old, asked.new, asked.differ)
    brought = dict.fromkeys([*changed.columns, *added.columns])
    new = {name: headers.get(name, name) for name in brought if name not in seen.text.headers}
    return Changes(seen, added, changed, removed, new)


def _cell_table(changes: Changes, asked: _CellEdits) -> pd.DataFrame:
    """A line for each cell that changes, row by row."""
    spelled = {**changes.headers, **changes.seen.text.headers}
    old = cells_of(changes.seen, asked.new.index, asked.differ.columns)
    lines = [
        pd.DataFrame({"column": spelled[name], "old": old[name][hit], "new": asked.new[name][hit]})
        for name in asked.differ.columns
        if (hit := asked.differ[name]).any()
    ]
    told = pd.concat(lines or [_NO_CELLS]).sort_index(kind="stable").rename_axis("row")
    typed = changes.seen.typed[[*LABELS, "months"]].reindex(told.index).fillna(_BLANK_LABELS)
    told = pd.concat([typed, told], axis=1)
    told.insert(0, "place", asked.places.reindex(told.index))
    return told.reset_index()


def _is_blank(cells: pd.DataFrame) -> pd.Series:
    return (cells.map(str.strip) == "").all(axis=1)
