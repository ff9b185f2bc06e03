import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from lib.stats.intervals import interval
from lib.stats.published_interval import from_interval
from lib.stats.refusal import Refusal

Z = 1.959963984540054


def test_symmetric_interval_is_read_on_the_plain_scale():
    # Kim 2010: 58.7% (37.9 to 79.5) of 23.
    found = from_interval(0.587, (0.379, 0.795), 23)
    se = (0.795 - 0.379) / (2 * Z)
    assert (found.scale, found.reason) == ("plain", None)
    assert se == pytest.approx(0.10612, abs=5e-6)
    assert found.se == pytest.approx(se / (0.587 * 0.413))
    assert found.effective_n == pytest.approx(21.5, abs=0.05)


@given(st.floats(-3, 3), st.floats(0.1, 0.8), st.sampled_from([80, 90, 95, 99]))
def test_interval_made_on_the_logit_scale_comes_back(centre, se, level):
    z = {80: 1.2815515655446004, 90: 1.6448536269514722, 95: Z, 99: 2.5758293035489004}[level]
    ends = (expit(centre - z * se), expit(centre + z * se))
    found = from_interval(expit(centre), ends, level=level)
    if found.scale == "logit":
        assert (found.logit, found.se) == pytest.approx((centre, se), rel=1e-9)
    else:  # so near 50% that both scales fit
        assert abs(centre) < 1e-6


@given(st.floats(0.05, 0.95), st.floats(0.01, 0.04), st.floats(0.01, 0.04))
def test_mirrored(p, below, above):
    one, other = (
        from_interval(p, (p - below, p + above)),
        from_interval(1 - p, (1 - p - above, 1 - p + below)),
    )
    assert one.reason == other.reason
    if not one.reason and one.scale == other.scale:
        assert (one.logit, one.se) == pytest.approx((-other.logit, other.se), abs=1e-9)


@pytest.mark.parametrize(
    ("proportion", "ends", "n", "reason"),
    [
        (0.5, (np.nan, 0.7), 20, Refusal.NO_INTERVAL),
        (np.nan, (0.3, 0.7), 20, Refusal.NO_INTERVAL),
        (0.8, (0.3, 0.7), 20, Refusal.OUTSIDE),
        (0.5, (0.5, 0.5), 20, Refusal.OUTSIDE),
        (1.0, (0.8, 1.0), 20, Refusal.NO_LOGIT),
        (0.5, (0.49, 0.9), 20, Refusal.LOPSIDED),
        (0.9, (0.5, 1.0), 20, Refusal.LOPSIDED),
        (0.5, (0.45, 0.55), 20, Refusal.TOO_SURE),
    ],
)
def test_refused_with_its_reason(proportion, ends, n, reason):
    found = from_interval(proportion, ends, n)
    assert found.reason == reason
    assert np.isnan(found.logit)
    assert np.isnan(found.se)


def test_wilson_intervals_are_not_too_sure():
    for x, n in [(1, 3), (4, 10), (15, 19), (30, 100)]:
        low, high = interval(x, n)
        found = from_interval(x / n, (float(low), float(high)), n)
        assert (found.scale, found.logit) == ("logit", pytest.approx(logit(x / n)))


def test_percentages_are_an_error():
    with pytest.raises(ValueError, match="not percentages"):
        from_interval(58.7, (37.9, 79.5))
