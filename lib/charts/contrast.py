"""How far colours stand out from each other (WCAG 2.2, 1.4.3 and 1.4.11)."""

from functools import cache

TEXT = 4.5
"""The least contrast of a text with its background."""
STEPS = 50


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours `#rrggbb`, from 1 to 21."""
    light, dark = sorted([_luminance(one), _luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def legible(colour: str, background: str) -> str:
    """Give the shade nearest to a colour in which a text can be read on the background."""
    end = max("#000000", "#FFFFFF", key=lambda end: contrast(end, background))
    shades = (mix(end, colour, step / STEPS) for step in range(STEPS + 1))
    return next(shade for shade in shades if contrast(shade, background) >= TEXT)


def mix(colour: str, other: str, share: float) -> str:
    """Mix a share of a colour into another."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
