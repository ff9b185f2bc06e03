"""Rebase changes onto a version of the studies that someone else saved in the meantime."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np
import pandas as pd

from lib.arrays import Mask
from lib.studies.dataset import Dataset
from lib.studies.encoded import Codes, Encoded, together
from lib.studies.problems import visible
from lib.studies.revisions.changeset import Changes, ConflictError, cells_of, overlay
from lib.studies.revisions.row_matching import (
    MOST_TOLD,
    NOTHING,
    append_rest,
    cell_text,
    differing_cells,
    first_places,
    identity_codes,
    row_label,
)
from lib.studies.validation.type_conversion import convert


@dataclass(frozen=True)
class _Conflicts:
    """The number of conflicts, and a lazy sentence on each."""

    count: int
    sentences: Iterator[str]


@dataclass(frozen=True, eq=False)
class _PresentRows:
    """The present rows that match those to change or remove; all by `row` of the base version.

    Attributes
    ----------
    rows
        The present row, or NOTHING.
    was, now
        For rows with the same identity but other cells now: the cells in the base version, and
        the present ones.
    """

    rows: pd.Series
    was: pd.DataFrame
    now: pd.DataFrame


def rebase(changes: Changes, present: Dataset) -> Changes:
    """Rebase changes onto the present version.

    A row to change or remove must be present, at any position, with the cells of the base version;
    except if someone else made only the same changes to it. A row is not added again if someone
    else added one with the same meaning.

    Raises
    ------
    ConflictError
        Someone else changed or removed one of these rows, or added one with the same identity and
        other values, or removed a column with a change. The first twenty conflicts are described.
    """
    if present.data == changes.seen.data:
        return changes
    _require_table(changes.seen, present)
    found = _find_rows(changes, present)
    moved = _move_changes(changes, present, found.rows)
    fresh, added_twice = _new_rows(moved, changes.seen)
    conflicts = (
        _row_conflicts(changes, found),
        _column_conflicts(changes, present, found.rows),
        added_twice,
    )
    if count := sum(each.count for each in conflicts):
        told = [*islice(chain.from_iterable(each.sentences for each in conflicts), MOST_TOLD)]
        raise ConflictError(append_rest(told, count, "of your changes do not fit either."))
    return replace(moved, added=moved.added[fresh])


def _require_table(seen: Dataset, present: Dataset) -> None:
    rules = {finding.rule.name for finding in present.text.findings}
    if len(seen.text.cells) and not present.text.headers and "header_only" not in rules:
        reason = f"Nothing can be changed in {present.name} as it is now: {present.refused}"
        raise ConflictError([reason])


def _find_rows(changes: Changes, present: Dataset) -> _PresentRows:
    """Find each row by all its cells; else by its identity, to describe what changed."""
    names = _shared_columns(changes, present)
    rows = _match_by_cells(changes, present, names)
    near = _match_by_identity(changes.seen, present, rows)
    was = cells_of(changes.seen, near.index, names)
    now = cells_of(present, pd.Index(near), names).set_axis(near.index)
    wanted = changes.changed.reindex(index=near.index, columns=names).astype("str").fillna(was)
    theirs = now != was
    agreed = theirs.any(axis=1) & ~(theirs & (now != wanted)).any(axis=1)
    rows.update(near[agreed])
    return _PresentRows(rows, was[~agreed], now[~agreed])


def _shared_columns(changes: Changes, present: Dataset) -> pd.Index:
    """The present columns that the base version or the changes have."""
    names = changes.seen.text.cells.columns
    every = names.append(changes.changed.columns.difference(names, sort=False))
    return every[every.isin(present.text.cells.columns)]


def _match_by_cells(changes: Changes, present: Dataset, names: pd.Index) -> pd.Series:
    """Match each touched row to the present row with the same cells; copies match in order."""
    seen = changes.seen.text.cells.index
    touched = changes.changed.index.union(changes.removed)
    rows = pd.Series(NOTHING, touched, dtype="int64")
    if len(names):
        ours, theirs = _copy_codes(cells_of(changes.seen, seen, names), present.text.cells[names])
        places = seen.get_indexer(touched)
        wanted = np.where(places == NOTHING, NOTHING, ours[places])
        rows[:] = _rows_at(present.text.cells.index, first_places(wanted, theirs))
    return rows


def _copy_codes(one: pd.DataFrame, other: pd.DataFrame) -> tuple[Codes, Codes]:
    """Code each row by its cells and by the number of its copies above, over two tables."""
    both = pd.concat([one, other], ignore_index=True)
    codes = together([Encoded.of(both[name]).codes for name in both])
    ours, theirs = codes[: len(one)], codes[len(one) :]
    copies = [pd.Series(half).groupby(half).cumcount().to_numpy() for half in (ours, theirs)]
    apart = together([codes, np.concatenate(copies).astype(np.int64)])
    return apart[: len(one)], apart[len(one) :]


def _rows_at(index: pd.Index, places: Codes) -> Codes:
    """The rows at these positions; NOTHING (-1) gives NOTHING, which is appended last."""
    rows: Codes = np.append(index.to_numpy(), NOTHING)[places]
    return rows


def _match_by_identity(seen: Dataset, present: Dataset, rows: pd.Series) -> pd.Series:
    """Match rows without the same cells to the present row with their identity, if any."""
    missing = rows.index[rows == NOTHING].intersection(seen.typed.index)
    ours, theirs = identity_codes(seen.typed.loc[missing], present.typed)
    near = pd.Series(_rows_at(present.typed.index, first_places(ours, theirs)), missing)
    return near[(near != NOTHING) & ~near.isin(rows) & ~near.duplicated()]


def _move_changes(changes: Changes, present: Dataset, rows: pd.Series) -> Changes:
    """Move the changes of matched rows to the present rows."""
    found = rows[rows != NOTHING]
    changed = changes.changed.loc[changes.changed.index.intersection(found.index)]
    differ = changed != cells_of(changes.seen, changed.index, changed.columns)
    index = pd.Index(found[changed.index], name="row")
    now = cells_of(present, index, present.text.cells.columns)
    return Changes(
        seen=present,
        added=changes.added,
        changed=overlay(now, changed.set_axis(index), differ.set_axis(index)),
        removed=pd.Index(found[found.index.isin(changes.removed)], name="row"),
        headers={**changes.seen.text.headers, **changes.headers},
    )


def _row_conflicts(changes: Changes, found: _PresentRows) -> _Conflicts:
    """Conflicts on rows that someone else changed or removed."""
    missing = found.rows.index[found.rows == NOTHING]
    return _Conflicts(
        len(missing), (_conflict_sentence(changes, found, int(row)) for row in missing)
    )


def _conflict_sentence(changes: Changes, found: _PresentRows, row: int) -> str:
    named = row_label(changes.seen.typed, row)
    if row not in changes.seen.typed.index:
        return (
            f"{named} has not as many cells as the header, so it cannot be found again in a file "
            "that someone else changed since you looked."
        )
    told = "; ".join(
        f"{_header_text(changes, name)} is now {cell_text(now)}, it was {cell_text(was)}"
        for name in (found.now.columns if row in found.now.index else [])
        if (now := str(found.now.at[row, name])) != (was := str(found.was.at[row, name]))
    )
    if told:
        return f"{named} was changed by someone else since you looked: {told}."
    return (
        f"{named} is not there any more: someone else took it out, or labelled it otherwise, since "
        "you looked."
    )


def _header_text(changes: Changes, name: str) -> str:
    return visible({**changes.headers, **changes.seen.text.headers}.get(name, name))


def _column_conflicts(changes: Changes, present: Dataset, rows: pd.Series) -> _Conflicts:
    """Conflicts on changed cells whose column someone else removed."""
    seen = changes.seen
    gone = seen.text.headers.keys() - present.text.headers.keys()
    lost = [name for name in changes.changed if name in gone]
    wanted = changes.changed.loc[rows[changes.changed.index] != NOTHING, lost]
    places, columns = np.nonzero(wanted != cells_of(seen, wanted.index, wanted.columns))
    told = (
        f"{row_label(seen.typed, wanted.index[int(place)])}: someone else took out the column "
        f"'{_header_text(changes, lost[column])}' since you looked, so its new value has no "
        "place."
        for place, column in zip(places, columns, strict=True)
    )
    return _Conflicts(len(places), told)


def _new_rows(moved: Changes, seen: Dataset) -> tuple[Mask, _Conflicts]:
    """Which added rows are new, and conflicts with identities that someone else added."""
    present, changed = moved.seen, len(moved.changed)
    cells = pd.concat([moved.changed, moved.added], ignore_index=True).fillna("")
    typed = convert(cells).rows
    known, theirs, ours = identity_codes(seen.typed, present.typed, typed)
    touched = present.typed.index.isin(moved.changed.index.append(moved.removed))
    places = first_places(ours, np.where(touched | np.isin(theirs, known), NOTHING, theirs))
    hit = np.flatnonzero(places != NOTHING)
    there = present.typed.take(places[hit])
    differ = differing_cells(typed.take(hit), there.set_axis(hit), moved.added.columns)
    twice = np.flatnonzero(differ.any(axis=1) | (hit < changed))

    def sentence(pair: int) -> str:
        names = differ.columns[differ.iloc[pair]]
        yours = cells.loc[hit[[pair]], names].iloc[0]
        theirs = cells_of(present, there.index[[pair]], names).iloc[0]
        words = "; ".join(
            f"{_header_text(moved, name)} is {cell_text(theirs[name])} there, "
            f"yours is {cell_text(yours[name])}"
            for name in names
        )
        named = row_label(typed, int(hit[pair]))
        return f"{named} was added by someone else since you looked{': ' if words else ''}{words}."

    fresh = np.ones(len(cells), bool)
    fresh[hit] = False
    return fresh[changed:], _Conflicts(len(twice), map(sentence, twice.tolist()))
