"""Shares pooled by Bayes: the pool, and the posterior that it reads its numbers from."""
