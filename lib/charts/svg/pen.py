"""Elements of an SVG: texts are escaped, and a dark page shows its own colours."""

import html
from collections.abc import Iterable
from functools import cache

from lib.charts.contrast import legible
from lib.charts.marks import Stroke
from lib.charts.theme import DARK, LIGHT, Theme

XY = tuple[float, float]

_DASHES = {"dash": "9 9", "dot": "3 3", "dashdot": "9 3 3 3"}


@cache
def _dark_colours() -> dict[str, str]:
    """Pair each colour of a light page with that of a dark one."""
    pairs = dict(zip(_colours(LIGHT), _colours(DARK), strict=True))
    return {legible(light, LIGHT.background): dark for light, dark in pairs.items()} | pairs


def _colours(theme: Theme) -> tuple[str, ...]:
    named = (theme.background, theme.ink, theme.muted, theme.grid, theme.context, theme.neutral)
    return (*named, *theme.colours, *theme.shades)


@cache
def on_both(colour: str, is_text: bool = False) -> str:
    """Write a colour of the light theme so that a dark page shows its own in place of it."""
    dark = _dark_colours().get(colour, colour)
    shown = legible(dark, DARK.background) if is_text else dark
    return colour if shown == colour else f"light-dark({colour},{shown})"


def number(value: float) -> str:
    """Write pixels to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def text(words: str, at: XY, anchor: str = "start", style: str = "") -> str:
    """Write a line of text whose middle stands at a height; `anchor` is one of SVG's."""
    x, y = map(number, at)
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" dominant-baseline="central"'
        f' style="{style}">{html.escape(words)}</text>'
    )


def path(places: Iterable[XY], stroke: Stroke, fill: str = "none", is_closed: bool = False) -> str:
    """Draw a line through places."""
    line = "L".join(f"{number(x)} {number(y)}" for x, y in places)
    end = "Z" if is_closed else ""
    return f'<path d="M{line}{end}" style="{_stroke(stroke)};fill:{fill}"/>'


def _stroke(stroke: Stroke) -> str:
    dash = f";stroke-dasharray:{_DASHES[stroke.dash]}" if stroke.dash in _DASHES else ""
    seen = f";stroke-opacity:{stroke.opacity:g}" if stroke.opacity < 1 else ""
    return f"stroke:{on_both(stroke.colour)};stroke-width:{stroke.width:g}{dash}{seen}"
