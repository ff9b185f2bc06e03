"""Durations in months: 26 weeks are 6.0 months. Each conversion is reported to the user."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from lib.studies.headers.time_units import DAYS_IN_MONTH as DAYS_IN_MONTH
from lib.studies.headers.time_units import MONTHS_IN
from lib.studies.headers.time_units import UNITS as UNITS
from lib.studies.headers.time_units import Unit as Unit
from lib.studies.reading.numbers import read_number
from lib.studies.schema import BY_NAME

_SPELLINGS: dict[Unit, str] = {
    "months": "months month mnths mnth mths mth mos mon mo m",
    "weeks": "weeks week wks wk w",
    "days": "days day d",
    "years": "years year yrs yr y",
}
UNIT_OF: dict[str, Unit] = {
    word: unit for unit, words in _SPELLINGS.items() for word in words.split()
}
"""Unit by word or letter."""

_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_WORD = "|".join(sorted(UNIT_OF, key=len, reverse=True))
_BETWEEN = r"[\s_.\u2010-\u2015-]*"
_DURATION = re.compile(
    rf"(?<![0-9.,])({_NUMBER}){_BETWEEN}({_WORD})\.?(?![a-z0-9])"
    rf"|(?<![a-z0-9])({_WORD}){_BETWEEN}({_NUMBER})(?![a-z0-9%/]|[.,][0-9])"
)
_LISTED = 12  # conversions that are listed one by one


@dataclass(frozen=True)
class Duration:
    """A number with its unit, and the text around them."""

    number: str
    unit: Unit
    around: str = ""

    @property
    def months(self) -> float | None:
        """The duration in months; None if the number is ambiguous, such as 1,234."""
        value = read_number(self.number, BY_NAME["months"]).value
        return None if value is None else value * MONTHS_IN[self.unit]


def find_duration(text: str) -> Duration | None:
    """Find the only duration in a text, as ``12 wk`` or ``month 3``; None for none or several."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = list(_DURATION.finditer(folded))
    if len(found) != 1:
        return None
    number, word, word_before, number_after = found[0].groups()
    around = f"{folded[: found[0].start()]} {folded[found[0].end() :]}".strip()
    return Duration(number or number_after, UNIT_OF[word or word_before], around)


def parse_duration(text: str) -> Duration | None:
    """Parse a cell that holds only a duration with its unit, such as ``26 weeks``."""
    named = find_duration(text)
    return named if named and not named.around else None


def read_duration(text: str, unit: Unit, read_units: bool) -> Duration | None:
    """Read a cell whose column has this unit; None if it is blank or not a duration."""
    if read_units and (own := parse_duration(text)):
        return own
    number = Duration(text.strip(), unit)
    return None if number.months is None else number


def to_months(text: str, unit: Unit, read_units: bool = False) -> str:
    """Convert a cell to months; a cell that cannot be read stays as typed.

    Parameters
    ----------
    unit
        The unit of a number without a unit.
    read_units
        Whether a unit in the cell itself (``26 weeks``) is read.
    """
    held = read_duration(text, unit, read_units)
    if held is None or held.months is None:
        return text
    if held.unit == "months":
        return text if held.number == text.strip() else held.number
    return format_months(held.months)


def format_months(months: float) -> str:
    """Write months with one decimal, or two below one month: 12, 5.5, 0.23."""
    return _round_months(months).rstrip("0").rstrip(".")


def conversion_notes(pairs: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """Describe each distinct conversion: ``52 weeks = 12.0 months``; beyond 12, only their number.

    Parameters
    ----------
    pairs
        Each duration as typed, and its value in months.
    """
    told = sorted(set(pairs), key=lambda pair: (pair[1], pair[0]))
    lines = [f"{text} = {_round_months(months)} months" for text, months in told[:_LISTED]]
    more = len(told) - _LISTED
    return (*lines, f"and {more:,} more") if more > 0 else tuple(lines)


def _round_months(months: float) -> str:
    return f"{months:.2f}" if abs(months) < 1 else f"{months:.1f}"
