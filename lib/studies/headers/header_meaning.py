"""What a header means: a column of the schema, a measure, a time, an arm's number."""

from dataclasses import replace
from functools import lru_cache

from lib.studies.headers.header_words import HeaderWords, parse_header
from lib.studies.headers.meaning import MEASURES as MEASURES
from lib.studies.headers.meaning import OTHERS as OTHERS
from lib.studies.headers.meaning import HeaderMeaning as HeaderMeaning
from lib.studies.headers.names import QUESTIONS, SHORT_NAMES, certain_names, likely_names
from lib.studies.headers.read_words import read_words, unit_of
from lib.studies.spellings import find_column, header_key

_WORDINGS = {
    "responders": "responders",
    "n_assessed": "patients assessed",
    "rate_pct": "the rate of response",
    "n_enrolled": "patients who entered the arm",
    "ci_low_pct": "the lower end of the interval",
    "ci_high_pct": "the upper end of the interval",
    "failures": "patients who did not respond",
    "response": "a response (a rate or a count)",
    "interval": "both ends of the interval",
    "survival": "a survival estimate",
    "author": "a part of the study's name",
    "patient": "the patient: one row a patient",
    "record": "a record number, of a patient or a study",
    "visit": "the visit",
    "measure": "what the value measures",
    "value": "the value of a measure",
    "value_unit": "the unit of the value",
    "compared_with": "the other arm of a pair",
    "strata": "the arm of a survival curve",
    "n_at_risk": "patients at risk",
    "n_event": "events of a survival curve",
    "x": "a digitised time",
    "y": "a digitised rate",
    "row_number": "a number of the row",
    "months": "the time of the visit",
}


@lru_cache(maxsize=20_000)
def header_meaning(header: str) -> HeaderMeaning:
    """Say what a header means; never raises."""
    words = parse_header(header)
    if not words.words and words.rest and words.text != words.text.lower():
        # Capitals may stand where no word ends: ICinf, CrI.
        words = _better(words, parse_header(header.lower()))
    whole = _by_whole_name(words)
    named = whole or _by_core(words)
    found = named or read_words(words)
    # 'N at baseline' is who entered the arm, at whatever visit.
    time = None if found.column == "n_enrolled" else words.time
    return replace(
        found,
        time=time if time and time.is_settled else None,
        open_time=None if time is None or time.is_settled else time,
        # In 'treatment' and 'comparator arm' the role is the name itself.
        slot="" if whole else words.slot,
        stem=words.stem,
        n=words.n,
        rest=() if named else words.rest,
        why=_why(found, words),
    )


def _better(words: HeaderWords, others: HeaderWords) -> HeaderWords:
    return others if others.words and not others.rest else words


def _by_whole_name(words: HeaderWords) -> HeaderMeaning | None:
    """Look the header up as it stands."""
    key = header_key(words.text)
    if len(key) == 2 and key.isalpha() and key not in SHORT_NAMES:
        return None
    found = _look_up(key)
    return replace(found, unit=unit_of(found.column, words)) if found else None


def _by_core(words: HeaderWords) -> HeaderMeaning | None:
    """Look the header up without its arm and N: ``treatment1``, ``t[,1]``."""
    key = header_key(words.key)
    if words.time or len(key) == 2:
        return None
    found = _look_up(key)
    if not found:
        return None
    is_certain = found.is_certain and not words.slot
    return replace(found, unit=unit_of(found.column, words), is_certain=is_certain)


def _look_up(key: str) -> HeaderMeaning | None:
    if column := certain_names().get(key):
        return HeaderMeaning(column, is_certain=True)
    if column := likely_names().get(key):
        return HeaderMeaning(column)
    column = "" if key in QUESTIONS else find_column(key) or ""
    return HeaderMeaning(column, is_certain=True) if column else None


def _why(found: HeaderMeaning, words: HeaderWords) -> str:
    if not found.column:
        return ""
    wording = _WORDINGS.get(found.column, f"the column {found.column}")
    unit = f" in {found.unit}" if found.unit and found.unit not in ("count", "share") else ""
    # A number from 3 on may be a month.
    is_arm = not words.slot.isdigit() or int(words.slot) < 3
    arm = f" {'of arm' if is_arm else 'with the number'} {words.slot}" if words.slot else ""
    time = f" at {words.time.typed}" if words.time else ""
    return f"'{words.text}' reads as {wording}{unit}{arm}{time}."
