"""What each column of a table is read as: said by hand, told by its header, or proposed.

A proposal looks at the words of all headers and at the cells, one kind of layout after the other;
what was settled by an earlier one stays.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from lib.studies.headers.header_meaning import header_meaning
from lib.studies.headers.visit_times import read_time
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
    SHARE,
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

_YEARS_OF_FOLLOW_UP = 30
_AXIS = re.compile(r"^(?P<rest>.*?)[\s_./-]*\(?(?P<axis>[xXyY])\)?$")
_CODES_MOST = 10
BY_HAND = "Said by hand."
_OUTCOME = re.compile(
    r"outcome|endpoint|end point|instrument|scale|score|criteri|definition|domain|question", re.I
)


def propose_uses(table: Table, said: Instructions, answers: Answers) -> Proposals:
    """Propose a use for every column of a table."""
    words = {header: header_meaning(_label_of_rows(own_words(header))) for header in table.headers}
    columns = Columns(table, words, {})
    for step in (
        lambda known: _said(known, said),
        _hidden,
        _our_marks,
        _row_numbers,
        _survival,
        _factor,
        _digitised,
        two_by_two,
        visits(answers),
        numbered_visits(answers),
        dated_visits(answers),
        arms_by_number,
        columns_by_name,
        _certain,
        n_beside_n(said, answers),
        _times,
        _times_in_labels,
        _guesses,
        enrolled_of_all(said),
        _intervals,
        lone_results,
        arms_across,
    ):
        for header, proposal in step(columns).items():
            if header not in columns.found:
                columns.found[header] = proposal
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


def _said(columns: Columns, said: Instructions) -> Proposals:
    return {
        header: Proposal(said.columns[header], BY_HAND)
        for header in columns.table.headers
        if header in said.columns
    }


def _hidden(columns: Columns) -> Proposals:
    why = "It is hidden in the workbook."
    return {header: Proposal(ColumnUse(LEAVE_OUT), why) for header in columns.table.hidden}


def _our_marks(columns: Columns) -> Proposals:
    """The column of problems in a file that was downloaded with them."""
    why = "It is where problems are marked in a file from here."
    first = columns.table.headers[:1]
    return {name: Proposal(ColumnUse(LEAVE_OUT), why) for name in first if name == PROBLEMS}


def _survival(columns: Columns) -> Proposals:
    """A table of survfit or another Kaplan-Meier curve: shares, with their ends."""
    is_curve = columns.says("survival") or (columns.says("n_at_risk") and columns.says("estimate"))
    if not is_curve:
        return _events_at_risk(columns)
    found: Proposals = {}
    for header in columns.open:
        meaning = columns.words[header]
        is_share = meaning.column == "estimate" and _unit_of_share(columns, header) == SHARE
        if meaning.column == "survival" or is_share:
            use = ColumnUse("rate_pct", meaning.unit or _unit_of_share(columns, header))
            why = "It is the share that still responds, of a Kaplan-Meier curve."
            found[header] = Proposal(use, why, meaning.is_certain, is_curve=True)
        elif meaning.column in ("ci_low_pct", "ci_high_pct"):
            unit = meaning.unit or _unit_of_share(columns, header)
            found[header] = Proposal(
                ColumnUse(meaning.column, unit), "It is an end of its interval."
            )
        elif (end := _end_in_words(header)) and _unit_of_share(columns, header):
            found[header] = Proposal(ColumnUse(end, SHARE), "It is an end of its interval.", False)
        elif meaning.column in ("n_event", "n_at_risk", "responders", "n_assessed"):
            why = (
                "It counts events or patients at risk along a curve, not who responded at a visit."
            )
            found[header] = Proposal(ColumnUse(KEEP), why)
    return found


def _events_at_risk(columns: Columns) -> Proposals:
    """Events beside patients at risk are those of a curve, not who responded at a visit."""
    why = "Beside patients at risk, it counts the events of a curve."
    return {
        header: Proposal(ColumnUse(KEEP), why)
        for header in columns.open
        if columns.says("n_at_risk")
        and columns.words[header].column == "responders"
        and not columns.words[header].is_certain
    }


def _end_in_words(header: str) -> str:
    """Which end of an interval a header names, as ``KM_estimate_lower_0.95``; "" for none."""
    ends = {"lower": "ci_low_pct", "upper": "ci_high_pct"}
    words = {word for word in ends if word in header.casefold() and "0.9" in header}
    return ends[words.pop()] if len(words) == 1 and "0.95" in header else ""


def _unit_of_share(columns: Columns, header: str) -> str:
    numbers = columns.numbers(header)
    return SHARE if numbers and max(numbers) <= 1 else ""


def _digitised(columns: Columns) -> Proposals:
    """Pairs of columns X and Y, as programs write that read points off a picture."""
    axes: dict[str, dict[str, str]] = {}
    for header in columns.open:
        if found := _AXIS.match(own_words(header)):
            axes.setdefault(found["rest"].strip(" /"), {})[found["axis"].lower()] = header
    pairs = {rest: pair for rest, pair in axes.items() if len(pair) == 2}
    found_uses: Proposals = {}
    for rest, pair in pairs.items():
        if not all(looks_like_results(columns, header) for header in pair.values()):
            continue
        why = "X and Y are the time and the height of points that were read off a picture."
        found_uses[pair["x"]] = Proposal(ColumnUse("months", arm=rest), why, False)
        found_uses[pair["y"]] = Proposal(ColumnUse(RESPONSE, arm=rest), why, False)
    return found_uses


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
        if use.means == "year" and _counts_years(columns, header):
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


def _factor(columns: Columns) -> Proposals:
    """A column of ``drug=A``, as programs write that fit curves."""
    for header in [] if columns.means("arm", "treatment") else columns.open:
        texts = columns.texts(header)
        if texts and all(re.fullmatch(r"[A-Za-z_.]\w*=\S.*", text) for text in texts):
            return {header: Proposal(ColumnUse("arm"), "Each cell names a group.", False)}
    return {}


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


def _counts_years(columns: Columns, header: str) -> bool:
    """Whether a column named year counts years of follow-up: 1, 2, 5, and no 2010."""
    numbers = columns.numbers(header)
    return bool(numbers) and max(numbers) <= _YEARS_OF_FOLLOW_UP


def _times(columns: Columns) -> Proposals:
    """The column that holds the time of each row."""
    if columns.means("months") or any(each.use.months for each in columns.found.values()):
        return {}
    candidates = [
        (header, columns.words[header])
        for header in columns.open
        if columns.words[header].column in ("months", "visit", "year")
        and not columns.words[header].forbidden
    ]
    order = {"months": 0, "visit": 1, "year": 2}
    candidates.sort(key=lambda pair: (not pair[1].unit, order[pair[1].column]))
    for header, meaning in candidates:
        if meaning.column == "year":
            if _counts_years(columns, header):
                why = "Its numbers are too small for years of publication: years of follow-up."
                return {header: Proposal(ColumnUse("months", "years"), why, False)}
            continue
        if meaning.column == "visit" and not _looks_like_times(columns, header):
            continue
        use = ColumnUse("months", meaning.unit)
        why = "" if meaning.is_certain else f"It looks like a time{_unit_words(meaning.unit)}."
        return {header: Proposal(use, why, meaning.is_certain)}
    return {}


def _times_in_labels(columns: Columns) -> Proposals:
    """A column of labels of which each names a time, as ``Response at month 3``."""
    if columns.means("months") or any(each.use.months for each in columns.found.values()):
        return {}
    labels = ("outcome", "cohort", MEASURE, KEEP)
    for header in columns.table.headers:
        held = columns.found.get(header)
        if held and (held.use.means not in labels or held.why == BY_HAND):
            continue
        times = [read_time(text) for text in columns.texts(header)]
        if times and all(times):
            why = "Each of its cells names a time."
            columns.found[header] = Proposal(ColumnUse("months"), why, False)
            break
    return {}


def _unit_words(unit: str) -> str:
    return f" in {unit}" if unit else ""


def _looks_like_times(columns: Columns, header: str) -> bool:
    texts = columns.texts(header)
    return 2 * sum(read_time(text, "months") is not None for text in texts) >= len(texts) > 0


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


def offered_outcome(header: str) -> bool:
    """Whether an extra column may say what counted as a response."""
    return bool(_OUTCOME.search(header))
