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

TEXT = st.text() | st.text("'=+-@\t\r15.,e", max_size=8)


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


@pytest.mark.parametrize("text", ["-5", "+3.2", "-3,2", "-.5", "-1e-05", "79", "Kim 2010", "", "'"])
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
