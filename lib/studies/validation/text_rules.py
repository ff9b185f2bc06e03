"""Rules over the characters of a text: each distinct text of a column is looked at once."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.studies.encoded import Encoded
from lib.studies.problems import Facts, Finding
from lib.studies.schema import BY_NAME, LABELS

# Nearly every text is printable ASCII that starts with no sign; only the others are looked at
# one by one.
_SUSPECT = r"^[=+\-@]|[^ -~]"
# A sign alone, or a run of signs, is no formula; nor is >=50%.
_FORMULA = re.compile(r"\A[=+\-@].*[\w(]", re.DOTALL)
_DOI = r"^(10\.[0-9]{4,9}/\S+)?$"
# Not in XML 1.0, so not in a PowerPoint file; a line break or a tab is, but not in a label.
_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
_CONTROL = re.compile(f"[{_FORBIDDEN}]")
_IN_LABEL = re.compile(f"[{_FORBIDDEN}\t\n\r]")
# Soft hyphen, bidirectional marks and overrides, zero-width characters, tags.
INVISIBLE = "\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f"
_HIDDEN = re.compile(f"[{INVISIBLE}]")

Mask = NDArray[np.bool_]


def text_findings(encoded: Mapping[str, Encoded], extras: pd.DataFrame) -> list[Finding]:
    """Every text that breaks a rule of its column, extra columns included."""
    every = {**encoded, **{name: Encoded.of(extras[name]) for name in extras.columns}}
    return [
        Finding(rule, name, held.rows_where(hit, extras.index), _about(held, extras.index, name))
        for name, held in every.items()
        for rule, hit in _hits(name, held.texts)
        if hit.any()
    ]


def _hits(name: str, texts: pa.Array) -> Iterator[tuple[str, Mask]]:
    """Each rule for texts of this column, with the texts that break it."""
    column = BY_NAME.get(name)
    suspects = np.flatnonzero(pc.match_substring_regex(texts, _SUSPECT))
    if len(suspects):
        yield "formula", _matching(texts, suspects, _FORMULA)
        yield "control_character", _matching(texts, suspects, _control(name))
        yield "invisible_character", _matching(texts, suspects, _HIDDEN)
    if name == "doi":
        yield "doi", ~np.asarray(pc.match_substring_regex(texts, _DOI), bool)
    if column and column.longest:
        long = np.asarray(pc.greater(pc.utf8_length(texts), column.longest), bool)
        yield "too_long_label" if name in LABELS else "too_long", long


def _control(name: str) -> re.Pattern[str]:
    return _IN_LABEL if name in LABELS else _CONTROL


def _matching(texts: pa.Array, suspects: NDArray[np.int64], pattern: re.Pattern[str]) -> Mask:
    hit = np.zeros(len(texts), bool)
    held = texts.take(pa.array(suspects)).to_pylist()
    hit[suspects] = [pattern.search(text) is not None for text in held]
    return hit


def _about(held: Encoded, index: pd.Index, name: str) -> Facts:
    column = BY_NAME.get(name)

    def told(row: int) -> dict[str, object]:
        text = held.texts[int(held.codes[index.get_loc(row)])].as_py()
        return {
            "sign": text[:1],
            "length": len(text),
            "most": column.longest if column else "",
            "characters": _listed(_control(name).findall(text) + _HIDDEN.findall(text)),
        }

    return told


def _listed(characters: list[str]) -> str:
    """Characters by code and name, each once."""
    return ", ".join(f"U+{ord(each):04X} ({_named(each)})" for each in dict.fromkeys(characters))


def _named(character: str) -> str:
    plain = {"\t": "tab", "\n": "line break", "\r": "line break"}
    return plain.get(character) or unicodedata.name(character, "control character").lower()
