"""Edits of the rows: draft, review, save, history."""
