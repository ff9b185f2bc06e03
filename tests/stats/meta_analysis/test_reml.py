import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.meta_analysis.reml import fit, log_likelihood
from tests.thoroughness import examples


@st.composite
def estimates(draw):
    k = draw(st.integers(2, 10))
    values = st.lists(st.floats(-4, 4), min_size=k, max_size=k)
    spread = st.lists(st.floats(0.05, 3), min_size=k, max_size=k)
    return np.array(draw(values)), np.array(draw(spread))


def by_matrices(values, variances, tau2):
    """The restricted likelihood as textbooks write it, for any design and covariance."""
    covariance = np.diag(variances + tau2)
    design = np.ones((values.size, 1))
    inverse = np.linalg.inv(covariance)
    information = design.T @ inverse @ design
    residual = values - (design @ np.linalg.solve(information, design.T @ inverse @ values))
    return -0.5 * (
        np.linalg.slogdet(covariance)[1]
        + np.linalg.slogdet(information)[1]
        + residual @ inverse @ residual
    )


@given(estimates(), st.floats(0, 5))
def test_likelihood_by_matrices(studies, tau2):
    ours = log_likelihood(*studies, np.array([tau2]))[0]
    assert ours == pytest.approx(by_matrices(*studies, tau2), abs=1e-9)


@examples(50)
@given(estimates())
def test_no_tau2_is_likelier(studies):
    best = log_likelihood(*studies, np.array([fit(*studies).tau2]))[0]
    assert best >= log_likelihood(*studies, np.linspace(0, 70, 3_000)).max() - 1e-9


def test_higher_of_two_peaks():
    # Two precise studies that agree, and many imprecise ones far apart: a peak at 0 and another.
    values = np.array([0, 0, 0, 0, 0, 3, -3, 3, -3, 3.0])
    variances = np.array([1e-3] * 5 + [0.2] * 5)
    tau2 = fit(values, variances).tau2
    many = np.linspace(0, 20, 20_001)
    assert tau2 == pytest.approx(many[log_likelihood(values, variances, many).argmax()], abs=1e-3)


# Version 0.0.13 of the Python package PyMARE, VarianceBasedLikelihoodEstimator("REML") with its
# Knapp-Hartung correction, which has no floor (nor is it reached here); it prints eight digits.
def test_equals_pymare():
    x, n = np.array([[3, 9, 12, 5, 20, 7, 15, 2], [20, 30, 25, 15, 40, 18, 33, 22]], dtype=float)
    ours = fit(np.log(x / (n - x)), 1 / x + 1 / (n - x))
    assert (ours.mean, ours.se, ours.tau2) == pytest.approx(
        (-0.60472301, 0.25588016, 0.21657187), abs=5e-9
    )


@given(estimates())
def test_floor_is_never_below_the_model(studies):
    found = fit(*studies)
    plain = 1 / np.sqrt(np.sum(1 / (studies[1] + found.tau2)))
    assert found.se >= plain * (1 - 1e-12)
