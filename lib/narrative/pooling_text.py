"""One pooled share in words: interval, prediction, heterogeneity."""

from collections.abc import Sequence
from math import isfinite

from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.numbers.pooling_methods import methods_text
from lib.narrative.numbers.refusals import pool_refusal, refusal_text
from lib.phrases import clause, listing, percent_text
from lib.stats.meta_analysis.pool import Pooled

MOST_POINTS = 60
"""An interval that spans more percentage points than this is called uninformative."""
LITTLE = (
    "these studies tell little: the interval spans more than "
    f"{MOST_POINTS} of 100 percentage points"
)


def pool_facts(pooled: Pooled) -> list[tuple[str, str]]:
    """Explain in full how studies were pooled and how much they differ."""
    return [
        (
            "Pooled share",
            f"{share_text(pooled)}: that of a typical study, the middle one of all such studies. "
            "It is not the sum of all responders.",
        ),
        ("Prediction", refusal_text(pooled.prediction_reason) or new_study_text(pooled)),
        ("tau", _tau_text(pooled)),
        (
            "I²",
            f"{pooled.i2_percent:.0f}%: about so much of the spread of what the studies found is "
            "more than chance within them.",
        ),
        ("Q", _q_text(pooled)),
        ("Details of methods", methods_text(pooled)),
    ]


def share_text(pooled: Pooled) -> str:
    """Write a pooled share with its interval, or why there is none."""
    if pooled.reason:
        return f"not pooled: {clause(pool_refusal(pooled))}"
    return f"{proportion_text(pooled)} ({interval_text(pooled)})"


def prediction_text(pooled: Pooled) -> str:
    """Write the prediction interval for a table, or why there is none."""
    if pooled.reason:
        return ABSENT
    if why := refusal_text(pooled.prediction_reason):
        return f"none: {clause(why)}"
    same = "" if pooled.tau2 else " (tau is 0: the studies differ by no more than chance)"
    return f"{_ends(pooled.prediction_low, pooled.prediction_high)}{same}"


def tells_little(pooled: Pooled) -> bool:
    """Tell whether the interval of a pooled share spans more than `MOST_POINTS`."""
    return 100 * (pooled.high - pooled.low) > MOST_POINTS


def moves_text(shown: Pooled, others: Sequence[Pooled]) -> str:
    """Say how a pooled share changes with the width of the windows; `others` have other widths."""
    shares = sorted({proportion_text(pooled) for pooled in others if not pooled.reason})
    refused = sum(bool(pooled.reason) for pooled in others)
    none = f"with {refused} of the {len(others)} other widths nothing is pooled"
    share = proportion_text(shown)
    if not refused and shares == [share]:
        return "The result moves with the windows in general; here it is the same with every width."
    told = [f"with the others it is {' or '.join(shares)}"] if shares else []
    return (
        f"The result moves with the windows: with this width it is {share}, "
        f"{listing([*told, none] if refused else told)}."
    )


def new_study_text(pooled: Pooled) -> str:
    """Write the prediction interval in a sentence."""
    return (
        "The true share of a new, similar study may lie anywhere from "
        f"{_ends(pooled.prediction_low, pooled.prediction_high)} ({pooled.level}% prediction "
        "interval, approximate)."
    )


def _tau_text(pooled: Pooled) -> str:
    low, high = pooled.tau2_low**0.5, pooled.tau2_high**0.5
    is_known = isfinite(low + high)
    ends = f" ({pooled.level}% interval {low:.2f} to {high:.2f})" if is_known else ""
    why = f" {refusal_text(pooled.tau2_reason)}" if pooled.tau2_reason else ""
    return (
        f"{pooled.tau2**0.5:.2f}{ends}: how far the true shares of studies lie apart, as the "
        f"standard deviation of their logits; 0 would be no difference.{why}"
    )


def _q_text(pooled: Pooled) -> str:
    return (
        f"{pooled.q:.2f} on {pooled.q_df} degrees of freedom, p {_p_text(pooled.q_p)}: if all "
        f"studies had one true share, chance would spread them so far {_often(pooled.q_p)} in 100 "
        "times. With few studies a large p does not show that they are alike."
    )


def _p_text(p: float) -> str:
    if p < 0.001:
        return "< 0.001"
    return f"= {p:.3f}" if p < 0.1 else f"= {p:.2f}"


def _often(p: float) -> str:
    return "fewer than 1" if p < 0.01 else f"about {100 * p:.0f}"


def interval_text(pooled: Pooled) -> str:
    """Write the interval of a pooled share."""
    return _ends(pooled.low, pooled.high)


def proportion_text(pooled: Pooled) -> str:
    """Write a pooled share alone."""
    return percent_text(100 * pooled.proportion)


def _ends(low: float, high: float) -> str:
    """Write an interval, given from 0 to 1, in percent."""
    return f"{100 * low:.1f} to {100 * high:.1f}%"
