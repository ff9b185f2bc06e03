"""How a line is named at its end: the best way to write it, and shorter ones."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lib.charts.text_metrics import cut_name, cut_to, width
from lib.narrative.point_details import CAUTION
from lib.phrases import drop_years

SIZE = 13
ROOMY = 6
"""With more names than that, each is one line."""
LONGEST = 210
"""Pixels of a name, however much room there is."""
FEWEST_CHARS = 5
"""Characters of a name that is cut, of which fewer tell nothing."""
WIDEST = "99.9%"
"""A share, for the room that a name needs whatever its share is."""
TRIED = "(tried)"


@dataclass(frozen=True)
class Name:
    """What names a series.

    Attributes
    ----------
    study, arm
        The study, and what else the series is called.
    remarks
        That it is only tried, or has a caution.
    is_bright
        Whether it is in colour.
    """

    study: str
    arm: str
    remarks: str = ""
    is_bright: bool = True


@dataclass(frozen=True)
class EndTexts:
    """What stands at the end of a line after its last share.

    Attributes
    ----------
    ways
        The best way to write it first.
    last
        How it is written where none of them has room; empty where it need not stand.
    """

    ways: tuple[tuple[str, ...], ...]
    is_needed: bool = False
    can_tie: bool = False
    last: tuple[str, ...] = ()


def remarks(points: pd.DataFrame) -> dict[int, str]:
    """Say of each series that has a caution or rows that are only tried."""
    series = points["series"]
    tried, warned = set(series[points["tried"]]), set(series[points["caution"] != ""])
    return {
        number: " ".join([*[TRIED] * (number in tried), *[CAUTION] * (number in warned)])
        for number in series.unique().tolist()
    }


def end_texts(
    names: Mapping[int, Name], colours: Mapping[int, str], room: float, is_needed: bool
) -> dict[int, EndTexts]:
    """Write the name of each bright series: the study, and the arm where colour does not say it.

    Parameters
    ----------
    names, colours
        By the numbers of the series.
    room
        Pixels that any name must be able to do with.
    is_needed
        Whether each must stand somewhere.
    """
    bright = {number: name for number, name in names.items() if name.is_bright}
    studies = drop_years([name.study for name in names.values()])
    is_alone = len(set(studies)) == 1 < len(names)
    looks = Counter((name.study, colours[number]) for number, name in names.items())
    found = {}
    for number, name in bright.items():
        is_told = looks[name.study, colours[number]] == 1
        study = "" if is_alone and name.arm else studies[name.study]
        arm = "" if is_told and study else name.arm
        ways = _ways(study, arm, name.remarks, len(bright), room)
        last = _last(study, arm, name.remarks, room) if is_needed else ()
        found[number] = EndTexts(ways, is_needed, is_needed, last)
    return found


def _ways(
    study: str, arm: str, remarks: str, names: int, room: float
) -> tuple[tuple[str, ...], ...]:
    """One line or two, and one that is cut to the room."""
    ends = f" {remarks}" if remarks else ""
    name = ", ".join(filter(None, [study, arm]))
    longest = cut_name(name, SIZE, max(LONGEST, room), bold=True) + ends
    free = room - width(f"{WIDEST} {ends}", SIZE, bold=True) - 4
    cut = _cut(study, arm, free) + ends
    most = max(LONGEST, room)
    if study and arm and names <= ROOMY:
        line = cut_name(study, SIZE, most, bold=True)
        best = [(line + ends, cut_to(arm, SIZE, most))]
        cut_lines = (cut_name(study, SIZE, free, bold=True) + ends, cut_to(arm, SIZE, room - 6))
        return tuple(dict.fromkeys([*best, (cut,), cut_lines]))
    tells = [(cut,)] if len(cut) - len(ends) >= min(FEWEST_CHARS, len(name)) else []
    return tuple(dict.fromkeys([(longest,), *tells]))


def _last(study: str, arm: str, remarks: str, room: float) -> tuple[str, ...]:
    """Each line by itself under the share: whatever the share is, the room takes it."""
    return ("", _cut(study, arm, room - 6), *([remarks] if remarks else []))


def _cut(study: str, arm: str, free: float) -> str:
    """Study and arm in one line, each with about half of the room."""
    half = cut_name(study, SIZE, free * 0.55 if arm else free, bold=True) if study else ""
    left = free - width(f"{half}, ", SIZE, bold=True) * bool(half)
    rest = cut_to(arm, SIZE, left, bold=True) if arm else ""
    return ", ".join(filter(None, [half, rest]))
