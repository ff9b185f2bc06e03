"""What a header means: a column of the schema, a measure, a time, an arm's number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, get_args

from lib.studies.headers.header_words import MEASURED, HeaderWords, Word, parse_header
from lib.studies.headers.names import (
    OUTCOME_WORDS,
    QUESTIONS,
    SHORT_NAMES,
    certain_names,
    likely_names,
)
from lib.studies.headers.readings import WEAK, read_concepts
from lib.studies.headers.tokens import word_set
from lib.studies.headers.visit_times import VisitTime
from lib.studies.spellings import find_column, header_key

HeaderMeasure = Literal[
    "responders",
    "n_assessed",
    "rate_pct",
    "n_enrolled",
    "ci_low_pct",
    "ci_high_pct",
    "failures",  # who did not respond
    "response",  # a rate or a count, the header does not say; or a text such as 15/19
    "interval",  # both ends in one cell
    "survival",  # the share still responding, of survfit
]
MEASURES: tuple[HeaderMeasure, ...] = get_args(HeaderMeasure)

OTHERS: tuple[str, ...] = (
    "author",  # a part of the study's name; with the year it names the study
    "patient",  # one row a patient: patient id, subject
    "record",  # a record number: of a patient, or of a study
    "visit",  # the label of a visit: its cells are times in words or visit numbers
    "measure",  # long results: what the value is
    "value",  # long results: the number
    "value_unit",  # long results: the unit of the value
    "compared_with",  # the other arm of a pair
    "strata",  # survfit: drug=A
    "n_at_risk",  # survfit: patients at risk, no denominator of the share
    "n_event",  # survfit: events of the curve, no responders
    "x",  # a digitiser's time
    "y",  # a digitiser's rate
    "row_number",  # only numbers the rows
)
"""What a column may hold besides a column of the schema or a measure."""


@dataclass(frozen=True)
class HeaderMeaning:
    """What a header says by its words alone; cells and arithmetic are for others to look at.

    Attributes
    ----------
    column
        A column of the schema, one of `MEASURES` or `OTHERS`; empty if the words do not say.
        A header such as ``3 mo`` has an empty column and a `time`.
    parts
        The measures of one cell where the header names several, in the order of the cell:
        ``n/N`` gives responders, n_assessed; ``n (%)`` gives responders, rate_pct. Then `column`
        is ``response``.
    unit
        Of a number: ``percent``, ``share``, ``count``. Of a time (`column` is months):
        ``months``, ``weeks``, ``days``, ``years``. Empty if the words do not say: ask.
    time
        A settled time that the header names (`months` is never None, 0 at baseline).
    open_time
        A time that the header names and that has to be asked: a range, a bound, a visit number.
    slot
        The arm that the header names by number or role: ``1``, ``2``, ``intervention``,
        ``control``. A number from 3 on may be a month (``resp12``).
    stem
        The words that were understood, without time, slot and N, to compare columns: ``resp1``
        and ``resp2`` have ``resp``, ``Drug A n`` has ``n``. Lower case, but a single letter keeps
        its case (n beside N).
    n
        The number assessed that the header states: ``(n=40)``.
    rest
        The words that were not understood, as typed, each run as one text: ``Drug A`` in
        ``Drug A n``, ``remission`` in ``remission_3m``.
    is_certain
        The words say it outright; else `column` is a guess, to be proposed with `why`.
    needs_pair
        The guess stands only if another column has the same `stem` and another `rest`, `slot` or
        time (``Drug A n`` beside ``Drug B n``); alone, ``Smokers n`` is a number of something else.
    why
        One sentence for the reader.
    forbidden
        Why a tempting meaning is not guessed, as a sentence. Then `column` is empty.
    """

    column: str = ""
    parts: tuple[str, ...] = ()
    unit: str = ""
    time: VisitTime | None = None
    open_time: VisitTime | None = None
    slot: str = ""
    stem: str = ""
    n: int | None = None
    rest: tuple[str, ...] = ()
    is_certain: bool = False
    needs_pair: bool = False
    why: str = ""
    forbidden: str = ""

    @property
    def is_measure(self) -> bool:
        """Whether the column holds a number of the results."""
        return self.column in MEASURES


_COUNTS = frozenset({"responders", "n_assessed", "n_enrolled", "n_at_risk", "n_event"})
_OF_RATES = frozenset({"rate_pct", "ci_low_pct", "ci_high_pct", "interval", "failures", "survival"})
_NUMERATORS = frozenset({"count", "responder", "event", "response"})
_DENOMINATORS = frozenset({"total", "people", "assessed", "enrolled", "count"})
_TURNS_ROUND = frozenset({"responder", "response", "event"})
# A low dose and a high risk are no ends of an interval.
_VAGUE_ENDS = frozenset({"low", "high", "lo", "hi", "inf", "sup", "unten", "oben"})
_AT_FOLLOW_UP = word_set("visit fu followup suivi nachbeobachtung") | {
    "follow up",
    "at follow up",
    "at visit",
    "follow up visit",
}
_ONE_LETTER = frozenset({"n", "r", "t"})
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
    whole = _by_whole_name(words)
    named = whole or _by_core(words)
    found = named or _by_words(words)
    time = words.time
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


def known_headers(texts: Sequence[str]) -> int:
    """How many of a row's cells mean something as a header; finds the header row."""
    meanings = [header_meaning(text) for text in texts if text.strip()]
    return sum(bool(one.column or one.time or one.open_time) for one in meanings)


def _by_whole_name(words: HeaderWords) -> HeaderMeaning | None:
    """Look the header up as it stands."""
    key = header_key(words.text)
    if len(key) == 2 and key.isalpha() and key not in SHORT_NAMES:
        return None
    found = _look_up(key)
    return replace(found, unit=_unit(found.column, words)) if found else None


def _by_core(words: HeaderWords) -> HeaderMeaning | None:
    """Look the header up without its arm and N: ``treatment1``, ``t[,1]``."""
    key = header_key(words.key)
    if words.time or len(key) == 2:
        return None
    found = _look_up(key)
    if not found:
        return None
    is_certain = found.is_certain and not words.slot
    return replace(found, unit=_unit(found.column, words), is_certain=is_certain)


def _look_up(key: str) -> HeaderMeaning | None:
    if column := certain_names().get(key):
        return HeaderMeaning(column, is_certain=True)
    if column := likely_names().get(key):
        return HeaderMeaning(column)
    column = "" if key in QUESTIONS else find_column(key) or ""
    return HeaderMeaning(column, is_certain=True) if column else None


def _by_words(words: HeaderWords) -> HeaderMeaning:
    concepts = words.concepts
    if "forbidden" in concepts:
        return _forbid(words.says("forbidden"), concepts)
    if "negation" in concepts:
        if not concepts & _TURNS_ROUND:
            measures = concepts & (MEASURED | {"survival", "interval"})
            return _forbid(words.says("negation"), concepts) if measures else HeaderMeaning()
        if words.says("negation") == "no" and concepts & {"responder", "event"}:
            return HeaderMeaning(forbidden="It says 'no', which may be 'number of' or 'none'.")
        concepts = concepts - _TURNS_ROUND - {"negation"} | {"failure"}
    if words.time and words.time.is_baseline:
        return _at_baseline(concepts)
    if words.time:
        # 'follow-up' and 'nach' only belong to the time.
        concepts = concepts - {"time", "visit"}
    if parts := _parts(words, concepts):
        return HeaderMeaning(
            "response", parts, unit="percent" if parts == ("rate_pct", "interval") else ""
        )
    if "slash" in concepts and " / " not in words.text and "interval" not in concepts:
        return HeaderMeaning()
    return _by_concepts(words, _without_follow_up(words, concepts) - {"slash", "role", "arm"})


def _without_follow_up(words: HeaderWords, concepts: frozenset[str]) -> frozenset[str]:
    """Without the words of 'responders at follow-up' that add no meaning to the responders."""
    if not concepts & (_TURNS_ROUND | {"failure"}):
        return concepts
    idle = {word.concept for word in words.words if word.text in _AT_FOLLOW_UP}
    return concepts - idle


def _forbid(word: str, concepts: frozenset[str]) -> HeaderMeaning:
    is_time = concepts & {"time", "unit", "visit"} and not concepts & MEASURED
    what = "time of a visit" if is_time else "response"
    return HeaderMeaning(forbidden=f"It says '{word}', so it is no {what}.")


def _at_baseline(concepts: frozenset[str]) -> HeaderMeaning:
    if concepts and concepts <= {"count", "people", "total", "assessed", "enrolled"}:
        return HeaderMeaning("n_enrolled", unit="count", is_certain=True)
    return _forbid("baseline", concepts) if concepts else HeaderMeaning()


def _parts(words: HeaderWords, concepts: frozenset[str]) -> tuple[str, ...]:
    """The measures of one cell: ``n/N``, ``n (%)``, ``n/N (%)``, ``% (95% CI)``."""
    in_order = [word for word in words.words if word.concept not in ("role", "arm")]
    pair = ("responders", "n_assessed") if _is_pair(words.text, in_order) else ()
    rate = ("rate_pct",) if "percent" in concepts else ()
    if "failure" in concepts:
        return ()
    if pair:
        first = next(word.concept for word in in_order if word.concept in _NUMERATORS | {"percent"})
        return (*rate, *pair) if first == "percent" else (*pair, *rate)
    has_rate = bool(concepts & {"percent", "rate"})
    if "interval" in concepts and has_rate and not concepts & {"low", "high"}:
        is_rate_first = words.words[0].concept != "interval" or "rate" in concepts
        return ("rate_pct", "interval") if is_rate_first else ()
    if rate and "count" in concepts and not concepts & {"interval", "assessed", "enrolled"}:
        named = {"count": "responders", "percent": "rate_pct"}
        order = [named[word.concept] for word in in_order if word.concept in named]
        return tuple(dict.fromkeys(order))
    return ()


def _is_pair(text: str, words: Sequence[Word]) -> bool:
    """Whether a slash parts a count and its denominator; two header rows are joined by one too."""
    for before, slash, behind in zip(words, words[1:], words[2:], strict=False):
        if slash.concept != "slash" or before.concept not in _NUMERATORS:
            continue
        is_last = behind is words[-1] and behind.concept == "count" and not text.endswith("N")
        is_second_row = " / " in text and is_last and len(before.text) > 1
        if behind.concept in _DENOMINATORS and not is_second_row:
            return True
    return False


def _by_concepts(words: HeaderWords, concepts: frozenset[str]) -> HeaderMeaning:
    found = read_concepts(concepts)
    if found is None or _is_too_little(words, found.column, concepts):
        return HeaderMeaning()
    strange = {word for text in words.rest for word in _words(text)} - OUTCOME_WORDS
    if words.rest and found.column in ("months", "visit"):
        return HeaderMeaning()
    # 'Weeks of treatment' may be how long it was given, 'years' when a study was published.
    is_span = (
        found.column == "months"
        and "time" not in concepts
        and ("role" in words.concepts or (words.unit == "years" and "visit" not in concepts))
    )
    return HeaderMeaning(
        found.column,
        unit=_unit(found.column, words),
        is_certain=found.certain and not words.rest and len(words.text) > 2 and not is_span,
        needs_pair=bool(strange) and concepts <= WEAK,
    )


def _words(text: str) -> list[str]:
    """The words of a text in lower case; a number alone is a threshold."""
    parts = text.casefold().replace("-", " ").replace("_", " ").split()
    return [part for part in parts if any(sign.isalpha() for sign in part)]


def _is_too_little(words: HeaderWords, column: str, concepts: frozenset[str]) -> bool:
    """Whether a guess would rest on two letters, or on a word such as ``number`` or ``low``."""
    letters = [sign for sign in words.stem if sign.isalpha()]
    has_more = "percent" in concepts or any(sign.isdigit() for sign in words.stem)
    if len(letters) == 2 and not has_more:
        return words.stem.casefold() != "ci" or not words.text.isupper()
    if len(letters) == 1 and words.stem.casefold() not in (*_ONE_LETTER, "%", "n %", "x", "y"):
        return True
    if concepts == {"count"}:
        return words.stem.casefold() != "n"
    if concepts <= {"low", "high"}:
        return bool(words.rest) or words.stem in _VAGUE_ENDS
    return column == "months" and concepts == {"unit"} and words.time is not None


def _unit(column: str, words: HeaderWords) -> str:
    if column == "months":
        return words.unit
    if column in _OF_RATES:
        for unit in ("percent", "share"):
            if unit in words.concepts:
                return unit
        return "count" if column == "failures" and "rate" not in words.concepts else ""
    return "count" if column in _COUNTS else ""


def _why(found: HeaderMeaning, words: HeaderWords) -> str:
    if not found.column:
        return ""
    wording = _WORDINGS.get(found.column, f"the column {found.column}")
    unit = f" in {found.unit}" if found.unit and found.unit not in ("count", "share") else ""
    arm = f" of arm {words.slot}" if words.slot else ""
    time = f" at {words.time.typed}" if words.time else ""
    return f"'{words.text}' reads as {wording}{unit}{arm}{time}."
