import re
import time

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.reading.formula_escape import (
    escape_cells,
    escape_formula,
    unescape_column,
    unescape_formula,
)
from lib.studies.reading.grid import TextFormat
from lib.studies.reading.sheets import read_sheets

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
UNSEEN = " \n\x00\x0b\xa0\xad\u200b\u200d\u2060\u3000\ufeff\U000e0020"
TEXT = st.text() | st.text("'=+-@\t\r15.,e", max_size=8) | st.text(f"'\";\t\r\na5{SIGNS}{UNSEEN}")


@given(TEXT)
def test_what_is_made_inert_comes_back_unchanged(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text


@given(TEXT, TEXT)
def test_two_texts_never_become_one(one: str, other: str) -> None:
    assert (escape_formula(one) == escape_formula(other)) == (one == other)


@given(TEXT)
def test_nothing_inert_starts_like_a_formula_but_numbers(text: str) -> None:
    if escape_formula(text).startswith(("=", "+", "-", "@", "\t", "\r")):
        float(text.replace(",", "."))


def is_number(text: str) -> bool:
    return text[:1] in "+-" and text[1:2] in set("0123456789.,") and not set(text) & set(SIGNS[:1])


@given(TEXT)
def test_no_piece_that_another_locale_makes_of_a_cell_starts_like_a_formula(text: str) -> None:
    for piece in re.split("[;\t\r\n]", escape_formula(text)):
        seen = piece.lstrip(UNSEEN + '"')
        assert seen[:1] not in set(SIGNS) or is_number(seen)


@given(st.lists(TEXT), st.lists(TEXT))
def test_frames_are_treated_like_their_cells(one: list[str], other: list[str]) -> None:
    frame = pd.DataFrame({"self": pd.Series(one + other, dtype="str")}).assign(
        other=pd.Series(other + one, dtype="str")
    )
    harmless = escape_cells(frame)
    for name in frame:
        assert harmless[name].tolist() == [escape_formula(text) for text in frame[name]]
        column = pa.chunked_array([pa.array(harmless[name], pa.large_string())])
        assert unescape_column(column)[0].to_pylist() == frame[name].tolist()


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "+3.2",
        "-3,2",
        "-.5",
        "-1e-05",
        "79",
        "Kim 2010",
        "",
        "'",
        " -5 ",
        "a;-5",
        "a;b",
        "3-5",
    ],
)
def test_plain_numbers_and_other_texts_stay(text: str) -> None:
    assert escape_formula(text) == text


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("=1+1", "'=1+1"),
        ("-5+1", "'-5+1"),
        ("-5\n", "'-5\n"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=1", "''=1"),
        ("'-5", "''-5"),
        (" =1", "' =1"),
        ("\n=1", "'\n'=1"),
        ("\xa0=1", "'\xa0=1"),
        ("\u200b+x", "'\u200b+x"),
        ("\ufeff@x", "'\ufeff@x"),
        *((f"{sign}1", f"'{sign}1") for sign in SIGNS[4:]),
        ("a;=1", "a;'=1"),
        ('a; "=1', "a;' \"=1"),
        ("a\t@x", "a\t'@x"),
        ("a\n=1", "a\n'=1"),
        ("-5;=1", "'-5;'=1"),
        ("a;'=1", "a;''=1"),
    ],
)
def test_what_starts_like_a_formula_gets_an_apostrophe(text: str, harmless: str) -> None:
    assert escape_formula(text) == harmless


def test_other_columns_and_unchanged_frames_are_left_alone() -> None:
    frame = pd.DataFrame({"months": [-3, 6], "note": ["a", "b"]})
    assert escape_cells(frame) is frame


def test_an_index_of_rows_is_kept() -> None:
    frame = pd.DataFrame({"note": ["=1", "b"]}, index=pd.Index([7, 4], name="row"))
    assert escape_cells(frame)["note"].to_dict() == {7: "'=1", 4: "b"}
    assert frame["note"].to_dict() == {7: "=1", 4: "b"}


def test_no_text_takes_long() -> None:
    start = time.process_time()
    for text in (";" * 300_000, "\n " * 300_000, "'" * 300_000, ";'" * 300_000, "; -5" * 300_000):
        assert unescape_formula(escape_formula(text)) == text
    assert time.process_time() - start < 2


@pytest.mark.parametrize("text", [" =1", "a;=1", "a; =1;-2x", "\xa0@x", "\uff1d1", "x\n=1", "-5"])
def test_a_download_that_is_imported_has_its_texts_again(text: str) -> None:
    frame = pd.DataFrame({"study": ["Kim 2010"], "note": pd.Series([text], dtype="str")})
    data = escape_cells(frame).to_csv(index=False).encode()
    (sheet,) = read_sheets(data).sheets
    assert sheet.grid.columns[1].to_pylist() == ["note", text]


def test_a_row_of_which_only_an_apostrophe_is_seen_is_blank() -> None:
    (sheet,) = read_sheets(b"a,b\n'\t,\n1,2\n").sheets
    assert sheet.grid.rows.tolist() == [1, 3]
    assert read_sheets(b"'\t", how=TextFormat(separator=",")).findings[0].rule.name == "empty"
