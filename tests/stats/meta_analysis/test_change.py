import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.stats.meta_analysis.change import CORRELATIONS, phi_limits, pool_change
from lib.stats.meta_analysis.contrasts import pool_contrasts
from lib.stats.meta_analysis.pooled_effect import MEASURES
from lib.stats.refusal import ModelRefusal, Refusal
from tests.stats.references import columns, rows
from tests.thoroughness import examples

KEYS = ("x1", "n1", "x2", "n2")
slow = examples(60)


@st.composite
def studies(draw):
    k = draw(st.integers(3, 8))
    n = draw(st.lists(st.integers(2, 60), min_size=k, max_size=k))
    later = [draw(st.sampled_from([each, max(2, each - 3)])) for each in n]
    x1 = [draw(st.integers(1, most)) for most in n]
    x2 = [draw(st.integers(0, most)) for most in later]
    return tuple(map(np.array, (x1, n, x2, later)))


correlations = st.floats(-1, 1)


@pytest.mark.parametrize(
    "row",
    rows("change_pooled.csv"),
    ids=lambda r: f"{r['dataset']}, {r['measure']}, {r['correlation_asked']}",
)
def test_pooled_equals_r(row):
    ours = pool_change(
        *columns("change_input.csv", row["dataset"], KEYS),
        measure=row["measure"],
        correlation=float(row["correlation_asked"]),
    )
    names = {name: name for name in ("k", "estimate", "se", "low", "high", "tau2", "q", "q_p")}
    names |= {"prediction_low": "pi_low", "prediction_high": "pi_high"}
    for name, column in names.items():
        if row[column]:
            assert getattr(ours, name) == pytest.approx(float(row[column]), abs=1e-8), name
        else:
            assert np.isnan(getattr(ours, name))


def test_each_study_equals_r():
    theirs = rows("change_studies.csv")
    ours = [
        study
        for row in rows("change_pooled.csv")
        for study in pool_change(
            *columns("change_input.csv", row["dataset"], KEYS),
            measure=row["measure"],
            correlation=float(row["correlation_asked"]),
        ).studies
    ]
    key = ("dataset", "correlation_asked", "measure")
    order = [tuple(row[name] for name in key) for row in rows("change_pooled.csv")]
    theirs.sort(key=lambda row: order.index(tuple(row[name] for name in key)))
    for name in ("phi_low", "phi_high", "phi_used", "estimate", "se"):
        expected = [float(row[name]) for row in theirs]
        np.testing.assert_allclose([getattr(study, name) for study in ours], expected, atol=1e-8)


@slow
@given(studies(), correlations, st.sampled_from(MEASURES))
def test_phi_lies_within_its_limits(tables, asked, measure):
    for study in pool_change(*tables, measure=measure, correlation=asked).studies:
        assert -1 <= study.phi_low <= study.phi_used <= study.phi_high <= 1
        if study.phi_low <= asked <= study.phi_high:
            assert study.phi_used == asked


@pytest.mark.parametrize("both", range(3, 6))
def test_limits_hold_each_possible_correlation(both):
    first = np.repeat([1, 0], [6, 4])
    later = np.repeat([1, 0, 1, 0], [both, 6 - both, 6 - both, both - 2])
    low, high = phi_limits(*(np.array([float(each)]) for each in (6, 10, later.sum(), 10)))
    assert low[0] - 1e-12 <= np.corrcoef(first, later)[0, 1] <= high[0] + 1e-12


@slow
@given(studies(), st.randoms(use_true_random=False), st.sampled_from(MEASURES))
def test_order_of_studies_makes_no_difference(tables, random, measure):
    order = list(range(tables[0].size))
    random.shuffle(order)
    one = pool_change(*tables, measure=measure, correlation=0.5)
    other = pool_change(*(each[order] for each in tables), measure=measure, correlation=0.5)
    names = ("estimate", "se", "low", "high", "tau2", "q")
    np.testing.assert_array_equal(
        [getattr(one, name) for name in names], [getattr(other, name) for name in names]
    )
    np.testing.assert_array_equal(
        [one.studies[place].se for place in order], [study.se for study in other.studies]
    )


# Without a correlation a change is a contrast of the later window with the first.
@slow
@given(studies(), st.sampled_from(["OR", "RR"]))
def test_without_correlation_as_two_arms(tables, measure):
    x1, n1, x2, n2 = tables
    assume(not np.any((x1 == n1) & (x2 == n2)))
    change = pool_change(*tables, measure=measure)
    arms = pool_contrasts(x2, n2, x1, n1, measure=measure)
    np.testing.assert_allclose((change.estimate, change.se), (arms.estimate, arms.se), rtol=1e-9)


@slow
@given(studies(), correlations, st.sampled_from(MEASURES))
def test_mirrored_in_time(tables, asked, measure):
    assume(np.all(tables[2] > 0))
    one = pool_change(*tables, measure=measure, correlation=asked)
    other = pool_change(*tables[2:], *tables[:2], measure=measure, correlation=asked)
    assert one.reason == other.reason
    np.testing.assert_allclose(
        (one.estimate, one.low, one.tau2), (-other.estimate, -other.high, other.tau2), atol=1e-7
    )


@slow
@given(studies(), st.sampled_from(MEASURES), st.sampled_from(CORRELATIONS))
def test_doubling_halves_the_variance_of_a_study_without_a_0(tables, measure, asked):
    x1, n1, x2, n2 = tables
    whole = (x1 > 0) & (x1 < n1) & (x2 > 0) & (x2 < n2)
    one, twice = (
        pool_change(*each, measure=measure, correlation=asked).studies
        for each in (tables, [2 * each for each in tables])
    )
    for place in np.flatnonzero(whole):
        assert twice[place].phi_used == pytest.approx(one[place].phi_used, abs=1e-12)
        assert twice[place].se == pytest.approx(one[place].se / np.sqrt(2), rel=1e-9)


@pytest.mark.parametrize(
    ("tables", "options", "reason", "lacking"),
    [
        (([3, 4], [9, 9], [1, 2], [9, 9]), {}, Refusal.TOO_FEW_QUALIFY, ()),
        (([3, np.nan, 4], [9] * 3, [1, 2, 2], [9] * 3), {}, Refusal.NO_COUNT, (1,)),
        (([3, 0, 4], [9, 0, 9], [1, 2, 2], [9] * 3), {}, Refusal.NO_COUNT, (1,)),
        (([3, 4, 0], [9] * 3, [1, 2, 2], [9] * 3), {}, Refusal.NOTHING_TO_LOSE, (2,)),
        (
            ([3, 4, 5], [9] * 3, [1, 4, 5], [9] * 3),
            {"correlation": 1},
            ModelRefusal.NO_VARIANCE,
            (1, 2),
        ),
        (([9] * 3, [9] * 3, [9] * 3, [9] * 3), {}, Refusal.ALL_EVERYBODY, ()),
    ],
)
def test_answers_with_a_reason(tables, options, reason, lacking):
    found = pool_change(*tables, measure="RR", **options)
    assert (found.reason, found.lacking) == (reason, lacking)
    assert np.isnan(found.estimate)
    assert len(found.studies) == found.k


def test_nobody_at_first_has_a_difference():
    found = pool_change([0, 4, 5], [9] * 3, [1, 2, 2], [9] * 3, measure="RD")
    assert found.reason is None
    assert found.studies[0].estimate == pytest.approx(1 / 9)


@pytest.mark.parametrize("correlation", [-1.1, 1.1, np.nan])
def test_no_such_correlation(correlation):
    with pytest.raises(ValueError, match="between -1 and 1"):
        pool_change([1] * 3, [9] * 3, [1] * 3, [9] * 3, measure="RR", correlation=correlation)
