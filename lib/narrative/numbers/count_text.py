"""Counts in words, with a mark wherever a part of one is not printed in the source."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from lib.analysis.estimates import DERIVED, NOT_A_COUNT

ABSENT = "–"
DERIVED_MARK, ASSUMED_MARK = "†", "‡"
MEANINGS = {
    DERIVED_MARK: f"{DERIVED_MARK} count derived from the percentage.",
    ASSUMED_MARK: f"{ASSUMED_MARK} number assessed not printed but assumed.",
}
"""What each mark says of a number."""
ON_ASSUMED = "rests on an assumed number assessed"


IN_COUNT = ("no_rate", "count", "r", "n", "is_assumed")
"""The columns that `count_text` reads."""


def count_text(point: Any) -> str:
    """Write the count of a point as a figure does.

    `15/19`; `15†/19‡` where the 15 is derived from the percentage and the 19 is assumed; `est.`
    where it is no count; `?` for an unknown part; `–` where nothing is known.
    """
    if point.no_rate:
        return ABSENT
    if point.count == NOT_A_COUNT:
        return "est."
    if pd.isna(point.r) and pd.isna(point.n):
        return ABSENT
    return f"{responders_text(point)}/{denominator_text(point)}"


def of_text(point: Any) -> str:
    """Write the count of a point as a sentence does: `15† of 19‡`, `5 of 6 joints`."""
    unit = "" if point.unit == "patients" else f" {point.unit}"
    return f"{responders_text(point)} of {denominator_text(point)}{unit}"


def responders_text(point: Any) -> str:
    """Write how many responded: `15`, `15†`, `?`."""
    return "?" if pd.isna(point.r) else f"{point.r:.0f}{derived_mark(point)}"


def denominator_text(point: Any) -> str:
    """Write of how many: `19`, `19‡`, `?`."""
    return "?" if pd.isna(point.n) else f"{point.n:.0f}{assumed_mark(point)}"


def derived_mark(point: Any) -> str:
    """Mark a count of responders that is derived from the percentage."""
    return DERIVED_MARK if point.count == DERIVED else ""


def assumed_mark(point: Any) -> str:
    """Mark a count that rests on a number assessed that is assumed."""
    return ASSUMED_MARK if point.is_assumed else ""


def mark_footers(points: pd.DataFrame) -> list[str]:
    """Explain the marks that the counts of these points bear, a sentence each."""
    counted = points[points["rate"].notna()]
    said = {
        DERIVED_MARK: counted["count"] == DERIVED,
        ASSUMED_MARK: counted["is_assumed"],
    }
    return [MEANINGS[mark] for mark, where in said.items() if where.any()]


def mark_meanings(text: str) -> list[str]:
    """Explain the marks that a text bears, a sentence each, but for those it explains itself."""
    return [said for mark, said in MEANINGS.items() if mark in text and said not in text]


def with_meanings(sentences: Iterable[str]) -> str:
    """Join sentences to a text that explains its own marks once, at the end."""
    said = " ".join(sentences)
    return " ".join([said, *mark_meanings(said)])


def joints_text(unit: str) -> str:
    """Say what is wrong with an interval where not patients are counted; blank where they are."""
    if unit == "patients":
        return ""
    return (
        f"Several {unit} of one patient are counted as if independent, so the interval is too "
        "narrow."
    )
