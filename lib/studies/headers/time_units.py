"""Units of time, and the words for them in English, German and French."""

from typing import Literal, get_args

Unit = Literal["months", "weeks", "days", "years"]
UNITS: tuple[Unit, ...] = get_args(Unit)

DAYS_IN_MONTH = 365.25 / 12
MONTHS_IN: dict[Unit, float] = {
    "months": 1,
    "weeks": 7 / DAYS_IN_MONTH,
    "days": 1 / DAYS_IN_MONTH,
    "years": 12,
}
"""How many months each unit has."""
