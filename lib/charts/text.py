"""Text inside a figure: Plotly reads a little HTML, so what people wrote is escaped first."""

import html
import textwrap


def shown(text: str) -> str:
    """Escape text so that Plotly draws it as it was written."""
    return html.escape(text, quote=False)


def wrapped(text: str, width: int) -> str:
    """Escape text and break it into lines of at most `width` characters."""
    lines = textwrap.wrap(text, width, break_long_words=True) or [""]
    return "<br>".join(shown(line) for line in lines)


def shortened(text: str, width: int) -> str:
    """Cut text to `width` characters with an ellipsis; the whole stands in the hover."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
