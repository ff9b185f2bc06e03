"""Rules that compare the numbers of patients of one row."""

import numpy as np

from lib.arrays import Mask
from lib.studies.rules import Rule
from lib.studies.validation.row_numbers import Numbers, RowRule, above


def _unassessed_above(numbers: Numbers) -> Mask:
    unassessed = np.isnan(numbers["n_assessed"])
    return unassessed & (numbers["responders"] > numbers["n_enrolled"])


RESPONDERS_ABOVE_ASSESSED = RowRule(
    "responders_above_assessed",
    "Responders are among the assessed",
    "error",
    ("responders", "n_assessed"),
    "{responders} responders are more than the {n_assessed} assessed.",
    "Correct one of the two.",
    above("responders", "n_assessed"),
)
ASSESSED_ABOVE_ENROLLED = RowRule(
    "assessed_above_enrolled",
    "The assessed are among the enrolled",
    "error",
    ("n_assessed", "n_enrolled"),
    "{n_assessed} assessed are more than the {n_enrolled} enrolled.",
    "Correct one of the two; n_enrolled is everyone who entered the arm.",
    above("n_assessed", "n_enrolled"),
)
RESPONDERS_ABOVE_ENROLLED = RowRule(
    "responders_above_enrolled",
    "Responders are among the enrolled",
    "error",
    ("responders", "n_enrolled"),
    "{responders} responders are more than the {n_enrolled} enrolled.",
    "Correct one of the two.",
    _unassessed_above,
)
# Two that only an import can find, before its rows are those of the schema.
TWO_NUMBERS = Rule(
    "two_numbers",
    "A row says each number once",
    "error",
    ("every number",),
    "Two columns of the file differ: {numbers}.",
    "Correct one of them, or say on the page Import that one column is something else.",
)
PATIENT_SCORES = Rule(
    "patient_scores",
    "A row is an arm at a visit, not a patient",
    "error",
    ("responders", "n_assessed"),
    "Each row is one patient, and '{header}' holds '{value}', which is neither yes nor no.",
    "Say of each patient whether he or she responded (yes or no), or count the responders first.",
)
RULES = (
    RESPONDERS_ABOVE_ASSESSED,
    ASSESSED_ABOVE_ENROLLED,
    RESPONDERS_ABOVE_ENROLLED,
    TWO_NUMBERS,
    PATIENT_SCORES,
)
