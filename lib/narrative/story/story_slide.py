"""One slide of the ready-made story: a title that tells one idea, and a note for the speaker."""

from collections.abc import Iterable

import pandas as pd

from lib.narrative.caveats import cautions
from lib.narrative.numbers.count_text import mark_meanings
from lib.phrases import in_order, shorten
from lib.slides.slide_list import (
    AT_ONCE,
    NOTE_MOST,
    PageSettings,
    Slide,
    fit_note,
    fit_title,
)

MOST_LINES = 12
"""The most lines of one kind in a note."""


def story_slide(
    title: str, view: tuple[str, PageSettings], note: Iterable[str], reveal: str = AT_ONCE
) -> Slide:
    """Make a slide of a view (its page and settings) with a paragraph of its note for each text."""
    said = "\n\n".join(filter(None, note))
    marks = " ".join(mark_meanings(said))
    # What the marks mean stays, however long the rest is.
    room = NOTE_MOST - len(marks) - 2
    told = f"{shorten(said, room)}\n\n{marks}" if marks else said
    return Slide(*view, fit_title(title), fit_note(told), reveal)


def caution_lines(points: pd.DataFrame) -> list[str]:
    """Write the cautions of points as paragraphs of a note, the first ones by name."""
    return [f"Caution. {text}" for text in some_lines(cautions(points))]


def some_lines(lines: list[str]) -> list[str]:
    """Choose the first lines by name, and say how many more there are."""
    each = in_order(lines)
    return first_lines(each[:MOST_LINES], len(each))


def first_lines(lines: list[str], every: int) -> list[str]:
    """Say after the first lines how many there are besides, of so many."""
    more = every - len(lines)
    return lines if more <= 0 else [*lines, f"And {more} more."]
