"""What is left of a response at a later visit, in words."""

from collections.abc import Sequence
from math import isnan

from lib.analysis.series_change import SeriesChange
from lib.narrative.numbers.change_text import NO_INTERVAL, among_text
from lib.narrative.numbers.refusals import refusal_text
from lib.phrases import months_text, percent_text


def left_sentence(
    months: tuple[float, float], percent: float, interval: str = "", among: str = ""
) -> str:
    """Write ``Of the response at 3 months, 73% is left at 12 months (95% interval 49 to 110%).``.

    Parameters
    ----------
    months
        Of the earlier and of the later visit.
    percent
        The later share in percent of the earlier one.
    interval
        What stands in brackets; blank for no brackets.
    among
        Whose response it is, where that has to be said.
    """
    earlier, later = map(months_text, months)
    share = percent_text(percent, 0)
    rest = f" ({interval})" if interval else ""
    if percent > 100:
        return f"The response{among} at {later} is {share} of that at {earlier}{rest}."
    return f"Of the response{among} at {earlier}, {share} is left at {later}{rest}."


def retention_sentence(told: SeriesChange) -> str:
    """Say what is left of the response of a series; blank where that cannot be told."""
    left = told.retention
    if left.reason:
        return ""
    ends = "" if isnan(left.low) else f"{left.level}% interval {percent_span(left.low, left.high)}"
    months = (float(told.first.months), float(told.last.months))
    return left_sentence(months, left.percent, ends or NO_INTERVAL, among_text(told))


def retention_of_one(counted: Sequence[SeriesChange]) -> str:
    """Say what is left of the response of the one series that is counted; blank for several."""
    return retention_sentence(counted[0]) if len(counted) == 1 else ""


def retention_text(told: SeriesChange) -> str:
    """Write what is left for a table: ``73% (49 to 110%)``, or why it cannot be told."""
    left = told.retention
    if left.reason:
        return refusal_text(left.reason)
    ends = NO_INTERVAL if isnan(left.low) else percent_span(left.low, left.high)
    return f"{percent_text(left.percent, 0)} ({ends})"


def percent_span(low: float, high: float) -> str:
    """Write an interval of percents, without decimals."""
    return f"{low:.0f} to {high:.0f}%"
