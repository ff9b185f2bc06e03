from math import inf, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.half_life import half_life, half_lives
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
    assert found.beyond


def test_half_life_of_four_visits_is_bounded_and_within_them():
    found = half_life(visits((18, 20), (15, 20), (11, 20), (6, 20), months=(1, 3, 6, 12)))
    assert found.high < inf
    assert not found.beyond
    assert found.checkable


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
