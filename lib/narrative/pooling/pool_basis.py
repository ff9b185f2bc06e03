"""What a pool rests on: arms added up, published estimates, assumed numbers; a sentence each."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from lib.analysis.points import each_point
from lib.analysis.pooling.synthesis import Window
from lib.analysis.pooling.time_windows import NO_VISIT
from lib.narrative.numbers.count_text import ASSUMED_MARK, of_text
from lib.narrative.series_text import with_words
from lib.phrases import few, in_order, listing, months_text, with_noun

ALONE = "alone"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def study_entries(window: Window) -> pd.DataFrame:
    """Give what is pooled in a window, a row a study, with the texts of `with_words`."""
    return with_words(window.entries)


def arms_number(entry: Any) -> str:
    """Say of how many arms an entry is the sum: `two arms`; blank for one."""
    if entry.arms_added == 1:
        return ""
    number = NUMBERS[entry.arms_added] if entry.arms_added < len(NUMBERS) else entry.arms_added
    return f"{number} arms"


def entry_name(entry: Any) -> str:
    """Name an entry in a figure or a table: its study, and what is unusual about it."""
    marks = [
        arms_number(entry),
        "published estimate" if entry.is_published else "",
    ]
    said = ", ".join(filter(None, marks))
    return f"{entry.study} ({said})" if said else str(entry.study)


def entry_count(entry: Any) -> str:
    """Write the count of an entry as a sentence does, or that it has none."""
    return "published estimate, no count" if entry.is_published else of_text(entry)


def pooled_as(visit: Any, window: Window) -> str:
    """Say how a series is in the pool of a window; blank if it is not."""
    if visit.why_not:
        return ""
    if visit.is_published:
        return "as a published estimate"
    others = sorted(arm for arm in window.arms_used.get(visit.study, []) if arm != visit.arm)
    return f"added to {listing(others)}" if others else ALONE


def seen_not_pooled(window: Window) -> set[str]:
    """Give the studies with a visit in a window of which nothing is pooled there."""
    seen = window.judged.loc[window.judged["why_not"] != NO_VISIT, "study"]
    return set(seen) - set(window.entries["study"])


def not_pooled_text(studies: Iterable[str], what: str = "Seen") -> str:
    """Name studies that are not pooled though something is so; blank where there are none."""
    names = in_order(studies)
    return f"{what} but not pooled: {listing(few(names))}." if names else ""


def arms_texts(window: Window) -> list[str]:
    """Tell for each study of which several arms are pooled which they are, with their counts."""
    told = []
    entries = window.entries.sort_values("study")
    for entry in each_point(entries[entries["arms_added"] > 1]):
        arms = window.used_visits[window.used_visits["study"] == entry.study].sort_values("arm")
        each = ", ".join(f"{arm.arm} {of_text(arm)}" for arm in each_point(arms))
        told.append(f"{entry.study}: {arms_number(entry)} added up: {each}.")
    return told


def published_texts(window: Window) -> list[str]:
    """Tell for each published estimate in a pool how its weight was made."""
    entries = study_entries(window).sort_values("study")
    return [
        f"{entry.study}: published estimate {entry.rate_text} without a count; its standard error "
        f"is from the published 95% interval, {entry.interval_text}, read on the {entry.scale} "
        f"scale: as much as {entry.effective_n:.1f} patients tell."
        for entry in each_point(entries[entries["is_published"]])
    ]


def patients_text(window: Window) -> str:
    """Write of how many patients a pool is, marked where some of them are only assumed."""
    mark = ASSUMED_MARK if window.entries["is_assumed"].astype(bool).any() else ""
    return f"{window.pooled.n:,.0f}{mark}"


def assumed_text(window: Window) -> str:
    """Name the studies whose numbers assessed are assumed; blank where there is none."""
    entries = window.entries
    names = sorted(entries.loc[entries["is_assumed"].astype(bool), "study"])
    if not names:
        return ""
    return (
        f"The pool rests on assumed numbers assessed ({ASSUMED_MARK}) in {len(names)} of "
        f"{with_noun(len(entries), 'study', 'studies')}: {listing(few(names))}."
    )


def basis_texts(window: Window) -> list[str]:
    """Tell all of this; empty where each study has one arm, counted and printed."""
    told = [*arms_texts(window), *published_texts(window), assumed_text(window)]
    return list(filter(None, told))


def basis_in_short(window: Window) -> str:
    """Name the studies for which a pool rests on more than printed counts of one arm."""
    entries = window.entries.sort_values("study")
    parts = {
        "arms added up": entries["arms_added"] > 1,
        "published estimates without counts": entries["is_published"].astype(bool),
        f"assumed numbers assessed ({ASSUMED_MARK})": entries["is_assumed"].astype(bool),
    }
    return "; ".join(
        f"{what} ({listing(few(entries.loc[where, 'study']))})"
        for what, where in parts.items()
        if where.any()
    )


def basis_over(windows: Sequence[Window]) -> str:
    """Tell in short what each pooled window rests on; blank where there is nothing to tell."""
    told = [(window.centre, basis_in_short(window)) for window in windows if window.is_pooled]
    return " ".join(f"{months_text(centre)}: {basis}." for centre, basis in told if basis)
