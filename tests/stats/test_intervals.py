import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from lib.stats.intervals import LEVELS, METHODS, counts_behind, interval, nearest_counts

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
R_NAMES = {"clopper_pearson": "clopper-pearson", "agresti_coull_unclipped": "agresti-coull"}
STATSMODELS_NAMES = {
    "wilson": "wilson",
    "clopper-pearson": "beta",
    "jeffreys": "jeffreys",
    "agresti-coull": "agresti_coull",
}

methods = st.sampled_from(METHODS)
levels = st.sampled_from(LEVELS)


@st.composite
def counts(draw, largest=3_000):
    n = draw(st.integers(1, largest))
    return draw(st.integers(0, n)), n


def rows(name):
    with (REFERENCE / name).open(newline="") as file:
        return list(csv.DictReader(file))


class TestIntervalAgainstReferences:
    @pytest.mark.parametrize(
        "row",
        rows("binomial_intervals.csv"),
        ids=lambda r: "-".join(r[k] for k in ("x", "n", "level", "method")),
    )
    def test_equals_r(self, row):
        method = R_NAMES.get(row["method"], row["method"])
        level = round(100 * float(row["level"]))
        r = np.clip([float(row["low"]), float(row["high"])], 0, 1)
        ours = interval(int(row["x"]), int(row["n"]), method, level)
        np.testing.assert_allclose(ours, r, rtol=1e-10, atol=1e-13)

    @pytest.mark.parametrize("level", LEVELS)
    @pytest.mark.parametrize("method", METHODS)
    def test_equals_statsmodels_at_every_level(self, method, level):
        n = np.repeat([1, 2, 3, 10, 25, 200, 5_000], 5)
        x = np.concatenate([[0, m // 3, m // 2, m - 1, m] for m in n[::5]])
        ours = interval(x, n, method, level)
        theirs = np.array(proportion_confint(x, n, 1 - level / 100, STATSMODELS_NAMES[method]))
        theirs = np.clip(theirs, 0, 1)
        theirs[0][x == 0], theirs[1][x == n] = 0, 1
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-13)


class TestIntervalProperties:
    @given(counts(), methods, levels)
    def test_holds_the_proportion_within_0_and_1(self, count, method, level):
        low, high = interval(*count, method, level)
        assert 0 <= low <= count[0] / count[1] <= high <= 1

    @given(counts(), methods, levels)
    def test_mirrored_when_responders_and_others_swap(self, count, method, level):
        x, n = count
        low, high = interval(x, n, method, level)
        other_low, other_high = interval(n - x, n, method, level)
        np.testing.assert_allclose([low, high], [1 - other_high, 1 - other_low], atol=1e-12)

    @given(counts(300), st.integers(2, 10), methods, levels)
    def test_narrower_with_more_patients_at_the_same_proportion(self, count, times, method, level):
        low, high = interval(
            np.array([1, times]) * count[0], np.array([1, times]) * count[1], method, level
        )
        assert high[1] - low[1] < high[0] - low[0]

    @given(counts(), methods)
    def test_a_higher_level_holds_a_lower_one(self, count, method):
        low, high = np.array([interval(*count, method, level) for level in LEVELS]).T
        assert (np.diff(low) <= 0).all()
        assert (np.diff(high) >= 0).all()

    @given(counts(), methods, levels)
    def test_touches_0_and_1_only_at_none_and_all_unless_clipped(self, count, method, level):
        x, n = count
        low, high = interval(x, n, method, level)
        assert low == 0 if x == 0 else low > 0 or method == "agresti-coull"
        assert high == 1 if x == n else high < 1 or method == "agresti-coull"


class TestIntervalInputs:
    def test_wilson_at_95_is_the_default(self):
        assert interval(15, 19) == interval(15, 19, "wilson", 95)

    def test_broadcasts(self):
        low, high = interval([[1], [2]], [3, 4, 5])
        assert low.shape == high.shape == (2, 3)

    @pytest.mark.parametrize("method", METHODS)
    def test_unknown_counts_have_no_interval(self, method):
        low, high = interval([0, np.nan, 3, 2], [0, 10, np.nan, 4], method)
        assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, True, False]

    def test_accepts_no_rows(self):
        assert interval([], [])[0].shape == (0,)

    @pytest.mark.parametrize(("x", "n"), [(5, 4), (-1, 4), (-2, -1), (3, np.inf)])
    def test_impossible_counts_are_refused(self, x, n):
        with pytest.raises(ValueError, match=r"responders|n must"):
            interval(x, n)

    def test_unknown_method_is_refused_by_name(self):
        with pytest.raises(ValueError, match="unknown method 'wald': choose one of wilson"):
            interval(1, 2, "wald")

    @pytest.mark.parametrize("level", [0.95, 94, 100])
    def test_unknown_level_is_refused(self, level):
        with pytest.raises(ValueError, match="unknown level"):
            interval(1, 2, level=level)


def brute_force(percent, decimals, n):
    half = Fraction(1, 2 * 10**decimals)
    return [k for k in range(n + 1) if abs(Fraction(100 * k, n) - percent) <= half]


class TestCountsBehind:
    @pytest.mark.parametrize("row", rows("grim.csv"), ids=lambda r: f"{r['percent']}-of-{r['n']}")
    def test_equals_the_reference(self, row):
        decimals = len(row["percent"].partition(".")[2])
        first, last = counts_behind(float(row["percent"]), decimals, int(row["n"]))
        assert (first <= last) == (row["consistent"] == "TRUE")
        if row["consistent"] == "TRUE":
            assert [first, last] == [int(row["counts"])] * 2

    @given(st.data(), st.integers(0, 6), st.integers(1, 400))
    def test_equals_trying_every_count_in_fractions(self, data, decimals, n):
        printed = Fraction(data.draw(st.integers(0, 100 * 10**decimals)), 10**decimals)
        first, last = counts_behind(float(printed), decimals, n)
        assert list(range(int(first), int(last) + 1)) == brute_force(printed, decimals, n)

    @given(counts(400), st.integers(0, 12))
    def test_a_rounded_percentage_always_finds_its_count(self, count, decimals):
        k, n = count
        printed = round(Fraction(100 * k, n), decimals)
        first, last = counts_behind(float(printed), decimals, n)
        assert first <= k <= last

    @pytest.mark.parametrize("percent", [12, 13])
    def test_a_half_may_be_rounded_either_way(self, percent):
        assert counts_behind(percent, 0, 8) == (1, 1)

    def test_several_counts_behind_a_whole_percent_of_many(self):
        assert counts_behind(50, 0, 1_000) == (495, 505)

    def test_more_decimals_than_a_double_carries(self):
        assert counts_behind(100 * 15 / 19, 30, 19) == (15, 15)

    def test_counts_past_64_bits_stay_exact(self):
        odd = 10**9 + 7
        first, last = counts_behind(50, 12, [odd, 8])
        assert first.tolist() == [odd // 2 + 1, 4]
        assert last.tolist() == [odd // 2, 4]

    @pytest.mark.parametrize("percent", [-1, 101, 1e300])
    def test_no_count_beyond_none_and_all(self, percent):
        first, last = counts_behind(percent, 0, 10)
        assert first > last

    def test_unknown_inputs_have_no_counts(self):
        first, last = counts_behind([np.nan, 50, 50, 50], [0, np.nan, 0, 0], [10, 10, np.nan, 0])
        assert np.isnan([first, last]).all()

    @pytest.mark.parametrize(("decimals", "n"), [(-1, 10), (0.5, 10), (0, -10), (0, 10.5)])
    def test_nonsense_is_refused(self, decimals, n):
        with pytest.raises(ValueError, match="must be a whole number"):
            counts_behind(50, decimals, n)


class TestNearestCounts:
    @pytest.mark.parametrize(
        ("percent", "n", "expected"),
        [
            (58.7, 23, (13, 14)),
            (7, 100, (7, 7)),
            (0, 9, (0, 0)),
            (100, 9, (9, 9)),
            (120, 9, (9, 9)),
        ],
    )
    def test_stand_on_either_side(self, percent, n, expected):
        assert nearest_counts(percent, n) == expected

    def test_unknown_stays_unknown(self):
        assert np.isnan(nearest_counts([np.nan, 50], [10, np.nan])).all()
