"""A half-life in words, and what must stand beside it."""

from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.numbers.refusals import refusal_text
from lib.stats.decay.half_life import HalfLife
from lib.stats.refusal import Refusal

NOT_CHECKED = "With three visits the fit cannot be checked."
NO_UPPER_END = "The half-life has no upper end: a response that stays fits the counts, too."
AT_BOUND = "The fitted curve starts at 100%, the highest it can: the interval may be too narrow."


def half_life_text(half: HalfLife) -> str:
    """Write ``7.0 months (95% interval 4.9 to 13.4)``, or why there is no half-life.

    Where the interval has no upper end, only the lower one is told: ``at least 8.0 months (95%
    interval; no upper end)``.
    """
    if half.reason is Refusal.OFF_THE_CURVE:
        return f"{refusal_text(half.reason).rstrip('.')} ({fit_text(half)})."
    if half.reason:
        return refusal_text(half.reason)
    if half.is_open:
        return f"at least {_months(half.low)} months ({half.level}% interval; no upper end)"
    interval = f"{half.level}% interval {_months(half.low)} to {_months(half.high)}"
    return f"{_months(half.months)} months ({interval})"


def fit_text(half: HalfLife) -> str:
    """Write ``deviance 13.2, df 2, p = 0.001``: how well the curve fits the counts."""
    if not half.is_fitted:
        return ABSENT
    if not half.checkable:
        return "cannot be checked with three visits"
    p = "p < 0.001" if half.p < 0.001 else f"p = {half.p:.3f}"
    return f"deviance {half.deviance:.1f}, df {half.df}, {p}"


def half_life_notes(half: HalfLife) -> tuple[str, ...]:
    """Give what must stand beside a half-life, a sentence each."""
    if half.reason:
        return ()
    left_out = "visit is" if half.left_out == 1 else "visits are"
    sentences = {
        NOT_CHECKED: not half.checkable,
        NO_UPPER_END: half.is_open,
        AT_BOUND: half.starts_at_bound,
        f"The half-life lies after the last visit at {half.last_month:g} months, where nobody was "
        "assessed: it supposes that the fall goes on as before.": half.beyond,
        f"{half.left_out} {left_out} left out, since the counts are not known.": half.left_out > 0,
    }
    return tuple(sentence for sentence, holds in sentences.items() if holds)


def _months(number: float) -> str:
    if number < 0.95:
        return f"{number:.2g}"
    return f"{number:.1f}" if number < 1000 else f"{number:,.0f}"
