import pytest

from lib.studies.headers.visit_times import read_time
from lib.studies.reading.durations import conversion_notes, format_months


def to_months(text: str, unit) -> str:
    held = read_time(text, unit)
    return format_months(held.months) if held and held.months is not None else text


@pytest.mark.parametrize(
    ("text", "unit", "months"),
    [
        ("52", "weeks", "12"),
        ("26", "weeks", "6"),
        ("6", "weeks", "1.4"),
        ("1", "weeks", "0.23"),
        (" 24 ", "weeks", "5.5"),
        ("90", "days", "3"),
        ("30", "days", "0.99"),
        ("365", "days", "12"),
        ("1", "years", "12"),
        ("1.5", "years", "18"),
        ("1,5", "years", "18"),
        ("0", "weeks", "0"),
        ("6.25", "months", "6.2"),
        (" 6", "months", "6"),
    ],
)
def test_a_number_of_a_unit_is_made_months(text: str, unit, months: str) -> None:
    assert to_months(text, unit) == months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("26 weeks", "6"),
        ("6 mo", "6"),
        ("6 months", "6"),
        ("18 Months", "18"),
        ("6.25 mo.", "6.2"),
        ("1 year", "12"),
        ("2 yrs", "24"),
        ("90 d", "3"),
        ("12m", "12"),
        ("M12", "12"),
        ("week 26", "6"),
        ("3-month", "3"),
        ("12", "12"),
    ],
)
def test_a_unit_in_the_cell_is_read(text: str, months: str) -> None:
    assert to_months(text, "months") == months


def test_the_unit_in_the_cell_goes_before_that_of_the_column() -> None:
    assert to_months("6 mo", "weeks") == "6"
    assert to_months("26", "weeks") == "6"


@pytest.mark.parametrize("text", ["", " ", "NR", "about 6", "1,234", "3-6 months"])
@pytest.mark.parametrize("unit", ["weeks", "years"])
def test_what_cannot_be_read_is_no_time(text: str, unit) -> None:
    held = read_time(text, unit)
    assert held is None or held.months is None


@pytest.mark.parametrize(
    ("months", "text"), [(12.0, "12"), (5.52, "5.5"), (0.2299, "0.23"), (10.0, "10"), (0.996, "1")]
)
def test_months_are_written_without_needless_zeros(months: float, text: str) -> None:
    assert format_months(months) == text


def test_conversions_are_said_once_and_in_order() -> None:
    pairs = [("52 weeks", 11.96), ("1 week", 0.23), ("52 weeks", 11.96)]
    assert conversion_notes(pairs) == ("1 week = 0.23 months", "52 weeks = 12.0 months")


def test_many_conversions_are_counted() -> None:
    lines = conversion_notes([(f"{weeks} weeks", weeks / 4) for weeks in range(40)])
    assert len(lines) == 13
    assert lines[-1] == "and 28 more"
