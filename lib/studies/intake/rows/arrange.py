"""From a table with its columns read to rows of the schema: one for each arm at each visit.

A column may belong to one visit, one arm or one outcome (a block), or to all of them. Each row of
the table gives a row for every block at which it says anything.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from lib.arrays import Mask
from lib.studies.headers.visit_times import read_time
from lib.studies.intake.cell_values import as_float
from lib.studies.intake.columns.column_use import (
    KEEP,
    PATIENT,
    Block,
    ColumnUse,
)
from lib.studies.intake.questions import Answers
from lib.studies.intake.rows.block_counts import with_counts
from lib.studies.intake.rows.block_labels import with_labels
from lib.studies.intake.rows.draft_rows import DraftRows
from lib.studies.intake.rows.measures import (
    NOT_REPORTED,
    OPEN,
    OTHER_UNIT,
    MeasureCells,
)
from lib.studies.intake.rows.table_parts import TableParts, first_of, table_parts
from lib.studies.intake.tables.table import Table
from lib.studies.reading.durations import format_months
from lib.studies.schema import BY_NAME, COLUMNS

# Percents may be printed with different decimals.
_ROUNDING = {"rate_pct": 0.51, "ci_low_pct": 0.51, "ci_high_pct": 0.51}
_PLAIN = tuple(column.name for column in COLUMNS)


def arrange(
    table: Table,
    uses: Mapping[str, ColumnUse],
    for_all: Mapping[str, str],
    answers: Answers,
    of_patients: bool = False,
) -> DraftRows:
    """Make rows of the schema of a table whose columns are read.

    `of_patients` says that each row of the table is one patient.
    """
    kinds = find_blocks(uses.values())
    source = table_parts(table, uses, for_all, answers, kinds, of_patients)
    made = [_rows_of_block(source, block) for block in kinds]
    held = [each for _, each in made]
    says = np.column_stack([each["says"] for each in held])
    if source.is_wide:
        nothing = ~says.any(axis=1)
        says[nothing, 0] = True
    blank = int(says.size - says.sum()) if source.is_wide else 0
    pieces = []
    for place, (frame, _) in enumerate(made):
        kept = frame[says[:, place]]
        pieces.append(kept.assign(_at=np.flatnonzero(says[:, place]), _block=place))
    whole = pd.concat(pieces, ignore_index=True).fillna("")
    order = np.lexsort((whole["_block"].to_numpy(), whole["_at"].to_numpy()))
    whole = whole.iloc[order].reset_index(drop=True)
    masks = {
        name: np.concatenate([each[name][says[:, at]] for at, each in enumerate(held)])[order]
        for name in ("open", "baseline", "unreported", "other", "conflicts")
    }
    places = whole["_at"].to_numpy(np.int64)
    cells = whole.drop(columns=["_at", "_block"])
    extras = _extra_columns(source)
    for name, header in extras.items():
        cells[name] = table.cells[header].iloc[places].to_numpy()
    conversions = {text: m for times in source.times.values() for text, m in times.made.items()}
    return DraftRows(
        cells=cells.astype("str"),
        headers={**_headers(source, cells), **extras},
        sources=table.cells.index.to_numpy(np.int64)[places],
        blocks=whole["_block"].to_numpy(np.int64),
        kinds=kinds,
        is_open=masks["open"],
        is_baseline=masks["baseline"],
        is_unreported=masks["unreported"],
        is_other=masks["other"],
        conversions=conversions,
        conflicts=masks["conflicts"],
        blank_visits=blank,
        notes=tuple(source.notes),
    )


def find_blocks(uses: Iterable[ColumnUse]) -> list[Block]:
    """The blocks of a table: those of its measures that no other measure's block refines."""
    told = dict.fromkeys(use.block for use in uses if use.is_measure or use.means == "months")
    told = told or {Block(): None}
    blocks = {_joined(a, b) for a in told for b in told if _agree(a, b)}
    arms = {name: at for at, name in enumerate(dict.fromkeys(block.arm for block in told))}
    outcomes = {name: at for at, name in enumerate(dict.fromkeys(block.outcome for block in told))}
    finest = [
        block
        for block in blocks
        if not any(other != block and block.holds(other) for other in blocks)
    ]
    return sorted(
        finest,
        key=lambda block: (outcomes[block.outcome], arms[block.arm], block.months or 0),
    )


def _agree(a: Block, b: Block) -> bool:
    pairs = ((a.months, b.months), (a.arm, b.arm), (a.outcome, b.outcome))
    return all(one in (None, "") or other in (None, "", one) for one, other in pairs)


def _joined(a: Block, b: Block) -> Block:
    return Block(a.months or b.months, a.arm or b.arm, a.outcome or b.outcome)


def _rows_of_block(source: TableParts, block: Block) -> tuple[pd.DataFrame, dict[str, Mask]]:
    """The rows of one block: their columns, and for each row what is to be known of it."""
    columns: dict[str, pd.Series] = {}
    chosen = sorted(
        (header for header, use in source.uses.items() if use.block.holds(block)),
        key=lambda header: -_detail(source.uses[header].block),
    )
    states = np.full(source.count, "", object)
    own_typed = np.zeros(source.count, bool)
    any_value = np.zeros(source.count, bool)
    notes = np.full(source.count, "", object)
    conflicts = np.full(source.count, "", object)
    for header in chosen:
        if header in source.measures:
            held = source.measures[header]
            for name, texts in held.parts.items():
                _add_conflicts(conflicts, name, columns.get(name), texts)
                columns[name] = first_of(columns.get(name), texts)
                if name != "n_assessed":
                    any_value |= (texts != "").to_numpy(bool) & (held.states == "")
            states = np.where(held.states == OPEN, OPEN, states)
            quiet = np.isin(held.states, (NOT_REPORTED, OTHER_UNIT)) & (states == "")
            if source.uses[header].means != "n_assessed":
                states = np.where(quiet, held.states, states)
            if source.uses[header].block != Block():
                own_typed |= held.typed
            _add_marks(notes, source, header, held)
        elif header in source.plain:
            name = source.uses[header].means
            columns[name] = first_of(columns.get(name), source.plain[header])
    frame = pd.DataFrame(columns, index=source.table.cells.index)
    is_open = states == OPEN
    baseline = np.zeros(source.count, bool)
    frame, waits, baseline = _with_times(source, block, chosen, frame)
    frame = with_labels(source, block, frame)
    frame = with_counts(source, block, chosen, frame)
    frame = _with_notes(frame, notes)
    for name, text in source.for_all.items():
        if name not in frame or (frame[name] == "").all():
            frame[name] = _constant(name, text)
    return frame, {
        "says": own_typed if source.is_wide else np.ones(source.count, bool),
        "open": is_open | waits,
        "baseline": baseline,
        "unreported": (states == NOT_REPORTED) & ~any_value,
        "other": (states == OTHER_UNIT) & ~any_value,
        "conflicts": conflicts,
    }


def _detail(block: Block) -> int:
    return sum(each not in (None, "") for each in (block.months, block.arm, block.outcome))


def _add_conflicts(
    conflicts: np.ndarray, name: str, kept: pd.Series | None, texts: pd.Series
) -> None:
    """Note where two columns say different numbers of the same row."""
    if kept is None:
        return
    for place in np.flatnonzero((kept != "") & (texts != "") & (kept != texts)).tolist():
        one, other = as_float(kept.iloc[place]), as_float(texts.iloc[place])
        if one is None or other is None or abs(one - other) > _ROUNDING.get(name, 0):
            conflicts[place] = f"{name} is {kept.iloc[place]} and {texts.iloc[place]}"


def _constant(name: str, text: str) -> str:
    if name != "months":
        return text
    held = read_time(text, "months")
    return format_months(held.months) if held and held.months is not None else text


def _add_marks(notes: np.ndarray, source: TableParts, header: str, held: MeasureCells) -> None:
    """Note the marks that were taken off, and the superscripts of a workbook."""
    for place in np.flatnonzero(held.marks != "").tolist():
        _add_note(notes, place, f"{header}: marked {held.marks[place]}")
    rows = {row: mark for (row, name), mark in source.table.marks.items() if name == header}
    numbers = source.table.cells.index.to_numpy()
    for row, mark in rows.items():
        for place in np.flatnonzero(numbers == row).tolist():
            _add_note(notes, place, f"{header}: marked {mark}")


def _add_note(notes: np.ndarray, place: int, text: str) -> None:
    notes[place] = f"{notes[place]}; {text}" if notes[place] else text


def _with_notes(frame: pd.DataFrame, notes: np.ndarray) -> pd.DataFrame:
    if not (notes != "").any():
        return frame
    told = pd.Series(pd.array(notes.astype(str), dtype="str"), frame.index)
    if "note" not in frame:
        return frame.assign(note=told)
    both = (frame["note"] + "; " + told).str.strip("; ")
    return frame.assign(note=both)


def _with_times(
    source: TableParts, block: Block, chosen: Sequence[str], frame: pd.DataFrame
) -> tuple[pd.DataFrame, Mask, Mask]:
    none = np.zeros(source.count, bool)
    if block.months is not None:
        return frame.assign(months=format_months(block.months)), none, none
    header = next((header for header in chosen if header in source.times), None)
    if header is None:
        return frame, none, none
    held = source.times[header]
    return frame.assign(months=held.months), held.is_open, held.is_baseline


def _extra_columns(source: TableParts) -> dict[str, str]:
    """The header of each extra column, by a name that is none of the schema's."""
    extras: dict[str, str] = {}
    for header, use in source.uses.items():
        if use.means in (KEEP, PATIENT):
            name = header
            while name in _PLAIN or name in extras:
                name = f"{name} (in the file)"
            extras[name] = header
    return extras


def _headers(source: TableParts, cells: pd.DataFrame) -> dict[str, str]:
    """The header of the file that a column of the schema is read from; else its own name."""
    named: dict[str, list[str]] = {}
    for header, use in source.uses.items():
        if use.means in BY_NAME:
            named.setdefault(use.means, []).append(header)
    headers = {
        str(name): named[str(name)][0] if len(named.get(str(name), ())) == 1 else str(name)
        for name in cells.columns
    }
    header = headers.get("months", "")
    if header in source.times and source.times[header].made:
        headers["months"] = f"months (from {header})"  # its cells are not those of the file
    return headers
