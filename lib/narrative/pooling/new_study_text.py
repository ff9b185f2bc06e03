"""The chance that a new, similar study exceeds a share, in words: always given a prior, never p."""

from collections.abc import Iterator, Sequence

import pandas as pd

from lib.analysis.estimates import DERIVED
from lib.analysis.pooling.new_study import NewStudy
from lib.analysis.pooling.question import PoolingQuestion, Worth
from lib.analysis.pooling.synthesis import Window
from lib.narrative.numbers.count_text import ABSENT, DERIVED_MARK, with_meanings
from lib.narrative.numbers.refusals import pool_refusal, refusal_text
from lib.narrative.pooling.pool_basis import patients_text
from lib.narrative.pooling.synthesis_text import when_text
from lib.narrative.pooling.window_figures import rules_texts
from lib.phrases import capital, few, listing, months_text, percent_text, shorten, with_noun
from lib.stats.meta_analysis.bayes import TAU_SCALES
from lib.stats.refusal import Refusal

TITLE_CHARS = 44
"""Characters of a treatment in a title."""
STEPS = tuple(range(10, 100, 10))
"""Percent for which the table gives the chance, beside that which the reader asks for."""
COLUMNS = ("What", "Number", "How it was made")
PRIOR = "Prior"
AXIS = "True share responding in a new, similar study"
NEEDS_COUNTS = (
    "That takes counts, and under “What if” shares are supposed, not counted. Choose otherwise "
    "under “Missing patients”."
)
WHAT_IT_IS = (
    "A new study is meant that is like these: it asks the same of patients like theirs. Its true "
    "share is what it would find with very many patients; what it counts varies around that."
)


def how_many(chance: float) -> tuple[str, str]:
    """Write a chance, from 0 to 1, as a number of 100: `about` and `63`, `fewer than` and `1`."""
    if chance < 0.01:
        return "fewer than", "1"
    return ("more than", "99") if chance > 0.99 else ("about", f"{100 * chance:.0f}")


def icons_of(chance: float) -> int:
    """Give how many of 100 icons are full: the number in words; none or all beyond 1 and 99."""
    about, number = how_many(chance)
    return {"fewer than": 0, "more than": 100}.get(about, int(number))


def of_hundred(chance: float) -> str:
    """Write a chance, from 0 to 1, for a table: `about 63 of 100`."""
    return f"{' '.join(how_many(chance))} of 100"


def chance_sentence(new: NewStudy, worth: Worth) -> str:
    """Say how often a new study would exceed the share, or why that is not told."""
    if new.reason:
        return f"How often a new study would exceed {worth.percent}% is not told. {why_not(new)}"
    often = of_hundred(new.chance_over(worth.percent))
    return f"In {often} new, similar studies, more than {worth.percent}% would respond."


def why_not(new: NewStudy) -> str:
    """Say why nothing is told of a new study, and what it would take."""
    if new.reason is Refusal.SUPPOSED_SHARE:
        return NEEDS_COUNTS
    if not new.studies:
        return pool_refusal(new.window.pooled)
    k = len(new.window.entries)
    names = listing(few(new.studies))
    return refusal_text(new.reason, studies=names, unusable=len(new.studies), k=k)


def chance_title(new: NewStudy, worth: Worth, asked: PoolingQuestion) -> str:
    """Name the figure by its question: the answer stands in it, and on a slide it comes last."""
    treatment = shorten(asked.question.treatment, TITLE_CHARS)
    at = months_text(new.window.centre)
    return f"{treatment} at {at}: how often would a new study exceed {worth.percent}%?"


def prior_texts(tau_scale: float) -> tuple[str, str]:
    """State the prior, a sentence each for the middle study's share and for the spread."""
    return (
        "Prior: before the data, every share of the middle study is as likely as any other.",
        f"How much studies differ (tau, on logits) is half-normal with scale {tau_scale:g}.",
    )


def given_prior(chance: float) -> str:
    """Write the probability with what it hangs on."""
    return f"Probability, given this prior: {percent_text(100 * chance)}"


def likely_text(new: NewStudy) -> str:
    """Say where the true share of a new study is likely to lie."""
    pool = new.pool
    if pool is None:
        return ABSENT
    middle = percent_text(100 * pool.new_median)
    return f"middle {middle}, 95% from {_ends(pool.new_low, pool.new_high)}"


def _ends(low: float, high: float) -> str:
    return f"{100 * low:.1f} to {100 * high:.1f}%"


def chance_alt(new: NewStudy, worth: Worth, asked: PoolingQuestion) -> str:
    """Write the alt text of the figure."""
    if new.reason:
        return chance_sentence(new, worth)
    chance = new.chance_over(worth.percent)
    said = (
        f"{asked.question.treatment}, {when_text(new.window)}. {chance_sentence(new, worth)}",
        f"{icons_of(chance)} of 100 icons are full.",
        f"A curve over 0 to 100% shows where the true share may lie: {likely_text(new)}; the part "
        f"above {worth.percent}% is filled.",
        f"{given_prior(chance)}.",
        *prior_texts(new.tau_scale),
        f"From {studies_text(new.window)}.",
    )
    return with_meanings(said)


def studies_text(window: Window) -> str:
    """Say of which studies: `17 studies, N = 1,418`."""
    return f"{with_noun(len(window.entries), 'study', 'studies')}, N = {patients_text(window)}"


def chance_footer(new: NewStudy, worth: Worth, asked: PoolingQuestion) -> str:
    """Explain the figure by itself, and how its numbers were made."""
    return with_meanings([*rules_texts(new.window, asked), chance_marks(new, worth)])


def chance_marks(new: NewStudy, worth: Worth) -> str:
    """Explain the figure under the forest plot of its window, which says what is pooled."""
    pooled = new.window.pooled
    has_bar = not (pooled.reason or pooled.prediction_reason)
    said = (
        f"From the counts of {studies_text(new.window)}.",
        derived_text(new.window),
        "By Bayes: random-intercept logistic model, integrated over a grid.",
        f"Curve: how likely each true share is; filled above {worth.percent}%. Diamond and bar: "
        "its middle and 95% of it.",
        "They differ a little from the prediction interval, which takes how much studies differ as "
        f"known ({pooled.method.name})."
        if has_bar
        else "",
    )
    return " ".join(filter(None, said))


def derived_text(window: Window) -> str:
    """Say how many counts are derived from percentages; blank where none is."""
    number = int((window.entries["count"] == DERIVED).sum())
    of = with_noun(len(window.entries), "study", "studies")
    return f"In {number} of {of} the count is derived ({DERIVED_MARK})." if number else ""


def chance_table(new: NewStudy, worth: Worth, asked: PoolingQuestion) -> pd.DataFrame:
    """Make the table of the figure: the chance, where a new study may lie, and the rules."""
    rows = [*_chances(new, worth), *_places(new), *_rules(new, asked)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _chances(new: NewStudy, worth: Worth) -> Iterator[tuple[str, str, str]]:
    for percent in sorted({worth.percent, *STEPS}):
        chance = new.chance_over(percent)
        yield (
            f"New, similar studies with more than {percent}% responding",
            of_hundred(chance),
            given_prior(chance),
        )


def _places(new: NewStudy) -> Iterator[tuple[str, str, str]]:
    pool = new.pool
    if pool is None:
        return
    how = "posterior median, and 95% interval with equal tails"
    yield (
        "True share of a new, similar study",
        f"{percent_text(100 * pool.new_median)} ({_ends(pool.new_low, pool.new_high)})",
        how,
    )
    yield (
        "Share of the middle study",
        f"{percent_text(100 * pool.median)} ({_ends(pool.low, pool.high)})",
        how,
    )
    yield (
        "tau, the standard deviation of the studies' logits",
        f"{pool.tau_median:.2f} ({pool.tau_low:.2f} to {pool.tau_high:.2f})",
        how,
    )


def _rules(new: NewStudy, asked: PoolingQuestion) -> Iterator[tuple[str, str, str]]:
    yield "Studies", studies_text(new.window), "counts, binomial with a random intercept"
    yield PRIOR, f"half-normal, scale {new.tau_scale:g}", " ".join(prior_texts(new.tau_scale))
    rules = " ".join([*rules_texts(new.window, asked), derived_text(new.window)])
    yield "Pooled", capital(when_text(new.window)), with_meanings([rules.strip()])


def priors_table(news: Sequence[NewStudy], worth: Worth) -> pd.DataFrame:
    """Make the table of what another prior would tell, a row a prior."""
    return pd.DataFrame(
        {
            "Prior of tau": f"half-normal, scale {new.tau_scale:g}"
            f"{' (as shown)' if new.tau_scale == worth.tau_scale else ''}",
            f"New studies above {worth.percent}%": of_hundred(new.chance_over(worth.percent)),
            "Their true share (95% interval)": capital(likely_text(new)),
            "tau": _tau_text(new),
        }
        for new in news
    )


def _tau_text(new: NewStudy) -> str:
    pool = new.pool
    return f"{pool.tau_median:.2f} ({pool.tau_low:.2f} to {pool.tau_high:.2f})" if pool else ABSENT


def priors_moves(news: Sequence[NewStudy], worth: Worth) -> str:
    """Say how much hangs on the prior."""
    told = {of_hundred(new.chance_over(worth.percent)) for new in news}
    if len(told) == 1:
        return "The chance is the same with both priors."
    return (
        f"With scale {min(TAU_SCALES):g} studies are expected to be more alike: where they are "
        "not, its intervals are too narrow. A chance that moves much between the two rests on the "
        "prior more than on these studies."
    )
