"""Cut a header or a time in words into words, numbers and signs."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

# Marks of a footnote: what stands in superscript is no part of a word or number.
_MARKS = re.compile("[⁰¹²³⁴-⁹†‡§¶‖※ª*™®©]|[\u200b-\u200f\u2060\ufeff\u00ad]")
_DASHES = re.compile("[\u2010-\u2015\u2212\u02d7\ufe58\ufe63\uff0d]")
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
_FRACTION = re.compile("([0-9]*) ?([½¼¾])")
_TOKEN = re.compile(r"(?P<number>[0-9]+(?:[.,][0-9]+)?)|(?P<word>[^\W\d_]+)|(?P<sign>[^\w\s]|\d)")
_HUMPS = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^\W\d_A-Z])")


def word_set(text: str) -> frozenset[str]:
    """The words of a text, to look them up."""
    return frozenset(text.split())


def without_accents(text: str) -> str:
    """``étude`` as ``etude``, as it is often typed."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class Token(NamedTuple):
    """A word, number or sign.

    Attributes
    ----------
    kind
        ``word``, ``number`` or ``sign``.
    text
        In lower case.
    start, end
        Where it stands in the tidy text.
    gap
        What stands between it and the token before: spaces, underscores, or nothing.
    typed
        With its case.
    """

    kind: str
    text: str
    start: int
    end: int
    gap: str
    typed: str


def tidy(text: str) -> str:
    """Write a text with plain digits, dashes and spaces, without marks of footnotes."""
    if text.isascii():
        return text.replace("*", " ").strip()
    text = _MARKS.sub("", text)
    text = _FRACTION.sub(lambda found: f"{found[1] or 0}.{_FRACTIONS[found[2]]}", text)
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return "".join(
        str(unicodedata.decimal(sign)) if not sign.isascii() and sign.isdecimal() else sign
        for sign in text
    ).strip()


def tokens_of(text: str) -> list[Token]:
    """Cut a tidy text into tokens; words part at underscores, digits and humps (``nResp``)."""
    tokens: list[Token] = []
    end = 0
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "sign"
        places = [found.start(), found.end()]
        if kind == "word" and not (found[0].islower() or found[0].isupper()):
            humps = [found.start() + hump.start() for hump in _HUMPS.finditer(found[0])]
            places[1:1] = humps
        for start, stop in pairwise(places):
            typed = text[start:stop]
            tokens.append(Token(kind, typed.casefold(), start, stop, text[end:start], typed))
            end = stop
    return tokens


def is_sign(tokens: Sequence[Token], place: int, signs: str) -> bool:
    return place < len(tokens) and tokens[place].kind == "sign" and tokens[place].text in signs


def text_at(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].text if place < len(tokens) else ""


def runs(
    text: str, tokens: Sequence[Token], places: Iterable[int], fillers: frozenset[str]
) -> tuple[str, ...]:
    """The texts of the words at these places, neighbours as one, without fillers at the ends."""
    found: list[str] = []
    run: list[int] = []
    for place in [*sorted(places), len(tokens) + 1]:
        if run and place != run[-1] + 1:
            found.append(_run_text(text, [tokens[one] for one in run], fillers))
            run = []
        run.append(place)
    return tuple(filter(None, found))


def _run_text(text: str, run: list[Token], fillers: frozenset[str]) -> str:
    while run and (run[0].kind == "sign" or run[0].text in fillers):
        run = run[1:]
    while run and (run[-1].kind == "sign" or run[-1].text in fillers):
        run = run[:-1]
    return text[run[0].start : run[-1].end] if run else ""


def last_word(tokens: Sequence[Token]) -> int:
    """The place of the last token that is no sign."""
    return max((place for place, token in enumerate(tokens) if token.kind != "sign"), default=0)
