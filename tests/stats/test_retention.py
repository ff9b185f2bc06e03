from math import exp, isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.persistence import Visit
from lib.stats.refusal import Refusal
from lib.stats.retention import retention
from tests.stats.references import rows


@st.composite
def two_visits(draw):
    first, last = (draw(st.integers(1, 200)) for _ in range(2))
    return (
        Visit(3, draw(st.integers(1, first)), first),
        Visit(12, draw(st.integers(0, last)), last),
    )


@pytest.mark.parametrize("row", rows("change_input.csv")[:5], ids=lambda row: row["study"])
def test_equals_one_study_of_the_pool_of_changes(row):
    found = retention(
        Visit(3, float(row["x1"]), float(row["n1"])), Visit(12, float(row["x2"]), float(row["n2"]))
    )
    (from_r,) = (
        each
        for each in rows("change_studies.csv")
        if (each["dataset"], each["study"]) == (row["dataset"], row["study"])
        and each["measure"] == "RR"
        and float(each["correlation_asked"]) == 0
    )
    middle, half = float(from_r["estimate"]), 1.959963984540054 * float(from_r["se"])
    expected = (exp(middle), exp(middle - half), exp(middle + half))
    assert (found.percent, found.low, found.high) == pytest.approx(
        [100 * each for each in expected], abs=1e-6
    )


@given(two_visits(), st.sampled_from([80, 90, 95, 99]))
def test_lies_inside_its_interval(visits, level):
    found = retention(*visits, level)
    assert 0 <= found.low <= found.percent <= found.high


@given(two_visits(), st.integers(2, 5))
def test_more_patients_make_it_surer(visits, times):
    first, last = visits
    many = [Visit(v.months, times * v.responders, times * v.assessed) for v in visits]
    one, other = retention(first, last), retention(*many)
    assert other.percent == pytest.approx(one.percent)
    assert other.high <= one.high + 1e-9


def test_with_nobody_left_the_interval_begins_at_0():
    found = retention(Visit(3, 10, 20), Visit(12, 0, 20))
    assert (found.percent, found.low) == (0, 0)
    assert 0 < found.high < 100


def test_published_shares_have_a_ratio_without_an_interval():
    # Cusi 2010: 76% at 3 and 32% at 24 months, denominators not known.
    found = retention(Visit(3, published=0.76), Visit(24, published=0.32))
    assert found.percent == pytest.approx(100 * 0.32 / 0.76)
    assert (isnan(found.low), found.interval_reason) == (True, Refusal.NO_COUNTS)


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (Visit(3, 0, 19), Visit(12, 5, 19), Refusal.NOTHING_TO_LOSE),
        (Visit(3, 15, 19), Visit(12), Refusal.NO_PROPORTION),
        (Visit(3, 15, 19), Visit(3, 11, 19), Refusal.SAME_MONTH),
    ],
)
def test_refused_with_its_reason(first, last, reason):
    found = retention(first, last)
    assert (found.reason, isnan(found.percent)) == (reason, True)


def test_unknown_level_is_an_error():
    with pytest.raises(ValueError, match="unknown level"):
        retention(Visit(3, 1, 2), Visit(6, 1, 2), 50)
