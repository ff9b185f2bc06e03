"""A list of slides (views with a title and a note), and the edits of such a list."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from lib.phrases import shorten

AT_ONCE, BY_STUDY, BY_MONTH = "All at once", "Study by study", "Month by month"
REVEALS = (AT_ONCE, BY_STUDY, BY_MONTH)

CURVES, COMPARE, STUDY, SYNTHESIS = "curves", "compare", "study", "synthesis"
PAGES = (CURVES, COMPARE, STUDY, SYNTHESIS)
"""The pages whose views can be slides, by their names in the address."""

DOTS, DIFFERENCES, SEGMENTS, CHANCE = "dots", "differences", "All", "chance-"
SLOPES, CHANGES = "Lines", "Forest"
CONTRAST, OVER_TIME = "contrast", "over-time"
LINES, DEFINITIONS = "curves", "definitions"
"""What `figure` can be set to: on `compare` one of the first two, or two treatments over studies,
at the month or over time; on `synthesis` the third, the month of a window (after the fourth for the
chance that a new study exceeds a share), or one of the two of the same studies, earlier and later;
on `curves` the curves, or what counted as a response.
"""

EACH_WINDOW, SAME_STUDIES = "Each window", "The same studies, earlier and later"
"""What `synthesis` is about, as its setting `show` says."""

TITLE_MOST, NOTE_MOST, SLIDES_MOST = 200, 5000, 200
"""Characters of a title and of a note, and slides of a list."""

# Characters that PowerPoint and browsers refuse; a note may have line breaks and tabs.
IN_TITLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
IN_NOTE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

PageSettings = tuple[tuple[str, tuple[str, ...]], ...]
"""The controls of a page that differ from their defaults, in order: name in the address, values.

Each name occurs once.
"""


@dataclass(frozen=True)
class Slide:
    """A view with a title and a note.

    Attributes
    ----------
    page
        The page whose view it is, one of `PAGES`.
    asked
        The settings of that page's controls.
    title, note
        The text above the figure, and what the speaker says.
    reveal
        One of `REVEALS`.
    version
        The data version to show it with; blank for the present one.
    """

    page: str
    asked: PageSettings = ()
    title: str = ""
    note: str = ""
    reveal: str = AT_ONCE
    version: str = ""


Slides = tuple[Slide, ...]


def add(slides: Slides, slide: Slide) -> Slides:
    """Put a slide at the end; a full list stays as it is."""
    return (*slides, slide) if len(slides) < SLIDES_MOST else slides


def duplicate(slides: Slides, at: int) -> Slides:
    """Put a copy of a slide after it; a full list stays as it is."""
    if not _has(slides, at) or len(slides) >= SLIDES_MOST:
        return slides
    return (*slides[: at + 1], slides[at], *slides[at + 1 :])


def remove(slides: Slides, at: int) -> Slides:
    """Take a slide out."""
    return (*slides[:at], *slides[at + 1 :]) if _has(slides, at) else slides


def moved_up(slides: Slides, at: int) -> Slides:
    """Swap a slide with the one before it."""
    if not _has(slides, at) or not _has(slides, at - 1):
        return slides
    return (*slides[: at - 1], slides[at], slides[at - 1], *slides[at + 1 :])


def moved_down(slides: Slides, at: int) -> Slides:
    """Swap a slide with the one after it."""
    return moved_up(slides, at + 1) if _has(slides, at) else slides


def set_title(slides: Slides, at: int, title: str) -> Slides:
    """Give a slide another title, in one line and cut to `TITLE_MOST`."""
    return _with(slides, at, lambda slide: replace(slide, title=fit_title(title)))


def set_note(slides: Slides, at: int, note: str) -> Slides:
    """Give a slide another note, cut to `NOTE_MOST`."""
    return _with(slides, at, lambda slide: replace(slide, note=fit_note(note)))


def set_reveal(slides: Slides, at: int, reveal: str) -> Slides:
    """Set how a slide appears; an unknown way changes nothing."""
    if reveal not in REVEALS:
        return slides
    return _with(slides, at, lambda slide: replace(slide, reveal=reveal))


def set_version(slides: Slides, at: int, version: str) -> Slides:
    """Fix a slide to a data version; with a blank one it follows the data."""
    return _with(slides, at, lambda slide: replace(slide, version=version))


def fit_title(text: str) -> str:
    """Make a title of a text: one line, without control characters, an ellipsis where cut."""
    return shorten(" ".join(IN_TITLE.sub(" ", text).split()), TITLE_MOST)


def fit_note(text: str) -> str:
    """Make a note of a text: without control characters, an ellipsis where cut."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return shorten(IN_NOTE.sub(" ", lines), NOTE_MOST)


def _has(slides: Slides, at: int) -> bool:
    return 0 <= at < len(slides)


def _with(slides: Slides, at: int, change: Callable[[Slide], Slide]) -> Slides:
    if not _has(slides, at):
        return slides
    return (*slides[:at], change(slides[at]), *slides[at + 1 :])
