import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import optimize, special

from lib.stats.intervals import LEVELS
from lib.stats.meta_analysis.contrasts import glmm_odds_ratio, mantel_haenszel, pool_contrasts
from lib.stats.meta_analysis.pooled_effect import MEASURES, EffectModel
from lib.stats.refusal import ModelRefusal, Refusal
from tests.stats.references import columns, rows
from tests.thoroughness import examples

MODELS = {"REML adhoc": pool_contrasts, "Mantel-Haenszel": mantel_haenszel}
COLUMNS = {
    "k": ("k", 0),
    "estimate": ("estimate", 1e-7),
    "se": ("se", 1e-7),
    "low": ("low", 1e-7),
    "high": ("high", 1e-7),
    "prediction_low": ("pi_low", 1e-7),
    "prediction_high": ("pi_high", 1e-7),
    "tau2": ("tau2", 1e-7),
    "tau2_low": ("tau2_low", 1e-6),
    "tau2_high": ("tau2_high", 1e-6),
    "i2_percent": ("i2_percent", 1e-7),
    "q": ("q", 1e-7),
    "q_p": ("q_p", 1e-7),
}
numbers = ("estimate", "se", "low", "high", "tau2", "q", "i2_percent")
slow = examples(60)


def values(result, names=numbers):
    return np.array([getattr(result, name) for name in names])


def each_model(measure):
    return (glmm_odds_ratio,) * (measure == "OR") + tuple(
        lambda *tables, model=model, **options: model(*tables, measure=measure, **options)
        for model in MODELS.values()
    )


@st.composite
def studies(draw, fewest=3, largest=60):
    k = draw(st.integers(fewest, 8))
    n = [draw(st.lists(st.integers(2, largest), min_size=k, max_size=k)) for _ in range(2)]
    x = [[draw(st.integers(0, most)) for most in arm] for arm in n]
    return tuple(map(np.array, (x[0], n[0], x[1], n[1])))


class TestAgainstR:
    @pytest.mark.parametrize(
        "row", rows("contrasts_pooled.csv"), ids=lambda r: f"{r['dataset']}, {r['measure']}"
    )
    def test_equal(self, row):
        tables = columns("contrasts_input.csv", row["dataset"], ("ai", "n1", "ci", "n2"))
        if row["model"] in MODELS:
            ours = MODELS[row["model"]](*tables, measure=row["measure"])
        else:
            ours = glmm_odds_ratio(*tables)
        for name, (column, tolerance) in COLUMNS.items():
            at_most = tolerance if row["model"] in MODELS else 1e-4
            if row[column]:
                expected = pytest.approx(float(row[column]), abs=at_most)
                assert getattr(ours, name) == expected, name

    def test_studies_that_tell_nothing_of_a_ratio_are_named(self):
        tables = columns("contrasts_input.csv", "syn_zero4", ("ai", "n1", "ci", "n2"))
        assert pool_contrasts(*tables, measure="OR").left_out == (1,)
        assert pool_contrasts(*tables, measure="RD").left_out == ()
        assert glmm_odds_ratio(*tables).left_out == (1,)


def by_trapezium(tables, mean, tau, level):
    """Log-likelihood of one study, by brute force over its log odds ratio."""
    x1, n1, x2, n2 = tables
    d = mean + tau * np.linspace(-9, 9, 2_001)
    one, other = level + d / 2, level - d / 2
    log_density = x1 * special.log_expit(one) + (n1 - x1) * special.log_expit(-one)
    log_density += x2 * special.log_expit(other) + (n2 - x2) * special.log_expit(-other)
    return special.logsumexp(log_density - np.linspace(-9, 9, 2_001) ** 2 / 2)


def brute_profile(tables, mean, tau):
    return sum(
        -optimize.minimize_scalar(
            lambda level, table=table: -by_trapezium(table, mean, tau, level), bounds=(-9, 9)
        ).fun
        for table in np.transpose(tables)
    )


@pytest.mark.parametrize(
    "tables",
    [
        ([1, 5, 9, 14], [20, 22, 18, 30], [6, 3, 2, 10], [19, 25, 18, 30]),
        ([0, 5, 9], [20, 22, 18], [6, 3, 0], [19, 25, 18]),
        ([300, 20, 41], [1_000, 30, 60], [250, 10, 30], [1_000, 31, 60]),
    ],
)
def test_no_likelier_odds_ratio_by_brute_force(tables):
    found = glmm_odds_ratio(*tables)
    tau = found.tau2**0.5
    best = brute_profile(tables, found.estimate, tau)
    for mean, other in [(0.05, 0), (-0.05, 0), (0, 0.05), (0, -min(tau, 0.05)), (0, 0.7)]:
        assert brute_profile(tables, found.estimate + mean, tau + other) <= best + 1e-7


@pytest.mark.parametrize("measure", MEASURES)
class TestProperties:
    @slow
    @given(tables=studies(), random=st.randoms(use_true_random=False))
    def test_order_of_studies_makes_no_difference(self, measure, tables, random):
        order = list(range(tables[0].size))
        random.shuffle(order)
        for model in each_model(measure):
            one, other = model(*tables), model(*(each[order] for each in tables))
            assert one.reason == other.reason
            np.testing.assert_array_equal(values(one), values(other))
            assert sorted(order[place] for place in other.left_out) == list(one.left_out)

    @slow
    @given(tables=studies())
    def test_mirrored_when_arms_swap(self, measure, tables):
        for model in each_model(measure):
            one, other = model(*tables), model(*tables[2:], *tables[:2])
            assert one.reason == other.reason
            same = (one.estimate, one.low, one.tau2, one.q)
            mirror = (-other.estimate, -other.high, other.tau2, other.q)
            np.testing.assert_allclose(same, mirror, rtol=1e-6, atol=1e-7)

    @slow
    @given(tables=studies(), level=st.sampled_from(LEVELS))
    def test_intervals_hold_the_estimate(self, measure, tables, level):
        for model in each_model(measure):
            found = model(*tables, level=level)
            assume(not found.reason)
            assert found.low <= found.estimate <= found.high
            assert not found.prediction_low > found.low
            # REML's spread may lie outside: the interval is of another estimator (Q-profile).
            assert not found.tau2_low > found.tau2_high

    # More patients with the same shares: the estimate without spread stays.
    @slow
    @given(tables=studies())
    def test_doubling_keeps_the_common_effect(self, measure, tables):
        one, twice = (mantel_haenszel(*each, measure=measure) for each in (tables, _twice(tables)))
        assume(not one.reason)
        np.testing.assert_allclose(one.estimate, twice.estimate, atol=1e-12)
        np.testing.assert_allclose(one.se, twice.se * np.sqrt(2), rtol=1e-9, atol=1e-12)


def _twice(tables):
    return tuple(2 * each for each in tables)


@slow
@given(studies())
def test_doubling_doubles_q(tables):
    x1, n1, x2, n2 = tables
    assume(np.all((x1 > 0) & (x1 < n1) & (x2 > 0) & (x2 < n2)))
    one, twice = (pool_contrasts(*each, measure="OR") for each in (tables, _twice(tables)))
    assert twice.q == pytest.approx(2 * one.q, abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
def test_studies_that_agree_have_no_spread(measure):
    for model in each_model(measure):
        found = model([8] * 6, [20] * 6, [5] * 6, [25] * 6)
        assert not found.tau2 > 0
        assert found.q == pytest.approx(0, abs=1e-12)
        assert found.k == 6


@pytest.mark.parametrize(
    ("tables", "reason", "lacking"),
    [
        (([], [], [], []), Refusal.TOO_FEW_QUALIFY, ()),
        (([1, 2], [9, 9], [3, 4], [9, 9]), Refusal.TOO_FEW_QUALIFY, ()),
        (([1, 0, 0], [9, 9, 9], [3, 0, 2], [9, 9, 9]), Refusal.TOO_FEW_QUALIFY, ()),
        (([1, np.nan, 0], [9, 9, 9], [3, 0, 0], [9, 9, 0]), Refusal.NO_COUNT, (1, 2)),
        (([0] * 3, [9] * 3, [0] * 3, [8] * 3), Refusal.ALL_NONE, ()),
        (([9] * 3, [9] * 3, [8] * 3, [8] * 3), Refusal.ALL_EVERYBODY, ()),
        (([9, 0, 9], [9] * 3, [8, 0, 8], [8] * 3), Refusal.ALL_EXTREME, ()),
    ],
)
def test_answers_with_a_reason(tables, reason, lacking):
    for model in each_model("OR"):
        found = model(*tables)
        assert (found.reason, found.lacking) == (reason, lacking)
        assert np.isnan(values(found)).all()


@pytest.mark.parametrize("model", [mantel_haenszel, glmm_odds_ratio])
def test_no_odds_ratio_without_a_correction_where_an_arm_is_empty(model):
    options = {} if model is glmm_odds_ratio else {"measure": "OR"}
    found = model([0, 0, 0], [9, 9, 9], [3, 5, 2], [9, 9, 9], **options)
    assert found.reason is ModelRefusal.NO_FINITE_RATIO


def test_a_difference_needs_a_variance():
    found = mantel_haenszel([0] * 3, [9] * 3, [9] * 3, [9] * 3, measure="RD")
    assert found.reason is ModelRefusal.NO_VARIANCE


def test_odds_ratios_that_lie_too_far_apart():
    found = glmm_odds_ratio([0, 20, 0, 20], [20] * 4, [20, 1, 20, 0], [20] * 4)
    assert found.reason is ModelRefusal.EFFECTS_TOO_FAR_APART


def test_too_many_persons_for_the_glmm():
    found = glmm_odds_ratio([3, 4, 5], [10, 10, 10**7 + 1], [3, 4, 5], [10, 10, 10])
    assert found.reason is Refusal.TOO_MANY_PERSONS


# With so many persons both models see the log odds ratios themselves, whose spread by maximum
# likelihood is (k - 1) / k of that by restricted maximum likelihood.
@pytest.mark.parametrize("size", [10**6, 10**7])
def test_huge_counts(size):
    shares = np.array([0.3, 0.2, 0.41]), np.array([0.25, 0.2, 0.4])
    first, second = (np.rint(size * share) for share in shares)
    tables = first, [size] * 3, second, [size] * 3
    exact, normal = glmm_odds_ratio(*tables), pool_contrasts(*tables, measure="OR")
    assert exact.estimate == pytest.approx(normal.estimate, abs=1e-4)
    assert exact.tau2 == pytest.approx(normal.tau2 * 2 / 3, rel=1e-3)


def test_one_study_dominates():
    first, second = ([300_000, 7, 8], [10**6, 20, 30]), ([250_000, 6, 9], [10**6, 20, 30])
    found = pool_contrasts(*first, *second, measure="OR")
    assert found.tau2 == 0
    assert found.estimate == pytest.approx(np.log(3 / 7 * 3), abs=1e-3)


def test_takes_lists_and_any_integers():
    tables = [[3, 4, 8], [10, 12, 20], [5, 6, 9], [10, 13, 20]]
    as_lists = pool_contrasts(*tables, measure="RR")
    as_small = pool_contrasts(*(np.array(each, dtype=np.int8) for each in tables), measure="RR")
    assert as_lists == as_small
    assert as_lists.model is EffectModel.REML


@pytest.mark.parametrize(
    ("x1", "n1", "options", "words"),
    [
        ([1, 2, 3], [9, 9, 9], {"measure": "or"}, "unknown measure"),
        ([1, 2, 3], [9, 9, 9], {"level": 94}, "unknown level"),
        ([1, 2, 10], [9, 9, 9], {}, "between 0 and assessed"),
        ([1, 2, -1], [9, 9, 9], {}, "between 0 and assessed"),
        ([1, 2, 3], [9, 9, np.inf], {}, "between 0 and assessed"),
        ([1, 2, 0.5], [9, 9, 9], {}, "whole numbers"),
        ([1, 2], [9, 9, 9], {}, "arrays of one length"),
    ],
)
def test_errors(x1, n1, options, words):
    with pytest.raises(ValueError, match=words):
        pool_contrasts(x1, n1, [1, 2, 3], [9, 9, 9], **({"measure": "OR"} | options))
