import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.reading.numbers import NOT_STATED, Reading, read_number
from lib.studies.schema import BY_NAME

RATE, MONTHS, COUNT = BY_NAME["rate_pct"], BY_NAME["months"], BY_NAME["n_assessed"]


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("79", 79, 0),
        (" 79 ", 79, 0),
        ("79%", 79, 0),
        ("\xa079,50 %", 79.5, 2),
        ("79.0", 79, 1),
        (".5", 0.5, 1),
        ("58,333", 58.333, 3),
        ("\u22125", -5, 0),
    ],
)
def test_percents(text: str, value: float, decimals: int) -> None:
    assert read_number(text, RATE) == Reading(value, decimals)


@pytest.mark.parametrize(
    ("text", "column", "rule"),
    [
        ("1,234", COUNT, "ambiguous_number"),
        ("1,234", MONTHS, "ambiguous_number"),
        ("1.000", COUNT, "ambiguous_number"),
        ("-1.234", COUNT, "ambiguous_number"),
        ("100.000", COUNT, "ambiguous_number"),
        ("1,234,567", COUNT, "ambiguous_number"),
        ("1.234.567", COUNT, "ambiguous_number"),
        ("1,234,567", MONTHS, "not_a_number"),
        ("1 234", COUNT, "not_a_number"),
        ("19.5", COUNT, "not_whole"),
        ("12%", MONTHS, "not_a_number"),
        ("%", RATE, "not_a_number"),
        ("3 months", MONTHS, "not_a_number"),
        ("nan%", RATE, "not_a_number"),
        ("1e1", RATE, "not_a_number"),
        ("2026-06-03", MONTHS, "date"),
        ("2026-06-03 00:00:00", MONTHS, "date"),
        ("3/6/2026", MONTHS, "date"),
        ("03.06.26", MONTHS, "date"),
        ("3-Jun", MONTHS, "date"),
        ("03. Jun", MONTHS, "date"),
        ("Jun-03", MONTHS, "date"),
        ("3-6", MONTHS, "not_a_number"),
        ("6 mo", MONTHS, "not_a_number"),
        ("\u0667\u0669", RATE, "not_a_number"),
        ("inf", RATE, "not_a_number"),
    ],
)
def test_what_is_no_number_is_not_guessed(text: str, column, rule: str) -> None:
    assert read_number(text, column) == Reading(broken=rule)


@pytest.mark.parametrize("text", ["0,123", "12,34", "1,2345", "12,5"])
def test_commas_that_can_only_be_decimal(text: str) -> None:
    assert read_number(text, MONTHS).value == float(text.replace(",", "."))


@pytest.mark.parametrize("text", [*sorted(NOT_STATED), "N/A", " NR "])
def test_markers_mean_not_stated(text: str) -> None:
    assert read_number(text, COUNT) == Reading(broken="not_stated")


@pytest.mark.parametrize("text", ["19.0", "19,00", "0019.000", "1000.000"])
def test_whole_numbers_may_be_written_with_zero_decimals(text: str) -> None:
    assert read_number(text, COUNT).value == float(text.replace(",", "."))


def test_a_point_is_a_decimal_one_where_decimals_are_usual() -> None:
    assert read_number("3.842", MONTHS).value == 3.842


@given(st.decimals(0, 100, places=3))
def test_any_decimal_reads_back_with_its_decimals(number) -> None:
    assert read_number(str(number), RATE) == Reading(float(number), 3)


@given(st.text())
def test_any_text_gives_a_value_or_a_reason(text: str) -> None:
    reading = read_number(text, COUNT)
    assert not text.strip() or (reading.value is None) == bool(reading.broken)
