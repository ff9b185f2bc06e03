"""A change from one visit to a later one in words, and what those not seen leave open."""

from collections.abc import Sequence
from math import isnan

from lib.analysis.series_change import Ends, SeriesChange
from lib.analysis.settings import AS_REPORTED, NON_RESPONDERS, RESPONDERS
from lib.narrative.numbers.count_text import ON_ASSUMED
from lib.narrative.numbers.refusals import refusal_text
from lib.phrases import clause, percent_text, signed_span, signed_text
from lib.stats.persistence import Change, ChangeBounds

NO_INTERVAL = "no interval"
OF_CHANGE = "Newcombe"
"""The method of the interval of a change, in short."""
IF_RULE = {
    NON_RESPONDERS: "if those not seen did not respond",
    RESPONDERS: "if those not seen responded",
}


def sized_text(told: SeriesChange) -> str:
    """Write from what to what share a series went, and all that a reader must know of it."""
    first, last = told.first, told.last
    seen = " of those seen" if _is_open(told) and first.missing == AS_REPORTED else ""
    facts = [
        f"{first.months:g} to {last.months:g} months",
        *not_seen_facts(told),
        *([ON_ASSUMED] if told.is_assumed else []),
        *told.left_out,
    ]
    return f"{first.rate_text} to {last.rate_text}{seen} ({'; '.join(facts)})"


def not_seen_facts(told: SeriesChange) -> list[str]:
    """Say what the same visits look like among all enrolled, where that may change the picture."""
    if told.first.missing != AS_REPORTED:
        is_told = _is_open(told) and not told.bounds.reason
        seen = f"of those seen {_ends(told.by_rule[AS_REPORTED])}" if is_told else ""
        return [text for text in (seen, bounds_text(told.bounds)) if text]
    if not _is_open(told):
        return []
    if told.bounds.reason:
        why = clause(refusal_text(told.bounds.reason))
        return [f"fewer were assessed later, and what that hides cannot be bounded: {why}"]
    enrolled = f"of all {told.first.n_enrolled:.0f} enrolled {_ends(told.by_rule[NON_RESPONDERS])}"
    return [enrolled, *_if_responding(told)]


def _is_open(told: SeriesChange) -> bool:
    """Whether those not seen may change the picture."""
    return told.turns or told.fewer_seen


def _if_responding(told: SeriesChange) -> list[str]:
    """Tell the other rule, too, where it is the one that turns the direction."""
    seen, failing, responding = (told.by_rule[rule] for rule in told.by_rule)
    is_alike = (failing[1] - failing[0]) * (seen[1] - seen[0]) > 0
    turned = told.turns and is_alike
    return [f"{_ends(responding)} {IF_RULE[RESPONDERS]}"] if turned else []


def bounds_text(bounds: ChangeBounds) -> str:
    """Write what a change can be whatever became of those not seen; blank where all were seen."""
    if bounds.reason:
        return f"cannot be bounded: {clause(refusal_text(bounds.reason))}"
    if bounds.low == bounds.high:
        return ""
    return f"{signed_span(bounds.low, bounds.high)} points, whatever became of those not seen"


def enrolled_text(told: SeriesChange) -> str:
    """Write the same visits among all enrolled, and the bounds of their change."""
    if told.bounds.reason:
        return bounds_text(told.bounds)
    if told.bounds.low == told.bounds.high:
        return "all enrolled were assessed"
    rules = (f"{_ends(told.by_rule[rule])} {words}" for rule, words in IF_RULE.items())
    return f"{', '.join(rules)}; {bounds_text(told.bounds)}"


def per_month_text(change: Change) -> str:
    """Write ``on average −2.3 (−5.1 to +0.9)``, in points a month."""
    points, low, high = change.per_month
    interval = NO_INTERVAL if isnan(low) else signed_span(low, high)
    return f"on average {signed_text(points)} ({interval})"


def no_interval_text(change: Change) -> str:
    """Say why a change has no interval; blank if it has one."""
    return refusal_text(change.interval_reason)


def interval_sentence(counted: Sequence[SeriesChange], level: int) -> str:
    """Say in how many series the interval of the change excludes 0; blank if none has one."""
    changes = [told.change for told in counted if not isnan(told.change.low)]
    if not changes:
        return "No change has an interval, since the counts are not known." if counted else ""
    if len(counted) == 1:
        (change,) = changes
        holds = "excludes" if change.excludes_zero else "includes"
        span = signed_span(change.low, change.high)
        of_change = f"interval of the change{among_text(counted[0])} ({OF_CHANGE})"
        return f"The {level}% {of_change}, {span} points, {holds} 0."
    number = sum(change.excludes_zero for change in changes)
    having = "" if len(changes) == len(counted) else " that have one"
    return (
        f"The {level}% interval of the change ({OF_CHANGE}) excludes 0 in {number or 'none'} of "
        f"{'the ' if having or not number else ''}{len(changes)}{having}; "
        "this counts curves and is no test."
    )


def among_text(told: SeriesChange) -> str:
    """Say whose change it is, where a rule for missing patients may tell another."""
    if told.first.missing != AS_REPORTED:
        return " so counted"
    return " among those seen" if _is_open(told) else ""


def _ends(ends: Ends) -> str:
    return f"{percent_text(ends[0])} to {percent_text(ends[1])}"
