"""The pools of a treatment: one window's forest plot, and all of them over the curves."""

from dataclasses import replace
from functools import partial

from lib.charts.curves import curves
from lib.charts.picture import Picture
from lib.exports.exhibit import Step
from lib.exports.recipes import pooled_recipe, segments_recipe
from lib.studies.dataset import Dataset
from lib.ui.made_once import once_a_dataset
from lib.ui.sights.asking import Heeded, asked_of, heeded
from lib.ui.sights.compare import steps_by_line
from lib.ui.sights.curves import curves_asked
from lib.ui.sights.sight import Sight
from lib.ui.synthesis import arms, forest_figure, segments_figure, synthesis, window_told
from lib.ui.synthesis_controls import choices, outcomes_of
from lib.views.phrases import months_text
from lib.views.slides import SYNTHESIS, Asked
from lib.views.steps import steps
from lib.views.synthesis import Asked as Pools
from lib.views.synthesis_words import NOT_A_COURSE, curves_footer
from lib.views.view import View
from lib.views.windows import CENTRES, Question

SEGMENTS = "segments"
NOTHING_POOLED = "Nothing is pooled by what it asks for, so the curves of all studies are shown."


@once_a_dataset(32)
def segments_sight(data: Dataset, pools: Pools) -> Sight:
    """Give the figure of the pooled shares over the curves of the treatment."""
    shown, drawn = synthesis(data, pools), arms(data, pools)
    method = (curves_footer(drawn, shown.windows, pools), shown.statement)
    draw = partial(segments_figure, data, pools)

    def step_by_step(reveal: str, picture: Picture) -> list[Step]:
        *told, (last, _) = steps(drawn, reveal)
        first = [Step(label, curves(seen, None, picture)) for label, seen in told]
        return [*first, Step(last or "Pooled", draw(picture))]

    return Sight(
        page=SYNTHESIS,
        asked=_asked(pools, SEGMENTS),
        title=f"{pools.question.treatment}: share responding, with what is pooled",
        alt=f"{shown.headline} {NOT_A_COURSE}",
        method=" ".join(filter(None, method)),
        colour_by="study",
        points=drawn,
        table=lambda: shown.overview,
        draw=draw,
        steps=step_by_step,
        recipe=partial(segments_recipe, pools),
    )


@once_a_dataset(64)
def forest_sight(data: Dataset, pools: Pools, place: int) -> Sight:
    """Give the forest plot of a pooled window, by its place among the windows."""
    window, told = synthesis(data, pools).windows[place], window_told(data, pools, place)
    draw = partial(forest_figure, data, pools, place)
    return Sight(
        page=SYNTHESIS,
        asked=_asked(pools, f"{window.centre:g}"),
        title=f"{pools.question.treatment}: pooled at {months_text(window.centre)}",
        alt=told.alt,
        method=told.footer,
        colour_by="study",
        points=window.used,
        table=lambda: told.series,
        draw=draw,
        steps=steps_by_line(draw),
        recipe=partial(pooled_recipe, pools, place),
    )


def synthesis_asked(data: Dataset, asked: Asked) -> tuple[Sight, Heeded]:
    """Give the figure that an address or a slide asks of the page Synthesis."""
    places = {f"{centre:g}": place for place, centre in enumerate(CENTRES)}
    named = dict(asked).get("treatment", ())
    found = choices(data, named[0] if named else None)
    kept = heeded(asked, {**found, "figure": [SEGMENTS, *places]})
    treatment = kept.one("treatment", found["treatment"][0])
    start, question = View(), Question("", "")
    pools = Pools(
        Question(
            treatment,
            kept.one("outcome", outcomes_of(data, treatment)[0]),
            float(kept.one("width", str(question.width))),
            kept.one("with_cautions", "false") == "true",
            kept.one("same_outcomes", "false") == "true",
        ),
        View(
            missing=kept.one("missing", start.missing),
            level=int(kept.one("level", str(start.level))),
        ),
    )
    windows = synthesis(data, pools).windows
    place = places.get(kept.one("figure", SEGMENTS))
    if place is not None and windows[place].is_pooled:
        return forest_sight(data, pools, place), kept
    if any(window.is_pooled for window in windows):
        return segments_sight(data, pools), kept
    sight, _ = curves_asked(data, ())
    return sight, replace(kept, fallbacks=(NOTHING_POOLED,))


def _asked(pools: Pools, figure: str) -> Asked:
    start, question, view = Question("", ""), pools.question, pools.view
    now = {
        "treatment": question.treatment,
        "outcome": question.outcome,
        "width": str(question.width),
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
        "width": str(start.width),
        "with_cautions": False,
        "same_outcomes": False,
        "level": plain.level,
        "missing": plain.missing,
        "figure": SEGMENTS,
    }
    return asked_of(now, begin)
