"""Rules over a number, or a choice, by itself."""

from datetime import date

import numpy as np

from lib.arrays import Mask
from lib.studies.problems import Facts, Finding, facts
from lib.studies.reading.durations import DAYS_IN_MONTH
from lib.studies.rules import Rule
from lib.studies.schema import COLUMNS, MONTHS_MOST, Column
from lib.studies.validation.row_numbers import Numbers, RowRule

_YEAR_FIRST = 1900
_WEEKS = {26: 6, 52: 12, 78: 18, 104: 24, 156: 36, 208: 48, 260: 60}
_DAYS = {90: 3, 91: 3, 180: 6, 182: 6, 183: 6, 270: 9, 273: 9, 274: 9, 365: 12, 366: 12}
_MONTHS_USUAL = 240  # twenty years: no such follow-up of an injection or an operation is known


def column_findings(numbers: Numbers) -> list[Finding]:
    """Every number out of its column's range, and every text that is none of its choices."""
    judged = [column for column in COLUMNS if column.unit or column.choices]
    found = (
        _unknown_choice(column, numbers) if column.choices else _out_of_range(column, numbers)
        for column in judged
    )
    return [finding for finding in found if len(finding.rows)]


def _out_of_range(column: Column, numbers: Numbers) -> Finding:
    values = numbers[column.name]
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    below = values <= low if column.low_excluded else values < low
    rows = numbers.rows_where(below | (values > high))
    return Finding(RANGE, column.name, rows, _range_facts(column))


def _unknown_choice(column: Column, numbers: Numbers) -> Finding:
    unknown = ~numbers.texts[column.name].is_any_of(["", *column.choices])
    return Finding(CHOICE, column.name, numbers.rows_where(unknown))


def _range_facts(column: Column) -> Facts:
    otherwise = "" if column.needed else ", or leave it empty if it is not stated"
    return facts(allowed=_range_in_words(column), otherwise=otherwise)


def _range_in_words(column: Column) -> str:
    """A column's range in words."""
    if column.low_excluded:
        return f"above {column.low:.0f} and at most {column.high:.0f}"
    return f"from {column.low:.0f} to {column.high:.0f}"


def _other_unit(numbers: Numbers) -> Mask:
    months = numbers["months"]
    as_days = (months > _MONTHS_USUAL) & (months <= MONTHS_MOST * DAYS_IN_MONTH)
    return np.isin(months, [*_WEEKS, *_DAYS]) | as_days


def _unlikely_year(numbers: Numbers) -> Mask:
    year = numbers["year"]
    return (year < _YEAR_FIRST) | (year > date.today().year + 1)


def _about_months(numbers: Numbers) -> Facts:
    def words(row: int) -> dict[str, str]:
        months = numbers.at(row, "months")
        meant = _WEEKS.get(int(months)) or _DAYS.get(int(months)) or months / DAYS_IN_MONTH
        usual = "weeks" if months in _WEEKS else "days"
        return {"years": f"{months / 12:.1f}", "other_unit": usual, "months_meant": f"{meant:.3g}"}

    return words


MONTHS_IN_OTHER_UNIT = RowRule(
    "months_in_other_unit",
    "Times are in months",
    "warning",
    ("months",),
    "{value} months would be {years} years; {value} looks like {other_unit}.",
    "If {other_unit} are meant, write {months_meant}. Otherwise leave it.",
    _other_unit,
    _about_months,
)
YEAR = RowRule(
    "year",
    "The year is a likely one",
    "warning",
    ("year",),
    "{value} is an unlikely year of publication.",
    "Correct it, or leave it empty.",
    _unlikely_year,
)

RANGE = Rule(
    "range",
    "A number is within its range",
    "error",
    tuple(column.name for column in COLUMNS if column.unit),
    "{header} is {value}; it must be {allowed}.",
    "Correct it{otherwise}.",
)
CHOICE = Rule(
    "choice",
    "A text is one of the choices",
    "error",
    tuple(column.name for column in COLUMNS if column.choices),
    "'{value}' is not a known {column}.",
    "Write one of: {choices}.",
)
RULES = (
    RANGE,
    CHOICE,
    MONTHS_IN_OTHER_UNIT,
    YEAR,
)
