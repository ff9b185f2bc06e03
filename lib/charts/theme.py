"""How things look: colours, markers, dashes and the two templates, light and dark."""

from collections.abc import Iterable
from dataclasses import dataclass

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif'

# Okabe & Ito's palette (2008, 'Color Universal Design'). Sky blue, orange and yellow are
# darkened on white, and blue is lightened on black, until each reaches 3:1 (WCAG 2.2, 1.4.11).
LIGHT_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#B3508A", "#A66F00", "#2E88C0", "#6B6B00")
DARK_COLOURS = ("#4BA3E0", "#F07B2E", "#1DBF8F", "#E08FBB", "#E69F00", "#7CC7F2", "#F0E442")

SYMBOLS = (
    "circle",
    "square",
    "triangle-up",
    "pentagon",
    "triangle-down",
    "hexagon",
    "star",
    "cross",
    "triangle-right",
    "x",
    "triangle-left",
    "bowtie",
)
"""As many as there are series drawn each by itself, so that no two look alike in grey."""

SURVIVAL_SYMBOLS = {"intervention": "diamond", "comparator": "diamond-wide"}
GLYPHS = {
    "circle": "●○",
    "square": "■□",
    "triangle-up": "▲△",
    "pentagon": "⬟⬠",
    "triangle-down": "▼▽",
    "hexagon": "⬢⬡",
    "star": "★☆",
    "cross": "✚✛",
    "triangle-right": "▶▷",
    "x": "✖✕",
    "triangle-left": "◀◁",
    "bowtie": "⧓⋈",
    "diamond": "◆◇",
    "diamond-wide": "◆◇",
}
"""Each marker as a character, filled and hollow, for labels beside a row of the table."""


@dataclass(frozen=True)
class Theme:
    """The colours of one template; `context` is what fades behind a focus."""

    name: str
    background: str
    ink: str
    muted: str
    grid: str
    context: str
    colours: tuple[str, ...]


LIGHT = Theme("light", "#ffffff", "#1b1f24", "#57606a", "#e3e6ea", "#868d96", LIGHT_COLOURS)
DARK = Theme("dark", "#0f1419", "#eceff2", "#a7b0ba", "#2a313a", "#717b87", DARK_COLOURS)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

# On a slide nothing may be pale: what a shared screen compresses loses it first.
SLIDE_THEMES = {
    "light": Theme("light", "#ffffff", "#000000", "#2b3138", "#d2d7dc", "#6a727b", LIGHT_COLOURS),
    "dark": Theme("dark", "#0b0f13", "#ffffff", "#d5dae0", "#353d46", "#8d97a3", DARK_COLOURS),
}


@dataclass(frozen=True)
class Look:
    """How one series is drawn."""

    colour: str
    symbol: str
    dash: str


def free_slots(keys: Iterable[int], size: int) -> dict[int, int]:
    """Give each key the slot of its own number, or the next one free.

    A study keeps its colour from view to view as long as nothing else on the
    screen has it; past `size` keys slots are shared.
    """
    taken: dict[int, int] = {}
    for key in dict.fromkeys(keys):
        used = set(taken.values()) if len(taken) < size else set()
        taken[key] = next(s % size for s in range(key, key + size) if s % size not in used)
    return taken
