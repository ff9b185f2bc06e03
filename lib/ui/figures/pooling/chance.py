"""The chance that a new study exceeds a share, of one window."""

from functools import partial

from lib.analysis.pooling.question import PoolingQuestion, Worth
from lib.analysis.setting import values_of
from lib.analysis.settings import AS_FITS
from lib.charts.chance.chance import unanswered
from lib.charts.figure_options import Picture
from lib.exports.figure_export import RevealStep
from lib.exports.reproduction_script import chance_recipe
from lib.narrative.pooling.new_study_text import (
    chance_alt,
    chance_footer,
    chance_table,
    chance_title,
)
from lib.slides.page_settings import page_address
from lib.slides.slide_list import AT_ONCE, CHANCE, SYNTHESIS
from lib.studies.dataset import Dataset
from lib.ui.explore.pooling.new_study_section import chance_figure, new_study_of
from lib.ui.figures.page_figure import PageFigure
from lib.ui.session.dataset import colours_of
from lib.ui.session.dataset_cache import cache_on_dataset

FIRST, LAST = "Where a new study may lie", "How often above {}%"
"""The steps in which it is shown: the answer comes last."""


def chance_key(centre: float) -> str:
    """Give the name of the figure of a window, by its centre in months."""
    return f"{CHANCE}{centre:g}"


@cache_on_dataset(64)
def chance_page_figure(
    data: Dataset, pools: PoolingQuestion, worth: Worth, place: int, colours: str = AS_FITS
) -> PageFigure:
    """Give the figure of a window, by its place among them; nothing may be refused of it.

    `colours` as `CurveDisplay.colour_by`: it is kept for the other figures of the page.
    """
    new = new_study_of(data, pools, place, worth.tau_scale)
    draw = partial(chance_figure, data, pools, worth, place)
    named = {"figure": chance_key(new.window.centre), "colour": colours}

    def step_by_step(reveal: str, picture: Picture) -> list[RevealStep]:
        whole = draw(picture)
        last = RevealStep.of("" if reveal == AT_ONCE else LAST.format(worth.percent), whole)
        return [last] if reveal == AT_ONCE else [RevealStep.of(FIRST, unanswered(whole)), last]

    return PageFigure(
        page=SYNTHESIS,
        asked=page_address(SYNTHESIS, values_of(pools.question, worth, pools.view) | named),
        title=chance_title(new, worth, pools),
        alt=chance_alt(new, worth, pools),
        method=chance_footer(new, worth, pools),
        colour_by=colours_of(data, colours),
        points=new.window.used_visits,
        table=partial(chance_table, new, worth, pools),
        draw=draw,
        steps=step_by_step,
        recipe=partial(chance_recipe, pools, worth, place),
    )
