"""The texts of a figure: its title, its footer, and its view in words."""

import pandas as pd

from lib.analysis.estimates import MOST_DRAWN, NOT_A_COUNT, PUBLISHED
from lib.analysis.setting import settings_of
from lib.analysis.settings import AS_REPORTED, View
from lib.narrative.numbers.count_text import ABSENT, joints_text, mark_footers
from lib.narrative.series_text import TRIED
from lib.phrases import in_order, with_noun


def figure_title(view: View) -> str:
    """Name what a figure of this view shows."""
    if view.missing == AS_REPORTED:
        return "Share responding at each visit, as reported"
    return f"Share responding at each visit, of all enrolled ({view.missing.lower()})"


def figure_footer(points: pd.DataFrame, view: View, most: int = MOST_DRAWN) -> str:
    """Explain the marks that a figure uses, and the methods of its intervals.

    With more than `most` series, only the study in focus has marks.
    """
    crowded = points["series"].nunique() > most
    listed = points[points["study"] == view.focus] if crowded else points
    drawn = listed[listed["rate"].notna()]
    made = drawn["interval_method"]
    nothing = "number not stated" if view.missing == AS_REPORTED else "cannot be counted so"
    by_series = drawn.groupby("series")
    lines = by_series["months"].transform("size") > 1
    doubtful = by_series["hollow"].transform("all")
    is_partial = drawn["count_text"].str.contains("?", regex=False)
    said = {
        "est. and diamonds: time-to-event estimates, not counts.": drawn["count"] == NOT_A_COUNT,
        f"{ABSENT} : {nothing}.": listed["count_text"] == ABSENT,
        "? : this part of the count is not known.": is_partial,
        "Hollow: number assessed assumed or not stated, or a caution.": drawn["hollow"],
        "Dashed: comparator.": lines & (drawn["role"] == "comparator"),
        "Dotted: hollow throughout.": lines & doubtful & (drawn["role"] != "comparator"),
        f"Whiskers: {view.level}% {view.method} intervals.": made == view.method,
        "Published 95% intervals where there is no count.": made == PUBLISHED,
    }
    units = in_order(drawn.loc[made == view.method, "unit"])
    parts = [
        *mark_footers(drawn),
        *(text for text, where in said.items() if where.any()),
        *filter(None, map(joints_text, units)),
    ]
    if crowded:
        parts.append("Grey: other series; focus on a study for its counts and intervals.")
    if ringed := int((points["tried"] & points["rate"].notna()).sum()):
        parts.append(f"Ringed: {with_noun(ringed, 'row', 'rows')} {TRIED}.")
    return " ".join(parts)


def view_words(view: View) -> list[str]:
    """Describe a view: its filters, unless they keep everything, and how its numbers are made."""
    declared = settings_of(View)
    selected = [
        each.words(view)
        for each in declared
        if each.selects and getattr(view, each.field) != each.default
    ]
    rules = [each.words(view) for each in declared if not each.selects]
    return [*(selected or ["All rows"]), *filter(None, rules)]
