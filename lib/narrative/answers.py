"""The three questions of a reader, each with an answer in short and where it is in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan

from lib.analysis.series_change import SeriesChange, countable
from lib.narrative.numbers.retention_text import span_text
from lib.phrases import percent_text, shorten
from lib.slides.slide_list import CURVES, STUDY, PageSettings

IN_ONE, ACROSS, AGAINST_OTHER = (
    "Does it last in one study?",
    "Does it last across studies?",
    "Does it beat the other treatment, and for how long?",
)
NAME_CHARS = 18


@dataclass(frozen=True)
class Answer:
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


def answer_of_one(changes: Iterable[SeriesChange]) -> Answer:
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
        return Answer(IN_ONE, "Not known: it takes two visits of one arm", CURVES)
    if not told:
        return Answer(IN_ONE, "Not known: it takes counts without a caution", CURVES)
    longest = max(told, key=_length)
    study = str(longest.first.study)
    text = f"{shorten(study, NAME_CHARS)}: {_left(longest)}"
    return Answer(IN_ONE, text, STUDY, (("study", (study,)),))


def _left(change: SeriesChange) -> str:
    left = change.retention
    ends = "" if isnan(left.low) else f" ({span_text(left.low, left.high)})"
    return f"{percent_text(left.percent, 0)} left at month {change.last.months:g}{ends}"


def _length(change: SeriesChange) -> tuple[float, float]:
    assessed = change.visits[0].assessed
    return change.change.months, assessed if assessed > 0 else 0.0
