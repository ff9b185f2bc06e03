"""A native table on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from lib.exports.powerpoint.page import SMALL, Area, Page, Words, describe_shape, write_words

# PowerPoint's table style without lines and bands.
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class TableCell:
    """A cell's runs, where they stand, what of its width is kept free on either side, and the
    colour of the rule over it, if any.
    """

    runs: tuple[Words, ...]
    centred: bool = False
    free: tuple[float, float] = (4, 4)
    rule: str = ""


def add_table(
    page: Page, area: Area, columns: Sequence[float], rows: Sequence[Sequence[TableCell]]
) -> None:
    """Put a native table; `columns` are the widths in points, rows share the area's height."""
    frame = page.slide.shapes.add_table(len(rows), len(columns), *area.emu)
    describe_shape(
        frame, ("Numbers", f"The numbers of the chart, a row a curve: {page.exhibit.title}")
    )
    table = frame.table
    table._tbl.tblPr.find("{*}tableStyleId").text = _PLAIN_TABLE
    table.horz_banding = False
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Pt(width)
    for row, cells in zip(table.rows, rows, strict=True):
        row.height = Pt(area.height / len(rows))
        for cell, content in zip(row.cells, cells, strict=True):
            _fill(cell, content)


def _rule_above(colour: str) -> str:
    return (
        f'<a:lnT {nsdecls("a")} w="12700"><a:solidFill><a:srgbClr val="{colour[1:]}"/>'
        "</a:solidFill></a:lnT>"
    )


def _fill(cell: Any, content: TableCell) -> None:
    cell.margin_left, cell.margin_right = map(Pt, content.free)
    cell.margin_top = cell.margin_bottom = Pt(0.5)
    if content.rule:
        cell._tc.get_or_add_tcPr().append(parse_xml(_rule_above(content.rule)))
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER if content.centred else PP_ALIGN.LEFT
    for words in content.runs:
        if words.text:
            write_words(paragraph, words)
    if not any(words.text for words in content.runs):
        _end_small(paragraph)


def _end_small(paragraph: Any) -> None:
    """An empty cell is as high as the size that a text in it would have: 18 points if not said."""
    end = paragraph._p.get_or_add_endParaRPr()
    end.set("sz", str(SMALL * 100))
