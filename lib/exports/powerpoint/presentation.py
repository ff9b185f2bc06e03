"""The presentation: 16:9, one page a slide, with its words and its notes."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Pt

from lib.charts.chance.card import ChanceCard
from lib.charts.spec import Cards, Chart, Curves, Forest
from lib.charts.text_metrics import FONT
from lib.exports.figure_export import FigureExport, SlideExport
from lib.exports.powerpoint.cards_page import add_cards
from lib.exports.powerpoint.chance_page import add_chance
from lib.exports.powerpoint.clean import clean
from lib.exports.powerpoint.curves_page import add_curves
from lib.exports.powerpoint.forest_page import add_forest
from lib.exports.powerpoint.native_chart.curves_plot import omissions
from lib.exports.powerpoint.page import (
    TITLE_AREA,
    WIDTH,
    Area,
    Page,
    add_foot,
    add_title,
    method_of,
)

TITLE_ONLY = "Title Only"
LANGUAGE = "en-GB"
GAP = 2
MORE, MORE_OF_PANELS = 36, 66
"""Characters of what a figure may have to say of what it leaves out."""


def powerpoint(slides: Sequence[SlideExport], by_step: bool = False) -> bytes:
    """Write slides as a PowerPoint file.

    Each is a page with its title, native charts whose numbers stand in their own data sheets,
    who was counted, method, source and cautions; the speaker notes hold all of it in full.

    Parameters
    ----------
    slides
        At least one.
    by_step
        Whether each step of a slide has a page; else a slide is a page, with all that it shows.

    Returns
    -------
    The bytes of a `.pptx`.

    Raises
    ------
    ValueError
        There is no slide.
    """
    if not slides:
        raise ValueError("There is no slide to download: add one first.")
    deck = _deck(slides)
    layout = deck.slide_layouts[0]
    for slide in slides:
        for page in _pages(slide) if by_step else [slide]:
            _add(deck.slides.add_slide(layout), page)
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _pages(shown: SlideExport) -> Iterator[SlideExport]:
    """A page a step; the last is the whole slide."""
    for step in shown.steps[:-1]:
        if step.chart is not None:
            # In words the whole would give the end away.
            exhibit = replace(shown.exhibit, chart=step.chart, alt=step.label)
            yield replace(shown, exhibit=exhibit)
    yield shown


def _deck(slides: Sequence[SlideExport]) -> Any:
    """The usual template made wide, without its other layouts, its author and its picture."""
    deck = Presentation()
    scale = Pt(WIDTH) / deck.slide_width
    deck.slide_width = Pt(WIDTH)
    for layout in list(deck.slide_layouts):
        if layout.name != TITLE_ONLY:
            deck.slide_layouts.remove(layout)
    for shapes in (deck.slide_master.shapes, deck.slide_layouts[0].shapes):
        for shape in shapes:
            if shape.element.xpath("./p:spPr/a:xfrm"):
                shape.left, shape.width = round(shape.left * scale), round(shape.width * scale)
    TITLE_AREA.put(deck.slide_layouts[0].placeholders[0])
    for element in (deck.element, deck.slide_master.element, deck.slide_layouts[0].element):
        for named in element.xpath(".//*[@lang]"):
            named.set("lang", LANGUAGE)
    _set_font(deck.slide_master.part)
    _describe(deck, slides)
    return deck


def _set_font(master: Any) -> None:
    """Give the theme the font that texts are measured in; every computer has it or its like."""
    theme = master.part_related_by(RT.THEME)
    theme._blob = re.sub(rb'(<a:latin typeface=")[^"]*', rb"\g<1>" + FONT.encode(), theme.blob)


def _describe(deck: Any, slides: Sequence[SlideExport]) -> None:
    facts, first = deck.core_properties, slides[0].exhibit
    facts.title = clean(first.title)[:255]
    facts.subject = clean(first.source)[:255]
    facts.language = LANGUAGE
    facts.author = facts.last_modified_by = facts.comments = ""
    facts.created = facts.modified = datetime.now(UTC)
    package = deck.part.package
    pictures = [rel for rel in package._rels.values() if rel.reltype.endswith("/thumbnail")]
    for picture in pictures:
        package.drop_rel(picture.rId)


def _add(slide: Any, shown: SlideExport) -> None:
    exhibit = shown.exhibit
    page = Page(slide, exhibit.chart.canvas.theme, exhibit)
    slide.background.fill.solid()
    page.paint(slide.background.fill, page.theme.background)
    add_title(page)
    chart = shown.cards or exhibit.chart
    gaps = omissions(chart)
    # The figure takes what the foot leaves, and may itself give the foot a sentence or two to say.
    has_panels = isinstance(chart, Curves) and len(chart.panels) > 1
    foot = page.foot_top([*gaps, "n" * (MORE_OF_PANELS if has_panels else MORE)])
    top = TITLE_AREA.top + TITLE_AREA.height
    area = Area(TITLE_AREA.left, top, TITLE_AREA.width, foot - top - GAP)
    add_foot(page, [*gaps, *_add_chart(page, chart, area)])
    slide.notes_slide.notes_text_frame.text = clean(_notes(shown))


def _add_chart(page: Page, chart: Chart, area: Area) -> list[str]:
    """Draw a chart; give what is left out, in sentences."""
    if isinstance(chart, Cards):
        return add_cards(page, chart, area)
    if isinstance(chart, Forest):
        return add_forest(page, chart, area)
    if isinstance(chart, ChanceCard):
        return add_chance(page, chart, area)
    return add_curves(page, chart, area)


def _notes(shown: SlideExport) -> str:
    """What is said, then everything that must be known, in full."""
    exhibit = shown.exhibit
    parts = [
        shown.note,
        *_section("Shown", [exhibit.title]),
        *_section("To be known", exhibit.doubts),
        *_section("Method", [method_of(exhibit)]),
        *_section("Cautions", exhibit.cautions),
        *_section("Numbers", _numbers(exhibit.chart)),
        *_section("Published in", exhibit.citations),
        *_section("Link", [exhibit.link]),
        *_section("Data", [_version(exhibit)]),
    ]
    return "\n\n".join(part for part in parts if part)


def _section(title: str, texts: Sequence[str]) -> list[str]:
    told = [text for text in texts if text]
    return ["\n".join([f"{title}:", *told])] if told else []


def _numbers(chart: Chart) -> list[str]:
    """The counts a row a series, the columns of a forest plot a row a line, or a chance."""
    if isinstance(chart, Cards):
        return []
    if isinstance(chart, ChanceCard):
        return [run.text for run in (*chart.axis.title, *chart.prior)]
    return _columns(chart) if isinstance(chart, Forest) else _counts(chart)


def _columns(chart: Forest) -> list[str]:
    return [
        f"{line.label}: "
        + "; ".join(
            f"{head} {text}"
            for head, text in zip(chart.headers[1:], line.texts, strict=True)
            if text
        )
        for line in chart.lines
    ]


def _counts(chart: Curves) -> list[str]:
    every = [series for panel in chart.panels for series in panel.series if series.counts]
    return [
        f"{series.name}, responding / counted: "
        + ", ".join(
            f"{count} at {months:g} months"
            for months, count in zip(series.x, series.counts, strict=True)
            if months is not None
        )
        for series in every
    ]


def _version(exhibit: FigureExport) -> str:
    stamp = exhibit.stamp
    return f"{stamp.file}, version {stamp.version}, {stamp.date}"
