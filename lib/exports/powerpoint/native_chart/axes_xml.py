"""The two axes of a native chart."""

from dataclasses import replace
from functools import reduce
from math import gcd
from xml.sax.saxutils import quoteattr

from lib.charts.canvas import Axis
from lib.exports.powerpoint.native_chart import drawingml
from lib.exports.powerpoint.native_chart.chart_layout import Drawing, Frame, axis_end

MONTHS = (1, 3, 6, 12, 24, 60, 120)
"""Steps between months that readers expect."""


def across(drawn: Drawing) -> str:
    """The axis below: its unit divides every tick of the screen, where that is not too fine."""
    plot, frame = drawn.plot, drawn.frame
    end = plot.across.high if drawn.is_forest else axis_end(plot, frame)
    axis = replace(plot.across, high=end)
    if axis.is_log:
        axis = _whole_powers(axis)
    return _axis(drawn, axis, ("1", "2", "b", _format(drawn, axis), _unit(axis, frame)))


def _whole_powers(axis: Axis) -> Axis:
    """End a logarithmic axis at powers of its step: programs count its ticks from its low end."""
    base = axis.ticks[1] / axis.ticks[0]
    first, last = axis.ticks[0], axis.ticks[-1]
    low = first / base if axis.low < first else first
    return replace(axis, low=low, high=last * base if axis.high > last else last)


def _format(drawn: Drawing, axis: Axis) -> str:
    """Months past the last visit are room for labels: they bear no number."""
    if axis.is_log:
        # Not General: a step of a factor is reckoned, and 100 comes out as 99.99999999.
        return '[<10]0.0##"%";[<20]0.0"%";0"%"' if axis.unit else "[<0.99]0.0###;0"
    if drawn.is_forest:
        number = f'General"{axis.unit}"' if axis.unit else "General"
        return f'{number};"\N{MINUS SIGN}"{number};{number}' if axis.low < 0 else number
    last = max(axis.ticks, default=axis.high)
    end = f'[={last:g}]General" {axis.end}";' if axis.end else ""
    return f'{end}[<={last:g}]General;""'


def _unit(axis: Axis, frame: Frame) -> float:
    """The step between ticks: the widest that meets all of the screen's and leaves labels room."""
    if axis.is_log:
        return axis.ticks[1] / axis.ticks[0]
    most = frame.inner[2] / (frame.font * 2.2)
    tenths = [round(tick * 10) for tick in axis.ticks if tick]
    step = reduce(gcd, tenths, 0) / 10 or axis.high
    span = axis.high - axis.low
    return next((unit for unit in (step, *MONTHS) if span / unit <= most), span)


def up(drawn: Drawing) -> str:
    """The axis on the left: percent, or the lines of a forest plot, which need no numbers."""
    if drawn.is_forest:
        return _axis(drawn, drawn.plot.up, ("2", "1", "l", "", 1))
    return _axis(drawn, drawn.plot.up, ("2", "1", "l", '0"%"', 20))


def _axis(drawn: Drawing, axis: Axis, how: tuple[str, str, str, str, float]) -> str:
    """An axis; `how` is its id, that of the other, its side, number format and unit."""
    own, other, side, numbers, unit = how
    theme, font = drawn.theme, drawn.frame.font
    grid = f"<c:majorGridlines><c:spPr>{drawingml.rule(theme.grid)}</c:spPr></c:majorGridlines>"
    is_below = side == "b"
    has_grid = drawn.is_forest if is_below else not drawn.is_forest
    title = (
        drawingml.title([line.text for line in axis.title], theme.ink, font)
        if axis.title and not axis.end
        else ""
    )
    log = f'<c:logBase val="{unit:g}"/>' if axis.is_log else ""
    ends = f'<c:max val="{float(axis.high)!r}"/><c:min val="{float(axis.low)!r}"/>'
    line = drawingml.rule(theme.muted) if is_below else "<a:ln><a:noFill/></a:ln>"
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling>{log}<c:orientation val="minMax"/>{ends}'
        f"</c:scaling>"
        f'<c:delete val="0"/><c:axPos val="{side}"/>{grid if has_grid else ""}{title}'
        f'<c:numFmt formatCode={quoteattr(numbers or "General")} sourceLinked="0"/>'
        f'<c:majorTickMark val="{"out" if is_below else "none"}"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"low" if numbers else "none"}"/>'
        f"<c:spPr>{line}</c:spPr>"
        f'{drawingml.type_of(theme.ink, font)}<c:crossAx val="{other}"/><c:crosses val="min"/>'
        f'<c:crossBetween val="midCat"/><c:majorUnit val="{unit:g}"/></c:valAx>'
    )
