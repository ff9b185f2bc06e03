import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.stats.meta_analysis import combine_effects

from lib.stats.meta_analysis.heterogeneity import (
    crossing,
    i2_percent,
    logits,
    q_profile,
    q_statistic,
)
from lib.stats.meta_analysis.reml import fit

# Trials of a vaccine: log relative risk. What the R package metafor prints for them is in
# Viechtbauer (2010), Journal of Statistical Software 36(3).
VACCINATED = [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27]
WELL = [119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886]
CONTROLS = [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29]
CONTROLS_WELL = [128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825]


@pytest.fixture(scope="module")
def trials():
    a, b, c, d = np.array([VACCINATED, WELL, CONTROLS, CONTROLS_WELL], dtype=float)
    return np.log(a / (a + b) / (c / (c + d))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


@st.composite
def estimates(draw):
    k = draw(st.integers(2, 12))
    values = st.lists(st.floats(-4, 4), min_size=k, max_size=k)
    spread = st.lists(st.floats(0.05, 3), min_size=k, max_size=k)
    return np.array(draw(values)), np.array(draw(spread))


class TestPublishedFigures:
    def test_tau2(self, trials):
        assert fit(*trials).tau2 == pytest.approx(0.3132, abs=5e-5)

    def test_q_profile(self, trials):
        assert q_profile(*trials, 95) == pytest.approx((0.1197, 1.1115), abs=5e-5)

    def test_i2(self, trials):
        assert i2_percent(fit(*trials).tau2, trials[1]) == pytest.approx(92.22, abs=5e-3)

    def test_q(self, trials):
        assert q_statistic(*trials) == pytest.approx(152.2330, abs=5e-5)


class TestQ:
    @given(estimates())
    def test_equals_statsmodels(self, studies):
        assume(np.ptp(studies[0]) > 0.1)  # it divides by Q
        assert q_statistic(*studies) == pytest.approx(combine_effects(*studies).q, abs=1e-9)

    @given(estimates())
    def test_falls_with_tau2(self, studies):
        q = q_statistic(*studies, np.array([0, 0.1, 1, 10]))
        assert np.all(np.diff(q) <= 1e-12)


class TestQProfile:
    @given(estimates(), st.sampled_from([80, 90, 95, 99]))
    def test_q_at_its_ends_is_a_quantile(self, studies, level):
        ends = q_profile(*studies, level)
        quantiles = chi2.ppf([0.5 + level / 200, 0.5 - level / 200], studies[0].size - 1)
        for end, quantile in zip(ends, quantiles, strict=True):
            if end > 1e-6:
                assert q_statistic(*studies, end) == pytest.approx(quantile, rel=1e-6)

    def test_none_when_studies_agree_too_well(self):
        assert np.isnan(q_profile(np.zeros(4), np.ones(4), 95)).all()


class TestLogits:
    def test_counts(self):
        logit, error = logits([15], [19])
        assert (logit[0], error[0]) == pytest.approx((np.log(15 / 4), np.sqrt(1 / 15 + 1 / 4)))

    def test_half_added_only_where_all_or_none_respond(self):
        logit, _ = logits([0, 5, 3], [5, 5, 6])
        assert logit == pytest.approx([np.log(0.5 / 5.5), np.log(5.5 / 0.5), 0])


@given(st.floats(0.001, 0.999))
def test_crossing_is_found(place):
    assert crossing(lambda x: place - x, 0.0, 1.0) == pytest.approx(place, rel=1e-14)


@given(st.floats(1e-9, 1e9))
def test_crossing_of_a_bent_function_is_found(place):
    assert crossing(lambda x: 1 / (x + 1) - 1 / (place + 1), 0.0, 1e10) == pytest.approx(
        place, rel=1e-6
    )


def test_crossing_of_what_is_above_to_the_end():
    assert crossing(lambda x: 2 - x, 0.0, 1.0) == 1


def test_crossing_of_what_is_below_from_the_start():
    assert crossing(lambda x: -1 - x, 0.0, 1.0) == 0
