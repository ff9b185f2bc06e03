"""What each column of a table is read as: said by hand, told by its header, or proposed.

A proposal looks at the words of all headers and at the cells, one kind of layout after the other;
what was settled by an earlier one stays.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lib.studies.encoded import Encoded
from lib.studies.headers.header_meaning import HeaderMeaning, header_meaning
from lib.studies.headers.visit_times import read_time
from lib.studies.intake.cell_values import as_float, read_cell
from lib.studies.intake.columns.column_use import (
    AUTHOR,
    COUNT,
    COUNT_PERCENT,
    KEEP,
    LEAVE_OUT,
    MEASURE,
    MEASURES,
    PATIENT,
    PERCENT_COUNT,
    RESPONSE,
    SHARE,
    VALUE_UNIT,
    ColumnUse,
)
from lib.studies.intake.instructions import Instructions
from lib.studies.intake.questions import Answers, Question
from lib.studies.intake.tables.find_table import HEADING
from lib.studies.intake.tables.table import Table
from lib.studies.schema import BY_NAME

PROBLEMS = "problems"  # the column that our download puts in front
_LOOKED_AT = 1000  # distinct cells of a column that are looked at
_RESULTS = frozenset({"value", "not reported", "bound", "about", "date", "error"})
_YES = frozenset({"yes", "y", "true", "responder", "ja", "oui", "1"})
_NO = frozenset({"no", "n", "false", "non-responder", "nonresponder", "nein", "non", "0"})
_YEARS_OF_FOLLOW_UP = 30
_AXIS = re.compile(r"^(?P<rest>.*?)[\s_./-]*\(?(?P<axis>[xXyY])\)?$")
_FIRST_YEAR = 1900
_OUTCOME = re.compile(
    r"outcome|endpoint|end point|instrument|scale|score|criteri|definition|domain|question", re.I
)


@dataclass(frozen=True)
class Proposal:
    """What a column is read as.

    Attributes
    ----------
    why
        A sentence; "" where the header says it outright.
    is_certain
        Whether the header or a person says it; else it is to be accepted.
    """

    use: ColumnUse
    why: str = ""
    is_certain: bool = True


Proposals = dict[str, Proposal]


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a table, while they are read: their words, their cells and what is settled."""

    table: Table
    words: Mapping[str, HeaderMeaning]
    found: Proposals

    @property
    def open(self) -> list[str]:
        """The headers without a use."""
        return [header for header in self.table.headers if header not in self.found]

    def texts(self, header: str) -> list[str]:
        """The distinct cells, without blanks."""
        held = Encoded.of(self.table.cells[header]).texts[:_LOOKED_AT].to_pylist()
        return [text.strip() for text in held if text.strip()]

    def means(self, *meanings: str) -> bool:
        """Whether some column is read as one of these."""
        return any(each.use.means in meanings for each in self.found.values())

    def says(self, *meanings: str) -> bool:
        """Whether some header's words say one of these."""
        return any(self.words[header].column in meanings for header in self.table.headers)


def propose_uses(table: Table, said: Instructions, answers: Answers) -> Proposals:
    """Propose a use for every column of a table."""
    words = {header: header_meaning(_own_words(header)) for header in table.headers}
    columns = Columns(table, words, {})
    for step in (
        lambda known: _said(known, said),
        _hidden,
        _our_marks,
        _survival,
        _digitised,
        _visits(answers),
        _arms_by_number,
        _arms_by_name,
        _number_randomised,
        _certain,
        _n_beside_n,
        _times,
        _guesses,
        _arms_across,
    ):
        for header, proposal in step(columns).items():
            if header not in columns.found:
                columns.found[header] = proposal
    for header in columns.open:
        columns.found[header] = Proposal(ColumnUse(KEEP), words[header].forbidden)
    return {header: columns.found[header] for header in table.headers}


def _own_words(header: str) -> str:
    """A header without the letter that tells it from another."""
    return re.sub(r" \(column [A-Z]+\)$", "", header)


def _said(columns: Columns, said: Instructions) -> Proposals:
    return {
        header: Proposal(said.columns[header], "Said by hand.")
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
    if not columns.says("survival"):
        return {}
    found: Proposals = {}
    for header in columns.open:
        meaning = columns.words[header]
        if meaning.column == "survival":
            use = ColumnUse("rate_pct", meaning.unit or _unit_of_share(columns, header))
            why = "It is the share that still responds, of a Kaplan-Meier curve."
            found[header] = Proposal(use, why, bool(meaning.is_certain))
        elif meaning.column in ("ci_low_pct", "ci_high_pct"):
            unit = meaning.unit or _unit_of_share(columns, header)
            found[header] = Proposal(
                ColumnUse(meaning.column, unit), "It is an end of its interval."
            )
        elif meaning.column in ("n_event", "n_at_risk", "responders", "n_assessed"):
            why = (
                "It counts events or patients at risk along a curve, not who responded at a visit."
            )
            found[header] = Proposal(ColumnUse(KEEP), why)
    return found


def _unit_of_share(columns: Columns, header: str) -> str:
    values = [as_float(read_cell(text).number) for text in columns.texts(header)]
    numbers = [value for value in values if value is not None]
    return SHARE if numbers and max(numbers) <= 1 else ""


def _digitised(columns: Columns) -> Proposals:
    """Pairs of columns X and Y, as programs write that read points off a picture."""
    axes: dict[str, dict[str, str]] = {}
    for header in columns.open:
        if found := _AXIS.match(_own_words(header)):
            axes.setdefault(found["rest"].strip(" /"), {})[found["axis"].lower()] = header
    pairs = {rest: pair for rest, pair in axes.items() if len(pair) == 2}
    found_uses: Proposals = {}
    for rest, pair in pairs.items():
        if not all(_looks_like_results(columns, header) for header in pair.values()):
            continue
        arm = rest if len(pairs) > 1 or rest else ""
        why = "X and Y are the time and the height of points that were read off a picture."
        found_uses[pair["x"]] = Proposal(ColumnUse("months", arm=arm), why, False)
        found_uses[pair["y"]] = Proposal(ColumnUse(RESPONSE, arm=arm), why, False)
    return found_uses


def _visits(answers: Answers) -> Callable[[Columns], Proposals]:
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
        found: Proposals = {}
        for header, meaning in timed.items():
            found[header] = _visit(header, meaning, others, answers)
        return found

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
        _looks_like_results(columns, header) or _says_yes_and_no(columns, header)
    )


def _are_visits(columns: Columns, timed: Mapping[str, HeaderMeaning]) -> bool:
    """Several times make visits; a single one does so if its header or cells name a measure."""
    times = {(meaning.time or meaning.open_time) for meaning in timed.values()}
    if len(times) > 1:
        return True
    return any(
        meaning.is_measure or any(read_cell(text).has_pair for text in columns.texts(header))
        for header, meaning in timed.items()
    )


def _other_words(columns: Columns, timed: Mapping[str, HeaderMeaning]) -> Mapping[str, str]:
    """What words beside the time of a visit name: ``arm`` or ``outcome``, by header."""
    rests = {header: " ".join(meaning.rest).strip() for header, meaning in timed.items()}
    rests = {header: rest for header, rest in rests.items() if rest}
    has_arm = columns.says("arm", "treatment", "strata") or columns.means("arm")
    kind = "arm" if not has_arm and len(set(rests.values())) > 1 else "outcome"
    return dict.fromkeys(rests, kind)


def _visit(
    header: str, meaning: HeaderMeaning, others: Mapping[str, str], answers: Answers
) -> Proposal:
    months = meaning.time.months if meaning.time else None
    if meaning.time and meaning.time.is_baseline:
        return Proposal(ColumnUse(LEAVE_OUT), "It is from before the treatment.")
    if months is None:
        months = _asked_months(header, meaning, answers)
        if months is None:
            return Proposal(ColumnUse(LEAVE_OUT), "Its time is an open question.", False)
    use = _measure_use(meaning)
    rest = " ".join(meaning.rest).strip()
    use = replace(use, months=_rounded(months), assessed=meaning.n)
    if others.get(header) == "arm":
        use = replace(use, arm=rest)
    elif others.get(header) == "outcome":
        use = replace(use, outcome=rest)
    elif meaning.slot:
        use = replace(use, arm=meaning.slot)
    why = f"It looks like a visit at {use.months:.10g} months."
    if rest and header in others:
        why = (
            f"It looks like a visit at {use.months:.10g} months; '{rest}' is the {others[header]}."
        )
    return Proposal(use, why, False)


def _asked_months(header: str, meaning: HeaderMeaning, answers: Answers) -> float | None:
    doubt = meaning.open_time.doubt if meaning.open_time else ""
    answer = answers.ask(
        Question(f"time:{header}", f"At how many months was '{header}'?", why=doubt)
    )
    held = read_time(answer, "months") if answer else None
    return held.months if held else None


def _rounded(months: float) -> float:
    return round(months, 2 if months < 1 else 1)


def _measure_use(meaning: HeaderMeaning) -> ColumnUse:
    """The measure that a header's words name; else a response of which the unit is open."""
    if meaning.column == "n_enrolled":
        return ColumnUse("n_enrolled")
    if meaning.column == "survival":
        return ColumnUse("rate_pct", meaning.unit)
    if meaning.column == RESPONSE and meaning.parts:
        pair = {"responders rate_pct": COUNT_PERCENT, "rate_pct responders": PERCENT_COUNT}
        return ColumnUse(RESPONSE, pair.get(" ".join(meaning.parts), ""))
    if meaning.column in MEASURES:
        return ColumnUse(meaning.column, meaning.unit)
    return ColumnUse(RESPONSE, meaning.unit)


def _arms_by_number(columns: Columns) -> Proposals:
    """Columns of two or more arms side by side: n1, resp1, n2, resp2."""
    slots: dict[str, dict[str, str]] = {}
    for header in columns.open:
        meaning = columns.words[header]
        if meaning.slot and not meaning.forbidden:
            slots.setdefault(meaning.stem.casefold(), {})[meaning.slot] = header
    sets = {stem: held for stem, held in slots.items() if len(held) > 1}
    measures = [
        columns.words[header].is_measure for held in sets.values() for header in held.values()
    ]
    if not any(measures):
        return {}
    found: Proposals = {}
    for held in sets.values():
        for slot, header in held.items():
            use = _slot_use(columns, header, slot)
            if use:
                what = "arm" if slot.isdecimal() else "arm named"
                found[header] = Proposal(use, f"It is of the {what} '{slot}'.", False)
    return found


def _arms_by_name(columns: Columns) -> Proposals:
    """Columns of two or more arms side by side, named: ``Drug A n``, ``Placebo n``."""
    if columns.says("arm", "treatment", "strata") or columns.means("arm"):
        return {}
    named: dict[str, dict[str, str]] = {}
    for header in columns.open:
        meaning = columns.words[header]
        label = " ".join(meaning.rest).strip()
        if label and meaning.is_measure and not meaning.time and not meaning.open_time:
            named.setdefault(meaning.stem, {})[label] = header
    sets = [held for held in named.values() if len(held) > 1]
    return {
        header: Proposal(
            replace(_measure_use(columns.words[header]), arm=label),
            f"Its header names an arm: '{label}'.",
            False,
        )
        for held in sets
        for label, header in held.items()
        if _looks_like_results(columns, header)
    }


def _slot_use(columns: Columns, header: str, slot: str) -> ColumnUse | None:
    meaning = columns.words[header]
    if meaning.column in ("arm", "treatment", "n_enrolled", "role"):
        return ColumnUse(meaning.column, arm=slot)
    if meaning.is_measure:
        return replace(_measure_use(meaning), arm=slot)
    return None


def _number_randomised(columns: Columns) -> Proposals:
    """A column `randomised` that holds how many were, not whether they were."""
    if columns.says("n_enrolled"):
        return {}
    why = "It holds whole numbers, so it is read as how many were randomised, not whether."
    return {
        header: Proposal(ColumnUse("n_enrolled"), why, False)
        for header in columns.open
        if columns.words[header].column == "randomised" and _counts(columns.texts(header))
    }


def _counts(texts: Sequence[str]) -> bool:
    return bool(texts) and all(map(str.isdecimal, texts)) and not {*texts} <= {"0", "1"}


def _certain(columns: Columns) -> Proposals:
    """Columns whose headers say it outright."""
    found: Proposals = {}
    taken = {(each.use.means, each.use.block) for each in columns.found.values()}
    for header in columns.open:
        meaning = columns.words[header]
        is_certain = meaning.is_certain or _own_words(header) in BY_NAME
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
            return None if columns.says("study") else ColumnUse(AUTHOR)
        case "record":
            return None if columns.says("study", "author") else ColumnUse("study")
        case "patient":
            return ColumnUse(PATIENT)
        case "measure":
            return ColumnUse(MEASURE)
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
        return replace(_measure_use(meaning), assessed=meaning.n)
    if meaning.column == "months":
        return ColumnUse("months", meaning.unit)
    return ColumnUse(meaning.column)


def _counts_years(columns: Columns, header: str) -> bool:
    """Whether a column named year counts years of follow-up: 1, 2, 5, and no 2010."""
    values = [as_float(read_cell(text).number) for text in columns.texts(header)]
    numbers = [value for value in values if value is not None]
    return bool(numbers) and max(numbers) <= _YEARS_OF_FOLLOW_UP


def _n_beside_n(columns: Columns) -> Proposals:
    """A small n beside a large N: the responders and the assessed."""
    found: Proposals = {}
    both = {
        header: columns.words[header].stem
        for header in columns.table.headers
        if columns.words[header].stem in ("n", "N")
    }
    for header, stem in both.items():
        partner = next(
            (
                other
                for other, its in both.items()
                if its == "N" and stem == "n" and _same_place(columns, header, other)
            ),
            None,
        )
        if partner and not _exceeds(columns, header, partner):
            old = columns.found.get(header)
            use = replace(
                old.use if old else ColumnUse("responders"), means="responders", unit=COUNT
            )
            why = f"Beside '{partner}', a small n counts the responders."
            columns.found[header] = Proposal(use, why, False)
    return found


def _same_place(columns: Columns, one: str, other: str) -> bool:
    a, b = (columns.found.get(header) for header in (one, other))
    if a and b:
        return a.use.block == b.use.block
    return a is None and b is None


def _exceeds(columns: Columns, part: str, whole: str) -> bool:
    cells = columns.table.cells
    for small, large in zip(cells[part], cells[whole], strict=True):
        counts = as_float(read_cell(small).number), as_float(read_cell(large).number)
        if None not in counts and counts[0] > counts[1]:  # type: ignore[operator]
            return True
    return False


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
        return {header: Proposal(use, why, bool(meaning.is_certain))}
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


def _cells_allow(columns: Columns, header: str, use: ColumnUse) -> bool:
    if use.is_measure or use.means in ("n_enrolled", "year"):
        return _looks_like_results(columns, header) or (
            use.means in (RESPONSE, "responders") and _says_yes_and_no(columns, header)
        )
    if use.means in ("study", "arm", "treatment"):
        return use.means == "study" or not _all_numbers(columns.texts(header))
    return True


def _looks_like_results(columns: Columns, header: str) -> bool:
    """Whether at least half of the cells are results, and some are numbers."""
    kinds = [read_cell(text).kind for text in columns.texts(header)]
    return "value" in kinds and 2 * sum(kind in _RESULTS for kind in kinds) >= len(kinds)


def _says_yes_and_no(columns: Columns, header: str) -> bool:
    texts = {text.casefold() for text in columns.texts(header)}
    return bool(texts) and texts <= (_YES | _NO)


def _all_numbers(texts: Iterable[str]) -> bool:
    return all(read_cell(text).kind == "value" for text in texts)


def _arms_across(columns: Columns) -> Proposals:
    """Times down, arms across: each column of results is an arm."""
    if not columns.means("months") or columns.means("arm", "treatment"):
        return {}
    measures = {h for h, each in columns.found.items() if each.use.is_measure}
    if any(columns.found[header].use.means not in ("n_assessed",) for header in measures):
        return {}
    found: Proposals = {}
    for header in columns.open:
        meaning = columns.words[header]
        if meaning.forbidden or not _looks_like_results(columns, header):
            continue
        label = " ".join(meaning.rest) or re.sub(r"\s*\(\s*[nN]\s*=.*\)$", "", _own_words(header))
        use = replace(_measure_use(meaning), arm=label, assessed=meaning.n)
        found[header] = Proposal(use, f"Its header names an arm: '{label}'.", False)
    return found


def offered_outcome(header: str) -> bool:
    """Whether an extra column may say what counted as a response."""
    return bool(_OUTCOME.search(header))


def names_of_studies(labels: pd.Series) -> Counter[str]:
    """How often each label is there."""
    return Counter(labels)
