"""What one browser session holds: its data, its slides, its address."""
