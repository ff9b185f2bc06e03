"""The series at one month, and how the arms of each study differ there."""

from dataclasses import replace
from functools import partial

from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.setting import make, values_of
from lib.analysis.settings import AS_FITS, MonthQuestion, View
from lib.exports.reproduction_script import differences_recipe, dots_recipe
from lib.narrative.arm_text import pair_sentence
from lib.narrative.captions import differences_footer, differences_title, dots_title
from lib.narrative.numbers.count_text import with_meanings
from lib.narrative.story.slide_titles import mixed_line
from lib.slides.page_settings import UsableAddress, page_address, usable
from lib.slides.slide_list import (
    COMPARE,
    CONTRAST,
    DIFFERENCES,
    DOTS,
    OVER_TIME,
    PageSettings,
)
from lib.studies.dataset import Dataset
from lib.ui.components.tables import points_frame
from lib.ui.explore import month_comparison
from lib.ui.explore.month_comparison import compare_month, differences_figure, dots_figure
from lib.ui.figures.contrasts.page_figures import contrast_page_figure, over_time_page_figure
from lib.ui.figures.page_figure import PageFigure, steps_by_line
from lib.ui.session.dataset import colours_of
from lib.ui.session.dataset_cache import cache_on_dataset

NOTHING_LEFT = "No number is left by what it asks for, so the numbers are shown as reported."
NO_CONTRAST = (
    "Two treatments are not pooled over studies by what it asks for, so the arms of each study are "
    "shown instead."
)
NO_OTHER_WINDOW = (
    "Two treatments are pooled at no two months by what it asks for, so the month alone is shown."
)
NO_PAIRS = "No study has two arms to compare at this month, so every arm is shown instead."


@cache_on_dataset(32)
def dots_page_figure(data: Dataset, month: MonthQuestion, colours: str = AS_FITS) -> PageFigure:
    """Give the figure of every series at one month; `colours` as `CurveDisplay.colour_by`."""
    made = compare_month(data, month)
    draw = partial(dots_figure, data, month)
    return PageFigure(
        page=COMPARE,
        asked=_address(month, DOTS, colours),
        title=dots_title(made.shown, month.month),
        alt=made.alt,
        method=made.footer,
        colour_by=colours_of(data, colours),
        points=made.shown,
        table=partial(points_frame, made.shown),
        draw=draw,
        steps=steps_by_line(draw),
        recipe=partial(dots_recipe, month),
        doubts=tuple(mixed_line(made.shown)),
    )


@cache_on_dataset(32)
def differences_page_figure(
    data: Dataset, month: MonthQuestion, colours: str = AS_FITS
) -> PageFigure:
    """Give the figure of how the arms of each study differ; `colours` as for the series."""
    made = compare_month(data, month)
    draw = partial(differences_figure, data, month)
    arms = made.at.loc[[arm.Index for pair in made.pairs for arm in (pair.first, pair.second)]]
    return PageFigure(
        page=COMPARE,
        asked=_address(month, DIFFERENCES, colours),
        title=differences_title(arms, month.month),
        alt=with_meanings(map(pair_sentence, made.pairs[: month_comparison.MOST_LISTED])),
        method=differences_footer(made.pairs, month.view.level),
        colour_by=colours_of(data, colours),
        points=arms,
        table=lambda: made.pairs_table,
        draw=draw,
        steps=steps_by_line(draw),
        recipe=partial(differences_recipe, month),
    )


def compare_figure_for(data: Dataset, asked: PageSettings) -> tuple[PageFigure, UsableAddress]:
    """Give the figure that an address or a slide asks of the page Compare."""
    kept = usable(COMPARE, asked, month_comparison.found(data))
    values = dict(kept.values)
    if values["month"] is None:
        values["month"] = month_comparison.first_month(data)
    month = make(MonthQuestion, values, view=make(View, values))
    if compare_month(data, month).shown.empty:
        month, kept = replace(month, view=View()), kept.with_fallback(NOTHING_LEFT)
    return _figure(data, month, make(ContrastQuestion, values), kept)


def _figure(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion, kept: UsableAddress
) -> tuple[PageFigure, UsableAddress]:
    """Give the figure of a name, or the next that there is."""
    name, colours = kept.values["figure"], kept.values["colour"]
    if name == OVER_TIME:
        if figure := over_time_page_figure(data, month, question, colours):
            return figure, kept
        name = CONTRAST
        if contrast_page_figure(data, month, question, colours):
            kept = kept.with_fallback(NO_OTHER_WINDOW)
    if name == CONTRAST:
        if figure := contrast_page_figure(data, month, question, colours):
            return figure, kept
        name, kept = DIFFERENCES, kept.with_fallback(NO_CONTRAST)
    if name == DIFFERENCES:
        if compare_month(data, month).pairs:
            return differences_page_figure(data, month, colours), kept
        kept = kept.with_fallback(NO_PAIRS)
    return dots_page_figure(data, month, colours), kept


def _address(month: MonthQuestion, figure: str, colours: str) -> PageSettings:
    values = values_of(month, month.view) | {"figure": figure, "colour": colours}
    return page_address(COMPARE, values)
