"""The tables of a web page, as programs also save them under the name .xls, to sheets."""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from lib.studies.problems import Finding, facts
from lib.studies.reading.delimited.encoding import NOT_TEXT, TOO_LARGE
from lib.studies.reading.grid import Grid, Merge, Place, Sheet
from lib.studies.reading.limits import (
    COLUMNS_MOST,
    RefusedError,
    require_column_limit,
    require_row_limit,
)
from lib.studies.reading.stack import stack_rows

MOST_MEGABYTES = 10  # of a page; reading it is slow

_START = re.compile(
    rb"\s*+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype html|html|head|body|table|div|meta|style)",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_TABLES_MOST = 1000
_CHUNK = 1 << 18  # characters
_SPANS_MOST = 10_000  # rows that a cell may span
_SILENT = frozenset({"script", "style", "template", "noscript", "title"})
_BREAKS = frozenset({"br", "p", "div", "li"})


def is_html(data: bytes) -> bool:
    """Whether a file is a web page with a table."""
    return bool(_START.match(data[:5000])) and b"<table" in data.lower()


def page_encoding(data: bytes) -> str | None:
    """The encoding that a page says it has."""
    found = _CHARSET.search(data[:5000])
    return found[1].decode().lower() if found else None


def read_html(text: str) -> tuple[Sheet, ...]:
    """Read every table of a page that has a text; RefusedError if the page is too large."""
    if len(text) > MOST_MEGABYTES * 1_000_000:
        size = f"{len(text) / 1e6:,.0f}"
        raise RefusedError(Finding(TOO_LARGE, facts=facts(size=size, most=MOST_MEGABYTES)))
    parser = _PageParser()
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK])
    parser.end_tables()
    tables = [table for table in parser.tables if any(table.cells.values())]
    return tuple(_sheet(table, place) for place, table in enumerate(tables, 1))


@dataclass
class _HtmlTable:
    """A table while it is read."""

    caption: str = ""
    row: int = 0
    column: int = 0
    cells: dict[Place, str] = field(default_factory=dict)
    marks: dict[Place, str] = field(default_factory=dict)
    merged: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    is_too_wide: bool = False
    covered: dict[int, int] = field(default_factory=dict)
    """By column, the last row that a cell from above covers."""
    inside: str = ""
    """The element whose text is read: "cell", "caption" or nothing."""
    spans: tuple[int, int] = (1, 1)
    text: list[str] = field(default_factory=list)
    mark: list[str] = field(default_factory=list)
    raised: int = 0

    def start_row(self, is_hidden: bool) -> None:
        self.end_text()
        self.row, self.column = self.row + 1, 0
        if is_hidden:
            self.hidden_rows.add(self.row)

    def start_cell(self, down: int, right: int) -> None:
        self.end_text()
        if not self.row:
            self.start_row(False)
        while self.covered.get(self.column, 0) >= self.row:
            self.column += 1
        if self.column >= COLUMNS_MOST:
            self.is_too_wide = True
            return
        self.inside, self.spans = "cell", (down, right)

    def start_caption(self) -> None:
        self.end_text()
        self.inside = "caption"

    def end_text(self) -> None:
        """Keep the text of the cell or the caption that ends here."""
        text, mark = _tidy(self.text), _tidy(self.mark)
        inside, self.inside, self.text, self.mark, self.raised = self.inside, "", [], [], 0
        if inside == "caption":
            self.caption = self.caption or text
        elif inside == "cell":
            self._keep(*((text, mark) if text else (mark, "")))

    def _keep(self, text: str, mark: str) -> None:
        (down, right), place = self.spans, (self.row, self.column)
        right = min(right, COLUMNS_MOST - self.column)
        self.cells[place] = text
        if mark:
            self.marks[place] = mark
        if down > 1 or right > 1:
            last = self.row + down - 1
            self.merged.append(Merge(self.row, last, self.column, self.column + right - 1))
            self.covered |= dict.fromkeys(range(self.column, self.column + right), last)
        self.column += right


class _PageParser(HTMLParser):
    """Collects the tables of a page; a table within a cell is one of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_HtmlTable] = []
        self._open: list[_HtmlTable] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            _require_few_tables(len(self.tables))
            self._open.append(_HtmlTable())
            self.tables.append(self._open[-1])
        elif self._open:
            self._start_within(self._open[-1], tag, about)

    def _start_within(self, table: _HtmlTable, tag: str, about: dict[str, str]) -> None:
        match tag:
            case "tr":
                table.start_row("hidden" in about or bool(_HIDDEN.search(about.get("style", ""))))
            case "td" | "th":
                down, right = _span(about, "rowspan"), _span(about, "colspan")
                table.start_cell(min(down, _SPANS_MOST), right)
            case "caption":
                table.start_caption()
            case "sup" | "sub":
                table.raised += 1
            case _ if tag in _BREAKS and table.inside:
                table.text.append("\v")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._open and tag == "table":
            self._open.pop().end_text()
        elif self._open and tag in ("td", "th", "tr", "caption"):
            self._open[-1].end_text()
        elif self._open and tag in ("sup", "sub"):
            self._open[-1].raised = max(0, self._open[-1].raised - 1)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].inside and not self._silent:
            table = self._open[-1]
            (table.mark if table.raised else table.text).append(data)

    def end_tables(self) -> None:
        """End what the page leaves open.

        This is not `close`, which starts anew at each `<` of a comment or tag that never ends, and
        so needs hours for a page of them.
        """
        while self._open:
            self._open.pop().end_text()


def _require_few_tables(tables: int) -> None:
    if tables >= _TABLES_MOST:
        reason = f"it is a web page of more than {_TABLES_MOST:,} tables"
        raise RefusedError(Finding(NOT_TEXT, facts=facts(reason=reason, hint="")))


def _span(about: dict[str, str], name: str) -> int:
    text = about.get(name, "").strip()
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _tidy(pieces: list[str]) -> str:
    """A text as a page shows it: spaces as one, and the line breaks that are marked."""
    lines = _SPACES.sub(" ", "".join(pieces)).split("\v")
    return "\n".join(line.strip(" ") for line in lines).strip()


def _sheet(table: _HtmlTable, place: int) -> Sheet:
    name = table.caption or f"Table {place}"
    try:
        require_row_limit(table.row - 1)
        require_column_limit(COLUMNS_MOST + table.is_too_wide)
        return Sheet(name, False, _grid(table))
    except RefusedError as refused:
        return Sheet(name, False, Grid(), refused.findings)


def _grid(table: _HtmlTable) -> Grid:
    rows: dict[int, list[str]] = {}
    for (row, column), text in table.cells.items():
        cells = rows.setdefault(row, [])
        cells += [""] * (column - len(cells)) + [text]
    grid = stack_rows(
        rows.items(),
        marks=table.marks,
        merged=tuple(table.merged),
        hidden_rows=frozenset(table.hidden_rows),
    )
    return replace(grid, usual=grid.width, lengths={})
