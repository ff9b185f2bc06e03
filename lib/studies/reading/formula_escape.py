"""Escape text that a spreadsheet would run as a formula, and reverse it.

A spreadsheet shows a text as it is if an apostrophe precedes it. A text that already starts with
apostrophes gets one more, so that unescaping gives back every text unchanged.
"""

import re
from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_START = "'*[=+\\-@\t\r]"
_FORMULA = re.compile(_START)
_ESCAPE = re.compile(f"'{_START}")
_NUMBER = re.compile(r"[+-](?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")


def escape_formula(text: str) -> str:
    """Put an apostrophe before a text that starts like a formula, unless it is a plain number.

    Leading apostrophes are skipped in this: ``'=1`` becomes ``''=1``.
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unescape_formula(text: str) -> str:
    """Remove the apostrophe that `escape_formula` adds, so that every text comes back unchanged."""
    return text[1:] if _ESCAPE.match(text) else text


def escape_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Escape every text of a frame; columns of other types stay as they are."""
    return _change_cells(frame, _FORMULA, escape_formula)


def unescape_column(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, int]:
    """Reverse `escape_formula` in a column of texts, and count the cells that change."""
    hit = pc.starts_with(column, "'")
    if not pc.any(hit).as_py():
        return column, 0
    texts = column.filter(hit).to_pylist()
    plain = [unescape_formula(text) for text in texts]
    whole, mask = pa.concat_arrays(column.chunks), pa.concat_arrays(hit.chunks)
    changed = pc.replace_with_mask(whole, mask, pa.array(plain, column.type))
    return pa.chunked_array([changed]), sum(map(str.__ne__, texts, plain))


def _change_cells(
    frame: pd.DataFrame, pattern: re.Pattern[str], change: Callable[[str], str]
) -> pd.DataFrame:
    """Change the cells that match; if none do, return the same frame."""
    changed = frame
    for name in frame.columns[frame.dtypes == "str"]:
        # Few texts match, and finding them is far faster than a call for each text.
        hit = frame[name].str.match(pattern.pattern)
        if hit.any():
            changed = frame.copy(deep=False) if changed is frame else changed
            changed[name] = frame[name].mask(hit, frame.loc[hit, name].map(change))
    return changed
