"""Read a header by its words: combine their concepts to a meaning, or say why there is none."""

from collections.abc import Sequence

from lib.studies.headers.header_words import HeaderWords
from lib.studies.headers.meaning import HeaderMeaning
from lib.studies.headers.names import OUTCOME_NOUNS, OUTCOME_WORDS
from lib.studies.headers.readings import MEASURED, WEAK, Word, read_concepts
from lib.studies.headers.tokens import word_set

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
_SINCE = word_set("post after since nach seit depuis après")
_ONE_LETTER = frozenset({"n", "r", "t"})


def read_words(words: HeaderWords) -> HeaderMeaning:
    """Combine the concepts of a header, first the words that turn its meaning or forbid it."""
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
        unit = "percent" if parts == ("rate_pct", "interval") else ""
        needs_pair = bool(_strange_words(words)) and not concepts & _TURNS_ROUND
        return HeaderMeaning("response", parts, unit, needs_pair=needs_pair)
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
    if found.column in ("months", "visit") and words.rest not in ((), ("t",)):
        return HeaderMeaning()
    # 'Weeks of treatment' may be how long it was given, 'years' when a study was published.
    is_span = (
        found.column == "months"
        and "time" not in concepts
        and ("role" in words.concepts or (words.unit == "years" and "visit" not in concepts))
    )
    column = _count_of_outcome(words, concepts) or found.column
    return HeaderMeaning(
        column,
        unit=unit_of(column, words),
        is_certain=found.certain and not words.rest and len(words.text) > 2 and not is_span,
        needs_pair=bool(_strange_words(words)) and concepts <= WEAK,
    )


def _count_of_outcome(words: HeaderWords, concepts: frozenset[str]) -> str:
    """Responders, where patients with an outcome are counted: ``n remission``."""
    named = {word for text in words.rest for word in _words(text)} & OUTCOME_NOUNS
    counts = concepts <= {"count", "people"} and not words.stem.endswith("N")
    return "responders" if named and counts else ""


def _strange_words(words: HeaderWords) -> set[str]:
    return {word for text in words.rest for word in _words(text)} - OUTCOME_WORDS


def _words(text: str) -> list[str]:
    """The words of a text in lower case; a number alone is a threshold."""
    parts = text.casefold().replace("-", " ").replace("_", " ").split()
    return [part for part in parts if any(sign.isalpha() for sign in part)]


def _is_too_little(words: HeaderWords, column: str, concepts: frozenset[str]) -> bool:
    """Whether a guess would rest on two letters, or on a word such as ``number`` or ``low``."""
    letters = [sign for sign in words.stem if sign.isalpha()]
    has_more = "percent" in concepts or "95" in words.text
    if len(letters) == 2 and not has_more:
        return words.stem.casefold() != "ci" or not words.text.isupper()
    if len(letters) == 1 and words.stem.casefold() not in (*_ONE_LETTER, "%", "n %", "x", "y"):
        return True
    if concepts == {"count"}:
        return words.stem.casefold() != "n" and not _count_of_outcome(words, concepts)
    if concepts == {"time"}:
        return {word.text for word in words.words if word.concept == "time"} <= _SINCE
    if concepts <= {"low", "high"}:
        return bool(words.rest) or (words.stem in _VAGUE_ENDS and not has_more)
    return column == "months" and concepts == {"unit"} and words.time is not None


def unit_of(column: str, words: HeaderWords) -> str:
    """The unit of a column, as far as the header's words say it."""
    if column == "months":
        return words.unit
    if column in _OF_RATES:
        for unit in ("percent", "share"):
            if unit in words.concepts:
                return unit
        return "count" if column == "failures" and "rate" not in words.concepts else ""
    return "count" if column in _COUNTS else ""
