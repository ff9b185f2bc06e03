"""Columns that are visits: a time in each header, or a number that is one."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lib.studies.headers.header_meaning import HeaderMeaning
from lib.studies.headers.time_units import MONTHS_IN, UNIT_WORDS, UNITS
from lib.studies.headers.visit_times import read_time
from lib.studies.intake.cell_values import as_float, read_cell
from lib.studies.intake.columns.column_use import LEAVE_OUT, ColumnUse
from lib.studies.intake.columns.propose_arms import are_outcomes, says_arm, slots_by_stem
from lib.studies.intake.columns.table_columns import (
    Columns,
    Proposal,
    Proposals,
    looks_like_results,
    measure_use,
    own_words,
    says_yes_and_no,
)
from lib.studies.intake.questions import Answers, FileQuestion, choices, listed
from lib.studies.reading.numbers import is_date

_FIRST_YEAR = 1000  # a larger number in a header is no visit
Step = Callable[[Columns], Proposals]


def visits(answers: Answers) -> Step:
    """Columns that are visits: a time in the header, and a measure or results in the cells."""

    def step(columns: Columns) -> Proposals:
        if columns.means("months") or _has_time_column(columns):
            return {}
        timed = {
            header: columns.words[header]
            for header in columns.open
            if columns.words[header].time or columns.words[header].open_time
        }
        timed = {
            header: meaning
            for header, meaning in timed.items()
            if not meaning.forbidden and _can_be_measure(columns, header, meaning)
        }
        if not _are_visits(columns, timed):
            return {}
        others = _other_words(columns, timed)
        return {
            header: _visit(header, meaning, others.get(header), answers)
            for header, meaning in timed.items()
        }

    return step


def _has_time_column(columns: Columns) -> bool:
    """Whether the rows say their time, so that a time in a header is something else."""
    return any(
        columns.words[header].column in ("months", "visit")
        and not columns.words[header].time
        and bool(columns.texts(header))
        for header in columns.open
    )


def _can_be_measure(columns: Columns, header: str, meaning: HeaderMeaning) -> bool:
    if meaning.is_measure:
        return True
    return not meaning.column and (
        looks_like_results(columns, header) or says_yes_and_no(columns, header)
    )


def _are_visits(columns: Columns, timed: Mapping[str, HeaderMeaning]) -> bool:
    """Several times make visits; a single one does so if its header or cells name a measure."""
    times = {(meaning.time or meaning.open_time) for meaning in timed.values()}
    if len(times) > 1:
        return True
    labels = {" ".join(meaning.rest) for meaning in timed.values()}
    return any(
        meaning.is_measure or any(read_cell(text).has_pair for text in columns.texts(header))
        for header, meaning in timed.items()
    ) or ("" not in labels and len(labels) > 0 and are_outcomes(labels))


def _other_words(
    columns: Columns, timed: Mapping[str, HeaderMeaning]
) -> Mapping[str, tuple[str, str]]:
    """What words beside the time of a visit name, by header: ``arm`` or ``outcome``, and which."""
    labels = {
        header: " ".join(meaning.rest).strip() or meaning.slot for header, meaning in timed.items()
    }
    told = {label for label in labels.values() if label}
    is_arm = not says_arm(columns) and len(told) > 1 and not are_outcomes(told)
    if not is_arm:
        labels = {header: " ".join(meaning.rest).strip() for header, meaning in timed.items()}
        if any(labels.values()):
            labels = {
                header: label or _own_outcome(timed[header]) for header, label in labels.items()
            }
    kind = "arm" if is_arm else "outcome"
    return {header: (kind, label) for header, label in labels.items() if label}


def _own_outcome(meaning: HeaderMeaning) -> str:
    """The outcome of ``response_3m`` where ``remission_3m`` stands beside it."""
    is_outcome = meaning.is_measure and meaning.column != "n_assessed"
    return "response" if is_outcome else ""


def _visit(
    header: str, meaning: HeaderMeaning, other: tuple[str, str] | None, answers: Answers
) -> Proposal:
    months = meaning.time.months if meaning.time else None
    if meaning.time and meaning.time.is_baseline:
        return Proposal(ColumnUse(LEAVE_OUT), "It is from before the treatment.")
    if months is None:
        doubt = meaning.open_time.doubt if meaning.open_time else ""
        months = ask_months(header, doubt, answers)
    if months is None:
        return Proposal(ColumnUse(LEAVE_OUT), "Its time is an open question.", False)
    use = replace(measure_use(meaning), months=_rounded(months), assessed=meaning.n)
    why = f"It looks like a visit at {use.months:.10g} months"
    match other:
        case ("arm", label):
            return Proposal(replace(use, arm=label), f"{why}; '{label}' is the arm.", False)
        case (_, label):
            return Proposal(replace(use, outcome=label), f"{why}; '{label}' is the outcome.", False)
    return Proposal(replace(use, arm=meaning.slot), f"{why}.", False)


def ask_months(header: str, doubt: str, answers: Answers) -> float | None:
    """The months of a visit whose header does not say them; None while it is open."""
    answer = answers.ask(
        FileQuestion(f"time:{header}", f"At how many months was '{header}'?", why=doubt)
    )
    held = read_time(answer, "months") if answer else None
    return held.months if held else None


def _rounded(months: float) -> float:
    return round(months, 2 if months < 1 else 1)


def numbered_visits(answers: Answers) -> Step:
    """Columns that are visits by a bare number: 3, 6, 12; or n_3, resp_3, n_6, resp_6."""

    def step(columns: Columns) -> Proposals:
        if columns.means("months") or any(each.use.months for each in columns.found.values()):
            return {}
        if _has_time_column(columns):
            return {}
        numbers = _bare_numbers(columns) or _slot_numbers(columns)
        if len(set(numbers.values())) < 2:
            return {}
        if _are_ordinals(columns, numbers):
            return {
                header: _ordinal_visit(columns, header, number, answers)
                for header, number in numbers.items()
            }
        unit = _unit_in_headers(columns, numbers) or _ask_unit(list(numbers), answers)
        return {
            header: _numbered_visit(columns, header, number, unit)
            for header, number in numbers.items()
        }

    return step


def dated_visits(answers: Answers) -> Step:
    """Columns of results under a date, which a spreadsheet may have made of ``3-6``."""

    def step(columns: Columns) -> Proposals:
        found: Proposals = {}
        for header in columns.open:
            if not is_date(own_words(header)) or not looks_like_results(columns, header):
                continue
            months = ask_months(header, "It is a date, as spreadsheets make of 3-6.", answers)
            use = ColumnUse(LEAVE_OUT)
            if months is not None:
                use = replace(measure_use(columns.words[header]), months=_rounded(months))
            why = "Its header is a date, as spreadsheets make of a text such as 3-6."
            found[header] = Proposal(use, why, False)
        return found

    return step


def _bare_numbers(columns: Columns) -> dict[str, float]:
    """Headers that are numbers, in rising order, above results."""
    found: dict[str, float] = {}
    for header in columns.open:
        last = own_words(header).rpartition(" / ")[2]
        value = as_float(last) if re.fullmatch(r"X?[0-9]+(?:[.,][0-9]+)?", last) else None
        if value is not None and 0 <= value < _FIRST_YEAR and looks_like_results(columns, header):
            found[header] = value
    return found if list(found.values()) == sorted(found.values()) else {}


def _slot_numbers(columns: Columns) -> dict[str, float]:
    """Numbers behind a measure that cannot be those of arms."""
    sets = slots_by_stem(columns)
    numbers = {
        header: float(slot)
        for held in sets.values()
        for slot, header in held.items()
        if slot.isdecimal() and columns.words[header].is_measure
    }
    headers = [header for held in sets.values() for header in held.values()]
    is_arm = any(columns.words[header].column in ("arm", "treatment") for header in headers)
    if is_arm or not numbers:
        return {}
    counted = sorted(set(numbers.values())) == list(range(1, len(set(numbers.values())) + 1))
    return {} if counted and not says_arm(columns) else numbers


def _are_ordinals(columns: Columns, numbers: Mapping[str, float]) -> bool:
    """Whether numbers behind measures only count the visits: 1, 2, 3."""
    values = sorted(set(numbers.values()))
    has_slots = all(columns.words[header].slot for header in numbers)
    return has_slots and values == list(range(1, len(values) + 1))


def _ordinal_visit(columns: Columns, header: str, number: float, answers: Answers) -> Proposal:
    doubt = "It is the number of a visit, and does not say when the visit was."
    months = ask_months(f"visit {number:.0f}", doubt, answers)
    if months is None:
        return Proposal(ColumnUse(LEAVE_OUT), "Its time is an open question.", False)
    use = replace(measure_use(columns.words[header]), months=_rounded(months))
    return Proposal(use, "Its time was answered.", False)


def _unit_in_headers(columns: Columns, numbers: Mapping[str, float]) -> str:
    """The unit that a header beside or above the numbers names, as in ``Arm / Months``."""
    beside = [header for header in columns.open if header not in numbers]
    above = [header.rpartition(" / ")[0] for header in numbers]
    words = [re.split(r"[^\w]+", text.casefold()) for text in (*beside, *above)]
    units = {
        UNIT_WORDS[word] for each in words for word in each if len(word) > 1 and word in UNIT_WORDS
    }
    return units.pop() if len(units) == 1 else ""


def _ask_unit(headers: Sequence[str], answers: Answers) -> str:
    return answers.ask(
        FileQuestion(
            f"time_unit:{headers[0]}",
            f"Are the numbers in the headers {listed(headers)} months, weeks, days or years after "
            "treatment?",
            choices(*((unit, unit) for unit in UNITS)),
            why="They look like visits, and no header says their unit.",
        )
    )


def _numbered_visit(columns: Columns, header: str, number: float, unit: str) -> Proposal:
    known = next((name for name in UNITS if name == unit), None)
    if known is None:
        return Proposal(ColumnUse(LEAVE_OUT), "Its time is an open question.", False)
    months = number * MONTHS_IN[known]
    if not months:
        return Proposal(ColumnUse(LEAVE_OUT), "It is from before the treatment.")
    use = replace(measure_use(columns.words[header]), months=_rounded(months))
    return Proposal(use, f"It looks like a visit at {use.months:.10g} months.", False)
