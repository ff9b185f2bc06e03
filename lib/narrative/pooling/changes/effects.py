"""Changes within studies as texts: what is left in percent, points, or an odds ratio."""

from math import exp, isnan

from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.analysis.pooling.question import ODDS, POINTS, RETENTION
from lib.narrative.numbers.contrast_text import ratio_text
from lib.narrative.numbers.count_text import ABSENT, ASSUMED_MARK
from lib.narrative.numbers.refusals import refusal_text
from lib.phrases import clause, few, listing, months_text, percent_text, signed_text, with_noun
from lib.stats.meta_analysis.change import PooledChange
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES
from lib.stats.refusal import AnyRefusal, ModelRefusal, Refusal

COLUMN = {RETENTION: "Left", POINTS: "Points", ODDS: "Odds ratio"}
"""What a column of changes is called."""
WHAT = {RETENTION: "retention ratio", POINTS: "difference", ODDS: "odds ratio"}
CALLED = {"RR": WHAT[RETENTION], "RD": WHAT[POINTS], "OR": WHAT[ODDS]}


def change_text(number: float, measure: str) -> str:
    """Write a change of `lib.stats` alone: `41%` is left, `−26.0` points, `0.23` times the odds."""
    if isnan(number):
        return ABSENT
    if measure == "RD":
        return signed_text(100 * number)
    if measure == "RR":
        return percent_text(100 * exp(number), 0)
    return ratio_text(exp(number))


def change_span(low: float, high: float, measure: str) -> str:
    """Write the interval of a change: `33 to 51%`, `−31.9 to −20.1`, `0.15 to 0.36`."""
    ends = change_text(low, measure), change_text(high, measure)
    return f"{ends[0].rstrip('%') if measure == 'RR' else ends[0]} to {ends[1]}"


def with_interval(number: float, low: float, high: float, measure: str, mark: str = "") -> str:
    """Write a change with its interval, `mark` after it as after its counts."""
    if isnan(number):
        return ABSENT
    ends = "no interval" if isnan(low) else change_span(low, high, measure)
    return f"{change_text(number, measure)} ({ends}){mark}"


def pooled_text(change: PooledChange, mark: str = "") -> str:
    """Write a pooled change with its interval, or why there is none."""
    if change.reason:
        return f"not pooled: {clause(change_refusal_of(change))}"
    return with_interval(change.estimate, change.low, change.high, change.measure, mark)


def prediction_text(change: PooledChange) -> str:
    """Write where the change in a new study may lie for a table, or why that is not told."""
    if change.reason:
        return ABSENT
    if why := refusal_text(change.prediction_reason):
        return f"none: {clause(why)}"
    repeats = " (repeats the confidence interval: tau is estimated as 0)" * (change.tau2 == 0)
    return f"{change_span(*change.prediction, change.measure)}{repeats}"


def tau_text(change: PooledChange) -> str:
    """Write tau alone."""
    return ABSENT if isnan(change.tau2) else f"{change.tau2**0.5:.2f}"


def assumed_mark_of(same: SameStudies) -> str:
    """Mark what is pooled if a number assessed is assumed."""
    return ASSUMED_MARK if same.visits["is_assumed"].astype(bool).any() else ""


def change_refusal_of(change: PooledChange) -> str:
    """Say why a change has no pool, without the names of its studies."""
    k = change.k
    qualify = f"{with_noun(k, 'study is', 'studies are') if k else 'No study is'} seen at both"
    return refusal_text(change.reason, qualify=qualify, k=k, unusable=len(change.lacking))


def change_refusal(same: SameStudies) -> str:
    """Say why nothing is pooled of two windows, of which studies, and what would be needed."""
    change = same.change
    if change.reason is Refusal.TOO_FEW_QUALIFY:
        return _too_few(same)
    lacking = (
        listing(few(same.studies[place] for place in change.lacking)) if change.lacking else ""
    )
    needed: dict[AnyRefusal, str] = {
        Refusal.NOTHING_TO_LOSE: (
            f"Nobody responded at {months_text(same.earlier.centre)} in {lacking}, so what is left "
            "of that cannot be told. Choose percentage points, or other months."
        ),
        ModelRefusal.NO_VARIANCE: (
            f"With a correlation of {change.correlation:g} the change in {lacking} would be known "
            "exactly, which no study can give. Choose a weaker correlation, or other months."
        ),
    }
    if change.reason in needed:
        return needed[change.reason]
    if not change.reason and (why := same.fall.first_same.reason):
        return refusal_text(why, qualify="", k=change.k, unusable=0)
    return change_refusal_of(change)


def _too_few(same: SameStudies) -> str:
    number, names = len(same.studies), listing(same.studies) if same.studies else ""
    seen = f"Only {names} {'is' if number == 1 else 'are'}" if names else "No study is"
    months = f"{same.earlier.centre:g} and {months_text(same.later.centre)}"
    lacking = FEWEST_STUDIES - number
    more = with_noun(lacking, "more study", "more studies")
    return (
        f"{seen} seen at both {months} with counts of the same response; it takes "
        f"{FEWEST_STUDIES}. Needed {'is' if lacking == 1 else 'are'} {more} that counted it at "
        "both, or two other months."
    )
