"""A list of slides as readable JSON, checked when it is opened."""

# Why not pydantic: tried, this file grew from 300 to 339 lines, since encodings, names that stand
# twice, the place of a JSON error and our sentences remain ours. A title that is too long and also
# has a forbidden character was told as the latter, and a name with half a surrogate pair cannot be
# found again by its `loc`. It also takes 90 ms to import.

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lib.phrases import capital, few, listing, shorten
from lib.slides.slide_list import (
    AT_ONCE,
    IN_NOTE,
    IN_TITLE,
    NOTE_MOST,
    PAGES,
    REVEALS,
    SLIDES_MOST,
    TITLE_MOST,
    Slide,
    Slides,
)

FORMAT, EDITION = "response-decay slides", 1
BYTES_MOST = 5_000_000
"""More than the longest list with the longest notes, so that every saved list can be opened."""

VALUE_SHOWN = 60
WRONG_MOST = 10  # problems reported of one slide
DIGITS_MOST = 15  # of a whole number; Python refuses numbers of thousands of digits

TOP_KEYS = ("format", "edition", "title", "slides")
SLIDE_KEYS = ("page", "view", "title", "note", "reveal", "version")
# A version is eight characters; a title is a line.
_LONGEST = {"title": TITLE_MOST, "note": NOTE_MOST, "version": 64}


@dataclass(frozen=True)
class SlideProblem:
    """What is wrong with a list of slides.

    Attributes
    ----------
    slide
        Its number, from 1; 0 for the list as a whole.
    field
        Where in it: `title`, `view: focus`, ...; blank for all of it.
    value
        The value there, shortened; blank where it would tell nothing.
    message, fix
        What is wrong, and how to correct it.
    """

    slide: int
    field: str
    value: str
    message: str
    fix: str

    @property
    def words(self) -> str:
        """The problem in plain sentences."""
        where = [f"slide {self.slide}" if self.slide else "", self.field]
        place = ", ".join(part for part in where if part)
        told = f"{place}: {self.message}" if place else self.message
        found = f" Found: {self.value}." if self.value else ""
        return f"{capital(told)}{found} {self.fix}"


@dataclass(frozen=True)
class ReadSlides:
    """The slides that could be opened, the list's title, and what is wrong with the others."""

    slides: Slides
    title: str
    problems: tuple[SlideProblem, ...]


class _Object(dict[str, Any]):
    """A JSON object that remembers its duplicate names."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs) if len(self) < len(pairs) else {}
        self.twice = [name for name, number in counts.items() if number > 1]


def slides_json(slides: Iterable[Slide], title: str = "", indent: int | None = 2) -> bytes:
    """Write a list of slides as JSON, without default values.

    A text that is not Unicode (half a surrogate pair) is written with `?` in its place.
    """
    document = {
        "format": FORMAT,
        "edition": EDITION,
        **({"title": title} if title else {}),
        "slides": [_as_json(slide) for slide in slides],
    }
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(document, ensure_ascii=False, indent=indent, separators=separators)
    return f"{text}{'' if indent is None else chr(10)}".encode("utf-8", "replace")


def _as_json(slide: Slide) -> dict[str, Any]:
    given = {
        "page": slide.page,
        "view": {name: list(values) for name, values in slide.asked},
        "title": slide.title,
        "note": slide.note,
        "reveal": "" if slide.reveal == AT_ONCE else slide.reveal,
        "version": slide.version,
    }
    return {name: value for name, value in given.items() if value or name == "page"}


def read_slides(data: bytes, what: str = "file") -> ReadSlides:
    """Open a list of slides, whatever the bytes are.

    A slide with a problem is left out and reported. Unknown names are reported, too, but their
    slide opens without them. Whether the studies of a view exist is not checked.

    Parameters
    ----------
    data
        The bytes of the file.
    what
        What a message calls it: `file` or `link`.
    """
    document = _document(data, what)
    if isinstance(document, SlideProblem):
        return ReadSlides((), "", (document,))
    read = [_slide(each, n) for n, each in enumerate(document["slides"][:SLIDES_MOST], 1)]
    title, wrong = document.get("title", ""), list(_wrong_text("title", document.get("title", "")))
    problems = [
        *_unknown(document, TOP_KEYS, 0),
        *(SlideProblem(0, *each) for each in wrong),
        *(problem for _, found in read for problem in found),
        *_too_many(len(document["slides"])),
    ]
    slides = tuple(slide for slide, _ in read if slide)
    return ReadSlides(slides, "" if wrong else title, tuple(problems))


def _document(data: bytes, what: str) -> _Object | SlideProblem:
    """Read the document if it is a list of slides in a known edition; else say why not."""
    if len(data) > BYTES_MOST:
        most = f"{BYTES_MOST // 1_000_000} MB"
        return _whole(f"This {what} is larger than {most}.", "Split the list into shorter ones.")
    if not data.strip():
        return _whole(f"This {what} is empty.", "Choose the one that was saved as slides.")
    document = _parse(data, what)
    if isinstance(document, SlideProblem):
        return document
    return _not_ours(document, what) or document


def _parse(data: bytes, what: str) -> Any:
    """Read JSON in any Unicode encoding; give a `SlideProblem` if it is none."""
    again = f"Take the {what} again from where it was made, or undo what was changed by hand."
    try:
        # Some editors save UTF-16 or a byte order mark.
        text = data.decode(json.detect_encoding(data))
        return json.loads(text, object_pairs_hook=_Object, parse_int=_whole_number)
    except UnicodeDecodeError:
        return _whole(f"This {what} is no text, so it is no list of slides.", again)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        return _whole(f"This {what} is not JSON: it cannot be read from {where} on.", again)
    except RecursionError:
        return _whole(f"This {what} is nested too deeply to be a list of slides.", again)


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= DIGITS_MOST else float(digits)


def _not_ours(document: Any, what: str) -> SlideProblem | None:
    """Say why this JSON is no list of slides that can be opened here; None if it is one."""
    ours = f"Choose a {what} that was saved as slides here."
    if not isinstance(document, _Object) or document.get("format") != FORMAT:
        return _whole(f"This {what} is JSON, but not a list of slides.", ours)
    if document.twice:
        names = _quote(document.twice)
        return _whole(f"Standing twice in this {what}: {names}.", "Keep one of each.")
    edition = document.get("edition")
    if type(edition) is not int or edition < 1:
        fix = f"Write {EDITION}, or take the {what} again from where it was made."
        return SlideProblem(0, "edition", _show_value(edition), "not a whole number from 1.", fix)
    if edition > EDITION:
        told = f"made by a newer version of this dashboard, which this one (edition {EDITION}) "
        fix = "Open it there, or bring this dashboard up to date."
        return SlideProblem(0, "edition", f"{edition}", f"{told}does not know.", fix)
    if not isinstance(document.get("slides"), list):
        fix = f"Take the {what} again from where it was made."
        return SlideProblem(0, "slides", _show_value(document.get("slides")), "not a list.", fix)
    return None


def _whole(message: str, fix: str) -> SlideProblem:
    return SlideProblem(0, "", "", message, fix)


def _too_many(number: int) -> Iterator[SlideProblem]:
    if number > SLIDES_MOST:
        told = f"There are {number:,} slides; the first {SLIDES_MOST} were looked at."
        yield _whole(told, "Split the list into shorter ones.")


def _slide(given: Any, number: int) -> tuple[Slide | None, list[SlideProblem]]:
    """Read one slide, with its problems; None if it must be left out."""
    if not isinstance(given, _Object):
        fix = "Write it as an object with a page, or take it out."
        return None, [SlideProblem(number, "", _show_value(given), "not a slide; left out.", fix)]
    wrong = [
        SlideProblem(number, field, value, f"{message} The slide is left out.", fix)
        for field, value, message, fix in islice(_wrong(given), WRONG_MOST)
    ]
    told = [*wrong, *_unknown(given, SLIDE_KEYS, number)]
    if wrong:
        return None, told
    view = given.get("view", {})
    texts = {name: given[name] for name in SLIDE_KEYS if name in given and name != "view"}
    return Slide(asked=tuple((n, tuple(values)) for n, values in view.items()), **texts), told


Wrong = tuple[str, str, str, str]
"""Field, value, what is wrong with it and how to correct it."""


def _wrong(given: _Object) -> Iterator[Wrong]:
    for name in given.twice:
        yield name, "", "stands twice.", "Keep one of them."
    page, reveal = given.get("page"), given.get("reveal", AT_ONCE)
    if page not in PAGES:
        yield "page", _show_value(page), "no page with a figure.", f"Known are {listing(PAGES)}."
    if reveal not in REVEALS:
        fix = f"Known are {_quote(REVEALS)}."
        yield "reveal", _show_value(reveal), "no way in which a slide appears.", fix
    for name in ("title", "note", "version"):
        yield from _wrong_text(name, given.get(name, ""))
    yield from _wrong_view(given.get("view", _Object([])))


def _wrong_text(name: str, text: Any) -> Iterator[Wrong]:
    most = _LONGEST[name]
    if not isinstance(text, str):
        yield name, _show_value(text), "not a text.", "Put it in quotation marks."
    elif len(text) > most:
        yield name, "", f"{len(text):,} characters, more than {most:,}.", "Shorten it."
    elif found := (IN_NOTE if name == "note" else IN_TITLE).search(text):
        character = f"U+{ord(found[0]):04X}"
        yield name, character, "holds a character that cannot be shown.", "Take it out."


def _wrong_view(view: Any) -> Iterator[Wrong]:
    if not isinstance(view, _Object):
        fix = "Write a list of texts for each control, or leave it out."
        yield "view", _show_value(view), "not an object.", fix
        return
    for name in view.twice:
        yield f"view: {_short(name)}", "", "stands twice.", "Keep one of them."
    for name, values in view.items():
        if not _are_texts([name]) or not isinstance(values, list) or not _are_texts(values):
            fix = 'Write it as a list, such as ["90"].'
            yield f"view: {_short(name)}", _show_value(values), "not a list of texts.", fix


def _are_texts(values: list[Any]) -> bool:
    return all(isinstance(v, str) and not _SURROGATES.intersection(v) for v in values)


_SURROGATES = frozenset(map(chr, range(0xD800, 0xE000)))


def _unknown(given: _Object, known: tuple[str, ...], number: int) -> Iterator[SlideProblem]:
    if more := [name for name in given if name not in known]:
        are = "is" if len(more) == 1 else "are"
        told = f"{_quote(more)} {are} not known here, and left out."
        yield SlideProblem(number, "", "", told, f"Known are {listing(known)}.")


def _quote(names: Iterable[str]) -> str:
    return listing(few(f"“{_short(name)}”" for name in names))


def _show_value(value: Any) -> str:
    """Shorten a JSON value for a message; a list or an object is only named."""
    if isinstance(value, str):
        return f"“{_short(value)}”"
    kinds = {type(None): "nothing", list: "a list", _Object: "an object"}
    return kinds.get(type(value)) or _short(f"{value}".lower())


def _short(text: str) -> str:
    return shorten(IN_TITLE.sub("\N{REPLACEMENT CHARACTER}", text), VALUE_SHOWN)
