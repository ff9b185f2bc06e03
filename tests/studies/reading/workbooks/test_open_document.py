import io
import zipfile

import pytest

from lib.progress import silent
from lib.studies.reading.grid import Merge
from lib.studies.reading.limits import RefusedError
from lib.studies.reading.workbooks.open_document import (
    MIMETYPE,
    is_open_document,
    number_text,
    read_open_document,
)

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "style", "table", "text")
)
STYLES = """
<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>
<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>
"""
SHEET = """
<table:table table:name="Data">
<table:table-column table:number-columns-repeated="2"/>
<table:table-column table:visibility="collapse"/>
<table:table-row><table:table-cell><text:p>study</text:p></table:table-cell>
<table:table-cell table:number-columns-spanned="2"><text:p>rate<text:span
text:style-name="T1">a</text:span></text:p></table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
<table:table-row table:visibility="filter"><table:table-cell table:number-columns-repeated="2">
<office:annotation><text:p>a comment</text:p></office:annotation>
<text:p>x<text:s/>y</text:p><text:p>z</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2024-12-15">
<text:p>15.12.24</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="percentage" office:value="0.79">
<text:p>79,0 %</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
</table:table>
<table:table table:name="Rest" table:style-name="ta2"/>
"""


def saved(sheets: str, **others: str) -> bytes:
    content = f"<office:document-content {SPACES}>{STYLES}{sheets}</office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("content.xml", others.get("content", content))
        archive.writestr("META-INF/manifest.xml", others.get("manifest", "<manifest/>"))
    return out.getvalue()


def test_a_spreadsheet_is_read_as_it_looks() -> None:
    data = saved(SHEET)
    assert is_open_document(data)
    first, second = read_open_document(data, silent)
    grid = first.grid
    assert grid.head(9) == [
        (1, ["study", "rate", ""]),
        (5, ["x y\nz", "x y\nz", "2024-12-15"]),
        (6, ["79.0%", "#DIV/0!", ""]),
    ]
    assert (grid.marks, grid.dates) == ({(1, 1): "a"}, {(5, 2)})
    assert grid.merged == (Merge(1, 1, 1, 2),)
    assert (grid.hidden_rows, grid.hidden_columns) == ({5}, {2})
    assert (first.is_hidden, second.name, second.is_hidden) == (False, "Rest", True)


@pytest.mark.parametrize(
    ("shown", "held", "is_percent", "text"),
    [
        ("79", "79", False, "79"),
        ("79,50", "79.5", False, "79.50"),
        ("1.204", "1204", False, "1204"),
        ("-3", "-3.2", False, "-3"),
        ("79 %", "0.789", True, "79%"),
        ("15/19", "0.75", False, "0.75"),
        ("1,2E+03", "1234", False, "1234"),
    ],
)
def test_numbers_have_a_point_in_every_language(
    shown: str, held: str, is_percent: bool, text: str
) -> None:
    assert number_text(shown, held, is_percent) == text


def cell(times: int, rows: int) -> str:
    return (
        f'<table:table><table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{times}"><text:p>x</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (saved(cell(16_000, 1)), "workbook_broken"),
        (saved(cell(1, 1_000_000)), "workbook_broken"),
        (saved("", content="<x>"), "workbook_broken"),
        (saved("", content="<!DOCTYPE x><x/>"), "workbook_broken"),
        (saved("", manifest="<encryption-data/>"), "workbook_locked"),
        (saved("")[:60], "workbook_broken"),
    ],
    ids=["columns", "repeated rows", "open tag", "document type", "password", "cut off"],
)
def test_what_cannot_be_read_is_refused(data: bytes, rule: str) -> None:
    with pytest.raises(RefusedError, match=rule):
        read_open_document(data, silent)
