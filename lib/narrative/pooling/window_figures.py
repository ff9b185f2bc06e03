"""What stands beside the figures of pooled windows: their alt text, and how they were made."""

from collections.abc import Sequence

import pandas as pd

from lib.analysis.estimates import MOST_DRAWN
from lib.analysis.points import each_point
from lib.analysis.pooling.question import PoolingQuestion
from lib.analysis.pooling.synthesis import Window, width_text
from lib.analysis.settings import AS_REPORTED, WHAT_IF
from lib.narrative.captions import WHAT_IF_COUNTS, figure_footer
from lib.narrative.numbers.count_text import mark_footers, with_meanings
from lib.narrative.pooling.pool_basis import (
    basis_over,
    basis_texts,
    entry_count,
    not_pooled_text,
    seen_not_pooled,
    study_entries,
)
from lib.narrative.pooling.pooling_text import prediction_footer
from lib.narrative.pooling.synthesis_text import (
    statement,
    statements,
    visits_span,
    window_headline,
)
from lib.phrases import few, listing, months_text, with_noun

MOST_TOLD = 12
"""The most studies that an alt text describes one by one."""

WHAT_IF_POOLED = "Supposed shares are no counts, so they are pooled by REML, on logits."


def window_alt(window: Window, asked: PoolingQuestion) -> str:
    """Write the alt text of a forest plot."""
    rows = study_entries(window)
    told = [
        f"{point.study}{'' if window.is_at_centre else f' at {months_text(point.months)}'}: "
        f"{point.rate_text} ({entry_count(point)})."
        for point in each_point(rows.head(MOST_TOLD))
    ]
    if (more := len(rows) - MOST_TOLD) > 0:
        told.append(f"And {with_noun(more, 'more study', 'more studies')}.")
    said = [
        window_headline(window, asked),
        *told,
        *few_sentences(basis_texts(window)),
        statements([window], asked),
    ]
    return with_meanings(filter(None, said))


def few_sentences(texts: Sequence[str]) -> list[str]:
    """Keep the first sentences of a long list, and say how many more there are."""
    told = few(texts)
    return told if len(told) == len(texts) else [*told[:-1], f"And {told[-1]}."]


def rules_texts(window: Window, asked: PoolingQuestion) -> list[str]:
    """Say what is pooled in a window, by which rules, and what that rests on."""
    question, stated = asked.question, statement([window], asked)
    said = {
        f"{question.treatment}; response: {question.outcome}.": not stated,
        f"{question.treatment}.": bool(stated),
        statements([window], asked): True,
        f"{width_text(question.width)}.": window.is_at_centre,
        f"{width_text(question.width)}; those used are at {visits_span(window)}.": (
            not window.is_at_centre
        ),
        _rule_text(asked): True,
        f"{WHAT_IF_COUNTS} {WHAT_IF_POOLED}": asked.view.missing == WHAT_IF,
        " ".join(few_sentences(basis_texts(window))): True,
    }
    return [text for text, holds in said.items() if holds and text]


def window_footer(window: Window, asked: PoolingQuestion) -> str:
    """Explain the marks of a forest plot, and how its numbers were made."""
    pooled, entries = window.pooled, study_entries(window)
    has_published = bool(entries["is_published"].any())
    said = {
        " ".join(rules_texts(window, asked)): True,
        not_pooled_text(seen_not_pooled(window)): True,
        f"Squares: {_square(asked)} shares, larger for more patients.": True,
        "Hollow: a caution, or an assumed number assessed.": entries["hollow"].any(),
        **dict.fromkeys(mark_footers(entries), True),
        f"Whiskers: {asked.view.level}% {asked.view.interval_name} intervals.": True,
        "est.: no count, so not in N; the whisker is the published 95% interval.": has_published,
        f"Diamond: {pooled.method.name}, {pooled.level}% interval.": True,
        prediction_footer(pooled): True,
    }
    return " ".join(text for text, holds in said.items() if holds and text)


def curves_footer(points: pd.DataFrame, windows: Sequence[Window], asked: PoolingQuestion) -> str:
    """Explain the curves of a treatment, `points`, and the pooled segments over them."""
    question = asked.question
    is_crowded = points["series"].nunique() > MOST_DRAWN
    said = (
        f"{question.treatment}: all its curves, whether pooled or not.",
        f"Thick: pooled share and its {asked.view.level}% interval ({_methods(windows)}), over the "
        "visits really used; never joined.",
        f"{width_text(question.width)}.",
        _rule_text(asked),
        WHAT_IF_POOLED if asked.view.missing == WHAT_IF else "",
        statements([window for window in windows if window.is_pooled], asked),
        basis_over(windows),
        "Thin: a curve each." if is_crowded else figure_footer(points, asked.view),
    )
    return " ".join(filter(None, said))


def _square(asked: PoolingQuestion) -> str:
    return "supposed" if asked.view.missing == WHAT_IF else "raw"


def _rule_text(asked: PoolingQuestion) -> str:
    return "" if asked.view.missing == AS_REPORTED else f"{asked.view.rule}."


def _methods(windows: Sequence[Window]) -> str:
    names = {window.pooled.method.name for window in windows if window.is_pooled}
    return listing(sorted(names)) or "none is pooled"
