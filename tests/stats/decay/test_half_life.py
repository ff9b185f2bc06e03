from math import inf, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from lib.stats.decay.half_life import half_life, half_lives
from lib.stats.persistence import Visit
from lib.stats.refusal import Refusal

CHAKRAVERTY = [Visit(3, 15, 19), Visit(6, 12, 19), Visit(12, 11, 19)]


def visits(*counts, months=(3, 6, 12, 24)):
    return [Visit(month, *count) for month, count in zip(months, counts, strict=False)]


def test_chakraverty():
    # R, profile likelihood: 19.48399037, 7.960898831, Inf.
    found = half_life(CHAKRAVERTY)
    assert (found.months, found.low) == pytest.approx((19.48399037, 7.960898831), rel=1e-6)
    assert found.high == inf
    assert found.is_open
    assert not found.beyond


def test_half_life_of_four_visits_is_bounded_and_within_them():
    found = half_life(visits((18, 20), (15, 20), (11, 20), (6, 20), months=(1, 3, 6, 12)))
    assert found.high < inf
    assert not found.beyond
    assert found.checkable


# 6, 12, 18 and 24 months; statsmodels 0.15, GLM, Binomial with log link; Trial 3 without constant.
TRIALS = {
    "Trial 2": ((22, 12, 8, 6), 35, 0.4247042903834679),
    "Trial 4": ((12, 5, 4, 3), 20, 0.9669125001054197),
    "Trial 3": ((40, 15, 3, 0), 68, 13.234527219949786),
}


def trial(name):
    responders, assessed, _ = TRIALS[name]
    return half_life(visits(*((x, assessed) for x in responders), months=(6, 12, 18, 24)))


@pytest.mark.parametrize("name", TRIALS)
def test_deviance_equals_that_of_a_generalised_linear_model(name):
    found = trial(name)
    assert found.deviance == pytest.approx(TRIALS[name][2], rel=1e-7)
    assert (found.df, found.p) == (2, pytest.approx(chi2.sf(TRIALS[name][2], 2), rel=1e-6))


def test_counts_that_do_not_follow_the_curve_have_no_half_life():
    found = trial("Trial 3")
    assert found.reason is Refusal.OFF_THE_CURVE
    assert isnan(found.months)
    assert isnan(found.low)
    assert np.isnan(found.curve([6, 12])).all()


def test_three_visits_are_not_checked():
    found = half_life(visits((20, 20), (18, 20), (10, 20)))
    assert (found.reason, isnan(found.p), found.starts_at_bound) == (None, True, True)


@given(st.lists(st.integers(1, 19), min_size=4, max_size=7))
def test_deviance_by_hand(responders):
    found = half_life(visits(*((x, 20) for x in responders), months=range(1, 9)))
    if found.reason:
        return
    x = np.array(responders)
    p = found.curve(np.arange(1, len(x) + 1))
    by_hand = 2 * (x * np.log(x / 20 / p) + (20 - x) * np.log((20 - x) / 20 / (1 - p))).sum()
    assert found.deviance == pytest.approx(by_hand, abs=1e-8)
    assert found.p == pytest.approx(chi2.sf(by_hand, len(x) - 2), rel=1e-6)
    assert found.p >= 0.05


def test_a_lower_end_after_the_last_visit_is_beyond_it():
    found = half_life(visits((190, 200), (189, 200), (188, 200)))
    assert found.is_open
    assert found.beyond


def test_visits_without_counts_are_left_out_and_counted():
    found = half_life([*CHAKRAVERTY, Visit(24, published=0.3)])
    assert (found.visits, found.last_month, found.left_out) == (3, 12, 1)


@pytest.mark.parametrize(
    ("series", "reason"),
    [
        ([], Refusal.NO_VISIT),
        (CHAKRAVERTY[:1], Refusal.ONE_VISIT),
        (CHAKRAVERTY[:2], Refusal.TWO_VISITS),
        (
            visits((0, 0), (1, 2), (1, 3)),
            Refusal.TWO_VISITS,
        ),
        (visits((0, 9), (0, 9), (0, 9)), Refusal.NOBODY_AT_ANY_VISIT),
        (visits((9, 9), (8, 8), (1, 1)), Refusal.EVERYBODY_AT_EACH_VISIT),
        (visits((5, 9), (5, 9), (5, 9)), Refusal.NOT_FALLING),
        (visits((7, 20), (7, 20), (7, 20)), Refusal.NOT_FALLING),
        (visits((5, 9), (1, 9), (6, 9)), Refusal.NOT_FALLING),
        (visits((5, 20), (1, 20), (20, 20), (4, 20)), Refusal.NOT_FALLING_OVERALL),
    ],
)
def test_refused_with_its_reason(series, reason):
    found = half_life(series)
    assert found.reason is reason
    assert isnan(found.months)
    assert isnan(found.high)
    assert np.isnan(found.curve([3, 6])).all()


def test_curve_is_drawn_between_the_first_and_the_last_visit_alone():
    found = half_life(CHAKRAVERTY)
    drawn = found.curve([0, 2.99, 3, 12, 12.01, 24])
    np.testing.assert_array_equal(np.isnan(drawn), [True, True, False, False, True, True])
    assert drawn[2] == pytest.approx(found.p0 * np.exp(-3 * found.rate))


def test_curve_halves_after_the_half_life():
    found = half_life(visits((19, 25), (14, 25), (8, 25)))
    start, later = found.curve([3, 3 + found.months])
    assert later == pytest.approx(start / 2)


def test_one_patient_a_visit():
    found = half_life(visits((1, 1), (1, 1), (0, 1)))
    assert 0 < found.low < found.months < found.high


@given(st.permutations(CHAKRAVERTY))
def test_order_of_visits_does_not_matter(shuffled):
    assert half_life(shuffled) == half_life(CHAKRAVERTY)


@given(st.lists(st.lists(st.integers(0, 20), max_size=5), max_size=4))
def test_each_series_of_many_keeps_its_place(counts):
    many = [[Visit(i + 1, x, 20) for i, x in enumerate(responders)] for responders in counts]
    for found, series in zip(half_lives(many), many, strict=True):
        alone = half_life(series)
        assert (found.reason, found.visits) == (alone.reason, alone.visits)
        assert found.months == pytest.approx(alone.months, rel=1e-7, nan_ok=True)


def test_unknown_level_is_an_error():
    with pytest.raises(ValueError, match="unknown level"):
        half_lives([], 50)
