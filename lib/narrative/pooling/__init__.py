"""Pools in words and tables."""
