"""Frames as files to take away."""
