"""In which unit the times of rows are: by words, or by a question."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib.studies.headers.header_meaning import header_meaning
from lib.studies.headers.time_units import MONTHS_IN, UNITS
from lib.studies.headers.visit_times import read_time
from lib.studies.intake.cell_values import as_float, read_cell
from lib.studies.intake.columns.bare_numbers import distinct_cells
from lib.studies.intake.columns.column_use import (
    VISITS,
)
from lib.studies.intake.columns.table_columns import Proposals
from lib.studies.intake.questions import Answers, FileQuestion, choices
from lib.studies.intake.tables.table import Table
from lib.studies.reading.durations import format_months

_ROWS_SHOWN = 2


def decide_time_unit(table: Table, proposals: Proposals, answers: Answers) -> Proposals:
    """Give the column of times its unit, if some of its cells are bare numbers."""
    settled = dict(proposals)
    for header, each in proposals.items():
        if each.use.means != "months" or each.use.unit:
            continue
        texts = [text for text in distinct_cells(table, header) if text.strip()]
        bare = [text for text in texts if read_time(text) is None and read_time(text, "months")]
        if not bare:
            continue
        unit = answers.ask(_time_question(table, header, bare, _counts_visits(header)))
        why = " ".join(filter(None, (each.why, "As answered." if unit else "")))
        settled[header] = replace(each, use=replace(each.use, unit=unit), why=why)
    return settled


def _counts_visits(header: str) -> bool:
    """Whether its numbers may only count the visits."""
    return header_meaning(header).column == "visit"


def _time_question(table: Table, header: str, bare: Sequence[str], may_count: bool) -> FileQuestion:
    rows: list[Mapping[str, str]] = []
    for text in bare[:_ROWS_SHOWN]:
        first = table.cells.index[(table.cells[header] == text).to_numpy(bool)][0]
        value = as_float(read_cell(text).number) or 0
        row = {"row": str(first), "column": header, "cell": text.strip()}
        row |= {unit: f"{format_months(value * MONTHS_IN[unit])} months" for unit in UNITS}
        rows.append(row)
    return FileQuestion(
        f"time_unit:{header}",
        f"Are the times in '{header}' months, weeks, days or years after treatment?",
        choices(
            *((unit, unit) for unit in UNITS),
            *([(VISITS, "numbers of visits: ask for the months of each")] if may_count else []),
        ),
        tuple(rows),
        "Neither the header nor the cells say it.",
    )
