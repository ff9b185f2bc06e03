"""Read any file into sheets of cells."""

import codecs
import re
from dataclasses import replace

from lib.phrases import shorten, with_noun
from lib.progress import Progress, silent
from lib.studies.problems import Facts, Finding, facts
from lib.studies.reading.apart.frames import PAGE, WORKBOOK
from lib.studies.reading.apart.readers import read_apart
from lib.studies.reading.delimited.aligned_text import is_aligned, read_aligned
from lib.studies.reading.delimited.delimited_text import read_cells
from lib.studies.reading.delimited.encoding import ENCODINGS, NOT_TEXT, Decoded, decode
from lib.studies.reading.delimited.html_tables import is_html, page_encoding
from lib.studies.reading.delimited.markdown_table import is_pipe_table, read_pipe_table
from lib.studies.reading.delimited.separators import (
    find_separator,
    first_text,
    split_separator_line,
)
from lib.studies.reading.formula_escape import unescape_column
from lib.studies.reading.grid import FIND_OUT, Grid, Sheet, SheetFile, TextFormat
from lib.studies.reading.limits import RefusedError
from lib.studies.reading.records import EMPTY
from lib.studies.reading.stack import drop_blank_rows
from lib.studies.reading.workbooks.refusals import (
    COMPOUND,
    HEAD_ROWS,
    WORKBOOK_EMPTY,
    WORKBOOK_LOCKED,
    ZIPPED,
)

_LABEL_LONGEST = 80
_KINDS = {
    ",": "CSV",
    ";": "CSV",
    "\t": "tab-separated text",
    "|": "pipe-separated text",
    " ": "space-aligned text",
}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_COMPOUNDS = {
    "WordDocument": "it is an old Word document",
    "PowerPoint Document": "it is an old PowerPoint presentation",
    "__properties_version1.0": "it is an e-mail of Outlook",
}


def read_sheets(
    data: bytes, name: str = "", how: TextFormat = FIND_OUT, step: Progress = silent
) -> SheetFile:
    """Read a file into the cells of every sheet; the content decides what kind of file it is.

    Apostrophes that our downloads put before formulas are taken off. Nothing is raised: a file that
    cannot be read gives no sheets, and findings that say why.
    """
    label = file_label(name)
    try:
        return _unescape(replace(_read(data, how, step), name=label))
    except RefusedError as refused:
        return SheetFile(label, findings=refused.findings)
    except Exception:  # whatever a parser has not foreseen
        return SheetFile(label, findings=(Finding(NOT_TEXT, facts=_about("it is damaged")),))


def file_label(name: str) -> str:
    """A file's name without folders and unprintable characters."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(character for character in last if character.isprintable()).strip()
    return shorten(shown, _LABEL_LONGEST)


def _read(data: bytes, how: TextFormat, step: Progress) -> SheetFile:
    if data.startswith(ZIPPED):
        return _workbook(*read_apart(WORKBOOK, data, step))
    if data.startswith(COMPOUND):
        _require_old_excel(data)
        return _workbook(*read_apart(WORKBOOK, data, step))
    step("Reading the file")
    if is_html(data):
        return _read_html(data, how, step)
    return _read_text(decode(data, how.encoding), how)


def _workbook(kind: str, sheets: tuple[Sheet, ...]) -> SheetFile:
    if not any(sheet.grid.count or sheet.findings for sheet in sheets):
        raise RefusedError(Finding(WORKBOOK_EMPTY, facts=facts(most=HEAD_ROWS)))
    return SheetFile("", kind, sheets)


def _require_old_excel(data: bytes) -> None:
    """Raise RefusedError for a compound file that is no workbook, or a locked one."""
    if _ENCRYPTED in data:
        raise RefusedError(Finding(WORKBOOK_LOCKED))
    for stream, reason in _OTHER_COMPOUNDS.items():
        if stream.encode("utf-16-le") in data:
            raise RefusedError(Finding(NOT_TEXT, facts=_about(reason)))


def _about(reason: str) -> Facts:
    return facts(reason=reason, hint="")


def _read_html(data: bytes, how: TextFormat, step: Progress) -> SheetFile:
    decoded = decode(data, how.encoding)
    if decoded.warning and (named := _known_encoding(page_encoding(data))):
        decoded = decode(data, named)
    if decoded.refused:
        raise RefusedError(decoded.refused)
    kind, sheets = read_apart(PAGE, decoded.utf8, step)
    if not sheets:
        raise RefusedError(Finding(EMPTY))
    warnings = (decoded.warning,) if decoded.warning else ()
    return SheetFile("", kind, sheets, decoded.encoding, findings=warnings)


def _known_encoding(name: str | None) -> str | None:
    """The encoding of `ENCODINGS` that goes by a name; None if none does."""
    try:
        codec = codecs.lookup(name or "")
    except LookupError:
        return None
    return next((known for known in ENCODINGS if codecs.lookup(known) == codec), None)


def _read_text(decoded: Decoded, how: TextFormat) -> SheetFile:
    if decoded.refused:
        raise RefusedError(decoded.refused)
    warnings = (decoded.warning,) if decoded.warning else ()
    try:
        kind, separator, grid = _read_cells(decoded.utf8, how.separator)
        if not grid.count:
            raise RefusedError(Finding(EMPTY))
    except RefusedError as refused:
        raise RefusedError(*warnings, *refused.findings) from refused
    sheets = (Sheet("", False, grid),)
    return SheetFile("", kind, sheets, decoded.encoding, separator, warnings)


def _read_cells(utf8: bytes, told: str | None) -> tuple[str, str, Grid]:
    """The kind of a text, its separator in force, and its cells."""
    line, named = split_separator_line(utf8)
    body, separator = utf8[len(line) :], told or named
    if separator in (None, "|") and is_pipe_table(first_text(body)):
        return "Markdown table", "|", read_pipe_table(body.decode())
    separator = separator or _guess_separator(body)
    if separator == " ":
        return _KINDS[separator], separator, read_aligned(body.decode())
    return _KINDS.get(separator, "CSV"), separator, read_cells(body, separator)


def _guess_separator(utf8: bytes) -> str:
    separator, is_sure = find_separator(utf8)
    return separator if is_sure or not is_aligned(first_text(utf8)) else " "


def _unescape(file: SheetFile) -> SheetFile:
    """Take off the apostrophes of `escape_formula`, and say so."""
    sheets, total = [], 0
    for sheet in file.sheets:
        columns = [unescape_column(column) for column in sheet.grid.columns]
        grid = replace(sheet.grid, columns=tuple(column for column, _ in columns))
        if here := sum(changed for _, changed in columns):
            grid = drop_blank_rows(grid)
        total += here
        sheets.append(replace(sheet, grid=grid))
    if total and not any(sheet.grid.count for sheet in sheets):
        raise RefusedError(Finding(EMPTY))
    return replace(file, sheets=tuple(sheets), notes=(*file.notes, *escape_notes(total)))


def escape_notes(changed: int) -> tuple[str, ...]:
    """Say how many texts had an apostrophe of `escape_formula`."""
    if not changed:
        return ()
    texts = with_noun(changed, "text")
    return (f"{texts} that would run as a formula had an apostrophe in front, taken off.",)
