"""Texts that XML can hold."""

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Put a replacement character for each one that XML forbids, so that its place is seen."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
