"""The estimate frame in plain words: sentences, short cell texts, and what may not be compared."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from lib.views.estimates import DERIVED, NOT_A_COUNT, NOT_STATED, each_point
from lib.views.view import AS_REPORTED, View

MOST_SENTENCES = 6
MOST_DRAWN = 12
"""Up to so many series a figure draws each by itself; past it only those in focus."""


def with_words(points: pd.DataFrame) -> pd.DataFrame:
    """Add the short texts a figure and a table print beside each point.

    Returns
    -------
    The points with `rate_text` (`79%`, with the decimals as printed), `count_text`
    (`15/19`, `15/19†` where derived, `est.` where it is no count, `–` where the
    denominator is not stated), `interval_text` (`56.7 to 91.5%`), and `hollow`:
    whether the marker must be hollow (denominator not stated, or a caution).
    """
    return points.assign(
        rate_text=[_rate_text(point) for point in each_point(points)],
        count_text=[_count_text(point) for point in each_point(points)],
        interval_text=[
            "" if pd.isna(low) else f"{low:.1f} to {high:.1f}%"
            for low, high in zip(points["low"], points["high"], strict=True)
        ],
        hollow=((points["n_is"] == "not stated") | (points["caution"] != "")).astype(bool),
    )


def months_text(months: float) -> str:
    """Write a follow-up time: `1 month`, `3.8 months`."""
    return f"{months:g} month{'' if months == 1 else 's'}"


def listing(parts: Iterable[str]) -> str:
    """Join parts as a sentence does: `a`, `a and b`, `a, b and c`."""
    *first, last = list(parts)
    return f"{', '.join(first)} and {last}" if first else last


def headline(points: pd.DataFrame) -> str:
    """Answer 'does the response last?' for all series shown, in one sentence without averaging."""
    shown = points[points["rate"].notna()]
    if shown.empty:
        return "No point can be shown by this rule for missing patients."
    ends = shown.groupby("series", sort=False)["rate"].agg(["first", "last", "size"])
    followed = ends[ends["size"] > 1]
    scope = (
        f"{len(ends)} series from {_counted(shown['study'].nunique(), 'study', 'studies')}, "
        f"{len(followed) or 'none'} with more than one visit"
    )
    if followed.empty:
        return f"{scope}: nothing here shows whether the response lasts."
    if len(followed) == 1:
        return f"{scope}. {_one_change(shown[shown['series'] == followed.index[0]])}"
    change = followed["last"] - followed["first"]
    tally = {
        "fell": int((change < 0).sum()),
        "was unchanged": int((change == 0).sum()),
        "rose": int((change > 0).sum()),
    }
    told = listing(
        f"{how} in {number} of {len(followed)}" for how, number in tally.items() if number
    )
    return f"{scope}. From the first to the last visit the share responding {told}."


def _one_change(series: pd.DataFrame) -> str:
    ends = [
        f"{point['rate_text']} at {months_text(point['months'])}"
        for point in (series.iloc[0], series.iloc[-1])
    ]
    label = series["label"].iloc[0].replace(" · ", ", ")
    return f"{label}: the share responding was {listing(ends)}."


def sentences(points: pd.DataFrame, most: int = MOST_SENTENCES) -> list[str]:
    """Tell each series in one sentence; past `most` series, say where their numbers are."""
    number = points["series"].nunique()
    if number > most:
        return [f"Focus on a study to read its numbers here; all {number} series are in the table."]
    return [series_sentence(series) for _, series in points.groupby("series", sort=False)]


def series_sentence(series: pd.DataFrame) -> str:
    """Tell one series: who responded at each visit, out of how many, the last interval."""
    shown = series[series["rate"].notna()]
    label = series["label"].iloc[0].replace(" · ", ", ")
    if shown.empty:
        return f"{label}: not shown by this rule, because {series['no_rate'].iloc[0]}."
    uncounted = shown["count"].iloc[0] if shown["r"].isna().all() else ""
    visits = listing(
        f"{point.rate_text}{'' if uncounted else _of(point)}{' responded' if i == 0 else ''}"
        f" at {months_text(point.months) if i == 0 else f'{point.months:g}'}"
        for i, point in enumerate(each_point(shown))
    )
    why = f" ({uncounted})" if uncounted else ""
    warned = " Caution: see below." if (series["caution"] != "").any() else ""
    return f"{label}: {visits}{why}; {_last_interval(shown)}.{warned}"


def _of(point: Any) -> str:
    if pd.isna(point.r):
        return f" (count not known, of {point.n:g})" if point.n > 0 else f" ({point.count})"
    return f" ({point.r:g} of {point.n:g})"


def _last_interval(shown: pd.DataFrame) -> str:
    last = shown.iloc[-1]
    at = "" if len(shown) == 1 else f" at {months_text(last['months'])}"
    if last["interval_method"] == "":
        plain = last["count"] in (NOT_STATED, NOT_A_COUNT)
        return "no interval" if plain else f"no interval{at}, because {last['no_interval']}"
    return (
        f"{last['interval_level']}% interval{at} {last['interval_text']}"
        f" ({interval_name(last['interval_method'])})"
    )


def interval_name(method: str) -> str:
    """Name an interval's method as a sentence does."""
    return "as published" if method == "published" else method


def _rate_text(point: Any) -> str:
    if pd.isna(point.rate):
        return "–"
    as_printed = point.rate == point.rate_pct and pd.notna(point.rate_decimals)
    return f"{point.rate:.{point.rate_decimals if as_printed else 1}f}%"


def _count_text(point: Any) -> str:
    if point.no_rate:
        return "–"
    if point.count == NOT_A_COUNT:
        return "est."
    if pd.isna(point.r):
        return "–" if pd.isna(point.n) else f"?/{point.n:g}"
    return f"{point.r:g}/{point.n:g}{'†' if point.count == DERIVED else ''}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def view_words(view: View) -> list[str]:
    """Say what a view keeps and how its numbers are made; filters that keep all are left out."""
    kept = {
        "Studies": view.studies,
        "Treatments": view.treatments,
        "Designs": view.designs,
        "Definitions": view.outcomes,
    }
    told = [f"{name}: {listing(values)}" for name, values in kept.items() if values]
    if view.months:
        told.append(f"Months {view.months[0]:g} to {view.months[1]:g}")
    if view.focus:
        told.append(f"In focus: {view.focus}")
    return [*(told or ["All rows"]), view.missing, f"{view.method} {view.level}% intervals"]


def figure_title(view: View) -> str:
    """Name what a figure of this view shows."""
    if view.missing == AS_REPORTED:
        return "Share responding at each visit, as reported"
    return f"Share responding at each visit, of all enrolled ({view.missing.lower()})"


def figure_footer(points: pd.DataFrame, view: View, most: int = MOST_DRAWN) -> str:
    """Explain the marks a figure uses, and only those, and how its intervals were made.

    Past `most` series the figure draws only the study in focus with its marks.
    """
    crowded = points["series"].nunique() > most
    drawn = points[points["study"] == view.focus] if crowded else points
    made = drawn["interval_method"]
    said = {
        "† count derived from the percentage.": drawn["count"] == DERIVED,
        "est. and diamonds: time-to-event estimates, not counts.": drawn["count"] == NOT_A_COUNT,
        "– : number not stated.": drawn["count_text"] == "–",
        "Hollow: number assessed not stated, or a caution.": drawn["hollow"],
        "Dashed: comparator.": drawn["role"] == "comparator",
        f"Whiskers: {view.level}% {view.method} intervals.": made == view.method,
        "Published 95% intervals where there is no count.": made == "published",
    }
    parts = [sentence for sentence, where in said.items() if where.any()]
    if crowded:
        parts.append("Grey: other series; focus on a study for its counts and intervals.")
    return " ".join(parts)
