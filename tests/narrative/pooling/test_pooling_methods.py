from lib.narrative.pooling.pooling_methods import METHODS, methods_text
from lib.stats.meta_analysis.pool import pool_counts
from lib.stats.meta_analysis.pooled_result import Method


def test_every_method_is_told():
    assert set(METHODS) == set(Method)


def test_details_name_method_and_level():
    details = methods_text(pool_counts([3, 5, 9], [10, 12, 20], 90))
    assert details.startswith("GLMM: random-intercept logistic model")
    assert "90% confidence interval: t with k - 1 degrees of freedom." in details
