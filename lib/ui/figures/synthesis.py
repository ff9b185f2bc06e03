"""The pools of a treatment: one window's forest plot, and all of them over the curves."""

from functools import partial

from lib.analysis.pooling.new_study import why_no_new_study
from lib.analysis.pooling.question import WINDOWS_MOST, PoolingQuestion, Question, Worth
from lib.analysis.pooling.time_windows import TOO_MANY
from lib.analysis.selection import NOT_STATED
from lib.analysis.setting import make, values_of
from lib.analysis.settings import AS_FITS, View
from lib.charts.curves.curves import curves
from lib.charts.figure_options import Picture
from lib.exports.figure_export import RevealStep
from lib.exports.reproduction_script import pooled_recipe, segments_recipe
from lib.narrative.numbers.count_text import with_meanings
from lib.narrative.pooling.new_study_text import chance_sentence
from lib.narrative.pooling.synthesis_tables import forest_table, segments_table
from lib.narrative.pooling.synthesis_text import NOT_A_COURSE, when_text
from lib.narrative.pooling.window_figures import curves_footer
from lib.phrases import months_text, shorten
from lib.slides.page_settings import (
    UsableAddress,
    choices,
    page_address,
    present_address,
    usable,
)
from lib.slides.reveal_steps import steps
from lib.slides.slide_list import (
    CHANCE,
    CHANGES,
    CURVES,
    SAME_STUDIES,
    SEGMENTS,
    SLOPES,
    SYNTHESIS,
    PageSettings,
)
from lib.studies.dataset import Dataset
from lib.ui.explore.pooling.new_study_section import new_study_of
from lib.ui.explore.pooling.synthesis_controls import (
    arms_of,
    can_be_included,
    can_be_stated,
    found,
    outcomes_of,
)
from lib.ui.explore.pooling.synthesis_section import (
    forest_figure,
    segments_figure,
    synthesis,
    treatment_points,
    window_text,
    windows,
)
from lib.ui.figures.changes.page_figures import change_figure_for
from lib.ui.figures.curves import curves_figure_for
from lib.ui.figures.page_figure import PageFigure, steps_by_line
from lib.ui.figures.pooling.chance import chance_key, chance_page_figure
from lib.ui.session.dataset import colours_of
from lib.ui.session.dataset_cache import cache_on_dataset

MOST_SHOWN = 60
"""Characters of a name that a sentence shows."""
LOST = (
    "The treatment “{}” is not in the data now, so {} is shown instead, without what was stated or "
    "included for it."
)
NO_POOL = "Nothing is pooled at {} by what it asks for, so all pooled shares are shown instead."
NO_CHANCE = "What is pooled is shown instead."
NO_FIGURE = "There is no figure “{}” of pools, so all pooled shares are shown instead."
UNSTATED = (
    "It asks for studies whose treatment is not stated. These are never pooled, as what they gave "
    "may differ, so the curves of all studies are shown. Fill in the column treatment."
)
NOTHING_POOLED = "Nothing is pooled by what it asks for, so the curves of all studies are shown."


@cache_on_dataset(32)
def segments_page_figure(
    data: Dataset, pools: PoolingQuestion, colours: str = AS_FITS
) -> PageFigure:
    """Give the figure of the pooled shares over the curves of the treatment.

    `colours` as `CurveDisplay.colour_by`.
    """
    shown, drawn = synthesis(data, pools), treatment_points(data, pools)
    draw = partial(segments_figure, data, pools)

    def step_by_step(reveal: str, picture: Picture) -> list[RevealStep]:
        *told, (last, _) = steps(drawn, reveal)
        first = [RevealStep.of(label, curves(seen, (), picture)) for label, seen in told]
        return [*first, RevealStep.of(last or "Pooled", draw(picture))]

    return PageFigure(
        page=SYNTHESIS,
        asked=_address(pools, SEGMENTS, colours),
        title=f"{pools.question.treatment}: share responding, with what is pooled",
        alt=with_meanings([shown.headline, NOT_A_COURSE]),
        method=curves_footer(drawn, shown.windows, pools),
        colour_by=colours_of(data, colours),
        points=drawn,
        table=partial(segments_table, shown.windows, pools),
        draw=draw,
        steps=step_by_step,
        recipe=partial(segments_recipe, pools),
    )


@cache_on_dataset(64)
def forest_page_figure(
    data: Dataset, pools: PoolingQuestion, place: int, worth: Worth, colours: str = AS_FITS
) -> PageFigure:
    """Give the forest plot of a pooled window, by its place among the windows.

    `worth` is of the figure under it, which its link shows as it is.
    """
    window, told = synthesis(data, pools).windows[place], window_text(data, pools, place)
    draw = partial(forest_figure, data, pools, place)
    return PageFigure(
        page=SYNTHESIS,
        asked=_address(pools, f"{window.centre:g}", colours, worth),
        title=f"{pools.question.treatment}: pooled {when_text(window)}",
        alt=told.alt,
        method=told.footer,
        colour_by=colours_of(data, colours),
        points=window.used_visits,
        table=partial(forest_table, window, pools),
        draw=draw,
        steps=steps_by_line(draw),
        recipe=partial(pooled_recipe, pools, place),
    )


def pool_figure(
    data: Dataset, pools: PoolingQuestion, place: int | None, worth: Worth, colours: str
) -> tuple[PageFigure, str]:
    """Give a window's forest plot, or without a place all pooled shares; and its name."""
    if place is None:
        return segments_page_figure(data, pools, colours), SEGMENTS
    figure = forest_page_figure(data, pools, place, worth, colours)
    return figure, f"{pools.question.centres[place]:g}"


def synthesis_figure_for(data: Dataset, asked: PageSettings) -> tuple[PageFigure, UsableAddress]:
    """Give the figure that an address or a slide asks of the page Synthesis."""
    wanted = {name: texts for name, texts in present_address(SYNTHESIS, asked) if texts}
    named = wanted.get("treatment", ("",))[0]
    known = found(data, named)
    kept = usable(SYNTHESIS, asked, known)
    pools = pools_of(data, kept, named)
    centres = set(choices(SYNTHESIS, known)["centres"]) & set(wanted.get("centres", ()))
    if len(centres) > WINDOWS_MOST:
        kept = kept.with_fallback(TOO_MANY)
    if named not in ("", pools.question.treatment):
        kept = kept.with_fallback(_lost_message(named, pools.question.treatment))
    name = wanted.get("figure", (SEGMENTS,))[0]
    if name in (SLOPES, CHANGES) or kept.values["show"] == SAME_STUDIES:
        change, kept = change_figure_for(data, pools, name, kept)
        if change:
            return change, kept
        name = SEGMENTS
    if (place := _chance_place(data, pools, name)) is not None:
        worth = make(Worth, kept.values)
        return chance_page_figure(data, pools, worth, place, kept.values["colour"]), kept
    if not synthesis(data, pools).pooled:
        as_asked = page_address(CURVES, {"colour": kept.values["colour"]})
        figure, _ = curves_figure_for(data, as_asked)
        is_stated = pools.question.treatment != NOT_STATED
        return figure, kept.with_fallback(NOTHING_POOLED if is_stated else UNSTATED)
    return _figure(data, pools, name, kept)


def _chance_place(data: Dataset, pools: PoolingQuestion, name: str) -> int | None:
    """Find the window whose chance is named, if it can be told."""
    every = enumerate(windows(data, pools))
    named = (place for place, each in every if chance_key(each.centre) == name)
    place = next(named, None)
    if place is None or why_no_new_study(windows(data, pools)[place])[0]:
        return None
    return place


def _figure(
    data: Dataset, pools: PoolingQuestion, name: str, kept: UsableAddress
) -> tuple[PageFigure, UsableAddress]:
    """Give the figure of a name: a window's forest plot, or all pooled shares."""
    places = {f"{centre:g}": place for place, centre in enumerate(pools.question.centres)}
    month = name.removeprefix(CHANCE)
    place = places.get(month)
    if place is None:
        lost = NO_FIGURE.format(shorten(name, MOST_SHOWN))
        kept = kept if name == SEGMENTS else kept.with_fallback(lost)
        return segments_page_figure(data, pools, kept.values["colour"]), kept
    window = synthesis(data, pools).windows[place]
    worth = make(Worth, kept.values)
    if month != name:
        new = new_study_of(data, pools, place, worth.tau_scale)
        kept = kept.with_fallback(f"{chance_sentence(new, worth)} {NO_CHANCE}")
    if window.is_pooled:
        return forest_page_figure(data, pools, place, worth, kept.values["colour"]), kept
    refused = NO_POOL.format(months_text(window.centre))
    return segments_page_figure(data, pools, kept.values["colour"]), kept.with_fallback(refused)


def pools_of(data: Dataset, kept: UsableAddress, named: str) -> PoolingQuestion:
    """Ask what can be asked; a statement about a treatment that is gone does not count.

    `named` is the treatment that is asked for, blank for the first.
    """
    values = dict(kept.values)
    values["treatment"] = treatment = values["treatment"] or found(data, "")["treatment"][0]
    known, is_that = outcomes_of(data, treatment), named in ("", treatment)
    if values["outcome"] not in known:
        values["outcome"] = known[0]
    values["with_cautions"] &= is_that
    values["same_outcomes"] &= is_that and can_be_stated(data, treatment)
    values["with_published"] &= is_that and can_be_included(data, treatment)
    values["arms"] = tuple(arm for arm in values["arms"] if arm in arms_of(data, treatment))
    return PoolingQuestion(make(Question, values), make(View, values))


def _lost_message(named: str, instead: str) -> str:
    return LOST.format(shorten(named, MOST_SHOWN), shorten(instead, MOST_SHOWN))


def _address(pools: PoolingQuestion, figure: str, colours: str, *worth: Worth) -> PageSettings:
    values = values_of(pools.question, *worth, pools.view) | {"figure": figure, "colour": colours}
    return page_address(SYNTHESIS, values)
