"""Studies pooled: two models, how much studies differ, and what a pool says."""
