"""A half-life in words, and what must stand beside it."""

from math import inf

from lib.narrative.numbers.refusals import refusal_text
from lib.stats.half_life import HalfLife

NOT_CHECKED = "With three visits the fit cannot be checked."
NOT_BOUNDED = "The half-life is not bounded above: a response that stays fits the counts, too."


def half_life_text(half: HalfLife) -> str:
    """Write ``19.5 months (95% interval 8.0 to not bounded)``, or why there is no half-life."""
    if half.reason:
        return refusal_text(half.reason)
    high = "not bounded" if half.high == inf else _months(half.high)
    interval = f"{half.level}% interval {_months(half.low)} to {high}"
    return f"{_months(half.months)} months ({interval})"


def half_life_notes(half: HalfLife) -> tuple[str, ...]:
    """Give what must stand beside a half-life, a sentence each."""
    if half.reason:
        return ()
    left_out = "visit is" if half.left_out == 1 else "visits are"
    sentences = {
        NOT_CHECKED: not half.checkable,
        NOT_BOUNDED: half.high == inf,
        f"The half-life lies after the last visit at {half.last_month:g} months, where nobody was "
        "assessed: it supposes that the fall goes on as before.": half.beyond,
        f"{half.left_out} {left_out} left out, since the counts are not known.": half.left_out > 0,
    }
    return tuple(sentence for sentence, holds in sentences.items() if holds)


def _months(number: float) -> str:
    if number < 0.95:
        return f"{number:.2g}"
    return f"{number:.1f}" if number < 1000 else f"{number:,.0f}"
