from math import inf, nan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.stats.arm_contrast import possible_shares
from lib.stats.meta_analysis import reml
from lib.stats.missing import IMORS, imor_share
from lib.stats.refusal import Refusal
from tests.stats.references import rows

ARMS = rows("imor_arms.csv")
STUDIES = {row["study"]: row for row in rows("imor_input.csv")}


def persons(row, *letters):
    return sum(int(STUDIES[row["study"]][letter + row["arm"]]) for letter in letters)


def ours():
    counts = ([persons(row, *letters) for row in ARMS] for letters in ("r", "rf", "m"))
    assumed = ([float(row[key]) for row in ARMS] for key in ("imor", "sd_log_imor"))
    return imor_share(*counts, *assumed)


@st.composite
def arms(draw):
    n = draw(st.integers(1, 200))
    return draw(st.integers(0, n)), n, draw(st.integers(0, 100))


def test_equals_r():
    found = ours()
    for name in ("share", "logit", "se_logit", "low", "high"):
        expected = [float(row[name]) for row in ARMS]
        np.testing.assert_allclose(getattr(found, name), expected, atol=1e-8)
    np.testing.assert_allclose(found.se, [float(row["se_share"]) for row in ARMS], atol=1e-8)


@pytest.mark.parametrize(
    "row",
    rows("imor_pooled.csv"),
    ids=lambda row: f"{row['what']}, {row['imor']}, {row['sd_log_imor']}",
)
def test_pooled_equals_r(row):
    found = ours()
    first, second = (
        [
            place
            for place, each in enumerate(ARMS)
            if all(each[key] == row[key] for key in ("imor", "sd_log_imor")) and each["arm"] == arm
        ]
        for arm in "12"
    )
    p, q = found.share[first], found.share[second]
    v, w = found.se[first] ** 2, found.se[second] ** 2
    y, z = found.logit[first], found.logit[second]
    a, b = found.se_logit[first] ** 2, found.se_logit[second] ** 2
    estimates, variances = {
        "arm 1 logit": (y, a),
        "arm 2 logit": (z, b),
        "RD": (p - q, v + w),
        "RR": (np.log(p / q), v / p**2 + w / q**2),
        "OR": (y - z, a + b),
    }[row["what"]]
    fit = reml.fit(estimates, variances)
    assert (fit.mean, fit.se) == pytest.approx((float(row["estimate"]), float(row["se"])), abs=1e-8)


@given(arms())
def test_ends_are_the_two_rules(arm):
    x, n, m = arm
    assume(0 < x < n)
    shares = 100 * imor_share(x, n, m, [0.0, inf]).share
    np.testing.assert_allclose(shares, possible_shares(x, n, n + m), atol=1e-12)


@given(arms())
def test_share_rises_with_the_odds_of_the_missing(arm):
    found = imor_share(*arm, IMORS)
    assert np.all(np.diff(found.share) >= -1e-15)
    assert np.all((found.low <= found.share + 1e-12) & (found.share <= found.high + 1e-12))


@given(arms(), st.floats(0.01, 100), st.floats(0, 2))
def test_mirrored_when_responders_and_others_swap(arm, imor, sd):
    x, n, m = arm
    one, other = imor_share(x, n, m, imor, sd), imor_share(n - x, n, m, 1 / imor, sd)
    np.testing.assert_allclose(
        (one.share, one.se, one.low), (1 - other.share, other.se, 1 - other.high), atol=1e-9
    )


@given(arms(), st.floats(0, 100))
def test_nobody_missing_makes_all_odds_equal(arm, imor):
    x, n, _ = arm
    one, other = imor_share(x, n, 0, imor), imor_share(x, n, 0, 1)
    np.testing.assert_allclose((one.share, one.se), (other.share, other.se), rtol=1e-12)


@given(arms(), st.floats(0.01, 100))
def test_doubling_all_narrows(arm, imor):
    x, n, m = arm
    assume(0 < x < n)
    one, twice = imor_share(x, n, m, imor), imor_share(2 * x, 2 * n, 2 * m, imor)
    assert twice.share == pytest.approx(one.share)
    assert twice.se == pytest.approx(one.se / np.sqrt(2))


@pytest.mark.parametrize(
    ("arm", "reason"),
    [
        ((3, 10, nan), Refusal.ENROLLED_NOT_KNOWN),
        ((nan, 10, 2), Refusal.COUNTS_NOT_KNOWN),
        ((3, nan, 2), Refusal.COUNTS_NOT_KNOWN),
        ((0, 0, 2), Refusal.NOBODY_ASSESSED),
        ((3, 10, -1), Refusal.FEWER_ENROLLED),
    ],
)
def test_answers_with_a_reason(arm, reason):
    found = imor_share(*arm, [0.5, 2])
    assert found.reasons.tolist() == [reason, reason]
    assert np.isnan([found.share, found.se, found.low, found.high]).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((3, 2, 1, 1), "between 0 and assessed"),
        ((-1, 2, 1, 1), "between 0 and assessed"),
        ((1, inf, 1, 1), "finite"),
        ((0.5, 2, 1, 1), "whole numbers"),
        ((1, 2, 1, -1), "0 or more"),
        ((1, 2, 1, nan), "0 or more"),
        ((1, 2, 1, 1, -1), "0 or more"),
    ],
)
def test_errors(arguments, words):
    with pytest.raises(ValueError, match=words):
        imor_share(*arguments)


def test_arrays_broadcast():
    found = imor_share(np.array([[3], [4]], dtype=np.int16), 10, [5, 6, 7], 1)
    assert found.share.shape == found.reasons.shape == (2, 3)
    np.testing.assert_allclose(found.share[0], 0.3)
