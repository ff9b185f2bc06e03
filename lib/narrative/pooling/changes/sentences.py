"""The change within the same studies in sentences: title, finding, coming and going, figure."""

from collections.abc import Sequence
from math import exp

from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.analysis.pooling.question import ODDS, POINTS, RETENTION, PoolingQuestion
from lib.analysis.settings import AS_REPORTED
from lib.narrative.numbers.refusals import refusal_text
from lib.narrative.numbers.retention_text import left_sentence
from lib.narrative.pooling.changes.effects import (
    CALLED,
    WHAT,
    assumed_mark_of,
    change_refusal,
    change_span,
    change_text,
    pooled_text,
    tau_text,
)
from lib.narrative.pooling.heterogeneity_text import i2_text, p_text
from lib.narrative.pooling.synthesis_text import TITLE_CHARS, statement
from lib.narrative.series_text import supposition
from lib.phrases import capital, clause, few, listing, months_text, percent_text, shorten, with_noun
from lib.stats.meta_analysis.pool import Method

NO_CAUSE = (
    "These are the same studies at two times: what changed lies between the two visits, whatever "
    "brought it about. That a study is in both does not mean that the same patients responded at "
    "both."
)
NOT_A_DIFFERENCE_OF_POOLS = (
    "The change is pooled study by study. It is not one pooled share less another: these are of "
    "other studies wherever a study is seen at one time only. So what it leaves of the first share "
    "need not be the pooled share of the later window, even of the same studies."
)
MODEL = (
    "random-effects model of {} within studies, inverse variance, the variance of each "
    "v1 + v2 - 2 phi sqrt(v1 v2) with phi, the correlation, {:g}; "
)
ADDED_TO_COUNTS = "0.5 added to all four counts where nobody or everybody responded at a visit"
ADDED_TO_SHARES = (
    "v1 and v2 from the variances of the supposed shares; 0.5 added to both counts of a visit "
    "where none, or all, of those assessed responded"
)
FIRST_SHARE = {
    Method.GLMM: "random-intercept logistic model (GLMM)",
    Method.REML: "random-effects model of logits (REML)",
}


def months_of(same: SameStudies) -> str:
    """Write both months: `6 and 24 months`."""
    return months_text(same.earlier.centre, same.later.centre)


def change_title(same: SameStudies, asked: PoolingQuestion) -> str:
    """Name treatment and finding as the title of a figure."""
    treatment = shorten(asked.question.treatment, TITLE_CHARS)
    heading = change_heading(same, asked)
    return f"{treatment}: {heading[0].lower()}{heading[1:]}"


def change_heading(same: SameStudies, asked: PoolingQuestion) -> str:
    """Name the finding in short, or say that there is none; the treatment stands beside it."""
    first, later = f"{same.earlier.centre:g}", months_text(same.later.centre)
    if not same.is_pooled:
        return f"No change is pooled from {first} to {later}"
    change, measure = same.change, same.question.measure
    told = change_text(change.estimate, change.measure)
    if measure == RETENTION:
        is_less = change.estimate <= 0
        heading = (
            f"{told} of the response at {first} is {'left' if is_less else 'there'} at {later}"
        )
    elif measure == POINTS:
        heading = f"{told} points responding from {first} to {later}"
    else:
        heading = f"{told} times the odds of responding from {first} to {later}"
    rule = asked.view.rule
    return heading if rule == AS_REPORTED else f"{heading}, {rule.lower()}"


def change_headline(same: SameStudies, asked: PoolingQuestion) -> str:
    """Give the pooled change with its interval and its studies, or why there is none."""
    if not same.is_pooled:
        return change_refusal(same)
    change = same.change
    span = change_span(change.low, change.high, change.measure)
    interval = f"{change.level}% interval {span}{assumed_mark_of(same)}"
    before, _ = supposition(asked.view.rule)
    told = _finding(same, interval)
    said = f"{capital(before)}{told[0].lower()}{told[1:]}" if before else told
    return f"{said.rstrip('.')}, in {with_noun(change.k, 'study', 'studies')} seen at both."


def _finding(same: SameStudies, interval: str) -> str:
    change, months = same.change, (same.earlier.centre, same.later.centre)
    told = change_text(change.estimate, change.measure)
    if same.question.measure == RETENTION:
        return left_sentence(months, 100 * exp(change.estimate), interval)
    first, later = f"{months[0]:g}", months_text(months[1])
    if same.question.measure == POINTS:
        return f"From {first} to {later} the share responding changes by {told} points ({interval})"
    return f"At {later} the odds of responding are {told} times those at {first} ({interval})"


def new_study_sentence(same: SameStudies) -> str:
    """Say where the change in a new study may lie; blank where there is no change."""
    change = same.change
    if change.reason:
        return ""
    if change.prediction_reason:
        return refusal_text(change.prediction_reason)
    if change.tau2 == 0:
        return (
            f"The {change.level}% prediction interval for a new, similar study only repeats the "
            f"confidence interval: tau is estimated as 0 but may be up to {_tau_high(same)}. That "
            "does not show that studies are alike."
        )
    what = {
        RETENTION: "what is left in a new, similar study",
        POINTS: "the change in points in a new, similar study",
        ODDS: "the odds ratio in a new, similar study",
    }[same.question.measure]
    span = change_span(*change.prediction, change.measure)
    return (
        f"{capital(what)} may lie anywhere from {span} ({change.level}% prediction interval, "
        "approximate)."
    )


def _tau_high(same: SameStudies) -> str:
    return f"{same.change.tau2_high**0.5:.2f}"


def fall_sentence(same: SameStudies) -> str:
    """Say how much of the fall of the pooled line is other studies; blank where that is unknown."""
    fall = same.fall
    if not fall.is_known:
        return ""
    whole, within = (round(100 * each, 1) for each in (fall.whole, fall.within))
    ends = " to ".join(percent_text(100 * each.proportion) for each in (fall.first, fall.later))
    line = f"The pooled line {_falls(whole)}, from {ends}"
    gone, come = _others(same)
    if not has_others(same):
        return f"{line}, and none of that comes from other studies: all are seen at both months."
    # What is printed must add up.
    other = round(whole - within, 1)
    why = f"other studies ({_who(same, gone, come)}) " + (
        f"take it {'down' if other > 0 else 'up'} by {abs(other):.1f}"
        if other
        else "make no difference"
    )
    return f"{line}: in the same studies it {_falls(within)}, and {why}."


def has_others(same: SameStudies) -> bool:
    """Tell whether a study is in the pool of one of the two windows only."""
    return any(_others(same))


def _others(same: SameStudies) -> tuple[int, int]:
    fall = same.fall
    return fall.first.k - fall.first_same.k, fall.later.k - fall.later_same.k


def _falls(points: float) -> str:
    return f"{'rises' if points < 0 else 'falls'} by {abs(points):.1f} points"


def _who(same: SameStudies, gone: int, come: int) -> str:
    parts = ((gone, same.earlier), (come, same.later))
    return listing(
        f"{number} only in the pool at {months_text(window.centre)}"
        for number, window in parts
        if number
    )


def held_sentence(same: SameStudies) -> str:
    """Name the studies whose counts do not allow the correlation; blank where there is none."""
    if not same.held:
        return ""
    number = with_noun(len(same.held), "study", "studies")
    what = "supposed shares" if same.is_supposed else "counts"
    return (
        f"The correlation of {same.change.correlation:g} is held within what the {what} allow in "
        f"{number}: {listing(few(same.held))}."
    )


def change_facts(same: SameStudies) -> list[tuple[str, str]]:
    """Explain in full how changes were pooled and how much the studies differ."""
    change = same.change
    return [
        (
            f"Pooled {WHAT[same.question.measure]}",
            f"{pooled_text(change, assumed_mark_of(same))}: that of a typical study.",
        ),
        ("Prediction", new_study_sentence(same)),
        (
            "tau",
            f"{tau_text(change)} ({_tau_ends(same)}): how far the true changes of studies lie "
            f"apart, as the standard deviation of their {_scale_name(same)}; 0 would be no "
            "difference.",
        ),
        ("I²", i2_text(change.i2_percent)),
        ("Q", f"{change.q:.2f} on {change.k - 1} degrees of freedom, p {p_text(change.q_p)}."),
        ("Details of methods", methods_text(same)),
    ]


def _tau_ends(same: SameStudies) -> str:
    change = same.change
    if change.tau2_reason:
        return clause(refusal_text(change.tau2_reason))
    return f"{change.level}% interval {change.tau2_low**0.5:.2f} to {_tau_high(same)}"


def _scale_name(same: SameStudies) -> str:
    name = f"{CALLED[same.change.measure]}s"
    return name if same.question.measure == POINTS else f"log {name}"


def methods_text(same: SameStudies) -> str:
    """Give the details of methods, in one line."""
    change = same.change
    model = MODEL.format(_scale_name(same), change.correlation)
    model += ADDED_TO_SHARES if same.is_supposed else ADDED_TO_COUNTS
    return (
        f"REML: {model}. {change.level}% confidence interval: Knapp-Hartung, t with k - 1 degrees "
        "of freedom, never narrower than without its correction. Prediction interval: t with "
        "k - 1, approximate. tau2: restricted maximum likelihood, Q-profile interval. I2: from "
        f"tau2. Q: Cochran's. The first share: {FIRST_SHARE[same.fall.first_same.method]}."
    )


def stated(same: SameStudies, asked: PoolingQuestion) -> str:
    """Give the reader's statement that definitions are the same; blank if there is none."""
    return statement([same.earlier, same.later], asked)


def left_out_reasons(same: SameStudies) -> Sequence[str]:
    """Name the studies that are seen in one window only, with the reason."""
    part = same.left_out[same.left_out["in_earlier"] | same.left_out["in_later"]]
    return [f"{study}: {why}." for study, why in zip(part["study"], part["why_not"], strict=True)]
