"""The two figures of the change within the same studies."""

from functools import partial

from lib.analysis.pooling.question import ChangeQuestion, PoolingQuestion
from lib.analysis.setting import make, values_of
from lib.analysis.settings import AS_FITS
from lib.charts.change.slopes import slope_points, slopes_of
from lib.charts.figure_options import Picture
from lib.exports.figure_export import RevealStep
from lib.exports.reproduction_script import change_recipe, slopes_recipe
from lib.narrative.pooling.changes.effects import change_refusal
from lib.narrative.pooling.changes.figure_words import forest_footer, slopes_footer
from lib.narrative.pooling.changes.sentences import change_title
from lib.narrative.pooling.changes.tables import change_table, slopes_table
from lib.phrases import months_text
from lib.slides.page_settings import UsableAddress, page_address
from lib.slides.reveal_steps import steps
from lib.slides.slide_list import CHANGES, SAME_STUDIES, SLOPES, SYNTHESIS, PageSettings
from lib.studies.dataset import Dataset
from lib.ui.explore.pooling.change_section import (
    change_figure,
    change_of,
    change_words,
    slopes_figure,
)
from lib.ui.figures.page_figure import PageFigure, steps_by_line
from lib.ui.session.dataset import colours_of
from lib.ui.session.dataset_cache import cache_on_dataset

REFUSED = "No change is pooled by what it asks for, so something else is shown. {}"
NO_WINDOW = "No window lies around {}, so other months are compared."


@cache_on_dataset(32)
def slopes_page_figure(
    data: Dataset, pools: PoolingQuestion, question: ChangeQuestion, colours: str = AS_FITS
) -> PageFigure:
    """Give the figure of a line a study and the pooled one; `colours` as `CurveDisplay`."""
    same = change_of(data, pools, question)
    points, draw = slope_points(same), partial(slopes_figure, data, pools, question)

    def step_by_step(reveal: str, picture: Picture) -> list[RevealStep]:
        *told, (last, _) = steps(points, reveal)
        first = [RevealStep.of(label, slopes_of(seen, picture)) for label, seen in told]
        return [*first, RevealStep.of(last or "Pooled", draw(picture))]

    return PageFigure(
        page=SYNTHESIS,
        asked=_address(pools, question, SLOPES, colours),
        title=change_title(same, pools),
        alt=change_words(data, pools, question).alt,
        method=slopes_footer(same, pools),
        colour_by=colours_of(data, colours),
        points=points,
        table=partial(slopes_table, same, pools),
        draw=draw,
        steps=step_by_step,
        recipe=partial(slopes_recipe, pools, question),
    )


@cache_on_dataset(32)
def change_page_figure(
    data: Dataset, pools: PoolingQuestion, question: ChangeQuestion, colours: str = AS_FITS
) -> PageFigure:
    """Give the forest plot of the change; `colours` as `CurveDisplay`."""
    same = change_of(data, pools, question)
    draw = partial(change_figure, data, pools, question)
    return PageFigure(
        page=SYNTHESIS,
        asked=_address(pools, question, CHANGES, colours),
        title=change_title(same, pools),
        alt=change_words(data, pools, question).alt,
        method=forest_footer(same, pools),
        colour_by=colours_of(data, colours),
        points=slope_points(same),
        table=partial(change_table, same, pools),
        draw=draw,
        steps=steps_by_line(draw),
        recipe=partial(change_recipe, pools, question),
    )


def change_figure_for(
    data: Dataset, pools: PoolingQuestion, name: str, kept: UsableAddress
) -> tuple[PageFigure | None, UsableAddress]:
    """Give a figure of the change by its name; None, with the reason, where nothing is pooled."""
    question, colours = make(ChangeQuestion, kept.values), kept.values["colour"]
    months = [
        month
        for month in (question.earlier, question.later)
        if month is not None and month not in pools.question.centres
    ]
    if months:
        kept = kept.with_fallback(NO_WINDOW.format(months_text(*sorted(set(months)))))
    same = change_of(data, pools, question)
    if not same.is_pooled:
        return None, kept.with_fallback(REFUSED.format(change_refusal(same)))
    make_figure = change_page_figure if name == CHANGES else slopes_page_figure
    return make_figure(data, pools, question, colours), kept


def _address(
    pools: PoolingQuestion, question: ChangeQuestion, figure: str, colours: str
) -> PageSettings:
    values = values_of(pools.question, pools.view, question)
    shown = {"show": SAME_STUDIES, "figure": figure, "colour": colours}
    return page_address(SYNTHESIS, values | shown)
