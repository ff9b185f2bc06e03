import pandas as pd
import pytest

from lib.studies.mapping.wide_to_long import COUNTS, VisitColumn, parse_visit


def cells(*texts: str) -> pd.Series:
    return pd.Series(texts, dtype="str")


PERCENTS = cells("58.7", "79 %", "", "NR")


@pytest.mark.parametrize(
    ("header", "months", "column"),
    [
        ("3 mo", 3, "rate_pct"),
        ("6 months", 6, "rate_pct"),
        ("12m", 12, "rate_pct"),
        ("month 3", 3, "rate_pct"),
        ("M12", 12, "rate_pct"),
        ("mo3", 3, "rate_pct"),
        ("X3.mo", 3, "rate_pct"),
        ("3-month rate", 3, "rate_pct"),
        ("rate at 6 months", 6, "rate_pct"),
        ("Response (%) 24 months", 24, "rate_pct"),
        ("X12.month.rate", 12, "rate_pct"),
        ("% responding at 6 months", 6, "rate_pct"),
        ("Response, 6 mo", 6, "rate_pct"),
        ("12-month follow-up", 12, "rate_pct"),
        ("3 months post treatment", 3, "rate_pct"),
        ("responders 12 mo", 12, "responders"),
        ("number of responders at 6 months", 6, "responders"),
        ("r_12m", 12, "responders"),
        ("n 3 months", 3, "n_assessed"),
        ("N (6 mo)", 6, "n_assessed"),
        ("n at follow-up, 6 mo", 6, "n_assessed"),
        ("95% CI lower 3 mo", 3, "ci_low_pct"),
        ("6 wk", 1.4, "rate_pct"),
        ("week 26", 6, "rate_pct"),
        ("1 year", 12, "rate_pct"),
        ("2 yrs", 24, "rate_pct"),
    ],
)
def test_a_header_with_a_time_is_a_visit(header: str, months: float, column: str) -> None:
    assert parse_visit(header, PERCENTS) == VisitColumn(months, column)


@pytest.mark.parametrize(
    "header",
    [
        "year",
        "months",
        "12-month cohort",
        "note 3 mo",
        "BMI (kg/m2)",
        "Age (years)",
        "Day 1 dose",
        "3-6 months",
        "0 months",
        "year 2010",
        "0.001 days",
    ],
)
def test_other_headers_are_no_visits(header: str) -> None:
    assert parse_visit(header, PERCENTS) is None


def test_words_in_most_cells_are_no_visit() -> None:
    assert parse_visit("12 mo", cells("well", "lost to follow-up", "50")) is None


def test_a_slip_in_one_cell_leaves_a_visit() -> None:
    assert parse_visit("12 mo", cells("50", "60", "lost")) == VisitColumn(12)


@pytest.mark.parametrize("header", ["3 mo", "responders 3 mo", "rate at 3 mo"])
def test_cells_of_two_numbers_are_counts(header: str) -> None:
    assert parse_visit(header, cells("15/19", " 3 / 4", "NR", "")) == VisitColumn(3, COUNTS)


def test_a_visit_may_be_blank_throughout() -> None:
    assert parse_visit("24 mo", cells("", "")) == VisitColumn(24)
