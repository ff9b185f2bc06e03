"""Which studies qualify for a pool in each window of time, and why the others do not."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.estimates import NO_COUNT, SEVERAL
from lib.analysis.selection import NOT_STATED
from lib.analysis.settings import WINDOWS_MOST, Question
from lib.phrases import months_text
from lib.studies.schema import TIME_TO_EVENT

TOO_MANY = f"More than {WINDOWS_MOST} windows are asked for; shown are the first {WINDOWS_MOST}."
FEWEST = 3
"""Studies that a pool needs."""
JUDGED = (
    "outcome", "caution", "inside", "distance", "months", "nearer", "no_rate", "estimate", "unit",
    "count", "nearest", "r", "n",
)  # fmt: skip
"""The columns that decide whether a visit qualifies."""
NO_VISIT = "no visit in this window"


def candidates(points: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Decide for every series of a treatment and every window whether it qualifies.

    Parameters
    ----------
    points
        The estimate frame with words, of all rows.

    Returns
    -------
    A row for each window and series of the treatment: the columns of the series' visit nearest the
    centre (of any visit, where none counts in the window), `window` (its centre, in months),
    `inside` (whether that visit counts in the window), `unused` (other visits in the window, in
    words) and `why_not`: why it may not be pooled, blank if it may. Sorted by window, then by the
    order of the file.
    """
    arms = points[points["treatment"] == question.treatment]
    arms = arms.assign(nearer=_nearest(arms["months"], question.centres))
    judged = [_in_window(arms, centre, question) for centre in question.centres]
    return pd.concat(judged, ignore_index=True)


def outside(points: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Give the visits of a treatment that lie in no window; `points` as for `candidates`."""
    arms = points[points["treatment"] == question.treatment]
    nearest = _nearest(arms["months"], question.centres)
    return arms[(arms["months"] - nearest).abs() > question.width]


def _in_window(arms: pd.DataFrame, centre: float, question: Question) -> pd.DataFrame:
    visits = arms.assign(window=centre, distance=(arms["months"] - centre).abs())
    visits["inside"] = (visits["distance"] <= question.width) & (visits["nearer"] == centre)
    # Sorting all columns would take longer than everything else here.
    order = visits[["series", "inside", "distance", "months"]].sort_values(
        ["inside", "distance", "months"], ascending=[False, True, True]
    )
    nearest = order.drop_duplicates("series").sort_values("series", kind="stable")
    chosen = visits.loc[nearest.index]
    others = visits[visits["inside"] & ~visits["row"].isin(chosen["row"])]
    unused = {key: months_text(*part["months"]) for key, part in others.groupby("series")}
    judged = chosen.assign(
        unused=[unused.get(series, "") for series in chosen["series"]],
        why_not=_why_not(chosen, question),
    )
    return _one_a_study(judged).drop(columns=["distance", "nearer"])


def _nearest(months: pd.Series, centres: tuple[float, ...]) -> pd.Series:
    """The window that each visit is nearest to, the earlier one of two."""
    apart = np.abs(months.to_numpy(float)[:, None] - centres)
    return pd.Series(np.array(centres)[apart.argmin(axis=1)], months.index)


def _why_not(chosen: pd.DataFrame, question: Question) -> list[str]:
    return [_reason(visit, question) for visit in chosen[list(JUDGED)].to_dict("records")]


def _reason(visit: Mapping[Hashable, Any], question: Question) -> str:
    """The first reason why a series may not be pooled in a window; blank if there is none."""
    outcome, caution = visit["outcome"], visit["caution"]
    is_other = outcome != question.outcome and not question.same_outcomes
    reasons = {
        _elsewhere(visit, question): not visit["inside"],
        f"not counted by this rule for missing patients: {visit['no_rate']}": visit["no_rate"],
        "a time-to-event estimate is no count": visit["estimate"] == TIME_TO_EVENT,
        f"{visit['unit']} are counted, not patients": visit["unit"] != "patients",
        "what counted as a response is not stated": outcome == NOT_STATED,
        f"another definition of response: {outcome}": is_other,
        f"a caution stands with it: {caution}": caution and not question.with_cautions,
        f"no whole count gives the percentage: {visit['nearest']}": visit["count"] == NO_COUNT,
        "several whole counts print as this percentage": visit["count"] == SEVERAL,
        "how many responded of how many is not stated": pd.isna(visit["r"]) or pd.isna(visit["n"]),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _elsewhere(visit: Mapping[Hashable, Any], question: Question) -> str:
    """Why a visit does not count in a window: it lies too far off, or nearer to another."""
    if visit["distance"] > question.width:
        return NO_VISIT
    month, centre = months_text(visit["months"]), months_text(visit["nearer"])
    return f"its visit at {month} counts in the window of {centre}"


def _one_a_study(judged: pd.DataFrame) -> pd.DataFrame:
    """Use only the first series of a study that qualifies, so that no patient counts twice."""
    usable = judged["why_not"] == ""
    again = usable & judged[usable].duplicated("study").reindex(judged.index, fill_value=False)
    judged.loc[again, "why_not"] = "another series of this study is used"
    return judged
