"""Find the times, baselines and visit numbers among the tokens of a text."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lib.studies.headers.time_units import (
    BASELINE_WORDS,
    BEFORE_WORDS,
    BOUND_WORDS,
    BOUND_WORDS_BEHIND,
    MONTHS_IN,
    NUMBER_WORDS,
    RANGE_WORDS,
    TREATMENT_WORDS,
    UNIT_WORDS,
    VISIT_WORDS,
    Unit,
)
from lib.studies.headers.tokens import Token, is_sign, text_at, word_set
from lib.studies.schema import MONTHS_MOST

# D3 is a vitamin, EQ-5D a questionnaire, HAM-D17 a scale, T2D a disease.
_NO_TIME_BEFORE = word_set("vit vitamin eq ham sf il cd hla type stage grade factor")
# 6 m walk is a distance.
_NO_TIME_BEHIND = word_set("walk walking run sprint test minute minutes")
_SMALL_WORDS = word_set("the to der dem den le la first last")
_SINCE = word_set("post from since after nach seit depuis après")
# With other words, these only say what a time is counted from, or who was included.
_ALONE = word_set("randomisation randomization enrolment enrollment inclusion")
_STARTS = (
    UNIT_WORDS.keys() | NUMBER_WORDS.keys() | BASELINE_WORDS | BEFORE_WORDS | VISIT_WORDS
) | {"base", "follow"}
_ORDINALS = word_set("e er ère ème eme")
_YEARS_MOST = 100


class TimeSpan(NamedTuple):
    """A time among tokens: from `start` to before `stop`."""

    start: int
    stop: int
    kind: str  # time, range, bound, baseline, ordinal
    months: tuple[float, ...] = ()
    unit: str = ""


def find_spans(tokens: Sequence[Token]) -> Iterator[TimeSpan]:
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


def number_of(token: Token) -> float | None:
    if token.kind == "number":
        whole, comma, decimals = token.text.partition(",")
        # 1,234 may be a thousand or decimals.
        if comma and len(decimals) == 3 and whole != "0":
            return None
        return float(token.text.replace(",", ".")) if len(token.text) < 12 else None
    return NUMBER_WORDS.get(token.text)


def _find_number_first(tokens: Sequence[Token], place: int) -> TimeSpan | None:
    """``12 weeks``, ``6-month``, ``12-18 months``, ``12 (±2) months``, ``half a year``."""
    number = number_of(tokens[place])
    if number is None or _is_part_of_a_name(tokens, place):
        return None
    numbers, after = _range_end(tokens, place, number)
    after += text_at(tokens, after) in _ORDINALS and not tokens[after].gap
    after = _skip_tolerance(tokens, after)
    is_open = is_sign(tokens, after, "+")
    after += is_open
    if is_sign(tokens, after, "-.") and not tokens[after].gap.isspace():
        after += 1
    if tokens[place].text in NUMBER_WORDS and text_at(tokens, after) in ("a", "an") and number < 1:
        after += 1
    unit = _unit(tokens, after)
    is_other = _is_unit_of_the_next(tokens, after) or text_at(tokens, after + 1) in _NO_TIME_BEHIND
    if unit is None or is_other:
        return None
    return _found(tokens, place, after + 1, numbers, unit, is_open)


def _is_unit_of_the_next(tokens: Sequence[Token], place: int) -> bool:
    """Whether a unit belongs to the number behind it, as in ``PASI 75 week 12``."""
    if place + 1 >= len(tokens) or tokens[place + 1].kind != "number":
        return False
    is_tight = not tokens[place + 1].gap or not tokens[place].text.endswith("s")
    return is_tight and _unit(tokens, place + 2) is None


def _find_unit_first(tokens: Sequence[Token], place: int) -> TimeSpan | None:
    """``week 12``, ``M3``, ``D-90``, ``weeks 12-24``, ``day -7``."""
    unit = _unit(tokens, place)
    # y1 is a value of arm 1 in many programs.
    if unit is None or tokens[place].typed == "y" or _is_part_of_a_name(tokens, place):
        return None
    after = place + 1
    is_before = False
    if is_sign(tokens, after, "-.:#+"):
        is_before = tokens[after].text == "-" and bool(tokens[after].gap)
        after += 1
        is_before = is_before and after < len(tokens) and not tokens[after].gap
    if after >= len(tokens) or (number := number_of(tokens[after])) is None:
        return None
    has_own = after + 2 < len(tokens) and number_of(tokens[after + 2]) is not None
    if _unit(tokens, after + 1) and len(tokens[after + 1].text) > 1 and not has_own:
        return None
    numbers, after = _range_end(tokens, after, number)
    if is_before:
        return TimeSpan(place, after, "baseline")
    if is_sign(tokens, after, "/") and after + 1 < len(tokens) and number_of(tokens[after + 1]):
        numbers, after = (*numbers, number_of(tokens[after + 1]) or 0), after + 2
    is_open = is_sign(tokens, after, "+") and not is_sign(tokens, after + 1, "/")
    stop = _skip_tolerance(tokens, after + is_open)
    if stop > after + is_open and _unit(tokens, stop):
        stop += 1 + is_sign(tokens, stop + 1, ")")
    return _found(tokens, place, stop, numbers, unit, is_open)


def _found(
    tokens: Sequence[Token],
    start: int,
    stop: int,
    numbers: Sequence[float],
    unit: Unit,
    is_open: bool,
) -> TimeSpan | None:
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
            return TimeSpan(start - 1, stop, "baseline")
    if len(months) > 1:
        return TimeSpan(start, stop, "range", months, unit)
    begin = _bound_start(tokens, start)
    behind = {text_at(tokens, stop), text_at(tokens, stop + 1)} & BOUND_WORDS_BEHIND
    follows = text_at(tokens, stop) in ("or", "and", "oder", "und", "ou", "et", "+")
    is_open = is_open or (bool(behind) and follows) or is_sign(tokens, stop, "+")
    if begin < start or is_open:
        return TimeSpan(begin, stop + 2 * (bool(behind) and follows), "bound", months, unit)
    return TimeSpan(start, stop, "time", months, unit)


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
    joined = is_sign(tokens, after, "-") or text_at(tokens, after) in RANGE_WORDS
    if own_unit or not joined or after + 1 >= len(tokens):
        return (number,), after
    other = number_of(tokens[after + 1])
    return ((number,), after) if other is None else ((number, other), after + 2)


def _skip_tolerance(tokens: Sequence[Token], place: int) -> int:
    """The place behind ``(±2)``, ``± 7 days`` without its unit, ``+/- 2``."""
    after = place + is_sign(tokens, place, "([")
    if is_sign(tokens, after, "±"):
        after += 1
    elif "".join(token.text for token in tokens[after : after + 3]) == "+/-":
        after += 3
    else:
        return place
    if after >= len(tokens) or number_of(tokens[after]) is None:
        return place
    return after + 1 + is_sign(tokens, after + 1, ")]")


def _is_part_of_a_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number or unit belongs to a name such as HAM-D17, EQ-5D or T2D."""
    if not place:
        return False
    before = tokens[place - 1]
    if before.text == "-" and place > 1 and not tokens[place].gap and not before.gap:
        before = tokens[place - 2]
    if before.kind != "word":
        is_pair = tokens[place].kind == "number" and tokens[place - 2].kind == "number"
        return before.text == "/" and not tokens[place].gap and is_pair
    if before.text in _NO_TIME_BEFORE:
        return True
    if before.text in UNIT_WORDS and place > 1 and tokens[place - 2].kind == "number":
        return False
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


def _find_baseline(tokens: Sequence[Token], place: int) -> TimeSpan | None:
    """``baseline``, ``pre-treatment``, ``before the injection``, ``prior to surgery``."""
    word = tokens[place].text
    before = tokens[place - 1].text if place else ""
    if word == "base" and text_at(tokens, place + 1) == "line":
        return TimeSpan(place, place + 2, "baseline")
    if word in BASELINE_WORDS and (word not in _ALONE or len(tokens) == 1):
        earlier = tokens[place - 2].text if place > 1 else ""
        is_start = before in _SINCE or (before, earlier) == ("-", "post")
        return None if is_start else TimeSpan(place, place + 1, "baseline")
    if word not in BEFORE_WORDS:
        return None
    after = place + 1
    while is_sign(tokens, after, "-") or text_at(tokens, after) in _SMALL_WORDS:
        after += 1
    if text_at(tokens, after) in TREATMENT_WORDS or (len(tokens) == 1 and word == "pre"):
        return TimeSpan(place, min(after + 1, len(tokens)), "baseline")
    return None


def _find_ordinal(tokens: Sequence[Token], place: int) -> TimeSpan | None:
    """``Visit 3``, ``V3``, ``T6``, ``wave 2``, ``follow-up 2``."""
    word, after = tokens[place].text, place + 1
    if word == "follow" and "up" in (text_at(tokens, after), text_at(tokens, after + 1)):
        word, after = "followup", after + 1 + is_sign(tokens, after, "-")
    if word not in VISIT_WORDS:
        return None
    if word == "time" and text_at(tokens, after) == "point":
        after += 1
    if is_sign(tokens, after, "#"):
        after += 1
    if after >= len(tokens) or tokens[after].kind != "number" or not tokens[after].text.isdigit():
        return None
    if len(word) == 1 and (tokens[after].gap or _is_glued_to_word(tokens, place)):
        return None
    if _unit(tokens, after + 1) or len(tokens[after].text) > 3:
        return None
    return TimeSpan(place, after + 1, "ordinal", (float(tokens[after].text),))


def _is_glued_to_word(tokens: Sequence[Token], place: int) -> bool:
    return place > 0 and not tokens[place].gap and tokens[place - 1].kind == "word"


_LOOKS: tuple[Callable[[Sequence[Token], int], TimeSpan | None], ...] = (
    _find_number_first,
    _find_unit_first,
    _find_baseline,
    _find_ordinal,
)
