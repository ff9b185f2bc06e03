"""How things look: colours, markers, dashes and the two templates, light and dark."""

from dataclasses import dataclass

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif'

# Okabe & Ito's palette (2008, 'Color Universal Design'). Sky blue, orange and yellow are
# darkened on white, and blue is lightened on black, until each reaches 3:1 (WCAG 2.2, 1.4.11).
LIGHT_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#B3508A", "#A66F00", "#2E88C0", "#6B6B00")
DARK_COLOURS = ("#4BA3E0", "#F07B2E", "#1DBF8F", "#E08FBB", "#E69F00", "#7CC7F2", "#F0E442")

# Each mixed with black, or with the dark background, as far (up to 30%) as that is 3:1 too and
# nearer to its own colour than to any other (in Oklab). Sky blue has none: blue is too near.
LIGHT_SHADES = ("#005787", "#B34F00", "#007D5B", "#833A65", "#8F5F00", "#2E88C0", "#4B4B00")
DARK_SHADES = ("#4089BC", "#AF5D28", "#1A9874", "#B47599", "#C48904", "#7CC7F2", "#D0C73C")
LIGHT_NEUTRAL, DARK_NEUTRAL = "#57606A", "#A7B0BA"

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
    """The colours of one template.

    Attributes
    ----------
    context
        What fades behind a focus.
    neutral
        What has no colour of its own, as there are only so many.
    colours, shades
        Those that stand for something, and another shade of each.
    """

    name: str
    background: str
    ink: str
    muted: str
    grid: str
    context: str
    neutral: str
    colours: tuple[str, ...]
    shades: tuple[str, ...]


_LIGHT = LIGHT_NEUTRAL, LIGHT_COLOURS, LIGHT_SHADES
_DARK = DARK_NEUTRAL, DARK_COLOURS, DARK_SHADES
LIGHT = Theme("light", "#ffffff", "#1b1f24", "#57606a", "#e3e6ea", "#868d96", *_LIGHT)
DARK = Theme("dark", "#0f1419", "#eceff2", "#a7b0ba", "#2a313a", "#717b87", *_DARK)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

# On a slide nothing may be pale: what a shared screen compresses loses it first.
SLIDE_THEMES = {
    "light": Theme("light", "#ffffff", "#000000", "#2b3138", "#d2d7dc", "#6a727b", *_LIGHT),
    "dark": Theme("dark", "#0b0f13", "#ffffff", "#d5dae0", "#353d46", "#8d97a3", *_DARK),
}


@dataclass(frozen=True)
class Look:
    """How one series is drawn."""

    colour: str
    symbol: str
    dash: str
