"""The meanings and units of columns in a reader's words."""

from lib.studies.headers.time_units import UNITS
from lib.studies.intake.columns.column_use import (
    COUNT,
    COUNT_PERCENT,
    MEANINGS,
    MEASURE_UNITS,
    MEASURES,
    PERCENT_COUNT,
    SHARE,
    WORDS,
    ColumnUse,
)

_OF_SCHEMA = {
    "study": "the study",
    "year": "the year of publication",
    "design": "the design of the study",
    "arm": "the arm",
    "treatment": "the treatment",
    "role": "the role: intervention or comparator",
    "n_enrolled": "patients who entered the arm",
    "months": "the time since treatment",
    "n_assessed": "patients assessed",
    "n_basis": "whether the number assessed is printed",
    "responders": "patients who responded",
    "rate_pct": "the rate of response",
    "ci_low_pct": "the lower end of the 95% interval",
    "ci_high_pct": "the upper end of the 95% interval",
    "estimate": "the kind of estimate",
    "outcome": "what counted as a response",
    "randomised": "whether the arms were randomised",
    "unit": "what is counted, if not patients",
    "cohort": "the set of patients",
    "same_patients_as": "the arm with the same patients",
    "caution": "a caution",
    "citation": "the citation",
    "doi": "the DOI",
    "source": "where it was read",
    "note": "a note",
}
MEANING_WORDS = {name: _OF_SCHEMA.get(name) or WORDS[name] for name in MEANINGS}

UNIT_WORDS = {
    "": "",
    **{unit: unit for unit in (*MEASURE_UNITS, *UNITS)},
    SHARE: "share of 1",
    COUNT: "patients",
    COUNT_PERCENT: "patients (percent)",
    PERCENT_COUNT: "percent (patients)",
}


def units_of(means: str) -> tuple[str, ...]:
    """The units that numbers of a meaning can be in."""
    if means == "months":
        return UNITS
    return MEASURE_UNITS if means in MEASURES else ()


def fit_use(use: ColumnUse) -> ColumnUse:
    """A use without what its meaning has no place for: a unit, a visit, an arm."""
    unit = use.unit if use.unit in units_of(use.means) else ""
    if use.means in MEASURES:
        return ColumnUse(use.means, unit, use.months, use.arm, use.outcome, use.assessed)
    return ColumnUse(use.means, unit, arm=use.arm)
