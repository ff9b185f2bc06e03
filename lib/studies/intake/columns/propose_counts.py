"""Columns whose numbers are told by their neighbours: n beside N, n beside %, a lone result."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from lib.studies.headers.names import OUTCOME_WORDS
from lib.studies.intake.cell_values import as_float, read_cell
from lib.studies.intake.columns.column_use import (
    COUNT,
    FAILURES,
    PERCENT,
    RESPONSE,
    Block,
    ColumnUse,
)
from lib.studies.intake.columns.propose_arms import words_of
from lib.studies.intake.columns.table_columns import (
    Columns,
    Proposal,
    Proposals,
    are_composite,
    looks_like_results,
    own_words,
)
from lib.studies.intake.questions import Answers, FileQuestion, choices

ASSESSED, RESPONDERS = "assessed", "responders"
_BARE_PERCENT = frozenset({"%", "percent", "pct", "percentage", "prozent", "perc"})
_RESULT_WORDS = frozenset(
    {"result", "results", "outcome", "ergebnis", "ergebnisse", "résultat", "résultats", "finding"}
)
_OF_RESPONSE = ("responders", "rate_pct", RESPONSE, FAILURES)


def n_beside_n(answers: Answers) -> Callable[[Columns], Proposals]:
    """A small n beside a large N, or beside a percent: the responders, or the assessed."""

    def step(columns: Columns) -> Proposals:
        # Each small n sees what those before it decide.
        known = replace(columns, found=dict(columns.found))
        decided: Proposals = {}
        for header in columns.table.headers:
            if columns.words[header].stem == "n" and header not in columns.said:
                decided |= known.unsaid(_small_n(known, header, answers))
                known.found.update(decided)
        return decided

    return step


def _small_n(columns: Columns, header: str, answers: Answers) -> Proposals:
    block = _block(columns, header)
    neighbours = {
        other: columns.words[other].column
        for other in columns.table.headers
        if other != header and _block(columns, other) == block
    }
    counted = {"responders", RESPONSE, FAILURES} & {*neighbours.values()}
    rate = next((other for other, means in neighbours.items() if means == "rate_pct"), "")
    large = _large_n(columns, block)
    if large and not _exceeds(columns, header, large):
        agrees = not counted and (not rate or _agrees(columns, header, large, rate))
        if agrees:
            return _responders(
                columns, header, f"Beside '{large}', a small n counts the responders."
            )
        why = f"It is beside '{header}', and never smaller: who entered the arm."
        use = ColumnUse("n_enrolled", arm=_block(columns, large).arm)
        own = _assessed(columns, header, f"'{large}' is never smaller.")
        return {large: Proposal(use, why, False), **own}
    if large or counted or not rate or columns.words[rate].stem not in _BARE_PERCENT:
        return {}
    pairs = _pairs(columns)
    answer = _by_arithmetic(columns, pairs) or answers.ask(_question(columns, *pairs[0]))
    if answer == RESPONDERS:
        return _responders(columns, header, f"The percents of '{rate}' are those of its counts.")
    why = "It is an open question whom it counts." if not answer else f"Beside '{rate}'."
    return _assessed(columns, header, why) if answer else {header: Proposal(ColumnUse("keep"), why)}


def _block(columns: Columns, header: str) -> Block:
    held = columns.found.get(header)
    return held.use.block if held else Block()


def _large_n(columns: Columns, block: Block) -> str:
    """The column N of the same visit or arm; else that of all."""
    fits = [
        other
        for other in columns.table.headers
        if columns.words[other].stem == "N" and _block(columns, other).holds(block)
    ]
    return next((other for other in fits if _block(columns, other) == block), next(iter(fits), ""))


def _responders(columns: Columns, header: str, why: str) -> Proposals:
    return _counts(columns, header, "responders", why)


def _assessed(columns: Columns, header: str, why: str) -> Proposals:
    return _counts(columns, header, "n_assessed", why)


def _counts(columns: Columns, header: str, means: str, why: str) -> Proposals:
    old = columns.found.get(header)
    use = replace(old.use if old else ColumnUse(means), means=means, unit=COUNT)
    return {header: Proposal(use, why, False)}


def _numbers(columns: Columns, *headers: str) -> list[tuple[float, ...]]:
    """The rows in which all of some columns hold a number."""
    cells = columns.table.cells
    rows = zip(*(cells[header] for header in headers), strict=True)
    read = [[as_float(read_cell(text).number) for text in row] for row in rows]
    return [tuple(filter(_is_number, row)) for row in read if None not in row]  # type: ignore[arg-type]


def _is_number(value: float | None) -> bool:
    return value is not None


def _exceeds(columns: Columns, part: str, whole: str) -> bool:
    return any(small > large for small, large in _numbers(columns, part, whole))


def _agrees(columns: Columns, part: str, whole: str, rate: str) -> bool:
    """Whether the percents are those of the counts."""
    rows = _numbers(columns, part, whole, rate)
    return bool(rows) and all(
        total and abs(100 * count / total - percent) <= 1 for count, total, percent in rows
    )


def _pairs(columns: Columns) -> list[tuple[str, str]]:
    """Each small n beside a bare percent: they are decided together."""
    return [
        (header, rate)
        for header in columns.table.headers
        for rate in columns.table.headers
        if columns.words[header].stem == "n"
        and columns.words[rate].column == "rate_pct"
        and columns.words[rate].stem in _BARE_PERCENT
        and _block(columns, header) == _block(columns, rate)
    ]


def _by_arithmetic(columns: Columns, pairs: Sequence[tuple[str, str]]) -> str:
    """Whom a small n counts, where its percents can be made in one way only."""
    rows = [
        (n, p, 0.5001 / 10**decimals)
        for header, rate in pairs
        for decimals in [_decimals(columns, rate)]
        for n, p in _numbers(columns, header, rate)
    ]
    as_whole = all(_is_made(n * (p - half) / 100, n * (p + half) / 100) for n, p, half in rows)
    as_part = all(_is_part(n, p, half) for n, p, half in rows)
    if as_whole == as_part:
        return ""
    return ASSESSED if as_whole else RESPONDERS


def _decimals(columns: Columns, header: str) -> int:
    numbers = [read_cell(text).number.replace(",", ".") for text in columns.texts(header)]
    return max((len(number.partition(".")[2]) for number in numbers), default=0)


def _is_made(low: float, high: float) -> bool:
    """Whether a whole number lies between two numbers."""
    return math.ceil(low) <= math.floor(high)


def _is_part(count: float, percent: float, half: float) -> bool:
    """Whether a count can be a percent of some whole number."""
    if count == 0 or percent <= half:
        return count == 0 and percent <= half
    return _is_made(max(count, 100 * count / (percent + half)), 100 * count / (percent - half))


def _question(columns: Columns, header: str, rate: str) -> FileQuestion:
    rows = columns.table.cells.index
    shown = [
        {
            "row": str(rows[place]),
            "column": header,
            "cell": f"{n}, {p}",
            ASSESSED: f"{p.rstrip(' %')}% of {n} patients",
            RESPONDERS: f"{n} patients responded, which is {p.rstrip(' %')}%",
        }
        for place, (n, p) in enumerate(
            zip(columns.table.cells[header], columns.table.cells[rate], strict=True)
        )
        if n.strip() and p.strip()
    ]
    return FileQuestion(
        f"count:{header}",
        f"Does '{header}' count the patients who were assessed, or those who responded?",
        choices((ASSESSED, "who were assessed"), (RESPONDERS, "who responded")),
        tuple(shown[:2]),
        f"Beside '{rate}' it can be read in both ways.",
    )


def enrolled_of_all(columns: Columns) -> Proposals:
    """One N for all visits, where each visit has its own: who entered the arm."""
    assessed = {h: p.use for h, p in columns.found.items() if p.use.means == "n_assessed"}
    own = [use.block for use in assessed.values() if use.months is not None]
    if columns.means("n_enrolled"):
        return {}
    for header, use in assessed.items():
        is_of_all = use.months is None and any(use.block.holds(block) for block in own)
        if is_of_all and header not in columns.said:
            why = "Each visit has its own number assessed: who entered the arm."
            return {header: Proposal(ColumnUse("n_enrolled", arm=use.arm), why, False)}
    return {}


def lone_results(columns: Columns) -> Proposals:
    """Columns that name an outcome, or hold results such as 15/19, where no other does."""
    if columns.means(*_OF_RESPONSE):
        return {}
    maybe = [
        header
        for header in columns.open
        if not columns.words[header].forbidden
        and not columns.words[header].column
        and looks_like_results(columns, header)
    ]
    named = [header for header in maybe if OUTCOME_WORDS.issuperset(words_of(_bare(header)))]
    if named:
        return {
            header: Proposal(
                ColumnUse(RESPONSE, columns.words[header].unit, outcome=_bare(header)),
                f"'{_bare(header)}' names what counts as a response.",
                False,
            )
            for header in named
        }
    results = [
        header
        for header in maybe
        if _RESULT_WORDS & {*words_of(header)} or are_composite(columns, header, with_percents=True)
    ]
    why = "It is the only column that looks like results."
    if len(results) != 1 or not columns.means("arm", "treatment", "study"):
        return {}
    return {results[0]: Proposal(ColumnUse(RESPONSE, _unit(results[0])), why, False)}


def _bare(header: str) -> str:
    """A header without its percent sign or unit in brackets."""
    return own_words(header).replace("(%)", "").replace("%", "").strip(" ,")


def _unit(header: str) -> str:
    return PERCENT if "%" in header else ""
