"""Rules that compare rows with each other: one identity twice, enrolment, two spellings."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.studies.encoded import Codes, Encoded, together
from lib.studies.problems import Facts, Finding, Rows
from lib.studies.rules import Rule
from lib.studies.schema import IDENTITY, LABELS, SERIES
from lib.studies.validation.text_rules import INVISIBLE
from lib.studies.validation.type_conversion import Converted

# One of these is written anew in every study; the others are shared by all studies.
_WITHIN_STUDY = ("arm", "outcome", "cohort")
_SHARED = ("study", "treatment", "design", "unit")
_OTHERS_NAMED = 3

DUPLICATE_ROW = Rule(
    "duplicate_row",
    "Each row is there once",
    "error",
    IDENTITY,
    f"The same {', '.join(IDENTITY[:-1])} and {IDENTITY[-1]} stand on {{others}}.",
    "Take out all but one, or tell them apart, for instance by the cohort.",
)
ENROLLED_CHANGES = Rule(
    "enrolled_changes",
    "The enrolled stay the same in a series",
    "warning",
    ("n_enrolled",),
    "{value} enrolled here, but {first} on row {first_row} of the same series.",
    "n_enrolled is who entered the arm and stays the same; who was seen at this visit is "
    "n_assessed.",
)
SPELLING = Rule(
    "spelling",
    "One name is spelled in one way",
    "warning",
    (*_SHARED, *_WITHIN_STUDY),
    "'{value}' differs from '{other}' (row {other_row}) only in case, spaces or invisible "
    "characters, so it counts as another {column}.",
    "Write both the same way.",
)
RULES = (
    DUPLICATE_ROW,
    ENROLLED_CHANGES,
    SPELLING,
)
"""All other rules look at a row by itself."""


def series_findings(converted: Converted) -> list[Finding]:
    """Rows that are at odds with other rows of the file."""
    rows, encoded = converted.rows, converted.encoded
    series = together([encoded[name].codes for name in SERIES])
    found = [_duplicates(rows, series), _enrolment(rows, series)]
    study = _normal(encoded["study"].texts)
    nothing = np.zeros(len(rows), np.int64)
    found += [_spellings(name, encoded[name], nothing, rows.index) for name in _SHARED]
    studies = study[encoded["study"].codes]
    found += [_spellings(name, encoded[name], studies, rows.index) for name in _WITHIN_STUDY]
    return [finding for finding in found if len(finding.rows)]


def _duplicates(rows: pd.DataFrame, series: Codes) -> Finding:
    # What an identity has beyond its series is numbers, of which a blank is -1.
    beyond = [pd.factorize(rows[name])[0].astype(np.int64) for name in IDENTITY[len(SERIES) :]]
    labels = [(rows[name] != "").to_numpy(bool) for name in LABELS]
    labelled = np.logical_and.reduce([*labels, *(codes >= 0 for codes in beyond)])
    identity = together([series, *(codes + 1 for codes in beyond)])
    size = np.bincount(identity[labelled], minlength=len(rows) + 1)
    twice = labelled & (size[identity] > 1)
    numbers = rows.index.to_numpy()[twice]
    return Finding(DUPLICATE_ROW, "months", numbers, _twins(numbers, identity[twice]))


def _twins(numbers: Rows, kinds: Codes) -> Facts:
    order = np.argsort(kinds, kind="stable")
    numbers_in_order, kinds_in_order = numbers[order], kinds[order]

    def words(row: int) -> dict[str, str]:
        kind = kinds[np.searchsorted(numbers, row)]
        first, last = np.searchsorted(kinds_in_order, [kind, kind + 1])
        some = numbers_in_order[first : min(last, first + _OTHERS_NAMED + 1)]
        others = [int(number) for number in some if number != row][:_OTHERS_NAMED]
        return {"others": _row_list(others, int(last - first) - 1 - len(others))}

    return words


def _row_list(numbers: Sequence[int], more: int) -> str:
    named = ", ".join(str(number) for number in numbers)
    if more:
        return f"rows {named} and {more:,} more"
    return f"row{'s' if len(numbers) > 1 else ''} {named}"


def _enrolment(rows: pd.DataFrame, series: Codes) -> Finding:
    """Rows whose enrolled number is not the one that their series starts with."""
    enrolled = rows["n_enrolled"].to_numpy(float, na_value=np.nan)
    stated = np.flatnonzero(~np.isnan(enrolled))
    first = np.full(len(rows), -1)
    first[series[stated][::-1]] = stated[::-1]
    first = first[series]
    changed = stated[enrolled[stated] != enrolled[first[stated]]]
    numbers = rows.index.to_numpy()

    def words(row: int) -> dict[str, str]:
        start = first[np.searchsorted(numbers, row)]
        return {"first": f"{enrolled[start]:.0f}", "first_row": str(numbers[start])}

    return Finding(ENROLLED_CHANGES, "n_enrolled", numbers[changed], words)


def _normal(texts: pa.Array) -> Codes:
    """One code for all texts that differ in case, spaces or invisible characters only."""
    folded = pc.utf8_lower(pc.utf8_normalize(texts, form="NFKC"))
    seen = pc.replace_substring_regex(folded, f"[{INVISIBLE}]", "")
    spaced = pc.utf8_trim_whitespace(pc.replace_substring_regex(seen, r"[\s\pZ]+", " "))
    return np.asarray(spaced.dictionary_encode().indices, np.int64)


def _spellings(name: str, held: Encoded, within: Codes, index: pd.Index) -> Finding:
    """Rows with the rarer of two spellings, the later one when both are as frequent."""
    normal = _normal(held.texts)
    if len(normal) == len(np.unique(normal)):
        return Finding(SPELLING, name)
    return _rarer(name, held, together([within, normal[held.codes]]), index)


def _rarer(name: str, held: Encoded, groups: Codes, index: pd.Index) -> Finding:
    usual = _usual(groups, held.codes)
    other = held.codes != held.codes[usual]
    numbers = index.to_numpy()

    def words(row: int) -> dict[str, str]:
        place = usual[np.searchsorted(numbers, row)]
        text = held.texts[int(held.codes[place])].as_py()
        return {"other": text, "other_row": str(numbers[place])}

    return Finding(SPELLING, name, numbers[other], words)


def _usual(groups: Codes, codes: Codes) -> Codes:
    """For each row, the place of the first row with its group's most frequent code."""
    spelled = together([groups, codes])
    _, place, size = np.unique(spelled, return_index=True, return_counts=True)
    order = np.lexsort((place, -size))
    group, first = np.unique(groups[place[order]], return_index=True)
    main = np.zeros(group.max() + 1, np.int64)
    main[group] = place[order][first]
    return main[groups]
