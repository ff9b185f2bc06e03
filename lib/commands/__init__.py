"""The commands of ``python -m lib``, for scripts."""
