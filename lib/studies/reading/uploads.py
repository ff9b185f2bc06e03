"""Read an uploaded file or pasted rows into a table of text."""

import re
from dataclasses import dataclass, replace

from lib.progress import Progress, silent
from lib.studies.reading.formula_escape import unescape_cells, unescape_formula
from lib.studies.reading.limits import RefusedError
from lib.studies.reading.numbers import read_number
from lib.studies.reading.sheets import escape_notes, file_label
from lib.studies.reading.text_table import TextTable, no_table, read_text, table_of_records
from lib.studies.reading.workbooks import excel
from lib.studies.schema import BY_NAME
from lib.studies.spellings import find_column

PASTED = "pasted rows"

_BLANK_LINES = re.compile(r"\A(?:[\s,;]*[\r\n])+")


@dataclass(frozen=True, eq=False)
class Upload:
    """An uploaded file, or pasted rows.

    Attributes
    ----------
    name
        The file's name for display, without folders.
    text
        Its cells as typed; none if it is not a table.
    said
        Sentences on how it was read.
    """

    name: str
    text: TextTable
    notes: tuple[str, ...] = ()


def read_upload(data: bytes, name: str = "", step: Progress = silent) -> Upload:
    """Read a workbook (.xlsx) or a delimited text file; the content decides which it is.

    Apostrophes that our downloads put before formulas are removed. Nothing is raised: a file that
    cannot be read gives no cells, and findings that say why.
    """
    if excel.is_workbook(data):
        text, said = _read_workbook(data, step)
    else:
        step("Reading the file")
        text, said = read_text(data), ()
    text, undone = _unescape(text)
    return Upload(file_label(name), text, (*said, *undone))


def read_paste(text: str, has_header: bool) -> Upload:
    """Read pasted rows: from a spreadsheet (tabs), or delimited text.

    Without a header the columns are named ``column A``, ``column B``, and the first row is 1.
    """
    # A lone surrogate cannot be encoded as UTF-8.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if not has_header:
        whole = _BLANK_LINES.sub("", whole)
    if "\t" in _first_line(whole):
        whole = f"sep=\t\n{whole}"  # spreadsheets paste tabs, and leave commas as they are
    read_in, undone = _unescape(read_text(whole.encode(), has_header))
    return Upload(PASTED, read_in, undone)


def looks_headless(text: str) -> bool:
    """Whether the first line holds no known header and at least one number."""
    line = _first_line(text.lstrip())
    delimiter = "\t" if "\t" in line else max(",;", key=line.count)
    cells = [cell.strip(' "') for cell in line.split(delimiter)]
    return not any(map(find_column, cells)) and any(map(_is_number, cells))


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text, maxsplit=1)[0]


def _is_number(cell: str) -> bool:
    return read_number(cell, BY_NAME["rate_pct"]).value is not None


def _read_workbook(data: bytes, step: Progress) -> tuple[TextTable, tuple[str, ...]]:
    try:
        sheet = excel.read_workbook(data, step)
    except RefusedError as refused:
        return no_table(*refused.findings), ()
    try:
        return table_of_records(sheet.records, sheet.findings), sheet.notes
    except RefusedError as refused:
        return no_table(*sheet.findings, *refused.findings), sheet.notes


def _unescape(text: TextTable) -> tuple[TextTable, tuple[str, ...]]:
    """Remove the apostrophes of `escape_formula` from cells and headers, and say so."""
    cells = unescape_cells(text.cells)
    names = [unescape_formula(name) for name in text.headers]
    if len(set(names)) < len(names):  # never in our downloads
        names = list(text.headers)
    headers = {
        name: unescape_formula(header)
        for name, header in zip(names, text.headers.values(), strict=True)
    }
    undone = replace(
        text,
        cells=cells.rename(columns=dict(zip(text.headers, names, strict=True))),
        headers=headers,
        ragged={
            row: [unescape_formula(cell) for cell in ragged] for row, ragged in text.ragged.items()
        },
    )
    changed = int((cells != text.cells).to_numpy().sum()) if cells is not text.cells else 0
    return undone, escape_notes(changed + sum(map(str.__ne__, names, text.headers)))
