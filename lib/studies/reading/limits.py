"""The sizes that a table may have, and the error that says a file is refused."""

from lib.studies.problems import Finding, facts
from lib.studies.rules import Rule

ROWS_MOST = 1_000_000
COLUMNS_MOST = 500

TOO_MANY_ROWS = Rule(
    "too_many_rows",
    "The rows are not too many",
    "error",
    (),
    "The file has more than {most} rows.",
    "Split the file.",
)
TOO_MANY_COLUMNS = Rule(
    "too_many_columns",
    "The columns are not too many",
    "error",
    (),
    "The table has more than {most} columns.",
    "Delete the columns that are not needed.",
)
RULES = (TOO_MANY_ROWS, TOO_MANY_COLUMNS)


class RefusedError(Exception):
    """The file cannot be read as a table; `findings` say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].rule.name)
        self.findings = findings


def require_row_limit(rows: int) -> None:
    """Raise RefusedError if there are more than `ROWS_MOST` rows."""
    if rows > ROWS_MOST:
        raise RefusedError(Finding(TOO_MANY_ROWS, facts=facts(most=f"{ROWS_MOST:,}")))


def require_column_limit(columns: int) -> None:
    """Raise RefusedError if there are more than `COLUMNS_MOST` columns."""
    if columns > COLUMNS_MOST:
        raise RefusedError(Finding(TOO_MANY_COLUMNS, facts=facts(most=COLUMNS_MOST)))
