"""The small pieces of DrawingML that every element of a chart is made of."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from lib.charts.marks import Stroke
from lib.exports.powerpoint.clean import clean

PIXEL = 0.8
"""Points to a pixel of the screen: what a line or a marker of the figure becomes on a slide."""
EMU = 12_700
LANGUAGE = "en-GB"

_DASHES = {"dash": "dash", "dot": "sysDot", "dashdot": "dashDot", "longdash": "lgDash"}


def title(lines: Sequence[str], colour: str, font: int, place: str = "") -> str:
    """A title; one that is put in its place is bold, that of an axis is not."""
    told = "".join(f"<a:p>{run(line, colour, font, bool(place))}</a:p>" for line in lines)
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/>{told}"
        f'</c:rich></c:tx>{place}<c:overlay val="0"/></c:title>'
    )


def run(text: str, colour: str, font: int, bold: bool = False) -> str:
    """A text in one look; `font` is its size in points."""
    return (
        f'<a:r><a:rPr lang="{LANGUAGE}" sz="{font * 100}" b="{int(bold)}">'
        f"{fill(colour)}</a:rPr><a:t>{safe(text)}</a:t></a:r>"
    )


def type_of(colour: str, font: int) -> str:
    """How all text of a part looks that says nothing else."""
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{font * 100}" b="0">'
        f"{fill(colour)}</a:defRPr></a:pPr>"
        f'<a:endParaRPr lang="{LANGUAGE}"/></a:p></c:txPr>'
    )


def line(stroke: Stroke | None) -> str:
    """An outline; none where there is no stroke."""
    if stroke is None or not stroke.width:
        return "<a:ln><a:noFill/></a:ln>"
    dash = f'<a:prstDash val="{_DASHES.get(stroke.dash, "solid")}"/>'
    width = round(max(stroke.width * PIXEL, 0.75) * EMU)
    return (
        f'<a:ln w="{width}" cap="flat">{fill(stroke.colour, stroke.opacity)}{dash}<a:round/></a:ln>'
    )


def rule(colour: str) -> str:
    """A thin line, as of an axis."""
    return f'<a:ln w="9525">{fill(colour)}</a:ln>'


def fill(colour: str, opacity: float = 1) -> str:
    """A filling in one colour, given as `#rrggbb`."""
    share = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
    rgb = colour[1:].upper()
    return f'<a:solidFill><a:srgbClr val="{rgb}">{share}</a:srgbClr></a:solidFill>'


def safe(text: str) -> str:
    """A text as XML can hold it."""
    return escape(clean(text))
