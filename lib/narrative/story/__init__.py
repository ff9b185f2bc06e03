"""A story in slides, and the words on each."""
