"""About how much room a text takes, since a file cannot ask the program that will show it."""

from math import ceil

FONT = "Arial"
LINE = 1.2
LONG_NAME, END_CHARS = 24, 6
_WIDTHS = {
    **dict.fromkeys("ijl'|", 0.23),
    **dict.fromkeys(" .,:;!/\\[]tfI·", 0.28),
    **dict.fromkeys("()-r", 0.34),
    **dict.fromkeys("cksvxyzJ", 0.5),
    **dict.fromkeys("ABEKPSVXY&", 0.67),
    **dict.fromkeys("CDHNRUw", 0.73),
    **dict.fromkeys("GOQ", 0.78),
    **dict.fromkeys("mM", 0.84),
    **dict.fromkeys("W%", 0.94),
    "@": 1.02,
    **dict.fromkeys("†‡–", 0.56),
}
_USUAL, _WIDE, _BOLD = 0.56, 1.0, 1.08
_ROUNDING = 1e-6
"""Points by which sums of widths in another order may differ, and more."""
_FIRST_WIDE = "\u1100"
_SELECTORS = "\ufe0e\ufe0f"


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line in points, in Arial of that size; scripts of square characters are wider."""
    em = sum(_em(character) for character in text)
    return em * size * (_BOLD if bold else 1)


def _em(character: str) -> float:
    """Width of a character as a share of the size; those that choose a look have none."""
    if character in _SELECTORS:
        return 0
    return _WIDTHS.get(character, _WIDE if character >= _FIRST_WIDE else _USUAL)


def lines(text: str, size: float, room: float) -> int:
    """How many lines a paragraph takes, with a little lost at the end of each."""
    return max(1, ceil(width(text, size) / (room * 0.97)))


def balanced(text: str, size: float, room: float) -> list[str]:
    """Break text into as few lines of so many points as it takes, all about as wide.

    A word that is wider than the room has a line of its own.
    """
    fewest = _broken(text, size, room)
    narrow = width(text, size) / max(1, len(fewest))
    while len(lines := _broken(text, size, narrow)) > len(fewest):
        narrow = min(narrow + size / 2, room)
    return lines


def _broken(text: str, size: float, room: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room + _ROUNDING:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def cut_to(text: str, size: float, room: float, bold: bool = False) -> str:
    """Cut text with an ellipsis to what stands in so many points; the notes have the whole."""
    if width(text, size, bold) <= room + _ROUNDING:
        return text
    # Widths add up, so that a cut is found without measuring every beginning of a long text.
    kept = text[: max(1, int(room / (size * 0.22)))]
    while len(kept) > 1 and width(f"{kept}…", size, bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def cut_name(text: str, size: float, room: float, bold: bool = False) -> str:
    """Cut a long name in its middle: names that begin alike often differ at their ends."""
    if width(text, size, bold) <= room + _ROUNDING or len(text) < LONG_NAME:
        return cut_to(text, size, room, bold)
    end = text.split()[-1][-END_CHARS:]
    start = cut_to(text, size, room - width(end, size, bold), bold)
    return f"{start}{end}" if len(start) > END_CHARS else cut_to(text, size, room, bold)
