"""About how much room a text takes, since a file cannot ask the program that will show it."""

from math import ceil

FONT = "Arial"
LINE = 1.2
_WIDTHS = {
    **dict.fromkeys("ijl'|", 0.22),
    **dict.fromkeys(" .,:;!/\\[]tfI·", 0.28),
    **dict.fromkeys("()-rj", 0.34),
    **dict.fromkeys("mwMW%@", 0.87),
    **dict.fromkeys("ABCDEGHKNOPQRSUVXY&", 0.7),
}
_USUAL, _WIDE, _BOLD = 0.56, 1.0, 1.1
_FIRST_WIDE = "\u1100"


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line in points, in Arial of that size; scripts of square characters are wider."""
    em = sum(_WIDTHS.get(c, _WIDE if c >= _FIRST_WIDE else _USUAL) for c in text)
    return em * size * (_BOLD if bold else 1)


def lines(text: str, size: float, room: float) -> int:
    """How many lines a paragraph takes, with a little lost at the end of each."""
    return max(1, ceil(width(text, size) / (room * 0.97)))


def cut_to(text: str, size: float, room: float, bold: bool = False) -> str:
    """Cut text with an ellipsis to what stands in so many points; the notes have the whole."""
    if width(text, size, bold) <= room:
        return text
    # Widths add up, so that a cut is found without measuring every beginning of a long text.
    kept = text[: max(1, int(room / (size * 0.22)))]
    while len(kept) > 1 and width(f"{kept}…", size, bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
