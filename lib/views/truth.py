"""Everything known of one point, and of one study, for a reader who asks."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from lib.views.estimates import (
    DERIVED,
    NO_COUNT,
    NOT_A_COUNT,
    NOT_STATED,
    REPORTED,
    SEVERAL,
    each_point,
)
from lib.views.view import AS_REPORTED
from lib.views.words import interval_name, listing, months_text

COUNT_WORDS = {
    DERIVED: "The count is derived: it is the only whole number of patients that prints as "
    "this percentage.",
    NO_COUNT: "No whole number of the patients assessed gives this percentage: it may be an "
    "estimate, have another denominator, or be a misprint.",
    SEVERAL: "Several whole numbers of patients print as this percentage, so none is chosen.",
    NOT_A_COUNT: "A time-to-event estimate (as Kaplan-Meier curves give), not a share of counted "
    "patients.",
    NOT_STATED: "How many patients were assessed at this visit is not stated.",
}
"""What each origin of a count means, for a clinician; a reported count needs no words."""


def truth(point: Any) -> list[tuple[str, str]]:
    """Everything known of one point of the estimate frame, as (name, text) pairs to be read."""
    interval = (
        f"{point.interval_text} ({point.interval_level}%, {interval_name(point.interval_method)})"
        if point.interval_method
        else f"none: {point.no_interval}"
    )
    pairs = [
        ("Responding", f"{point.rate_text} at {months_text(point.months)}"),
        ("Counted", _counted_words(point)),
        ("Interval", interval),
        ("Missing patients", "" if point.missing == AS_REPORTED else point.missing.lower()),
        ("Response means", point.outcome),
        ("Unit", "" if point.unit == "patients" else point.unit),
        ("Patients", point.cohort),
        ("Design", point.design),
        ("Caution", point.caution),
        ("Note", point.note),
        ("Citation", point.citation),
        ("Read in", point.source),
    ]
    return [(name, text) for name, text in pairs if text]


def _counted_words(point: Any) -> str:
    if pd.notna(point.r):
        counted = f"{point.r:g} of {point.n:g} {point.n_is}"
        return f"{counted}. {COUNT_WORDS[DERIVED]}" if point.count == DERIVED else counted
    if point.no_rate:
        return f"not recounted: {point.no_rate}"
    enrolled = "" if pd.isna(point.n_enrolled) else f" {point.n_enrolled} {point.unit} enrolled."
    return COUNT_WORDS.get(point.count, "") + enrolled


def about_study(points: pd.DataFrame) -> list[tuple[str, str]]:
    """Tell what is known of a study as a whole, as (name, text) pairs.

    A text that differs between arms or visits names the ones it belongs to.
    """
    columns = {
        "Design": "design",
        "Year": "year",
        "Treatments": "treatment",
        "Response means": "outcome",
        "Cautions": "caution",
        "Citation": "citation",
        "Numbers read in": "source",
    }
    texts = ((name, _by_arm(points, column)) for name, column in columns.items())
    return [(name, text) for name, text in texts if text]


def _by_arm(points: pd.DataFrame, column: str) -> str:
    """Join a column's texts, each with the arms it belongs to unless it holds for all."""
    stated = points[points[column].notna() & (points[column].astype("str") != "")]
    arms = stated.groupby(stated[column].astype("str"), sort=False)["arm"].unique()
    if len(arms) == 1 and len(stated) == len(points):
        return str(arms.index[0])
    return "; ".join(
        str(text) if list(names) == [text] else f"{text} ({listing(names)})"
        for text, names in arms.items()
    )


def count_findings(points: pd.DataFrame) -> list[str]:
    """Tell for each series how its counts are known, in words a clinician understands."""
    parts = points.groupby(["series", "count"], sort=False)
    return [
        f"{part['label'].iloc[0].replace(' · ', ', ')}, {_visits(part)}: {finding}"
        for _, part in parts
        for finding in _finding(part)
    ]


def _visits(part: pd.DataFrame) -> str:
    return "at " + listing(f"{months:g}" for months in part["months"]) + " months"


def _finding(part: pd.DataFrame) -> Iterator[str]:
    kind = part["count"].iloc[0]
    points = list(each_point(part))
    if kind == REPORTED:
        yield listing(f"{p.r:g} of {p.n:g}" for p in points) + ", as published."
    elif kind == DERIVED:
        counts = listing(f"{p.rate_text} is {p.r:g} of {p.n:g}" for p in points)
        yield f"{counts}. {COUNT_WORDS[DERIVED]} It is worked out, not quoted."
    elif kind == NO_COUNT:
        yield from (f"{p.rate_text}: {p.no_interval}. {COUNT_WORDS[NO_COUNT]}" for p in points)
    else:
        yield f"{COUNT_WORDS[kind]}{_enrolled(points[0])}"


def _enrolled(point: Any) -> str:
    if pd.isna(point.n_enrolled):
        return ""
    return f" {point.n_enrolled} {point.unit} entered this arm."
