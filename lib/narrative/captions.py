"""The texts of a figure: its title, its footer, and its view in words."""

from collections import Counter
from typing import Literal

import pandas as pd

from lib.analysis.arm_pairs import Pair
from lib.analysis.estimates import MOST_DRAWN, NOT_A_COUNT, PUBLISHED
from lib.analysis.setting import settings_of
from lib.analysis.settings import AS_REPORTED, CurveDisplay, View
from lib.narrative.arm_text import TOO_NARROW, bounds_mark, pair_title
from lib.narrative.month_text import when_text
from lib.narrative.numbers.contrast_text import bounds_span
from lib.narrative.numbers.count_text import ABSENT, joints_text, mark_footers, with_meanings
from lib.narrative.series_text import TRIED
from lib.phrases import few, in_order, in_sentence, listing, with_noun
from lib.stats.arm_contrast import EXTREMES
from lib.stats.tipping_point import IMOR_METHOD
from lib.studies.doi import doi_address

RANGE_FOOTER = (
    "Wide light bands: the range of the share of all enrolled, from all missing failed to all "
    "responded; no interval."
)
WHAT_IF_COUNTS = (
    "Counts are of those assessed; shares are of all enrolled, the missing as supposed."
)
ADDED = "1/2 added to both counts where none, or all, of those assessed responded."
SIDE_BY_SIDE = "Marks at one month stand side by side."


def figure_title(view: View) -> str:
    """Name what a figure of this view shows."""
    if view.missing == AS_REPORTED:
        return "Share responding at each visit, as reported"
    return f"Share responding at each visit, of all enrolled ({view.rule.lower()})"


FooterOf = Literal["chart", "panels", "forest"]


def figure_footer(points: pd.DataFrame, view: View, layout: FooterOf = "chart") -> str:
    """Explain the marks that a figure uses, and the methods of its intervals.

    With more than `MOST_DRAWN` series in one chart, only the studies in focus have marks.
    """
    most = MOST_DRAWN if layout == "chart" else len(points)
    interval = "Whiskers" if layout == "forest" else "Bars"
    crowded = points["series"].nunique() > most
    listed = points[points["study"].isin(view.focus)] if crowded else points
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
        f"{interval}: {view.level}% {view.interval_name} intervals.": made == view.interval_name,
        WHAT_IF_COUNTS: drawn["imor"].notna(),
        ADDED: _added(drawn),
        "Published 95% intervals where there is no count.": made == PUBLISHED,
        SIDE_BY_SIDE: _is_shared(drawn, layout),
    }
    units = in_order(drawn.loc[made == view.interval_name, "unit"])
    parts = [
        *mark_footers(drawn),
        *(text for text, where in said.items() if where.any()),
        *filter(None, map(joints_text, units)),
    ]
    if crowded:
        faint = "Thin: a curve each" if listed.empty else "Grey: the other curves"
        parts.append(f"{faint}, too many to give each its counts and interval here.")
    if ringed := int((points["tried"] & points["rate"].notna()).sum()):
        mark = "Ringed" if layout == "forest" else "Ringed at the end, (tried)"
        parts.append(f"{mark}: {with_noun(ringed, 'row', 'rows')} {TRIED}.")
    return " ".join(parts)


def citations(points: pd.DataFrame) -> list[str]:
    """Give each citation once, with the address of its DOI if there is one."""
    each = points[["citation", "doi"]].drop_duplicates()
    cited = zip(each["citation"], each["doi"], strict=True)
    texts = (" ".join(filter(None, [text, doi_address(doi)])) for text, doi in cited)
    return list(dict.fromkeys(filter(None, texts)))


def _added(points: pd.DataFrame) -> pd.Series:
    """Whether a share is supposed, from a count that has no odds."""
    responders = points["r_assessed"]
    is_none_or_all = (responders == 0) | (responders == points["n_assessed"])
    return points["imor"].notna() & is_none_or_all.fillna(False).astype(bool)


def _is_shared(points: pd.DataFrame, layout: FooterOf) -> pd.Series:
    """Whether another series of the same panel was seen at the month of each point."""
    if layout == "forest":
        return pd.Series(False, index=points.index)
    return points.duplicated(["months", *(["study"] if layout == "panels" else [])], keep=False)


def dots_title(shown: pd.DataFrame, month: float) -> str:
    """Name the figure of the series at a month."""
    return f"Share responding {when_text(shown, month)}{_of_all_enrolled(shown)}"


def differences_title(arms: pd.DataFrame, month: float) -> str:
    """Name the figure of the differences between arms at a month."""
    return f"How the arms differ {when_text(arms, month)}{_of_all_enrolled(arms)}"


def _of_all_enrolled(points: pd.DataFrame) -> str:
    rule = points["missing"].iloc[0]
    return "" if rule == AS_REPORTED else f", of all enrolled ({rule.lower()})"


def differences_footer(pairs: list[Pair], level: int) -> str:
    """Explain the marks that the figure of the differences uses."""
    drawn = [pair for pair in pairs if pair.has_interval]
    counted_arms = [pair.is_counted for pair in drawn]
    arms = [arm for pair in pairs for arm in (pair.first, pair.second)]
    tried = len({arm.row for arm in arms if arm.tried})
    joints = in_order({pair.first.unit for pair in drawn} - {"patients"})
    hollow = any(arm.hollow for arm in arms)
    rule = arms[0].missing if arms else AS_REPORTED
    is_supposed = any(pair.is_supposed for pair in pairs)
    said = {
        f"Counting {rule.lower()}, in both arms; the intervals take what is supposed as if it had "
        "been seen.": rule != AS_REPORTED and not is_supposed,
        f"Counting {rule.lower()}. {WHAT_IF_COUNTS}": is_supposed,
        f"Bounds, {EXTREMES}: {_bounds_of(pairs)}.": rule != AS_REPORTED,
        f"{level}% intervals: {IMOR_METHOD}.": is_supposed,
        f"{level}% intervals: Newcombe's hybrid score from counts.": any(counted_arms)
        and not is_supposed,
        f"{level}% intervals from published intervals where an arm has no count.": not all(
            counted_arms
        ),
        "No interval can be made here.": not drawn,
        **{f"{TOO_NARROW.format(unit)}.": True for unit in joints},
        "Hollow: a caution, or the number assessed assumed or not stated.": hollow,
        f"Ringed: {with_noun(tried, 'row', 'rows')} {TRIED}.": tried > 0,
    }
    told = [sentence for sentence, is_seen in said.items() if is_seen]
    marks = mark_footers(
        pd.DataFrame(
            [(arm.rate, arm.count, arm.is_assumed) for arm in arms],
            columns=["rate", "count", "is_assumed"],
        )
    )
    return with_meanings(["Risk differences, first arm less second.", *told, *marks])


def _bounds_of(pairs: list[Pair]) -> str:
    """The bounds of the pairs of a figure, which the same rule in both arms does not give."""
    number = Counter(pair.first.study for pair in pairs)
    names = (
        pair.first.study if number[pair.first.study] == 1 else pair_title(pair) for pair in pairs
    )
    spans = (bounds_span(pair.bounds, bounds_mark(pair)) for pair in pairs)
    return "; ".join(few(f"{name} {span}" for name, span in zip(names, spans, strict=True)))


def range_footer(points: pd.DataFrame) -> str:
    """Explain the range, and name the series that have none, with the reason."""
    drawn = points[points["rate"].notna()]
    lacking = drawn[drawn["least"].isna()]
    reasons: dict[str, list[str]] = {}
    for label, why in zip(lacking["label"], lacking["no_range"], strict=True):
        names = reasons.setdefault(why, [])
        if in_sentence(label) not in names:
            names.append(in_sentence(label))
    told = [f"No range for {listing(few(names))}: {why}." for why, names in reasons.items()]
    return " ".join([*([RANGE_FOOTER] if len(lacking) < len(drawn) else []), *told])


def view_words(view: View, look: CurveDisplay | None = None) -> list[str]:
    """Describe a view: its filters, unless they keep everything, and how its numbers are made.

    What its figure draws besides the curves is said too, if its look is given.
    """
    declared = settings_of(View)
    selected = [
        each.words(view)
        for each in declared
        if each.selects and getattr(view, each.field) != each.default
    ]
    rules = [each.words(view) for each in declared if not each.selects]
    drawn = [each.words(look) for each in settings_of(CurveDisplay)] if look else []
    return [*(selected or ["All rows"]), *filter(None, [*rules, *drawn])]
