import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportions_chisquare

from lib.stats.intervals import LEVELS
from lib.stats.meta_analysis.pool import (
    from_interval,
    leave_one_out,
    logits,
    pool_counts,
    pool_estimates,
)
from lib.stats.refusal import Refusal
from tests.thoroughness import examples

# pooling_reml.csv: R, metafor 5.1 (rma.uni, logits of counts). pooling_glmm_ml.csv: a Newton
# solution of the exact likelihood, as the optimiser behind metafor's rma.glmm stops at about 1e-5.
REFERENCE = Path(__file__).parents[2] / "data" / "reference"

slow = examples(40)
numbers = ("logit", "se", "tau2", "proportion", "low", "high", "q", "i2_percent")


def rows(name):
    with (REFERENCE / name).open(newline="") as file:
        return list(csv.DictReader(file))


def data(name):
    chosen = [row for row in rows("pooling_input.csv") if row["dataset"] == name]
    return [[int(row[key]) for row in chosen] for key in ("responders", "assessed")]


def values(result, names=numbers):
    return np.array([getattr(result, name) for name in names])


@st.composite
def studies(draw):
    n = draw(st.lists(st.integers(1, 60), min_size=2, max_size=8))
    x = [draw(st.integers(0, each)) for each in n]
    assume(any(0 < a < b for a, b in zip(x, n, strict=True)))
    return np.array(x), np.array(n)


class TestAgainstReferences:
    @pytest.mark.parametrize("row", rows("pooling_glmm_ml.csv"), ids=lambda r: r["dataset"])
    def test_glmm(self, row):
        ours = pool_counts(*data(row["dataset"]))
        theirs = {
            "logit": "logit",
            "se": "se",
            "tau2": "tau2",
            "proportion": "proportion",
            "low": "ci_low_t",
            "high": "ci_high_t",
        }
        if ours.k >= 5:
            theirs |= {"prediction_low": "pi_low_t", "prediction_high": "pi_high_t"}
        for name, column in theirs.items():
            assert getattr(ours, name) == pytest.approx(float(row[column]), abs=1e-8), name

    @pytest.mark.parametrize(
        "row",
        [
            row
            for row in rows("pooling_reml.csv")
            if (row["tau2_method"], row["interval"]) == ("REML", "adhoc")
        ],
        ids=lambda r: r["dataset"],
    )
    def test_reml(self, row):
        ours = pool_estimates(*logits(*data(row["dataset"])))
        theirs = {"low": "ci_low", "high": "ci_high", "q_p": "q_p"}
        theirs |= {name: name for name in ("logit", "se", "tau2", "proportion", "q", "i2_percent")}
        if ours.k >= 5:
            theirs |= {"prediction_low": "pi_low", "prediction_high": "pi_high"}
        for name, column in theirs.items():
            assert getattr(ours, name) == pytest.approx(float(row[column]), abs=1e-8), name


class TestCounts:
    @slow
    @given(studies(), st.randoms(use_true_random=False))
    def test_order_of_studies_makes_no_difference(self, study, random):
        order = list(range(study[0].size))
        random.shuffle(order)
        one, other = pool_counts(*study), pool_counts(study[0][order], study[1][order])
        np.testing.assert_array_equal(values(one), values(other))

    @slow
    @given(studies())
    def test_mirrored_when_responders_and_others_swap(self, study):
        x, n = study
        one, other = pool_counts(x, n), pool_counts(n - x, n)
        assert one.reason == other.reason
        assume(not one.reason)
        np.testing.assert_allclose(one.low, 1 - other.high, atol=1e-6)
        np.testing.assert_allclose(one.proportion, 1 - other.proportion, atol=1e-6)
        np.testing.assert_allclose(one.tau2, other.tau2, atol=1e-6, rtol=1e-4)

    # Doubling counts that differ makes the differences more certain, too: tau2 may rise and the
    # interval widen. It narrows where the studies agree, and Q doubles always.
    @slow
    @given(
        st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20),
        st.lists(st.integers(1, 9), min_size=2, max_size=6),
    )
    def test_doubling_counts_of_one_proportion_narrows(self, p, sizes):
        n = p.denominator * np.array(sizes)
        x = p.numerator * np.array(sizes)
        one, twice = pool_counts(x, n), pool_counts(2 * x, 2 * n)
        assert (one.tau2, twice.tau2) == (0, 0)
        assert twice.se == pytest.approx(one.se / np.sqrt(2), rel=1e-12)
        assert twice.high - twice.low < one.high - one.low

    @slow
    @given(studies())
    def test_q_equals_statsmodels(self, study):
        found = pool_counts(*study)
        assume(not found.reason)
        q, p, _ = proportions_chisquare(*study)
        assert (found.q, found.q_p) == pytest.approx((q, p), abs=1e-9)

    @slow
    @given(studies())
    def test_doubling_counts_doubles_q(self, study):
        one, twice = pool_counts(*study), pool_counts(2 * study[0], 2 * study[1])
        assume(not one.reason and not twice.reason)
        assert twice.q == pytest.approx(2 * one.q, abs=1e-8)

    # A study at the pooled proportion is likeliest without any spread, whatever the mean.
    @slow
    @given(st.floats(0.1, 0.9), st.lists(st.integers(5, 60), min_size=2, max_size=8))
    def test_a_study_at_the_pooled_proportion_keeps_tau2_at_0(self, p, sizes):
        n = np.array(sizes)
        x = np.rint(p * n).astype(int)
        assume(pool_counts(x, n).tau2 == 0)
        same = Fraction(int(x.sum()), int(n.sum()))
        with_it = pool_counts([*x, same.numerator], [*n, same.denominator])
        assert with_it.tau2 == 0

    @slow
    @given(studies(), st.sampled_from(LEVELS))
    def test_intervals_hold_the_estimate(self, study, level):
        found = pool_counts(*study, level)
        assume(not found.reason)
        assert 0 <= found.low <= found.proportion <= found.high <= 1
        assert found.tau2_low <= found.tau2 <= found.tau2_high
        if found.k >= 5:
            assert found.prediction_low <= found.low
            assert found.prediction_high >= found.high

    @pytest.mark.parametrize(
        ("x", "n", "reason"),
        [
            ([], [], Refusal.NO_STUDY),
            ([3], [10], Refusal.ONE_STUDY),
            ([0, 0, 0], [10, 20, 1], Refusal.ALL_NONE),
            ([10, 20, 1], [10, 20, 1], Refusal.ALL_EVERYBODY),
            ([0, 1, 0], [1, 1, 1], Refusal.ALL_EXTREME),
            ([1, 0, 3], [2, 0, 5], Refusal.NO_COUNT),
            ([1, np.nan, 3], [2, 8, 5], Refusal.NO_COUNT),
            ([0, 1] * 1_000 + [1], [1, 9] * 1_000 + [2], None),
            ([0, 5, 1], [5, 5, 10**7], Refusal.TOO_FAR_APART),
            ([3, 5, 1], [5, 9, 10**9 + 1], Refusal.TOO_MANY_PERSONS),
        ],
    )
    def test_answers_with_a_reason(self, x, n, reason):
        found = pool_counts(x, n)
        assert (found.reason, found.k) == (reason, len(x))
        assert found.unusable == (reason is Refusal.NO_COUNT)
        assert np.isnan(found.proportion) == bool(reason)

    def test_persons_are_summed_even_where_refused(self):
        assert pool_counts([0, 0], [10, 20]).n == 30

    def test_two_studies(self):
        found = pool_counts([15, 8], [19, 25])
        assert 0 < found.low < found.high < 1

    def test_no_upper_end_of_tau2_is_said(self):
        found = pool_counts(*data("syn_zero"))
        assert (found.tau2_high, found.tau2_reason) == (np.inf, Refusal.OPEN_TAU2)

    @pytest.mark.parametrize(("k", "reason"), [(4, Refusal.FEW_FOR_PREDICTION), (5, None)])
    def test_prediction_from_five_studies(self, k, reason):
        found = pool_counts(np.arange(3, 3 + k), np.full(k, 20))
        assert (found.prediction_reason, np.isnan(found.prediction_low)) == (reason, k < 5)

    def test_five_thousand_studies(self):
        rng = np.random.default_rng(3)
        n = rng.integers(15, 60, 5_000)
        x = rng.binomial(n, 1 / (1 + np.exp(-rng.normal(-0.5, 0.8, 5_000))))
        found = pool_counts(x, n)
        assert (found.logit, found.tau2) == pytest.approx((-0.5, 0.64), abs=0.06)

    @pytest.mark.parametrize(
        ("x", "n", "level", "message"),
        [
            ([5], [4], 95, "between 0 and assessed"),
            ([-1], [4], 95, "between 0 and assessed"),
            ([1.5], [4], 95, "whole numbers"),
            ([1, 2], [4], 95, "one length"),
            ([[1]], [[4]], 95, "one length"),
            ([1], [4], 94, "unknown level"),
        ],
    )
    def test_errors(self, x, n, level, message):
        with pytest.raises(ValueError, match=message):
            pool_counts(x, n, level)


class TestEstimates:
    @given(studies())
    def test_mirrored_when_signs_change(self, study):
        logit, se = logits(*study)
        one, other = pool_estimates(logit, se), pool_estimates(-logit, se)
        assert one.low == pytest.approx(1 - other.high, abs=1e-9)
        assert one.tau2 == pytest.approx(other.tau2, abs=1e-9)

    @given(studies(), st.randoms(use_true_random=False))
    def test_order_of_studies_makes_no_difference(self, study, random):
        order = list(range(study[0].size))
        random.shuffle(order)
        logit, se = logits(*study)
        one, other = pool_estimates(logit, se), pool_estimates(logit[order], se[order])
        np.testing.assert_array_equal(values(one), values(other))

    def test_counts_join_a_published_interval(self):
        kim = from_interval(0.587, (0.379, 0.795), 23)
        logit, se = logits([15, 8], [19, 25])
        found = pool_estimates([*logit, kim.logit], [*se, kim.se], [19, 25, 23])
        assert (found.k, found.n, found.reason) == (3, 67, None)
        assert found.low < found.proportion < found.high

    @pytest.mark.parametrize(
        ("logit", "se", "reason"),
        [
            ([], [], Refusal.NO_STUDY),
            ([0.2], [0.3], Refusal.ONE_STUDY),
            ([0.2, np.nan], [0.3, np.nan], Refusal.NO_STANDARD_ERROR),
            ([0.2, 0.3], [0.3, 0], Refusal.NO_STANDARD_ERROR),
        ],
    )
    def test_answers_with_a_reason(self, logit, se, reason):
        found = pool_estimates(logit, se)
        assert (found.reason, found.unusable) == (reason, reason is Refusal.NO_STANDARD_ERROR)
        assert np.isnan(found.proportion)

    # The half that `logits` adds to counts of 0 pulls all of them to 50%.
    @pytest.mark.parametrize(
        ("x", "n", "reason"),
        [
            ([0, 0, 0], [10, 20, 1], Refusal.ALL_NONE),
            ([10, 20, 10**9], [10, 20, 10**9], Refusal.ALL_EVERYBODY),
            ([0, 20, 0], [10, 20, 10**6], Refusal.ALL_EXTREME),
            ([0, 19, 0], [10, 20, 1], None),
        ],
    )
    def test_nobody_or_everybody_in_each_study_is_refused(self, x, n, reason):
        found = pool_estimates(*logits(x, n), n)
        assert (found.reason, found.unusable, found.n) == (reason, 0, sum(n))
        assert np.isnan(found.proportion) == bool(reason)

    def test_empty_interval_of_tau2_is_said(self):
        found = pool_estimates(*logits(*data("syn_homog")))
        assert (found.tau2, found.tau2_reason) == (0, Refusal.EMPTY_TAU2)

    def test_negative_standard_error(self):
        with pytest.raises(ValueError, match="not negative"):
            pool_estimates([0, 1], [-1, 1])


class TestLeaveOneOut:
    def test_counts(self):
        x, n = data("syn_hetero5")
        without = leave_one_out(pool_counts, x, n)
        assert [each.k for each in without] == [4] * 5
        second = pool_counts([*x[:1], *x[2:]], [*n[:1], *n[2:]])
        assert values(without[1]).tolist() == values(second).tolist()

    def test_estimates(self):
        logit, se = logits(*data("syn_k3"))
        without = leave_one_out(pool_estimates, logit, se, level=90)
        assert values(without[2]) == pytest.approx(
            values(pool_estimates(logit[:2], se[:2], level=90))
        )

    def test_of_two_nothing_is_left_to_pool(self):
        without = leave_one_out(pool_counts, [1, 2], [4, 4])
        assert {each.reason for each in without} == {Refusal.ONE_STUDY}
