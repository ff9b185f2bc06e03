"""Parse a header: its time, its arm, its N, the concepts that its words name, and the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lib.studies.headers.arm_slots import LONG_ROLE, find_slot
from lib.studies.headers.readings import MEASURED, Word
from lib.studies.headers.time_units import TREATMENT_WORDS, UNIT_WORDS
from lib.studies.headers.tokens import Token, last_word, runs, text_at, tidy, tokens_of, word_set
from lib.studies.headers.visit_times import VisitTime, find_time
from lib.studies.headers.vocabulary import ARM_WORDS, CONCEPTS, INNER, LONGEST, ROLES

# 'n per arm' counts as 'n' does.
_ARM_FILLERS = word_set("arm group gruppe groupe bras per pro par")
_SIGNS = frozenset("%/#")
_YES_NO = re.compile(r"\((yes/no|y/n|ja/nein|j/n|oui/non|o/n|0/1|1/0)\)", re.IGNORECASE)
# What R, REDCap and patient lists add to a header.
_HABITS = ((re.compile(r"^X(?=[0-9])"), ""), (re.compile(r"___[0-9]+$"), ""), (_YES_NO, ""))
_PLURAL = re.compile(r"(?<=[^\W\d_])\((s|en|n|e)\)")
_LONGEST_HEADER = 400
_THOUSANDS = re.compile("[.,](?=[0-9]{3}$)")


@dataclass(frozen=True)
class HeaderWords:
    """A parsed header.

    Attributes
    ----------
    words
        The concepts in their order, without fillers; `unit` for a unit of time.
    key
        The header without time, arm and N, to look it up as a whole.
    """

    text: str
    words: tuple[Word, ...] = ()
    time: VisitTime | None = None
    slot: str = ""
    n: int | None = None
    rest: tuple[str, ...] = ()
    stem: str = ""
    key: str = ""
    unit: str = ""

    @property
    def concepts(self) -> frozenset[str]:
        """The concepts that the words name."""
        return frozenset(word.concept for word in self.words)

    def says(self, concept: str) -> str:
        """The words that name a concept."""
        return next((word.text for word in self.words if word.concept == concept), "")


def parse_header(header: str) -> HeaderWords:
    """Parse a header; a very long one is a sentence, and says nothing."""
    if len(header) > _LONGEST_HEADER:
        return HeaderWords(header)
    text = _PLURAL.sub(r"\1", tidy(header))
    for habit, instead in _HABITS:
        text = habit.sub(instead, text)
    tokens = _split_glued(tokens_of(text))
    time, used = find_time(tokens, text)
    n, places_of_n = _find_n(tokens, used)
    used = used | places_of_n
    words = _find_words(tokens, used)
    slot, places_of_slot = find_slot(tokens, words, used)
    words = [word for word in words if word.start not in places_of_slot]
    unit, letter = _find_unit(tokens, words, used)
    words += letter
    return _sum_up(text, tokens, words, used | places_of_slot, _Stated(time, slot, n, unit))


class _Stated(NamedTuple):
    time: VisitTime | None
    slot: str
    n: int | None
    unit: str


def _sum_up(
    text: str, tokens: Sequence[Token], words: list[Word], used: set[int], stated: _Stated
) -> HeaderWords:
    named = tuple(word for word in words if word.concept != "filler")
    if " / " in text:
        named = _without_edge_slashes(named)
    inside = {place for word in words for place in range(word.start, word.stop)}
    fillers = {word.start for word in words if word.concept == "filler"}
    rest = _rest_places(tokens, used | inside, fillers - used)
    if any(word.concept == "time" for word in named):
        rest = [place for place in rest if tokens[place].text not in TREATMENT_WORDS]
    if any(word.concept in MEASURED for word in named):
        rest = [place for place in rest if tokens[place].text not in _ARM_FILLERS]
    core = sorted((inside | set(rest)) - used)
    return HeaderWords(
        text=text,
        words=named,
        time=stated.time,
        slot=stated.slot,
        n=stated.n,
        rest=runs(text, tokens, rest, frozenset()),
        stem=_stem(tokens, named),
        key="".join(tokens[place].text for place in core if tokens[place].text != "/"),
        unit=stated.unit,
    )


def _without_edge_slashes(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Without a slash that only joined the time of an upper header row."""
    while words and words[0].concept == "slash":
        words = words[1:]
    while words and words[-1].concept == "slash":
        words = words[:-1]
    return words


def _rest_places(tokens: Sequence[Token], taken: set[int], fillers: set[int]) -> list[int]:
    """The places that nothing explains, with the signs and small words inside a name: Drug A."""
    strange = [
        place
        for place, token in enumerate(tokens)
        if place not in taken and (token.kind != "sign" or _is_inside_name(token))
    ]
    found = set(strange)
    for place in sorted(fillers):
        is_between = place - 1 in found and place + 1 in found
        is_letter = len(tokens[place].text) == 1 and place - 1 in found
        if is_between or is_letter:
            found.add(place)
    return sorted(found)


def _is_inside_name(token: Token) -> bool:
    return token.text in "-.&+'" and not token.gap


def _stem(tokens: Sequence[Token], words: Sequence[Word]) -> str:
    """The words of a header as compared; a single letter keeps its case."""
    return " ".join(
        tokens[word.start].typed if len(word.text) == 1 else word.text
        for word in sorted(words, key=lambda word: word.start)
        if word.concept != "slash"
    )


def _split_glued(tokens: list[Token]) -> list[Token]:
    """Cut ``nresponders`` and ``resprate``, which are made of two known words."""
    return [part for token in tokens for part in _cut(token)]


def _cut(token: Token) -> list[Token]:
    word = token.text
    if token.kind != "word" or len(word) < 4 or word in INNER or word in _KNOWN:
        return [token]
    for place in range(len(word) - 1, 0, -1):
        first, last = word[:place], word[place:]
        fits = (first in INNER and (len(first) > 1 or first == "n")) and (
            (last in _KNOWN and len(last) > 2) or last == "n"
        )
        if fits:
            middle = token.start + place
            return [
                token._replace(text=first, end=middle, typed=token.typed[:place]),
                Token("word", last, middle, token.end, "", token.typed[place:]),
            ]
    return [token]


_KNOWN = INNER | ROLES.keys() | UNIT_WORDS.keys() | ARM_WORDS


def _find_n(tokens: Sequence[Token], used: set[int]) -> tuple[int | None, set[int]]:
    """Find ``n=40``, in brackets or not."""
    for place in range(len(tokens) - 2):
        name, sign, number = (token.text for token in tokens[place : place + 3])
        if place in used or name not in ("n", "nb") or sign not in ("=", ":"):
            continue
        digits = _THOUSANDS.sub("", number)
        if digits.isdigit() and len(digits) < 10:
            return int(digits), {place, place + 1, place + 2}
    return None, set()


def _find_words(tokens: Sequence[Token], used: set[int]) -> list[Word]:
    """Match the longest phrases from left to right."""
    items = [
        place
        for place, token in enumerate(tokens)
        if place not in used and (token.kind != "sign" or token.text in _SIGNS)
    ]
    words: list[Word] = []
    at = 0
    while at < len(items):
        longest = LONGEST.get(tokens[items[at]].text, 1)
        word, length = _match(tokens, items[at : at + longest], used)
        words += [word] if word else []
        at += length
    return _name_ends(tokens, words)


def _name_ends(tokens: Sequence[Token], words: list[Word]) -> list[Word]:
    """Read the last letter of ``CI_L`` and ``95% CI U`` as the end that it names."""
    place = last_word(tokens)
    interval = next((word.text for word in words if word.concept == "interval"), None)
    # In German 'u' is the lower end (untere), in English the upper one.
    ends = {"u": "low", "o": "high"} if "ki" in (interval or "") else {"l": "low", "u": "high"}
    if interval and tokens[place].text in ends:
        end = Word(ends[tokens[place].text], tokens[place].text, place, place + 1)
        return [*(word for word in words if word.start != place), end]
    return words


def _match(
    tokens: Sequence[Token], items: Sequence[int], used: set[int]
) -> tuple[Word | None, int]:
    for length in range(len(items), 0, -1):
        first, last = items[0], items[length - 1]
        phrase = tuple(tokens[place].text for place in items[:length])
        concept = CONCEPTS.get(phrase, "")
        if length == 1:
            concept = _single(tokens, first) or concept
        # In '50% pain relief' the number is a threshold.
        is_behind = first > 0 and first - 1 not in used and tokens[first - 1].kind == "number"
        is_threshold = phrase == ("%",) and is_behind
        # A phrase bridges a hyphen or a dot, but not the brackets and words of something else.
        if concept == "name":
            return None, length
        if concept and last - first < 2 * length and not is_threshold:
            return Word(concept, " ".join(phrase), first, last + 1), length
    return None, 1


def _single(tokens: Sequence[Token], place: int) -> str:
    """The concept of a word for itself, beyond the vocabulary."""
    word = tokens[place].text
    if word == "/":
        return "slash"
    if tokens[place].typed in ("IG", "KG"):
        return "role"
    if tokens[place].typed == "OR":
        return "forbidden"  # an odds ratio
    if word == "no" and text_at(tokens, place + 1) in (".", "#"):
        return "count"
    if tokens[place].typed in ("X", "Y") and place == len(tokens) - 1:
        return word
    if len(word) > 1 and word in UNIT_WORDS and word not in ("an", "ans", "mon"):
        return "unit"
    return "role" if word in ROLES and len(word) >= LONG_ROLE else ""


def _find_unit(
    tokens: Sequence[Token], words: Sequence[Word], used: set[int]
) -> tuple[str, list[Word]]:
    """The unit of time; a letter (``fu_m``) is one only behind a word for time."""
    units = {UNIT_WORDS[word.text] for word in words if word.concept == "unit"}
    place = last_word(tokens)
    letter = text_at(tokens, place)
    is_free = place not in used and all(word.start != place for word in words)
    if (
        len(letter) == 1
        and letter in UNIT_WORDS
        and letter != "j"
        and (
            any(word.concept in ("time", "visit") for word in words) and (is_free or letter == "d")
        )
    ):
        return UNIT_WORDS[letter], [Word("unit", letter, place, place + 1)]
    return units.pop() if len(units) == 1 else "", []
