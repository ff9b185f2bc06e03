"""Tidy frames to sentences, captions, cautions and tables of text."""
