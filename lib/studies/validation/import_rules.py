"""Rules over a file that is imported, before its rows are those of the schema."""

from lib.studies.rules import Rule

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
RULES = (TWO_NUMBERS, PATIENT_SCORES)
