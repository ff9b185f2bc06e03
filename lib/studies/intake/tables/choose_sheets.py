"""Which sheets of a file are read."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.phrases import listing, with_noun
from lib.studies.headers.visit_times import read_time
from lib.studies.intake.instructions import Instructions
from lib.studies.intake.questions import Answers, FileQuestion, choices
from lib.studies.intake.tables.find_table import find_table
from lib.studies.intake.tables.table import Table
from lib.studies.problems import visible
from lib.studies.reading.grid import Sheet

ALL = "all"

SheetTable = tuple[Sheet, Table]


@dataclass(frozen=True, eq=False)
class ChosenSheets:
    """The sheets to read with their tables, sentences on the choice, and whether it is open."""

    tables: tuple[SheetTable, ...]
    notes: tuple[str, ...] = ()
    is_open: bool = False


def choose_sheets(sheets: Sequence[Sheet], said: Instructions, answers: Answers) -> ChosenSheets:
    """Take the sheets that are said, or the one whose header knows most columns, or ask."""
    pairs = [(sheet, find_table(sheet.grid, said)) for sheet in sheets if sheet.grid.count]
    if said.sheets:
        named = [pair for pair in pairs if pair[0].name in said.sheets]
        return ChosenSheets(tuple(named), _notes(named, sheets))
    visible_ones = [pair for pair in pairs if not pair[0].is_hidden] or pairs
    with_rows = [pair for pair in visible_ones if len(pair[1].cells)] or visible_ones
    if len(with_rows) <= 1:
        return ChosenSheets(tuple(with_rows), _notes(with_rows, sheets))
    best = max(table.known for _, table in with_rows)
    good = [pair for pair in with_rows if pair[1].known == best and best]
    if not good:
        good = with_rows[:1]
    if len(good) == 1 or _are_visits(good):
        return ChosenSheets(tuple(good), _notes(good, sheets))
    answer = answers.ask(_question(good, pairs))
    chosen = [pair for pair in pairs if pair[0].name == answer] or good
    return ChosenSheets(tuple(chosen), _notes(chosen, sheets) if answer else (), not answer)


def _are_visits(pairs: Sequence[SheetTable]) -> bool:
    """Whether each sheet is a visit by its name, and all have the same header."""
    headers = {tuple(table.headers) for _, table in pairs}
    times = [read_time(sheet.name) for sheet, _ in pairs]
    return len(headers) == 1 and all(time and time.months is not None for time in times)


def _question(good: Sequence[SheetTable], pairs: Sequence[SheetTable]) -> FileQuestion:
    return FileQuestion(
        "sheet",
        "Which sheet holds the results?",
        choices(
            *((sheet.name, _sheet_words(sheet, table)) for sheet, table in good),
            (ALL, f"all of them: {listing(visible(sheet.name) for sheet, _ in good)}"),
        ),
        tuple(
            {"row": "", "column": visible(sheet.name), "cell": ", ".join(table.headers[:8])}
            for sheet, table in pairs
        ),
        "Several sheets have a header with as many known columns.",
    )


def _sheet_words(sheet: Sheet, table: Table) -> str:
    rows = with_noun(len(table.cells), "row")
    return f"{visible(sheet.name)}: {rows}, {with_noun(table.known, 'known column')}"


def _notes(chosen: Sequence[SheetTable], sheets: Sequence[Sheet]) -> tuple[str, ...]:
    if len(sheets) < 2 and not any(sheet.is_hidden for sheet in sheets):
        return ()
    names = {sheet.name for sheet, _ in chosen}
    others = [sheet for sheet in sheets if sheet.name not in names]
    notes = [
        f"Sheet '{visible(sheet.name)}'{', which is hidden,' if sheet.is_hidden else ''} was read."
        for sheet, _ in chosen
    ]
    if others:
        told = listing(
            f"'{visible(sheet.name)}'{' (hidden)' if sheet.is_hidden else ''}" for sheet in others
        )
        notes.append(f"{'Sheet' if len(others) == 1 else 'Sheets'} not read: {told}.")
    return tuple(notes)
