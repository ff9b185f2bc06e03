import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.reading.workbooks.excel_number_format import format_number, hides_decimals

ACCOUNTING = '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (79, "General", "79"),
        (79.0, "General", "79"),
        (58.699999999999996, "General", "58.7"),
        (1e-05, "General", "0.00001"),
        (1e20, "General", "100000000000000000000"),
        (79, "0.0", "79.0"),
        (58.74, "0.0", "58.7"),
        (0.285, "0.00", "0.29"),
        (0.79, "0%", "79%"),
        (0.7904, "0.0%", "79.0%"),
        (0.795, "0.0##%", "79.5%"),
        (1234.5, "#,##0.00", "1234.50"),
        (100, "0.##", "100"),
        (-3, "0.0;(0.0)", "-3.0"),
        (0, ACCOUNTING, "0.00"),
        (6, '0" mo"', "6"),
        (79, '0.0"%"', "79.0"),
        (7, "[$-409][Red]0.0", "7.0"),
        (5000, "0,", "5000"),
        (0.5, "# ?/?", "0.5"),
        (0.5, ";;;", "0.5"),
        (79, "@", "79"),
    ],
)
def test_a_number_reads_as_it_is_shown(value: float, number_format: str, text: str) -> None:
    assert format_number(value, number_format) == text


@pytest.mark.parametrize(
    ("value", "number_format", "rounded"),
    [(58.74, "0.0", True), (58.7, "0.0", False), (0.7904, "0%", True), (0.3, "General", False)],
)
def test_lost_decimals_are_told(value: float, number_format: str, rounded: bool) -> None:
    assert hides_decimals(value, number_format) == rounded


@given(st.floats() | st.integers(), st.text('0#?.,%;"\\_*[]Ee/@ General', max_size=12))
def test_any_number_in_any_format_is_a_text(value: float, number_format: str) -> None:
    assert format_number(value, number_format)
    assert hides_decimals(value, number_format) in (True, False)
