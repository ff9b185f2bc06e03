"""A forest plot as series of a native chart; places count from the bottom, as its axis does."""

from collections.abc import Sequence
from math import isnan

from lib.charts.canvas import Axis
from lib.charts.marks import Intervals, Marker, Stroke
from lib.charts.spec import Forest, Line
from lib.charts.theme import Theme
from lib.exports.powerpoint.native_chart.native_plot import BARS, RULE, Curve, Plot

SMALLEST, DIAMOND = 6, 0.27
"""The least size of a marker in pixels, and half the height of a diamond in lines."""


def forest_plot(chart: Forest, scale: float) -> Plot:
    """Draw intervals, rules and lines, the markers so many times as large as on the screen."""
    theme = chart.canvas.theme
    lines = [
        _curve(line, chart.room - 0.5 - place, theme, scale)
        for place, line in enumerate(chart.lines)
    ]
    up = Axis(0, chart.room, (), ())
    curves = (*_bars(lines, theme), *_rules(chart), *lines)
    return Plot("", chart.axis, up, curves)


def _curve(line: Line, up: float, theme: Theme, scale: float) -> Curve:
    colour = line.look.colour if line.look else theme.ink
    low, value, high = line.low, line.value, line.high
    name, texts = line.label, line.texts
    if line.kind == "prediction":
        bar = Stroke(colour, 9, opacity=0.55)
        return Curve(name, line.kind, (low, high), (up, up), bar, texts=texts)
    if line.kind == "pooled":
        x, y = (low, value, high, value, low), (up, up + DIAMOND, up, up - DIAMOND, up)
        return Curve(name, line.kind, x, y, Stroke(colour, 2), texts=texts)
    if isnan(value):
        return Curve(name, line.kind, (0.0,), (up,), texts=texts)
    interval = Intervals((low,), (high,), Stroke(colour, 2)) if line.has_interval else None
    marker = _marker(line, colour, theme, scale)
    return Curve(name, line.kind, (value,), (up,), None, marker, interval, texts=texts)


def _marker(line: Line, colour: str, theme: Theme, scale: float) -> Marker:
    symbol = line.look.symbol if line.look else "square"
    fill = theme.background if line.is_hollow else colour
    return Marker((symbol,), max(SMALLEST, line.size) * scale, Stroke(colour, 2), (fill,))


def _bars(lines: Sequence[Curve], theme: Theme) -> list[Curve]:
    """All intervals as one thin series behind the rest.

    LibreOffice leaves horizontal error bars out when their amounts stand in a data sheet.
    """
    x: list[float] = []
    y: list[float | None] = []
    for line in lines:
        if ends := line.ends(0):
            x += [*ends, ends[1]]
            y += [line.y[0], line.y[0], None]
    stroke = Stroke(theme.muted, 2.5)
    return [Curve("Intervals", BARS, tuple(x), tuple(y), stroke)] if x else []


def _rules(chart: Forest) -> list[Curve]:
    """Where there is no effect, and the pooled value from the top down to its diamond."""
    muted, top = chart.canvas.theme.muted, float(chart.room)
    zero = [] if chart.no_effect is None else [chart.no_effect]
    whole = [Curve("No effect", RULE, (at, at), (top, 0.0), Stroke(muted, 1.5)) for at in zero]
    dotted = Stroke(muted, 1.5, "dot")
    return whole + [
        Curve("Pooled value", RULE, (value, value), (top, top - 0.5 - place), dotted)
        for place, value in chart.pooled
    ]
