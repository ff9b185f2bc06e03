"""Read a number from a cell of text, or name the rule that the cell breaks."""

import re
from dataclasses import dataclass

from lib.studies.rules import Rule
from lib.studies.schema import Column

# What analysts and other programs write for 'not stated'.
_SIGNS = frozenset({"-", "--", "\u2013", "\u2014", ".", "?"})
_SHORT = frozenset({"na", "n/a", "n.a.", "#n/a", "nr", "n/r", "n.r.", "nd", "nan", "null", "none"})
_LONG = frozenset(
    {"missing", "unknown", "not available", "not known", "not reported", "not stated"}
)
NOT_STATED = _SIGNS | _SHORT | _LONG

# Spreadsheets turn 3-6 into a date, and export it in these forms.
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mrz|mai|okt|dez)[a-z]*\.?"
_MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9:.]+)?"
    r"|[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2,4}"
    rf"|[0-9]{{1,2}}[. -]{{1,2}}{_MONTH}(?:[ -][0-9]{{2,4}})?"
    rf"|{_MONTH}[ -][0-9]{{1,4}}",
    re.IGNORECASE,
)

_BOUND = re.compile(r"(?:[<>\u2264\u2265]=?|less than|more than|at (?:least|most))\s*[0-9].*", re.I)
_ABOUT = re.compile(r"(?:[~\u2248\u223c]|about|approx\S*|around|ca\.?|circa)\s*[0-9].*", re.I)
_SPREADSHEET_ERROR = re.compile(r"#[A-Z0-9/]{2,}[!?]?", re.I)

_OTHERS = {
    "date": _DATE,
    "bound": _BOUND,
    "about": _ABOUT,
    "spreadsheet_error": _SPREADSHEET_ERROR,
}

# Above any number of patients or year, yet exact as a float and as a 64-bit integer.
_LARGEST = 2.0**53

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")
# One comma before exactly three digits: 1,234 may mean 1234 or 1.234.
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
# In whole numbers a point is as ambiguous as a comma: 1.000 patients.
_GROUPED_WHOLE = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")


RULES = (
    Rule(
        "not_a_number",
        "A number is written in digits",
        "error",
        ("every number",),
        "'{value}' is not a number.",
        "Write digits only, such as {example}; words and signs belong in the note.",
    ),
    Rule(
        "date",
        "A number is no date",
        "error",
        ("every number",),
        "'{value}' is a date, not a number.{readings}",
        "A spreadsheet makes a date of a text such as 3-6 or 12/15 (12 of 15). Format the cell as "
        "text, then type it again, such as {example}.",
    ),
    Rule(
        "bound",
        "A number is no bound",
        "error",
        ("every number",),
        "'{value}' is a bound: it does not say the number.",
        "Write the number if the source has it, or leave the cell empty and say it in the note.",
    ),
    Rule(
        "about",
        "A number is exact",
        "error",
        ("every number",),
        "'{value}' is about a number: it does not say the number.",
        "Write the number if the source has it, or leave the cell empty and say it in the note.",
    ),
    Rule(
        "spreadsheet_error",
        "A number is no error of a formula",
        "warning",
        ("every number",),
        "'{value}' is an error of a spreadsheet, taken as not stated.",
        "Correct the formula, or write the number.",
    ),
    Rule(
        "ambiguous_number",
        "A number can be read in one way only",
        "error",
        ("every number",),
        "'{value}' can be read with a thousands separator or with decimals.",
        "Write a thousand without a separator (1000), and decimals, where there are any, after a "
        "point.",
    ),
    Rule(
        "not_whole",
        "A count is a whole number",
        "error",
        ("every number",),
        "'{value}' is not a whole number.",
        "{header} counts whole units: correct it, or leave it empty if it is not stated.",
    ),
    Rule(
        "not_stated",
        "What is not stated is blank",
        "warning",
        ("every column",),
        "'{value}' is taken as not stated.",
        "Leave the cell empty to say so without this warning.",
    ),
)
"""What may be wrong with the cell of a number, in the words of `Reading.broken`."""


@dataclass(frozen=True)
class Reading:
    """What a cell says: a value with its decimals as typed, or the rule it breaks."""

    value: float | None = None
    decimals: int | None = None
    broken: str = ""


def is_date(text: str) -> bool:
    """Whether a text is a date, as spreadsheets make them of 3-6 or 12/15."""
    return _DATE.fullmatch(text.strip()) is not None


def date_readings(text: str) -> str:
    """What a date may have been before a spreadsheet made it: a sentence, or "" if it is open.

    ``2024-12-15`` and ``15-Dec`` may have been 12/15 or 15/12.
    """
    iso = re.match(r"[0-9]{4}-([0-9]{2})-([0-9]{2})", text)
    named = re.match(rf"([0-9]{{1,2}})[. -]{{1,2}}({_MONTH})", text, re.IGNORECASE)
    if iso:
        month, day = int(iso[1]), int(iso[2])
    elif named:
        month, day = _MONTH_NAMES.index(_english(named[2][:3].casefold())) + 1, int(named[1])
    else:
        return ""
    return f" It may have been {month}/{day} or {day}/{month}, or {month}-{day} or {day}-{month}."


def _english(month: str) -> str:
    return {"mrz": "mar", "mai": "may", "okt": "oct", "dez": "dec"}.get(month, month)


def read_number(text: str, column: Column) -> Reading:
    """Read ``79``, ``79.0``, ``79,5`` or, where the unit is percent, ``79 %``."""
    typed = text.strip().replace("\u2212", "-")
    if not typed:
        return Reading()
    if typed.casefold() in NOT_STATED:
        return Reading(broken="not_stated")
    if column.unit == "percent":
        typed = typed.removesuffix("%").rstrip()
    if _is_ambiguous(typed, column):
        return Reading(broken="ambiguous_number")
    if not _NUMBER.fullmatch(typed):
        return Reading(broken=_what_it_is(typed))
    return _number(typed.replace(",", "."), column)


def _what_it_is(typed: str) -> str:
    """The rule that a text breaks which is no number."""
    for rule, pattern in _OTHERS.items():
        if pattern.fullmatch(typed):
            return rule
    return "not_a_number"


def _is_ambiguous(typed: str, column: Column) -> bool:
    # A percentage is below 1,000, so its comma is a decimal comma.
    if column.unit == "percent":
        return False
    grouped = _GROUPED_WHOLE if column.kind == "whole" else _GROUPED
    return grouped.fullmatch(typed) is not None


def _number(typed: str, column: Column) -> Reading:
    value = max(-_LARGEST, min(float(typed), _LARGEST))
    if column.kind == "whole" and not value.is_integer():
        return Reading(broken="not_whole")
    return Reading(value, len(typed.partition(".")[2]))
