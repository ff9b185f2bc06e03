"""Numbers as Excel displays them.

Only the decimals and the percent sign of a number format are used: the decimals are those that a
rate was published with. Words, colours and thousands separators are ignored.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_DIGITS = 15  # the precision of Excel; further digits of a float are noise
_CONTEXT = Context(prec=1000, rounding=ROUND_HALF_UP)
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[ $€£()+-]')
_PLAIN = re.compile(r"(?:[#0?,]*[#0?])?(?:\.(?P<decimals>[#0?]*))?(?P<percent>%?)")


@dataclass(frozen=True)
class _NumberFormat:
    """The least and most decimals shown, and whether there is a percent sign."""

    least: int
    most: int
    percent: bool


@lru_cache(maxsize=100_000)
def format_number(value: float, number_format: str) -> str:
    """Format a number: 0.79 in ``0%`` gives 79%, and 79 in ``0.0`` gives 79.0."""
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
    """Parse a number format; None for the general format and for formats of other kinds."""
    plain = _PLAIN.fullmatch(_WORDS.sub("", number_format).partition(";")[0])
    if not plain or not plain.group():
        return None
    decimals = plain["decimals"] or ""
    return _NumberFormat(len(decimals.rstrip("#?")), len(decimals), bool(plain["percent"]))
