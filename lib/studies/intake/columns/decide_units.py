"""Whether numbers are percents, shares or counts: by words, by arithmetic that leaves one reading,
or by a question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from lib.studies.intake.cell_values import CellValue, as_float, read_cell, share_to_percent
from lib.studies.intake.columns.bare_numbers import (
    BareNumbers,
    bare_numbers,
    distinct_cells,
    most_counted,
)
from lib.studies.intake.columns.column_use import (
    COUNT,
    COUNT_PERCENT,
    FAILURES,
    PERCENT,
    PERCENT_COUNT,
    RESPONSE,
    SHARE,
    VALUE_UNIT,
    ColumnUse,
)
from lib.studies.intake.columns.table_columns import Proposals
from lib.studies.intake.questions import Answers, FileQuestion, choices, listed
from lib.studies.intake.tables.table import Table

_ROWS_SHOWN = 2
_OPEN = frozenset({RESPONSE, FAILURES, "rate_pct", "responders"})
_WORDS = {
    PERCENT: "percent",
    SHARE: "shares of 1",
    COUNT: "patients",
    COUNT_PERCENT: "patients, with percents in brackets",
    PERCENT_COUNT: "percents, with patients in brackets",
}


def decide_units(table: Table, proposals: Proposals, answers: Answers) -> Proposals:
    """Give every measure its unit, where words or arithmetic decide it, or the answer does."""
    if any(each.use.means == VALUE_UNIT for each in proposals.values()):
        return proposals
    settled = dict(proposals)
    settled |= _shares_and_percents(table, settled)
    for headers in _groups(table, proposals):
        unit, why = _decide(table, settled, headers, answers)
        for header in headers:
            old = settled[header]
            is_certain = bool(unit) and old.is_certain and old.use.unit in ("", unit)
            settled[header] = replace(
                old,
                use=replace(old.use, unit=unit),
                why=" ".join(filter(None, (old.why, why))),
                is_certain=is_certain,
            )
    return _with_ends(table, settled)


def _shares_and_percents(table: Table, proposals: Proposals) -> Proposals:
    """Rates whose header names a unit that the numbers cannot have."""
    found: Proposals = {}
    for header, each in proposals.items():
        if each.use.means not in _OPEN or each.use.unit not in (SHARE, PERCENT):
            continue
        numbers = bare_numbers(table, proposals, [header])
        values = numbers.values[np.isfinite(numbers.values)]
        unit, why = each.use.unit, ""
        if unit == SHARE and (values > 1).any():
            unit, why = PERCENT, "Some numbers are above 1, so they are no shares."
        elif unit == PERCENT and len(values) and (values <= 1).all():
            unit = _agreeing(numbers, [PERCENT, SHARE]) or PERCENT
            why = "Only as shares do they agree with the counts."
        if unit != each.use.unit:
            used = replace(each.use, unit=unit)
            found[header] = replace(each, use=used, why=why, is_certain=False)
    return found


def _groups(table: Table, proposals: Proposals) -> list[list[str]]:
    """Columns without a unit that hold bare numbers; those of one measure are decided together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for header, each in proposals.items():
        use = each.use
        if use.means == "responders" and _are_no_counts(table, header, use):
            groups.setdefault((use.means, use.outcome), []).append(header)
        if use.means not in _OPEN or use.unit:
            continue
        if use.means == "responders" and each.is_certain:
            continue
        cells = [read_cell(text) for text in distinct_cells(table, header)]
        if any(cell.kind == "value" and _is_open(cell) for cell in cells):
            groups.setdefault((use.means, use.outcome), []).append(header)
    return list(groups.values())


def _are_no_counts(table: Table, header: str, use: ColumnUse) -> bool:
    """Whether most numbers of a column that should hold counts have decimals."""
    cells = [read_cell(text) for text in distinct_cells(table, header)]
    numbers = [as_float(cell.number) for cell in cells if cell.kind == "value" and cell.is_number]
    values = [number for number in numbers if number is not None]
    broken = [value for value in values if not value.is_integer()]
    return use.unit in ("", COUNT) and bool(broken) and 2 * len(broken) >= len(values)


def _is_open(cell: CellValue) -> bool:
    if cell.has_pair or not cell.number:
        return False
    return not (cell.is_percent or cell.second_is_percent)


def _decide(
    table: Table, proposals: Proposals, headers: Sequence[str], answers: Answers
) -> tuple[str, str]:
    """The unit of some columns and why; "" while the question is open."""
    use = proposals[headers[0]].use
    numbers = bare_numbers(table, proposals, headers)
    readings, why = _readings(numbers, use)
    if len(readings) == 1:
        return readings[0], why
    names = listed(headers)
    text = f"Are the numbers in {names} {_either([_WORDS[each] for each in readings])}?"
    if use.means == FAILURES:
        text = f"{text} (They count who did not respond.)"
    question = FileQuestion(
        f"unit:{headers[0]}",
        text,
        choices(*((each, _WORDS[each]) for each in readings)),
        _shown_rows(table, headers, proposals, readings),
        why or "The header does not say it, and the numbers fit each of them.",
    )
    answer = answers.ask(question)
    return answer, "As answered." if answer else ""


def _either(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _readings(numbers: BareNumbers, use: ColumnUse) -> tuple[list[str], str]:
    """The units that the numbers leave open, and why others are ruled out."""
    if np.isfinite(numbers.seconds).any():
        return _pair_readings(numbers)
    unsigned = numbers.unsigned[np.isfinite(numbers.unsigned)]
    may_be_shares = len(unsigned) > 0 and (unsigned <= 1).all() and (unsigned % 1 > 0).any()
    if numbers.has_sign and may_be_shares:
        return [PERCENT, SHARE], "Other cells have a percent sign, but these are at most 1."
    if numbers.has_sign and use.means != "responders":
        return [PERCENT], "Other cells of the column have a percent sign."
    left = [PERCENT, SHARE] if use.means == "rate_pct" else [PERCENT, SHARE, COUNT]
    if use.means == "responders":
        left = [COUNT, PERCENT]
    values = numbers.values[np.isfinite(numbers.values)]
    why = ""
    if (values > 1).any() and SHARE in left:
        left.remove(SHARE)
    if (values > 100).any() and COUNT in left:
        return [COUNT], "Some numbers are above 100, so they are no percents."
    if COUNT in left and numbers.has_point:
        left.remove(COUNT)
        why = "The numbers have decimals, so they are no counts."
    if COUNT in left and (numbers.values > numbers.assessed).any():
        left.remove(COUNT)
        why = "Some numbers are above the number assessed, so they are no counts."
    if COUNT in left and SHARE in left and not numbers.has_point:
        left.remove(SHARE)
    if len(left) > 1 and (agreed := _agreeing(numbers, left)):
        return [agreed], "It is the only reading that agrees with the other columns."
    return left, why


def _pair_readings(numbers: BareNumbers) -> tuple[list[str], str]:
    """Which of two numbers, as in 15 (79), is the count."""
    both = np.isfinite(numbers.seconds)
    first, second, assessed = (
        each[both] for each in (numbers.values, numbers.seconds, numbers.assessed)
    )
    no_count = numbers.has_point or (second > 100).any()
    no_count_behind = numbers.second_has_point or (first > 100).any()
    if no_count != no_count_behind:
        unit = PERCENT_COUNT if no_count else COUNT_PERCENT
        return [unit], "Counts have no decimals, and percents end at 100."
    known = np.isfinite(assessed)
    if known.any():
        as_count = np.abs(100 * first[known] / assessed[known] - second[known]) <= 1
        as_rate = np.abs(100 * second[known] / assessed[known] - first[known]) <= 1
        if as_count.all() != as_rate.all():
            unit = COUNT_PERCENT if as_count.all() else PERCENT_COUNT
            return [unit], "It is the only reading that agrees with the number assessed."
    return [COUNT_PERCENT, PERCENT_COUNT], ""


def _agreeing(numbers: BareNumbers, left: Sequence[str]) -> str:
    """The only unit in which the numbers agree with other columns of the same rows; or ""."""
    rates = np.where(
        np.isfinite(numbers.rates), numbers.rates, 100 * numbers.responders / numbers.assessed
    )
    in_percent = {
        PERCENT: numbers.values,
        SHARE: 100 * numbers.values,
        COUNT: 100 * numbers.values / numbers.assessed,
    }
    compared = {unit: np.abs(in_percent[unit] - rates) for unit in left}
    agreed = [
        unit
        for unit, apart in compared.items()
        if np.isfinite(apart).any() and (apart[np.isfinite(apart)] <= 1).all()
    ]
    told = all(np.isfinite(apart).any() for apart in compared.values())
    return agreed[0] if len(agreed) == 1 and told else ""


def _shown_rows(
    table: Table, headers: Sequence[str], proposals: Proposals, readings: Sequence[str]
) -> tuple[Mapping[str, str], ...]:
    shown: list[Mapping[str, str]] = []
    for header in headers:
        others = {name: each.use for name, each in proposals.items() if name not in headers}
        assessed = most_counted(table, others, proposals[header].use)
        for place, text in enumerate(table.cells[header]):
            cell = read_cell(text)
            if cell.kind != "value" or not _is_open(cell):
                continue
            row = {"row": str(table.cells.index[place]), "column": header, "cell": text.strip()}
            row |= {unit: reading(cell, unit, float(assessed[place])) for unit in readings}
            shown.append(row)
            if len(shown) == _ROWS_SHOWN:
                return tuple(shown)
    return tuple(shown)


def reading(cell: CellValue, unit: str, assessed: float = np.nan) -> str:
    """What a bare number would say in a unit, in words."""
    count, percent = cell.number, cell.number
    if unit == SHARE:
        return f"{share_to_percent(percent)}%"
    if unit == PERCENT:
        return f"{percent}%"
    if unit == COUNT_PERCENT:
        return f"{count} patients, {cell.second}%"
    if unit == PERCENT_COUNT:
        return f"{percent}%, {cell.second} patients"
    if np.isfinite(assessed) and (value := as_float(count)) is not None and assessed:
        return f"{count} of {assessed:.0f} ({100 * value / assessed:.1f}%)"
    return f"{count} patients"


def _with_ends(table: Table, proposals: Proposals) -> Proposals:
    """Give the ends of intervals the unit of their rate."""
    settled = dict(proposals)
    rates = [each.use for each in proposals.values() if each.use.means in ("rate_pct", RESPONSE)]
    for header, each in proposals.items():
        if each.use.means not in ("ci_low_pct", "ci_high_pct", "interval") or each.use.unit:
            continue
        unit = next((use.unit for use in rates if use.block.holds(each.use.block)), "")
        parts = [
            as_float(part)
            for text in distinct_cells(table, header)
            for cell in [read_cell(text)]
            for part in (cell.number, cell.low, cell.high)
        ]
        highest = max((part for part in parts if part is not None), default=0)
        unit = SHARE if unit == SHARE and highest <= 1 else PERCENT
        settled[header] = replace(each, use=replace(each.use, unit=unit))
    return settled
