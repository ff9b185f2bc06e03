"""The three questions of a reader, each with an answer in short and where it is in full."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, isnan

from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.analysis.pooling.contrasts.arm_contrasts import PooledContrast
from lib.analysis.series_change import SeriesChange, countable
from lib.narrative.numbers.retention_text import percent_span
from lib.phrases import capital, cut_apart, percent_text, shorten
from lib.slides.slide_list import (
    COMPARE,
    CURVES,
    SAME_STUDIES,
    STUDY,
    SYNTHESIS,
    PageSettings,
)
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES

IN_ONE, ACROSS, AGAINST_OTHER = (
    "Does it last in one study?",
    "Does it last across studies?",
    "Does it beat the other treatment, and for how long?",
)
NAME_CHARS = 18
MOST_ROWS = 5_000
"""With more rows nothing is pooled before the reader asks for it: that takes seconds."""


@dataclass(frozen=True)
class ShortAnswer:
    """A question with its answer in short.

    Attributes
    ----------
    question
        One of `IN_ONE`, `ACROSS`, `AGAINST_OTHER`.
    text
        The answer, or what would be needed for one.
    page, asked
        The view that has it in full: one of `lib.slides.slide_list.PAGES`, and its settings.
    """

    question: str
    text: str
    page: str
    asked: PageSettings = ()


UNANSWERED = (
    ShortAnswer(ACROSS, "Pool the studies to see", SYNTHESIS, (("show", (SAME_STUDIES,)),)),
    ShortAnswer(AGAINST_OTHER, "Compare the arms to see", COMPARE),
)
"""What leads to the answers of many studies, which take long."""


def answer_of_one(changes: Iterable[SeriesChange]) -> ShortAnswer:
    """Tell what is left of the response in the study that was followed longest.

    Of equals it is the one in which most were assessed at first, then the first of the file.

    Parameters
    ----------
    changes
        Of all series that were seen twice.
    """
    followed = list(changes)
    told = [change for change in countable(followed) if not change.retention.reason]
    if not followed:
        return ShortAnswer(IN_ONE, "Not known: it takes two visits of one arm", CURVES)
    if not told:
        return ShortAnswer(IN_ONE, "Not known: it takes counts without a caution", CURVES)
    longest = max(told, key=_length)
    study = str(longest.first.study)
    names = cut_apart((str(change.first.study) for change in told), _short_name)
    text = f"{names[study]}: {_left(longest)}"
    return ShortAnswer(IN_ONE, text, STUDY, (("study", (study,)),))


def answer_across(same: SameStudies) -> ShortAnswer:
    """Tell what is left in the studies that are seen in both of two windows, or what is missing.

    Parameters
    ----------
    same
        With the change as a retention ratio.
    """
    asked = (("show", (SAME_STUDIES,)),)
    change, number = same.change, len(same.studies)
    if same.is_pooled:
        left, *ends = (100 * exp(each) for each in (change.estimate, change.low, change.high))
        months = f"{same.earlier.centre:g} to {same.later.centre:g}"
        text = f"{percent_text(left, 0)} left from month {months} ({percent_span(*ends)})"
    elif number < FEWEST_STUDIES:
        text = f"Not known: {number} of {FEWEST_STUDIES} studies needed at two times"
    else:
        text = f"Not known: {number} studies cannot be pooled"
    return ShortAnswer(ACROSS, text, SYNTHESIS, asked)


def answer_against_other(
    contrast: PooledContrast | None, windows: Sequence[PooledContrast]
) -> ShortAnswer:
    """Tell when more respond with the first treatment, of which chance made the arms.

    Parameters
    ----------
    contrast
        At the month that the page of comparisons opens with; None where no study has two arms.
    windows
        The same over time; empty where there is no pool at two times.
    """
    number = len(contrast.studies) if contrast else 0
    pooled = [each for each in windows or filter(None, [contrast]) if each.is_pooled]
    if pooled:
        text = when_better(pooled)
    elif number < FEWEST_STUDIES:
        text = f"Not known: {number} of {FEWEST_STUDIES} randomised studies needed"
    else:
        text = f"Not known: {number} studies cannot be pooled"
    # The month stands in the link, so that the page does not open as its last visitor left it.
    asked = (("month", (f"{contrast.month:g}",)),) if contrast else ()
    return ShortAnswer(AGAINST_OTHER, text, COMPARE, asked)


def when_better(pooled: Sequence[PooledContrast]) -> str:
    """Tell at which months more or fewer respond with the first treatment, or it is not sure."""
    kinds = {
        "more": [each.pooled.low > 0 for each in pooled],
        "fewer": [each.pooled.high < 0 for each in pooled],
    }
    kinds["unsure"] = [not any(each) for each in zip(*kinds.values(), strict=True)]
    months = [each.month for each in pooled]
    told = [f"{what} at {_months(months, hits)}" for what, hits in kinds.items() if any(hits)]
    return f"{capital('; '.join(told))} months"


def better_in_short(pooled: Sequence[PooledContrast]) -> str:
    """Count the months at which more, and fewer, respond with the first treatment."""
    more = sum(each.pooled.low > 0 for each in pooled)
    fewer = sum(each.pooled.high < 0 for each in pooled)
    told = f"more at {more}" + (f", fewer at {fewer}" if fewer else "")
    return f"{told} of {len(pooled)} months"


def _months(months: Sequence[float], hits: Sequence[bool]) -> str:
    """Write the months that are hit, as a span where they are three or more in a row."""
    places = [place for place, is_hit in enumerate(hits) if is_hit]
    is_run = places[-1] - places[0] + 1 == len(places) > 2
    shown = [f"{months[place]:g}" for place in places]
    return f"{shown[0]}\N{EN DASH}{shown[-1]}" if is_run else ", ".join(shown)


def _short_name(study: str) -> str:
    return shorten(study, NAME_CHARS)


def _left(change: SeriesChange) -> str:
    left = change.retention
    ends = "" if isnan(left.low) else f" ({percent_span(left.low, left.high)})"
    return f"{percent_text(left.percent, 0)} left at month {change.last.months:g}{ends}"


def _length(change: SeriesChange) -> tuple[float, float]:
    assessed = change.visits[0].assessed
    return change.change.months, assessed if assessed > 0 else 0.0
