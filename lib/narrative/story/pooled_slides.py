"""The slides of the story that take studies together: each only where the data allow it."""

from collections.abc import Iterator, Sequence
from math import exp

import pandas as pd

from lib.analysis.arm_pairs import pairs_by_month
from lib.analysis.month_slice import at_month, visits
from lib.analysis.pooling.changes.same_studies import SameStudies, same_studies
from lib.analysis.pooling.contrasts.arm_contrasts import (
    PooledContrast,
    contrast_at,
    contrasts_over_time,
)
from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.pooling.new_study import NewStudy, new_study
from lib.analysis.pooling.question import ChangeQuestion, PoolingQuestion, Question, Worth
from lib.analysis.pooling.synthesis import Window, outcomes, synthesize, treatments
from lib.analysis.setting import values_of
from lib.analysis.settings import MonthQuestion
from lib.narrative.answers import MOST_ROWS, better_in_short, when_better
from lib.narrative.pooling.changes.sentences import (
    NO_CAUSE,
    change_headline,
    fall_sentence,
    new_study_sentence,
)
from lib.narrative.pooling.contrasts.sentences import contrast_headline
from lib.narrative.pooling.contrasts.windows import over_time_headline
from lib.narrative.pooling.new_study_text import (
    WHAT_IT_IS,
    chance_sentence,
    given_prior,
    prior_texts,
)
from lib.narrative.pooling.pooling_text import proportion_text
from lib.narrative.pooling.synthesis_text import NOT_A_COURSE, synthesis_headline
from lib.narrative.story.slide_titles import fit_words
from lib.narrative.story.story_slide import caution_lines, story_slide
from lib.phrases import percent_text
from lib.slides.page_settings import page_address
from lib.slides.slide_list import (
    BY_STUDY,
    CHANCE,
    COMPARE,
    CONTRAST,
    OVER_TIME,
    SAME_STUDIES,
    SEGMENTS,
    SLOPES,
    SYNTHESIS,
    PageSettings,
    Slide,
)

AGAINST_OTHER = "Against the other:"


def pooled_slides(points: pd.DataFrame) -> Iterator[Slide]:
    """Tell what studies say together: over time, in the same studies, of arms, of a new study.

    Parameters
    ----------
    points
        The estimate frame with words, of all rows.

    Returns
    -------
    At most four slides, in this order; none of what is refused, and none at all of so many rows
    that pooling them takes seconds.
    """
    if len(points) > MOST_ROWS:
        return
    treatment = treatments(points)[0]
    asked = PoolingQuestion(Question(treatment, outcomes(points, treatment)[0]))
    windows = synthesize(points, asked)
    same = same_studies(windows, ChangeQuestion())
    yield from _pools(windows, asked)
    yield from _change(same, asked)
    yield from _contrast(points)
    yield from _new_study(windows, same, asked)


def _pools(windows: Sequence[Window], asked: PoolingQuestion) -> Iterator[Slide]:
    """Show the pooled share of each window that has one."""
    pooled = [window for window in windows if window.is_pooled]
    if not pooled:
        return
    shares = [
        f"{proportion_text(window.pooled)} at {'month ' * (window is pooled[0])}{window.centre:g}"
        for window in (pooled if len(pooled) == 1 else (pooled[0], pooled[-1]))
    ]
    figure = SEGMENTS if len(pooled) > 1 else f"{pooled[0].centre:g}"
    used = pd.concat([window.used_visits for window in pooled]).drop_duplicates("row")
    note = [synthesis_headline(windows, asked), NOT_A_COURSE, *caution_lines(used)]
    view = _synthesis_view(asked, figure=figure)
    yield story_slide(f"Pooled share: {', '.join(shares)}", view, note)


def _change(same: SameStudies, asked: PoolingQuestion) -> Iterator[Slide]:
    """Show what is left in the studies that are seen in both of two windows."""
    if not same.is_pooled:
        return
    left = percent_text(100 * exp(same.change.estimate), 0)
    verb = "is left" if same.change.estimate <= 0 else "is there"
    first, later = same.earlier.centre, same.later.centre
    note = [
        change_headline(same, asked),
        fall_sentence(same),
        new_study_sentence(same),
        NO_CAUSE,
        *caution_lines(same.visits),
    ]
    title = f"Same studies, month {first:g} to {later:g}: {left} {verb}"
    yield story_slide(title, _synthesis_view(asked, show=SAME_STUDIES, figure=SLOPES), note)


def _contrast(points: pd.DataFrame) -> Iterator[Slide]:
    """Show two treatments in arms made by chance: over time, or at the month that has most arms."""
    compared, seen = pairs_by_month(points), visits(points)
    best = max(seen, key=lambda month: (compared.get(month, 0), len(seen[month])))
    month, question = MonthQuestion(best), ContrastQuestion()
    contrast = contrast_at(at_month(points, best, month.within), month, question)
    if contrast is None or not contrast.is_pooled:
        return
    every = contrasts_over_time(points, contrast, question, month.view)
    windows = [window for window in every if window.is_pooled]
    is_over_time = len(windows) > 1
    told = windows if is_over_time else [contrast]
    figure = OVER_TIME if is_over_time else CONTRAST
    asked = page_address(COMPARE, values_of(month) | {"figure": figure})
    note = [
        over_time_headline(every) if is_over_time else "",
        contrast_headline(contrast, month.view.rule),
        *caution_lines(_visits(told)),
    ]
    title = fit_words(AGAINST_OTHER, when_better(told).lower(), better_in_short(told))
    yield story_slide(title, (COMPARE, asked), note)


def _visits(contrasts: Sequence[PooledContrast]) -> pd.DataFrame:
    return pd.concat([contrast.visits for contrast in contrasts]).drop_duplicates("row")


def _new_study(
    windows: Sequence[Window], same: SameStudies, asked: PoolingQuestion
) -> Iterator[Slide]:
    """Ask whether a new study would exceed a share, at the later month of the change or the last.

    The answer comes as the last step.
    """
    worth = Worth()
    later = [same.later] if same.is_pooled else []
    told = (new_study(window, worth.tau_scale) for window in (*later, *reversed(windows)))
    new = next((each for each in told if not each.reason), None)
    if new is None:
        return
    month = f"{new.window.centre:g}"
    view = _synthesis_view(asked, figure=f"{CHANCE}{month}")
    title = f"Would a new study exceed {worth.percent}% at month {month}?"
    yield story_slide(title, view, _chance_note(new, worth), BY_STUDY)


def _chance_note(new: NewStudy, worth: Worth) -> list[str]:
    chance = f"{given_prior(new.chance_over(worth.percent))}."
    told = [chance_sentence(new, worth), " ".join([chance, *prior_texts(new.tau_scale)])]
    return [*told, WHAT_IT_IS, *caution_lines(new.window.used_visits)]


def _synthesis_view(asked: PoolingQuestion, **shown: str) -> tuple[str, PageSettings]:
    return SYNTHESIS, page_address(SYNTHESIS, values_of(asked.question, asked.view) | shown)
