"""Studies pooled window by window: what qualifies, and what is asked."""
