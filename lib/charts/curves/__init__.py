"""Response curves: one chart of all series, or small multiples."""
