"""Match the rows of two tables by identity, and find cells that differ in meaning."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.arrays import Mask
from lib.studies.encoded import Codes, Encoded, together
from lib.studies.problems import visible
from lib.studies.schema import BY_NAME, IDENTITY, LABELS, SERIES
from lib.studies.validation.validate import Checked

NOTHING = -1
MOST_TOLD = 20
"""Rows that are described one by one; the others are only counted."""

_UNREADABLE = ("not_a_number", "ambiguous_number", "not_whole")


def identity_codes(*tables: pd.DataFrame) -> list[Codes]:
    """Code each row's identity, over all typed tables; NOTHING where a row has none."""
    both = pd.concat([table[list(IDENTITY)] for table in tables], ignore_index=True)
    months = pd.factorize(both["months"])[0].astype(np.int64)
    series = [Encoded.of(both[name]).codes for name in SERIES]
    labelled = [(both[name] != "").to_numpy(bool) for name in LABELS]
    known = np.logical_and.reduce([*labelled, months != NOTHING])
    codes = np.where(known, together([*series, months + 1]), NOTHING)
    return list(np.split(codes, np.cumsum([len(table) for table in tables])[:-1]))


def first_places(wanted: Codes, held: Codes) -> Codes:
    """The first position in `held` of each wanted code; NOTHING if it is not there."""
    size = max(wanted.max(initial=NOTHING), held.max(initial=NOTHING)) + 2
    first = np.full(size, NOTHING, np.int64)
    # The code NOTHING writes to the last position, which is reset here.
    first[held[::-1]] = np.arange(len(held))[::-1]
    first[NOTHING] = NOTHING
    return first[wanted]


def differing_cells(one: pd.DataFrame, other: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Which cells of two typed tables with paired rows differ in meaning.

    Compares the named columns that are not part of the identity. A missing column counts as blank.
    """
    compared = [name for name in names if name not in IDENTITY]
    return pd.DataFrame({name: _cells_differ(name, one, other) for name in compared}, one.index)


def _cells_differ(name: str, one: pd.DataFrame, other: pd.DataFrame) -> Mask:
    column = BY_NAME.get(name)
    if column is None or column.kind == "text":
        return _mask(pc.not_equal(_texts(name, one), _texts(name, other)))
    differ = _numbers_differ(_numbers(name, one), _numbers(name, other))
    if name == "rate_pct":
        # 79 and 79.0 differ in precision, and so in the counts that could give them.
        differ |= _numbers_differ(_numbers("rate_decimals", one), _numbers("rate_decimals", other))
    return differ


def _mask(truths: object) -> Mask:
    mask: Mask = np.asarray(truths, bool)
    return mask


def _texts(name: str, rows: pd.DataFrame) -> pa.Array:
    if name not in rows:
        return pa.array([""] * len(rows), pa.large_string())
    texts = pa.array(rows[name].array, pa.large_string())
    return texts if name in BY_NAME else pc.utf8_trim_whitespace(texts)


def _numbers(name: str, rows: pd.DataFrame) -> NDArray[np.float64]:
    return rows[name].to_numpy(np.float64, na_value=np.nan)


def _numbers_differ(one: NDArray[np.float64], other: NDArray[np.float64]) -> Mask:
    return _mask((one != other) & ~(np.isnan(one) & np.isnan(other)))


def unreadable_numbers(checked: Checked, name: str, rows: pd.Index) -> Mask:
    """Which of these rows hold a number that cannot be read, and so are not blank."""
    hit = [
        each.rows
        for each in checked.findings
        if each.column == name and each.rule.name in _UNREADABLE
    ]
    if not hit:
        return np.zeros(len(rows), bool)
    unread: Mask = rows.isin(np.concatenate(hit))
    return unread


def row_label(typed: pd.DataFrame, row: int) -> str:
    """Name a row of a typed table by its study, arm and months; by its number if it has none."""
    if row not in typed.index:
        return f"Row {row}"
    study, arm, months = typed.loc[[row], [*LABELS, "months"]].iloc[0]
    month = "" if np.isnan(months) else f"{months:g} month{'' if months == 1 else 's'}"
    return ", ".join(part for part in (visible(study), visible(arm), month) if part) or f"Row {row}"


def cell_text(cell: str) -> str:
    """A cell's text for use in a sentence."""
    return visible(cell) or "blank"


def append_rest(sentences: Sequence[str], count: int, more: str) -> list[str]:
    """Append how many sentences are not listed, of `count` in all."""
    rest = count - len(sentences)
    return [*sentences, *([f"{rest:,} more {more}"] if rest else [])]
