"""A figure of a page with its texts and numbers, to be drawn at any size."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from lib.charts.figure_options import IMAGE, SLIDE, Picture
from lib.charts.looks import legend
from lib.charts.reveal import line_by_line
from lib.charts.spec import Cards, Chart, Curves, Forest
from lib.charts.theme import DARK, LIGHT, SLIDE_THEMES, THEMES
from lib.exports.figure_export import FigureExport, RevealStep, SlideExport
from lib.exports.tables.points_csv import Stamp
from lib.narrative.captions import citations
from lib.narrative.caveats import cautions
from lib.slides.reveal_steps import MOST_STEPS
from lib.slides.slide_list import BY_STUDY, PageSettings, Slide
from lib.studies.dataset import Dataset
from lib.ui.session.url import ViewerContext


@dataclass(frozen=True, eq=False)
class PageFigure:
    """One figure of a page.

    Attributes
    ----------
    page, asked
        The page of the figure, and the state of its controls.
    title, alt, method
        Title, alt text, and the explanation of marks and methods.
    colour_by
        `study` or `treatment`.
    points
        The points drawn: a frame with `caution` and `citation`.
    table
        Makes the figure as a table, a row a point or a line.
    draw
        Draws the figure.
    steps
        Draws the steps of a reveal, one of `lib.slides.slide_list.REVEALS`.
    recipe
        Writes the Python code that draws it; None if there is none.
    finding
        What it tells, as the title of a slide; blank where its own title says enough.
    doubts
        What the finding rests on, and what may not be compared, a line each.
    cards
        Draws what a slide shows in large type in place of the figure; None where it shows that.
    """

    page: str
    asked: PageSettings
    title: str
    alt: str
    method: str
    colour_by: str
    points: pd.DataFrame
    table: Callable[[], pd.DataFrame]
    draw: Callable[[Picture], Chart]
    steps: Callable[[str, Picture], list[RevealStep]]
    recipe: Callable[[Picture], str] | None = None
    finding: str = ""
    doubts: tuple[str, ...] = ()
    cards: Callable[[Picture], Cards] | None = None

    @property
    def slide_title(self) -> str:
        """The title of a slide that has none of its own."""
        return self.finding or self.title

    @cached_property
    def colours(self) -> tuple[tuple[str, str, str], ...]:
        """What its colours stand for: a name, its colour on a light and on a dark page."""
        light, dark = (
            legend(self.points, Picture(theme, colour_by=self.colour_by)) for theme in (LIGHT, DARK)
        )
        pairs = zip(light, dark, strict=True)
        return tuple(
            (on_light.text, on_light.colour, on_dark.colour) for on_light, on_dark in pairs
        )


def footer_with_source(footer: str, data: Dataset, day: str) -> str:
    """Add file, version and the day, where there is one, to the footer of a figure."""
    source = f"Response Decay · {data.name}, version {data.version}"
    return " · ".join(filter(None, [f"{footer} {source}", day]))


def export_figure(
    figure: PageFigure, data: Dataset, context: ViewerContext, version: str = ""
) -> FigureExport:
    """Export a figure, drawn as for a wide page; its link names the version where one is given."""
    footer = footer_with_source(figure.method, data, context.day)
    picture = _picture(figure, footer, context)
    return FigureExport(
        title=figure.title,
        chart=figure.draw(picture),
        alt=figure.alt,
        method=figure.method,
        table=figure.table(),
        cautions=tuple(cautions(figure.points)),
        citations=tuple(citations(figure.points)),
        stamp=Stamp(figure.title, data.name, data.version, context.day),
        link=context.link(figure.page, figure.asked, version),
        recipe=figure.recipe(picture) if figure.recipe else "",
        doubts=figure.doubts,
    )


def _picture(figure: PageFigure, footer: str, context: ViewerContext) -> Picture:
    """Draw a figure with all that it must say by itself."""
    theme = THEMES[context.theme]
    return Picture(theme, False, figure.colour_by, figure.title, footer, with_key=True)


def image_chart(figure: PageFigure, data: Dataset, context: ViewerContext) -> Chart:
    """Draw a figure 16:9 with title and footer in it; taller where something would be cut."""
    footer = footer_with_source(figure.method, data, context.day)
    picture = _picture(figure, footer, context)
    whole, image = figure.draw(picture), figure.draw(replace(picture, room=IMAGE))
    return image if _number_of_lines(image) == _number_of_lines(whole) else whole


def _number_of_lines(chart: Chart) -> int:
    """How many lines a forest plot has, or how many rows of counts stand under curves."""
    if isinstance(chart, Forest):
        return len(chart.lines)
    return len(chart.counts.rows) if isinstance(chart, Curves) and chart.counts else 0


def render_slide(
    figure: PageFigure, slide: Slide, data: Dataset, context: ViewerContext
) -> SlideExport:
    """Draw the steps of a slide; its own title, if it has one, replaces its finding."""
    titled = replace(figure, title=slide.title or figure.slide_title)
    theme = SLIDE_THEMES[context.theme]
    picture = Picture(theme, False, figure.colour_by, room=SLIDE, with_key=True)
    cards = figure.cards(picture) if figure.cards else None
    whole = [RevealStep.of("", cards)] if cards else None
    steps = tuple(whole or figure.steps(slide.reveal, picture))
    exhibit = export_figure(titled, data, context, slide.version)
    return SlideExport(exhibit, slide.note, steps, cards)


def steps_by_line(draw: Callable[[Picture], Forest]) -> Callable[[str, Picture], list[RevealStep]]:
    """Show a forest plot line by line, where it is to be shown study by study."""

    def drawn(reveal: str, picture: Picture) -> list[RevealStep]:
        # At one month there is no month by month.
        told = line_by_line(draw(picture), MOST_STEPS if reveal == BY_STUDY else 1)
        return [RevealStep.of(name, chart) for name, chart in told]

    return drawn
