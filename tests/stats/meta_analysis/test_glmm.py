import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expit, log_expit
from scipy.stats import chi2

from lib.stats.meta_analysis import glmm
from lib.stats.meta_analysis.gauss_hermite import counts, evaluate, nodes_for
from lib.stats.meta_analysis.glmm import LARGEST_TAU, fit, log_likelihood, profile, without_spread
from tests.thoroughness import examples

HETERO = np.array([15, 19, 8, 24, 2.0]), np.array([19, 25, 25, 103, 25.0])
ZEROS = np.array([0, 5, 3, 1.0]), np.array([5, 5, 10, 12.0])
SAME = np.array([10, 20, 15, 30.0]), np.array([20, 40, 30, 60.0])


@st.composite
def studies(draw):
    n = np.array(draw(st.lists(st.integers(1, 60), min_size=2, max_size=8)), dtype=float)
    x = np.array([draw(st.integers(0, int(each))) for each in n], dtype=float)
    assume(np.any((x > 0) & (x < n)))
    return x, n


def integrated(x, n, mu, tau):
    def density(z):
        theta = mu + tau * z
        return np.exp(x * theta + n * log_expit(-theta) - z * z / 2) / np.sqrt(2 * np.pi)

    peak = np.linspace(-9, 9, 400)[density(np.linspace(-9, 9, 400)).argmax()]
    around = [peak - 1, peak, peak + 1]
    return np.log(quad(density, -12, 12, points=around, epsabs=0, epsrel=1e-12, limit=400)[0])


@pytest.mark.parametrize("data", [HETERO, ZEROS, SAME], ids=["hetero", "zeros", "same"])
@pytest.mark.parametrize("tau", [0.0, 0.05, 0.7, 1.4, 2.9])
@pytest.mark.parametrize("mu", [-2.0, 0.3])
def test_likelihood_equals_numerical_integration(data, tau, mu):
    by_quad = sum(integrated(x, n, mu, tau) for x, n in zip(*data, strict=True))
    assert log_likelihood(*data, mu, tau**2)[0] == pytest.approx(by_quad, abs=1e-8)


@pytest.mark.parametrize("tau", [0.3, 1.0, 2.0, 3.0, LARGEST_TAU])
def test_nodes_are_enough(tau):
    pairs = counts(
        np.array([0, 5, 0, 1, 0, 20, 0, 1, 150.0]), np.array([5, 5, 1, 2, 40, 40, 300, 300, 300.0])
    )
    mu, spread = np.array([-1.0]), np.array([tau])
    used = evaluate(pairs, mu, spread, nodes_for(tau)).value
    np.testing.assert_allclose(used, evaluate(pairs, mu, spread, 301).value, atol=2e-9)


def test_derivatives_equal_differences():
    data, at, step = counts(*HETERO), np.array([0.4, 0.9]), 1e-5

    def surface(mu, tau):
        return evaluate(data, np.array([mu]), np.array([tau]), 51)

    here = surface(*at)
    for axis in range(2):
        change = np.eye(2)[axis] * step
        ahead, behind = surface(*(at + change)), surface(*(at - change))
        by_value = (ahead.value - behind.value) / (2 * step)
        by_gradient = (ahead.gradient - behind.gradient) / (2 * step)
        assert here.gradient[0, axis] == pytest.approx(by_value[0], rel=1e-7)
        np.testing.assert_allclose(here.hessian[0, axis], by_gradient[0], rtol=1e-7)


class TestFit:
    @examples(40)
    @given(studies())
    def test_nothing_nearby_or_on_a_grid_is_likelier(self, data):
        best = fit(counts(*data))
        assume(np.isfinite(best.tau2))
        tau = np.tile(np.linspace(0, LARGEST_TAU, 9), 9)
        mu = np.repeat(np.linspace(-6, 6, 9), 9)
        others = evaluate(counts(*data), mu, tau, 201).value
        assert best.log_likelihood >= others.max() - 1e-6

    def test_flat_at_the_peak(self):
        best = fit(counts(*HETERO))
        np.testing.assert_allclose(log_likelihood(*HETERO, best.mean, best.tau2)[1], 0, atol=1e-8)

    def test_without_spread_it_is_the_crude_proportion(self):
        best = fit(counts(*SAME))
        assert (best.mean, best.tau2, best.se) == pytest.approx((0, 0, 2 / np.sqrt(150)))

    def test_peak_inside_though_the_boundary_is_a_peak_too(self):
        x = np.array([500] * 3 + [0, 10] * 10, dtype=float)
        n = np.array([1_000] * 3 + [10] * 20, dtype=float)
        assert without_spread(counts(x, n))[1] < 0
        assert fit(counts(x, n)).tau2 > 1

    def test_peak_too_far_out(self):
        x, n = np.array([0, 5, 1.0]), np.array([5, 5, 1e7])
        assert fit(counts(x, n)).tau2 == np.inf


class TestProfile:
    @pytest.mark.parametrize("level", [80, 95, 99])
    def test_ends_lie_as_far_below_the_peak_as_chi_squared_says(self, level):
        data = counts(*HETERO)
        best = fit(data)
        mu = np.linspace(-3, 3, 2_001)
        for end in profile(data, best, level):
            along = evaluate(data, mu, np.full(mu.size, np.sqrt(end)), 101).value.max()
            drop = 2 * (best.log_likelihood - along)
            assert drop == pytest.approx(chi2.ppf(level / 100, 1), abs=1e-4)

    def test_lower_end_0_on_the_boundary(self):
        data = counts(*SAME)
        assert profile(data, fit(data), 95)[0] == 0

    def test_no_upper_end(self):
        data = counts(*ZEROS)
        low, high = profile(data, fit(data), 95)
        assert 0 < low < 1
        assert high == np.inf

    @examples(40)
    @given(studies())
    def test_holds_the_estimate(self, data):
        best = fit(counts(*data))
        assume(np.isfinite(best.tau2))
        low, high = profile(counts(*data), best, 95)
        assert low <= best.tau2 <= high


def test_large_counts():
    rng = np.random.default_rng(5)
    n = np.full(200, 1e5)
    x = rng.binomial(100_000, expit(rng.normal(-1, 0.5, 200))).astype(float)
    logit = np.log(x / (n - x))
    best = fit(counts(x, n))
    assert (best.mean, best.tau2) == pytest.approx((logit.mean(), logit.var()), rel=1e-2)


class TestVeryLargeCounts:
    SHARES = np.array([0.3, 0.5, 0.62, 0.97])

    # Without chance within studies the logits themselves are normal: their mean, their variance
    # (over k), and its square root over k are the estimates.
    @pytest.mark.parametrize("persons", [1e7, 1e8, 1e9])
    @pytest.mark.parametrize("shares", [SHARES, 1 - SHARES / 1_000], ids=["middle", "near 1"])
    def test_chance_within_studies_is_no_more(self, shares, persons):
        n = np.full(4, persons)
        x = np.rint(n * shares)
        logit = np.log(x / (n - x))
        best = fit(counts(x, n))
        limit = (logit.mean(), logit.var(), np.sqrt(logit.var() / 4))
        within = 20 / (persons * np.min(shares * (1 - shares)))
        assert (best.mean, best.tau2, best.se) == pytest.approx(limit, rel=within)

    @pytest.mark.parametrize("persons", [1e7, 1e8, 1e9])
    @pytest.mark.parametrize("apart", [0, 1e-4, 1e-2, 0.4])
    def test_the_fit_takes_few_steps(self, monkeypatch, persons, apart):
        used = []
        monkeypatch.setattr(glmm, "evaluate", lambda *a, **k: used.append(1) or evaluate(*a, **k))
        n = persons - np.arange(3.0)
        data = counts(np.rint(n * (0.5 + apart * np.array([-1, 0, 1]))), n)
        low, high = profile(data, best := fit(data), 95)
        assert low <= best.tau2 <= high
        assert len(used) < 100

    def test_equal_shares_have_no_spread(self):
        n = np.array([1e7, 2e7, 1e9])
        assert fit(counts(0.3 * n, n)).tau2 == 0
