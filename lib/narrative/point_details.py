"""All details of one point, and of one study."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from lib.analysis.estimates import (
    DERIVED,
    NO_COUNT,
    NO_DENOMINATOR,
    NOT_A_COUNT,
    PUBLISHED,
    REPORTED,
    SEVERAL,
)
from lib.analysis.points import each_point
from lib.analysis.settings import AS_REPORTED
from lib.analysis.what_if import is_supposed
from lib.narrative.numbers.count_text import joints_text, of_text
from lib.narrative.series_text import TRIED, beside_enrolled, interval_in_full
from lib.phrases import (
    capital,
    in_order,
    in_sentence,
    listing,
    months_text,
    percent_text,
    shorten,
)
from lib.studies.schema import ASSUMED

COUNT_WORDS = {
    DERIVED: "The count is derived: it is the only whole number of {unit} that prints as this "
    "percentage.",
    NO_COUNT: "No whole number of the {unit} assessed gives this percentage: it may be an "
    "estimate, have another denominator, or be a misprint.",
    SEVERAL: "Several whole numbers of {unit} print as this percentage, so none is chosen.",
    NOT_A_COUNT: "A time-to-event estimate (as Kaplan-Meier curves give), not a share of counted "
    "{unit}.",
    NO_DENOMINATOR: "How many {unit} were assessed at this visit is not stated.",
}
"""What each origin of a count means; a reported count needs no explanation."""
ASSUMED_WORDS = "The number assessed is assumed (‡): the source does not print it."


BRIEF_COUNT = {REPORTED: "as printed", DERIVED: "worked out from the percentage"}
BRIEF_N = {ASSUMED: "the number assessed is not printed"}
BRIEF_CHARS = 58
"""Characters of a caution in a hover; the card of the point has all of it."""
CAUTION = "\N{WARNING SIGN}\ufe0e"


def truth(point: Any) -> list[tuple[str, str]]:
    """All details of one point of the estimate frame, as (name, text) pairs."""
    pairs = [
        ("This row", TRIED if point.tried else ""),
        ("Responding", f"{point.rate_text} at {months_text(point.months)}"),
        ("Counted", _counted_words(point)),
        ("Interval", interval_in_full(point) or f"none: {point.no_interval}"),
        ("Missing patients", "" if point.missing == AS_REPORTED else point.missing.lower()),
        ("Response means", point.outcome),
        ("Unit", _unit(point)),
        ("Patients", point.cohort),
        ("Design", point.design),
        ("Caution", point.caution),
        ("Note", point.note),
        ("Citation", point.citation),
        ("DOI", point.doi),
        ("Read in", point.source),
    ]
    return [(name, text) for name, text in pairs if text]


def brief(point: Any) -> list[str]:
    """Tell a point in two short lines, or three where it has a caution."""
    tried = " (tried)" if point.tried else ""
    interval = interval_in_full(point) or "no interval"
    caution = f"{CAUTION} {shorten(' '.join(point.caution.split()), BRIEF_CHARS)}"
    return [
        f"{point.rate_text} at {months_text(point.months)}, {interval}{tried}",
        _brief_count(point),
        *([caution] if point.caution else []),
    ]


def _brief_count(point: Any) -> str:
    """Write the count and how it is known."""
    if point.no_rate:
        return f"Not recounted: {point.no_rate}"
    if pd.isna(point.r) and pd.isna(point.n):
        return capital(point.count)
    if pd.isna(point.n):
        return f"{point.r:.0f} responding, of how many is not stated"
    known = [BRIEF_COUNT.get(point.count, point.count), BRIEF_N.get(point.n_is, "")]
    enrolled = beside_enrolled(point).removeprefix(" assessed")
    return f"{of_text(point)} {point.n_is}{enrolled}: {', '.join(filter(None, known))}"


def _unit(point: Any) -> str:
    """Name what is counted where it is not patients, and what its interval takes apart."""
    if point.unit == "patients":
        return ""
    is_made = point.interval_method not in ("", PUBLISHED)
    return f"{point.unit}. {joints_text(point.unit)}" if is_made else str(point.unit)


def _counted_words(point: Any) -> str:
    if point.no_rate:
        return f"not recounted: {point.no_rate}"
    if is_supposed(point):
        return f"{_count_at_visit(point)}{_enrolment(point)} What the others did is supposed."
    if point.missing != AS_REPORTED:
        return (
            f"{of_text(point)} {point.n_is}, by the rule for missing "
            f"patients. {_count_at_visit(point)}"
        )
    return _count_at_visit(point) + _enrolment(point)


def _counts_at_visits(points: list[Any]) -> str:
    """Give the counts in the order of their visits: together, where nothing is to be added."""
    if any(point.is_misprint or _assumes(point) or pd.isna(point.n_assessed) for point in points):
        return " ".join(map(_count_at_visit, points))
    return f"{listing(map(_of_assessed, points))} assessed responded."


def _count_at_visit(point: Any) -> str:
    """The count at the visit itself, before any rule for missing patients."""
    explained = COUNT_WORDS.get(point.count, "").format(unit=point.unit)
    if pd.isna(point.r_assessed):
        nearest = f" Nearest: {point.nearest}." if point.nearest else ""
        return explained + nearest
    if pd.isna(point.n_assessed):
        return f"{point.r_assessed:.0f} responding; of how many is not stated."
    told = [
        f"{_of_assessed(point)} assessed{_misprint(point)}.",
        explained,
        ASSUMED_WORDS if _assumes(point) else "",
    ]
    return " ".join(filter(None, told))


def _misprint(point: Any) -> str:
    """Tell a percentage that the counts do not give, and so is not the one shown."""
    if not point.is_misprint:
        return ""
    return f", printed as {percent_text(point.rate_pct, int(point.rate_decimals))}"


def _of_assessed(point: Any) -> str:
    """Write the count at the visit itself, with its marks."""
    counted = point._replace(r=point.r_assessed, n=point.n_assessed, is_assumed=_assumes(point))
    return of_text(counted)


def _assumes(point: Any) -> bool:
    return bool(point.n_basis == ASSUMED and pd.notna(point.n_assessed))


def _enrolment(point: Any) -> str:
    if pd.isna(point.n_enrolled):
        return ""
    return f" {point.n_enrolled:.0f} {point.unit} are given as enrolled."


def about_study(points: pd.DataFrame) -> list[tuple[str, str]]:
    """All details of a study as a whole, as (name, text) pairs.

    A text that does not hold for all points names the arms, or the visits of an
    arm, that it belongs to.
    """
    columns = {
        "Design": "design",
        "Year": "year",
        "Treatment": "treatment",
        "Response means": "outcome",
        "Caution": "caution",
        "Citation": "citation",
        "Numbers read in": "source",
    }
    return [(name, text) for name, column in columns.items() for text in _by_arm(points, column)]


def _by_arm(points: pd.DataFrame, column: str) -> Iterator[str]:
    texts = points[column].astype("str").where(points[column].notna(), "")
    for text, part in points[texts != ""].groupby(texts[texts != ""], sort=False):
        if len(part) == len(points):
            yield str(text)
        else:
            yield f"{text} ({listing(in_order(_bearing_arms(part, points)))})"


def _bearing_arms(part: pd.DataFrame, points: pd.DataFrame) -> Iterator[str]:
    for arm, own in part.groupby("arm", sort=False):
        whole = len(own) == (points["arm"] == arm).sum()
        yield str(arm) if whole else f"{arm} at {months_text(*sorted(own['months'].unique()))}"


def count_findings(points: pd.DataFrame) -> list[str]:
    """Explain for each series how its counts are known."""
    parts: dict[tuple[int, str], list[Any]] = {}
    for point in each_point(points):
        parts.setdefault((point.series, point.count), []).append(point)
    return [
        f"{in_sentence(part[0].label)}, at {months_text(*(point.months for point in part))}: "
        f"{_finding(part)}"
        for part in parts.values()
    ]


def first_count_findings(points: pd.DataFrame, most: int) -> tuple[list[str], int]:
    """Explain it for as many series as that takes, the first by name; and count all such lines.

    Of ten thousand series, thousands of sentences would be written that nobody reads.
    """
    every = points[["series", "label", "count"]].drop_duplicates()
    lines = {f"{in_sentence(label)}, at ": label for label in every["label"].unique()}
    first = [lines[line] for line in in_order(lines)[:most]]
    told = in_order(count_findings(points[points["label"].isin(first)]))
    return told[:most], len(every)


def _finding(points: list[Any]) -> str:
    first = points[0]
    words = COUNT_WORDS.get(first.count, "").format(unit=first.unit)
    if first.count == REPORTED:
        return f"{_counts_at_visits(points)} Counts as published."
    if first.count == DERIVED:
        counts = listing(f"{p.rate_text} is {_of_assessed(p)}" for p in points)
        assumed = f" {ASSUMED_WORDS}" if any(map(_assumes, points)) else ""
        return f"{counts}. {words} It is worked out, not quoted.{assumed}"
    if first.count == NO_COUNT:
        printed = [f"{percent_text(p.rate_pct, p.rate_decimals)}: {p.nearest}." for p in points]
        return " ".join([*printed, words])
    return words + _enrolment(first)
