"""A plot as the XML of a native scatter chart (DrawingML charts, ECMA-376 part 1, 21.2).

PowerPoint offers to repair a file whose elements are not in the order of the schema: each
function here writes one element with its children in that order.
"""

from collections import Counter
from dataclasses import replace

from lib.charts.marks import Marker, Run, Stroke, Values
from lib.charts.text_metrics import cut_to
from lib.exports.powerpoint.native_chart import drawingml
from lib.exports.powerpoint.native_chart.axes_xml import across, up
from lib.exports.powerpoint.native_chart.chart_layout import Drawing, Frame
from lib.exports.powerpoint.native_chart.data_sheet import Refs
from lib.exports.powerpoint.native_chart.native_plot import Curve
from lib.exports.powerpoint.native_chart.point_texts import PlacedText, Shift, place_texts

_SYMBOLS = {
    "square": "square",
    "triangle-up": "triangle",
    "triangle-down": "triangle",
    "triangle-left": "triangle",
    "triangle-right": "triangle",
    "diamond": "diamond",
    "diamond-wide": "diamond",
    "star": "star",
    "cross": "plus",
    "line-ew": "dash",
    "x": "x",
}
_UNFILLED = ("star", "plus", "x")
_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def chart_xml(drawn: Drawing) -> bytes:
    """Write a chart without legend, title only if the plot has one."""
    plot = drawn.plot
    texts, _ = place_texts(drawn)
    written = {
        i: [text for text in texts if text.curve == i] for i in {text.curve for text in texts}
    }
    series = "".join(
        _series(i, (curve, written.get(i, [])), refs, drawn)
        for i, (curve, refs) in enumerate(zip(plot.curves, drawn.refs, strict=True))
    )
    title = _panel_title(drawn) if plot.title else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace {_SPACES}><c:date1904 val="0"/><c:lang val="{drawingml.LANGUAGE}"/>'
        f'<c:roundedCorners val="0"/><c:chart>{title}'
        f'<c:autoTitleDeleted val="{0 if title else 1}"/>'
        f"<c:plotArea>{_inner(drawn.frame)}"
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f'{series}<c:axId val="1"/><c:axId val="2"/></c:scatterChart>'
        f"{across(drawn)}{up(drawn)}<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{drawingml.type_of(drawn.theme.ink, drawn.frame.font)}</c:chartSpace>"
    ).encode()


def symbol_of(marker: Marker, background: str) -> str:
    """The nearest that PowerPoint has; one that cannot be hollow is a square where it must be."""
    return native_symbol(marker.symbols[0], not marker.fills or background in marker.fills)


def native_symbol(symbol: str, is_hollow: bool) -> str:
    """The nearest that PowerPoint has to a symbol of the screen."""
    native = _SYMBOLS.get(symbol, "circle")
    return "square" if native in _UNFILLED and is_hollow else native


def _series(i: int, labelled: tuple[Curve, list[PlacedText]], refs: Refs, drawn: Drawing) -> str:
    curve, written = labelled
    name = drawingml.safe(curve.name)
    line = drawingml.line(curve.line or _marker_line(curve))
    marker, points = _markers(curve, line, drawn.theme.background)
    return (
        f'<c:ser><c:idx val="{i}"/><c:order val="{i}"/>'
        f"<c:tx><c:strRef><c:f>{refs.name}</c:f>"
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{name}</c:v></c:pt>'
        "</c:strCache></c:strRef></c:tx>"
        f"<c:spPr>{line}</c:spPr>{marker}{points}{_labels(curve, written, drawn)}"
        f"{_whiskers(curve, refs)}"
        f"<c:xVal>{_numbers(refs.x, curve.x)}</c:xVal>"
        f"<c:yVal>{_numbers(refs.y, curve.y)}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _markers(curve: Curve, line: str, background: str) -> tuple[str, str]:
    """The series' marker, and each point whose filling is another."""
    marker = curve.marker
    if marker is None:
        return '<c:marker><c:symbol val="none"/></c:marker>', ""
    symbol = symbol_of(marker, background)
    fills = marker.fills or ("",)
    usual = Counter(fills).most_common(1)[0][0]
    others = [
        f'<c:dPt><c:idx val="{i}"/>{_marker(marker, symbol, fill)}<c:bubble3D val="0"/>'
        f"<c:spPr>{line}</c:spPr></c:dPt>"
        for i, fill in enumerate(fills)
        # Thousands of grey points by themselves would slow every slide.
        if fill != usual and curve.kind != "context"
    ]
    return _marker(marker, symbol, usual), "".join(others)


def _marker(marker: Marker, symbol: str, fill: str) -> str:
    size = min(72, max(4, round(marker.size * drawingml.PIXEL)))
    inside = drawingml.fill(fill) if fill else "<a:noFill/>"
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/>'
        f"<c:spPr>{inside}{drawingml.line(replace(marker.edge, width=2))}</c:spPr></c:marker>"
    )


def _marker_line(curve: Curve) -> Stroke | None:
    """A line for a single point: none is drawn, but LibreOffice takes the marker's colour of it."""
    return replace(curve.marker.edge, width=2) if curve.marker and len(curve.x) == 1 else None


def _labels(curve: Curve, written: list[PlacedText], drawn: Drawing) -> str:
    """The name at the last point, and the shares at the others that have room."""
    if not written:
        return ""
    labels = [
        _label(each.point, _runs(each.runs, drawn.frame.font), _layout(each.shift, drawn.frame))
        for each in sorted(written, key=lambda each: each.point)
    ]
    return f"<c:dLbls>{''.join(labels)}{_flags(name=False)}{_tie(curve)}</c:dLbls>"


def _runs(text: tuple[Run, ...], font: int) -> str:
    """The lines of a label in one, told apart by dots."""
    first, *rest = text
    parts = [drawingml.run(first.text, first.colour, font, first.is_bold)]
    parts += [drawingml.run(f" · {run.text}", run.colour or first.colour, font) for run in rest]
    return "".join(parts)


def _tie(curve: Curve) -> str:
    """Tie a label that stands off to its point, as on the screen (an extension of Office 2013)."""
    if not curve.label:
        return ""
    line = drawingml.line(Stroke(curve.label[0].colour, 1))
    return (
        '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" '
        'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
        '<c15:showLeaderLines val="1"/>'
        f"<c15:leaderLines><c:spPr>{line}</c:spPr></c15:leaderLines></c:ext></c:extLst>"
    )


def _layout(shift: Shift, frame: Frame) -> str:
    """Move a label from its usual place, right of its point."""
    left, down = shift
    if abs(left) + abs(down) < 1:
        return ""
    return (
        f'<c:layout><c:manualLayout><c:x val="{-left / frame.size[0]:.4f}"/>'
        f'<c:y val="{down / frame.size[1]:.4f}"/></c:manualLayout></c:layout>'
    )


def _label(i: int, runs: str, layout: str) -> str:
    return (
        f'<c:dLbl><c:idx val="{i}"/>{layout}<c:tx><c:rich><a:bodyPr wrap="none"/>'
        f"<a:p>{runs}</a:p></c:rich></c:tx><c:spPr><a:noFill/></c:spPr>"
        f'<c:dLblPos val="r"/>{_flags(name=True)}</c:dLbl>'
    )


def _flags(name: bool) -> str:
    return (
        '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/>'
        f'<c:showSerName val="{int(name)}"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _whiskers(curve: Curve, refs: Refs) -> str:
    if curve.intervals is None or curve.intervals.whiskers is None:
        return ""
    direction = "x" if curve.is_level else "y"
    below, above = zip(*map(curve.reach, range(len(curve.x))), strict=True)
    return (
        f'<c:errBars><c:errDir val="{direction}"/><c:errBarType val="both"/>'
        f'<c:errValType val="cust"/><c:noEndCap val="{int(curve.intervals.whiskers.opacity < 1)}"/>'
        f"<c:plus>{_numbers(refs.above, above)}</c:plus>"
        f"<c:minus>{_numbers(refs.below, below)}</c:minus>"
        f"<c:spPr>{drawingml.line(curve.intervals.whiskers)}</c:spPr></c:errBars>"
    )


def _numbers(ref: str, values: Values) -> str:
    """Refer to the data sheet, with its numbers as they are now; an empty cell has none."""
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{value!r}</c:v></c:pt>'
        for i, value in enumerate(values)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{ref}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _inner(frame: Frame) -> str:
    (width, height), (left, top, across, up) = frame.size, frame.inner
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/>'
        '<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{left / width:.5f}"/><c:y val="{top / height:.5f}"/>'
        f'<c:w val="{across / width:.5f}"/><c:h val="{up / height:.5f}"/>'
        "</c:manualLayout></c:layout>"
    )


def _panel_title(drawn: Drawing) -> str:
    """Above the plot, where its axis begins."""
    frame = drawn.frame
    text = cut_to(drawn.plot.title, frame.font, frame.inner[2], bold=True)
    place = (
        '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{frame.inner[0] / frame.size[0]:.4f}"/><c:y val="0"/>'
        "</c:manualLayout></c:layout>"
    )
    return drawingml.title([text], drawn.theme.ink, frame.font, place)
