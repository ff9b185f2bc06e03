"""Figures of what the pools tell, beside their forest plots."""
