"""A page and what every page has: title, foot and native charts, in its colours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from lib.charts.marks import Runs
from lib.charts.text_metrics import LINE, cut_to, lines
from lib.charts.theme import Theme
from lib.exports.figure_export import FigureExport
from lib.exports.powerpoint.clean import clean
from lib.exports.powerpoint.native_chart.chart_layout import Drawing
from lib.exports.powerpoint.native_chart.chart_xml import chart_xml
from lib.exports.powerpoint.native_chart.data_sheet import DataSheet
from lib.narrative.captions import SIDE_BY_SIDE
from lib.narrative.story.slide_titles import NOT_COMPARED
from lib.phrases import shorten

WIDTH, HEIGHT, EDGE = 960, 540, 36
"""Of a page, and around what stands on it, in points."""
BOTTOM = 6
SMALL, BODY = 12, 14
KEY_HEIGHT = 20
NOTES = "in the notes."
METHOD_LINES, CAUTION_LINES = 1, 3
"""Lines of the foot: the plot is what a slide is for, and the notes have all of it."""
TITLE_SIZES = ((58, 28), (74, 24), (160, 20), (300, 16))
"""Up to so many characters a title has that size; a longer one is cut and whole in the notes."""


@dataclass(frozen=True)
class Area:
    """A rectangle on a page, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """The same as PowerPoint counts."""
        left, top, width, height = map(Pt, (self.left, self.top, self.width, self.height))
        return left, top, width, height

    def put(self, shape: Any) -> None:
        """Move a shape here."""
        shape.left, shape.top, shape.width, shape.height = self.emu


TITLE_AREA = Area(EDGE, 6, WIDTH - 2 * EDGE, 38)


@dataclass(frozen=True)
class Words:
    """A text: its size in points, colour as `#rrggbb`, and whether it is bold."""

    text: str
    colour: str
    size: int = SMALL
    bold: bool = False


@dataclass(frozen=True)
class Page:
    """A slide of the presentation being written, its colours, and what it shows."""

    slide: Any
    theme: Theme
    exhibit: FigureExport

    @staticmethod
    def paint(fill: Any, rgb: str) -> None:
        """Give a solid filling its colour."""
        fill.fore_color.rgb = _rgb(rgb)

    def foot(self, said: Sequence[str]) -> list[Words]:
        """Method, what is left out, source, and the first cautions in short."""
        exhibit, ink, muted = self.exhibit, self.theme.ink, self.theme.muted
        left_out = "".join(f" {sentence}" for sentence in said)
        method = _whole_sentences(method_of(exhibit), METHOD_LINES, left_out).strip()
        source = _cut(exhibit.source, 1)
        both = f"{method} {source}"
        # A method that goes on in the notes leaves the source room on its line.
        if method.endswith(NOTES) and lines(both, SMALL, TITLE_AREA.width) == 1:
            method, source = "", both
        return [
            *([Words(method, ink)] if method else []),
            Words(source, muted),
            *(Words(caution, ink) for caution in _whole_cautions(exhibit.cautions, exhibit.doubts)),
        ]

    def foot_top(self, said: Sequence[str]) -> float:
        """Where the foot begins, in points from the top."""
        number = sum(lines(words.text, SMALL, TITLE_AREA.width) for words in self.foot(said))
        return HEIGHT - BOTTOM - number * SMALL * LINE


def method_of(exhibit: FigureExport) -> str:
    """The method without what a native chart does not do: its marks stand at their months."""
    return exhibit.method.replace(f" {SIDE_BY_SIDE}", "").replace(SIDE_BY_SIDE, "")


def _cut(text: str, most: int, end: str = "") -> str:
    """Cut a text to so many lines of the foot, whatever must stand at its end."""
    return (
        cut_to(" ".join(text.split()), SMALL, TITLE_AREA.width * (most * 0.95) - 6 * len(end)) + end
    )


def _whole_sentences(text: str, most: int, end: str) -> str:
    """As many sentences as fit in so many lines of the foot; where the rest is, is said."""
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z†‡])", " ".join(text.split()))
    for kept in range(len(sentences), 0, -1):
        more = f" More {NOTES}" if kept < len(sentences) else ""
        whole = " ".join(sentences[:kept]) + more + end
        if lines(whole, SMALL, TITLE_AREA.width) <= most:
            return whole
    return f"Method: {NOTES}{end}"


def _whole_cautions(cautions: Sequence[str], doubts: Sequence[str] = ()) -> list[str]:
    """What may not be compared, then the cautions that fit, never one cut, and how many more.

    Where all fit, what the title rests on comes last.
    """
    mixed = [doubt for doubt in doubts if doubt.startswith(NOT_COMPARED)]
    told = [f"Caution. {' '.join(caution.split())}" for caution in cautions]
    free = CAUTION_LINES - sum(map(_lines, mixed))
    shown = _first_that_fit(told, free)
    left = len(cautions) - len(shown)
    if left:
        which = f"{left}{' more' if shown else ''} caution{'s' if left > 1 else ''}"
        return [*mixed, *shown, f"{which} in the notes."]
    rest = [doubt for doubt in doubts if doubt not in mixed]
    return [*mixed, *shown, *_first_that_fit(rest, free - sum(map(_lines, shown)))]


def _lines(text: str) -> int:
    return lines(text, SMALL, TITLE_AREA.width)


def _first_that_fit(texts: Sequence[str], free: int) -> list[str]:
    taken = list(accumulate(map(_lines, texts)))
    return [text for text, end in zip(texts, taken, strict=True) if end <= free]


def add_title(page: Page) -> None:
    """Put the title where outlines and screen readers look for it."""
    title = clean(" ".join(page.exhibit.title.split()))
    size = next((size for most, size in TITLE_SIZES if len(title) <= most), TITLE_SIZES[-1][1])
    frame = page.slide.shapes.title.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = 0
    text = shorten(title, TITLE_SIZES[-1][0])
    write_words(frame.paragraphs[0], Words(text, page.theme.ink, size, bold=True))
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def add_foot(page: Page, said: Sequence[str]) -> None:
    """Put under the figure how it was made, from what, and what must be seen with it."""
    top = page.foot_top(said)
    words = page.foot(said)
    add_text(page, Area(EDGE, top, TITLE_AREA.width, HEIGHT - BOTTOM - top), words)


def add_text(page: Page, area: Area, words: Sequence[Words]) -> None:
    """Put paragraphs into a box."""
    box = page.slide.shapes.add_textbox(*area.emu)
    box.name, frame = "Words", box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, paragraph in enumerate(words):
        write_words(frame.add_paragraph() if place else frame.paragraphs[0], paragraph)


def add_key(page: Page, area: Area, key: Runs) -> Area:
    """Say above a chart what its colours stand for, if it does; give what is left of the area."""
    if not key:
        return area
    box = page.slide.shapes.add_textbox(*replace(area, height=KEY_HEIGHT).emu)
    box.name, frame = "Colours", box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, run in enumerate(key):
        text = f" · {run.text}" if place else run.text
        write_words(frame.paragraphs[0], Words(text, run.colour, BODY, bold=True))
    return replace(area, top=area.top + KEY_HEIGHT, height=area.height - KEY_HEIGHT)


def _rgb(text: str) -> Any:
    colours: Any = RGBColor
    return colours.from_string(text[1:])


def write_words(paragraph: Any, words: Words) -> None:
    """Write a run at the end of a paragraph."""
    run = paragraph.add_run()
    run.text = clean(words.text)
    font = run.font
    font.size, font.bold, font.language_id = Pt(words.size), words.bold, MSO_LANGUAGE_ID.ENGLISH_UK
    font.color.rgb = _rgb(words.colour)


@dataclass(frozen=True)
class _NativeChart:
    """A chart written by us, where python-pptx asks for the data of one that it would write."""

    drawn: Drawing
    sheet: DataSheet

    def xml_bytes(self, _chart_type: Any) -> bytes:
        return chart_xml(self.drawn)

    @property
    def _workbook_writer(self) -> Any:
        return self

    @property
    def xlsx_blob(self) -> bytes:
        return self.sheet.xlsx()


def add_chart(
    page: Page, area: Area, chart: tuple[Drawing, DataSheet], words: tuple[str, str]
) -> None:
    """Put a native chart with its data sheet; `words` are its name and its text alternative."""
    kind = XL_CHART_TYPE.XY_SCATTER_LINES
    frame = page.slide.shapes.add_chart(kind, *area.emu, _NativeChart(*chart))
    describe_shape(frame, words)


def describe_shape(frame: Any, words: tuple[str, str]) -> None:
    """Name a shape, and say what it shows to those who do not see it."""
    named = frame.element.nvGraphicFramePr.cNvPr
    for key, text in zip(("name", "descr"), words, strict=True):
        named.set(key, clean(text))
