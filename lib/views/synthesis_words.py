"""What is said of each window: the pooled share, how studies differ, and what keeps them apart."""

from collections.abc import Sequence
from math import isfinite

import pandas as pd

from lib.stats.pooling import Pooled
from lib.views.captions import figure_footer
from lib.views.estimates import DERIVED, each_point
from lib.views.phrases import (
    capital,
    clause,
    counted,
    few,
    listing,
    months_text,
    of_text,
    percent_text,
)
from lib.views.synthesis import MOST_LEFT_OUT, Asked, Window, width_text
from lib.views.view import AS_REPORTED
from lib.views.windows import FEWEST, outside
from lib.views.words import ABSENT, MOST_DRAWN, SUPPOSED

MOST_TOLD = 12
"""Up to so many studies are told one by one beside a figure."""

MOST_POINTS = 60
"""An interval that spans more percentage points than these tells little of a share."""
LITTLE = (
    "these studies tell little: the interval spans more than "
    f"{MOST_POINTS} of 100 percentage points"
)

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
        f"{_percent(window.pooled.proportion)} {when_text(window)} "
        f"({window.pooled.level}% interval {interval_text(window.pooled)}; {_studies(window)}"
        f"{f'; {LITTLE}' if tells_little(window.pooled) else ''})"
        for window in pooled
    )
    supposed, _ = SUPPOSED[asked.view.missing]
    return f"{treatment}, {supposed}pooled share responding: {told}."


def window_headline(window: Window, asked: Asked) -> str:
    """Tell one window in a sentence or two, or why nothing is pooled in it."""
    pooled, when = window.pooled, capital(when_text(window))
    if window.is_empty:
        return f"{when} nothing is pooled: no study of this treatment has a visit in this window."
    if pooled.reason:
        return f"{when} nothing is pooled. {pooled.reason}"
    supposed, _ = SUPPOSED[asked.view.missing]
    verb = "is" if asked.view.missing == AS_REPORTED else "would be"
    told = (
        f"{when}, {supposed}the pooled share responding {verb} {_percent(pooled.proportion)} "
        f"({pooled.level}% interval {interval_text(pooled)}), from {_studies(window)}.",
        f"{capital(LITTLE)}." if tells_little(pooled) else "",
        "" if pooled.prediction_reason else _new_study(pooled),
    )
    return " ".join(filter(None, told))


def tells_little(pooled: Pooled) -> bool:
    """Tell whether the interval of a pooled share spans more than `MOST_POINTS`."""
    return 100 * (pooled.high - pooled.low) > MOST_POINTS


def when_text(window: Window) -> str:
    """Say when the visits used were: at the centre of the window only if all of them were."""
    centre = months_text(window.centre)
    if window.used.empty or window.is_at_centre:
        return f"at {centre}"
    return f"around {centre} (visits at {span_text(window)})"


def heading_text(window: Window) -> str:
    """Head what is told of a window: `3 months`, `Around 3 months (visits at 1 to 4 months)`."""
    return capital(when_text(window).removeprefix("at "))


def span_text(window: Window) -> str:
    """Write the span of the visits used: `1 month`, `1 to 4 months`."""
    first, last = window.span
    return months_text(first) if first == last else f"{first:g} to {months_text(last)}"


def outside_text(points: pd.DataFrame, asked: Asked) -> str:
    """Name the visits of a treatment that are in no window; blank where there are none."""
    visits = outside(points, asked.question)
    told = few(
        f"{study} at {months_text(*sorted(part['months'].unique()))}"
        for study, part in visits.groupby("study", sort=False)
    )
    return f"Not in any window: {'; '.join(told)}." if told else ""


def statement(windows: Sequence[Window], asked: Asked) -> str:
    """Give the reader's statement that definitions are the same.

    Blank where none was made, and where there are no two definitions.
    """
    every = windows[0].definitions if windows else []
    if not asked.question.same_outcomes or len(every) < 2:
        return ""
    names = "; ".join(few(f"“{name}”" for name in every))
    return (
        "Stated by the reader, not by the studies: these definitions of response are the same: "
        f"{names}."
    )


def window_alt(window: Window, asked: Asked) -> str:
    """Tell a forest plot to those who do not see it."""
    rows = window.used.head(MOST_TOLD)
    told = [
        f"{point.study}{'' if window.is_at_centre else f' at {months_text(point.months)}'}: "
        f"{point.rate_text} ({of_text(point.r, point.n, point.unit)})."
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
    stated = statement([window], asked)
    said = {
        f"{question.treatment}; response: {question.outcome}.": not stated,
        f"{question.treatment}.": bool(stated),
        stated: True,
        f"{width_text(question.width)}.": window.is_at_centre,
        f"{width_text(question.width)}; those used are at {span_text(window)}.": (
            not window.is_at_centre
        ),
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
        return f"not pooled: {clause(pooled.reason)}"
    return f"{_percent(pooled.proportion)} ({interval_text(pooled)})"


def prediction_text(pooled: Pooled) -> str:
    """Write where a new study may lie, as a column of a table does, or why that is not told."""
    if pooled.reason:
        return ABSENT
    if why := pooled.prediction_reason:
        return f"none: {clause(why)}"
    same = "" if pooled.tau2 else " (tau is 0: the studies differ by no more than chance)"
    return f"{_ends(pooled.prediction_low, pooled.prediction_high)}{same}"


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


def interval_text(pooled: Pooled) -> str:
    """Write the interval of a pooled share."""
    return _ends(pooled.low, pooled.high)


def _percent(proportion: float) -> str:
    return percent_text(100 * proportion)


def _ends(low: float, high: float) -> str:
    """Write an interval, given from 0 to 1, in percent."""
    return f"{100 * low:.1f} to {100 * high:.1f}%"
