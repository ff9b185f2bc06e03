"""How the counts of neighbouring months are written so that they do not touch."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lib.charts.axes import USUAL_MONTHS
from lib.charts.text_metrics import width

SIZE = 13
"""As on a slide: what is clear of each other there is so on a page."""
LEAST_GAP = 5
"""Pixels between the counts of two neighbouring months."""

CountLines = tuple[str, ...]
CountTexts = tuple[CountLines, ...]
Count = tuple[float, str]
"""A month and what was counted then."""


def write(
    rows: Sequence[Sequence[Count]], scale: float, most: int, left: float
) -> list[CountTexts]:
    """Write every count if it can be done, in one line or two, else one under the other.

    Parameters
    ----------
    rows
        The counts of each series, by month.
    scale
        Pixels of a month.
    most
        Lines that a row may have; what has no room in them is left out.
    left
        Pixels that a count may reach left of the axis.
    """
    for way in _ways(rows, scale, most):
        if not any(
            _is_tight(row, texts, scale, left) for row, texts in zip(rows, way, strict=True)
        ):
            return way
    best = [[_break(text) if most > 1 else (text,) for _, text in row] for row in rows]
    return [_thin(row, texts, scale) for row, texts in zip(rows, best, strict=True)]


def _ways(rows: Sequence[Sequence[Count]], scale: float, most: int) -> Iterator[list[CountTexts]]:
    """From the one that takes least height."""
    yield [tuple((text,) for _, text in row) for row in rows]
    if most > 1:
        yield [tuple(_break(text) for _, text in row) for row in rows]
    for lines in range(2, most + 1):
        yield [_stagger(row, scale, lines) for row in rows]


def _stagger(row: Sequence[Count], scale: float, lines: int) -> CountTexts:
    """Set each count into the first line where it touches none before it, else into the last."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(lines)]
    texts = []
    for months, text in row:
        span = (months, width(text, SIZE))
        free = (
            n for n, line in enumerate(taken) if not any(_touch(span, o, scale) for o in line[-1:])
        )
        at = next(free, lines - 1)
        taken[at].append(span)
        texts.append(tuple(text if n == at else "" for n in range(lines)))
    return tuple(texts)


def _break(text: str) -> CountLines:
    """Write a count in two lines, where it has two parts."""
    above, slash, below = text.partition("/")
    return (above + slash, below) if slash else (text,)


def _wide(text: CountLines) -> float:
    return max((width(line, SIZE) for line in text), default=0)


def _touch(one: tuple[float, float], other: tuple[float, float], scale: float) -> bool:
    """Whether two texts, each a month and a width, have too little between them."""
    return abs(one[0] - other[0]) * scale < (one[1] + other[1]) / 2 + LEAST_GAP


def _is_tight(row: Sequence[Count], texts: CountTexts, scale: float, left: float) -> bool:
    """Whether two in one line touch, or the first reaches into the names."""
    months = [month for month, _ in row]
    if months[0] * scale < _wide(texts[0]) / 2 - left:
        return True
    lines = range(max(map(len, texts)))
    return any(_line_is_tight(months, texts, line, scale) for line in lines)


def _line_is_tight(months: Sequence[float], texts: CountTexts, line: int, scale: float) -> bool:
    spans = [
        (month, width(text[line], SIZE))
        for month, text in zip(months, texts, strict=True)
        if len(text) > line and text[line]
    ]
    return any(_touch(*pair, scale) for pair in pairwise(spans))


def _thin(row: Sequence[Count], texts: Sequence[CountLines], scale: float) -> CountTexts:
    """Leave out the texts that would touch: the last comes first, then the usual visits."""
    spans = [(months, _wide(text)) for (months, _), text in zip(row, texts, strict=True)]
    last = len(spans) - 1
    order = sorted(
        range(len(spans)), key=lambda i: (i != last, spans[i][0] not in USUAL_MONTHS, spans[i][0])
    )
    chosen: list[int] = []
    for place in order:
        if not any(_touch(spans[place], spans[other], scale) for other in chosen):
            chosen.append(place)
    return tuple(text if place in chosen else () for place, text in enumerate(texts))
