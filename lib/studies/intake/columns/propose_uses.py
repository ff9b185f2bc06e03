"""What each column of a table is read as: said by hand, told by its header, or proposed.

A proposal looks at the words of all headers and at the cells, one kind of layout after the other;
what was settled by an earlier one stays.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from lib.studies.headers.header_meaning import header_meaning
from lib.studies.intake.cell_values import as_float, read_cell
from lib.studies.intake.columns.column_use import (
    AUTHOR,
    FAILURES,
    INTERVAL,
    KEEP,
    LEAVE_OUT,
    MEASURE,
    MEASURES,
    PATIENT,
    PERCENT,
    RESPONSE,
    VALUE_UNIT,
    ColumnUse,
)
from lib.studies.intake.columns.propose_arms import (
    arms_across,
    arms_by_number,
    columns_by_name,
    says_arm,
    two_by_two,
)
from lib.studies.intake.columns.propose_counts import (
    enrolled_of_all,
    lone_results,
    n_beside_n,
)
from lib.studies.intake.columns.propose_curves import digitised, factor, survival
from lib.studies.intake.columns.propose_times import counts_years, times, times_in_labels
from lib.studies.intake.columns.propose_visits import dated_visits, numbered_visits, visits
from lib.studies.intake.columns.table_columns import (
    Columns,
    Proposal,
    Proposals,
    all_numbers,
    are_composite,
    are_counts,
    looks_like_results,
    measure_use,
    own_words,
    says_yes_and_no,
)
from lib.studies.intake.instructions import Instructions
from lib.studies.intake.questions import Answers
from lib.studies.intake.tables.find_table import HEADING
from lib.studies.intake.tables.table import Table
from lib.studies.problems import PROBLEMS
from lib.studies.schema import BY_NAME

_CODES_MOST = 10


def propose_uses(table: Table, said: Instructions, answers: Answers) -> Proposals:
    """Propose a use for every column of a table."""
    words = {header: header_meaning(_label_of_rows(own_words(header))) for header in table.headers}
    by_hand = {
        header: Proposal(said.columns[header], "Said by hand.")
        for header in table.headers
        if header in said.columns
    }
    columns = Columns(table, words, dict(by_hand), frozenset(by_hand))
    small_n = n_beside_n(answers)
    # These see more than those before them, and may decide otherwise.
    revisions = (small_n, times_in_labels, enrolled_of_all)
    for step in (
        _hidden,
        _our_marks,
        _row_numbers,
        survival,
        factor,
        digitised,
        two_by_two,
        visits(answers),
        numbered_visits(answers),
        dated_visits(answers),
        arms_by_number,
        columns_by_name,
        _certain,
        small_n,
        times,
        times_in_labels,
        _guesses,
        enrolled_of_all,
        _intervals,
        lone_results,
        arms_across,
    ):
        proposals = step(columns)
        if step not in revisions:
            proposals = {h: each for h, each in proposals.items() if h not in columns.found}
        columns.found.update(columns.unsaid(proposals))
    for header in columns.open:
        columns.found[header] = Proposal(ColumnUse(KEEP), words[header].forbidden)
    return {header: columns.found[header] for header in table.headers}


def _label_of_rows(header: str) -> str:
    """What a corner such as ``Arm / Months`` names of the rows; any other header as it is."""
    parts = [part.strip() for part in re.split(r"[\\/|]", header)]
    columns = [header_meaning(part).column for part in parts]
    if len(parts) == 2 and columns[1] in ("months", "visit"):
        return parts[0] if columns[0] in ("arm", "treatment", "study") else header
    return header


def _hidden(columns: Columns) -> Proposals:
    why = "It is hidden in the workbook."
    return {header: Proposal(ColumnUse(LEAVE_OUT), why) for header in columns.table.hidden}


def _our_marks(columns: Columns) -> Proposals:
    """The column of problems in a file that was downloaded with them."""
    why = "It is where problems are marked in a file from here."
    is_first = columns.table.headers[:1] == [PROBLEMS] and PROBLEMS in columns.open
    return {PROBLEMS: Proposal(ColumnUse(LEAVE_OUT), why)} if is_first else {}


def _certain(columns: Columns) -> Proposals:
    """Columns whose headers say it outright."""
    found: Proposals = {}
    taken = {(each.use.means, each.use.block) for each in columns.found.values()}
    for header in columns.open:
        meaning = columns.words[header]
        is_certain = meaning.is_certain or own_words(header) in BY_NAME
        if not is_certain or not meaning.column:
            continue
        use = _plain_use(columns, header)
        if use is None or use.means == "months" or (use.means, use.block) in taken:
            continue
        if use.means == "year" and counts_years(columns, header):
            continue
        if any(use == each.use for each in found.values()) and not use.is_measure:
            why = f"Another column is read as '{use.means}' already."
            found[header] = Proposal(ColumnUse(KEEP), why, False)
            continue
        found[header] = Proposal(use, meaning.why if use.means not in BY_NAME else "")
    return found


def _plain_use(columns: Columns, header: str) -> ColumnUse | None:
    """The use that a header's words name, whatever the cells say; None for none."""
    meaning = columns.words[header]
    match meaning.column:
        case "author":
            has_name = columns.says("study") and not _are_numbers_of_authors(columns)
            return None if has_name else ColumnUse(AUTHOR)
        case "study" if columns.says("author") and _are_numbers_of_authors(columns):
            return None
        case "record":
            return _record_use(columns)
        case "outcome" if not columns.means(*MEASURES) and _holds_results(columns, header):
            return ColumnUse(RESPONSE, PERCENT if "%" in header else "")
        case "arm" | "treatment" if are_composite(columns, header):
            return None  # 'Drug (n=40)' may stand above its results
        case "randomised" if _counts_persons(columns.texts(header)):
            return ColumnUse("n_enrolled")
        case "patient":
            return ColumnUse(PATIENT)
        case "measure":
            return None if "type" in header.casefold() else ColumnUse(MEASURE)
        case "value":
            return ColumnUse(RESPONSE)
        case "value_unit":
            return ColumnUse(VALUE_UNIT)
        case "unit" if columns.says("value"):
            return ColumnUse(VALUE_UNIT)
        case "strata":
            return None if columns.says("arm") else ColumnUse("arm")
        case "visit":
            return ColumnUse("months")
        case "row_number":
            return ColumnUse(LEAVE_OUT)
        case "compared_with" | "n_at_risk" | "n_event" | "x" | "y" | "":
            return None
    if meaning.is_measure:
        # 'Control events' is of one arm, also where no other arm is understood.
        arm = "" if meaning.slot.isdecimal() or says_arm(columns) else meaning.slot
        return replace(measure_use(meaning), assessed=meaning.n, arm=arm)
    if meaning.column == "months":
        return ColumnUse("months", meaning.unit)
    return ColumnUse(meaning.column)


def _record_use(columns: Columns) -> ColumnUse | None:
    """The study, unless each record says of one patient whether he or she responded."""
    if columns.says("study", "author"):
        return None
    is_patient = any(
        columns.words[header].column in (RESPONSE, "responders", FAILURES)
        and says_yes_and_no(columns, header)
        for header in columns.table.headers
    )
    return ColumnUse(PATIENT if is_patient else "study")


def _are_numbers_of_authors(columns: Columns) -> bool:
    """Whether the studies are only numbers, each of which has an author and year of its own."""
    headers = columns.table.headers
    study = next((header for header in headers if columns.words[header].column == "study"), "")
    names = [header for header in headers if columns.words[header].column in ("author", "year")]
    if not study or not all_numbers(columns.texts(study)):
        return False
    cells = columns.table.cells[[study, *names]].drop_duplicates()
    return not cells[names].duplicated().any()


def _holds_results(columns: Columns, header: str) -> bool:
    """Whether a column named outcome holds results: yes and no, or more than a few numbers."""
    if says_yes_and_no(columns, header):
        return len(columns.texts(header)) > 1
    return "%" in header and looks_like_results(columns, header)


def _row_numbers(columns: Columns) -> Proposals:
    """A first column without a header that only numbers the rows."""
    first = next(iter(columns.table.headers), "")
    texts = columns.table.cells[first].str.strip().tolist() if first.startswith("column ") else []
    if not texts or texts != [str(at) for at in range(1, len(texts) + 1)]:
        return {}
    return {first: Proposal(ColumnUse(LEAVE_OUT), "It numbers the rows.")}


def _counts_persons(texts: Sequence[str]) -> bool:
    """Whether a column that may say yes or no counts persons: 0 and 1 alone say no and yes."""
    return bool(texts) and all(map(str.isdecimal, texts)) and not {*texts} <= {"0", "1"}


def _guesses(columns: Columns) -> Proposals:
    """Columns whose headers often mean something, if their cells allow it."""
    found: Proposals = {}
    taken = {
        (each.use.means, each.use.block)
        for each in columns.found.values()
        if each.use.means not in (KEEP, LEAVE_OUT)
    }
    for header in columns.open:
        meaning = columns.words[header]
        if header == HEADING:
            use: ColumnUse | None = ColumnUse("arm" if columns.says("study", "author") else "study")
        elif meaning.is_certain and meaning.column not in ("months", "visit", "year"):
            use = _plain_use(columns, header)
        elif meaning.needs_pair:  # 'Smokers n' alone counts something else
            use = None
        else:
            use = _plain_use(columns, header) if meaning.column else None
            if use and (use.means == "months" or not _cells_allow(columns, header, use)):
                use = None
        if use is None or (use.means, use.block) in taken:
            continue
        taken.add((use.means, use.block))
        why = meaning.why or f"It looks like {use.means}."
        if header == HEADING:
            why = "It stands above the rows that it names."
        found[header] = Proposal(use, why, False)
    return found


def _intervals(columns: Columns) -> Proposals:
    """A column of intervals beside one of rates."""
    if columns.means(INTERVAL, "ci_low_pct") or not columns.means("rate_pct", RESPONSE):
        return {}
    for header in columns.open:
        cells = [read_cell(text) for text in columns.texts(header)]
        values = [cell for cell in cells if cell.kind == "value"]
        are_ends = values and all(cell.low and not cell.number for cell in values)
        is_named = re.search(r"(?i)(?<![a-z])(ci|ki|ic|interval)", header)
        if are_ends and is_named and not columns.words[header].forbidden:
            return {header: Proposal(ColumnUse(INTERVAL), "Each cell holds two ends.", False)}
    return {}


def _cells_allow(columns: Columns, header: str, use: ColumnUse) -> bool:
    if use.means in ("n_assessed", "n_enrolled") and not are_counts(columns, header):
        return False
    if use.is_measure or use.means in ("n_enrolled", "year"):
        return looks_like_results(columns, header) or (
            use.means in (RESPONSE, "responders") and says_yes_and_no(columns, header)
        )
    if use.means in ("arm", "treatment"):
        return not all_numbers(columns.texts(header)) or _are_codes(columns, header)
    return True


def _are_codes(columns: Columns, header: str) -> bool:
    """Whether a few whole numbers can be codes of arms; T may be a time too."""
    values = [as_float(text) for text in columns.texts(header)]
    is_time = own_words(header).casefold() == "t" and not columns.means("months")
    return not is_time and all(value in range(_CODES_MOST) for value in values)
