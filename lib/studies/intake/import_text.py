"""Sentences on what an import proposes for all rows, sets aside and holds back."""

from collections.abc import Iterator

from lib.phrases import with_noun
from lib.studies.intake.import_file import ImportedTable
from lib.studies.intake.tables.table import SetAside


def for_all_texts(table: ImportedTable) -> Iterator[str]:
    """Say each value that is proposed for all rows, and why."""
    for name, why in table.reasons.items():
        yield f"All rows: {name} is {table.for_all[name]}. {why}"


def aside_text(sheet: str, aside: SetAside) -> str:
    """Say why a row was set aside; without a sheet it is told by its number alone."""
    where = f"{sheet}, row {aside.row}" if sheet else f"Row {aside.row}"
    return f"{where} was set aside: {aside.why}."


def waiting_text(rows: int) -> str:
    """Say how many rows hang on questions."""
    return f"{with_noun(rows, 'row')} {'waits' if rows == 1 else 'wait'} for answers."
