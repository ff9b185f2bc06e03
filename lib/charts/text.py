"""Texts cut to the room that they have, in characters."""

import textwrap

from lib.phrases import shorten


def lines_of(text: str, width: int) -> list[str]:
    """Break text into lines of at most `width` characters, at least one."""
    # Most texts fit, and `textwrap` is slow for the thousands of a crowd.
    if len(text) <= width and text.isprintable() and text == text.strip():
        return [text]
    return textwrap.wrap(text, width, break_long_words=True) or [""]


def shorten_label(text: str, width: int) -> str:
    """Cut a label to `width` characters but keep what is counted, as in `A 2001, Drug · joints`."""
    name, dot, unit = text.rpartition(" · ")
    if not dot or len(unit) > width // 2:
        return shorten(text, width)
    return shorten(name, width - len(dot) - len(unit)) + dot + unit
