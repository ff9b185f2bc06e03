"""A table of a file: its header, its rows of data, and what stands around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

TITLE, COMMENT, FOOTNOTE, BAND = "title", "comment", "footnote", "band"
HEADER_AGAIN, HIDDEN, BESIDE, COPY = "header again", "hidden", "beside", "copy"
TOTAL, BASELINE, NOT_REPORTED, NO_RESULT = "total", "baseline", "not reported", "no result"

WORDS = {
    TITLE: "it stands above the header",
    COMMENT: "it is a comment",
    FOOTNOTE: "it is text under the table",
    BAND: "it names the rows below it",
    HEADER_AGAIN: "it repeats the header",
    HIDDEN: "it is hidden in the workbook",
    BESIDE: "it stands beside the table",
    COPY: "it repeats another row",
    TOTAL: "it is a total of other rows",
    BASELINE: "it is from before the treatment",
    NOT_REPORTED: "its result is not reported",
    NO_RESULT: "it is measured in another unit",
}


@dataclass(frozen=True)
class SetAside:
    """What is not read as data, and why.

    Attributes
    ----------
    row
        As a spreadsheet numbers it.
    kind
        One of `WORDS`.
    text
        Its cells, in short.
    detail
        What else is to be said, as a part of a sentence: ``rows 2, 3 and 4 add up to it``.
    """

    row: int
    kind: str
    text: str = ""
    detail: str = ""

    @property
    def why(self) -> str:
        return f"{WORDS[self.kind]}{f': {self.detail}' if self.detail else ''}"


@dataclass(frozen=True, eq=False)
class Table:
    """A table of text.

    Attributes
    ----------
    cells
        A column for each header, in the order of the file; indexed by `row`, as a spreadsheet
        numbers it.
    header_row
        The row of the first header; 0 if there is none.
    header_rows
        How many rows the header takes.
    titles
        The texts above the header.
    marks
        By row and header, the superscript of a cell.
    ragged
        By row, the cells of rows with more or fewer cells than the header.
    merged, filled
        By header, how many blank cells were filled from the cell above, because they are merged
        (`merged`) or because a label stands for all rows below it (`filled`).
    hidden
        The headers of columns that are hidden in the workbook.
    known
        How many columns have a header that means something.
    unsaved
        By row and header, cells with a formula whose result is not in the file; they are blank.
    """

    cells: pd.DataFrame
    header_row: int = 1
    header_rows: int = 1
    titles: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    marks: Mapping[tuple[int, str], str] = field(default_factory=dict)
    ragged: Mapping[int, list[str]] = field(default_factory=dict)
    merged: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    known: int = 0
    unsaved: frozenset[tuple[int, str]] = frozenset()

    @property
    def headers(self) -> list[str]:
        return [str(header) for header in self.cells.columns]
