"""What the figures of a change say of themselves: alt texts, and their marks explained."""

from typing import Any

import pandas as pd

from lib.analysis.points import each_point
from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.analysis.pooling.question import PoolingQuestion
from lib.analysis.pooling.synthesis import width_text
from lib.analysis.settings import AS_REPORTED
from lib.narrative.captions import ADDED, WHAT_IF_COUNTS
from lib.narrative.numbers.count_text import mark_footers, of_text, with_meanings
from lib.narrative.pooling.changes.effects import WHAT
from lib.narrative.pooling.changes.sentences import (
    change_headline,
    fall_sentence,
    held_sentence,
    months_of,
    stated,
)
from lib.narrative.pooling.heterogeneity_text import bar_footer
from lib.narrative.pooling.pool_basis import not_pooled_text, seen_not_pooled
from lib.narrative.series_text import with_words
from lib.phrases import clause, months_text, with_noun

MOST_TOLD = 12
"""The most studies that an alt text describes one by one."""


def change_alt(same: SameStudies, asked: PoolingQuestion) -> str:
    """Write the alt text of both figures of a change."""
    both = list(zip(*map(_points, (same.first, same.second)), strict=True))
    told = [
        f"{first.study}: {first.rate_text} ({of_text(first)}) at {months_text(first.months)}, "
        f"{second.rate_text} ({of_text(second)}) at {second.months:g}."
        for first, second in both[:MOST_TOLD]
    ]
    if (more := len(both) - MOST_TOLD) > 0:
        told.append(f"And {with_noun(more, 'more study', 'more studies')}.")
    said = (change_headline(same, asked), *told, fall_sentence(same), stated(same, asked))
    return with_meanings(filter(None, said))


def _points(entries: pd.DataFrame) -> list[Any]:
    return list(each_point(with_words(entries)))


def _about(same: SameStudies, asked: PoolingQuestion) -> list[str]:
    """Of what a figure is, by which rules."""
    question, said = asked.question, stated(same, asked)
    response = "" if said else f"; response: {question.outcome}"
    return [
        f"{question.treatment}{response}.",
        said,
        f"Studies with counts in the windows of {months_of(same)}; "
        f"{clause(width_text(question.width))}.",
        "" if asked.view.missing == AS_REPORTED else f"{asked.view.rule}.",
        not_pooled_text(_seen(same) - set(same.studies)),
        WHAT_IF_COUNTS if same.is_supposed else "",
        *mark_footers(with_words(same.visits)),
    ]


def _seen(same: SameStudies) -> set[str]:
    """Studies that do not qualify in one of the windows, though they were seen there."""
    return seen_not_pooled(same.earlier) | seen_not_pooled(same.later)


def _correlation(same: SameStudies) -> str:
    return f"correlation of the two visits {same.change.correlation:g}"


def slopes_footer(same: SameStudies, asked: PoolingQuestion) -> str:
    """Explain the lines of the studies and the pooled one."""
    change, first = same.change, same.fall.first_same
    said = [
        *_about(same, asked),
        "Thin: a study each, at the months of its visits.",
        f"Thick: from the pooled share of these same studies ({first.method.name}) to what the "
        f"pooled {WHAT[same.question.measure]} leaves of it; the whisker is the {change.level}% "
        f"interval of the change alone (REML, {_correlation(same)}).",
        held_sentence(same),
    ]
    return " ".join(filter(None, said))


def forest_footer(same: SameStudies, asked: PoolingQuestion) -> str:
    """Explain the marks of the forest plot of the change."""
    change, visits = same.change, with_words(same.visits)
    said = [
        *_about(same, asked),
        "Squares: the study's change, larger for more patients.",
        "Hollow: a caution, or an assumed number assessed." if visits["hollow"].any() else "",
        f"Whiskers: {change.level}% intervals by the delta method, {_correlation(same)}; what lies "
        "past the axis stands at its edge.",
        _halves(visits, same.is_supposed),
        f"Diamond: REML, {change.level}% interval.",
        bar_footer(change),
        held_sentence(same),
    ]
    return " ".join(filter(None, said))


def _halves(visits: pd.DataFrame, is_supposed: bool) -> str:
    """Say that counts are added to, where they are."""
    is_extreme = (visits["r"] == 0) | (visits["r"] == visits["n"])
    if not is_extreme.any():
        return ""
    if is_supposed:
        return ADDED
    return "0.5 is added to all four counts where nobody or everybody responded at a visit."
