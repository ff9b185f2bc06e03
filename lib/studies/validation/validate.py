"""A studies file, checked: typed rows, and every problem at once."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.progress import Progress, silent
from lib.studies.problems import FILE, Finding, Rows, facts, problem_table
from lib.studies.reading.delimited.encoding import UNREADABLE
from lib.studies.reading.headers import find_missing
from lib.studies.reading.text_table import TextTable, no_table, read_text
from lib.studies.schema import BY_NAME
from lib.studies.validation.cross_row_rules import series_findings
from lib.studies.validation.gap_rules import gap_findings
from lib.studies.validation.number_rules import column_findings
from lib.studies.validation.registry import ROW_RULES
from lib.studies.validation.row_numbers import numbers_of, row_findings
from lib.studies.validation.text_rules import text_findings
from lib.studies.validation.type_conversion import Converted, convert


@dataclass(frozen=True, eq=False)
class Checked:
    """A file after checking. Two are equal only if they are the same object.

    Attributes
    ----------
    rows
        The rows without errors, in file order, indexed by `row`: the number that a spreadsheet
        shows (the header is 1, blank lines count). All of `schema.COLUMNS`, typed (text as str
        with "" for a blank, number as float64, whole as Int64), months in months, percents from
        0 to 100; then `rate_decimals`, the decimals that `rate_pct` was typed with; then the
        file's extra columns as text. A blank `estimate` or `unit` holds its default.
    problems
        row, column (as the file spells it), value, rule, severity ("error" or "warning"),
        message, fix. `row` is <NA> for the file as a whole. Beyond the first thousand of one rule
        in one column, the others are counted in one line.
    left_out
        The rows that an error keeps out of `rows`.
    errors, warnings
        How many there are, each row of each rule counted, those not listed too.
    refused
        Why no row of the file can be used, in a sentence; blank if each row is judged by itself.
    text
        The file as typed.
    typed
        As `rows`, with the rows that were left out among them; a cell that could not be read is
        blank.
    findings
        Every problem on every row, also those that `problems` only counts.
    """

    rows: pd.DataFrame
    problems: pd.DataFrame
    left_out: pd.Index
    errors: int
    warnings: int
    refused: str
    text: TextTable
    typed: pd.DataFrame
    findings: tuple[Finding, ...]


def check(data: bytes, step: Progress = silent) -> Checked:
    """Read and check a studies file.

    Parameters
    ----------
    data
        The bytes of the file, in any encoding and layout that `read_text` takes.
    """
    step("Reading the file")
    return check_text(read_text(data), step)


def no_file(reason: str) -> Checked:
    """The result for a file whose bytes cannot be had."""
    return check_text(no_table(Finding(UNREADABLE, facts=facts(reason=reason))))


def check_text(text: TextTable, step: Progress = silent) -> Checked:
    """Check a table that has been read already."""
    step("Reading numbers")
    converted = convert(text.cells)
    findings = [*text.findings]
    if text.headers:
        findings += [*find_missing(text.headers), *_row_findings(text, converted, step)]
    step("Listing problems")
    left_out = _rows_with_errors(findings, text)
    rows = converted.rows
    return Checked(
        rows=rows[~rows.index.isin(left_out)] if len(left_out) else rows,
        problems=problem_table(findings, text.cells, text.headers),
        left_out=left_out,
        errors=sum(finding.count for finding in findings if finding.is_error),
        warnings=sum(finding.count for finding in findings if not finding.is_error),
        refused=_refusal(findings, text),
        text=text,
        typed=rows,
        findings=tuple(findings),
    )


def _row_findings(text: TextTable, converted: Converted, step: Progress) -> list[Finding]:
    extras = text.cells[[name for name in text.cells.columns if name not in BY_NAME]]
    step("Checking rates against counts")
    numbers = numbers_of(converted)
    found = [*gap_findings(text.headers, converted), *converted.findings]
    found += [*column_findings(numbers), *row_findings(numbers, ROW_RULES)]
    step("Checking texts")
    found += text_findings(converted.encoded, extras)
    step("Comparing rows with each other")
    found += series_findings(converted)
    return [finding for finding in found if len(finding.rows)]


def _rows_with_errors(findings: Iterable[Finding], text: TextTable) -> pd.Index:
    """Rows with an error; all of them, when the error is the file's."""
    if not text.headers:
        return pd.Index(FILE, name="row")
    errors = [finding for finding in findings if finding.is_error]
    every = text.cells.index.to_numpy()
    rows = [finding.rows if len(finding.rows) else every for finding in errors]
    left_out: Rows = np.unique(np.concatenate([FILE, *rows]))
    return pd.Index(left_out, name="row")


def _refusal(findings: Iterable[Finding], text: TextTable) -> str:
    """The first error that is the file's."""
    fatal = (each for each in findings if each.is_error and not (text.headers and len(each.rows)))
    if (finding := next(fatal, None)) is None:
        return ""
    first = problem_table([finding], text.cells, text.headers).iloc[0]
    place = "" if pd.isna(first["row"]) else f"Row {first['row']}: "
    return f"{place}{first['message']}"
