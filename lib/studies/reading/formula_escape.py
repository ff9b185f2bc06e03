"""Escape text that a spreadsheet would run as a formula, and reverse it.

A spreadsheet shows a text as it is if an apostrophe precedes it. A text that already starts with
apostrophes gets one more, so that unescaping gives back every text unchanged.

A spreadsheet of another locale may split a cell at a semicolon, tab or line break, whatever
quotation marks stand around it; so the pieces between them are treated like the whole text.
"""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# Programs trim these, or do not show them: spaces, controls, what has no width, byte order marks.
# As characters, not as classes: Arrow and Python differ in what they call a space.
_UNSEEN = (
    "\x01-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    r"\x00"
)
_SIGN = r"[=+@\-＝＋＠－]"  # noqa: RUF001 - a spreadsheet of East Asia takes wide signs, too
_SPLIT = r";\t\r\n"
_START = rf"(?:['\"{_SPLIT}{_UNSEEN}]*{_SIGN}|'*[\t\r])"
_PIECE = rf"['\"{_UNSEEN}]*{_SIGN}"
_FOUND = f"^{_START}|[{_SPLIT}]{_PIECE}"
_ESCAPED = f"^'|[{_SPLIT}]'"

_NUMBER = r" *[+-](?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)? *"
_HEAD = re.compile(rf"(?!{_NUMBER}\Z){_START}")
_ESCAPED_HEAD = re.compile(f"'{_START}")
_INNER = re.compile(rf"(?<=[{_SPLIT}])(?!{_NUMBER}(?:[{_SPLIT}]|\Z))(?={_PIECE})")
_ESCAPED_INNER = re.compile(rf"(?<=[{_SPLIT}])'(?={_PIECE})")


def escape_formula(text: str) -> str:
    """Put an apostrophe before each piece that starts like a formula, unless it is a plain number.

    Leading apostrophes are skipped in this: ``'=1`` becomes ``''=1``.
    """
    inner = _INNER.sub("'", text)
    return f"'{inner}" if _HEAD.match(text) else inner


def unescape_formula(text: str) -> str:
    """Remove what `escape_formula` adds, so that every text comes back unchanged."""
    return _ESCAPED_INNER.sub("", text[1:] if _ESCAPED_HEAD.match(text) else text)


def escape_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Escape every text of a frame, which is the same if none changes; other columns stay."""
    changed = frame
    for name in frame.columns[frame.dtypes == "str"]:
        # Few texts match, and finding them is far faster than a call for each text.
        hit = frame[name].str.contains(_FOUND)
        if hit.any():
            changed = frame.copy(deep=False) if changed is frame else changed
            changed[name] = frame[name].mask(hit, frame.loc[hit, name].map(escape_formula))
    return changed


def unescape_column(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, int]:
    """Reverse `escape_formula` in a column of texts, and count the cells that change."""
    if not pc.any(pc.match_substring(column, "'")).as_py():
        return column, 0  # by far the most columns, and by far the fastest question
    hit = pc.match_substring_regex(column, _ESCAPED)
    if not pc.any(hit).as_py():
        return column, 0
    texts = column.filter(hit).to_pylist()
    plain = [unescape_formula(text) for text in texts]
    whole, mask = pa.concat_arrays(column.chunks), pa.concat_arrays(hit.chunks)
    changed = pc.replace_with_mask(whole, mask, pa.array(plain, column.type))
    return pa.chunked_array([changed]), sum(map(str.__ne__, texts, plain))
