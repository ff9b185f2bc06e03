"""Times in words: ``wk 12``, ``6-month follow-up``, ``Visit 2 (Week 12)``, ``baseline``."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lib.studies.headers.time_spans import TimeSpan, find_spans, number_of
from lib.studies.headers.time_units import (
    ABOUT_WORDS,
    AGE_WORDS,
    BASELINE_WORDS,
    FILLER_WORDS,
    JOINTS,
    MONTHS_IN,
    RANGE_WORDS,
    TREATMENT_WORDS,
    UNITS,
    Unit,
)
from lib.studies.headers.tokens import Token, runs, text_at, tidy, tokens_of
from lib.studies.schema import MONTHS_MOST

_NO_LIST = frozenset({"/", "%", "="})  # behind a number that is a count or percentage
_SAME = 0.1  # week 12 and month 3 are one time
_LONGEST = 300  # a longer text is a sentence, not a time


@dataclass(frozen=True)
class VisitTime:
    """When a visit was, as a text says it.

    Attributes
    ----------
    months
        Months after treatment; 0 at baseline; None where the text does not settle it (then
        `doubt` says why).
    is_baseline
        Before or at treatment: ``baseline``, ``screening``, ``pre-treatment``, ``week 0``.
    is_range
        Two ends, as ``12-18 months``; `ends` has them in months.
    is_ordinal
        A visit number without a time, as ``Visit 3``, ``T6``, ``wave 2``; `ends` has the number.
    ends
        What could be meant where `months` is None: the ends of a range or the bound (``>12
        months``) in months, the number of a visit, each of several times.
    typed
        The part of the text that says the time.
    unit
        ``months``, ``weeks``, ``days``, ``years``; empty at baseline or for a visit number.
    doubt
        Why the time has to be asked, as a sentence; empty if it is settled.
    rest
        The words that say something else, as typed: ``arm_1`` in ``12_month_followup_arm_1``.
    """

    months: float | None = None
    is_baseline: bool = False
    is_range: bool = False
    is_ordinal: bool = False
    ends: tuple[float, ...] = ()
    typed: str = ""
    unit: str = ""
    doubt: str = ""
    rest: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether it is one time: months after treatment, or baseline."""
        return self.months is not None


@lru_cache(maxsize=20_000)
def read_time(text: str, unit: str = "") -> VisitTime | None:
    """Read a time from a cell or header; None if there is none.

    Parameters
    ----------
    unit
        The unit of a bare number (``12``); without it, a bare number is no time.
    """
    if len(text) > _LONGEST:
        return None
    plain = tidy(text)
    tokens = tokens_of(plain)
    if unit and (bare := _bare_number(tokens, unit, plain)):
        return bare
    time, places = find_time(tokens, plain)
    if time is None:
        return None
    rest = runs(plain, tokens, set(range(len(tokens))) - places, FILLER_WORDS)
    return VisitTime(**{**vars(time), "rest": rest})


def _bare_number(tokens: Sequence[Token], unit: str, typed: str) -> VisitTime | None:
    known = next((name for name in UNITS if name == unit), None)
    if known and (both := _bare_range(tokens, known, typed)):
        return both
    sign = len(tokens) == 2 and tokens[0].text in ("-", "+") and not tokens[1].gap
    number = number_of(tokens[-1]) if tokens and len(tokens) == 1 + sign else None
    if number is None or known is None:
        return None
    months = number * MONTHS_IN[known] * (-1 if sign and tokens[0].text == "-" else 1)
    if months <= 0:
        return VisitTime(0, is_baseline=True, typed=typed)
    return VisitTime(months, typed=typed, unit=known) if months <= MONTHS_MOST else None


def _bare_range(tokens: Sequence[Token], unit: Unit, typed: str) -> VisitTime | None:
    """``3-6`` or ``12 to 18``, in the unit of bare numbers."""
    ends = [number_of(token) for token in tokens if token.kind == "number"]
    if len(tokens) != 3 or len(ends) != 2 or None in ends:
        return None
    if tokens[1].text != "-" and tokens[1].text not in RANGE_WORDS:
        return None
    months = tuple((end or 0) * MONTHS_IN[unit] for end in ends)
    if not 0 <= months[0] < months[1] <= MONTHS_MOST:
        return None
    return VisitTime(is_range=True, ends=months, typed=typed, unit=unit, doubt="It names a range.")


def find_time(tokens: Sequence[Token], text: str) -> tuple[VisitTime | None, set[int]]:
    """The time that tokens name, and the places of the tokens that say it."""
    if any(token.text in AGE_WORDS for token in tokens):
        return None, set()
    every = list(find_spans(tokens))
    if not every:
        return None, set()
    places = {place for one in every for place in range(one.start, one.stop)}
    typed = text[tokens[min(places)].start : tokens[max(places)].end].strip("([ ")
    typed += ")" * (typed.count("(") > typed.count(")"))
    return _settle(tokens, every, typed), places


def _settle(tokens: Sequence[Token], every: list[TimeSpan], typed: str) -> VisitTime:
    """Sum up all that was found: a time outweighs a visit number, and a baseline before it."""
    timed = [one for one in every if one.kind in ("time", "range", "bound")]
    if not timed:
        return _settle_untimed(every, typed)
    first = timed[0]
    ends = tuple(dict.fromkeys(month for one in timed for month in one.months))
    if first.kind == "range":
        return VisitTime(
            is_range=True, ends=ends, typed=typed, unit=first.unit, doubt="It names a range."
        )
    if doubt := _doubt(tokens, every, timed):
        return VisitTime(ends=ends, typed=typed, unit=first.unit, doubt=doubt)
    months = first.months[0]
    if months <= 0:
        return VisitTime(0, is_baseline=True, typed=typed)
    return VisitTime(months, typed=typed, unit=first.unit)


def _settle_untimed(every: list[TimeSpan], typed: str) -> VisitTime:
    if any(one.kind == "baseline" for one in every):
        return VisitTime(0, is_baseline=True, typed=typed)
    numbers = tuple(number for one in every for number in one.months)
    doubt = "It is the number of a visit, and does not say when the visit was."
    return VisitTime(is_ordinal=True, ends=numbers, typed=typed, doubt=doubt)


def _doubt(tokens: Sequence[Token], every: list[TimeSpan], timed: list[TimeSpan]) -> str:
    months = [one.months[0] for one in timed]
    is_spread = max(months) - min(months) > _SAME * max(map(abs, months))
    if is_spread or any(_is_in_a_list(tokens, every, one) for one in timed):
        return "It names several times."
    if any(one.kind == "bound" for one in timed):
        return "It is only a bound."
    if about := _about(tokens):
        return f"It says '{about}'."
    if timed[0].unit == "days" and months[0] * 30 < 1.1 and months[0] > 0:
        return "Day 1 is often the day of the treatment itself."
    if _is_beside_baseline(tokens, every):
        return "It names baseline too."
    return ""


def _is_in_a_list(tokens: Sequence[Token], every: list[TimeSpan], one: TimeSpan) -> bool:
    """Whether a bare number stands before or behind, as in ``3, 6 and 12 months``."""
    inside = {place for span in every for place in range(span.start, span.stop)}
    for joint, place in ((one.start - 1, one.start - 2), (one.stop, one.stop + 1)):
        is_number = 0 <= place < len(tokens) and tokens[place].kind == "number"
        if not is_number or place in inside or tokens[joint].text not in JOINTS:
            continue
        if text_at(tokens, place - 1) != "=" and text_at(tokens, place + 1) not in _NO_LIST:
            return True
    return False


def _about(tokens: Sequence[Token]) -> str:
    """The word that makes a time vague; the 'last injection' only says what it is counted from."""
    for place, token in enumerate(tokens):
        is_vague = token.text in ABOUT_WORDS
        if is_vague and text_at(tokens, place + 1) not in TREATMENT_WORDS:
            return token.text
    return ""


def _is_beside_baseline(tokens: Sequence[Token], every: list[TimeSpan]) -> bool:
    """Whether it is ``baseline, week 12``; not ``3 months after baseline``."""
    for one in every:
        before = tokens[one.start - 1].text if one.start else ""
        behind = tokens[one.stop].text if one.stop < len(tokens) else ""
        from_it = before in FILLER_WORDS or behind in RANGE_WORDS
        if one.kind == "baseline" and tokens[one.start].text in BASELINE_WORDS and not from_it:
            return True
    return False
