from dataclasses import astuple
from decimal import Decimal, localcontext
from math import inf, isnan, nan

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    score_test_proportions_2indep,
)

from lib.stats.effect_measures import Counts
from lib.stats.intervals import LEVELS
from lib.stats.refusal import Refusal
from lib.stats.risk_ratio import odds_ratio, risk_ratio

BOTH = [risk_ratio, odds_ratio]


@st.composite
def arms(draw, largest=200):
    n = draw(st.integers(1, largest))
    return Counts(draw(st.integers(0, n)), n)


@st.composite
def inner_arms(draw):
    n = draw(st.integers(2, 200))
    return Counts(draw(st.integers(1, n - 1)), n)


def numbers(effect):
    return effect.value, effect.low, effect.high


def inverse(ratio):
    return inf if ratio == 0 else 0.0 if ratio == inf else 1 / ratio


# Koopman (1984), Biometrics 40:513, table 1, in the digits of R's DescTools::BinomRatioCI.
def test_koopman_1984():
    found = risk_ratio(Counts(36, 40), Counts(16, 80))
    assert numbers(found) == pytest.approx((4.5, 2.9396, 7.1522), abs=5e-5)


def koopman(first, second, ratio):
    """Koopman's equation 2.4 in 50 digits: Pearson's chi-squared under a ratio."""
    x, n, y, m, ratio = map(Decimal, (*astuple(first), *astuple(second), ratio))
    with localcontext(prec=50):
        half = (n + y) * ratio + x + m
        total = (n + m) * ratio
        q = (half - (half * half - 4 * total * (x + y)).sqrt()) / (2 * total)
        p = ratio * q
        return (x - n * p) ** 2 / (n * p * (1 - p)) + (y - m * q) ** 2 / (m * q * (1 - q))


ONE_OF_TWO = {"first": Counts(1, 2), "second": Counts(199, 200), "level": 95}


@example(**ONE_OF_TWO)
@given(first=inner_arms(), second=inner_arms(), level=st.sampled_from(LEVELS))
def test_koopman_ends_where_chi_squared_reaches_its_quantile(first, second, level):
    found = risk_ratio(first, second, level)
    for end in (found.low, found.high):
        assert float(koopman(first, second, end)) == pytest.approx(
            chi2.ppf(level / 100, 1), rel=1e-9
        )


def koopman_p(first, second, ratio):
    """statsmodels' score test of a ratio."""
    return score_test_proportions_2indep(
        *(first.responders, first.n, second.responders, second.n),
        **{"value": ratio, "compare": "ratio", "correction": False, "return_results": False},
    )[1]


# statsmodels takes the ends from the roots of a cubic, which lose digits where two of them nearly
# meet: an end of its own is then not quite where its own score test refuses, and binds only so far.
@example(**ONE_OF_TWO)
@given(first=inner_arms(), second=inner_arms(), level=st.sampled_from(LEVELS))
def test_koopman_equals_statsmodels(first, second, level):
    alpha = 1 - level / 100
    theirs = confint_proportions_2indep(
        *(first.responders, first.n, second.responders, second.n),
        **{"method": "score", "compare": "ratio", "alpha": alpha, "correction": False},
    )
    found = risk_ratio(first, second, level)
    for end, their_end in zip((found.low, found.high), theirs, strict=True):
        assert koopman_p(first, second, end) == pytest.approx(alpha, rel=1e-8)
        missed = abs(koopman_p(first, second, their_end) / alpha - 1)
        assert end == pytest.approx(their_end, rel=max(1e-6, missed))


# statsmodels searches for the ends of an odds ratio in a bracket that is often too small, so its
# score test at our ends is the check.
@given(inner_arms(), inner_arms(), st.sampled_from(LEVELS))
def test_odds_ratio_ends_where_statsmodels_score_test_refuses(first, second, level):
    found = odds_ratio(first, second, level)
    for end in (found.low, found.high):
        if abs(end - 1) > 1e-6:  # statsmodels divides by nearly 0 there
            p = score_test_proportions_2indep(
                *(first.responders, first.n, second.responders, second.n),
                **{"value": end, "compare": "odds-ratio", "return_results": False},
            )[1]
            assert p == pytest.approx(1 - level / 100, rel=1e-5)


def test_odds_ratio_equals_statsmodels():
    theirs = confint_proportions_2indep(7, 34, 1, 34, method="score", compare="odds-ratio")
    found = odds_ratio(Counts(7, 34), Counts(1, 34))
    assert (found.low, found.high) == pytest.approx(theirs, rel=1e-6)


@pytest.mark.parametrize("of", BOTH)
@given(arms(), arms(), st.sampled_from(LEVELS))
def test_ratio_lies_inside_its_interval(of, first, second, level):
    found = of(first, second, level)
    if not found.reason:
        assert 0 <= found.low <= found.value * (1 + 1e-9)
        assert found.value <= found.high * (1 + 1e-9)
        assert found.low < found.high


@pytest.mark.parametrize("of", BOTH)
@given(arms(), arms())
def test_mirrored_when_arms_swap(of, first, second):
    value, low, high = numbers(of(first, second))
    expected = [inverse(value), inverse(high), inverse(low)]
    np.testing.assert_allclose(numbers(of(second, first)), expected, rtol=1e-7)


@given(arms(), arms())
def test_odds_ratio_mirrored_when_responders_and_others_swap(first, second):
    value, low, high = numbers(odds_ratio(first, second))
    swapped = [Counts(arm.n - arm.responders, arm.n) for arm in (first, second)]
    expected = [inverse(value), inverse(high), inverse(low)]
    np.testing.assert_allclose(numbers(odds_ratio(*swapped)), expected, rtol=1e-7)


@pytest.mark.parametrize("of", BOTH)
@given(arms(), arms())
def test_doubled_counts_narrow(of, first, second):
    one, other = (
        of(*(Counts(times * a.responders, times * a.n) for a in (first, second)))
        for times in (1, 2)
    )
    if not one.reason:
        assert one.low == other.low == 0 or one.low < other.low
        assert one.high == other.high == inf or one.high > other.high


@pytest.mark.parametrize(
    ("of", "first", "second", "reason"),
    [
        (risk_ratio, (0, 9), (0, 8), Refusal.NOBODY_RESPONDED),
        (odds_ratio, (0, 9), (0, 8), Refusal.NOBODY_RESPONDED),
        (odds_ratio, (9, 9), (8, 8), Refusal.EVERYBODY_RESPONDED),
        (risk_ratio, (0, 0), (3, 8), Refusal.NOBODY_ASSESSED),
        (odds_ratio, (3, 8), (nan, 8), Refusal.NOBODY_ASSESSED),
    ],
)
def test_refused_with_its_reason(of, first, second, reason):
    found = of(Counts(*first), Counts(*second))
    assert (isnan(found.value), isnan(found.low), found.reason) == (True, True, reason)


def test_everybody_in_both_arms_has_a_risk_ratio_of_1():
    found = risk_ratio(Counts(10, 10), Counts(10, 10))
    assert found.value == 1
    # Koopman's chi-squared is n (1 - p) / p with p the ratio: here 10 / (10 + z^2).
    assert (found.low, found.high) == pytest.approx((1 / 1.3841459, 1.3841459), rel=1e-7)


@pytest.mark.parametrize("of", BOTH)
def test_nobody_in_the_second_arm_leaves_the_ratio_open_above(of):
    found = of(Counts(1, 1), Counts(0, 1))
    assert found.value == found.high == inf
    assert 0 < found.low < 1


@pytest.mark.parametrize("of", BOTH)
@pytest.mark.parametrize("counts", [(3, 8), (0, 0)])
def test_unknown_level_is_an_error(of, counts):
    with pytest.raises(ValueError, match="unknown level"):
        of(Counts(*counts), Counts(*counts), 50)
