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


def shortened_label(text: str, width: int) -> str:
    """Cut a label to `width` characters but keep what is counted, as in `A 2001, Drug · joints`."""
    name, dot, unit = text.rpartition(" · ")
    if not dot or len(unit) > width // 2:
        return shortened(text, width)
    return shortened(name, width - len(dot) - len(unit)) + dot + unit
