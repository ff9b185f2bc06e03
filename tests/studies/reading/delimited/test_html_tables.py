import pytest

from lib.studies.reading import limits
from lib.studies.reading.delimited import html_tables
from lib.studies.reading.delimited.html_tables import is_html, read_html
from lib.studies.reading.grid import Merge
from lib.studies.reading.limits import RefusedError

PAGE = """\
<html><head><style>td {}</style><script>document.write("<table><td>no</table>")</script></head>
<table><caption>Table&nbsp;2</caption>
<tr><th rowspan=2>Study</th><th colspan="2">3 months</th></tr>
<tr><th>n<th>N</tr>
<tr><td>Kim<br>2010<td>15</td><td> 19<sup>a</sup>
</td></tr>
<tr style="display: none"><td>&lt;left out&gt;</td></tr>
</table><table><tr><td> </td></tr></table>
<table><tr><td>outer<table><tr><td>inner</td></tr></table></td></tr></table>
"""


def test_tables_become_sheets() -> None:
    first, *others = read_html(PAGE)
    assert first.name == "Table\xa02"
    assert first.grid.head(9) == [
        (1, ["Study", "3 months", ""]),
        (2, ["", "n", "N"]),
        (3, ["Kim\n2010", "15", "19"]),
        (4, ["<left out>", "", ""]),
    ]
    assert [sheet.grid.row_texts(0) for sheet in others] == [["outer"], ["inner"]]


def test_what_texts_do_not_say() -> None:
    grid = read_html(PAGE)[0].grid
    assert grid.marks == {(3, 2): "a"}
    assert grid.merged == (Merge(1, 2, 0, 0), Merge(1, 1, 1, 2))
    assert grid.hidden_rows == {4}


@pytest.mark.parametrize(
    ("start", "expected"),
    [("<table>", True), (" <!-- x --><!DOCTYPE html>", True), ("a,b\n", False), ("<p>", False)],
)
def test_a_page_starts_as_one(start: str, expected: bool) -> None:
    assert is_html(f"{start}<TABLE></TABLE>".encode()) is expected


def test_spans_cannot_fill_the_memory() -> None:
    wide = "<td colspan=99999 rowspan=99999>x</td>"
    (sheet,) = read_html(f"<table><tr>{wide * 2}</tr></table>")
    assert [finding.rule.name for finding in sheet.findings] == ["too_many_columns"]
    assert sheet.grid.count == 0


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS_MOST", 2)
    assert [finding.rule.name for finding in read_html(PAGE)[0].findings] == ["too_many_rows"]
    monkeypatch.setattr(html_tables, "MOST_MEGABYTES", 0)
    with pytest.raises(RefusedError):
        read_html(PAGE)


@pytest.mark.parametrize(
    "rest", ["<!--" * 50_000, "<td a='" * 20_000, "<![CDATA[" * 20_000, "&#" * 50_000]
)
def test_what_never_ends_is_left_out_at_once(rest: str) -> None:
    (sheet,) = read_html(f"<table><tr><td>x</td>{rest}")
    assert sheet.grid.row_texts(0)[0] == "x"


def test_a_page_has_few_tables() -> None:
    with pytest.raises(RefusedError, match="not_text"):
        read_html("<table>" * 1001)
