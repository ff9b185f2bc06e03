"""The series at one month, and how the arms of each study differ there."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from lib.analysis.setting import make, values_of
from lib.analysis.settings import AS_FITS, MonthQuestion, View
from lib.charts.figure_options import Picture
from lib.charts.reveal import line_by_line
from lib.charts.spec import Forest
from lib.exports.figure_export import RevealStep
from lib.exports.reproduction_script import differences_recipe, dots_recipe
from lib.narrative.arm_text import pair_sentence
from lib.narrative.captions import differences_footer, differences_title, dots_title
from lib.narrative.numbers.count_text import with_meanings
from lib.narrative.story.slide_titles import mixed_line
from lib.slides.page_settings import UsableAddress, page_address, usable
from lib.slides.reveal_steps import MOST_STEPS
from lib.slides.slide_list import BY_STUDY, COMPARE, DIFFERENCES, DOTS, PageSettings
from lib.studies.dataset import Dataset
from lib.ui.components.tables import points_frame
from lib.ui.explore import month_comparison
from lib.ui.explore.month_comparison import compare_month, differences_figure, dots_figure
from lib.ui.figures.page_figure import PageFigure
from lib.ui.session.dataset import colours_of
from lib.ui.session.dataset_cache import cache_on_dataset

NOTHING_LEFT = "No number is left by what it asks for, so the numbers are shown as reported."
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
    if values["figure"] == DIFFERENCES:
        if compare_month(data, month).pairs:
            return differences_page_figure(data, month, values["colour"]), kept
        kept = kept.with_fallback(NO_PAIRS)
    return dots_page_figure(data, month, values["colour"]), kept


def _address(month: MonthQuestion, figure: str, colours: str) -> PageSettings:
    values = values_of(month, month.view) | {"figure": figure, "colour": colours}
    return page_address(COMPARE, values)


def steps_by_line(draw: Callable[[Picture], Forest]) -> Callable[[str, Picture], list[RevealStep]]:
    """Show a forest plot line by line, where it is to be shown study by study."""

    def drawn(reveal: str, picture: Picture) -> list[RevealStep]:
        # At one month there is no month by month.
        told = line_by_line(draw(picture), MOST_STEPS if reveal == BY_STUDY else 1)
        return [RevealStep.of(name, chart) for name, chart in told]

    return drawn
