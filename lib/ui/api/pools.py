"""Pools as numbers and words: window by window, of a new study, and of the same studies."""

from collections.abc import Mapping
from typing import Any

from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.analysis.pooling.new_study import NewStudy
from lib.analysis.pooling.question import ChangeQuestion, PoolingQuestion, Worth
from lib.analysis.setting import make, values_of
from lib.exports.tables.change_csv import change_rows
from lib.exports.tables.synthesis_csv import new_study_numbers, window_rows
from lib.narrative.pooling.changes.effects import change_refusal
from lib.narrative.pooling.new_study_text import chance_sentence, prior_texts
from lib.narrative.pooling.pool_basis import basis_texts
from lib.narrative.pooling.synthesis_text import window_headline
from lib.slides.page_settings import usable
from lib.slides.slide_list import SYNTHESIS, PageSettings
from lib.studies.dataset import Dataset
from lib.ui.api.figures import (
    Json,
    expect_not_too_much,
    figure_or_refusals,
    figure_parts,
    found_on,
)
from lib.ui.api.inquiry import Inquiry
from lib.ui.api.problems import ProblemError
from lib.ui.explore.pooling.change_section import change_of, change_words
from lib.ui.explore.pooling.new_study_section import news_of
from lib.ui.explore.pooling.synthesis_section import synthesis
from lib.ui.figures.synthesis import pools_of


def pool(asked: Inquiry) -> Json:
    """Give what is pooled window by window and within the same studies, or why it is not."""
    data, found = asked.studies, found_on(SYNTHESIS, asked)
    given = asked.settings(SYNTHESIS, found)
    kept = usable(SYNTHESIS, given, found)
    pools = pools_of(data, kept, dict(asked.query).get("treatment", ""))
    change, worth = make(ChangeQuestion, kept.values), make(Worth, kept.values)
    used = {
        name: {**kept.values, **values_of(pools.question, pools.view)}[name] for name in kept.values
    }
    _expect_use(given, kept.values, used, pools.question.treatment)
    _expect_windows(pools, change)
    made = synthesis(data, pools)
    expect_not_too_much(made.windows[0].judged)
    figure, refused = figure_or_refusals(data, SYNTHESIS, given, True)
    refused = [*refused, *made.refusals]
    return figure_parts(data, SYNTHESIS, used, pools.view, figure, refused) | {
        "headline": made.headline,
        "statement": made.statement,
        "what_keeps_studies_apart": [*made.lessons, *made.choices],
        "treatment_not_stated": made.unstated,
        "outside_all_windows": made.outside,
        "windows": [_window(new, pools, worth) for new in news_of(data, pools, worth)],
        "same_studies": _same_studies(data, pools, change),
        "cautions": made.cautions,
        "citations": made.citations,
    }


def _window(new: NewStudy, pools: PoolingQuestion, worth: Worth) -> Json:
    """Give what is pooled in a window, of what, and what it tells of a new study."""
    window = new.window
    *series, pooled = window_rows(window)
    return {
        "centre_months": window.centre,
        "half_width_months": pools.question.width,
        "is_pooled": window.is_pooled,
        "headline": window_headline(window, pools),
        "rests_on": basis_texts(window),
        "series": series,
        "pool": pooled,
        "new_study": {
            "in_words": chance_sentence(new, worth),
            "prior": prior_texts(new.tau_scale),
            **new_study_numbers(new, worth),
        },
    }


def _same_studies(data: Dataset, pools: PoolingQuestion, question: ChangeQuestion) -> Json:
    """Give the pooled change within the studies of two windows, a row each study and pool."""
    same = change_of(data, pools, question)
    told = change_words(data, pools, question)
    return {
        "earlier_centre_months": same.earlier.centre,
        "later_centre_months": same.later.centre,
        "measure": question.measure,
        "correlation": question.correlation,
        "level_pct": same.change.level,
        "is_pooled": same.is_pooled,
        "headline": told.lead if same.is_pooled else told.heading,
        "why_not_pooled": "" if same.is_pooled else change_refusal(same),
        "rows": change_rows(same),
        "fall": _fall(same),
        "cautions": told.cautions,
    }


def _fall(same: SameStudies) -> Json:
    """Give how far the pooled line falls in points, in the same studies and by others; or None."""
    fall = same.fall
    parts = {
        "whole_points": fall.whole,
        "within_same_studies_points": fall.within,
        "other_studies_points": fall.between,
    }
    known = {name: round(100 * part, 6) if fall.is_known else None for name, part in parts.items()}
    return {
        **known,
        "studies_only_earlier": fall.first.k - fall.first_same.k,
        "studies_only_later": fall.later.k - fall.later_same.k,
    }


def _expect_use(
    given: PageSettings, kept: Mapping[str, Any], used: Mapping[str, Any], treatment: str
) -> None:
    """Refuse what can be set, but not for this treatment."""
    lost = [name for name, _ in given if name in used and used[name] != kept[name]]
    if lost:
        detail = f"For the treatment “{treatment}” this cannot be set: {', '.join(lost)}."
        raise ProblemError("not-as-asked", detail, settings=lost)


def _expect_windows(pools: PoolingQuestion, change: ChangeQuestion) -> None:
    """Refuse to compare months around which no window lies: others would be compared instead."""
    centres = pools.question.centres
    lost = [
        name
        for name, month in (("earlier", change.earlier), ("later", change.later))
        if month not in (None, *centres)
    ]
    if lost:
        around = ", ".join(f"{centre:g}" for centre in centres)
        detail = f"No window lies around the month of: {', '.join(lost)}. Windows: {around}."
        raise ProblemError("not-as-asked", detail, settings=lost)
