"""Columns that belong to an arm: by its number, its role, its name, or one arm a column."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lib.studies.headers.names import OUTCOME_WORDS
from lib.studies.intake.cell_values import read_cell
from lib.studies.intake.columns.column_use import COUNT, FAILURES, RESPONSE, ColumnUse
from lib.studies.intake.columns.table_columns import (
    Columns,
    Proposal,
    Proposals,
    are_counts,
    looks_like_results,
    measure_use,
    own_words,
)

_OF_ALL = ("n_assessed", "n_enrolled")
_OF_ARMS = ("arm", "treatment", "n_enrolled", "role")
_TWO_BY_TWO: tuple[Mapping[str, ColumnUse], ...] = tuple(
    {
        name: ColumnUse(means, COUNT, arm=arm)
        for name, means, arm in (
            zip(names.split(), 2 * ("responders", FAILURES, "n_assessed"), arms, strict=True)
        )
    }
    for names, arms in (
        ("ai bi n1i ci di n2i", 3 * ("1",) + 3 * ("2",)),
        ("a b n1 c d n2", 3 * ("1",) + 3 * ("2",)),
        ("tpos tneg tn cpos cneg cn", 3 * ("intervention",) + 3 * ("control",)),
    )
)
"""The cells of a two by two table, as programs of meta-analysis name them."""


def says_arm(columns: Columns) -> bool:
    """Whether each row says its arm, in a column for all arms."""
    return columns.means("arm", "treatment") or any(
        columns.words[header].column in ("arm", "treatment", "strata")
        and not columns.words[header].slot
        for header in columns.table.headers
    )


def two_by_two(columns: Columns) -> Proposals:
    """Events and non-events of two arms, as in metafor: ai, bi, ci, di, n1i, n2i."""
    by_name = {own_words(header).casefold(): header for header in columns.open}
    for names in _TWO_BY_TWO:
        first, failed, assessed = list(names)[:3]
        other, failed_too, assessed_too = list(names)[3:]
        whole = {first, other, failed, failed_too}, {first, other, assessed, assessed_too}
        if any(needs <= by_name.keys() for needs in whole):
            why = "It is a cell of a two by two table: events and non-events of two arms."
            return {
                by_name[name]: Proposal(use, why, False)
                for name, use in names.items()
                if name in by_name
            }
    return {}


def arms_by_number(columns: Columns) -> Proposals:
    """Columns of two or more arms side by side: n1, resp1, n2, resp2."""
    sets = slots_by_stem(columns)
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


def slots_by_stem(columns: Columns) -> dict[str, dict[str, str]]:
    """The headers that share their words but for a number or a role: by words, by number."""
    slots: dict[str, dict[str, str]] = {}
    for header in columns.open:
        meaning = columns.words[header]
        if meaning.slot and not meaning.forbidden:
            slots.setdefault(meaning.stem.casefold(), {})[meaning.slot] = header
    return {stem: held for stem, held in slots.items() if len(held) > 1}


def _slot_use(columns: Columns, header: str, slot: str) -> ColumnUse | None:
    meaning = columns.words[header]
    if meaning.column in _OF_ARMS:
        return ColumnUse(meaning.column, arm=slot)
    if meaning.is_measure:
        return replace(measure_use(meaning), arm=slot, assessed=meaning.n)
    return None


def columns_by_name(columns: Columns) -> Proposals:
    """Columns that share a measure and differ in a name: of arms, or of outcomes."""
    named = {header: label for header in columns.open if (label := _label(columns, header))}
    if says_arm(columns):  # patients assessed are those of all outcomes
        named = {h: label for h, label in named.items() if columns.words[h].column not in _OF_ALL}
    stems: dict[str, set[str]] = {}
    for header, label in named.items():
        stems.setdefault(columns.words[header].stem, set()).add(label)
    labels = {label for held in stems.values() if len(held) > 1 for label in held}
    if not labels:
        return {}
    is_arm = not says_arm(columns) and not are_outcomes(labels)
    found: Proposals = {}
    for header, label in named.items():
        if label not in labels:
            continue
        use = replace(measure_use(columns.words[header]), assessed=columns.words[header].n)
        use = replace(use, arm=label) if is_arm else replace(use, outcome=label)
        what = "arm" if is_arm else "outcome"
        found[header] = Proposal(use, f"'{label}' is the {what}.", False)
    return found


def _label(columns: Columns, header: str) -> str:
    """What names the arm or the outcome beside the words of a measure; "" if nothing does."""
    meaning = columns.words[header]
    if not meaning.is_measure or meaning.forbidden or meaning.time or meaning.open_time:
        return ""
    if not looks_like_results(columns, header):
        return ""
    return " ".join(meaning.rest).strip() or ("" if meaning.slot.isdecimal() else meaning.slot)


def are_outcomes(labels: set[str]) -> bool:
    """Whether words name what counts as a response, and no arms."""
    return all(OUTCOME_WORDS.issuperset(words_of(label)) for label in labels)


def words_of(label: str) -> list[str]:
    """The words of a text in lower case, without signs and underscores."""
    return re.sub(r"[^\w]+|_", " ", label.casefold()).split()


def arms_across(columns: Columns) -> Proposals:
    """Times down, arms across: each column of results is an arm."""
    has_arms = columns.means("arm", "treatment") or any(
        each.use.arm for each in columns.found.values()
    )
    if not columns.means("months") or has_arms:
        return {}
    measures = {h for h, each in columns.found.items() if each.use.is_measure}
    if any(columns.found[header].use.means not in ("n_assessed",) for header in measures):
        return {}
    found: Proposals = {}
    for header in columns.open:
        meaning = columns.words[header]
        if meaning.forbidden or not looks_like_results(columns, header):
            continue
        label = " ".join(meaning.rest) or re.sub(r"\s*\(\s*[nN]\s*=.*\)$", "", own_words(header))
        fits = meaning.column != "n_assessed" or are_counts(columns, header)
        use = measure_use(meaning) if fits else ColumnUse(RESPONSE)
        use = replace(use, arm=label, assessed=meaning.n)
        found[header] = Proposal(use, f"Its header names an arm: '{label}'.", False)
    return found if len(found) > 1 or _are_pairs(columns, found) else {}


def _are_pairs(columns: Columns, headers: Iterable[str]) -> bool:
    cells = [read_cell(text) for header in headers for text in columns.texts(header)]
    return any(cell.has_pair for cell in cells)
