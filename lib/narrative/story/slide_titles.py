"""The words on a slide: a finding as its title, and what it rests on in a line or two."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from lib.analysis.series_change import (
    DEPENDS,
    FELL,
    ROSE,
    SeriesChange,
    countable,
    series_changes,
)
from lib.analysis.settings import AS_REPORTED
from lib.narrative.caveats import incomparable_in_short
from lib.narrative.headline import KnownChanges, changes_of, doubt, finding_of_one
from lib.narrative.numbers.change_text import interval_sentence, not_seen_facts
from lib.narrative.numbers.count_text import ON_ASSUMED
from lib.narrative.numbers.retention_text import retention_of_one
from lib.phrases import capital, in_sentence, months_text, with_noun

MOST_WORDS = 9
"""The most words of the title of a slide."""
NOT_COMPARED = "Not to be compared"
UNSURE = "no change counts as fall or rise"
NOT_SURE = "Whether response lasts depends on missing patients"


def slide_finding(points: pd.DataFrame, level: int = 95, changes: KnownChanges = None) -> str:
    """Answer 'does the response last?' in at most `MOST_WORDS` words; as `headline` is asked."""
    seen = points.loc[points["rate"].notna()]
    if seen.empty:
        return "No point can be shown by this rule"
    every = changes_of(points, level, changes)
    if seen["study"].nunique() == 1:
        return _of_study(seen, every)
    counted = countable(every)
    if not every:
        return "No follow-up: every curve was seen once"
    if not counted:
        return "No change here counts as fall or rise"
    return _one_way_in_short(counted[0]) if len(counted) == 1 else _ways_in_short(counted)


def _of_study(points: pd.DataFrame, followed: Sequence[SeriesChange]) -> str:
    """Name the one study, and say from what to what it went; none is chosen of several series."""
    study = str(points["study"].iloc[0])
    if not followed:
        return _seen_once(study, points)
    if len(followed) > 1:
        # Those told apart are told in the line under the title.
        counted = countable(followed)
        return fit_words(f"{study}:", *(_numbers_of_ways(counted) if counted else [UNSURE]))
    (change,) = followed
    if change.way == DEPENDS:
        return fit_words(f"{study}:", "fell or rose, depending on missing patients")
    label = in_sentence(change.label)
    name = label if len(label.split()) <= MOST_WORDS - 6 else study
    return fit_words(f"{name}:", _from_to(change))


def _from_to(change: SeriesChange) -> str:
    return f"{change.first.rate_text} to {change.last.rate_text} by month {change.last.months:g}"


def _seen_once(study: str, points: pd.DataFrame) -> str:
    months = sorted(points["months"].unique())
    if not is_seen_once(points):
        number = with_noun(points["series"].nunique(), "curve")
        return fit_words(f"{study}:", f"{number}, each at one visit")
    return fit_words(study, f"at {months_text(*months)}: {' and '.join(points['rate_text'])}")


def is_seen_once(points: pd.DataFrame) -> bool:
    """Whether all there is are one or two shares of one study at one month."""
    seen = points[points["rate"].notna()]
    return 0 < len(seen) <= 2 and seen["study"].nunique() == seen["months"].nunique() == 1


def fit_words(name: str, *rests: str) -> str:
    """Write a title of at most `MOST_WORDS` words: a shorter way to go on first, then less name."""
    words = name.removesuffix(":").split()
    rest = next((way for way in rests if len(words) + len(way.split()) <= MOST_WORDS), rests[-1])
    room = max(1, MOST_WORDS - len(rest.split()))
    end = ":" if name.endswith(":") else ""
    cut = f"{' '.join(words[:room])}…{end}" if len(words) > room else name
    return f"{cut} {rest}"


def _one_way_in_short(change: SeriesChange) -> str:
    return NOT_SURE if change.way == DEPENDS else finding_of_one(change)


def _ways_in_short(counted: Sequence[SeriesChange]) -> str:
    ways = Counter(change.way for change in counted)
    if ways[DEPENDS] == len(counted):
        return NOT_SURE
    return capital(_numbers_of_ways(counted)[0])


def page_finding(points: pd.DataFrame, first: int, level: int = 95) -> str:
    """Answer it for the studies of a page of panels, the first of which is the study so many."""
    last = first + points["study"].nunique() - 1
    if first == last:
        return slide_finding(points, level)
    every = series_changes(points, level)
    ways = Counter(change.way for change in countable(every))
    rose = f", {ways[ROSE]} rose" if ways[ROSE] else ""
    told = f"{ways[FELL]} of {with_noun(ways.total(), 'curve')} fell{rose}"
    none = UNSURE if every else "every curve was seen once"
    return f"Studies {first}\N{EN DASH}{last}: {told if ways else none}"


def _numbers_of_ways(counted: Sequence[SeriesChange]) -> list[str]:
    """Say in how many series the response fell, and rose, in at most 9 words and in fewer."""
    ways, every = Counter(change.way for change in counted), len(counted)
    fell = f"{ways[FELL]} of {every}"
    if ways[ROSE]:
        rose = ways[ROSE]
        return [f"response fell in {fell}, rose in {rose}", f"{fell} fell, {rose} rose"]
    return [f"response fell in {fell} curves", f"{fell} curves fell"]


def slide_doubts(points: pd.DataFrame, level: int = 95, changes: KnownChanges = None) -> list[str]:
    """Say under the title of a slide what it rests on, and what may not be compared, a line each.

    Nothing where there is nothing to say; as `headline` is asked.
    """
    rule = points["missing"].iloc[0] if len(points) else AS_REPORTED
    counting = "" if rule == AS_REPORTED else f"Counting {rule.lower()}."
    rests = " ".join(filter(None, [counting, _rests_on(points, level, changes)]))
    return [*filter(None, [rests]), *mixed_line(points)]


def mixed_line(points: pd.DataFrame) -> list[str]:
    """Say in a line what may not be compared; nothing where all may."""
    mixed = "; ".join(incomparable_in_short(points))
    return [f"{NOT_COMPARED}: {mixed}."] if mixed else []


def _rests_on(points: pd.DataFrame, level: int, changes: KnownChanges) -> str:
    """Say all of one series; of several as `doubt` does."""
    every = changes_of(points, level, changes)
    if len(every) != 1 or points["study"].nunique() > 1:
        return doubt(points, level, every)
    (change,) = every
    facts = [
        *not_seen_facts(change),
        *([ON_ASSUMED] if change.is_assumed else []),
        *change.left_out,
    ]
    told = f"{capital('; '.join(facts))}." if facts else ""
    counted = [] if change.left_out else every
    said = [told, interval_sentence(counted, level), retention_of_one(counted)]
    return " ".join(filter(None, said))
