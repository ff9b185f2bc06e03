"""Times in words: ``wk 12``, ``6-month follow-up``, ``Visit 2 (Week 12)``, ``baseline``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lib.studies.headers.time_units import (
    ABOUT_WORDS,
    AGE_WORDS,
    BASELINE_WORDS,
    BEFORE_WORDS,
    BOUND_WORDS,
    BOUND_WORDS_BEHIND,
    FILLER_WORDS,
    MONTHS_IN,
    NUMBER_WORDS,
    RANGE_WORDS,
    TREATMENT_WORDS,
    UNIT_WORDS,
    UNITS,
    VISIT_WORDS,
    Unit,
)
from lib.studies.headers.tokens import Token, tidy, tokens_of, word_set
from lib.studies.schema import MONTHS_MOST

# D3 is a vitamin, EQ-5D a questionnaire, HAM-D17 a scale, T2D a disease.
_NO_TIME_BEFORE = word_set("vit vitamin eq ham sf il cd hla type stage grade factor")
# 6 m walk is a distance.
_NO_TIME_BEHIND = word_set("walk walking run sprint test minute minutes")
# With other words, these only say what a time is counted from, or who was included.
_SINCE = word_set("post from since after nach seit depuis après")
_ALONE = word_set("randomisation randomization enrolment enrollment inclusion")
_STARTS = (
    UNIT_WORDS.keys() | NUMBER_WORDS.keys() | BASELINE_WORDS | BEFORE_WORDS | VISIT_WORDS
) | {"base", "follow"}
_YEARS_MOST = 100
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


class _TimeSpan(NamedTuple):
    """A time among tokens: from `start` to before `stop`."""

    start: int
    stop: int
    kind: str  # time, range, bound, baseline, ordinal
    months: tuple[float, ...] = ()
    unit: str = ""


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
    number = _number(tokens[-1]) if tokens and len(tokens) == 1 + sign else None
    if number is None or known is None:
        return None
    months = number * MONTHS_IN[known] * (-1 if sign and tokens[0].text == "-" else 1)
    if months <= 0:
        return VisitTime(0, is_baseline=True, typed=typed)
    return VisitTime(months, typed=typed, unit=known) if months <= MONTHS_MOST else None


def _bare_range(tokens: Sequence[Token], unit: Unit, typed: str) -> VisitTime | None:
    """``3-6`` or ``12 to 18``, in the unit of bare numbers."""
    ends = [_number(token) for token in tokens if token.kind == "number"]
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
    every = list(_find_each(tokens))
    if not every:
        return None, set()
    places = {place for one in every for place in range(one.start, one.stop)}
    typed = text[tokens[min(places)].start : tokens[max(places)].end].strip("([ ")
    typed += ")" * (typed.count("(") > typed.count(")"))
    return _settle(tokens, every, typed), places


def _find_each(tokens: Sequence[Token]) -> Iterator[_TimeSpan]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind != "number" and token.text not in _STARTS:
            place += 1
            continue
        found = next(filter(None, (look(tokens, place) for look in _LOOKS)), None)
        if found:
            yield found
        place = found.stop if found else place + 1


def _settle(tokens: Sequence[Token], every: list[_TimeSpan], typed: str) -> VisitTime:
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


def _settle_untimed(every: list[_TimeSpan], typed: str) -> VisitTime:
    if any(one.kind == "baseline" for one in every):
        return VisitTime(0, is_baseline=True, typed=typed)
    numbers = tuple(number for one in every for number in one.months)
    doubt = "It is the number of a visit, and does not say when the visit was."
    return VisitTime(is_ordinal=True, ends=numbers, typed=typed, doubt=doubt)


def _doubt(tokens: Sequence[Token], every: list[_TimeSpan], timed: list[_TimeSpan]) -> str:
    months = [one.months[0] for one in timed]
    if max(months) - min(months) > _SAME * max(map(abs, months)):
        return "It names several times."
    if any(one.kind == "bound" for one in timed):
        return "It is only a bound."
    around = {token.text for token in tokens}
    if about := next((word for word in around if word in ABOUT_WORDS or word == "~"), ""):
        return f"It says '{about}'."
    if timed[0].unit == "days" and months[0] * 30 < 1.1 and months[0] > 0:
        return "Day 1 is often the day of the treatment itself."
    if _is_beside_baseline(tokens, every):
        return "It names baseline too."
    return ""


def _is_beside_baseline(tokens: Sequence[Token], every: list[_TimeSpan]) -> bool:
    """Whether it is ``baseline, week 12``; not ``3 months after baseline``."""
    for one in every:
        before = tokens[one.start - 1].text if one.start else ""
        behind = tokens[one.stop].text if one.stop < len(tokens) else ""
        from_it = before in FILLER_WORDS or behind in RANGE_WORDS
        if one.kind == "baseline" and tokens[one.start].text in BASELINE_WORDS and not from_it:
            return True
    return False


def _number(token: Token) -> float | None:
    if token.kind == "number":
        whole, comma, decimals = token.text.partition(",")
        # 1,234 may be a thousand or decimals.
        if comma and len(decimals) == 3 and whole != "0":
            return None
        return float(token.text.replace(",", ".")) if len(token.text) < 12 else None
    return NUMBER_WORDS.get(token.text)


def _find_number_first(tokens: Sequence[Token], place: int) -> _TimeSpan | None:
    """``12 weeks``, ``6-month``, ``12-18 months``, ``12 (±2) months``, ``half a year``."""
    number = _number(tokens[place])
    if number is None or _is_part_of_a_name(tokens, place):
        return None
    numbers, after = _range_end(tokens, place, number)
    after = _skip_tolerance(tokens, after)
    is_open = _is_sign(tokens, after, "+")
    after += is_open
    if _is_sign(tokens, after, "-.") and not tokens[after].gap.isspace():
        after += 1
    if tokens[place].text in NUMBER_WORDS and _text(tokens, after) in ("a", "an") and number < 1:
        after += 1
    unit = _unit(tokens, after)
    is_other = _is_unit_of_the_next(tokens, after) or _text(tokens, after + 1) in _NO_TIME_BEHIND
    if unit is None or is_other:
        return None
    return _found(tokens, place, after + 1, numbers, unit, is_open)


def _is_unit_of_the_next(tokens: Sequence[Token], place: int) -> bool:
    """Whether a unit belongs to the number behind it, as in ``PASI 75 week 12``."""
    if place + 1 >= len(tokens) or tokens[place + 1].kind != "number":
        return False
    is_tight = not tokens[place + 1].gap or not tokens[place].text.endswith("s")
    return is_tight and _unit(tokens, place + 2) is None


def _find_unit_first(tokens: Sequence[Token], place: int) -> _TimeSpan | None:
    """``week 12``, ``M3``, ``D-90``, ``weeks 12-24``, ``day -7``."""
    unit = _unit(tokens, place)
    if unit is None or _is_part_of_a_name(tokens, place):
        return None
    after = place + 1
    is_before = False
    if _is_sign(tokens, after, "-.:#"):
        is_before = tokens[after].text == "-" and bool(tokens[after].gap)
        after += 1
        is_before = is_before and after < len(tokens) and not tokens[after].gap
    if after >= len(tokens) or (number := _number(tokens[after])) is None:
        return None
    if _unit(tokens, after + 1) and len(tokens[after + 1].text) > 1:
        return None
    numbers, after = _range_end(tokens, after, number)
    if is_before:
        return _TimeSpan(place, after, "baseline")
    if _is_sign(tokens, after, "/") and after + 1 < len(tokens) and _number(tokens[after + 1]):
        numbers, after = (*numbers, _number(tokens[after + 1]) or 0), after + 2
    is_open = _is_sign(tokens, after, "+") and not _is_sign(tokens, after + 1, "/")
    stop = _skip_tolerance(tokens, after + is_open)
    if stop > after + is_open and _unit(tokens, stop):
        stop += 1 + _is_sign(tokens, stop + 1, ")")
    return _found(tokens, place, stop, numbers, unit, is_open)


def _found(
    tokens: Sequence[Token],
    start: int,
    stop: int,
    numbers: Sequence[float],
    unit: Unit,
    is_open: bool,
) -> _TimeSpan | None:
    months = tuple(number * MONTHS_IN[unit] for number in numbers)
    if max(months) > MONTHS_MOST or (unit == "years" and max(numbers) > _YEARS_MOST):
        return None
    if (
        start
        and tokens[start - 1].text == "-"
        and not tokens[start].gap
        and tokens[start].kind == ("number")
    ):
        is_negative = start == 1 or bool(tokens[start - 1].gap)
        if is_negative:
            return _TimeSpan(start - 1, stop, "baseline")
    if len(months) > 1:
        return _TimeSpan(start, stop, "range", months, unit)
    begin = _bound_start(tokens, start)
    behind = {_text(tokens, stop), _text(tokens, stop + 1)} & BOUND_WORDS_BEHIND
    follows = _text(tokens, stop) in ("or", "and", "oder", "und", "ou", "et", "+")
    is_open = is_open or (bool(behind) and follows) or _is_sign(tokens, stop, "+")
    if begin < start or is_open:
        return _TimeSpan(begin, stop + 2 * (bool(behind) and follows), "bound", months, unit)
    return _TimeSpan(start, stop, "time", months, unit)


def _bound_start(tokens: Sequence[Token], start: int) -> int:
    """Where the words of a bound before a time begin; `start` if there are none."""
    before = tokens[start - 1].text if start else ""
    earlier = tokens[start - 2].text if start > 1 else ""
    if before in BOUND_WORDS:
        return start - 1 - (earlier == "at")
    if (earlier, before) in {
        ("up", "to"), ("more", "than"), ("less", "than"), ("longer", "than"), ("bis", "zu"),
        ("mehr", "als"), ("plus", "de"), (">", "="), ("<", "="),
    }:  # fmt: skip
        return start - 2
    return start - 1 if before in (">", "<", "≥", "≤", "≧", "≦") else start


def _range_end(tokens: Sequence[Token], place: int, number: float) -> tuple[tuple[float, ...], int]:
    """The one or two numbers from a place on, and the place behind them."""
    after = place + 1
    own_unit = _unit(tokens, after)  # 12 months to 18 months is found as several times
    joined = _is_sign(tokens, after, "-") or _text(tokens, after) in RANGE_WORDS
    if own_unit or not joined or after + 1 >= len(tokens):
        return (number,), after
    other = _number(tokens[after + 1])
    return ((number,), after) if other is None else ((number, other), after + 2)


def _skip_tolerance(tokens: Sequence[Token], place: int) -> int:
    """The place behind ``(±2)``, ``± 7 days`` without its unit, ``+/- 2``."""
    after = place + _is_sign(tokens, place, "([")
    if _is_sign(tokens, after, "±"):
        after += 1
    elif "".join(token.text for token in tokens[after : after + 3]) == "+/-":
        after += 3
    else:
        return place
    if after >= len(tokens) or _number(tokens[after]) is None:
        return place
    return after + 1 + _is_sign(tokens, after + 1, ")]")


def _is_part_of_a_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number or unit belongs to a name such as HAM-D17, EQ-5D or T2D."""
    if not place:
        return False
    before = tokens[place - 1]
    if before.text == "-" and place > 1 and not tokens[place].gap and not before.gap:
        before = tokens[place - 2]
    if before.kind != "word":
        return before.text == "/" and not tokens[place].gap and tokens[place - 2].kind == "number"
    if before.text in _NO_TIME_BEFORE:
        return True
    is_glued = not tokens[place].gap and before is tokens[place - 1]
    if tokens[place].kind == "word":
        return is_glued and len(tokens[place].text) == 1 and not before.typed.islower()
    return is_glued and len(before.text) < 3 and before.text not in ("p", "x")


def _unit(tokens: Sequence[Token], place: int) -> Unit | None:
    """The unit that a token names; a letter glued to another is none."""
    if place >= len(tokens) or tokens[place].kind != "word":
        return None
    unit = UNIT_WORDS.get(tokens[place].text)
    if unit and len(tokens[place].text) == 1 and place + 1 < len(tokens):
        behind = tokens[place + 1]
        if behind.kind == "word" and not behind.gap and len(behind.text) == 1:
            return None
    return unit


def _find_baseline(tokens: Sequence[Token], place: int) -> _TimeSpan | None:
    """``baseline``, ``pre-treatment``, ``before the injection``, ``prior to surgery``."""
    word = tokens[place].text
    before = tokens[place - 1].text if place else ""
    if word == "base" and _text(tokens, place + 1) == "line":
        return _TimeSpan(place, place + 2, "baseline")
    if word in BASELINE_WORDS and (word not in _ALONE or len(tokens) == 1):
        earlier = tokens[place - 2].text if place > 1 else ""
        is_start = before in _SINCE or (before, earlier) == ("-", "post")
        return None if is_start else _TimeSpan(place, place + 1, "baseline")
    if word not in BEFORE_WORDS:
        return None
    after = place + 1
    while _is_sign(tokens, after, "-") or _text(tokens, after) in ("the", "to", "der", "dem", "le"):
        after += 1
    if _text(tokens, after) in TREATMENT_WORDS or (len(tokens) == 1 and word == "pre"):
        return _TimeSpan(place, min(after + 1, len(tokens)), "baseline")
    return None


def _find_ordinal(tokens: Sequence[Token], place: int) -> _TimeSpan | None:
    """``Visit 3``, ``V3``, ``T6``, ``wave 2``, ``follow-up 2``."""
    word, after = tokens[place].text, place + 1
    if word == "follow" and "up" in (_text(tokens, after), _text(tokens, after + 1)):
        word, after = "followup", after + 1 + _is_sign(tokens, after, "-")
    if word not in VISIT_WORDS:
        return None
    if word == "time" and _text(tokens, after) == "point":
        after += 1
    if _is_sign(tokens, after, "#"):
        after += 1
    if after >= len(tokens) or tokens[after].kind != "number" or not tokens[after].text.isdigit():
        return None
    if len(word) == 1 and (tokens[after].gap or _is_glued_to_word(tokens, place)):
        return None
    if _unit(tokens, after + 1) or len(tokens[after].text) > 3:
        return None
    return _TimeSpan(place, after + 1, "ordinal", (float(tokens[after].text),))


def _is_glued_to_word(tokens: Sequence[Token], place: int) -> bool:
    return place > 0 and not tokens[place].gap and tokens[place - 1].kind == "word"


_LOOKS: tuple[Callable[[Sequence[Token], int], _TimeSpan | None], ...] = (
    _find_number_first,
    _find_unit_first,
    _find_baseline,
    _find_ordinal,
)


def _is_sign(tokens: Sequence[Token], place: int, signs: str) -> bool:
    return place < len(tokens) and tokens[place].kind == "sign" and tokens[place].text in signs


def _text(tokens: Sequence[Token], place: int) -> str:
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
