"""The pools of a treatment: one window's forest plot, and all of them over the curves."""

from dataclasses import replace
from functools import partial

from lib.analysis.synthesis import PoolingQuestion as Pools
from lib.analysis.time_windows import TOO_MANY, WINDOWS_MOST, Question, centres_of
from lib.analysis.view import View
from lib.charts.curves.curves import curves
from lib.charts.figure_options import Picture
from lib.charts.plotly.figure import plotly_figure
from lib.exports.figure_export import RevealStep
from lib.exports.reproduction_script import pooled_recipe, segments_recipe
from lib.narrative.synthesis_tables import forest_table, segments_table
from lib.narrative.synthesis_text import NOT_A_COURSE, curves_footer, when_text
from lib.phrases import months_text, shorten
from lib.slides.reveal_steps import steps
from lib.slides.slide_list import SEGMENTS, SYNTHESIS, PageSettings
from lib.studies.dataset import Dataset
from lib.ui.explore.synthesis_controls import can_be_stated, choices, outcomes_of
from lib.ui.explore.synthesis_section import (
    forest_figure,
    segments_figure,
    synthesis,
    treatment_points,
    window_text,
)
from lib.ui.figures.arms import steps_by_line
from lib.ui.figures.curves import curves_figure_for
from lib.ui.figures.page_figure import PageFigure
from lib.ui.session.dataset_cache import cache_on_dataset
from lib.ui.session.url_state import UsableAddress, asked_of, usable

MOST_SHOWN = 60
"""Characters of a name that a sentence shows."""
LOST = (
    "The treatment “{}” is not in the data now, so {} is shown instead, without what was stated or "
    "included for it."
)
NO_POOL = "Nothing is pooled at {} by what it asks for, so all pooled shares are shown instead."
NO_FIGURE = "There is no figure “{}” of pools, so all pooled shares are shown instead."
NOTHING_POOLED = "Nothing is pooled by what it asks for, so the curves of all studies are shown."


@cache_on_dataset(32)
def segments_page_figure(data: Dataset, pools: Pools) -> PageFigure:
    """Give the figure of the pooled shares over the curves of the treatment."""
    shown, drawn = synthesis(data, pools), treatment_points(data, pools)
    draw = partial(segments_figure, data, pools)

    def step_by_step(reveal: str, picture: Picture) -> list[RevealStep]:
        *told, (last, _) = steps(drawn, reveal)
        first = [
            RevealStep(label, plotly_figure(curves(seen, None, picture))) for label, seen in told
        ]
        return [*first, RevealStep(last or "Pooled", plotly_figure(draw(picture)))]

    return PageFigure(
        page=SYNTHESIS,
        asked=_address(pools, SEGMENTS),
        title=f"{pools.question.treatment}: share responding, with what is pooled",
        alt=f"{shown.headline} {NOT_A_COURSE}",
        method=curves_footer(drawn, shown.windows, pools),
        colour_by="study",
        points=drawn,
        table=partial(segments_table, shown.windows, pools),
        draw=draw,
        steps=step_by_step,
        recipe=partial(segments_recipe, pools),
    )


@cache_on_dataset(64)
def forest_page_figure(data: Dataset, pools: Pools, place: int) -> PageFigure:
    """Give the forest plot of a pooled window, by its place among the windows."""
    window, told = synthesis(data, pools).windows[place], window_text(data, pools, place)
    draw = partial(forest_figure, data, pools, place)
    return PageFigure(
        page=SYNTHESIS,
        asked=_address(pools, f"{window.centre:g}"),
        title=f"{pools.question.treatment}: pooled {when_text(window)}",
        alt=told.alt,
        method=told.footer,
        colour_by="study",
        points=window.used_visits,
        table=partial(forest_table, window, pools),
        draw=draw,
        steps=steps_by_line(draw),
        recipe=partial(pooled_recipe, pools, place),
    )


def synthesis_figure_for(data: Dataset, asked: PageSettings) -> tuple[PageFigure, UsableAddress]:
    """Give the figure that an address or a slide asks of the page Synthesis."""
    named = dict(asked).get("treatment", ())
    found = choices(data, named[0] if named else None)
    kept = usable(asked, {**found, "figure": [SEGMENTS, *found["centres"]]})
    pools = _pools(data, kept, named[0] if named else "")
    places = {f"{centre:g}": place for place, centre in enumerate(pools.question.centres)}
    if len(kept.values.get("centres", ())) > WINDOWS_MOST:
        kept = _with_fallback(kept, TOO_MANY)
    if named and named[0] != pools.question.treatment:
        kept = _with_fallback(kept, _lost_message(named[0], pools.question.treatment))
    shown, figure = synthesis(data, pools), dict(asked).get("figure", (SEGMENTS,))[:1]
    if not shown.pooled:
        sight, _ = curves_figure_for(data, ())
        return sight, _with_fallback(kept, NOTHING_POOLED)
    place = next((places[name] for name in figure if name in places), None)
    if place is not None and shown.windows[place].is_pooled:
        return forest_page_figure(data, pools, place), kept
    if figure and figure != (SEGMENTS,):
        why = NO_FIGURE.format(shorten(figure[0], MOST_SHOWN))
        if place is not None:
            why = NO_POOL.format(months_text(shown.windows[place].centre))
        kept = _with_fallback(kept, why)
    return segments_page_figure(data, pools), kept


def _pools(data: Dataset, kept: UsableAddress, named: str) -> Pools:
    """Ask what can be asked; a statement about a treatment that is gone does not count."""
    start, question = View(), Question("", "")
    treatment = kept.one("treatment", choices(data, None)["treatment"][0])
    is_that = named in ("", treatment)
    known = outcomes_of(data, treatment)
    outcome = kept.one("outcome", known[0])
    is_stated = kept.one("same_outcomes", "false") == "true" and can_be_stated(data, treatment)
    return Pools(
        Question(
            treatment,
            outcome if outcome in known else known[0],
            float(kept.one("width", str(question.width))),
            is_that and kept.one("with_cautions", "false") == "true",
            is_that and is_stated,
            centres_of(kept.values.get("centres", ())),
        ),
        View(
            missing=kept.one("missing", start.missing),
            level=int(kept.one("level", str(start.level))),
        ),
    )


def _lost_message(named: str, instead: str) -> str:
    return LOST.format(shorten(named, MOST_SHOWN), shorten(instead, MOST_SHOWN))


def _with_fallback(kept: UsableAddress, fallback: str) -> UsableAddress:
    return replace(kept, fallbacks=(*kept.fallbacks, fallback))


def _address(pools: Pools, figure: str) -> PageSettings:
    start, question, view = Question("", ""), pools.question, pools.view
    now = {
        "treatment": question.treatment,
        "outcome": question.outcome,
        "centres": question.centres,
        "width": question.width,
        "with_cautions": question.with_cautions,
        "same_outcomes": question.same_outcomes,
        "level": view.level,
        "missing": view.missing,
        "figure": figure,
    }
    plain = View()
    begin = {
        "treatment": "",
        "outcome": "",
        "centres": start.centres,
        "width": start.width,
        "with_cautions": False,
        "same_outcomes": False,
        "level": plain.level,
        "missing": plain.missing,
        "figure": SEGMENTS,
    }
    return asked_of(now, begin)
