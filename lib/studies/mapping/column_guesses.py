"""Guess what an unknown column holds from its header and cells; the analyst decides."""

import re
from collections.abc import Callable, Sequence

import pandas as pd
import pyarrow.compute as pc

from lib.studies.encoded import Encoded
from lib.studies.reading.durations import UNIT_OF, Unit, read_duration
from lib.studies.reading.headers import similar_column
from lib.studies.reading.numbers import NOT_STATED, read_number
from lib.studies.schema import BY_NAME, MONTHS_MOST
from lib.studies.spellings import header_key

_LOOKED_AT = 1000  # distinct cells from which a column is guessed
# Headers that often mean a column, but are too vague for `spellings` of the schema.
_TYPICAL = {
    "study": "paper, article, first author, authors, study author, trial name",
    "arm": "intervention, allocation, arm label, randomised to, randomized to",
    "months": "time, time point, fu, fu time, follow up time, duration of follow up",
    "rate_pct": "response, resp, success, success rate, percent success, pct, proportion",
    "responders": "successes, improved, number improved, n improved, n success",
    "n_assessed": "patients, number of patients, n patients, participants, subjects, sample",
    "n_enrolled": "included, n included, number included, itt, n itt, number randomised",
    "ci_low_pct": "lower, lower limit, low, lower bound, ll, lb, 95% ci l",
    "ci_high_pct": "upper, upper limit, high, upper bound, ul, ub, 95% ci u",
    "outcome": "endpoint, end point, definition, criterion, primary outcome",
    "citation": "ref, bibliography, full reference",
}
_COLUMN_OF = {
    header_key(word): name for name, words in _TYPICAL.items() for word in words.split(",")
}
# Words beside a time in a header that add no other meaning.
_AROUND = (
    "after at follow followup for from fu in of on point post since study the time timepoint to "
    "up visit"
)
ABOUT_TIME = frozenset(_AROUND.split())


def split_words(header: str) -> list[str]:
    """A header's words in lower case, with ``%`` as ``pct``."""
    return re.findall(r"[^\W_]+", header.casefold().replace("%", " pct "))


def typical_column(header: str) -> str | None:
    """The schema column that a vague header often means."""
    return _COLUMN_OF.get(header_key(header))


def guess_column(header: str, cells: pd.Series, free: Sequence[str]) -> str | None:
    """Guess which of the free schema columns a header means; None if the cells rule it out."""
    name = typical_column(header) or similar_column(header, free)
    return name if name and name in free and _cells_allow(name, cells) else None


def _cells_allow(name: str, cells: pd.Series) -> bool:
    if BY_NAME[name].kind == "text":
        return True
    return holds_for_most(distinct_texts(cells), is_months if name == "months" else is_number)


def time_unit(header: str, cells: pd.Series) -> Unit | None:
    """The unit if a header and its cells look like a time since treatment; else None."""
    words = split_words(header)
    units = {UNIT_OF[word] for word in words if len(word) > 1 and word in UNIT_OF}
    others = {word for word in words if word not in UNIT_OF}
    if len(units) != 1 or not others <= ABOUT_TIME:
        return None
    (unit,) = units
    return (
        unit if holds_for_most(distinct_texts(cells), lambda text: is_months(text, unit)) else None
    )


def distinct_texts(cells: pd.Series) -> list[str]:
    """The first distinct texts, without blanks and codes for 'not stated'."""
    texts = pc.utf8_trim_whitespace(Encoded.of(cells).texts[: _LOOKED_AT + len(NOT_STATED)])
    return [text for text in texts.to_pylist() if text and text.casefold() not in NOT_STATED]


def holds_for_most(texts: Sequence[str], looks: Callable[[str], bool]) -> bool:
    """Whether at least half of the texts pass, so that a few typing errors do no harm."""
    return 2 * sum(map(looks, texts)) >= len(texts)


def is_number(text: str) -> bool:
    """Whether a cell is a number or a percentage."""
    return read_number(text, BY_NAME["rate_pct"]).value is not None


def is_months(text: str, unit: Unit = "months") -> bool:
    """Whether a cell may be a time in this unit, or in a unit that the cell names."""
    held = read_duration(text, unit, read_units=True)
    return held is not None and held.months is not None and 0 <= held.months <= MONTHS_MOST


def is_row_numbering(cells: pd.Series) -> bool:
    """Whether the cells only number the rows, from 0 or from 1."""
    held = cells.tolist()
    start = {"0": 0, "1": 1}.get(held[0]) if held else None
    return start is not None and held == [str(start + place) for place in range(len(held))]
