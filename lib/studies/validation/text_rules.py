"""Rules over the characters of a text: each distinct text of a column is looked at once."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.arrays import Mask
from lib.studies.doi import DOI_PATTERN
from lib.studies.encoded import Encoded
from lib.studies.problems import Facts, Finding
from lib.studies.rules import Rule
from lib.studies.schema import BY_NAME, COLUMNS, LABELS

# Nearly every text is printable ASCII that starts with no sign; only the others are looked at
# one by one.
_SUSPECT = r"^[=+\-@]|[^ -~]"
# A sign alone, or a run of signs, is no formula; nor is >=50%.
_FORMULA = re.compile(r"\A[=+\-@].*[\w(]", re.DOTALL)
_DOI_OR_BLANK = f"^({DOI_PATTERN})?$"
# Not in XML 1.0, so not in a PowerPoint file; a line break or a tab is, but not in a label.
_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
_CONTROL = re.compile(f"[{_FORBIDDEN}]")
_IN_LABEL = re.compile(f"[{_FORBIDDEN}\t\n\r]")
# Soft hyphen, bidirectional marks and overrides, zero-width characters, tags.
INVISIBLE = "\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f"
_HIDDEN = re.compile(f"[{INVISIBLE}]")

_LIMITED = [column.name for column in COLUMNS if column.longest and column.name not in LABELS]


@dataclass(frozen=True)
class Texts:
    """The distinct texts of a column, and the places among them of those worth a closer look."""

    name: str
    texts: pa.Array
    suspects: NDArray[np.int64]

    def matching(self, pattern: re.Pattern[str]) -> Mask:
        hit = np.zeros(len(self.texts), bool)
        if not self.suspects.size:
            return hit
        held = self.texts.take(pa.array(self.suspects)).to_pylist()
        hit[self.suspects] = [pattern.search(text) is not None for text in held]
        return hit


@dataclass(frozen=True)
class TextRule(Rule):
    """A rule over the characters of a text; `broken` says which of a column's texts break it."""

    broken: Callable[[Texts], Mask]
    applies: Callable[[str], bool] = lambda _name: True


def text_findings(encoded: Mapping[str, Encoded], extras: pd.DataFrame) -> list[Finding]:
    """Every text that breaks a rule of its column, extra columns included."""
    every = {**encoded, **{name: Encoded.of(extras[name]) for name in extras.columns}}
    return [
        Finding(rule, name, held.rows_where(hit, extras.index), _about(held, extras.index, name))
        for name, held in every.items()
        if not held.is_blank
        for rule, hit in _hits(_texts_of(name, held.texts))
        if hit.any()
    ]


def _texts_of(name: str, texts: pa.Array) -> Texts:
    return Texts(name, texts, np.flatnonzero(pc.match_substring_regex(texts, _SUSPECT)))


def _hits(texts: Texts) -> Iterator[tuple[TextRule, Mask]]:
    """Each rule for texts of this column, with the texts that break it."""
    return ((rule, rule.broken(texts)) for rule in RULES if rule.applies(texts.name))


def _control(name: str) -> re.Pattern[str]:
    return _IN_LABEL if name in LABELS else _CONTROL


def _no_doi(texts: Texts) -> Mask:
    return ~np.asarray(pc.match_substring_regex(texts.texts, _DOI_OR_BLANK), bool)


def _too_long(texts: Texts) -> Mask:
    longest = BY_NAME[texts.name].longest
    return np.asarray(pc.greater(pc.utf8_length(texts.texts), longest), bool)


def _about(held: Encoded, index: pd.Index, name: str) -> Facts:
    column = BY_NAME.get(name)

    def words(row: int) -> dict[str, object]:
        text = held.texts[int(held.codes[index.get_loc(row)])].as_py()
        return {
            "sign": text[:1],
            "length": len(text),
            "most": column.longest if column else "",
            "characters": _character_list(_control(name).findall(text) + _HIDDEN.findall(text)),
        }

    return words


def _character_list(characters: list[str]) -> str:
    """Characters by code and name, each once."""
    return ", ".join(
        f"U+{ord(each):04X} ({_character_name(each)})" for each in dict.fromkeys(characters)
    )


def _character_name(character: str) -> str:
    plain = {"\t": "tab", "\n": "line break", "\r": "line break"}
    return plain.get(character) or unicodedata.name(character, "control character").lower()


FORMULA = TextRule(
    "formula",
    "A text is no formula",
    "warning",
    ("every text",),
    "The text starts with '{sign}', so a spreadsheet would run it as a formula.",
    "Put a word in front of it. The row is used.",
    lambda texts: texts.matching(_FORMULA),
)
CONTROL_CHARACTER = TextRule(
    "control_character",
    "A text has no control characters",
    "error",
    ("every text",),
    "The text contains {characters}, which cannot be shown or exported.",
    "Delete it; retyping the cell is the surest way.",
    lambda texts: texts.matching(_control(texts.name)),
)
INVISIBLE_CHARACTER = TextRule(
    "invisible_character",
    "A text has no invisible characters",
    "warning",
    ("every text",),
    "The text contains {characters}, which cannot be seen.",
    "Delete it; retyping the cell is the surest way.",
    lambda texts: texts.matching(_HIDDEN),
)
DOI = TextRule(
    "doi",
    "A DOI is written as one",
    "warning",
    ("doi",),
    "'{value}' does not look like a DOI, so it will not be linked.",
    "A DOI starts with '10.', for instance {example}; put other references in the citation.",
    _no_doi,
    lambda name: name == "doi",
)
TOO_LONG = TextRule(
    "too_long",
    "A text is not too long",
    "warning",
    tuple(_LIMITED),
    "The text has {length} characters; {header} is meant for at most {most}.",
    "Shorten it, and move the rest to the note.",
    _too_long,
    lambda name: name in _LIMITED,
)
TOO_LONG_LABEL = TextRule(
    "too_long_label",
    "A label is not too long",
    "error",
    LABELS,
    "The text has {length} characters; {header} may have {most}, because it is part of links.",
    "Choose a short label, and move the rest to the note.",
    _too_long,
    lambda name: name in LABELS,
)
RULES = (FORMULA, CONTROL_CHARACTER, INVISIBLE_CHARACTER, DOI, TOO_LONG, TOO_LONG_LABEL)
