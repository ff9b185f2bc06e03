"""One pooled share in words: interval, prediction, heterogeneity."""

from collections.abc import Sequence
from math import isfinite

from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.numbers.refusals import pool_refusal, refusal_text
from lib.narrative.pooling.heterogeneity_text import i2_text, p_text
from lib.narrative.pooling.pooling_methods import methods_text
from lib.phrases import clause, listing, percent_text
from lib.stats.meta_analysis.pool import Pooled

MOST_POINTS = 60
"""An interval that spans more percentage points than this is called uninformative."""
LARGE_P = 0.05
"""From here on readers take the p of Q as a sign that studies are alike."""
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
        ("tau", _tau_facts(pooled)),
        ("I²", i2_text(pooled.i2_percent)),
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
    repeats = " (repeats the confidence interval: {})".format
    why_same = repeats(_why_same(pooled)) if repeats_interval(pooled) else ""
    return f"{_ends(pooled.prediction_low, pooled.prediction_high)}{why_same}"


def short_prediction_text(pooled: Pooled) -> str:
    """Write the prediction interval for a figure, whose footer explains it."""
    same = " (as above: tau 0)" if repeats_interval(pooled) else ""
    return f"{_ends(pooled.prediction_low, pooled.prediction_high)}{same}"


def prediction_footer(pooled: Pooled) -> str:
    """Explain the bar of a prediction interval; blank where there is none."""
    if pooled.reason or pooled.prediction_reason:
        return ""
    same = f"; it repeats the diamond's: {_why_same(pooled)}" if repeats_interval(pooled) else ""
    return f"Bar: {pooled.level}% prediction interval, approximate{same}."


def repeats_interval(pooled: Pooled) -> bool:
    """Tell whether the prediction interval is the confidence interval again, as printed."""
    if pooled.prediction_reason or pooled.reason:
        return False
    new = _ends(pooled.prediction_low, pooled.prediction_high)
    return pooled.tau2 == 0 or new == interval_text(pooled)


def _why_same(pooled: Pooled) -> str:
    """Say that tau is estimated as 0, and how large it may be."""
    near = "" if pooled.tau2 == 0 else "nearly "
    high = pooled.tau2_high**0.5
    if isfinite(high):
        return f"tau is estimated as {near}0 but may be up to {high:.2f}"
    return f"tau is estimated as {near}0, and how large it may be cannot be told"


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
        return (
            "The result moves with the windows in general; here the pooled share is the same with "
            "every width."
        )
    told = [f"with the others it is {' or '.join(shares)}"] if shares else []
    return (
        f"The result moves with the windows: with this width it is {share}, "
        f"{listing([*told, none] if refused else told)}."
    )


def new_study_text(pooled: Pooled) -> str:
    """Write the prediction interval in a sentence; one that tells nothing new is said to."""
    if repeats_interval(pooled):
        return (
            f"The {pooled.level}% prediction interval for a new, similar study only repeats the "
            f"confidence interval: {_why_same(pooled)}. That does not show that studies are alike."
        )
    return (
        "The true share of a new, similar study may lie anywhere from "
        f"{_ends(pooled.prediction_low, pooled.prediction_high)} ({pooled.level}% prediction "
        "interval, approximate)."
    )


def tau_text(pooled: Pooled) -> str:
    """Write tau with its own interval, and the model that both are of."""
    if pooled.reason:
        return ABSENT
    low, high = pooled.tau2_low**0.5, pooled.tau2_high**0.5
    ends = f" ({pooled.level}% interval {low:.2f} to {high:.2f})" if isfinite(low + high) else ""
    return f"{pooled.tau2**0.5:.2f}{ends} by {pooled.method.name}"


def _tau_facts(pooled: Pooled) -> str:
    told = (
        f"{tau_text(pooled)}: how far the true shares of studies lie apart, as the standard "
        "deviation of their logits; 0 would be no difference.",
        refusal_text(pooled.tau2_reason),
        ""
        if _holds_tau(pooled)
        else "The interval is made in another way (Q-profile) than the "
        "estimate, and does not hold it.",
    )
    return " ".join(filter(None, told))


def _holds_tau(pooled: Pooled) -> bool:
    return not (pooled.tau2 < pooled.tau2_low or pooled.tau2 > pooled.tau2_high)


def _q_text(pooled: Pooled) -> str:
    few = (
        " With few studies a large p does not show that they are alike."
        if pooled.q_p >= LARGE_P
        else ""
    )
    return (
        f"{pooled.q:.2f} on {pooled.q_df} degrees of freedom, p {p_text(pooled.q_p)}: if all "
        f"studies had one true share, chance would spread them so far or farther "
        f"{_often(pooled.q_p)} in 100 times.{few}"
    )


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
