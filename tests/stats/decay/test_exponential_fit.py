import csv
from math import inf, log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import xlogy

from lib.stats.decay.exponential_fit import fit

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "decay_exponential.csv"
HALF_CHI2_95 = 1.9207294103470494  # half of qchisq(0.95, 1)


@st.composite
def series(draw, largest=60):
    months = draw(st.lists(st.integers(1, 60), min_size=3, max_size=6, unique=True))
    n = [draw(st.integers(1, largest)) for _ in months]
    x = [draw(st.integers(0, size)) for size in n]
    if sum(x) == 0:
        x[0] += 1
    if sum(x) == sum(n):
        n[0] += 1
    return np.array(sorted(months), float), np.array(x, float), np.array(n, float)


def fitted(months, responders, assessed, level=95):
    found = fit([months], [responders], [assessed], level)
    return {name: float(values[0]) for name, values in vars(found).items()}


def log_likelihood(months, x, n, p0, rate):
    p = p0 * np.exp(-rate * months)
    return (xlogy(x, p) + xlogy(n - x, 1 - p)).sum(axis=-1)


def rows():
    with REFERENCE.open(newline="") as file:
        return list(csv.DictReader(file))


def half(rate):
    return log(2) / rate if rate else inf


# From R's optim on the same likelihood, which stops a little before the top: its best p0 and rate
# are good to 8 digits, its likelihood and the ends of the interval to 10.
@pytest.mark.parametrize("row", rows(), ids=lambda row: row["series"])
def test_equals_r(row):
    columns = ([float(v) for v in row[name].split()] for name in ("months", *COUNTS))
    found = fitted(*columns)
    r = {name: float(row[name]) for name in R_NAMES}
    assert found["p0"] == pytest.approx(r["p0"], rel=2e-8)
    assert found["rate"] == pytest.approx(r["rate_per_month"], rel=2e-8)
    assert half(found["rate"]) == pytest.approx(r["half_life"], rel=2e-8)
    assert half(found["rate_high"]) == pytest.approx(r["half_life_low"], rel=1e-9)
    assert half(found["rate_low"]) == pytest.approx(r["half_life_high"], rel=1e-9)
    assert found["log_likelihood"] == pytest.approx(r["log_likelihood"], rel=1e-9)
    assert found["deviance"] == pytest.approx(r["deviance"], rel=1e-8, abs=1e-12)


COUNTS = ("responders", "assessed")
R_NAMES = (
    *("p0", "rate_per_month", "half_life", "half_life_low", "half_life_high"),
    *("log_likelihood", "deviance"),
)


def test_equals_a_grid_of_the_likelihood():
    # Chakraverty 2004: 15, 12 and 11 of 19.
    t, x, n = np.array([3.0, 6, 12]), np.array([15.0, 12, 11]), np.full(3, 19.0)
    p0, rate = np.linspace(0.5, 1, 1001)[:, None, None], np.linspace(0, 0.1, 1001)[:, None]
    grid = log_likelihood(t, x, n, p0, rate)
    profile = grid.max(axis=0)
    within = np.flatnonzero(profile >= profile.max() - HALF_CHI2_95)
    found = fitted(t, x, n)
    step = 1e-4
    assert found["log_likelihood"] >= grid.max()
    assert found["rate"] == pytest.approx(rate[profile.argmax(), 0], abs=2 * step)
    assert found["rate_low"] == rate[within[0], 0] == 0
    assert found["rate_high"] == pytest.approx(rate[within[-1], 0], abs=2 * step)


@given(series(), st.floats(1e-3, 1), st.floats(0, 1))
def test_no_other_curve_is_likelier(a_series, p0, rate):
    best = fitted(*a_series)["log_likelihood"]
    assert log_likelihood(*a_series, p0, rate) <= best + 1e-9


@given(series())
def test_interval_ends_where_the_likelihood_has_dropped(a_series):
    found = fitted(*a_series)
    p0 = np.linspace(1e-4, 1, 20_001)[:, None]
    for end in (found["rate_low"], found["rate_high"]):
        drop = found["log_likelihood"] - log_likelihood(*a_series, p0, end).max()
        if end:
            assert drop == pytest.approx(HALF_CHI2_95, abs=1e-3)
        else:
            assert drop <= HALF_CHI2_95 + 1e-3


@given(series())
def test_rate_lies_inside_its_interval(a_series):
    found = fitted(*a_series)
    assert 0 <= found["rate_low"] <= found["rate"] < found["rate_high"] < inf


@given(series(), st.integers(2, 10))
def test_more_patients_at_the_same_proportions_narrow(a_series, times):
    months, x, n = a_series
    one, more = fitted(months, x, n), fitted(months, times * x, times * n)
    assert more["rate"] == pytest.approx(one["rate"], rel=1e-7, abs=1e-9)
    assert more["rate_low"] >= one["rate_low"] - 1e-9
    assert more["rate_high"] < one["rate_high"]


@given(series(), st.sampled_from([1 / 30.4375, 12.0]))
def test_other_units_of_time_change_the_rate_alone(a_series, unit):
    months, x, n = a_series
    one, other = fitted(months, x, n), fitted(months * unit, x, n)
    for name in ("rate", "rate_low", "rate_high"):
        assert other[name] * unit == pytest.approx(one[name], rel=1e-7, abs=1e-9)
    assert other["p0"] == pytest.approx(one["p0"], rel=1e-7)


@given(st.lists(series(), min_size=2, max_size=5))
def test_together_as_one_by_one(many):
    width = max(months.size for months, _, _ in many)

    def filled(values, filling):
        return np.pad(values, (0, width - values.size), constant_values=filling)

    together = fit(*(np.array([filled(s[i], i == 0) for s in many]) for i in range(3)))
    for place, a_series in enumerate(many):
        alone = fitted(*a_series)
        for name, values in vars(together).items():
            assert values[place] == pytest.approx(alone[name], rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("level", [80, 90, 99])
def test_higher_level_is_wider(level):
    counts = ([3, 6, 12], [19, 14, 8], [25, 25, 25])
    one, other = fitted(*counts, level), fitted(*counts, 95)
    assert (one["rate_high"] > other["rate_high"]) == (level > 95)
    assert (one["rate_low"] < other["rate_low"]) == (level > 95)


@pytest.mark.parametrize("n", [3, 10**6])
def test_fits_few_and_many_patients(n):
    found = fitted([1, 10, 100], [n, n - 1, 1], [n, n, n])
    assert found["rate_low"] < found["rate"] < found["rate_high"]


@pytest.mark.parametrize("responders", [[0, 0, 0], [9, 9, 9]])
def test_nothing_to_fit_is_an_error(responders):
    with pytest.raises(ValueError, match="somebody"):
        fit([[3, 6, 12]], [responders], [[9, 9, 9]])


def test_month_0_is_an_error():
    with pytest.raises(ValueError, match="above 0"):
        fit([[0, 6, 12]], [[8, 7, 6]], [[9, 9, 9]])


def test_fall_so_early_that_the_later_visits_tell_next_to_nothing():
    # p0 goes up to 1, and the curve through 1 of 10 at the first month.
    found = fitted([1, 59, 60], [1, 0, 0], [10, 1, 1])
    assert (found["p0"], found["rate"]) == pytest.approx((1, log(10)))


def test_likelihood_level_from_0_on_is_no_fall():
    # Whatever the rate, p0 can make up for it: only month 2 has anyone not responding.
    assert fitted([1, 2, 3], [2, 0, 2], [2, 1, 2])["rate"] == 0
