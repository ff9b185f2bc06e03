"""A figure that can be drawn in any size, with the words and numbers that belong to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from lib.charts.figure_options import SLIDE, Picture
from lib.charts.theme import SLIDE_THEMES, THEMES
from lib.exports.figure_export import Exhibit, Presented, Step
from lib.exports.tables.points_csv import Stamp
from lib.narrative.caveats import cautions
from lib.slides.slide_list import Asked, Slide
from lib.studies.dataset import Dataset
from lib.studies.doi import doi_address
from lib.ui.session.url import ViewerContext


@dataclass(frozen=True, eq=False)
class PageFigure:
    """What a page shows in one figure.

    Attributes
    ----------
    page, asked
        Whose figure it is, and what that page's controls are set to.
    title, alt, method
        What it shows, the same in sentences, and its marks explained with how it was made.
    colour_by
        `study` or `treatment`.
    points
        The points in it: a frame with `caution` and `citation`.
    table
        Makes the text twin: a row a point or a line.
    draw
        Draws the figure.
    steps
        Draws it step by step, by one of `lib.slides.slide_list.REVEALS`.
    recipe
        Tells in Python how it is drawn; None where that is not told.
    """

    page: str
    asked: Asked
    title: str
    alt: str
    method: str
    colour_by: str
    points: pd.DataFrame
    table: Callable[[], pd.DataFrame]
    draw: Callable[[Picture], Any]
    steps: Callable[[str, Picture], list[Step]]
    recipe: Callable[[Picture], str] | None = None


def footer_with_source(footer: str, data: Dataset, day: str) -> str:
    """Give what stands under a figure: its marks, then the file, its version and the day."""
    return f"{footer} Response Decay · {data.name}, version {data.version} · {day}"


def export_figure(
    sight: PageFigure, data: Dataset, setting: ViewerContext, version: str = ""
) -> Exhibit:
    """Make what is taken away of a sight, drawn as on a wide page.

    Its link names the data version where one is given.
    """
    footer = footer_with_source(sight.method, data, setting.day)
    picture = Picture(THEMES[setting.theme], False, sight.colour_by, sight.title, footer)
    return Exhibit(
        title=sight.title,
        figure=sight.draw(picture),
        alt=sight.alt,
        method=sight.method,
        table=sight.table(),
        cautions=tuple(cautions(sight.points)),
        citations=_citations(sight.points),
        stamp=Stamp(sight.title, data.name, data.version, setting.day),
        link=setting.link(sight.page, sight.asked, version),
        recipe=sight.recipe(picture) if sight.recipe else "",
    )


def render_slide(
    sight: PageFigure, slide: Slide, data: Dataset, setting: ViewerContext
) -> Presented:
    """Make a slide of a sight, under the slide's own title."""
    titled = replace(sight, title=slide.title or sight.title)
    picture = Picture(SLIDE_THEMES[setting.theme], False, sight.colour_by, room=SLIDE)
    steps = tuple(sight.steps(slide.reveal, picture))
    return Presented(export_figure(titled, data, setting, slide.version), slide.note, steps)


def _citations(points: pd.DataFrame) -> tuple[str, ...]:
    """Give each citation once, with its address where a DOI is known."""
    told = zip(points["citation"], points["doi"], strict=True)
    texts = (" ".join(filter(None, [text, doi_address(doi)])) for text, doi in told)
    return tuple(dict.fromkeys(filter(None, texts)))
