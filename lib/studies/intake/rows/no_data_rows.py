"""Rows that are no data: totals, copies, rows from before the treatment, results not reported."""

from collections.abc import Iterable, Mapping
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from lib.arrays import Floats, Mask
from lib.phrases import listing
from lib.studies.encoded import Encoded, together
from lib.studies.intake.cell_values import as_float, read_cell
from lib.studies.intake.questions import Answers, FileQuestion, choices
from lib.studies.intake.rows.draft_rows import DraftRows
from lib.studies.intake.tables.table import (
    BASELINE,
    COPY,
    NO_RESULT,
    NOT_REPORTED,
    TOTAL,
    SetAside,
)
from lib.studies.schema import BY_NAME

_TOTAL = (
    r"(?i)^[\s.:(*]*(?:(?:sub[ -]?|grand )?totals?\b|overall\b|pooled\b|combined\b|ensemble\b|sum\b"
    r"|all (?:studies|trials|arms|groups|patients)\b|summary\b|(?:zwischen)?summe\b|gesamt"
    r"|insgesamt\b|(?:weighted )?(?:mean|average|median)\b|mittelwert\b|moyenne\b"
    r"|meta-?analysis\b|(?:random|fixed)[ -]effects?\b|common effect)"
)
_LONGEST_TOTAL = 60
_ROWS_NAMED = 4


def set_aside_rows(
    rows: DraftRows, taken_back: frozenset[int], answers: Answers
) -> tuple[DraftRows, list[SetAside]]:
    """Set aside what is no data; rows that are taken back by hand stay."""
    aside: list[SetAside] = []
    back = np.isin(rows.sources, list(taken_back))
    for name, kind in (
        ("is_baseline", BASELINE),
        ("is_unreported", NOT_REPORTED),
        ("is_other", NO_RESULT),
    ):
        hit = getattr(rows, name) & ~back
        aside += _listed(rows, hit, kind)
        rows, back = rows.take(~hit), back[~hit]
    hit, details = _totals(rows, answers)
    hit &= ~back
    aside += _listed(rows, hit, TOTAL, details)
    rows, back = rows.take(~hit), back[~hit]
    hit, details = _copies(rows)
    hit &= ~back
    aside += _listed(rows, hit, COPY, details)
    return rows.take(~hit), aside


def _listed(
    rows: DraftRows, hit: Mask, kind: str, details: Mapping[int, str] | None = None
) -> list[SetAside]:
    return [
        SetAside(int(rows.sources[at]), kind, _text(rows, at), (details or {}).get(at, ""))
        for at in np.flatnonzero(hit).tolist()
    ]


def _text(rows: DraftRows, at: int) -> str:
    cells = rows.cells.iloc[at]
    names = ("study", "arm", "months", "outcome", "responders", "n_assessed", "rate_pct")
    return ", ".join(str(cells[name]) for name in names if cells.get(name))


def _totals(rows: DraftRows, answers: Answers) -> tuple[Mask, dict[int, str]]:
    """Rows that add others up, by their words or by a person's answer."""
    counts = {name: _counts(rows, name) for name in ("responders", "n_assessed")}
    sums = _sums(rows, counts) | _weighted(rows, counts["n_assessed"])
    hit = np.zeros(len(rows.cells), bool)
    details: dict[int, str] = {}
    studies, arms = _named_total(rows, "study"), _named_total(rows, "arm")
    beside = _arms_beside(rows, arms)
    for at in np.flatnonzero(studies | arms).tolist():
        # An arm may well be called 'all patients'; a study is not.
        if not studies[at] and at not in sums:
            hit[at] = at in beside and _answer(rows, at, beside[at], answers, is_sum=False)
            continue
        hit[at] = True
        if at in sums:
            details[at] = f"{_row_names(rows, sums[at])} add up to it"
    for at, others in sums.items():
        if not hit[at] and _answer(rows, at, others, answers):
            hit[at] = True
            details[at] = f"{_row_names(rows, others)} add up to it"
    return hit, details


def _arms_beside(rows: DraftRows, named: Mask) -> Mapping[int, list[int]]:
    """For each arm that is called a total, the other arms of its study at its visit, if several."""
    if not named.any():
        return {}
    present = [name for name in ("study", "months", "outcome") if name in rows.cells]
    keys = [Encoded.of(rows.cells[name]).codes for name in present]
    groups = together(keys) if keys else np.zeros(len(rows.cells), np.int64)
    number = np.bincount(groups[~named], minlength=int(groups.max()) + 1)
    return {
        int(at): np.flatnonzero(~named & (groups == groups[at])).tolist()
        for at in np.flatnonzero(named & (number[groups] > 1))
    }


def _weighted(rows: DraftRows, assessed: Floats) -> dict[int, list[int]]:
    """Rows of percents whose patients are the sum of others, and whose percent is their mean."""
    if "responders" in rows.cells and (rows.cells["responders"] != "").any():
        return {}
    rates = _counts(rows, "rate_pct")
    known = np.isfinite(assessed) & np.isfinite(rates)
    found: dict[int, list[int]] = {}
    for names in (("arm", "months", "outcome"), ("study", "months", "outcome")):
        keys = [Encoded.of(rows.cells[name]).codes for name in names if name in rows.cells]
        groups = together(keys) if keys else np.zeros(len(rows.cells), np.int64)
        size = np.bincount(groups[known], minlength=len(groups) + 1)
        total = np.bincount(groups[known], assessed[known], len(groups) + 1)
        for at in np.flatnonzero(known & (size[groups] > 2) & (2 * assessed == total[groups])):
            others = np.flatnonzero(known & (groups == groups[at]))
            others = others[others != at]
            if abs(np.average(rates[others], weights=assessed[others]) - rates[at]) <= 1:
                found.setdefault(int(at), others.tolist())
    return found


def _counts(rows: DraftRows, name: str) -> Floats:
    if name not in rows.cells:
        return np.full(len(rows.cells), np.nan)
    held = Encoded.of(rows.cells[name])
    values = [as_float(read_cell(text).number) for text in held.texts.to_pylist()]
    return np.array([np.nan if value is None else value for value in values], float)[held.codes]


def _named_total(rows: DraftRows, name: str) -> Mask:
    if name not in rows.cells:
        return np.zeros(len(rows.cells), bool)
    held = Encoded.of(rows.cells[name])
    is_short = pc.less_equal(pc.utf8_length(held.texts), _LONGEST_TOTAL)
    named = pc.and_(pc.match_substring_regex(held.texts, _TOTAL), is_short)
    return np.asarray(named, bool)[held.codes]


def _sums(rows: DraftRows, counts: Mapping[str, Floats]) -> dict[int, list[int]]:
    """Rows whose counts are the sums of those of at least two others, with these others.

    Looked at are the rows of one visit: of the same arm in all studies, of all arms in one study,
    and those without a label of their own against all others.
    """
    found: dict[int, list[int]] = {}
    known = np.isfinite(counts["responders"]) & np.isfinite(counts["n_assessed"])
    for names in (("arm", "months", "outcome"), ("study", "months", "outcome"), ("months",)):
        present = [name for name in names if name in rows.cells]
        keys = [Encoded.of(rows.cells[name]).codes for name in present]
        groups = together(keys) if keys else np.zeros(len(rows.cells), np.int64)
        totals = {
            name: np.bincount(groups[known], weights=values[known], minlength=len(groups) + 1)
            for name, values in counts.items()
        }
        size = np.bincount(groups[known], minlength=len(groups) + 1)
        is_sum = known & (size[groups] > 2) & (counts["n_assessed"] > 0)
        for name, values in counts.items():
            with np.errstate(invalid="ignore"):
                is_sum &= 2 * values == totals[name][groups]
        for at in np.flatnonzero(is_sum):
            others = np.flatnonzero(known & (groups == groups[at]))
            found.setdefault(int(at), [int(other) for other in others if other != at])
    return found | _blank_labels(rows, counts, known)


def _blank_labels(
    rows: DraftRows, counts: Mapping[str, Floats], known: Mask
) -> dict[int, list[int]]:
    """Rows without a month, as totals often are, that are the sum of all rows that have one."""
    if "months" not in rows.cells:
        return {}
    timed = known & (rows.cells["months"] != "").to_numpy(bool)
    found = {}
    for at in np.flatnonzero(known & ~timed):
        same = all(values[timed].sum() == values[at] for values in counts.values())
        if same and timed.sum() > 1:
            found[int(at)] = [int(other) for other in np.flatnonzero(timed)]
    return found


def _answer(
    rows: DraftRows, at: int, others: Iterable[int], answers: Answers, is_sum: bool = True
) -> bool:
    row = int(rows.sources[at])
    told = "is the sum of" if is_sum else "is called a total beside"
    question = FileQuestion(
        f"sum:{row}",
        f"Row {row} {told} {_row_names(rows, others)}. Is it a total?",
        choices(("total", "a total: set it aside"), ("data", "data of its own: use it")),
        ({"row": str(row), "column": "", "cell": _text(rows, at)},),
        "Its numbers are the sums of those of the other rows." if is_sum else "Its label says so.",
    )
    answer = answers.ask(question)
    rows.is_open[at] |= not answer
    return answer == "total"


def _row_names(rows: DraftRows, places: Iterable[int]) -> str:
    numbers = list(dict.fromkeys(int(rows.sources[place]) for place in places))
    shown = [str(number) for number in islice(numbers, _ROWS_NAMED)]
    more = len(numbers) - len(shown)
    if len(numbers) == 1:
        return f"the others of row {shown[0]}"
    return f"rows {listing([*shown, f'{more} more'] if more > 0 else shown)}"


def _copies(rows: DraftRows) -> tuple[Mask, dict[int, str]]:
    """Rows that say the same as an earlier one in every column of the schema."""
    known = [str(name) for name in rows.cells.columns if name in BY_NAME]
    if not known or len(rows.cells) < 2:
        return np.zeros(len(rows.cells), bool), {}
    groups = together([Encoded.of(rows.cells[name]).codes for name in known])
    _, first = np.unique(groups, return_index=True)
    first_of = np.zeros(int(groups.max()) + 1, np.int64)
    first_of[groups[first]] = first
    again = first_of[groups] != np.arange(len(groups))
    again &= ~rows.is_open
    details = {
        int(at): _how_alike(rows, int(at), int(first_of[groups[at]]))
        for at in np.flatnonzero(again)
    }
    return again, details


def _how_alike(rows: DraftRows, at: int, first: int) -> str:
    extras = [name for name in rows.cells.columns if name not in BY_NAME]
    differ = [
        str(name) for name in extras if rows.cells[name].iloc[at] != rows.cells[name].iloc[first]
    ]
    told = f"row {rows.sources[first]}"
    return f"{told}, but for {listing(repr(name) for name in differ)}" if differ else told


def clash_within(cells: pd.DataFrame, names: Iterable[str]) -> Mask:
    """Rows that share an identity with another row."""
    present = [name for name in names if name in cells]
    if not present or len(cells) < 2:
        return np.zeros(len(cells), bool)
    groups = together([Encoded.of(cells[name]).codes for name in present])
    return np.bincount(groups)[groups] > 1
