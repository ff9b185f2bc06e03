"""From a table with its columns read to rows of the schema: one for each arm at each visit.

A column may belong to one visit, one arm or one outcome (a block), or to all of them. Each row of
the table gives a row for every block at which it says anything.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.arrays import Mask
from lib.studies.encoded import Encoded
from lib.studies.headers.header_meaning import header_meaning
from lib.studies.headers.visit_times import read_time
from lib.studies.intake.cell_values import as_float, read_cell
from lib.studies.intake.columns.column_use import (
    AUTHOR,
    KEEP,
    MEASURE,
    NO,
    PATIENT,
    VALUE_UNIT,
    YES,
    Block,
    ColumnUse,
)
from lib.studies.intake.questions import Answers
from lib.studies.intake.rows.arm_labels import event_arms, split_sizes
from lib.studies.intake.rows.measures import (
    NOT_REPORTED,
    OPEN,
    OTHER_UNIT,
    MeasureCells,
    measure_cells,
)
from lib.studies.intake.rows.times import Times, read_times
from lib.studies.intake.tables.table import Table
from lib.studies.reading.durations import format_months
from lib.studies.schema import ASSUMED, BY_NAME, COLUMNS

# Percents may be printed with different decimals.
_ROUNDING = {"rate_pct": 0.51, "ci_low_pct": 0.51, "ci_high_pct": 0.51}
_FACTOR = re.compile(r"([A-Za-z_.]\w*)=([^=]+)")
_PLAIN = tuple(column.name for column in COLUMNS)


@dataclass(frozen=True, eq=False)
class DraftRows:
    """Rows of the schema as text, before they are checked.

    Attributes
    ----------
    cells
        Columns of the schema that the table states, then extra columns by their headers;
        numbered from 0.
    headers
        The header of the file for each column.
    sources
        The row of the file that each comes from.
    blocks
        The block that each comes from; an index of `kinds`.
    is_open
        Rows that hang on a question.
    is_baseline, is_unreported, is_other
        Rows from before treatment; whose result is not reported; measured in another unit.
    conversions
        Times that were converted, as typed, in months.
    conflicts
        For each row, what two columns say differently of the same number; "" if nothing.
    blank_visits
        How many blocks of how many rows said nothing.
    notes
        Sentences on what was supposed.
    """

    cells: pd.DataFrame
    headers: Mapping[str, str]
    sources: np.ndarray
    blocks: np.ndarray
    kinds: Sequence[Block]
    is_open: Mask
    is_baseline: Mask
    is_unreported: Mask
    is_other: Mask
    conversions: Mapping[str, float]
    conflicts: np.ndarray
    blank_visits: int = 0
    notes: Sequence[str] = field(default_factory=tuple)

    def take(self, kept: Mask) -> "DraftRows":
        """Only some of the rows."""
        states = ("is_open", "is_baseline", "is_unreported", "is_other")
        arrays = (*states, "sources", "blocks", "conflicts")
        taken = {name: getattr(self, name)[kept] for name in arrays}
        cells = self.cells[kept].reset_index(drop=True)
        same = {
            name: getattr(self, name)
            for name in ("headers", "kinds", "conversions", "blank_visits", "notes")
        }
        return DraftRows(cells=cells, **taken, **same)


@dataclass(eq=False)
class _ReadTable:
    """A table while its blocks are made."""

    table: Table
    uses: Mapping[str, ColumnUse]
    for_all: Mapping[str, str]
    measures: dict[str, MeasureCells]
    times: dict[str, Times]
    plain: dict[str, pd.Series]
    is_wide: bool
    notes: dict[str, None]

    @property
    def count(self) -> int:
        return len(self.table.cells)

    def blank(self) -> pd.Series:
        return pd.Series("", self.table.cells.index, dtype="str")


def arrange(
    table: Table, uses: Mapping[str, ColumnUse], for_all: Mapping[str, str], answers: Answers
) -> DraftRows:
    """Make rows of the schema of a table whose columns are read."""
    kinds = find_blocks(uses.values())
    source = _source(table, uses, for_all, answers, kinds)
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


def _source(
    table: Table,
    uses: Mapping[str, ColumnUse],
    for_all: Mapping[str, str],
    answers: Answers,
    kinds: Sequence[Block],
) -> _ReadTable:
    unit = next((header for header, use in uses.items() if use.means == VALUE_UNIT), None)
    units = table.cells[unit] if unit else None
    is_single = is_row_a_patient(table, uses)
    measures = {
        header: measure_cells(table.cells[header], use, units, is_single)
        for header, use in uses.items()
        if use.is_measure
    }
    times = {
        header: read_times(table.cells[header], use.unit, answers)
        for header, use in uses.items()
        if use.means == "months"
    }
    plain = {
        header: table.cells[header].str.strip()
        for header, use in uses.items()
        if use.means in BY_NAME and not use.is_measure and use.means != "months"
    }
    return _ReadTable(
        table, uses, for_all, measures, times, plain, kinds != [Block()], dict[str, None]()
    )


def is_row_a_patient(table: Table, uses: Mapping[str, ColumnUse]) -> bool:
    """Whether each row says of one patient whether he or she responded."""
    if any(use.means == "n_assessed" for use in uses.values()):
        return False
    if any(use.means == PATIENT for use in uses.values()):
        return True
    results = [
        set(filter(_is_told, (text.strip().casefold() for text in table.cells[header].unique())))
        for header, use in uses.items()
        if use.means in ("response", "responders", "failures")
    ]
    words = set[str]().union(*results)
    if not words & (YES | NO) or not words <= YES | NO:
        return False
    # 0 and 1 alone may be counts; said several times of one arm at one visit they are not.
    return not words <= {"0", "1"} or (len(words) == 2 and _repeats_labels(table, uses))


def _is_told(text: str) -> bool:
    return text in YES | NO or read_cell(text).kind not in ("blank", "not reported")


def _repeats_labels(table: Table, uses: Mapping[str, ColumnUse]) -> bool:
    labels = [
        header
        for header, use in uses.items()
        if use.means in (*BY_NAME, AUTHOR) and not use.is_measure
    ]
    return bool(labels) and bool(table.cells[labels].duplicated().any())


def _rows_of_block(source: _ReadTable, block: Block) -> tuple[pd.DataFrame, dict[str, Mask]]:
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
                columns[name] = _first(columns.get(name), texts)
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
            columns[name] = _first(columns.get(name), source.plain[header])
    frame = pd.DataFrame(columns, index=source.table.cells.index)
    is_open = states == OPEN
    baseline = np.zeros(source.count, bool)
    frame, waits, baseline = _with_times(source, block, chosen, frame)
    frame = _with_labels(source, block, frame)
    frame = _with_counts(source, block, chosen, frame)
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


def _first(kept: pd.Series | None, texts: pd.Series) -> pd.Series:
    return texts if kept is None else kept.where(kept != "", texts)


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


def _add_marks(notes: np.ndarray, source: _ReadTable, header: str, held: MeasureCells) -> None:
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
    source: _ReadTable, block: Block, chosen: Sequence[str], frame: pd.DataFrame
) -> tuple[pd.DataFrame, Mask, Mask]:
    none = np.zeros(source.count, bool)
    if block.months is not None:
        return frame.assign(months=format_months(block.months)), none, none
    header = next((header for header in chosen if header in source.times), None)
    if header is None:
        return frame, none, none
    held = source.times[header]
    return frame.assign(months=held.months), held.is_open, held.is_baseline


def _with_labels(source: _ReadTable, block: Block, frame: pd.DataFrame) -> pd.DataFrame:
    """The study of its parts, the arm of the block, the outcome of block and measure."""
    frame = frame.copy()
    parts = [header for header, use in source.uses.items() if use.means == AUTHOR]
    if parts and "study" not in frame:
        frame["study"] = study_labels(source.table.cells, parts, frame.get("year"))
    if block.arm and "arm" not in frame:
        if "treatment" in frame and (frame["treatment"] != "").any():
            frame["arm"] = frame["treatment"]
        else:
            frame["arm"] = f"arm {block.arm}" if block.arm.isdecimal() else block.arm
    if "arm" not in frame and "treatment" in frame and "arm" not in source.for_all:
        frame["arm"] = frame["treatment"]
        source.notes["The arm is named by the treatment."] = None
    if "arm" not in frame and "arm" not in source.for_all:
        frame = _with_event_arms(source, frame)
    if "arm" in frame:
        frame = _with_sizes(source, frame.assign(arm=_without_factor(frame["arm"])))
    named = [header for header, use in source.uses.items() if use.means == MEASURE]
    outcome = frame.get("outcome")
    if outcome is None:
        outcome = _outcome_beside_time(source)
    for extra in (*(source.table.cells[header].str.strip() for header in named), block.outcome):
        told = extra if isinstance(extra, pd.Series) else pd.Series(extra, frame.index, dtype="str")
        if (told != "").any():
            outcome = told if outcome is None else (outcome + ", " + told).str.strip(", ")
    return frame if outcome is None else frame.assign(outcome=outcome)


def _outcome_beside_time(source: _ReadTable) -> pd.Series | None:
    """What the labels of rows say beside a time: Response, in ``Response at month 3``."""
    for header, times in source.times.items():
        is_label = header_meaning(header).column not in ("months", "visit", "year", "x")
        if is_label and (times.rests != "").any():
            return times.rests
    return None


def _with_event_arms(source: _ReadTable, frame: pd.DataFrame) -> pd.DataFrame:
    for header in source.times:
        if (arms := event_arms(source.table.cells[header])) is not None:
            source.notes["The arms are numbered as in the names of the events."] = None
            return frame.assign(arm=arms)
    return frame


def _with_sizes(source: _ReadTable, frame: pd.DataFrame) -> pd.DataFrame:
    """Take the number of patients off the labels of arms; it stands for all of their visits."""
    labels, sizes = split_sizes(frame["arm"])
    if not (sizes != "").any():
        return frame
    frame = frame.assign(arm=labels, n_enrolled=_first(frame.get("n_enrolled"), sizes))
    if "treatment" in frame:
        frame["treatment"] = split_sizes(frame["treatment"])[0]
    if "n_assessed" in frame or any(use.means == "n_assessed" for use in source.uses.values()):
        return frame
    source.notes[
        "The number of patients in the arm's label is supposed as the number assessed (n_basis is "
        "assumed)."
    ] = None
    basis = _all(ASSUMED, frame).where(sizes != "", "")
    return frame.assign(n_assessed=sizes, n_basis=_first(frame.get("n_basis"), basis))


def _without_factor(arms: pd.Series) -> pd.Series:
    """``drug=A`` is A, where all arms are told by the same name."""
    held = Encoded.of(arms)
    found = [_FACTOR.fullmatch(text) for text in held.texts.to_pylist() if text]
    if not found or None in found or len({each and each[1] for each in found}) > 1:
        return arms
    bare = pa.array([text.partition("=")[2].strip() for text in held.texts.to_pylist()])
    taken = bare.cast(pa.large_string()).take(pa.array(held.codes))
    return pd.Series(pd.array(taken, dtype="str"), arms.index)


def study_labels(cells: pd.DataFrame, parts: Sequence[str], year: pd.Series | None) -> pd.Series:
    """The author, or other parts of the name, and the year: Smithson 2004."""
    label = pd.Series("", cells.index, dtype="str")
    for header in parts:
        label = (label + " " + cells[header].str.strip()).str.strip()
    if year is None:
        return label
    joined = Encoded.of(label + "\x1f" + year)
    pairs = [text.partition("\x1f") for text in joined.texts.to_pylist()]
    named = [name if not y or y in name else f"{name} {y}" for name, _, y in pairs]
    taken = pa.array(named, pa.large_string()).take(pa.array(joined.codes))
    return pd.Series(pd.array(taken, dtype="str"), cells.index)


def _with_counts(
    source: _ReadTable, block: Block, chosen: Sequence[str], frame: pd.DataFrame
) -> pd.DataFrame:
    """Assessed that the header states; failures turned round; one N for all visits."""
    frame = frame.copy()
    stated = next((u.assessed for u in map(source.uses.__getitem__, chosen) if u.assessed), None)
    if stated:
        frame["n_assessed"] = _first(frame.get("n_assessed"), _all(str(stated), frame))
    if "failures" in frame or "failed" in frame:
        frame = _turned_round(frame)
    one_for_all = block.months is not None and "n_assessed" not in frame
    if one_for_all and {"responders", "n_enrolled"} <= {*frame.columns}:
        counted = (frame["responders"] != "") & (frame["n_enrolled"] != "")
        if counted.any():
            frame["n_assessed"] = frame["n_enrolled"].where(counted, "")
            frame["n_basis"] = _all(ASSUMED, frame).where(counted, "")
            source.notes[
                "One number of patients stands for all visits: it is taken as the number enrolled, "
                "and supposed as the number assessed (n_basis is assumed)."
            ] = None
    return frame


def _all(text: str, frame: pd.DataFrame) -> pd.Series:
    return pd.Series(text, frame.index, dtype="str")


def _turned_round(frame: pd.DataFrame) -> pd.DataFrame:
    """Responders are the assessed who did not fail."""
    failures = frame.get("failures", _all("", frame))
    failed = frame.get("failed", _all("", frame))
    assessed = frame.get("n_assessed", _all("", frame))
    responders = [
        str(int(n) - int(f)) if f.isdecimal() and n.isdecimal() else ""
        for f, n in zip(failures, assessed, strict=True)
    ]
    rates = [_rest_of_hundred(text) for text in failed]
    out = frame.drop(columns=["failures", "failed"], errors="ignore")
    whole = [
        str(int(r) + int(f)) if r.isdecimal() and f.isdecimal() else ""
        for r, f in zip(frame.get("responders", _all("", frame)), failures, strict=True)
    ]
    out["n_assessed"] = _first(frame.get("n_assessed"), _texts(whole, frame))
    out["responders"] = _first(frame.get("responders"), _texts(responders, frame))
    out["rate_pct"] = _first(frame.get("rate_pct"), _texts(rates, frame))
    return out


def _texts(texts: Sequence[str], frame: pd.DataFrame) -> pd.Series:
    return pd.Series(pd.array(texts, dtype="str"), frame.index)


def _rest_of_hundred(text: str) -> str:
    try:
        value = 100 - float(text.replace(",", "."))
    except ValueError:
        return text
    decimals = len(text.replace(",", ".").partition(".")[2])
    return f"{value:.{decimals}f}"


def _extra_columns(source: _ReadTable) -> dict[str, str]:
    """The header of each extra column, by a name that is none of the schema's."""
    extras: dict[str, str] = {}
    for header, use in source.uses.items():
        if use.means in (KEEP, PATIENT):
            name = header
            while name in _PLAIN or name in extras:
                name = f"{name} (in the file)"
            extras[name] = header
    return extras


def _headers(source: _ReadTable, cells: pd.DataFrame) -> dict[str, str]:
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
