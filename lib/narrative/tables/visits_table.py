"""One study visit by visit: a row a number, and what its words mean once under the table."""

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
from lib.analysis.selection import NOT_STATED
from lib.narrative.numbers.count_text import ASSUMED_MARK, DERIVED_MARK, joints_text
from lib.narrative.point_details import ASSUMED_WORDS, COUNT_WORDS
from lib.narrative.series_text import TRIED, interval_in_full, interval_name
from lib.phrases import beside_study, in_order, listing, percent_text, with_noun
from lib.studies.schema import ASSUMED

ARM, MONTH, INTERVAL = "Arm", "Month", "Interval"
KNOWN = {
    REPORTED: "counts as published",
    DERIVED: f"derived {DERIVED_MARK}",
    NO_COUNT: "no whole count gives it",
    SEVERAL: "several counts print so",
    NOT_A_COUNT: "time-to-event estimate, no count",
    NO_DENOMINATOR: "number assessed not stated",
}
WORKED_OUT = "It is worked out, not quoted."
CAUTION, NOTE, NOTE_WITH_CAUTION = "Caution", "Note", "Caution ⚠ and note"
VARYING_COLUMNS = {
    "outcome": "Response means",
    "cohort": "Patients",
    "design": "Design",
    "citation": "Citation",
}
"""Told in the table only where they are not the same throughout the study."""
MOST_ARMS = 3


def visits_table(points: pd.DataFrame) -> pd.DataFrame:
    """Make the table of one study, a row a visit of a series, as texts.

    Parameters
    ----------
    points
        The estimate frame with words, of one study, as reported.
    """
    said, header = _enrolments_in_line(points), _interval_header(points)
    table = pd.DataFrame([_row(point, point.arm in said) for point in each_point(points)])
    table[header] = [_interval(point, header == INTERVAL) for point in each_point(points)]
    texts = _notes_with_cautions(points) | {"Read in": points["source"].tolist()}
    for header, told in texts.items():
        if any(told):
            table[header] = told
    for column, header in VARYING_COLUMNS.items():
        if points[column].nunique() > 1:
            table[header] = points[column].tolist()
    return table


def _notes_with_cautions(points: pd.DataFrame) -> dict[str, list[str]]:
    """Give cautions and notes by their headers; a caution of several visits has its own column.

    There it stands once beside all of them. A column for one visit would be blank but there.
    """
    cautions, notes = points["caution"], points["note"].tolist()
    held = cautions[cautions != ""]
    if held.empty or held.duplicated().any():
        return {CAUTION: cautions.tolist(), NOTE: notes}
    both = zip(cautions, notes, strict=True)
    told = [" ".join(filter(None, [caution and f"⚠ {caution}", note])) for caution, note in both]
    return {NOTE_WITH_CAUTION: told}


def _row(point: Any, is_enrolment_said: bool) -> dict[str, str]:
    return {
        ARM: beside_study(point.label, point.study),
        MONTH: f"{point.months:g}{f' ({TRIED})' if point.tried else ''}",
        "Responding": point.rate_text,
        "Responding / assessed": point.count_text,
        "How it is known": _known(point, is_enrolment_said),
    }


def _enrolments_in_line(points: pd.DataFrame) -> set[str]:
    """Give the arms whose number enrolled `study_line` says, the same at each visit."""
    arms = points.groupby("arm")["n_enrolled"].agg(lambda numbers: numbers.nunique(dropna=False))
    return {str(arm) for arm in arms.index[arms == 1]} if len(arms) <= MOST_ARMS else set()


def _interval_header(points: pd.DataFrame) -> str:
    """Say how all intervals were made, if in one way."""
    made = points[points["interval_method"] != ""]
    ways = made[["interval_level", "interval_method"]].drop_duplicates()
    if len(ways) != 1:
        return INTERVAL
    level, method = ways.iloc[0]
    return f"{INTERVAL} ({level}%, {interval_name(method)})"


def _known(point: Any, is_enrolment_said: bool) -> str:
    printed = percent_text(point.rate_pct, int(point.rate_decimals)) if point.is_misprint else ""
    said = {
        KNOWN[point.count]: True,
        f"nearest: {point.nearest}": bool(point.nearest),
        f"printed as {printed}": bool(printed),
        f"assessed assumed {ASSUMED_MARK}": _is_assumed(point),
        f"{point.n_enrolled:.0f} enrolled": pd.notna(point.n_enrolled) and not is_enrolment_said,
    }
    return "; ".join(text for text, holds in said.items() if holds)


def _is_assumed(point: Any) -> bool:
    return bool(point.n_basis == ASSUMED and pd.notna(point.n_assessed))


def _interval(point: Any, with_method: bool) -> str:
    if not point.interval_method:
        return f"none: {point.no_interval}"
    return interval_in_full(point) if with_method else str(point.interval_text)


def visits_notes(points: pd.DataFrame) -> list[str]:
    """Explain each word of the table that needs it, once."""
    return list(dict.fromkeys(_notes(points)))


def _notes(points: pd.DataFrame) -> Iterator[str]:
    for count, unit in points[["count", "unit"]].drop_duplicates().itertuples(index=False):
        if words := COUNT_WORDS.get(count, "").format(unit=unit):
            mark = f"{DERIVED_MARK} " if count == DERIVED else ""
            yield f"{mark}{words}{f' {WORKED_OUT}' if count == DERIVED else ''}"
    if any(map(_is_assumed, each_point(points))):
        yield ASSUMED_WORDS
    is_made = ~points["interval_method"].isin(["", PUBLISHED])
    yield from filter(None, map(joints_text, in_order(points.loc[is_made, "unit"])))


def study_line(points: pd.DataFrame) -> str:
    """Say in a line what study it is: its design, who was enrolled, its definition of response."""
    designs, outcomes = (in_order(points[column]) for column in ("design", "outcome"))
    return " · ".join(
        [
            _one(designs, "design"),
            _enrolled(points),
            f"response: {outcomes[0]}"
            if len(outcomes) == 1 and outcomes != [NOT_STATED]
            else _one(outcomes, "definition of response", "definitions of response"),
        ]
    )


def _one(values: list[str], noun: str, many: str = "") -> str:
    if values == [NOT_STATED]:
        return f"{noun} not stated"
    return values[0] if len(values) == 1 else with_noun(len(values), noun, many)


def _enrolled(points: pd.DataFrame) -> str:
    arms = points.groupby("arm", sort=False)["n_enrolled"].max()
    if arms.isna().all():
        return "number enrolled not stated"
    if len(arms) > MOST_ARMS:
        return with_noun(len(arms), "arm")
    each = (
        f"{'?' if pd.isna(n) else f'{n:.0f}'}{f' in {arm}' if len(arms) > 1 else ''}"
        for arm, n in arms.items()
    )
    return f"enrolled: {listing(each)}"
