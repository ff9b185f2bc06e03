"""Rules over cells that are empty and may not be."""

from collections.abc import Mapping

from lib.studies.problems import Finding, facts
from lib.studies.reading.headers import has_rate
from lib.studies.rules import Rule
from lib.studies.schema import ASSUMED, LABELS, TIME_TO_EVENT
from lib.studies.validation.type_conversion import Converted

NEEDED = Rule(
    "needed",
    "A cell that is needed is filled in",
    "error",
    (*LABELS, "months"),
    "{header} is empty.",
    "Fill it in: no row can be used without it.",
)
RATE_MISSING = Rule(
    "rate_missing",
    "There is a rate, or both its counts",
    "error",
    ("rate_pct", "responders", "n_assessed"),
    "There is no rate: {reason}.",
    "Fill in rate_pct, or {another_way}.",
)
INTERVAL_ONE_END = Rule(
    "interval_one_end",
    "An interval has two ends",
    "error",
    ("ci_low_pct", "ci_high_pct"),
    "Only one end of the interval is given.",
    "Give both ends, or leave both empty.",
)
ASSUMED_NOTHING = Rule(
    "assumed_nothing",
    "A number that is supposed is there",
    "warning",
    ("n_basis", "n_assessed"),
    "The number assessed is said to be assumed, but there is none.",
    "Fill in n_assessed, or leave n_basis empty.",
)
RULES = (
    NEEDED,
    RATE_MISSING,
    INTERVAL_ONE_END,
    ASSUMED_NOTHING,
)


def gap_findings(headers: Mapping[str, str], converted: Converted) -> list[Finding]:
    """Cells that are empty and may not be."""
    texts, given = converted.encoded, converted.given
    index = converted.rows.index.to_numpy()
    blank = {name: texts[name].is_any_of([""]) for name in LABELS}
    blank["months"] = ~given["months"]
    one_end = given["ci_low_pct"] != given["ci_high_pct"]
    assumed = texts["n_basis"].is_any_of([ASSUMED])
    # A column that is not there is one problem, and not again one on every row.
    held = {name: empty for name, empty in blank.items() if name in headers}
    return [
        *(Finding(NEEDED, name, index[empty]) for name, empty in held.items()),
        *(_without_rate(converted) if has_rate(headers) else []),
        Finding(INTERVAL_ONE_END, "ci_low_pct", index[one_end]),
        Finding(ASSUMED_NOTHING, "n_basis", index[assumed & ~given["n_assessed"]]),
    ]


def _without_rate(converted: Converted) -> list[Finding]:
    given, index = converted.given, converted.rows.index.to_numpy()
    timed = converted.encoded["estimate"].is_any_of([TIME_TO_EVENT])
    counted = given["responders"] & given["n_assessed"]
    without = ~given["rate_pct"]
    return [
        Finding(RATE_MISSING, "rate_pct", index[without & ~timed & ~counted], _NOT_COUNTED),
        Finding(RATE_MISSING, "rate_pct", index[without & timed], _NOT_ESTIMATED),
    ]


_NOT_COUNTED = facts(
    reason="neither rate_pct nor both responders and n_assessed are given",
    another_way="responders and n_assessed",
)
_NOT_ESTIMATED = facts(
    reason="a time-to-event estimate is no count, so it needs rate_pct",
    another_way="take out the row",
)
