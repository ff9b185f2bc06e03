"""The frame of every page, and the server behind it."""
