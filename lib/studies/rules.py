"""Every rule that a studies file is held against, as data.

`says` and `fix` are templates: ``{header}`` is the column as the file spells it, ``{value}`` the
cell as typed, any column name the cell of that row, and the rest are facts that the rule's finder
adds. An error leaves its row out (or the file, when it names no row); a warning keeps it.
"""

from dataclasses import dataclass
from typing import Literal

from lib.studies.schema import IDENTITY

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Rule:
    """What is wrong, how to mend it, and whether the row can be used all the same."""

    name: str
    severity: Severity
    says: str
    fix: str


_FILE = (
    Rule(
        "unreadable",
        "error",
        "The file cannot be opened: {reason}.",
        "Check that it is there and may be read, or start the dashboard with another.",
    ),
    Rule(
        "too_large",
        "error",
        "The file has {size} MB; at most {most} MB are read.",
        "Split the file, or leave out what is not needed.",
    ),
    Rule(
        "empty",
        "error",
        "The file is empty.",
        "Start from the template, or from data/studies.csv as an example: the first line holds the "
        "column names, which the data dictionary explains.",
    ),
    Rule(
        "not_text",
        "error",
        "This is not a text file: {reason}.",
        "Open it in a spreadsheet and save it as 'CSV UTF-8'.",
    ),
    Rule(
        "encoding",
        "error",
        "The text cannot be read: it is neither UTF-8, UTF-16 nor Windows-1252.",
        "Open it in a spreadsheet and save it as 'CSV UTF-8'.",
    ),
    Rule(
        "windows_1252",
        "warning",
        "The file is not UTF-8, so it was read as Windows-1252. The first word with a special "
        "character reads '{word}'.",
        "If that word is wrong, save the file as 'CSV UTF-8' and bring it again.",
    ),
    Rule(
        "quotes",
        "error",
        "The row that starts here cannot be read: {reason}.",
        "Look for a quotation mark that is not closed. A quotation mark inside a quoted cell is "
        'doubled: "".',
    ),
    Rule(
        "header_only",
        "error",
        "The file has a header and no rows.",
        "Add a row for each arm at each follow-up time.",
    ),
    Rule(
        "one_column",
        "error",
        "The first line has one cell only ('{value}'); it must hold the column names.",
        "Take out any title above the header, and separate the columns with commas, semicolons "
        "or tabs.",
    ),
    Rule(
        "too_many_rows",
        "error",
        "The file has more than {most} rows.",
        "Split the file.",
    ),
    Rule(
        "too_many_columns",
        "error",
        "The table has more than {most} columns.",
        "Take out the columns that are not needed.",
    ),
    Rule(
        "workbook_too_large",
        "error",
        "The workbook unpacks to more than {most} MB.",
        "Take out what is not needed, or save the sheet as 'CSV UTF-8' and bring that.",
    ),
    Rule(
        "workbook_locked",
        "error",
        "The workbook is protected by a password.",
        "Take the password off in the program that set it, save the workbook, and bring it again.",
    ),
    Rule(
        "workbook_broken",
        "error",
        "The workbook is damaged, cut off, or not written in the way of Excel.",
        "Open it in a spreadsheet, save it again as .xlsx or 'CSV UTF-8', and bring that.",
    ),
    Rule(
        "workbook_empty",
        "error",
        "No sheet of the workbook has a table that starts in its first {most} rows.",
        "Put the column names into one row, and a row for each arm at each follow-up time below.",
    ),
    Rule(
        "not_a_workbook",
        "error",
        "This is not an Excel workbook: {reason}.",
        "Open it in the program that made it, save the table as .xlsx or 'CSV UTF-8', and bring "
        "that.",
    ),
    Rule(
        "duplicate_header",
        "error",
        "Two columns mean the same: {headers}.",
        "Rename one of them, or take it out.",
    ),
    Rule(
        "unnamed_column",
        "warning",
        "Column {letter} has cells but no name; it is kept as '{value}'.",
        "Name it in the first line.",
    ),
    Rule(
        "missing_column",
        "error",
        "There is no column '{column}'. {meaning}{hint}",
        "Add a column '{column}', for instance with {example}; or, where rows are brought, choose "
        "which column holds it.",
    ),
    Rule(
        "similar_header",
        "warning",
        "'{value}' is not a known column, but looks like '{column}'. It is kept as an extra one.",
        "If '{column}' is meant, rename it.",
    ),
    Rule(
        "ragged",
        "error",
        "This row has {cells} cells; the header has {width}.",
        "Put quotation marks around a text that contains the separator, and fill up short rows "
        "with empty cells.",
    ),
    Rule(
        "mostly_ragged",
        "error",
        "Most rows do not have the {width} cells of the header; the first is row {first} with "
        "{cells}.",
        "The header must be the first line (no title above it), and each row needs as many cells.",
    ),
)

_CELLS = (
    Rule(
        "needed",
        "error",
        "{header} is empty.",
        "Fill it in: no row can be used without it.",
    ),
    Rule(
        "rate_missing",
        "error",
        "There is no rate: {reason}.",
        "{advice}",
    ),
    Rule(
        "not_a_number",
        "error",
        "'{value}' is not a number.",
        "Write digits only, such as {example}; words and signs belong in the note.",
    ),
    Rule(
        "date",
        "error",
        "'{value}' is a date, not a number.",
        "A spreadsheet makes a date of a text such as 3-6. Format the cell as text, then type the "
        "number again, such as {example}.",
    ),
    Rule(
        "formula_unsaved",
        "error",
        "{header} is a formula here, and its result is not saved in the file.",
        "Open the workbook in a spreadsheet, save it, and bring it again.",
    ),
    Rule(
        "ambiguous_number",
        "error",
        "'{value}' can be read with a thousands separator or with decimals.",
        "Write a thousand without a separator (1000), and decimals, where there are any, after a "
        "point.",
    ),
    Rule(
        "not_whole",
        "error",
        "'{value}' is not a whole number.",
        "{header} counts whole units: correct it, or leave it empty if it is not stated.",
    ),
    Rule(
        "not_stated",
        "warning",
        "'{value}' is taken as not stated.",
        "Leave the cell empty to say so without this warning.",
    ),
    Rule(
        "range",
        "error",
        "{header} is {value}; it must be {allowed}.",
        "Correct it{otherwise}.",
    ),
    Rule(
        "choice",
        "error",
        "'{value}' is not a known {column}.",
        "Write one of: {choices}.",
    ),
    Rule(
        "year",
        "warning",
        "{value} is an unlikely year of publication.",
        "Correct it, or leave it empty.",
    ),
    Rule(
        "doi",
        "warning",
        "'{value}' does not look like a DOI, so it will not be linked.",
        "A DOI starts with '10.', for instance {example}; put other references in the citation.",
    ),
    Rule(
        "formula",
        "warning",
        "The text starts with '{sign}', so a spreadsheet would run it as a formula.",
        "Put a word in front of it. The row is kept.",
    ),
    Rule(
        "too_long",
        "warning",
        "The text has {length} characters; {header} is meant for at most {most}.",
        "Shorten it, and move the rest to the note.",
    ),
    Rule(
        "too_long_label",
        "error",
        "The text has {length} characters; {header} may have {most}, because it is part of links.",
        "Choose a short label, and move the rest to the note.",
    ),
    Rule(
        "control_character",
        "error",
        "The text contains {characters}, which cannot be shown or exported.",
        "Delete it; retyping the cell is the surest way.",
    ),
    Rule(
        "invisible_character",
        "warning",
        "The text contains {characters}, which cannot be seen.",
        "Delete it; retyping the cell is the surest way.",
    ),
)

_ROWS = (
    Rule(
        "responders_above_assessed",
        "error",
        "{responders} responders are more than the {n_assessed} assessed.",
        "Correct one of the two.",
    ),
    Rule(
        "assessed_above_enrolled",
        "error",
        "{n_assessed} assessed are more than the {n_enrolled} enrolled.",
        "Correct one of the two; n_enrolled is everyone who entered the arm.",
    ),
    Rule(
        "responders_above_enrolled",
        "error",
        "{responders} responders are more than the {n_enrolled} enrolled.",
        "Correct one of the two.",
    ),
    Rule(
        "interval_one_end",
        "error",
        "Only one end of the interval is given.",
        "Give both ends, or leave both empty.",
    ),
    Rule(
        "interval_order",
        "error",
        "The interval runs from {ci_low_pct} down to {ci_high_pct}.",
        "Exchange the two ends, or correct one.",
    ),
    Rule(
        "interval_excludes_rate",
        "error",
        "The interval from {ci_low_pct} to {ci_high_pct} does not contain the rate of {rate}.",
        "Correct the rate or the interval; all are percents.",
    ),
    Rule(
        "interval_too_narrow",
        "warning",
        "The interval is as narrow as one from {effective} patients would be, but there are only "
        "{patients}.",
        "Check the interval and the numbers of patients against the publication.",
    ),
    Rule(
        "rate_disagrees",
        "error",
        "{responders} of {n_assessed} is {computed}%, not {value}.{also}",
        "Correct the one that is wrong, or leave empty the one that is not printed.",
    ),
    Rule(
        "grim",
        "warning",
        "No count of {n_assessed} gives {value}%: {low} of {n_assessed} is {low_pct}%, {high} is "
        "{high_pct}%.",
        "Check both numbers. If they are printed so, it may be an estimate (time_to_event), "
        "another denominator or a misprint: say so in the note.",
    ),
    Rule(
        "fraction",
        "warning",
        "{value} means {value}%, less than one in a hundred{whole_column}.",
        "If {times_100}% is meant, write {times_100}.",
    ),
    Rule(
        "months_in_other_unit",
        "warning",
        "{value} months would be {years} years; {value} looks like {usual}.",
        "If {usual} are meant, write {months_meant}. Otherwise leave it.",
    ),
    Rule(
        "duplicate_row",
        "error",
        f"The same {', '.join(IDENTITY[:-1])} and {IDENTITY[-1]} stand on {{others}}.",
        "Take out all but one, or tell them apart, for instance by the cohort.",
    ),
    Rule(
        "enrolled_changes",
        "warning",
        "{value} enrolled here, but {first} on row {first_row} of the same series.",
        "n_enrolled is who entered the arm and stays the same; who was seen at this visit is "
        "n_assessed.",
    ),
    Rule(
        "spelling",
        "warning",
        "'{value}' differs from '{other}' (row {other_row}) only in case, spaces or invisible "
        "characters, so it counts as another {column}.",
        "Write both the same way.",
    ),
)

BETWEEN_ROWS = ("duplicate_row", "enrolled_changes", "spelling")
"""The rules that compare a row with others; all the rest look at a row by itself."""

RULES: dict[str, Rule] = {rule.name: rule for rule in (*_FILE, *_CELLS, *_ROWS)}
