"""Slides in the browser: the player, its script and its style."""
