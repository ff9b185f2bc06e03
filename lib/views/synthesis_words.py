"""What is said of each window: the pooled share, how studies differ, and what keeps them apart."""

from collections.abc import Sequence
from math import isfinite

import pandas as pd

from lib.stats.pooling import Pooled
from lib.views.captions import figure_footer
from lib.views.estimates import DERIVED, each_point
from lib.views.phrases import counted, few, listing, months_text, of_text, percent_text
from lib.views.synthesis import MOST_LEFT_OUT, Asked, Window, width_text
from lib.views.view import AS_REPORTED
from lib.views.windows import FEWEST
from lib.views.words import ABSENT, MOST_DRAWN, SUPPOSED

MOST_TOLD = 12
"""Up to so many studies are told one by one beside a figure."""

NO_VISIT = "no visit in this window"

WHAT_IS_POOLED = (
    "Pooling makes one estimate of several studies. It means something only if they counted the "
    "same thing: the same definition of response, counts of patients, about the same time, each "
    f"patient once, in {FEWEST} studies or more."
)
NOT_A_COMPARISON = (
    "Pools of different treatments are not compared. Each rests on other studies, which chose "
    "their own patients: that one pool stands above another does not show that its treatment is "
    "better."
)
NOT_A_COURSE = (
    "Pools of different windows are not joined and are no course over time: from window to window "
    "other studies are in them."
)


def synthesis_headline(windows: Sequence[Window], asked: Asked) -> str:
    """Say in which windows there is a pooled share, and which."""
    pooled = [window for window in windows if window.is_pooled]
    treatment = asked.question.treatment
    if not pooled:
        most = max(window.pooled.k for window in windows)
        why = (
            f"no window has {FEWEST} studies that qualify"
            if most < FEWEST
            else "in no window can the studies that qualify be pooled"
        )
        return f"Nothing is pooled for {treatment}: {why}."
    told = "; ".join(
        f"{_percent(window.pooled.proportion)} at {months_text(window.centre)} "
        f"({window.pooled.level}% interval {_interval(window.pooled)}; {_studies(window)})"
        for window in pooled
    )
    supposed, _ = SUPPOSED[asked.view.missing]
    return f"{treatment}, {supposed}pooled share responding: {told}."


def window_headline(window: Window, asked: Asked) -> str:
    """Tell one window in a sentence or two, or why nothing is pooled in it."""
    pooled, when = window.pooled, months_text(window.centre)
    if pooled.reason:
        return f"At {when} nothing is pooled. {pooled.reason}"
    supposed, _ = SUPPOSED[asked.view.missing]
    verb = "is" if asked.view.missing == AS_REPORTED else "would be"
    told = (
        f"At {when}, {supposed}the pooled share responding {verb} {_percent(pooled.proportion)} "
        f"({pooled.level}% interval {_interval(pooled)}), from {_studies(window)}."
    )
    return f"{told} {_new_study(pooled)}" if not pooled.prediction_reason else told


def statement(windows: Sequence[Window], asked: Asked) -> str:
    """Give the reader's statement that definitions are the same; blank where none was made."""
    if not asked.question.same_outcomes:
        return ""
    used = pd.concat([window.used for window in windows])
    names = "; ".join(few(f"“{name}”" for name in used["outcome"].unique()))
    return (
        "Stated by the reader, not by the studies: these definitions of response are the same: "
        f"{names or 'none qualifies'}."
    )


def window_alt(window: Window, asked: Asked) -> str:
    """Tell a forest plot to those who do not see it."""
    rows = window.used.head(MOST_TOLD)
    told = [
        f"{point.study}: {point.rate_text} ({of_text(point.r, point.n, point.unit)})."
        for point in each_point(rows)
    ]
    if more := len(window.used) - len(rows):
        told.append(f"{counted(more, 'more study', 'more studies')} in the table.")
    said = [window_headline(window, asked), *told, statement([window], asked)]
    return " ".join(filter(None, said))


def window_footer(window: Window, asked: Asked) -> str:
    """Explain the marks of a forest plot, and how its numbers were made."""
    question, pooled = asked.question, window.pooled
    hollow = window.used["hollow"].any()
    said = {
        f"{question.treatment}; response: {question.outcome}.": not question.same_outcomes,
        f"{question.treatment}.": question.same_outcomes,
        statement([window], asked): True,
        f"{width_text(question.width)}.": True,
        f"{asked.view.missing}.": asked.view.missing != AS_REPORTED,
        "Squares: raw shares, larger for more patients.": True,
        "Hollow: a caution stands with it.": hollow,
        "† count derived from the percentage.": (window.used["count"] == DERIVED).any(),
        f"Whiskers: {asked.view.level}% {asked.view.method} intervals.": True,
        f"Diamond: {pooled.method.name}, {pooled.level}% interval.": True,
        "Bar: prediction interval, approximate.": not pooled.prediction_reason,
    }
    return " ".join(text for text, holds in said.items() if holds and text)


def curves_footer(points: pd.DataFrame, windows: Sequence[Window], asked: Asked) -> str:
    """Explain the curves of a treatment, `points`, and what the pooled segments over them are."""
    question = asked.question
    is_crowded = points["series"].nunique() > MOST_DRAWN
    said = (
        f"{question.treatment}: all its series, whether pooled or not.",
        f"Thick: pooled share and its {asked.view.level}% interval, over the visits really used; "
        "never joined.",
        f"{width_text(question.width)}.",
        "" if asked.view.missing == AS_REPORTED else f"{asked.view.missing}.",
        statement([window for window in windows if window.is_pooled], asked),
        "Grey: the series." if is_crowded else figure_footer(points, asked.view),
    )
    return " ".join(filter(None, said))


def window_facts(window: Window) -> list[tuple[str, str]]:
    """Tell in full how a window's studies were pooled and how much they differ."""
    pooled = window.pooled
    return [
        (
            "Pooled share",
            f"{share_text(pooled)}: that of a typical study, the middle one of all such studies. "
            "It is not the sum of all responders.",
        ),
        ("Prediction", pooled.prediction_reason or _new_study(pooled)),
        ("tau", _tau_text(pooled)),
        (
            "I²",
            f"{pooled.i2_percent:.0f}%: about so much of the spread of what the studies found is "
            "more than chance within them.",
        ),
        ("Q", _q_text(pooled)),
        ("Details of methods", pooled.details),
    ]


def share_text(pooled: Pooled) -> str:
    """Write a pooled share with its interval, or why there is none."""
    if pooled.reason:
        return f"not pooled: {pooled.reason[0].lower()}{pooled.reason[1:].rstrip('.')}"
    return f"{_percent(pooled.proportion)} ({_interval(pooled)})"


def prediction_text(pooled: Pooled) -> str:
    """Write where a new study may lie, as a column of a table does."""
    if pooled.reason or pooled.prediction_reason:
        return ABSENT
    return _ends(pooled.prediction_low, pooled.prediction_high)


def why_none_left_out(window: Window) -> str:
    """Say why no study is left out in turn."""
    if window.pooled.k <= FEWEST:
        return (
            f"With {FEWEST} studies none can be left out in turn: {FEWEST - 1} are too few to pool."
        )
    return f"Studies are left out one at a time only up to {MOST_LEFT_OUT} of them."


def moves_text(shown: Pooled, others: Sequence[Pooled]) -> str:
    """Say how a pooled share moves when the windows get other widths; `others` are those."""
    shares = sorted({_percent(pooled.proportion) for pooled in others if not pooled.reason})
    refused = sum(bool(pooled.reason) for pooled in others)
    none = f"with {refused} of the {len(others)} other widths nothing is pooled"
    if not refused and shares == [_percent(shown.proportion)]:
        return "The result moves with the windows in general; here it is the same with every width."
    told = [f"with the others it is {' or '.join(shares)}"] if shares else []
    return (
        f"The result moves with the windows: with this width it is {_percent(shown.proportion)}, "
        f"{listing([*told, none] if refused else told)}."
    )


def _studies(window: Window) -> str:
    studies = counted(window.pooled.k, "study", "studies")
    return f"{studies} with {window.pooled.n:,.0f} patients"


def _new_study(pooled: Pooled) -> str:
    return (
        "The true share of a new, similar study may lie anywhere from "
        f"{_ends(pooled.prediction_low, pooled.prediction_high)} ({pooled.level}% prediction "
        "interval, approximate)."
    )


def _tau_text(pooled: Pooled) -> str:
    low, high = pooled.tau2_low**0.5, pooled.tau2_high**0.5
    is_known = isfinite(low + high)
    ends = f" ({pooled.level}% interval {low:.2f} to {high:.2f})" if is_known else ""
    why = f" {pooled.tau2_reason}" if pooled.tau2_reason else ""
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


def _interval(pooled: Pooled) -> str:
    return _ends(pooled.low, pooled.high)


def _percent(proportion: float) -> str:
    return percent_text(100 * proportion)


def _ends(low: float, high: float) -> str:
    """Write an interval, given from 0 to 1, in percent."""
    return f"{100 * low:.1f} to {100 * high:.1f}%"
