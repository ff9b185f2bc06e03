"""Where the names and shares of a native chart stand, as the placer of the screen finds it."""

from collections.abc import Iterator
from dataclasses import dataclass

from lib.charts.curves.labelling.candidates import Spot, Wanted
from lib.charts.curves.labelling.label_placement import place
from lib.charts.curves.labelling.obstacles import Box, PlotArea, obstacles
from lib.charts.marks import Run
from lib.exports.powerpoint.native_chart.chart_layout import Drawing, axis_end
from lib.exports.powerpoint.native_chart.native_plot import NAMES, Curve

Shift = tuple[float, float]

USUAL_GAP, ABOVE, EDGE = 9, 6, 4
"""Between a point and its label where nothing moves it; what labels may reach over the plot."""


@dataclass(frozen=True)
class PlacedText:
    """A label of a point: its text in runs, its box and how far that is from its usual place.

    A name for which the chart has no room has no box and stands where PowerPoint puts it.
    """

    curve: int
    point: int
    runs: tuple[Run, ...]
    shift: Shift = (0, 0)
    box: Box | None = None


def place_texts(drawn: Drawing) -> tuple[list[PlacedText], PlotArea]:
    """Spot the names of all series at their ends, then the shares that have room."""
    area = _area(drawn)
    asked = [*_ends(drawn), *_names_of(drawn), *_numbers_of(drawn)]
    wanted = [_wanted(drawn, drawn.plot.curves[i], asks, area) for i, asks in asked]
    curves = [curve for curve in drawn.plot.curves if curve.kind not in ("context", "range")]
    found = place(wanted, obstacles(curves, area), area)
    texts = []
    for (i, (point, ways, is_end)), want, at in zip(asked, wanted, found, strict=True):
        if at is not None:
            texts.append(PlacedText(i, point, ways[at.variant], _shift(want, at), at.box))
        elif is_end:
            texts.append(PlacedText(i, point, ways[0]))
    return texts, area


Ways = tuple[tuple[Run, ...], ...]
Asked = tuple[int, Ways, bool]
"""A point, each way to write its label, and whether that is the name of its series."""


def _area(drawn: Drawing) -> PlotArea:
    """The plot up to its last visit, and what is right of it for names."""
    plot, (_, _, across, high) = drawn.plot, drawn.frame.inner
    wide = across * plot.across.high / axis_end(plot, drawn.frame)
    right = drawn.frame.size[0] - drawn.frame.inner[0] - wide - EDGE
    return PlotArea(wide, high, plot.across.high, right, ABOVE)


def _ends(drawn: Drawing) -> Iterator[tuple[int, Asked]]:
    named = [(i, c) for i, c in enumerate(drawn.plot.curves) if c.label and c.points]
    for i, curve in sorted(named, key=lambda each: -each[1].points[-1][0]):
        last = max(place for place, y in enumerate(curve.y) if y is not None)
        yield i, (last, (curve.label,), True)


def _names_of(drawn: Drawing) -> Iterator[tuple[int, Asked]]:
    for i, curve in enumerate(drawn.plot.curves):
        for point, name in enumerate(curve.names):
            yield i, (point, (name,), False)


def _numbers_of(drawn: Drawing) -> Iterator[tuple[int, Asked]]:
    for i, curve in enumerate(drawn.plot.curves):
        points = [place for place, y in enumerate(curve.y) if y is not None]
        for point in points[: -1 if curve.label else None] if curve.shares else ():
            yield i, (point, _ways(drawn, curve, point), False)


def _ways(drawn: Drawing, curve: Curve, point: int) -> tuple[tuple[Run, ...], ...]:
    colour = curve.line.colour if curve.line else drawn.theme.ink
    share = Run(curve.shares[point], True, colour)
    if not drawn.with_counts:
        return ((share,),)
    return (share, Run(curve.texts[point], colour=drawn.theme.ink)), (share,)


def _wanted(drawn: Drawing, curve: Curve, asked: Asked, area: PlotArea) -> Wanted:
    point, ways, is_end = asked
    sizes = tuple(drawn.frame.size_of(way) for way in ways)
    anchor = area.at(curve.x[point], curve.y[point] or 0)
    costs = (0.0, 25.0)[: len(ways)]
    return Wanted(anchor, sizes, costs, is_end, is_end, stays_right=curve.kind == NAMES)


def _shift(wanted: Wanted, found: Spot) -> Shift:
    (x, y), box = wanted.anchor, found.box
    return x + USUAL_GAP - box.left, box.top + box.height / 2 - y
