from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.progress import silent
from lib.studies.intake.import_file import Import, import_sheets
from lib.studies.reading.grid import TextFormat
from lib.studies.reading.pasted_text import looks_headless
from lib.ui.components.progress import LONG
from lib.ui.importing import sources
from lib.ui.importing.sources import PASTE, TYPE, Source, set_sources

PASTED = "Kim, WM\tSugar\t15\t58,7\r\nLee\tSugar\t3\t=4\r\n"
ANY = st.text(st.characters(), max_size=40) | st.text("a1\t,;\"'=\r\n ", max_size=40)


def read(text: str, way: str = PASTE) -> Import:
    source = Source("cells", text.encode(errors="replace"), way)
    how = TextFormat(source.said.encoding or None, source.said.separator or None)
    return import_sheets(source.read(how, silent), source.said)


def cells(brought: Import) -> Any:
    return brought.tables[0].table.cells


def test_rows_pasted_from_a_spreadsheet() -> None:
    brought = read("study\tarm\tmonths\trate\r\n" + PASTED)
    assert brought.text.cells["study"].to_dict() == {2: "Kim, WM", 3: "Lee"}
    assert brought.text.cells["rate_pct"].tolist() == ["58,7", "=4"]


def test_pasted_rows_without_a_header_are_numbered_from_one() -> None:
    frame = cells(read(PASTED))
    assert frame["column A"].to_dict() == {1: "Kim, WM", 2: "Lee"}
    assert list(frame) == [f"column {letter}" for letter in "ABCD"]


def test_blank_lines_before_pasted_rows_cost_none() -> None:
    assert cells(read("\t\t\t\r\n  \n" + PASTED))["column A"].tolist() == ["Kim, WM", "Lee"]


def test_one_pasted_row_is_a_table_too() -> None:
    assert cells(read("Kim,Sugar,3")).shape == (1, 3)


def test_pasted_rows_may_hold_the_same_twice_and_blanks() -> None:
    frame = cells(read("Kim\t19\t19\t\nLee\t\t20\tx\n"))
    assert frame.to_numpy().tolist() == [["Kim", "19", "19", ""], ["Lee", "", "20", "x"]]


@pytest.mark.parametrize(
    ("text", "rule"), [("", "empty"), (" \n\t\n", "empty"), ("a,b\0\n1,2", "not_text")]
)
def test_what_is_pasted_and_no_table_is_refused(text: str, rule: str) -> None:
    assert [each.rule.name for each in read(text).text.findings] == [rule]


def test_half_a_character_is_shown_as_unknown() -> None:
    assert cells(read("study,arm\nKim\ud800,a"))["study"].tolist() == ["Kim?"]


@given(ANY)
def test_anything_may_be_pasted(text: str) -> None:
    brought = read(text)
    assert brought.tables or brought.text.findings
    assert looks_headless(text) in (True, False)


def test_rows_of_a_grid_are_numbered_as_it_shows_them() -> None:
    brought = read("study,arm,months,rate_pct\nLee,Drug,3,50\nLee,Drug,6,150\n", TYPE)
    assert brought.text.cells.index.tolist() == [1, 2]
    assert brought.checked.problems["row"].tolist() == [2]


@pytest.mark.parametrize(("rows", "is_large"), [(LONG - 1, False), (LONG, True)])
def test_a_session_with_a_large_file_is_marked(monkeypatch, rows, is_large):
    marked = []
    monkeypatch.setattr(sources, "mark_large", lambda: marked.append(True))
    monkeypatch.setattr(sources.st, "session_state", {})
    set_sources([Source("small.csv", b"study\n"), Source("rows.csv", b"A\n" * rows)])
    assert bool(marked) == is_large
