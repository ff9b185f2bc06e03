"""Text that a spreadsheet would run as a formula, made harmless, and back to what was typed.

An apostrophe in front makes a spreadsheet show the text as it is. Texts that have apostrophes there
already get one more, so that each can be told from every other and comes back unchanged.
"""

import re
from collections.abc import Callable

import pandas as pd

_START = "'*[=+\\-@\t\r]"
_FORMULA = re.compile(_START)
_ESCAPE = re.compile(f"'{_START}")
_NUMBER = re.compile(r"[+-](?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")


def escape_formula(text: str) -> str:
    """Put an apostrophe before a text that starts like a formula, unless it is a plain number.

    Apostrophes in front of it are looked past: ``'=1`` becomes ``''=1``.
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unescape_formula(text: str) -> str:
    """Remove the apostrophe that `escape_formula` adds, so that every text comes back unchanged."""
    return text[1:] if _ESCAPE.match(text) else text


def escape_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Make every text of a frame harmless; columns that are no text are left alone."""
    return _change_cells(frame, _FORMULA, escape_formula)


def unescape_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn a frame from `escape_cells` back to the texts that it was made from."""
    return _change_cells(frame, _ESCAPE, unescape_formula)


def _change_cells(
    frame: pd.DataFrame, pattern: re.Pattern[str], change: Callable[[str], str]
) -> pd.DataFrame:
    """The frame with the cells that match changed; the same frame when there are none."""
    changed = frame
    for name in frame.columns[frame.dtypes == "str"]:
        # Few texts start so, and finding them is far quicker than a call for each.
        hit = frame[name].str.match(pattern.pattern)
        if hit.any():
            changed = frame.copy(deep=False) if changed is frame else changed
            changed[name] = frame[name].mask(hit, frame.loc[hit, name].map(change))
    return changed
