"""Two treatments that several studies set against each other: at a month, and over time."""

from functools import partial

import pandas as pd

from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.pooling.question import DEFAULT_WIDTH
from lib.analysis.setting import values_of
from lib.analysis.settings import AS_FITS, MonthQuestion
from lib.exports.reproduction_script import contrast_recipe, over_time_recipe
from lib.narrative.pooling.contrasts.sentences import contrast_alt, contrast_footer, models_text
from lib.narrative.pooling.contrasts.tables import contrast_table, over_time_table
from lib.narrative.pooling.contrasts.titles import contrast_title
from lib.narrative.pooling.contrasts.windows import (
    over_time_alt,
    over_time_footer,
    over_time_headline,
    over_time_title,
)
from lib.slides.page_settings import page_address
from lib.slides.slide_list import COMPARE, CONTRAST, OVER_TIME, PageSettings
from lib.studies.dataset import Dataset
from lib.ui.explore.pooling.contrast_section import (
    contrast_figure,
    over_time_figure,
    pooled_contrast_of,
    windows_of,
)
from lib.ui.figures.page_figure import PageFigure, steps_by_line
from lib.ui.session.dataset import colours_of
from lib.ui.session.dataset_cache import cache_on_dataset


@cache_on_dataset(32)
def contrast_page_figure(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion, colours: str = AS_FITS
) -> PageFigure | None:
    """Give the figure of two treatments at a month; None where they are not pooled.

    `colours` as `CurveDisplay.colour_by`.
    """
    contrast = pooled_contrast_of(data, month, question)
    if contrast is None:
        return None
    draw = partial(contrast_figure, data, month, question)
    return PageFigure(
        page=COMPARE,
        asked=_address(month, question, CONTRAST, colours),
        title=contrast_title(contrast, month.view.rule),
        alt=contrast_alt(contrast, month.view),
        method=contrast_footer(contrast, month.view),
        colour_by=colours_of(data, colours),
        points=contrast.visits,
        table=partial(contrast_table, contrast, question, month.view),
        draw=draw,
        steps=steps_by_line(draw),
        recipe=partial(contrast_recipe, month, question),
        doubts=tuple(filter(None, [models_text(contrast)])),
    )


@cache_on_dataset(32)
def over_time_page_figure(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion, colours: str = AS_FITS
) -> PageFigure | None:
    """Give the figure of the windows; None where fewer than two are pooled."""
    windows = windows_of(data, month, question)
    if not windows:
        return None
    draw = partial(over_time_figure, data, month, question)
    return PageFigure(
        page=COMPARE,
        asked=_address(month, question, OVER_TIME, colours),
        title=over_time_title(windows, month.view.rule),
        alt=over_time_alt(windows, month.view.rule),
        method=over_time_footer(windows, DEFAULT_WIDTH, month.view),
        colour_by=colours_of(data, colours),
        points=pd.concat([window.visits for window in windows]).drop_duplicates("row"),
        table=partial(over_time_table, windows, month.view.rule),
        draw=draw,
        steps=steps_by_line(draw),
        recipe=partial(over_time_recipe, month, question),
        doubts=(over_time_headline(windows),),
    )


def _address(
    month: MonthQuestion, question: ContrastQuestion, figure: str, colours: str
) -> PageSettings:
    values = values_of(month, month.view, question) | {"figure": figure, "colour": colours}
    return page_address(COMPARE, values)
