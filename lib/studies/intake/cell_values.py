"""What one cell of a table of results says: ``15/19 (79%)†`` is 15 of 19, printed as 79, marked †.

Tables in articles put several numbers, marks and words into one cell. A cell is taken apart only if
it can be read in one way; whatever else it holds stays as typed, for the checks to name.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from lib.studies.reading.numbers import is_date

_NUMBER = r"[+-]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)(?:e[+-]?[0-9]{1,2})?"
_PERCENT = r"\s*(?:%|percent|per cent|pct\.?|prozent)"
_OPEN, _CLOSE = r"\s*[\[(]\s*", r"\s*[\])]"
_SLASH = r"\s*(?:/|of|out of|von|sur)\s*"
_TO = r"\s*(?:-|to|bis|à|;|,\s)\s*"
_CI = r"(?:95\s*%?\s*(?:ci|ki|ic)\s*[:=,]?\s*)?"

_PAIR = rf"(?P<responders>[0-9]+){_SLASH}(?P<assessed>[0-9]+)"
_RATE = rf"(?P<rate>{_NUMBER})(?P<sign>{_PERCENT})?"
_ENDS = rf"{_CI}(?P<low>{_NUMBER})(?:{_PERCENT})?{_TO}(?P<high>{_NUMBER})(?:{_PERCENT})?"
_LAYOUTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _RATE,
        _PAIR,
        rf"{_PAIR}(?:{_OPEN}|\s*[,;=]\s*|\s+){_RATE}(?:{_CLOSE})?",
        rf"{_PAIR}{_OPEN}{_RATE}\s*[;,]\s*{_ENDS}{_CLOSE}",
        rf"{_RATE}{_OPEN}{_PAIR}{_CLOSE}",
        rf"{_RATE}{_OPEN}(?P<second>{_NUMBER})(?P<second_sign>{_PERCENT})?{_CLOSE}",
        rf"{_RATE}{_OPEN}{_ENDS}{_CLOSE}",
        rf"{_RATE}\s*(?:;|,\s)\s*{_ENDS}",
        rf"{_ENDS}",
        rf"{_OPEN}{_ENDS}{_CLOSE}",
    )
)
_GROUPS = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:[ '\u2019][0-9]{3})+(?![0-9])")
_SIGNS = "*†‡§¶#^"
_MARKS = re.compile(
    rf"(?:\s*(?:[{re.escape(_SIGNS)}]+|\((?:[a-z]|[{re.escape(_SIGNS)}]+)\)|\[[a-z0-9]\]))+$"
    r"|(?<=[0-9%])\s?[a-h]$",
    re.IGNORECASE,
)
_MARK_BEFORE = re.compile(rf"^[{re.escape(_SIGNS)}]+\s*(?=[0-9])")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_NOT_REPORTED = frozenset(
    {"nr", "n/r", "n.r.", "na", "n/a", "n.a.", "#n/a", "nd", "n.d.", "ne", "n.e.", "nan", "none"}
    | {"null", "missing", "unknown", "k.a.", "n.b.", "-", "--", ".", "?", "not reported"}
    | {"not stated", "not available", "not known", "not done", "not assessed", "no data"}
    | {"fehlt", "fehlend", "keine angabe", "nicht berichtet", "nicht angegeben", "n. a.", "n. b."}
    | {"manquant", "non rapporté", "non précisé", "non disponible", "nc", "n.c."}
)
_ERRORS = re.compile(r"#(?:DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|N/A|WERT!|BEZUG!|ZAHL!)", re.I)
_BOUND = re.compile(
    rf"(?:<=?|>=?|≤|≥|less than|more than|at least|at most|under|over)\s*{_NUMBER}"
    rf"(?:{_PERCENT})?",
    re.I,
)
_ABOUT = re.compile(
    rf"(?:~|\u2248|\u223c|about|approx(?:\.|imately)?|around|ca\.?|circa)\s*{_NUMBER}"
    rf"(?:{_PERCENT})?",
    re.I,
)


@dataclass(frozen=True)
class CellValue:
    """The parts of one cell, as texts that the checks can read; a part that is not there is blank.

    Attributes
    ----------
    number
        A number that is no part of a pair, without its percent sign.
    is_percent
        Whether the cell itself says that `number` is in percent.
    second
        A number in brackets behind `number`, as in ``15 (79)``, of which the column decides which
        is the count; `second_is_percent` if the cell says it.
    responders, assessed
        The counts of a pair such as 15/19.
    low, high
        The ends of an interval.
    mark
        A mark of a note that was taken off: †, (a), a superscript.
    kind
        ``value``; ``blank``; ``not reported``; ``bound`` (<5); ``about`` (~30); ``date``; ``error``
        (of a spreadsheet); ``text`` for anything else.
    """

    number: str = ""
    is_percent: bool = False
    second: str = ""
    second_is_percent: bool = False
    responders: str = ""
    assessed: str = ""
    low: str = ""
    high: str = ""
    mark: str = ""
    kind: str = "value"

    @property
    def has_pair(self) -> bool:
        return bool(self.assessed)

    @property
    def is_number(self) -> bool:
        """Whether it is a single number, with or without an interval."""
        return bool(self.number) and not self.second and not self.has_pair


@lru_cache(2**16)
def read_cell(typed: str) -> CellValue:
    """Take a cell apart; a cell that can be read in no way, or in several, is of kind ``text``."""
    text, superscript = _plain(typed)
    if not text:
        return CellValue(mark=superscript, kind="blank")
    if kind := _kind_without_value(text):
        return CellValue(mark=superscript, kind=kind)
    for candidate, mark in ((text, ""), *_without_marks(text)):
        for layout in _LAYOUTS:
            if found := layout.fullmatch(candidate):
                value = _value(found)
                return replace(value, mark=f"{mark}{superscript}") if value else _TEXT
    return _TEXT


_TEXT = CellValue(kind="text")


def _plain(typed: str) -> tuple[str, str]:
    """A cell in plain digits, dashes and spaces; and its superscripts, which are marks."""
    text = typed.strip()
    raised = [sign for sign in text if _is_raised(sign)]
    superscript = unicodedata.normalize("NFKC", "".join(raised))
    text = "".join(sign for sign in text if not _is_raised(sign)) if raised else text
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    text = "".join(_plain_character(character) for character in text)
    text = " ".join(text.split())
    return _GROUPS.sub(lambda found: re.sub("[^0-9]", "", found.group()), text), superscript


def _is_raised(sign: str) -> bool:
    return not sign.isascii() and unicodedata.decomposition(sign).startswith("<super>")


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) == "Cf":  # marks of direction and joiners, without width
        return ""
    return {"\u066b": ".", "\u066c": "'"}.get(character, character)


def _kind_without_value(text: str) -> str:
    folded = text.casefold()
    if _ERRORS.fullmatch(text) and folded != "#n/a":
        return "error"
    if folded.strip("()[]") in _NOT_REPORTED:
        return "not reported"
    if _BOUND.fullmatch(folded):
        return "bound"
    if is_date(text):
        return "date"
    return "about" if _ABOUT.fullmatch(folded) else ""


def _without_marks(text: str) -> list[tuple[str, str]]:
    """The cell without the marks of notes at its end or start, if it has any."""
    before = _MARK_BEFORE.match(text)
    rest = text[before.end() :] if before else text
    after = _MARKS.search(rest)
    if not before and not after:
        return []
    bare = rest[: after.start()].strip() if after else rest
    marks = f"{before.group().strip() if before else ''}{after.group().strip() if after else ''}"
    return [(bare, marks)]


def _value(found: re.Match[str]) -> CellValue | None:
    parts = {name: text or "" for name, text in found.groupdict().items()}
    numbers = {
        name: plain_number(parts.get(name, ""))
        for name in ("rate", "second", "responders", "assessed", "low", "high")
    }
    return CellValue(
        number=numbers["rate"],
        is_percent=bool(parts.get("sign")),
        second=numbers["second"],
        second_is_percent=bool(parts.get("second_sign")),
        responders=numbers["responders"],
        assessed=numbers["assessed"],
        low=numbers["low"],
        high=numbers["high"],
    )


def plain_number(text: str) -> str:
    """A number without an exponent; its decimals stay as typed, its comma too."""
    if "e" not in text.casefold():
        return text
    return format(Decimal(text.replace(",", ".")), "f")


def share_to_percent(text: str) -> str:
    """A share of 1 in percent, with the decimals that are printed: 0.928 is 92.8, 0.80 is 80."""
    try:
        share = Decimal(text.replace(",", "."))
    except ArithmeticError:
        return text
    decimals = max(0, -int(share.as_tuple().exponent) - 2)  # a read number is finite
    return format((share * 100).quantize(Decimal(1).scaleb(-decimals)), "f")


def as_float(text: str) -> float | None:
    """A number of `read_cell`; None for other texts, and for 1,234, which has two readings."""
    if not text or re.fullmatch(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}", text):
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
