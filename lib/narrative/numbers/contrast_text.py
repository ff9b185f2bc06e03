"""How two arms differ, in words: number needed to treat, natural frequencies, notes."""

from math import inf

from lib.narrative.numbers.refusals import refusal_text
from lib.stats.effect_measures import Effect
from lib.stats.number_needed import Needed, OfHundred

NO_UPPER_END = "With these counts the ratio has no upper end."


def effect_notes(effect: Effect) -> tuple[str, ...]:
    """Give what a reader should know beside a difference or a ratio, a sentence each."""
    if effect.high == inf:
        return (NO_UPPER_END,)
    return tuple(_width_text(*sizes) for sizes in effect.interval_sizes)


def _width_text(effective_n: float, n: float) -> str:
    """Say whether a published interval is as wide as its number of patients can make it."""
    wide = f"The published interval is as wide as that of {effective_n:.1f} patients"
    if effective_n <= n:
        return f"{wide}, of {n:g} in the arm."
    return f"{wide}, a little more than the {n:g} in the arm: rounding can explain that."


def number_needed_text(needed: Needed) -> str:
    """Write ``NNTB 10 (95% interval NNTB 4 to infinity to NNTH 20)``, or why there is none."""
    if needed.reason:
        return refusal_text(needed.reason)
    value = f"{needed.kind} {_persons(needed.value)}" if needed.kind else "no finite number"
    if not needed.ends:
        return value
    (kind, first), (other, last) = needed.ends
    if needed.spans_zero:
        ends = f"{kind} {_persons(first)} to infinity to {other} {_persons(last)}"
    else:
        ends = f"{kind} {_persons(first)} to {_persons(last)}"
    return f"{value} ({needed.level}% interval {ends})"


def _persons(number: float) -> str:
    if number == inf:
        return "infinity"
    return f"{number:.1f}".removesuffix(".0") if number < 9.95 else f"{number:,.0f}"


def of_hundred_text(shares: OfHundred, unit: str = "patients") -> str:
    """Write ``of 100 patients like these, 59 against 10``; `unit` is in the plural."""
    one = _about(shares.first, shares.first_proportion)
    other = _about(shares.second, shares.second_proportion)
    if one != other:
        words = f"{one} against {other}"
    elif shares.first_proportion == shares.second_proportion:
        words = f"{one} in both"
    else:
        words = f"{one} in both, to the nearest whole number"
    return f"of 100 {unit} like these, {words}"


def _about(whole: int, proportion: float) -> str:
    """Never call 0 what is not 0, nor 100 what is not 100."""
    if whole == 0 and proportion > 0:
        return "fewer than 1"
    if whole == 100 and proportion < 1:
        return "more than 99"
    return str(whole)
