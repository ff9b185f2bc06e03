"""The columns of a table while they are read: their words, their cells and what is settled."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib.studies.encoded import Encoded
from lib.studies.headers.header_meaning import HeaderMeaning
from lib.studies.intake.cell_values import as_float, read_cell
from lib.studies.intake.columns.column_use import (
    COUNT_PERCENT,
    MEASURES,
    NO,
    PERCENT_COUNT,
    RESPONSE,
    YES,
    ColumnUse,
)
from lib.studies.intake.tables.table import Table

_LOOKED_AT = 1000  # distinct cells of a column that are looked at
_RESULTS = frozenset({"value", "not reported", "bound", "about", "date", "error"})


@dataclass(frozen=True)
class Proposal:
    """What a column is read as.

    Attributes
    ----------
    why
        A sentence; "" where the header says it outright.
    is_certain
        Whether the header or a person says it; else it is to be accepted.
    is_curve
        Whether it is the estimate of a Kaplan-Meier curve.
    """

    use: ColumnUse
    why: str = ""
    is_certain: bool = True
    is_curve: bool = False


Proposals = dict[str, Proposal]


def uses_of(proposals: Proposals) -> dict[str, ColumnUse]:
    """Give the use alone of each column."""
    return {header: each.use for header, each in proposals.items()}


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a table, while they are read.

    Attributes
    ----------
    words
        What each header says.
    found
        What is settled so far.
    said
        The headers of columns whose use a person says: no step changes it.
    """

    table: Table
    words: Mapping[str, HeaderMeaning]
    found: Proposals
    said: frozenset[str]

    @property
    def open(self) -> list[str]:
        """The headers without a use."""
        return [header for header in self.table.headers if header not in self.found]

    def unsaid(self, proposals: Proposals) -> Proposals:
        """Those proposals that no person decides."""
        return {header: each for header, each in proposals.items() if header not in self.said}

    def texts(self, header: str) -> list[str]:
        """The distinct cells, without blanks."""
        held = Encoded.of(self.table.cells[header]).texts[:_LOOKED_AT].to_pylist()
        return [text.strip() for text in held if text.strip()]

    def numbers(self, header: str) -> list[float]:
        """The distinct cells that are one number in one reading."""
        values = [as_float(read_cell(text).number) for text in self.texts(header)]
        return [value for value in values if value is not None]

    def means(self, *meanings: str) -> bool:
        """Whether some column is read as one of these."""
        return any(each.use.means in meanings for each in self.found.values())

    def says(self, *meanings: str) -> bool:
        """Whether some header's words say one of these."""
        return any(self.words[header].column in meanings for header in self.table.headers)


def looks_like_results(columns: Columns, header: str) -> bool:
    """Whether at least half of the cells are results, and some are numbers."""
    kinds = [read_cell(text).kind for text in columns.texts(header)]
    return "value" in kinds and 2 * sum(kind in _RESULTS for kind in kinds) >= len(kinds)


def says_yes_and_no(columns: Columns, header: str) -> bool:
    texts = {text.casefold() for text in columns.texts(header)}
    return bool(texts) and texts <= (YES | NO)


def all_numbers(texts: Iterable[str]) -> bool:
    return all(read_cell(text).kind == "value" for text in texts)


def measure_use(meaning: HeaderMeaning) -> ColumnUse:
    """The measure that a header's words name; else a response of which the unit is open."""
    if meaning.column == "survival":
        return ColumnUse("rate_pct", meaning.unit)
    if meaning.column == RESPONSE and meaning.parts:
        pair = {"responders rate_pct": COUNT_PERCENT, "rate_pct responders": PERCENT_COUNT}
        return ColumnUse(RESPONSE, pair.get(" ".join(meaning.parts), ""))
    if meaning.column == "n_enrolled":
        return ColumnUse(meaning.column)
    if meaning.column in MEASURES:
        return ColumnUse(meaning.column, meaning.unit)
    return ColumnUse(RESPONSE, meaning.unit)


def own_words(header: str) -> str:
    """A header without the letter that tells it from another."""
    return re.sub(r" \(column [A-Z]+\)$", "", header)


def are_counts(columns: Columns, header: str) -> bool:
    """Whether no cell is a percent or a pair, as in a column of patients."""
    cells = [read_cell(text) for text in columns.texts(header)]
    return not any(cell.is_percent or cell.has_pair or cell.second for cell in cells)


def are_composite(columns: Columns, header: str, with_percents: bool = False) -> bool:
    """Whether most cells are a pair, or a count with a percent; or just have a percent sign."""
    cells = [read_cell(text) for text in columns.texts(header)]
    values = [cell for cell in cells if cell.kind == "value"]
    clear = [c for c in values if c.has_pair or c.second or (with_percents and c.is_percent)]
    return 2 * len(clear) > len(values) > 0
