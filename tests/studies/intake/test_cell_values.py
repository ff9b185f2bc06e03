import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.intake.cell_values import CellValue, as_float, read_cell, share_to_percent


@pytest.mark.parametrize(
    ("typed", "number", "is_percent", "mark"),
    [
        ("79", "79", False, ""),
        ("79%†", "79", True, "†"),
        ("79 †", "79", False, "†"),
        ("63%*", "63", True, "*"),
        ("58% (a)", "58", True, "(a)"),
        ("58 b", "58", False, "b"),
        ("40¹", "40", False, "1"),
        ("63 % ‡§", "63", True, "‡§"),
        ("†79", "79", False, "†"),
        ("79,5", "79,5", False, ""),
        ("1 204", "1204", False, ""),
        ("1\u202f190", "1190", False, ""),
        ("1'150", "1150", False, ""),
        ("1\N{RIGHT SINGLE QUOTATION MARK}150", "1150", False, ""),
        ("12 345 678", "12345678", False, ""),
        ("\N{FULLWIDTH DIGIT SIX}", "6", False, ""),
        ("١٢", "12", False, ""),
        ("\N{MINUS SIGN}3.5", "-3.5", False, ""),
        ("1e+05", "100000", False, ""),
        ("5.1E+04", "51000", False, ""),
        ("\u200e79", "79", False, ""),
    ],
)
def test_a_single_number(typed, number, is_percent, mark):
    assert read_cell(typed) == CellValue(number=number, is_percent=is_percent, mark=mark)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("15/19", {"responders": "15", "assessed": "19"}),
        ("15 of 19", {"responders": "15", "assessed": "19"}),
        ("15 / 19*", {"responders": "15", "assessed": "19", "mark": "*"}),
        ("15/19 (79%)", {"responders": "15", "assessed": "19", "number": "79", "is_percent": True}),
        ("15/19 79.0", {"responders": "15", "assessed": "19", "number": "79.0"}),
        ("79 (15/19)", {"responders": "15", "assessed": "19", "number": "79"}),
        ("79% [15/19]", {"responders": "15", "assessed": "19", "number": "79", "is_percent": True}),
        ("15 (79)", {"number": "15", "second": "79"}),
        ("15 (79.0%)", {"number": "15", "second": "79.0", "second_is_percent": True}),
        ("79% (15)", {"number": "79", "is_percent": True, "second": "15"}),
        ("79.0 (56.7\N{EN DASH}91.5)", {"number": "79.0", "low": "56.7", "high": "91.5"}),
        ("79.0 [56.7, 91.5]", {"number": "79.0", "low": "56.7", "high": "91.5"}),
        ("79 (95% CI 56.7 to 91.5)", {"number": "79", "low": "56.7", "high": "91.5"}),
        ("37.9\N{EN DASH}79.5", {"low": "37.9", "high": "79.5"}),
        ("37.9 to 79.5", {"low": "37.9", "high": "79.5"}),
        ("[0.3, 33.1]", {"low": "0.3", "high": "33.1"}),
        ("(29.0 to 54.0)", {"low": "29.0", "high": "54.0"}),
        ("56,7 - 91,5", {"low": "56,7", "high": "91,5"}),
    ],
)
def test_several_numbers_in_one_cell(typed, parts):
    assert read_cell(typed) == CellValue(**parts)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", "blank"),
        ("  ", "blank"),
        ("NR", "not reported"),
        ("n/a", "not reported"),
        ("\N{EM DASH}", "not reported"),
        ("(not reported)", "not reported"),
        ("<5", "bound"),
        ("> 95%", "bound"),
        ("≥10", "bound"),
        ("~30", "about"),
        ("ca. 30", "about"),
        ("#DIV/0!", "error"),
        ("#REF!", "error"),
        ("#N/A", "not reported"),
        ("12-Oct", "date"),
        ("2024-11-12", "date"),
        ("08/01/2012", "date"),
        ("yes", "text"),
        ("12 months", "text"),
        ("15/19/20", "date"),
        ("79 80", "text"),
    ],
)
def test_what_is_no_number_is_never_one(typed, kind):
    value = read_cell(typed)
    assert (value.kind, value.number, value.responders, value.low) == (kind, "", "", "")


@pytest.mark.parametrize(
    ("share", "percent"),
    [("0.928", "92.8"), ("0.8", "80"), ("0.80", "80"), ("1", "100"), ("0,5", "50"), ("0", "0")],
)
def test_a_share_keeps_the_decimals_that_are_printed(share, percent):
    assert share_to_percent(share) == percent


def test_a_number_with_two_readings_has_no_value():
    assert as_float("1,234") is None
    assert as_float("12,5") == 12.5


@given(st.text(max_size=30))
def test_any_text_is_read_without_an_error(text):
    read_cell(text)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_pairs_come_back(responders, assessed):
    value = read_cell(f"{responders}/{assessed}")
    assert (value.responders, value.assessed) == (str(responders), str(assessed))
