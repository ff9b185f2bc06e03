"""Each window in words: its pooled share, its visits, its figure."""

from collections.abc import Sequence

import pandas as pd

from lib.analysis.pooling.question import PoolingQuestion
from lib.analysis.pooling.study_entries import CANNOT_ADD
from lib.analysis.pooling.synthesis import MOST_LEFT_OUT, Window
from lib.analysis.pooling.time_windows import outside
from lib.analysis.selection import NOT_STATED
from lib.analysis.settings import AS_REPORTED
from lib.narrative.numbers.refusals import pool_refusal
from lib.narrative.pooling.pool_basis import (
    patients_text,
)
from lib.narrative.pooling.pooling_text import (
    LITTLE,
    interval_text,
    new_study_text,
    proportion_text,
    tells_little,
)
from lib.narrative.series_text import supposition
from lib.phrases import (
    capital,
    few,
    listing,
    months_text,
    shorten,
    with_noun,
)
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES

TITLE_CHARS, MOST_IN_TITLE = 44, 3
"""Characters of a treatment in a title, and the most pooled shares there."""

WHAT_IS_POOLED = (
    "Pooling makes one estimate of several studies. It means something only if they counted the "
    "same thing: the same definition of response, counts of patients, about the same time, each "
    f"patient once, in {FEWEST_STUDIES} studies or more."
)
MAY_DIFFER = "what they gave may differ, and a pool is of one treatment"
NOT_A_COMPARISON = (
    "Pools of different treatments are not compared. A pool takes one treatment out of its "
    "studies, so even where chance decided within a study who was given what, that is lost: that "
    "one pool stands above another does not show that its treatment is better."
)
NOT_A_COURSE = (
    "Pools of different windows are not joined and are no course over time: each is made of the "
    "visits in its own window, and these need not be of the same studies or patients."
)


def synthesis_headline(windows: Sequence[Window], asked: PoolingQuestion) -> str:
    """Give the pooled share of each window that has one."""
    pooled = [window for window in windows if window.is_pooled]
    treatment = asked.question.treatment
    if treatment == NOT_STATED:
        return f"Nothing is pooled of studies whose treatment is not stated: {MAY_DIFFER}."
    if not pooled:
        most = max(window.pooled.k for window in windows)
        why = (
            f"no window has {FEWEST_STUDIES} studies that qualify"
            if most < FEWEST_STUDIES
            else "in no window can the studies that qualify be pooled"
        )
        return f"Nothing is pooled for {treatment}: {why}."
    told = "; ".join(
        f"{proportion_text(window.pooled)} {when_text(window)} "
        f"({window.pooled.level}% interval {interval_text(window.pooled)}; {_studies(window)}"
        f"{f'; {LITTLE}' if tells_little(window.pooled) else ''})"
        for window in pooled
    )
    before, _ = supposition(asked.view.rule)
    return f"{treatment}, {before}pooled share responding: {told}."


def pools_title(windows: Sequence[Window], asked: PoolingQuestion) -> str:
    """Name all pools in at most 12 words beside the treatment, or say that there is none."""
    pooled = [window for window in windows if window.is_pooled]
    if not pooled:
        return synthesis_headline(windows, asked).partition(": ")[0]
    treatment = shorten(asked.question.treatment, TITLE_CHARS)
    if len(pooled) > MOST_IN_TITLE:
        return f"{treatment}: pooled at {months_text(*(each.centre for each in pooled))}"
    shares = listing(
        f"{proportion_text(window.pooled)} at {months_text(window.centre)}" for window in pooled
    )
    return f"{treatment}, {_responding(asked)}: {shares}"


def window_title(window: Window, asked: PoolingQuestion) -> str:
    """Give the pooled share of a window as a title."""
    treatment = shorten(asked.question.treatment, TITLE_CHARS)
    share = proportion_text(window.pooled)
    return f"{treatment} at {months_text(window.centre)}: {share}, {_responding(asked)}"


def unpooled_title(window: Window, asked: PoolingQuestion) -> str:
    """Name a window in which nothing is pooled."""
    treatment = shorten(asked.question.treatment, TITLE_CHARS)
    return f"{treatment} at {months_text(window.centre)}: nothing pooled"


def _responding(asked: PoolingQuestion) -> str:
    return "pooled" if asked.view.missing == AS_REPORTED else f"pooled, {asked.view.rule.lower()}"


def lead_text(windows: Sequence[Window], asked: PoolingQuestion) -> str:
    """Say under the title of all pools what it leaves out of the headline."""
    headline = synthesis_headline(windows, asked)
    pooled = [window for window in windows if window.is_pooled]
    if not pooled:
        return capital(headline.partition(": ")[2])
    if len(pooled) < MOST_IN_TITLE:
        return headline
    studies = listing(f"{_studies(window)} {when_text(window)}" for window in pooled)
    return f"Pooled are {studies}. Choose a month to see each of its studies."


def window_headline(window: Window, asked: PoolingQuestion) -> str:
    """Describe one window in a sentence or two, or say why nothing is pooled in it."""
    pooled, when = window.pooled, capital(when_text(window))
    if window.is_empty:
        return f"{when} nothing is pooled: no study of this treatment has a visit in this window."
    if pooled.reason:
        return f"{when} nothing is pooled. {pool_refusal(pooled)}"
    before, _ = supposition(asked.view.rule)
    verb = "is" if asked.view.missing == AS_REPORTED else "would be"
    told = (
        f"{when}, {before}the pooled share responding {verb} {proportion_text(pooled)} "
        f"({pooled.level}% interval {interval_text(pooled)}), from {_studies(window)}.",
        f"{capital(LITTLE)}." if tells_little(pooled) else "",
        "" if pooled.prediction_reason else new_study_text(pooled),
    )
    return " ".join(filter(None, told))


def when_text(window: Window) -> str:
    """Say when the visits used were: at the centre, if all of them were, or around it."""
    centre = months_text(window.centre)
    if window.used_visits.empty or window.is_at_centre:
        return f"at {centre}"
    return f"around {centre}, seen at {visits_span(window)}"


def visits_span(window: Window) -> str:
    """Write the span of the visits used: `1 month`, `1 to 4 months`."""
    first, last = window.span
    return months_text(first) if first == last else f"{first:g} to {months_text(last)}"


def outside_text(points: pd.DataFrame, asked: PoolingQuestion) -> str:
    """Name the visits of a treatment that are in no window; blank where there are none."""
    visits = outside(points, asked.question)
    at: dict[str, list[str]] = {}
    for study, part in visits.groupby("study", sort=False):
        at.setdefault(months_text(*sorted(part["months"].unique())), []).append(str(study))
    told = few(f"{listing(few(studies))} at {months}" for months, studies in at.items())
    return f"Not in any window: {'; '.join(told)}." if told else ""


def unstated_text(points: pd.DataFrame) -> str:
    """Name the studies that do not state a treatment, and say how to mend it; blank for none."""
    names = points.loc[points["treatment"] == NOT_STATED, "study"].unique()
    if not len(names):
        return ""
    studies = with_noun(len(names), "study", "studies")
    return (
        f"The treatment is not stated in rows of {studies}: {listing(few(names))}. They are in no "
        f"pool: {MAY_DIFFER}. Fill in the column treatment of these rows, in the same words in "
        "every study."
    )


def arm_choices(windows: Sequence[Window]) -> list[str]:
    """Name the studies that are left out until the reader chooses one of their arms."""
    judged = pd.concat([window.judged for window in windows])
    left_out = judged[judged["why_not"].str.contains(CANNOT_ADD, regex=False)]
    told = left_out.assign(why=left_out["study"] + ": " + left_out["why_not"] + ".")
    return few(sorted(told["why"].unique()))


def published_statement(windows: Sequence[Window], asked: PoolingQuestion) -> str:
    """Say that the reader chose to include published estimates; blank if not."""
    if not asked.question.with_published:
        return ""
    every = pd.concat([window.entries for window in windows])
    names = sorted(every.loc[every["is_published"].astype(bool), "study"].unique())
    here = f" (here: {listing(few(names))})" if names else "; none is here"
    return (
        "Chosen by the reader: published estimates with an interval but no count may be pooled "
        f"with counts{here}. What is pooled is therefore pooled by REML, on logits."
    )


def statements(windows: Sequence[Window], asked: PoolingQuestion) -> str:
    """Give all that rests on the reader's word alone; blank if nothing does."""
    said = (statement(windows, asked), published_statement(windows, asked))
    return " ".join(filter(None, said))


def statement(windows: Sequence[Window], asked: PoolingQuestion) -> str:
    """Give the reader's statement that definitions are the same.

    Blank if the reader made none, or if there are fewer than two definitions.
    """
    every = windows[0].definitions if windows else []
    if not asked.question.same_outcomes or len(every) < 2:
        return ""
    names = "; ".join(few(f"“{name}”" for name in every))
    return (
        "Stated by the reader, not by the studies: these definitions of response are the same: "
        f"{names}."
    )


def why_none_left_out(k: int) -> str:
    """Say why there is no leave-one-out analysis of `k` studies."""
    if k <= FEWEST_STUDIES:
        return (
            f"With {FEWEST_STUDIES} studies none can be left out in turn: {FEWEST_STUDIES - 1} are "
            "too few to pool."
        )
    return f"Studies are left out one at a time only up to {MOST_LEFT_OUT} of them."


def _studies(window: Window) -> str:
    studies = with_noun(window.pooled.k, "study", "studies")
    published = int(window.entries["is_published"].sum())
    is_supposed = window.entries["imor"].notna().any()
    patients = f"{patients_text(window)} patients{' assessed' if is_supposed else ''}"
    if not published:
        return f"{studies} with {patients}"
    counts = window.pooled.k - published
    each = with_noun(published, "published estimate", "published estimates")
    return f"{studies}: {counts} with counts of {patients}, and {each}"
