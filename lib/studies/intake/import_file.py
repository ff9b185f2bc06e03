"""The way of a brought file, in one place for the page and the command: sheets, tables, columns,
questions, rows, and what was set aside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lib.phrases import with_noun
from lib.progress import Progress, silent
from lib.studies.intake.columns.decide_time_unit import decide_time_unit
from lib.studies.intake.columns.decide_units import decide_units
from lib.studies.intake.columns.propose_uses import propose_uses
from lib.studies.intake.columns.table_columns import Proposals, uses_of
from lib.studies.intake.instructions import NOTHING_SAID, Instructions
from lib.studies.intake.questions import Answers, FileQuestion
from lib.studies.intake.rows.arrange import arrange
from lib.studies.intake.rows.draft_rows import DraftRows
from lib.studies.intake.rows.no_data_rows import set_aside_rows
from lib.studies.intake.rows.patients import count_patients
from lib.studies.intake.rows.propose_outcome import propose_outcome
from lib.studies.intake.rows.study_names import tell_studies_apart
from lib.studies.intake.rows.table_parts import is_row_a_patient
from lib.studies.intake.tables.choose_sheets import choose_sheets
from lib.studies.intake.tables.pivot_measures import pivot_measures
from lib.studies.intake.tables.table import SetAside, Table
from lib.studies.intake.text_of_rows import text_of_rows
from lib.studies.intake.values_for_all import hold_missing, values_for_all
from lib.studies.problems import Finding
from lib.studies.reading.durations import conversion_notes
from lib.studies.reading.grid import Sheet, SheetFile, TextFormat
from lib.studies.reading.sheets import read_sheets
from lib.studies.reading.text_table import HEADER_ONLY, TextTable, no_table
from lib.studies.validation.validate import Checked, check_text


@dataclass(frozen=True, eq=False)
class ImportedTable:
    """One table of a file, as it was read.

    Attributes
    ----------
    sheet
        The name of its sheet; "" for a text file.
    proposals
        What each column is read as, by header.
    for_all
        Values for all rows that were said, answered or proposed.
    reasons
        Why a value for all rows is proposed.
    layout
        How its rows and columns are arranged, in words.
    """

    sheet: str
    table: Table
    proposals: Proposals
    for_all: Mapping[str, str]
    reasons: Mapping[str, str]
    layout: str
    rows: DraftRows
    set_aside: tuple[SetAside, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, eq=False)
class Import:
    """What a file gives, under what is said of it so far.

    Attributes
    ----------
    questions
        Those that are open.
    asked
        All, the answered ones among them.
    text
        The rows that hang on no question, as a table that can be checked.
    places
        The place in the file of each row of `text`, ragged ones too: ``row 2``, ``row 2, 3 mo``.
    waiting
        How many rows hang on a question.
    notes
        Sentences on how the file was read.
    """

    file: SheetFile
    said: Instructions
    tables: tuple[ImportedTable, ...]
    questions: tuple[FileQuestion, ...]
    asked: tuple[FileQuestion, ...]
    text: TextTable
    places: pd.Series
    waiting: int
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.file.name

    @cached_property
    def checked(self) -> Checked:
        """The rows as they are checked; made when it is first asked for, since it takes long."""
        return check_text(self.text)

    @property
    def set_aside(self) -> list[tuple[str, SetAside]]:
        return [(each.sheet, aside) for each in self.tables for aside in each.set_aside]

    def with_places(self, problems: pd.DataFrame) -> pd.DataFrame:
        """Problems of the rows, each with its place in the file if rows were made of others."""
        places = self.places
        if not len(places) or (places == [f"row {row}" for row in places.index]).all():
            return problems
        return problems.assign(place=problems["row"].map(places).fillna(""))


def import_file(
    data: bytes,
    name: str = "",
    said: Instructions = NOTHING_SAID,
    known: pd.DataFrame | None = None,
    step: Progress = silent,
) -> Import:
    """Read a file as far as it can be read; see `import_sheets`."""
    how = TextFormat(said.encoding or None, said.separator or None)
    return import_sheets(read_sheets(data, name, how, step), said, known, step)


def import_sheets(
    file: SheetFile,
    said: Instructions = NOTHING_SAID,
    known: pd.DataFrame | None = None,
    step: Progress = silent,
) -> Import:
    """Read the tables of a file.

    Nothing is raised: a file without a table gives no rows, and problems that say why.

    Parameters
    ----------
    known
        The rows that are saved already, typed: two papers of one author are told from them too.
    """
    answers = Answers(said.answers)
    step("Finding the table")
    chosen = choose_sheets(file.sheets, said, answers)
    step("Reading the columns")
    several = len(chosen.tables) > 1
    tables = [
        _import_table(sheet, table, said, known, answers, several) for sheet, table in chosen.tables
    ]
    if chosen.is_open:
        for each in tables:
            each.rows.is_open[:] = True
    of_sheets = [note for sheet, _ in chosen.tables for note in sheet.notes]
    notes = [*file.notes, *chosen.notes, *of_sheets, *_notes(tables)]
    if not tables:
        text = no_table(*file.findings, *(f for sheet in file.sheets for f in sheet.findings))
        places, waiting = pd.Series(dtype="str"), 0
    else:
        findings = (*file.findings, *(f for sheet, _ in chosen.tables for f in sheet.findings))
        text, places, waiting = text_of_rows(tables, findings)
        if not any(len(each.table.cells) or each.table.ragged for each in tables):
            text = no_table(*findings, Finding(HEADER_ONLY))
    return Import(
        file,
        said,
        tuple(tables),
        tuple(answers.open.values()),
        tuple(answers.asked.values()),
        text,
        places,
        waiting,
        tuple(notes),
    )


def _import_table(
    sheet: Sheet,
    table: Table,
    said: Instructions,
    known: pd.DataFrame | None,
    answers: Answers,
    is_one_of_several: bool,
) -> ImportedTable:
    table = pivot_measures(table, said)
    proposals = propose_uses(table, said, answers)
    of_patients = is_row_a_patient(table, uses_of(proposals))
    if not of_patients:
        proposals = decide_units(table, proposals, answers)
    proposals = decide_time_unit(table, proposals, answers)
    own_name = sheet.name if is_one_of_several else ""
    for_all, reasons = values_for_all(sheet, own_name, table, proposals, said, answers)
    rows, findings = _rows(table, proposals, for_all, answers, of_patients)
    clashing = propose_outcome(rows, proposals)
    if clashing:
        proposals = {**proposals, **clashing}
        rows, findings = _rows(table, proposals, for_all, answers, of_patients)
    rows = hold_missing(rows, for_all, answers)
    rows, aside = set_aside_rows(rows, said.taken_back, answers)
    rows = tell_studies_apart(rows, known, answers)
    return ImportedTable(
        sheet.name,
        table,
        proposals,
        for_all,
        reasons,
        _layout(proposals, of_patients),
        rows,
        (*table.set_aside, *aside),
        tuple(findings),
    )


def _rows(
    table: Table,
    proposals: Proposals,
    for_all: Mapping[str, str],
    answers: Answers,
    of_patients: bool,
) -> tuple[DraftRows, list[Finding]]:
    uses = uses_of(proposals)
    rows = arrange(table, uses, for_all, answers, of_patients)
    return count_patients(rows, uses) if of_patients else (rows, [])


def _layout(proposals: Proposals, of_patients: bool) -> str:
    uses = [each.use for each in proposals.values()]
    words = []
    if of_patients:
        words.append("a row a patient")
    if any(use.months for use in uses):
        words.append("a column a visit")
    if any(use.arm for use in uses):
        words.append("arms side by side")
    return ", ".join(words) or "a row a visit"


def _notes(tables: Sequence[ImportedTable]) -> list[str]:
    told: dict[str, None] = {}
    for each in tables:
        table = each.table
        where = f"Sheet '{each.sheet}': " if each.sheet and len(tables) > 1 else ""
        if table.header_row > 1:
            above = sum(aside.row < table.header_row for aside in table.set_aside)
            told[
                f"{where}The header was found in row {table.header_row}; "
                f"{with_noun(above, 'line')} above it {'was' if above == 1 else 'were'} not read."
            ] = None
        for header, number in table.merged.items():
            cells = with_noun(number, "merged cell")
            told[f"{where}{cells} of '{header}' read as the label above."] = None
        for header, number in table.filled.items():
            cells = with_noun(number, "blank cell")
            told[f"{where}{cells} of '{header}' filled with the label above."] = None
        told |= dict.fromkeys(each.rows.notes)
        if table.unsaved:
            cells = with_noun(len(table.unsaved), "formula")
            told[f"{where}{cells} without a saved result read as blank."] = None
        if made := conversion_notes(each.rows.conversions.items()):
            told[f"{where}Times read as months of 365.25 / 12 days: {', '.join(made)}."] = None
        if each.rows.blank_visits:
            blank = with_noun(each.rows.blank_visits, "blank visit")
            told[f"{where}{blank} gave no row."] = None
        if marked := sum(": marked " in note for note in each.rows.cells.get("note", ())):
            told[
                f"{where}Marks were taken off the numbers of {with_noun(marked, 'row')}; they "
                "stand in the note."
            ] = None
    return list(told)
