"""What a column of a brought table is used for."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from lib.studies.headers.time_units import UNITS
from lib.studies.headers.tokens import word_set
from lib.studies.schema import BY_NAME, MONTHS_MOST

KEEP, LEAVE_OUT = "keep", "leave out"
FAILURES, RESPONSE, INTERVAL = "failures", "response", "interval"
AUTHOR, PATIENT, MEASURE, VALUE_UNIT = "author", "patient", "measure", "value_unit"

COUNT, PERCENT, SHARE = "count", "percent", "share"
COUNT_PERCENT, PERCENT_COUNT = "count (percent)", "percent (count)"
VISITS = "visits"
"""The unit of times that only count the visits."""
MEASURE_UNITS = (PERCENT, SHARE, COUNT, COUNT_PERCENT, PERCENT_COUNT)

MEASURES = (
    "responders",
    "n_assessed",
    "rate_pct",
    "ci_low_pct",
    "ci_high_pct",
    FAILURES,
    RESPONSE,
    INTERVAL,
)
"""What holds numbers of one visit of one arm."""

YES = word_set("yes y true responder ja oui 1 success successful responded erfolg succès")
NO = word_set("no n false non-responder nonresponder nein non 0 failure failed misserfolg échec")
"""What says of one patient whether he or she responded."""

WORDS = {
    KEEP: "an extra column",
    LEAVE_OUT: "left out",
    FAILURES: "failures: patients who did not respond",
    RESPONSE: "the response: a rate, a count or both",
    INTERVAL: "the 95% interval, both ends in one cell",
    AUTHOR: "a part of the study's name",
    PATIENT: "the patient: each row is one patient",
    MEASURE: "what the number of the row measures",
    VALUE_UNIT: "the unit of the number of the row",
}
"""The meanings beside the columns of the schema, in words."""

MEANINGS = (*BY_NAME, *WORDS)


@dataclass(frozen=True)
class ColumnUse:
    """What a column is read as.

    Attributes
    ----------
    means
        A column of the schema, or one of `WORDS`.
    unit
        Of a measure: one of `MEASURE_UNITS`; of `months`: one of `UNITS`; "" if it is not said.
    months
        The visit that all cells of the column belong to; None if the row says it.
    arm, outcome
        The arm and the outcome that all cells belong to; "" if the row says it.
    assessed
        The number assessed that the header states.
    """

    means: str
    unit: str = ""
    months: float | None = None
    arm: str = ""
    outcome: str = ""
    assessed: int | None = None

    @property
    def is_measure(self) -> bool:
        return self.means in MEASURES

    @property
    def block(self) -> "Block":
        return Block(self.months, self.arm, self.outcome)


@dataclass(frozen=True, order=True)
class Block:
    """Which visit, arm and outcome the cells of a column belong to; what a row says is blank."""

    months: float | None = None
    arm: str = ""
    outcome: str = ""

    def holds(self, other: "Block") -> bool:
        """Whether what belongs to `self` belongs to `other` too, which says as much or more."""
        mine = (self.months, self.arm, self.outcome)
        theirs = (other.months, other.arm, other.outcome)
        return all(a in (None, "", b) for a, b in zip(mine, theirs, strict=True))


def use_record(use: ColumnUse) -> dict[str, Any]:
    """A use for a JSON file: what it says, without blanks."""
    held = {each.name: getattr(use, each.name) for each in fields(use)}
    return {name: value for name, value in held.items() if value not in (None, "")}


def parse_use(record: object) -> ColumnUse | None:
    """Read a use from a JSON file, or from the text of a meaning alone; None if it is none."""
    if isinstance(record, str):
        record = {"means": record}
    if not isinstance(record, Mapping):
        return None
    names = {each.name for each in fields(ColumnUse)}
    if not record.keys() <= names or record.get("means") not in MEANINGS:
        return None
    try:
        use = ColumnUse(**record)
    except TypeError:
        return None
    return use if _is_sound(use) else None


def _is_sound(use: ColumnUse) -> bool:
    is_time = use.months is None or (
        isinstance(use.months, int | float)
        and not isinstance(use.months, bool)
        and 0 < use.months <= MONTHS_MOST
    )
    is_count = use.assessed is None or (type(use.assessed) is int and use.assessed > 0)
    texts = all(isinstance(text, str) for text in (use.unit, use.arm, use.outcome))
    units = {"", *((*UNITS, VISITS) if use.means == "months" else MEASURE_UNITS)}
    return is_time and is_count and texts and use.unit in units
