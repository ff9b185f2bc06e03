"""The estimate frame in plain words: the texts beside a point, and the sentences over a figure."""

from typing import Any

import pandas as pd

from lib.analysis.estimates import (
    NO_DENOMINATOR,
    NOT_A_COUNT,
    NOT_STATED,
    PUBLISHED,
    each_point,
    each_series,
)
from lib.analysis.settings import AS_REPORTED, NON_RESPONDERS, RESPONDERS
from lib.narrative.numbers.count_text import (
    ABSENT,
    count_text,
    denominator_text,
    of_text,
    responders_text,
)
from lib.phrases import in_sentence, listing, months_text, percent_text, with_noun

MOST_SENTENCES = 6
MOST_SIZED = 3
TRIED = "tried in this session, not saved"
SUPPOSED = {
    AS_REPORTED: ("", "responded"),
    NON_RESPONDERS: ("if those not assessed did not respond, ", "would have responded"),
    RESPONDERS: ("if those not assessed responded, ", "would have responded"),
}
"""How a sentence says that its numbers follow a rule for missing patients."""


def with_words(points: pd.DataFrame) -> pd.DataFrame:
    """Add the short texts a figure and a table print beside each point.

    Returns
    -------
    The points with `rate_text` (`79%`, with the decimals as printed), `count_text` (as
    `numbers.count_text` writes it), `interval_text` (`56.7 to 91.5%`), and `hollow`: whether the
    marker must be hollow (number assessed assumed or not stated, or a caution).
    """
    return points.assign(
        rate_text=[_rate_text(point) for point in each_point(points)],
        count_text=[count_text(point) for point in each_point(points)],
        interval_text=[
            "" if pd.isna(low) else f"{low:.1f} to {high:.1f}%"
            for low, high in zip(points["low"], points["high"], strict=True)
        ],
        hollow=(
            (points["n_is"] == NOT_STATED) | points["is_assumed"] | (points["caution"] != "")
        ).astype(bool),
    )


def _rate_text(point: Any) -> str:
    if pd.isna(point.rate):
        return ABSENT
    is_printed = point.rate == point.rate_pct and pd.notna(point.rate_decimals)
    return percent_text(point.rate, point.rate_decimals if is_printed else 1)


def headline(points: pd.DataFrame) -> str:
    """Answer 'does the response last?' for all series shown, in one sentence without averaging.

    A second one says how many of the points are not saved.
    """
    return _answer(points) + _trial_points(points)


def _trial_points(points: pd.DataFrame) -> str:
    number = int(points["tried"].sum())
    are = with_noun(number, "point shown is", "points shown are")
    return f" {are} {TRIED}." if number else ""


def _answer(points: pd.DataFrame) -> str:
    shown = points[points["rate"].notna()]
    if shown.empty:
        return "No point can be shown by this rule for missing patients."
    ends = zip(
        each_point(shown.drop_duplicates("series")),
        each_point(shown.drop_duplicates("series", keep="last")),
        strict=True,
    )
    pairs = list(ends)
    followed = [(first, last) for first, last in pairs if first.months != last.months]
    if not followed:
        return (
            f"{with_noun(len(pairs), 'series has', 'series have')} one visit only: "
            "nothing here shows whether the response lasts."
        )
    single = len(pairs) - len(followed)
    rest = f" {with_noun(single, 'more series has', 'more series have')} one visit only."
    cautioned = set(shown.loc[shown["caution"] != "", "series"])
    return f"{_tally(followed)}{_sizes(followed, cautioned)}.{rest if single else ''}"


def _tally(followed: list[tuple[Any, Any]]) -> str:
    ways = [_change(first, last) for first, last in followed]
    told = listing(
        f"{way} in {ways.count(way)} of {len(ways)}"
        for way in ("fell", "was unchanged", "rose")
        if way in ways
    )
    missing = followed[0][0].missing
    supposed = "" if missing == AS_REPORTED else f", counting {missing.lower()},"
    return f"From the first to the last visit the share responding{supposed} {told} series"


def _sizes(followed: list[tuple[Any, Any]], cautioned: set[int]) -> str:
    """Say from what to what share, if series are few; else how many have a caution."""
    if len(followed) > MOST_SIZED:
        number = sum(first.series in cautioned for first, _ in followed)
        return f" ({number} of them with a caution)" if number else ""
    sizes = (
        f"{in_sentence(first.label)} {first.rate_text} to {last.rate_text} "
        f"({first.months:g} to {last.months:g} months"
        f"{', with a caution' if first.series in cautioned else ''})"
        for first, last in followed
    )
    return f": {'; '.join(sizes)}"


def _change(first: Any, last: Any) -> str:
    """Say whether the last share differs from the first, by counts if they are known.

    Printed percentages are rounded: they are compared at the decimals that both have.
    """
    if not pd.isna([first.r, first.n, last.r, last.n]).any():
        difference = last.r * first.n - first.r * last.n
    else:
        decimals = int(min(first.rate_decimals, last.rate_decimals))
        difference = round(last.rate, decimals) - round(first.rate, decimals)
    return "fell" if difference < 0 else "rose" if difference > 0 else "was unchanged"


def sentences(points: pd.DataFrame, most: int = MOST_SENTENCES) -> list[str]:
    """Describe each series in a sentence; with more than `most`, say where their numbers are."""
    number = points["series"].nunique()
    if number > most:
        return [
            "Focus on a study to read its numbers here, or choose a panel per study under Look; "
            f"all {number} series are in the table."
        ]
    return [series_sentence(series) for _, series in each_series(points)]


def series_sentence(series: pd.DataFrame) -> str:
    """Describe one series: its share and count at each visit, and the last interval."""
    shown = series[series["rate"].notna()]
    label = in_sentence(series["label"].iloc[0])
    if shown.empty:
        return f"{label}: not shown by this rule, because {series['no_rate'].iloc[0]}."
    shared = _shared_reason(shown)
    before, verb = SUPPOSED[shown["missing"].iloc[0]]
    visits = listing(
        f"{point.rate_text}{'' if shared else _of(point)}{f' {verb}' if i == 0 else ''}"
        f" at {months_text(point.months) if i == 0 else f'{point.months:g}'}"
        for i, point in enumerate(each_point(shown))
    )
    caution = " Caution: see below." if (series["caution"] != "").any() else ""
    told = f"{label}: {before}{visits}{shared}; {_last_interval(shown, bool(shared))}.{caution}"
    tried = shown.loc[shown["tried"], "months"]
    return f"{told} At {months_text(*tried)}: {TRIED}." if len(tried) else told


def _shared_reason(shown: pd.DataFrame) -> str:
    """Give the reason why no visit has a count, if it is the same for all."""
    alike = shown["count"].nunique() == 1 and shown[["r", "n"]].isna().to_numpy().all()
    return f" ({shown['count'].iloc[0]})" if alike else ""


def _of(point: Any) -> str:
    if pd.notna(point.r) and pd.notna(point.n):
        return f" ({of_text(point)})"
    if pd.notna(point.r):
        return f" ({responders_text(point)}, of how many is not stated)"
    if pd.notna(point.n):
        return f" (of {denominator_text(point)}; {point.count})"
    return f" ({point.count})"


def _last_interval(shown: pd.DataFrame, is_explained: bool) -> str:
    last = shown.iloc[-1]
    at = "" if len(shown) == 1 else f" at {months_text(last['months'])}"
    if last["interval_method"]:
        name = interval_name(last["interval_method"])
        return f"{last['interval_level']}% interval{at} {last['interval_text']} ({name})"
    if is_explained and last["count"] in (NO_DENOMINATOR, NOT_A_COUNT):
        return "no interval"
    return f"no interval{at}, because {last['no_interval']}"


def interval_name(method: str) -> str:
    """Name an interval's method within a sentence."""
    return "as published" if method == PUBLISHED else method
