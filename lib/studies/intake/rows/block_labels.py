"""The labels of rows: the study, the arm and the outcome."""

import re
from collections.abc import Sequence

import pandas as pd

from lib.studies.encoded import Encoded
from lib.studies.headers.header_meaning import header_meaning
from lib.studies.intake.columns.column_use import (
    AUTHOR,
    MEASURE,
    Block,
)
from lib.studies.intake.rows.arm_labels import event_arms, split_sizes
from lib.studies.intake.rows.table_parts import (
    TableParts,
    first_of,
    text_column,
)
from lib.studies.schema import ASSUMED

_FACTOR = re.compile(r"([A-Za-z_.]\w*)=([^=]+)")


def with_labels(source: TableParts, block: Block, frame: pd.DataFrame) -> pd.DataFrame:
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


def _outcome_beside_time(source: TableParts) -> pd.Series | None:
    """What the labels of rows say beside a time: Response, in ``Response at month 3``."""
    for header, times in source.times.items():
        is_label = header_meaning(header).column not in ("months", "visit", "year", "x")
        if is_label and (times.rests != "").any():
            return times.rests
    return None


def _with_event_arms(source: TableParts, frame: pd.DataFrame) -> pd.DataFrame:
    for header in source.times:
        if (arms := event_arms(source.table.cells[header])) is not None:
            source.notes["The arms are numbered as in the names of the events."] = None
            return frame.assign(arm=arms)
    return frame


def _with_sizes(source: TableParts, frame: pd.DataFrame) -> pd.DataFrame:
    """Take the number of patients off the labels of arms; it stands for all of their visits."""
    labels, sizes = split_sizes(frame["arm"])
    if not (sizes != "").any():
        return frame
    frame = frame.assign(arm=labels, n_enrolled=first_of(frame.get("n_enrolled"), sizes))
    if "treatment" in frame:
        frame["treatment"] = split_sizes(frame["treatment"])[0]
    if "n_assessed" in frame or any(use.means == "n_assessed" for use in source.uses.values()):
        return frame
    source.notes[
        "The number of patients in the arm's label is supposed as the number assessed (n_basis is "
        "assumed)."
    ] = None
    basis = text_column(ASSUMED, frame).where(sizes != "", "")
    return frame.assign(n_assessed=sizes, n_basis=first_of(frame.get("n_basis"), basis))


def _without_factor(arms: pd.Series) -> pd.Series:
    """``drug=A`` is A, where all arms are told by the same name."""
    held = Encoded.of(arms)
    found = [_FACTOR.fullmatch(text) for text in held.texts.to_pylist() if text]
    if not found or None in found or len({each and each[1] for each in found}) > 1:
        return arms
    bare = [text.partition("=")[2].strip() for text in held.texts.to_pylist()]
    return held.spread(bare, arms.index)


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
    return joined.spread(named, cells.index)
