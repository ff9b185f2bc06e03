"""Shares pooled by Bayes: the pool, and the posterior that it reads its numbers from."""

from lib.stats.meta_analysis.bayes.pool import (
    TAU_SCALES,
    BayesianPool,
    bayesian_pool,
    why_no_pool,
)

__all__ = ["TAU_SCALES", "BayesianPool", "bayesian_pool", "why_no_pool"]
