from math import inf, nan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.stats.meta_analysis.change import CORRELATIONS, pool_change
from lib.stats.meta_analysis.contrasts import pool_contrasts
from lib.stats.meta_analysis.imor_effects import (
    StudyArms,
    change_tipping_point,
    contrast_tipping_point,
    pool_imor_changes,
    pool_imor_contrasts,
    suppose,
)
from lib.stats.meta_analysis.pooled_effect import MEASURES
from lib.stats.missing import IMORS
from lib.stats.refusal import ModelRefusal, Refusal
from lib.stats.tipping_point import VARIED
from tests.stats.references import rows
from tests.thoroughness import examples

SAME = ("estimate", "se", "low", "high", "tau2", "k", "reason")
measures = st.sampled_from(MEASURES)


def arms(responders, assessed, enrolled, imor=1.0):
    counts = [np.array(each, float) for each in (responders, assessed, enrolled)]
    return StudyArms(*counts, np.full(counts[0].shape, imor))


def numbers(pool):
    return [np.nan if value is None else value for value in (getattr(pool, n) for n in SAME[:6])]


def joy(imor):
    studies = rows("imor_input.csv")
    sides = []
    for arm in "12":
        r, f, m = (np.array([int(row[name + arm]) for row in studies]) for name in "rfm")
        sides.append(arms(r, r + f, r + f + m, imor))
    return tuple(sides)


@st.composite
def studies(draw, extremes=False):
    edge = int(not extremes)
    made = []
    for _ in range(2):
        side = []
        for _ in range(5):
            n = draw(st.integers(2, 60))
            side.append((draw(st.integers(edge, n - edge)), n, n + draw(st.integers(0, 30))))
        made.append(arms(*zip(*side, strict=True)))
    return tuple(made)


def nobody_missing(sides, imor):
    return tuple(arms(side.responders, side.assessed, side.assessed, imor) for side in sides)


def tables(sides):
    return [each for side in sides for each in (side.responders, side.assessed)]


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in rows("imor_pooled.csv")
        if row["what"] in MEASURES and row["sd_log_imor"] == "0"
    ],
    ids=lambda row: f"{row['what']}, {row['imor']}",
)
def test_a_pooled_contrast_equals_r(row):
    pool = pool_imor_contrasts(joy(float(row["imor"])), measure=row["what"])
    expected = [float(row[name]) for name in ("estimate", "se", "low", "high", "tau2", "k")]
    assert numbers(pool) == pytest.approx(expected, abs=1e-7)


@given(studies(), st.sampled_from(IMORS), measures)
@examples(15)
def test_where_nobody_is_missing_it_is_the_contrast_of_the_counts(sides, imor, measure):
    pool = pool_imor_contrasts(nobody_missing(sides, imor), measure=measure)
    counted = pool_contrasts(*tables(sides), measure=measure)
    assert numbers(pool) == pytest.approx(numbers(counted), abs=1e-8)


@given(studies(), st.sampled_from(IMORS), measures, st.sampled_from(CORRELATIONS))
@examples(15)
def test_where_nobody_is_missing_it_is_the_change_of_the_counts(sides, imor, measure, phi):
    pool = pool_imor_changes(nobody_missing(sides, imor), measure=measure, correlation=phi)
    counted = pool_change(*tables(sides), measure=measure, correlation=phi)
    assume(not (pool.reason or counted.reason))
    assert numbers(pool) == pytest.approx(numbers(counted), abs=1e-6)


@given(studies(), st.sampled_from([0.0, inf]), measures)
@examples(15)
def test_the_extremes_are_the_other_two_rules(sides, imor, measure):
    supposed = pool_imor_changes(suppose(sides, imor), measure=measure)
    assume(not supposed.reason)
    responders = [
        side.responders + (side.enrolled - side.assessed if imor else 0) for side in sides
    ]
    first, second = sides
    counted = pool_change(
        responders[0], first.enrolled, responders[1], second.enrolled, measure=measure
    )
    assert numbers(supposed) == pytest.approx(numbers(counted), abs=1e-6)


@given(studies(extremes=True), st.sampled_from(IMORS), measures)
@examples(15)
def test_arms_that_change_sides_mirror_the_effect(sides, imor, measure):
    one, other = (
        pool_imor_contrasts(suppose(each, imor), measure=measure) for each in (sides, sides[::-1])
    )
    assert one.reason is other.reason
    found = (one.estimate, one.low, one.high)
    assert found == pytest.approx((-other.estimate, -other.high, -other.low), abs=1e-6, nan_ok=True)


@given(studies(extremes=True), st.sampled_from(IMORS), measures)
@examples(10)
def test_the_order_of_studies_makes_no_difference(sides, imor, measure):
    turned = tuple(
        arms(side.responders[::-1], side.assessed[::-1], side.enrolled[::-1]) for side in sides
    )
    for pool in (pool_imor_contrasts, pool_imor_changes):
        one, other = (pool(suppose(each, imor), measure=measure) for each in (sides, turned))
        assert repr([getattr(one, name) for name in SAME]) == repr(
            [getattr(other, name) for name in SAME]
        )


@given(studies(), st.sampled_from(VARIED))
@examples(5)
def test_an_end_meets_0_at_the_tipping_point(sides, varied):
    found = contrast_tipping_point(sides, measure="RR", varied=varied)
    for imor in (found.below, found.above):
        if 0 < imor < inf:
            pool = pool_imor_contrasts(suppose(sides, imor, varied), measure="RR")
            assert min(abs(pool.low), abs(pool.high)) < 1e-6


def test_a_fall_is_in_doubt_if_enough_of_the_later_missing_responded():
    sides = arms([60, 57, 63], [80] * 3, [80] * 3), arms([30, 28, 31], [60] * 3, [80] * 3)
    found = change_tipping_point(sides, measure="RR")
    assert found.excludes_zero
    pool = pool_imor_changes(suppose(sides, found.above, "second"), measure="RR")
    assert pool.high == pytest.approx(0, abs=1e-6)


def test_a_correlation_is_held_within_what_supposed_shares_allow():
    sides = arms([39, 20, 20], [40] * 3, [40] * 3), arms([3, 20, 21], [30] * 3, [40] * 3)
    pool = pool_imor_changes(sides, measure="RD", correlation=0.75)
    held = [one.phi_used for one in pool.studies]
    p, q = 39 / 40, 3 / 30
    assert held[0] == pytest.approx((min(p, q) - p * q) / np.sqrt(p * (1 - p) * q * (1 - q)))
    assert held[1:] == pytest.approx([0.707, 0.655], abs=1e-3)


COUNTED = ([5, 6, 7], [10] * 3, [12] * 3)


@pytest.mark.parametrize(
    ("first", "second", "measure", "reason", "lacking"),
    [
        (([5, 6], [10] * 2, [12] * 2), ([5, 6], [10] * 2, [12] * 2), "RR",
         Refusal.TOO_FEW_QUALIFY, ()),
        (COUNTED, ([5, 6, 7], [10] * 3, [12, nan, 12]), "RD", Refusal.NO_COUNT, (1,)),
        (COUNTED, ([5, 6, 7], [10] * 3, [12, 12, 9]), "RD", Refusal.NO_COUNT, (2,)),
        (([0] * 3, [10] * 3, [12] * 3), ([0] * 3, [10] * 3, [12] * 3), "RD",
         Refusal.ALL_NONE, ()),
    ],
)  # fmt: skip
def test_answers_with_a_reason(first, second, measure, reason, lacking):
    sides = arms(*first, 2.0), arms(*second, 2.0)
    for pool in (pool_imor_contrasts, pool_imor_changes):
        found = pool(sides, measure=measure)
        assert (found.reason, found.lacking) == (reason, lacking)
        assert np.isnan(found.estimate)
    assert contrast_tipping_point(sides, measure=measure).reason is reason


def test_the_same_studies_are_in_a_ratio_whatever_is_supposed():
    first = arms([5, 6, 7, 0], [10] * 4, [14] * 4)
    second = arms([3, 4, 4, 0], [10] * 4, [14] * 4)
    for imor in IMORS:
        pool = pool_imor_contrasts(suppose((first, second), imor), measure="RR")
        assert (pool.k, pool.left_out) == (3, (3,))


def test_a_ratio_to_nobody_is_refused():
    sides = arms([0, 6, 7], [10] * 3, [14] * 3), arms([3, 4, 4], [10] * 3, [14] * 3)
    found = pool_imor_changes(sides, measure="RR")
    assert (found.reason, found.lacking) == (Refusal.NOTHING_TO_LOSE, (0,))
    assert not pool_imor_changes(sides, measure="RD").reason


def test_a_strongest_correlation_of_equal_visits_leaves_no_variance():
    sides = arms(*COUNTED), arms(*COUNTED)
    found = pool_imor_changes(sides, measure="RD", correlation=1.0)
    assert found.reason is ModelRefusal.NO_VARIANCE


def test_where_nobody_is_missing_no_odds_move_the_pool():
    sides = arms([5, 6, 7], [10] * 3, [10] * 3), arms(*COUNTED)
    found = contrast_tipping_point(sides, measure="RR", varied="first")
    assert found.reason is ModelRefusal.NOBODY_MISSING
