"""A spreadsheet's number as a reader of the sheet sees it.

Only what bears on the number is taken from its format: the decimals, which are the decimals that
a rate was printed with, and the percent sign. Words, colours and thousands separators are not.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_DIGITS = 15  # that a spreadsheet keeps; the rest of a float is no one's intention
_CONTEXT = Context(prec=1000, rounding=ROUND_HALF_UP)
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[ $€£()+-]')
_PLAIN = re.compile(r"(?:[#0?,]*[#0?])?(?:\.(?P<decimals>[#0?]*))?(?P<percent>%?)")


@dataclass(frozen=True)
class _NumberFormat:
    """The decimals that are always shown, those that are shown at most, and a percent sign."""

    least: int
    most: int
    percent: bool


@lru_cache(maxsize=100_000)
def format_number(value: float, number_format: str) -> str:
    """A number in its format: 0.79 in ``0%`` as 79%, 79 in ``0.0`` as 79.0."""
    exact, look = _exact(value), _parse_format(number_format)
    if look is None or not exact.is_finite():
        return format(exact, "f")
    text = format(_round(exact, look), "f")
    for _ in range(look.most - look.least):
        text = text.removesuffix("0")
    return text.removesuffix(".") + "%" * look.percent


@lru_cache(maxsize=100_000)
def hides_decimals(value: float, number_format: str) -> bool:
    """Whether the number holds more decimals than its format shows."""
    exact, look = _exact(value), _parse_format(number_format)
    if look is None or not exact.is_finite():
        return False
    return _round(exact, look) != exact * (100 if look.percent else 1)


def _exact(value: float) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(format(value, f".{_DIGITS}g"))


def _round(exact: Decimal, look: _NumberFormat) -> Decimal:
    scaled = exact * 100 if look.percent else exact
    return _CONTEXT.quantize(scaled, Decimal(1).scaleb(-look.most))


@lru_cache(maxsize=1000)
def _parse_format(number_format: str) -> _NumberFormat | None:
    """How a number looks in a format; None when it is shown as it is, or in a way of its own."""
    plain = _PLAIN.fullmatch(_WORDS.sub("", number_format).partition(";")[0])
    if not plain or not plain.group():
        return None
    decimals = plain["decimals"] or ""
    return _NumberFormat(len(decimals.rstrip("#?")), len(decimals), bool(plain["percent"]))
