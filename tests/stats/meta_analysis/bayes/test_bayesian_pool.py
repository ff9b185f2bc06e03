import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from lib.stats.meta_analysis.bayes import bayesian_pool
from lib.stats.meta_analysis.bayes.posterior_grid import posterior
from lib.stats.meta_analysis.gauss_hermite import counts
from lib.stats.refusal import Refusal
from tests.stats.references import columns, rows
from tests.thoroughness import examples

ROWS = rows("bayes_pooled.csv")
KEYS = ("responders", "assessed")
NUMBERS = (
    *("median", "low", "high", "new_median", "new_low", "new_high"),
    *("tau_median", "tau_low", "tau_high"),
)
slow = examples(40)


def name(row):
    return f"{row['dataset']}, {row['prior_tau']}"


def values(found):
    return np.array([getattr(found, name) for name in NUMBERS])


@st.composite
def studies(draw):
    n = draw(st.lists(st.integers(1, 60), min_size=3, max_size=8))
    return np.array([draw(st.integers(0, each)) for each in n]), np.array(n)


@pytest.mark.parametrize("row", [row for row in ROWS if int(row["k"]) >= 3], ids=name)
class TestAgainstR:
    def test_medians_and_probabilities(self, row):
        ours = pool(row)
        for key in ("median", "new_median", "new_low", "new_high"):
            assert getattr(ours, key) == pytest.approx(float(row[key]), abs=1e-4), key
        for share in (25, 50, 75):
            new = ours.probability_new_over(share / 100)
            assert new == pytest.approx(float(row[f"p_new_over_{share}"]), abs=1e-4)
            median = ours.probability_median_over(share / 100)
            assert median == pytest.approx(float(row[f"p_median_over_{share}"]), abs=1e-4)

    # The reference reads these ends from straight lines between its points: syn_homog with 0.5 has
    # the lower end 0.39814 where finer integration has 0.39831; see the test by brute force.
    def test_ends(self, row):
        ours = pool(row)
        for key in ("low", "high", "tau_low", "tau_median", "tau_high"):
            assert getattr(ours, key) == pytest.approx(float(row[key]), abs=3e-4), key


def pool(row):
    return bayesian_pool(
        *columns("bayes_input.csv", row["dataset"], KEYS), tau_scale=float(row["prior_tau"])
    )


@pytest.mark.parametrize("row", [row for row in ROWS if int(row["k"]) < 3], ids=name)
def test_grid_of_fewer_studies_equals_r(row):
    x, n = (np.array(each, float) for each in columns("bayes_input.csv", row["dataset"], KEYS))
    grid = posterior(counts(x, n), float(row["prior_tau"]))
    over = [1 - below(np.zeros(1))[0][0] for below in (grid.new_below, grid.mean_below)]
    assert over == pytest.approx(
        [float(row[key]) for key in ("p_new_over_50", "p_median_over_50")], abs=1e-4
    )


def by_brute_force(x, n, tau_scale):
    """Ends of the median share and of tau, from a plain grid without any adaption."""
    mu = np.linspace(-8, 8, 2_001)
    place, chance = np.polynomial.legendre.leggauss(40)
    tau = 6.5 * tau_scale * ((place + 1) / 2) ** 2
    z = np.linspace(-7, 7, 81)
    density = np.empty((tau.size, mu.size))
    for row, spread in enumerate(tau):
        theta = mu[:, None] + spread * z
        log_p, log_q = special.log_expit(theta), special.log_expit(-theta)
        total = special.log_expit(mu) + special.log_expit(-mu) - (spread / tau_scale) ** 2 / 2
        for a, b in zip(x, n, strict=True):
            total += special.logsumexp(a * log_p + (b - a) * log_q - z * z / 2, axis=1)
        density[row] = total
    density = np.exp(density - density.max()) * (chance * (place + 1))[:, None]
    of_mu = density.sum(axis=0) / density.sum()
    middles = np.cumsum(of_mu) - of_mu / 2
    fine = np.linspace(-8, 8, 400_001)
    # A smooth curve through the distribution, where straight lines would be too coarse.
    smooth = special.expit(np.interp(fine, mu, special.logit(np.clip(middles, 1e-15, 1 - 1e-15))))
    return special.expit(np.interp([0.025, 0.5, 0.975], smooth, fine))


@pytest.mark.parametrize(
    ("x", "n", "tau_scale"),
    [
        ([10, 20, 15, 30], [20, 40, 30, 60], 0.5),
        ([15, 19, 14], [19, 25, 23], 1.0),
        ([0, 2, 9], [10, 8, 20], 1.0),
    ],
)
def test_ends_by_brute_force(x, n, tau_scale):
    found = bayesian_pool(x, n, tau_scale=tau_scale)
    np.testing.assert_allclose(
        (found.low, found.median, found.high), by_brute_force(x, n, tau_scale), atol=2e-5
    )


class TestProperties:
    @slow
    @given(studies(), st.randoms(use_true_random=False))
    def test_order_of_studies_makes_no_difference(self, study, random):
        order = list(range(study[0].size))
        random.shuffle(order)
        one, other = bayesian_pool(*study), bayesian_pool(*(each[order] for each in study))
        np.testing.assert_array_equal(values(one), values(other))

    @slow
    @given(studies())
    def test_mirrored_when_responders_and_others_swap(self, study):
        x, n = study
        one, other = bayesian_pool(x, n), bayesian_pool(n - x, n)
        np.testing.assert_allclose(
            (one.median, one.low, one.new_low, one.tau_high),
            (1 - other.median, 1 - other.high, 1 - other.new_high, other.tau_high),
            atol=2e-5,
        )
        assert one.probability_new_over(0.3) == pytest.approx(
            1 - other.probability_new_over(0.7), abs=2e-5
        )

    @slow
    @given(studies())
    def test_median_lies_between_those_of_the_single_studies(self, study):
        x, n = study
        # Together, studies can outweigh the prior by which each alone is drawn towards a half: all
        # that is sure is that none is passed by the pool towards its own share and beyond.
        alone = [
            special.expit(_median(posterior(counts(x[[i]], n[[i]]), 1.0))) for i in range(x.size)
        ]
        low, high = min([*alone, *x / n]), max([*alone, *x / n])
        assert low - 1e-6 <= bayesian_pool(x, n).median <= high + 1e-6

    @slow
    @given(studies(), st.floats(0, 1))
    def test_probabilities_agree_with_the_ends(self, study, share):
        found = bayesian_pool(*study)
        assert found.probability_median_over(found.low) == pytest.approx(0.975, abs=1e-5)
        assert found.probability_new_over(found.new_high) == pytest.approx(0.025, abs=1e-5)
        assert 0 <= found.probability_new_over(share) <= 1
        assert 0 <= found.new_low <= found.low <= found.median <= found.high <= found.new_high <= 1
        assert found.tau_low < found.tau_median < found.tau_high

    @slow
    @given(studies())
    def test_doubling_narrows_where_shares_are_equal(self, study):
        _, n = study
        one, twice = (bayesian_pool(each, 2 * each) for each in (n, 2 * n))
        assert twice.high - twice.low < one.high - one.low


def _median(grid):
    at = np.linspace(-12, 12, 2_401)
    return np.interp(0.5, grid.mean_below(at)[0], at)


@pytest.mark.parametrize("x", [[3, 12, 9], [0, 0, 0], [18, 25, 30]])
def test_density_of_a_new_study_adds_up_to_its_probability(x):
    found = bayesian_pool(x, [18, 25, 30])
    edges = np.linspace(0.05, 0.95, 2_001)
    middles = (edges[1:] + edges[:-1]) / 2
    area = found.new_density(middles).sum() * (edges[1] - edges[0])
    between = found.probability_new_over(0.05) - found.probability_new_over(0.95)
    assert area == pytest.approx(between, abs=1e-4)


@pytest.mark.parametrize(
    ("x", "n", "shares"),
    [
        ([300_000, 301_000, 299_500], [10**6] * 3, (0.29, 0.31)),
        ([300_000, 2, 5], [10**6, 20, 17], (0.05, 0.6)),
        ([0] * 4, [10**6] * 4, (0, 1e-5)),
        ([5] * 6, [20] * 6, (0.15, 0.37)),
        ([0, 50, 0, 50], [50] * 4, (0.05, 0.95)),
    ],
)
def test_extremes(x, n, shares):
    found = bayesian_pool(x, n)
    assert shares[0] <= found.low < found.median < found.high <= shares[1]
    assert np.isfinite(values(found)).all()


@pytest.mark.parametrize(
    ("x", "n", "reason", "lacking"),
    [
        ([], [], Refusal.TOO_FEW_QUALIFY, ()),
        ([3, 4], [9, 9], Refusal.TOO_FEW_QUALIFY, ()),
        ([3, np.nan, 4], [9, 9, 9], Refusal.NO_COUNT, (1,)),
        ([3, 0, 4], [9, 0, np.nan], Refusal.NO_COUNT, (1, 2)),
        ([3, 4, 5], [9, 9, 10**9 + 1], Refusal.TOO_MANY_PERSONS, (2,)),
    ],
)
def test_answers_with_a_reason(x, n, reason, lacking):
    found = bayesian_pool(x, n)
    assert (found.reason, found.lacking, found.k) == (reason, lacking, len(x))
    assert np.isnan(values(found)).all()
    assert np.isnan([found.probability_new_over(0.5), *found.new_density([0.5])]).all()


def test_takes_any_integers():
    small = bayesian_pool(np.array([3, 4, 5], np.int8), np.array([9, 9, 9], np.uint8))
    assert small == bayesian_pool([3, 4, 5], [9, 9, 9])


@pytest.mark.parametrize(
    ("x", "n", "tau_scale", "words"),
    [
        ([3, 4, 5], [9, 9, 9], 0, "scale"),
        ([3, 4, 5], [9, 9, 9], np.inf, "scale"),
        ([3, 4], [9, 9, 9], 1, "arrays of one length"),
        ([3, 4, 10], [9, 9, 9], 1, "between 0 and assessed"),
        ([3, 4, 0.5], [9, 9, 9], 1, "whole numbers"),
    ],
)
def test_errors(x, n, tau_scale, words):
    with pytest.raises(ValueError, match=words):
        bayesian_pool(x, n, tau_scale=tau_scale)


@pytest.mark.parametrize("share", [-0.1, 50, np.nan])
def test_a_percentage_is_no_share(share):
    with pytest.raises(ValueError, match="percentage"):
        bayesian_pool([3, 4, 5], [9, 9, 9]).probability_new_over(share)
