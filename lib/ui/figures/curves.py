"""The curves of a view, in one chart or a panel a study."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

import pandas as pd

from lib.analysis.fitted_curves import FittedLine
from lib.analysis.setting import make, values_of
from lib.analysis.settings import AS_FITS, PANELS, CurveDisplay, View
from lib.charts.cards import big_numbers, definitions
from lib.charts.curves.curves import curves
from lib.charts.curves.small_multiples import panels
from lib.charts.curves.thinning import thinning_note
from lib.charts.figure_options import Picture
from lib.charts.spec import Cards, Curves
from lib.exports.figure_export import RevealStep
from lib.exports.reproduction_script import curves_recipe, panels_recipe
from lib.narrative.captions import figure_footer, figure_title, range_footer
from lib.narrative.caveats import incomparable
from lib.narrative.headline import headline
from lib.narrative.numbers.count_text import with_meanings
from lib.narrative.numbers.fitted_text import fitted_footer, fitted_words
from lib.narrative.series_text import sentences
from lib.narrative.story.slide_titles import (
    is_seen_once,
    mixed_line,
    page_finding,
    slide_doubts,
    slide_finding,
)
from lib.phrases import shorten
from lib.slides.page_settings import UsableAddress, page_address, usable
from lib.slides.reveal_steps import steps
from lib.slides.slide_list import CURVES, DEFINITIONS, STUDY, PageSettings
from lib.slides.study_pages import PANELS_A_PAGE, on_page, page_count
from lib.studies.dataset import Dataset
from lib.ui.components.tables import points_frame
from lib.ui.explore import curve_controls
from lib.ui.explore.curve_text import view_text
from lib.ui.figures.page_figure import PageFigure
from lib.ui.session.dataset import (
    changes,
    colours_of,
    curves_figure,
    panels_figure,
    points,
    view_fits,
)
from lib.ui.session.dataset_cache import cache_on_dataset

FittedLines = tuple[FittedLine, ...]
Draw = Callable[[Picture], Curves]
Steps = Callable[[str, Picture], list[RevealStep]]

NOTHING_LEFT = "No number is left by what it asks for, so all rows are shown, as reported."
MOST_POINTS = 3_000
"""Points that the steps of a slide may draw in all, so that it stays below a megabyte."""


@cache_on_dataset(64)
def curves_page_figure(data: Dataset, view: View, look: CurveDisplay) -> PageFigure:
    """Give the figure of the page Response curves."""
    if look.layout == PANELS:
        return _panels_page_figure(data, view, look)
    shown, known = view_text(data, view), changes(data, view)
    lines = view_fits(data, view) if look.fitted else ()
    return PageFigure(
        page=CURVES,
        asked=page_address(CURVES, values_of(view, look)),
        title=figure_title(view),
        alt=with_meanings([shown.alt, *fitted_words(lines)]),
        method=_method(shown.footer, shown.points, view.focus, look, lines),
        colour_by=colours_of(data, look.colour_by),
        points=shown.points,
        table=partial(points_frame, shown.points),
        draw=_draw_curves(data, view, lines, look.with_range),
        steps=_steps(data, view, lines, look.with_range),
        recipe=partial(curves_recipe, view, fitted=look.fitted, with_range=look.with_range),
        finding=slide_finding(shown.points, view.level, known),
        doubts=tuple(slide_doubts(shown.points, view.level, known)),
        cards=_cards(shown.points),
    )


def _method(
    footer: str,
    drawn: pd.DataFrame,
    focus: Collection[str],
    look: CurveDisplay,
    lines: FittedLines,
) -> str:
    """Explain the marks, how many lines stand for more, and what else is drawn."""
    fitted = [fitted_footer(lines)] if look.fitted else []
    ranges = [range_footer(drawn)] if look.with_range else []
    return " ".join(filter(None, [footer, thinning_note(drawn, focus), *fitted, *ranges]))


def _panels_page_figure(data: Dataset, view: View, look: CurveDisplay) -> PageFigure:
    """Give a page of panels, with the words and numbers of that page only."""
    every = points(data, view)
    page = min(look.page, page_count(every))
    look = replace(look, page=page)
    studies = on_page(every, page)
    drawn = every[every["study"].isin(studies)]
    left_out = every["study"].nunique() - len(studies)
    which = [f"{len(studies)} of {left_out + len(studies)} studies, page {page}."]
    told = which if left_out else []
    title = figure_title(view)
    return PageFigure(
        page=CURVES,
        asked=page_address(CURVES, values_of(view, look)),
        title=title,
        alt=with_meanings(
            [f"{title}.", *told, headline(drawn, view.level), *sentences(drawn, len(drawn))]
        ),
        method=" ".join(
            [
                *told,
                figure_footer(drawn, view, layout="panels"),
                *([range_footer(drawn)] if look.with_range else []),
            ]
        ),
        colour_by=colours_of(data, look.colour_by),
        points=drawn,
        table=partial(points_frame, drawn),
        draw=lambda picture: panels_figure(data, view, picture, page, look.with_range),
        steps=_steps_in_panels(data, view, look),
        recipe=partial(panels_recipe, view, page=page, with_range=look.with_range),
        finding=page_finding(drawn, (page - 1) * PANELS_A_PAGE + 1, view.level),
        doubts=tuple(slide_doubts(drawn, view.level)),
    )


@cache_on_dataset(64)
def study_page_figure(data: Dataset, study: str, colours: str = AS_FITS) -> PageFigure:
    """Give the figure of the page One study; `colours` as `CurveDisplay.colour_by`."""
    view = View(studies=(study,), focus=(study,))
    shown = view_text(data, view)
    return PageFigure(
        page=STUDY,
        asked=page_address(STUDY, {"study": study, "colour": colours}),
        title=f"{shorten(study, 60)}: {figure_title(view).lower()}",
        alt=f"{study}. {shown.alt}",
        method=shown.footer,
        colour_by=colours_of(data, colours),
        points=shown.points,
        table=partial(points_frame, shown.points),
        draw=_draw_curves(data, view, ()),
        steps=_steps(data, view, ()),
        recipe=partial(curves_recipe, view),
        finding=slide_finding(shown.points),
        doubts=tuple(slide_doubts(shown.points)),
        cards=_cards(shown.points),
    )


def _cards(drawn: pd.DataFrame) -> Callable[[Picture], Cards] | None:
    """Show one or two shares as numbers: a line needs a second visit."""
    return partial(big_numbers, drawn) if is_seen_once(drawn) else None


@cache_on_dataset(16)
def definitions_page_figure(data: Dataset, view: View, colours: str = AS_FITS) -> PageFigure:
    """Give what counted as a response as a slide of text; `colours` as `CurveDisplay.colour_by`."""
    shown = points(data, view)
    draw = partial(definitions, shown)
    named = {"study": "Study", "outcome": "Definition of response"}
    table = shown[[*named]].drop_duplicates().rename(columns=named)
    asked = values_of(view) | {"colour": colours, "figure": DEFINITIONS}
    return PageFigure(
        page=CURVES,
        asked=page_address(CURVES, asked),
        title="What counted as a response",
        alt=" ".join(incomparable(shown)) or "One definition of response.",
        method="In the words of the file.",
        colour_by=colours_of(data, colours),
        points=shown,
        table=lambda: table,
        draw=draw,
        steps=lambda _, picture: [RevealStep.of("", draw(picture))],
        doubts=tuple(mixed_line(shown)),
    )


def curves_figure_for(data: Dataset, asked: PageSettings) -> tuple[PageFigure, UsableAddress]:
    """Give the figure that an address or a slide asks of the page Response curves."""
    kept = usable(CURVES, asked, curve_controls.found(data))
    view, look = make(View, kept.values), make(CurveDisplay, kept.values)
    if points(data, view)["rate"].isna().all():
        view, kept = View(), kept.with_fallback(NOTHING_LEFT)
    if kept.values["figure"] == DEFINITIONS:
        return definitions_page_figure(data, view, look.colour_by), kept
    return curves_page_figure(data, view, look), kept


def study_figure_for(data: Dataset, asked: PageSettings) -> tuple[PageFigure, UsableAddress]:
    """Give the figure that an address or a slide asks of the page One study."""
    names = curve_controls.found(data)["studies"]
    kept = usable(STUDY, asked, {"study": names})
    study = kept.values["study"] or names[0]
    return study_page_figure(data, study, kept.values["colour"]), kept


def _draw_curves(data: Dataset, view: View, lines: FittedLines, with_range: bool = False) -> Draw:
    return lambda picture: curves_figure(data, view, picture, lines, with_range)


def _steps(data: Dataset, view: View, lines: FittedLines, with_range: bool = False) -> Steps:
    def drawn(reveal: str, picture: Picture) -> list[RevealStep]:
        every = points(data, view)
        *told, (last, whole) = steps(every, reveal, max(1, MOST_POINTS // len(every)))
        first = [(label, curves(seen, view.focus, picture)) for label, seen in told]
        charts = [*first, (last, curves(whole, view.focus, picture, lines, with_range))]
        return [RevealStep.of(label, chart) for label, chart in charts]

    return drawn


def _steps_in_panels(data: Dataset, view: View, look: CurveDisplay) -> Steps:
    def drawn(reveal: str, picture: Picture) -> list[RevealStep]:
        every = points(data, view)
        *told, (last, whole) = steps(every, reveal, studies=on_page(every, look.page))
        first = [(label, panels(seen, picture, look.page, view.focus)) for label, seen in told]
        drawn_last = panels(whole, picture, look.page, view.focus, look.with_range)
        charts = [*first, (last, drawn_last)]
        return [RevealStep.of(label, chart) for label, chart in charts]

    return drawn
