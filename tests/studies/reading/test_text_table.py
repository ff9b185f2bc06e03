import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.studies.reading import limits
from lib.studies.reading.delimited import encoding
from lib.studies.reading.delimited.delimited_text import (
    read_with_arrow,
    read_with_csv,
)
from lib.studies.reading.text_table import read_text

SMALL = "study,arm,months,rate_pct\nKim 2010,Sugar,15,58.7\n"
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
TABLE = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5)
# Python's writer leaves a line break unquoted unless it is its own line end.
DRESSES = [(end, csv.QUOTE_ALL) for end in ("\n", "\r\n", "\r")] + [("\r\n", csv.QUOTE_MINIMAL)]
CODECS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


def rules(data: bytes) -> list[str]:
    return [finding.rule.name for finding in read_text(data).findings]


def cells(data: bytes) -> dict[str, list[str]]:
    text = read_text(data)
    assert text.findings == ()
    return text.cells.to_dict("list")


def written(rows, delimiter: str, end: str, quoting: int) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["study", "arm", "extra"])
    writer.writerows(rows)
    return out.getvalue()


@settings(deadline=None)
@given(
    rows=TABLE,
    delimiter=st.sampled_from(",;\t"),
    dress=st.sampled_from(DRESSES),
    codec=st.sampled_from(CODECS),
)
def test_any_table_reads_back_the_same(rows, delimiter, dress, codec) -> None:
    text = read_text(written(rows, delimiter, *dress).encode(codec))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if filled:
        assert list(text.cells.itertuples(index=False, name=None)) == filled
        numbers = [at for at, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
        assert text.cells.index.tolist() == numbers
    else:
        assert [finding.rule.name for finding in text.findings] == ["header_only"]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    text = read_text(data)
    assert len(text.cells) or text.findings


@settings(deadline=None)
@given(st.text(alphabet='ab",;\n\r\t \u00e9', max_size=40))
def test_the_quick_parser_agrees_with_the_careful_one(tail: str) -> None:
    utf8 = f"a,b\n{tail}".encode()
    quick = read_with_arrow(utf8, ",")
    if quick is None:
        return
    careful = read_with_csv(utf8, ",")
    assert (careful.lengths, careful.usual) == ({}, quick.usual)
    assert quick.rows.tolist() == careful.rows.tolist()
    assert quick.head(100) == careful.head(100)


@pytest.mark.parametrize("codec", [*CODECS, "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_plain_file_in_every_dress(codec: str, delimiter: str) -> None:
    data = SMALL.replace(",", delimiter).encode(codec)
    assert cells(data)["study"] == ["Kim 2010"]


def test_the_first_line_may_name_the_separator() -> None:
    data = b"sep=;\r\nstudy;arm;a,b,c,d\r\nKim 2010;Sugar;x\r\n"
    assert list(cells(data)) == ["study", "arm", "a,b,c,d"]


def test_headers_are_named_by_the_schema_and_remembered_as_typed() -> None:
    text = read_text(b"Study name,Group,N assessed,Country\nKim 2010,Sugar,19,Korea\n")
    assert list(text.cells) == ["study", "arm", "n_assessed", "Country"]
    assert text.headers["n_assessed"] == "N assessed"


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    data = b'study,arm\n\n"Kim\n2010",a\n,\n   ,\nLee,b\n\n'
    assert read_text(data).cells.index.tolist() == [3, 6]


def test_a_header_after_blank_lines_keeps_its_number() -> None:
    assert read_text(b"\n\nstudy,arm\nKim,a\n").cells.index.tolist() == [4]


def test_empty_columns_without_a_name_are_no_columns() -> None:
    assert list(cells(b"study,arm,,\nKim,a,,\n")) == ["study", "arm"]


def test_names_that_typed_rows_need_are_given_another() -> None:
    text = read_text(b"study,row,rate_decimals\nKim,1,2\n")
    assert list(text.cells) == ["study", "row (in the file)", "rate_decimals (in the file)"]


@pytest.mark.parametrize("tail", [",,\n", ",  ,\n"])
def test_empty_cells_too_many_are_nothing(tail: str) -> None:
    assert rules(f"study,arm\nKim,a{tail}Lee,b\n".encode()) == []


@pytest.mark.parametrize(
    "data",
    [b"study,arm\nKim,a\nLee,b,c\n", b"study,arm\nKim,a\nLee\n", b"study,arm\n\nKim,a\nx,y,z\n"],
)
def test_a_ragged_row_leaves_the_others(data: bytes) -> None:
    text = read_text(data)
    assert text.cells["study"].tolist() == ["Kim"]
    assert [(f.rule.name, f.column) for f in text.findings] == [("ragged", "")]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b"study,arm\n", "header_only"),
        (b"study,arm\n,\n", "header_only"),
        (b"study\nKim\n", "one_column"),
        (b"%PDF-1.7", "not_text"),
        (b"study,arm\nKi\0m,a\n", "not_text"),
        (b"\xff\xfes", "not_text"),
        (b"study,arm\n\x81,\xe9\n", "encoding"),
        (b'study,arm\n"Kim,a\n', "quotes"),
        (b'study,arm\n"Kim"s,a\n', "quotes"),
        (b"Response,rates\nKim,a,3\nLee,b,4\n", "mostly_ragged"),
    ],
)
def test_what_is_no_table_gets_one_problem(data: bytes, rule: str) -> None:
    text = read_text(data)
    assert [finding.rule.name for finding in text.findings] == [rule]
    assert text.cells.empty


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("study,arm,Study", ["study", "arm", "Study (column C)"]),
        ("study,x,x", ["study", "x", "x (column C)"]),
        ("x,x (column C),x", ["x", "x (column C)", "x (column C) (column C)"]),
    ],
)
def test_columns_that_mean_the_same_are_told_apart(header: str, names: list[str]) -> None:
    text = read_text(f"{header}\nKim,a,b\n".encode())
    assert [finding.rule.name for finding in text.findings] == ["duplicate_header"]
    assert list(text.cells) == list(text.headers) == names
    assert text.cells.iloc[0].tolist() == ["Kim", "a", "b"]


def test_the_row_that_cannot_be_read_is_named() -> None:
    (finding,) = read_text(b'study,arm\nKim,a\n\n"Lee"x,b\nPark,c\n').findings
    assert finding.rows.tolist() == [4]


def test_a_million_rows_are_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS_MOST", 2)
    two = b"study,arm\nKim,a\nLee,b\n"
    assert rules(two) == []
    assert rules(two + b"Park,c\n") == ["too_many_rows"]
    assert rules(two + b"\nPark,c\n") == ["too_many_rows"]


def test_200_megabytes_are_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "MOST_FILE_MEGABYTES", 0)
    assert rules(SMALL.encode()) == ["too_large"]


def test_windows_1252_is_said_with_a_word_to_judge_by() -> None:
    text = read_text("study,arm\nMüller 2001,a\n".encode("cp1252"))
    assert text.cells["study"].tolist() == ["Müller 2001"]
    assert [finding.rule.name for finding in text.findings] == ["windows_1252"]
    assert text.findings[0].facts(0)["word"] == "Müller"


def test_cells_are_strings() -> None:
    assert (read_text(SMALL.encode()).cells.dtypes == pd.StringDtype(na_value=float("nan"))).all()
