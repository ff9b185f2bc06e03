"""Published estimates with an interval but without counts, as logits that can join a pool."""

from typing import Any

import pandas as pd

from lib.analysis.estimates import PUBLISHED_LEVEL
from lib.analysis.points import each_point
from lib.stats.published_interval import from_interval
from lib.stats.refusal import Refusal
from lib.studies.schema import TIME_TO_EVENT

WHY_NOT = {
    None: "",
    Refusal.NO_INTERVAL: "no interval is published with the estimate, so its weight is not known",
    Refusal.NO_LOGIT: "an estimate of 0% or 100% without counts has no logit",
    Refusal.OUTSIDE: "the estimate does not lie inside its published interval",
    Refusal.LOPSIDED: (
        "the estimate lies too far from the middle of its published interval to tell how that was "
        "made"
    ),
    Refusal.TOO_SURE: "its published interval is narrower than its number of patients can give",
}


def with_published(visits: pd.DataFrame, is_asked: bool) -> pd.DataFrame:
    """Read the published interval of each visit without counts, if that is asked for.

    Parameters
    ----------
    visits
        Points of the estimate frame.

    Returns
    -------
    The visits with these columns added:

    `is_published`
        Whether a published estimate stands for the counts that are not known.
    `logit`, `se`, `effective_n`, `scale`
        Its logit, the standard error of that, of how many persons it would be, and the scale on
        which the interval was read: as `lib.stats.published_interval.Published`. nan and blank
        where there is none.
    `published_why_not`
        Why it cannot be used; blank where it can, and where counts are known.
    """
    is_count = visits["r"].notna() & visits["n"].notna() & (visits["estimate"] != TIME_TO_EVENT)
    is_published = ~is_count & is_asked & visits["rate"].notna()
    rows = [_read(point) for point in each_point(visits[is_published])]
    names = ("logit", "se", "effective_n", "scale", "published_why_not")
    read = pd.DataFrame(rows, index=visits.index[is_published], columns=list(names))
    numbers = read[list(names[:3])].astype(float).reindex(visits.index)
    texts = read[list(names[3:])].astype("str").reindex(visits.index, fill_value="")
    return visits.assign(is_published=is_published, **dict(numbers), **dict(texts))


def _read(point: Any) -> tuple[Any, ...]:
    share, persons = point.rate / 100, _persons(point)
    ends = point.ci_low_pct / 100, point.ci_high_pct / 100
    found = from_interval(share, ends, persons, PUBLISHED_LEVEL)
    se, effective = found.se, found.effective_n
    if persons is not None and not found.reason and effective > persons:
        # A little more, as rounding explains: no estimate is surer than a count of its patients.
        se, effective = (persons * share * (1 - share)) ** -0.5, persons
    return found.logit, se, effective, found.scale, WHY_NOT[found.reason]


def _persons(point: Any) -> float | None:
    """How many persons may stand behind an estimate: those who entered, if it follows them all."""
    numbers = [point.n_enrolled, point.n_assessed]
    if point.estimate != TIME_TO_EVENT:
        numbers.reverse()
    return next((float(number) for number in numbers if pd.notna(number)), None)
