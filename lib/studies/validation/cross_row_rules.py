"""Rules that compare rows with each other: one identity twice, enrolment, two spellings."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.arrays import Floats, Mask
from lib.phrases import listing
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
    "Delete all but one, or tell them apart, for instance by the cohort.",
)
ENROLLED_CHANGES = Rule(
    "enrolled_changes",
    "The enrolled stay the same along a curve",
    "warning",
    ("n_enrolled",),
    "{value} enrolled here, but {first} on row {first_row} of the same curve.",
    "n_enrolled is who entered the arm and stays the same; who was seen at this visit is "
    "n_assessed.",
)
RANDOMISED_CHANGES = Rule(
    "randomised_changes",
    "An arm is randomised or not",
    "warning",
    ("randomised",),
    "'{value}' here, but '{first}' on row {first_row} of the same arm.",
    "Write the same on every row of the arm; leave it empty if the source does not say.",
)
SAME_PATIENTS_UNKNOWN = Rule(
    "same_patients_unknown",
    "The arm that shares patients is in the study",
    "warning",
    ("same_patients_as",),
    "'{value}' is no other arm of this study.{also}",
    "Write the label of the arm as it stands in the column arm.",
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
    RANDOMISED_CHANGES,
    SAME_PATIENTS_UNKNOWN,
    SPELLING,
)
"""All other rules look at a row by itself."""


def series_findings(converted: Converted) -> list[Finding]:
    """Rows that are at odds with other rows of the file."""
    rows, encoded = converted.rows, converted.encoded
    series = together([encoded[name].codes for name in SERIES])
    arms = together([encoded[name].codes for name in LABELS])
    found = [
        _duplicates(converted, series),
        _enrolment(rows, series),
        _randomisation(encoded["randomised"], arms, rows.index),
        _same_patients(encoded, rows.index),
    ]
    study = _normal(encoded["study"].texts)
    nothing = np.zeros(len(rows), np.int64)
    found += [_spellings(name, encoded[name], nothing, rows.index) for name in _SHARED]
    studies = study[encoded["study"].codes]
    found += [_spellings(name, encoded[name], studies, rows.index) for name in _WITHIN_STUDY]
    return [finding for finding in found if len(finding.rows)]


def _duplicates(converted: Converted, series: Codes) -> Finding:
    rows = converted.rows
    # What an identity has beyond its series is numbers, of which a blank is -1.
    beyond = [pd.factorize(rows[name])[0].astype(np.int64) for name in IDENTITY[len(SERIES) :]]
    labels = [~converted.encoded[name].is_any_of([""]) for name in LABELS]
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
    changed, first = _changes(enrolled, ~np.isnan(enrolled), series)
    numbers = rows.index.to_numpy()

    def words(row: int) -> dict[str, str]:
        start = first[np.searchsorted(numbers, row)]
        return {"first": f"{enrolled[start]:.0f}", "first_row": str(numbers[start])}

    return Finding(ENROLLED_CHANGES, "n_enrolled", numbers[changed], words)


def _randomisation(held: Encoded, arms: Codes, index: pd.Index) -> Finding:
    """Rows that say another thing of their arm than its first row that says it."""
    stated = np.asarray(pc.not_equal(held.texts, ""), bool)[held.codes]
    changed, first = _changes(held.codes, stated, arms)
    numbers = index.to_numpy()

    def words(row: int) -> dict[str, str]:
        start = first[np.searchsorted(numbers, row)]
        text = held.texts[int(held.codes[start])].as_py()
        return {"first": text, "first_row": str(numbers[start])}

    return Finding(RANDOMISED_CHANGES, "randomised", numbers[changed], words)


def _changes(values: Codes | Floats, stated: Mask, groups: Codes) -> tuple[Codes, Codes]:
    """Places whose value is not the first of their group, and each row's first place (-1: none)."""
    places = np.flatnonzero(stated)
    first = np.full(len(values), -1)
    first[groups[places][::-1]] = places[::-1]
    first = first[groups]
    return places[values[places] != values[first[places]]], first


def _same_patients(encoded: Mapping[str, Encoded], index: pd.Index) -> Finding:
    """Rows that name as the arm of the same patients what is no other arm of their study."""
    named, arm, study = (encoded[name] for name in ("same_patients_as", "arm", "study"))
    places = np.flatnonzero(np.asarray(pc.not_equal(named.texts, ""), bool)[named.codes])
    if not len(places):
        return Finding(SAME_PATIENTS_UNKNOWN, "same_patients_as")
    of_study = dict[int, set[str]]()
    arms = arm.texts.to_pylist()
    for key, code in set(zip(study.codes.tolist(), arm.codes.tolist(), strict=True)):
        of_study.setdefault(key, set()).add(arms[code])
    names = named.texts.to_pylist()

    def is_wrong(place: int) -> bool:
        name = names[named.codes[place]]
        return name == arms[arm.codes[place]] or name not in of_study[study.codes[place]]

    def words(row: int) -> dict[str, str]:
        key = int(study.codes[index.get_loc(row)])
        others = sorted(of_study[key] - {arms[arm.codes[index.get_loc(row)]]})[:_OTHERS_NAMED]
        return {"also": f" Its other arms: {listing(others)}." if others else ""}

    wrong = [place for place in places.tolist() if is_wrong(place)]
    return Finding(SAME_PATIENTS_UNKNOWN, "same_patients_as", index.to_numpy()[wrong], words)


def _normal(texts: pa.Array) -> Codes:
    """One code for all texts that differ in case, spaces or invisible characters only."""
    folded = pc.utf8_lower(pc.utf8_normalize(texts, form="NFKC"))
    seen = pc.replace_substring_regex(folded, f"[{INVISIBLE}]", "")
    spaced = pc.utf8_trim_whitespace(pc.replace_substring_regex(seen, r"[\s\pZ]+", " "))
    return np.asarray(spaced.dictionary_encode().indices, np.int64)


def _spellings(name: str, held: Encoded, within: Codes, index: pd.Index) -> Finding:
    """Rows with the rarer of two spellings, the later one when both are as frequent."""
    if len(held.texts) < 2:
        return Finding(SPELLING, name)
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
