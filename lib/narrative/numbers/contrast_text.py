"""How two arms differ, in words: effects, number needed to treat, natural frequencies, notes."""

from math import inf, isnan

from lib.narrative.numbers.refusals import effect_refusal, refusal_text
from lib.phrases import clause, listing, signed_span, signed_text
from lib.stats.arm_contrast import Bounds
from lib.stats.effect_measures import Effect
from lib.stats.number_needed import Needed, OfHundred
from lib.studies.schema import NO, YES

FURTHEST = 16
"""Times that a ratio's axis goes up and down at most; what lies beyond ends at its edge."""
NO_UPPER_END = "With these counts the ratio has no upper end."
NOT_BY_CHANCE = "two groups that were not made by chance"
CHANCE_NOT_STATED = "two groups of which it is not stated whether chance made them"


def effect_text(effect: Effect) -> str:
    """Write a difference (percentage points) or a ratio with its interval, or why there is none."""
    if effect.reason:
        return f"none: {clause(effect_refusal(effect))}"
    is_points = "difference" in effect.name
    value = f"{signed_text(effect.value)} points" if is_points else ratio_text(effect.value)
    if effect.interval_reason:
        return f"{value}, no interval: {clause(refusal_text(effect.interval_reason))}"
    return f"{value} ({effect.level}% interval {_ends(effect)})"


def effect_column(effect: Effect, mark: str = "") -> str:
    """Write a difference (percentage points) or a ratio as a column does, with its mark."""
    is_points = "difference" in effect.name
    value = signed_text(effect.value) if is_points else ratio_text(effect.value)
    return f"{value} (no interval)" if isnan(effect.low) else f"{value} ({_ends(effect)}){mark}"


def effect_with_method(effect: Effect) -> str:
    """Write a difference or a ratio with the method of its interval."""
    text = effect_text(effect)
    return text if isnan(effect.low) else f"{text}, {effect.method}"


def bounds_text(bounds: Bounds, arms: tuple[str, str], mark: str = "") -> str:
    """Say in a sentence where a difference lies whatever the patients not assessed did.

    `mark` is that of numbers assessed which are assumed.
    """
    if bounds.reason:
        why = refusal_text(bounds.reason, arms=listing(arms[place] for place in bounds.lacking))
        return f"The difference cannot be bounded: {clause(why)}."
    if not bounds.missing:
        return (
            f"In both arms as many were assessed as were enrolled{mark}, so a rule for missing "
            "patients changes nothing."
        )
    return (
        "Whatever those not assessed did, the difference of all enrolled lies between "
        f"{signed_text(bounds.low)} and {signed_text(bounds.high)} points{mark}."
    )


def bounds_span(bounds: Bounds, mark: str = "") -> str:
    """Write bounds as a column does."""
    if bounds.reason:
        return "not bounded"
    span = signed_span(bounds.low, bounds.high) if bounds.missing else "nobody missing"
    return f"{span}{mark}"


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


def needed_text(needed: Needed, unit: str = "patients") -> str:
    """Write and explain the number needed to treat, or say why there is none."""
    told = number_needed_text(needed)
    if needed.reason:
        return told
    if needed.kind:
        more = "more" if needed.kind == "NNTB" else "fewer"
        so_many = "so many" if unit == "patients" else f"so many {unit}"
        told += f": {so_many} treated for one {more} to respond"
    if needed.spans_zero:
        told += ". One more and one fewer responding both go with these numbers"
    return f"{told}. {needed.method}."


def _persons(number: float) -> str:
    if number == inf:
        return "infinity"
    return f"{number:.1f}".removesuffix(".0") if number < 9.95 else f"{number:,.0f}"


def hundred_text(shares: OfHundred) -> str:
    """Write two shares of a hundred: `59 against 10`, `50 in both`."""
    one = _about(shares.first, shares.first_proportion)
    other = _about(shares.second, shares.second_proportion)
    return f"{one} against {other}" if one != other else f"{one} in both"


def of_hundred_text(
    shares: OfHundred, unit: str, randomised: str, has_interval: bool = True
) -> str:
    """Write ``of 100 patients like these, 59 against 10``.

    Parameters
    ----------
    shares
        Of the two arms.
    unit
        What is counted, in the plural.
    randomised
        `yes`, `no` or `not stated`: patients of groups that chance did not make are not alike.
    has_interval
        Whether the difference has one: without it nothing is said of patients to come.
    """
    one = _about(shares.first, shares.first_proportion)
    other = _about(shares.second, shares.second_proportion)
    if one != other:
        words = f"{one} against {other}"
    elif shares.first_proportion == shares.second_proportion:
        words = f"{one} in both"
    else:
        words = f"{one} in both, to the nearest whole number"
    return f"{_of_whom(unit, randomised, has_interval)}, {words}"


def _of_whom(unit: str, randomised: str, has_interval: bool) -> str:
    hundred = "100" if unit == "patients" else f"100 {unit}"
    if randomised == YES:
        return f"of 100 {unit} like these" if has_interval else f"of {hundred} in each arm"
    return f"of {hundred} in each of {NOT_BY_CHANCE if randomised == NO else CHANCE_NOT_STATED}"


def _about(whole: int, proportion: float) -> str:
    """Never call 0 what is not 0, nor 100 what is not 100."""
    if whole == 0 and proportion > 0:
        return "fewer than 1"
    if whole == 100 and proportion < 1:
        return "more than 99"
    return str(whole)


def _ends(effect: Effect) -> str:
    if "difference" in effect.name:
        return signed_span(effect.low, effect.high)
    high = "no upper end" if effect.high == inf else ratio_text(effect.high)
    return f"{ratio_text(effect.low)} to {high}"


def ratio_text(ratio: float) -> str:
    """Write a ratio: `1.04`, `12`."""
    if ratio == inf:
        return "infinite"
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"
