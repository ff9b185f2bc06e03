"""Times in words, as cells and headers have them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.studies.headers.time_units import MONTHS_IN, UNITS
from lib.studies.headers.visit_times import read_time
from lib.studies.schema import MONTHS_MOST

WEEK, DAY = MONTHS_IN["weeks"], MONTHS_IN["days"]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("wk 12", 12 * WEEK),
        ("6-month follow-up", 6),
        ("1 yr", 12),
        ("yr 1", 12),
        ("Month 24", 24),
        ("Visit 2 (Week 12)", 12 * WEEK),
        ("3 months post-treatment", 3),
        ("3 months after baseline", 3),
        ("From baseline to Week 12", 12 * WEEK),
        ("six months", 6),
        ("one year", 12),
        ("half a year", 6),
        ("1½ years", 18),
        ("1.5 years", 18),
        ("1,5 Jahre", 18),
        ("3M", 3),
        ("M3", 3),
        ("W12", 12 * WEEK),
        ("D90", 90 * DAY),
        ("Day-90", 90 * DAY),
        ("12 (±2) months", 12),
        ("12 +/- 2 months", 12),
        ("Week 12 ± 7 days", 12 * WEEK),
        ("Week 12 (Day 84)", 12 * WEEK),
        ("24 Wochen", 24 * WEEK),
        ("Nach 3 Monaten", 3),
        ("nach einem Jahr", 12),
        ("6 mois", 6),
        ("1 an", 12),
        ("J90", 90 * DAY),
        ("12mo", 12),
        ("12\u00a0months", 12),
        ("１２ months", 12),  # noqa: RUF001
        ("١٢ months", 12),
        ("P3M", 3),
        ("month_3", 3),
        ("remission3m", 3),
        ("3 months after last injection", 3),
        ("n=40, 3 months", 3),
        ("6e mois", 6),
        ("D+90", 90 * DAY),
        ("M+3", 3),
        ("V4/Month 6", 6),
    ],
)
def test_a_time_is_read_in_months(text, months):
    time = read_time(text)
    assert (time.months, time.doubt) == (pytest.approx(months), "")


@pytest.mark.parametrize(
    "text",
    [
        "baseline", "Baseline visit", "baseline_arm_1", "screening", "pre-treatment", "pre",
        "before injection", "before the injection", "prior to treatment", "day 0", "week 0",
        "0 months", "Day -7", "-2 weeks", "BL", "vor Behandlung", "Ausgangswert",
        "avant traitement",
    ],
)  # fmt: skip
def test_before_treatment_is_baseline(text):
    time = read_time(text)
    assert (time.is_baseline, time.months) == (True, 0)


@pytest.mark.parametrize(
    ("text", "ends", "doubt"),
    [
        ("12-18 months", (12, 18), "It names a range."),
        ("12 to 18 months", (12, 18), "It names a range."),
        ("Month 3-6", (3, 6), "It names a range."),
        ("> 12 months", (12,), "It is only a bound."),
        ("at least 12 months", (12,), "It is only a bound."),
        ("12+ months", (12,), "It is only a bound."),
        ("12 months or more", (12,), "It is only a bound."),
        ("up to 12 months", (12,), "It is only a bound."),
        ("3 months, 12 months", (3, 12), "It names several times."),
        ("3, 6 and 12 months", (12,), "It names several times."),
        ("between 6 and 12 months", (12,), "It names several times."),
        ("Months 3, 6", (3,), "It names several times."),
        ("1y6m", (12, 6), "It names several times."),
        ("month 1 week 2", (1, 2 * WEEK), "It names several times."),
        ("every 3 months", (3,), "It says 'every'."),
        ("≈6 months", (6,), "It says '≈'."),
        ("6 months and above", (6,), "It is only a bound."),
        ("about 6 months", (6,), "It says 'about'."),
        ("median 14 months", (14,), "It says 'median'."),
        ("Baseline, month 3", (3,), "It names baseline too."),
        ("V3", (3,), "It is the number of a visit, and does not say when the visit was."),
        ("Visit 3", (3,), "It is the number of a visit, and does not say when the visit was."),
        ("T6", (6,), "It is the number of a visit, and does not say when the visit was."),
        ("follow-up 2", (2,), "It is the number of a visit, and does not say when the visit was."),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked(text, ends, doubt):
    time = read_time(text)
    assert (time.months, time.ends, time.doubt) == (None, ends, doubt)


@pytest.mark.parametrize(
    "text",
    [
        "", "6", "3/12", "12-Oct", "3-Jun", "2010", "Year 2010", "Drug A", "50 mg", "EQ5D", "EQ-5D",
        "HAM-D17", "ham_d_17", "vitamin D3", "T2D", "HbA1c", "10 m walk", "aged 12 years", "24 h",
        "1,234 days", "last visit", "post-baseline", "15/19", "79%", "month", "5000 years",
    ],
)  # fmt: skip
def test_what_is_no_time_is_not_read_as_one(text):
    assert read_time(text) is None


def test_what_else_a_text_says_is_left():
    assert read_time("12_month_followup_arm_1").rest == ("arm_1",)
    assert read_time("remission 3 months").rest == ("remission",)
    assert read_time("6-month follow-up visit").rest == ()


def test_a_bare_number_has_the_unit_of_its_column():
    assert read_time("12", "weeks").months == pytest.approx(12 * WEEK)
    assert read_time("12 months", "weeks").months == 12
    assert read_time("0", "months").is_baseline
    assert read_time("-4", "weeks").is_baseline
    assert read_time("12") is None


@given(st.text(max_size=40), st.sampled_from(["", *UNITS]))
@example("½ a year", "")
@example("- 3 -", "days")
@example("1e400 months", "months")
def test_any_text_is_read_or_left(text, unit):
    time = read_time(text, unit)
    if time:
        assert time.is_settled == (not time.doubt)
        assert time.months is None or 0 <= time.months <= MONTHS_MOST
        assert time.is_settled or time.ends


@given(
    st.integers(1, 60),
    st.sampled_from(["{} months", "month {}", "{}-month visit", "{}mo", "M{}", "X{}.months"]),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_case_and_wording_do_not_change_a_time(number, wording, case):
    assert read_time(case(wording.format(number))).months == number
