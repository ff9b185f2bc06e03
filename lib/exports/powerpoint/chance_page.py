"""The chance that a new study exceeds a share: words, a native chart, a hundred shapes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from lib.charts.canvas import Axis
from lib.charts.chance.card import ICON_ROW, ICONS, ChanceCard, Density
from lib.charts.contrast import mix
from lib.charts.marks import Marker, Run, Runs, Stroke
from lib.charts.theme import Theme
from lib.exports.powerpoint.clean import clean
from lib.exports.powerpoint.native_chart.chart_layout import Drawing, Frame
from lib.exports.powerpoint.native_chart.data_sheet import line_sheet
from lib.exports.powerpoint.native_chart.native_plot import RULE, Curve, Plot
from lib.exports.powerpoint.page import BODY, SMALL, Area, Page, Words, add_chart, add_text

LARGE, SMALL_WORDS = 80, 20
"""Sizes of the number and of the words, in points."""
PRIOR_HEIGHT, GAP = 42, 14
WORDS_SHARE, ICONS_SHARE = 0.24, 0.27
"""Of the width of the page."""
AXIS_BELOW, SIDE = 50, 20
FULL = 0.72
"""What of its place an icon fills."""
STEP = 0.5
"""Percent from one line of the filling to the next."""
BELOW, BAR, TOP = -0.2, -0.11, 1.18
HEADERS = ("What", "Share, percent", "Height of the curve")


def add_chance(page: Page, chart: ChanceCard, area: Area) -> list[str]:
    """Draw words, curve and icons side by side, and what they hang on under them."""
    high = area.height - PRIOR_HEIGHT
    left, right = WORDS_SHARE * area.width, ICONS_SHARE * area.width
    top = area.top + GAP
    if chart.number.text:
        add_text(page, Area(area.left, top, left - GAP, high), _sentence(page, chart))
    middle = Area(area.left + left, area.top, area.width - left - right, high)
    _add_curve(page, chart, middle)
    if chart.icons is not None:
        side = min(right - 2 * GAP, high - 2 * GAP)
        _add_icons(page, chart, Area(area.left + area.width - side, top, side, side))
    under = Area(area.left, area.top + high, area.width, PRIOR_HEIGHT)
    *_, likely = chart.axis.title
    add_text(page, under, _prior(page, likely, chart.prior))
    return []


def _prior(page: Page, likely: Run, prior: Runs) -> list[Words]:
    """Where it may lie and the probability in one line, what both hang on in another."""
    told = " · ".join(run.text for run in (likely, *(run for run in prior if run.is_bold)))
    stated = " ".join(run.text for run in prior if not run.is_bold)
    return [Words(told, page.theme.ink, BODY, bold=True), Words(stated, page.theme.ink, SMALL)]


def _sentence(page: Page, chart: ChanceCard) -> list[Words]:
    after = Run(" ".join(run.text for run in chart.after))
    parts = ((chart.before, SMALL_WORDS), (chart.number, LARGE), (after, SMALL_WORDS))
    return [_words(page, run, size) for run, size in parts]


def _words(page: Page, run: Run, size: int) -> Words:
    return Words(run.text, page.theme.ink, size, run.is_bold)


def _add_curve(page: Page, chart: ChanceCard, area: Area) -> None:
    """Put the native chart: the curve, its filling, the threshold, and middle and 95%."""
    first, *_ = chart.axis.title
    across = replace(chart.axis, title=(first,))
    curves = tuple(_curves(chart.density, chart.canvas.theme))
    plot = Plot("", across, Axis(BELOW, TOP, (), ()), curves)
    sheet = line_sheet(curves, HEADERS)
    sheet.say(page.exhibit.method, page.exhibit.source)
    inner = (SIDE, 4, area.width - 2 * SIDE, area.height - 4 - AXIS_BELOW)
    frame = Frame((area.width, area.height), inner, BODY)
    drawn = Drawing(plot, sheet.refs, page.theme, frame, is_forest=True)
    add_chart(page, area, (drawn, sheet), ("Where a new study may lie", page.exhibit.alt))


def _curves(density: Density, theme: Theme) -> Iterator[Curve]:
    outline = Stroke(theme.ink, 2.5)
    yield Curve("How likely each share is", RULE, density.shares, density.heights, outline)
    if density.above:
        yield _filling(density, mix(theme.ink, theme.background, 0.55))
    if (at := density.threshold) is not None:
        line, number = Stroke(theme.ink, 2.5, "dash"), (Run(f"{at:g}%", True, theme.ink),)
        yield Curve("Threshold", RULE, (at, at), (0.0, 1.0), line, label=number)
    ends = (density.low, density.high)
    yield Curve("95% of what is likely", RULE, ends, (BAR, BAR), Stroke(theme.muted, 6))
    diamond = Marker(("diamond",), 20, Stroke(theme.ink, 2), (theme.ink,))
    yield Curve("Middle", RULE, (density.middle,), (BAR,), None, diamond)


def _filling(density: Density, colour: str) -> Curve:
    """Fill with lines up and down: a scatter chart has no areas."""
    x: list[float] = []
    y: list[float | None] = []
    for share, height in density.above:
        if share % STEP == 0:
            x += [share, share]
            y += [0.0, height] if len(x) % 4 == 2 else [height, 0.0]
    return Curve(f"Above {density.threshold:g}%", RULE, tuple(x), tuple(y), Stroke(colour, 3.5))


def _add_icons(page: Page, chart: ChanceCard, area: Area) -> None:
    """Put the icons as one group, full discs before rings."""
    icons = chart.icons or 0
    group, pitch = page.slide.shapes.add_group_shape(), area.width / ICON_ROW
    for place in range(ICONS):
        row, column = divmod(place, ICON_ROW)
        at = (area.left + column * pitch, area.top + row * pitch, FULL * pitch, FULL * pitch)
        _paint(page, group.shapes.add_shape(MSO_SHAPE.OVAL, *map(Pt, at)), place < icons)
    named = group._element.nvGrpSpPr.cNvPr
    named.set("name", "Icons")
    named.set("descr", clean(f"{icons} of {ICONS} icons are full: {chart.words}."))


def _paint(page: Page, icon: Any, is_full: bool) -> None:
    icon.name = "Full" if is_full else "Ring"
    icon.element.remove(icon.element.find(qn("p:style")))  # it has a shadow
    icon.line.width = Pt(1.25)
    icon.line.fill.solid()
    page.paint(icon.line.fill, page.theme.ink if is_full else page.theme.muted)
    if is_full:
        icon.fill.solid()
        page.paint(icon.fill, page.theme.ink)
    else:
        icon.fill.background()
