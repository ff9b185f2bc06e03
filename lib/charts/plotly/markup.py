"""Texts and colours as Plotly reads them: it knows a little HTML, so texts are escaped."""

import html
from collections.abc import Iterable
from itertools import groupby

from lib.charts.marks import Hints, Hover, Run, Runs, Stroke
from lib.charts.text import lines_of

HOVER_WIDTH, SHORT = 64, 3
BREAK = "<br>"


def escape(text: str) -> str:
    """Escape text so that Plotly draws it as it was written."""
    return html.escape(text, quote=False)


def wrap(text: str, width: int) -> str:
    """Escape text and break it into lines of at most `width` characters."""
    return BREAK.join(map(escape, lines_of(text, width)))


def bold(text: str) -> str:
    """Escape text and make it bold."""
    return f"<b>{escape(text)}</b>"


def markup(text: Runs) -> str:
    """Write lines of text; their colour is left to the font around them."""
    return BREAK.join(
        _with_weight(BREAK.join(escape(run.text) for run in runs), is_bold)
        for is_bold, runs in groupby(text, key=lambda run: run.is_bold)
    )


def _with_weight(text: str, is_bold: bool) -> str:
    return f"<b>{text}</b>" if is_bold else text


def span(run: Run, size: int = 0) -> str:
    """Write a text in a colour of its own, and a size in pixels if it has one."""
    style = f"color:{run.colour}" + (f";font-size:{size}px" if size else "")
    return f'<span style="{style}">{escape(run.text)}</span>'


def bold_spans(runs: Runs, size: int) -> str:
    """Write names in one line, each bold and in its colour."""
    return f"<b>{' · '.join(span(run, size) for run in runs)}</b>"


def hover_text(hover: Hover | None, click: str = "") -> str:
    """Write what a hover shows, wrapped; `click` is what a click does.

    A hover with as many facts as `SHORT` leaves that out: it is to be read in a moment.
    """
    if hover is None:
        return ""
    lines = [f"<b>{wrap(hover.title, HOVER_WIDTH)}</b>", *_italic([hover.remark])]
    lines += [
        (f"{bold(f'{name}:')} " if name else "") + wrap(text, HOVER_WIDTH)
        for name, text in hover.facts
    ]
    return BREAK.join([*lines, *_italic([click if len(hover.facts) < SHORT else ""])])


def _italic(texts: Iterable[str]) -> list[str]:
    return [f"<i>{escape(text)}</i>" for text in texts if text]


def hover_texts(hints: Hints, can_click: bool) -> list[str]:
    """Write the hover of each point."""
    click = hints.click if can_click else ""
    return [hover_text(hover, click) for hover in hints.hovers]


def translucent(colour: str, alpha: float) -> str:
    """Turn `#rrggbb` into the same colour seen through."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def colour_of(stroke: Stroke) -> str:
    """The colour of a line, seen through where it is."""
    return stroke.colour if stroke.opacity == 1 else translucent(stroke.colour, stroke.opacity)
