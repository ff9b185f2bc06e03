"""Parts of sentences: lists, plurals, months, percentages and counts."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

MOST_NAMED = 6
MINUS = "\N{MINUS SIGN}"
_YEAR = re.compile(r",? \(?(19|20)[0-9]{2}[a-z]?\)?$")


def listing(parts: Iterable[str]) -> str:
    """Join parts as a sentence does: `a`, `a and b`, `a, b and c`."""
    *first, last = list(parts)
    return f"{', '.join(first)} and {last}" if first else last


def few(names: Iterable[str]) -> list[str]:
    """Keep the first names of a long list, and say how many more there are."""
    names = list(names)
    more = len(names) - MOST_NAMED
    return names if more <= 0 else [*islice(names, MOST_NAMED), f"{more} more"]


def in_order(names: Iterable[str]) -> list[str]:
    """Sort names, each once, with the numbers in them as numbers: `Trial 2` before `Trial 10`."""
    return sorted(set(names), key=name_key)


@lru_cache(2**16)
def name_key(name: str) -> tuple[list[Any], str]:
    """Give the key by which `in_order` sorts a name."""
    pieces: list[Any] = re.split("([0-9]+)", name.casefold())
    # A number is compared by its length first: one of thousands of digits cannot be converted.
    pieces[1::2] = [(len(digits.lstrip("0")), digits.lstrip("0")) for digits in pieces[1::2]]
    return pieces, name


def with_noun(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: `1 row`, `1,000 rows`; `many` is an irregular plural."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def in_sentence(label: str) -> str:
    """Write a series' label within a sentence, with commas."""
    return label.replace(" · ", ", ")


def beside_study(label: str, study: str) -> str:
    """Give a series' label without its study."""
    return label.removeprefix(study).removeprefix(" · ")


def months_text(*months: float) -> str:
    """Write follow-up times: `1 month`, `3.8 months`, `3, 6 and 12 months`."""
    return f"{listing(f'{m:g}' for m in months)} month{'' if months == (1,) else 's'}"


def shorten(text: str, most: int) -> str:
    """Cut a text to `most` characters, with an ellipsis where it is cut."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def cut_apart(names: Iterable[str], cut: Callable[[str], str]) -> dict[str, str]:
    """Cut names so that those which would look alike stay apart.

    Parameters
    ----------
    names
        All that stand beside one another.
    cut
        Cuts a text at its end to the room that there is, by characters or by points.

    Returns
    -------
    Each name as it is cut. Of those that would be alike what stands before their difference is cut:
    `A multicentre… site 1`, `A multicentre… site 2`.
    """
    short = {name: cut(name) for name in names}
    for alike in _alike(short):
        short |= _apart(alike, len(short[alike[0]]), cut)
    return short


def _alike(short: Mapping[str, str]) -> list[list[str]]:
    """Names that are cut to the same text, as lists of two or more."""
    groups: dict[str, list[str]] = {}
    for name, text in short.items():
        groups.setdefault(text, []).append(name)
    return [alike for alike in groups.values() if len(alike) > 1]


def _apart(alike: list[str], room: int, cut: Callable[[str], str]) -> dict[str, str]:
    """Cut names between a beginning, as long as there is room for it, and where they differ."""
    begin, gap = _difference(alike, room // 3)
    starts = (alike[0][: min(begin, most)].rstrip() for most in range(room, room // 3, -1))
    short: dict[str, str] = {}
    for start in starts:
        whole = {name: f"{start}…{gap}{name[begin:]}" for name in alike}
        short = {name: cut(text) for name, text in whole.items()}
        if short == whole:
            break
    if any(text.endswith("……") for text in short.values()):
        return {}  # there is no room to tell the difference
    for rest in _alike(short):
        if len(rest) < len(alike):
            short |= _apart(rest, room, cut)
    return short


def _difference(names: Sequence[str], most: int) -> tuple[int, str]:
    """Find the word in which names first differ, and what stands before it in the text.

    Where that is more than `most` characters into a word, it is the place itself.
    """
    first, last = min(names), max(names)
    pairs = enumerate(zip(first, last, strict=False))
    differ = next((place for place, (one, other) in pairs if one != other), len(first))
    word = first.rfind(" ", 0, differ) + 1
    return (word, " ") if differ - word <= most else (differ, "")


def drop_years(names: Iterable[str]) -> dict[str, str]:
    """Name studies without the years at their ends, where that leaves no two alike."""
    bare = {name: _YEAR.sub("", name) or name for name in dict.fromkeys(names)}
    number = Counter(bare.values())
    return {name: short if number[short] == 1 else name for name, short in bare.items()}


def signed_text(number: float, decimals: int = 1) -> str:
    """Write a difference with its sign; one that is printed as 0 has no sign."""
    text = f"{number:+.{decimals}f}".replace("-", MINUS)
    return text if text.strip(f"+{MINUS}0.") else text[1:]


def signed_span(low: float, high: float) -> str:
    """Write an interval of a difference."""
    return f"{signed_text(low)} to {signed_text(high)}"


def capital(text: str) -> str:
    """Begin a text with a capital letter."""
    return f"{text[0].upper()}{text[1:]}"


def clause(sentence: str) -> str:
    """Write a sentence as a part of another: small initial, no full stop."""
    return f"{sentence[0].lower()}{sentence[1:].rstrip('.')}"


def percent_text(percent: float, decimals: int = 1) -> str:
    """Write a percentage; one that is not quite 0 or 100 is never rounded to it."""
    step = 10.0**-decimals
    if 0 < percent < step / 2:
        return f"<{step:.{decimals}f}%"
    if 100 - step / 2 <= percent < 100:
        return f">{100 - step:.{decimals}f}%"
    return f"{percent:.{decimals}f}%"
