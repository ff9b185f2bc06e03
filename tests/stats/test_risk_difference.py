from math import hypot, isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from lib.stats.effect_measures import Counts
from lib.stats.intervals import LEVELS, interval
from lib.stats.refusal import Refusal
from lib.stats.risk_difference import Estimate, newcombe, published_difference, risk_difference

KIM_PROLOTHERAPY = Estimate(0.587, 0.379, 0.795, 23)
KIM_STEROID = Estimate(0.102, n=25)


@st.composite
def arms(draw, largest=500):
    n = draw(st.integers(1, largest))
    return Counts(draw(st.integers(0, n)), n)


levels = st.sampled_from(LEVELS)


class TestNewcombe:
    # Newcombe (1998), Statistics in Medicine 17:873, table II, method 10.
    @pytest.mark.parametrize(
        ("first", "second", "low", "high"),
        [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((0, 10), (0, 10), -0.2775, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1),
            ((10, 10), (0, 10), 0.6075, 1),
        ],
    )
    def test_equals_the_published_table(self, first, second, low, high):
        assert newcombe(first, second) == pytest.approx((low, high), abs=5.1e-5)

    @given(arms(), arms(), levels)
    def test_equals_statsmodels(self, first, second, level):
        theirs = confint_proportions_2indep(
            *(first.responders, first.n, second.responders, second.n),
            **{"method": "newcomb", "compare": "diff", "alpha": 1 - level / 100},
        )
        ours = risk_difference(first, second, level)
        assert (ours.low, ours.high) == pytest.approx([100 * end for end in theirs], abs=1e-6)

    def test_of_arrays(self):
        low, high = newcombe(([9, 0], [10, 0]), ([3, 3], [10, 10]))
        assert (low[0], high[0]) == pytest.approx((0.1705, 0.8090), abs=5e-5)
        assert isnan(low[1])


class TestRiskDifference:
    @given(arms(), arms(), levels)
    def test_lies_inside_its_interval(self, first, second, level):
        found = risk_difference(first, second, level)
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9

    @given(arms(), arms())
    def test_mirrored_when_arms_swap(self, first, second):
        one, other = risk_difference(first, second), risk_difference(second, first)
        expected = pytest.approx((-one.value, -one.high, -one.low), abs=1e-9)
        assert (other.value, other.low, other.high) == expected

    @given(arms(), arms())
    def test_mirrored_when_responders_and_others_swap(self, first, second):
        one = risk_difference(first, second)
        other = risk_difference(*(Counts(arm.n - arm.responders, arm.n) for arm in (first, second)))
        expected = pytest.approx((-one.value, -one.high, -one.low), abs=1e-9)
        assert (other.value, other.low, other.high) == expected

    @given(arms(), arms())
    def test_doubled_counts_narrow(self, first, second):
        one = risk_difference(first, second)
        other = risk_difference(*(Counts(2 * a.responders, 2 * a.n) for a in (first, second)))
        assert other.high - other.low < one.high - one.low

    @pytest.mark.parametrize("counts", [(0, 0), (nan, 19), (nan, nan)])
    def test_without_counts_it_is_refused(self, counts):
        found = risk_difference(Counts(*counts), Counts(3, 10))
        assert (isnan(found.value), found.reason) == (True, Refusal.NOBODY_ASSESSED)

    def test_unknown_level_is_an_error(self):
        for arm in (Counts(3, 10), Counts(0, 0)):
            with pytest.raises(ValueError, match="unknown level"):
                risk_difference(arm, arm, 50)

    def test_impossible_counts_are_an_error(self):
        with pytest.raises(ValueError, match="between 0 and n"):
            Counts(11, 10)


class TestPublishedDifference:
    def test_kim_has_no_interval_since_one_arm_has_none(self):
        found = published_difference(KIM_PROLOTHERAPY, KIM_STEROID)
        assert found.value == pytest.approx(48.5)
        assert isnan(found.low)
        assert found.interval_reason == Refusal.ONE_INTERVAL

    def test_symmetric_intervals_add_as_standard_errors_do(self):
        found = published_difference(KIM_PROLOTHERAPY, Estimate(0.3, 0.11, 0.49, 25))
        half = 100 * hypot(0.208, 0.19)
        assert (found.low, found.high) == pytest.approx((28.7 - half, 28.7 + half))

    def test_other_level_on_the_scale_of_the_interval(self):
        found = published_difference(KIM_PROLOTHERAPY, Estimate(0.3, 0.11, 0.49, 25), 90)
        half = 100 * hypot(0.208, 0.19) * 1.6448536269514722 / 1.959963984540054
        assert (found.low, found.high) == pytest.approx((28.7 - half, 28.7 + half))

    @given(arms(100), arms(100))
    def test_wilson_intervals_give_newcombes(self, first, second):
        estimates = [
            Estimate(a.responders / a.n, *map(float, interval(a.responders, a.n)))
            for a in (first, second)
        ]
        found = published_difference(*estimates)
        if not found.interval_reason:
            counted = risk_difference(first, second)
            assert (found.low, found.high) == pytest.approx((counted.low, counted.high), abs=1e-9)

    @pytest.mark.parametrize("level", LEVELS)
    def test_logit_intervals_widen_with_the_level(self, level):
        arms = Estimate(0.8, 0.5665, 0.925), Estimate(0.2, 0.075, 0.4335)
        found, usual = published_difference(*arms, level), published_difference(*arms)
        assert (found.high - found.low >= usual.high - usual.low) == (level >= 95)
        assert -100 <= found.low < found.value < found.high <= 100

    def test_effective_number_is_told_beside_the_number_of_patients(self):
        found = published_difference(KIM_PROLOTHERAPY, Estimate(0.5, 0.31, 0.69, 25))
        assert found.interval_sizes == (
            pytest.approx((21.5, 23), abs=0.05),
            pytest.approx((26.6, 25), abs=0.05),
        )

    @pytest.mark.parametrize(
        ("second", "reason"),
        [
            (Estimate(0.5, 0.45, 0.55, 20), Refusal.TOO_SURE),
            (Estimate(0.5, 0.49, 0.9), Refusal.LOPSIDED),
            (Estimate(0.0, 0.0, 0.2), Refusal.ALL_OR_NONE),
            (Estimate(0.5, 0.3), Refusal.ONE_INTERVAL),
        ],
    )
    def test_difference_without_an_interval_says_why(self, second, reason):
        found = published_difference(KIM_PROLOTHERAPY, second)
        assert found.value == pytest.approx(100 * (0.587 - second.proportion))
        assert (isnan(found.low), found.interval_reason) == (True, reason)

    def test_neither_interval(self):
        found = published_difference(KIM_STEROID, KIM_STEROID)
        assert (found.value, found.interval_reason) == (0, Refusal.NEITHER_INTERVAL)

    def test_no_estimate_is_refused(self):
        found = published_difference(KIM_PROLOTHERAPY, Estimate(nan))
        assert (isnan(found.value), found.reason) == (True, Refusal.NO_ESTIMATE)

    def test_percentages_are_an_error(self):
        with pytest.raises(ValueError, match="not percentages"):
            published_difference(KIM_PROLOTHERAPY, Estimate(10.2))
