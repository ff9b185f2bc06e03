"""Which studies qualify for a pool in each window of time, and why the others do not."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from lib.analysis.estimates import NO_COUNT, SEVERAL
from lib.analysis.pooling.published_estimates import with_published
from lib.analysis.pooling.question import WINDOWS_MOST, Question
from lib.analysis.pooling.study_entries import patients_of, reasons_by_study
from lib.analysis.selection import NOT_STATED
from lib.arrays import Floats, Mask
from lib.phrases import months_text
from lib.studies.schema import TIME_TO_EVENT

TOO_MANY = f"More than {WINDOWS_MOST} windows are asked for; shown are the first {WINDOWS_MOST}."
LOOKED_AT = (
    "series", "study", "arm", "label", "patients", "cohort", "treatment", "outcome", "caution",
    "months", "no_rate", "estimate", "unit", "count", "nearest", "r", "n", "is_published",
    "published_why_not", "imor",
)  # fmt: skip
"""The columns that decide whether a visit qualifies."""
FOUND = ("window", "inside", "unused", "why_not")
"""What is found out of a visit."""
NO_VISIT = "no visit in this window"
NO_TREATMENT = "the treatment is not stated"


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
    words), `patients` (as `patients_of` names them), what `with_published` adds, and `why_not`: why
    it may not be pooled, blank if it may. Of a study several series may be pooled: their counts are
    then added up. Sorted by window, then by the order of the file, on which nothing else depends.
    """
    arms = points.assign(patients=patients_of(points))
    arms = arms[arms["treatment"] == question.treatment]
    arms = with_published(arms, question.with_published)
    # To take rows of all columns takes long: windows are judged by few, and the rest taken once.
    visits = arms[list(LOOKED_AT)].assign(
        nearer=nearest_centre(arms["months"], question.centres), place=np.arange(len(arms))
    )
    judged = _judge(visits, question)
    chosen = arms.take(judged["place"].to_numpy()).reset_index(drop=True)
    return chosen.assign(**{name: judged[name].array for name in FOUND})


def outside(points: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Give the visits of a treatment that lie in no window; `points` as for `candidates`."""
    arms = points[points["treatment"] == question.treatment]
    nearest = nearest_centre(arms["months"], question.centres)
    is_outside = _distance(arms["months"], nearest) > question.width
    return arms[is_outside]


def _judge(visits: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The visit of each series in each window, window by window, with what `FOUND` names."""
    # A frame of many columns takes long to make: one is made for all windows.
    found = [_in_window(visits, centre, question.width) for centre in question.centres]
    places = np.concatenate([chosen for chosen, _, _ in found])
    centres = np.repeat(question.centres, [len(chosen) for chosen, _, _ in found])
    judged = visits.take(places).assign(
        window=centres,
        distance=_distance(visits["months"].to_numpy(float)[places], centres),
        inside=np.concatenate([inside for _, inside, _ in found]),
        unused=pd.array([text for _, _, texts in found for text in texts], dtype="str"),
    )
    judged["why_not"] = pd.array(_why_not(judged, question), dtype="str")
    size = len(judged) // len(found)
    windows = (judged.iloc[i * size : (i + 1) * size] for i in range(len(found)))
    reasons = [reason for window in windows for reason in reasons_by_study(window, question)]
    return judged.assign(why_not=pd.array(reasons, dtype="str"))


def _in_window(
    visits: pd.DataFrame, centre: float, width: float
) -> tuple[NDArray[np.int64], Mask, list[str]]:
    """Of each series the place of its visit, whether that is inside, and its others in words."""
    months, series = visits["months"].to_numpy(float), visits["series"].to_numpy()
    distance = _distance(months, centre)
    inside = (distance <= width) & (visits["nearer"] == centre).to_numpy()
    nearest_first = np.lexsort((months, distance, ~inside))
    _, first = np.unique(series[nearest_first], return_index=True)
    chosen = nearest_first[first]
    others = np.delete(np.arange(len(visits)), chosen)
    others = others[inside[others]]
    unused = _months_by_series(series[others].tolist(), months[others].tolist())
    return chosen, inside[chosen], [unused.get(key, "") for key in series[chosen].tolist()]


def _months_by_series(series: list[int], months: list[float]) -> dict[int, str]:
    """When the visits of each series were, in words."""
    of_series: dict[int, list[float]] = {}
    for key, month in zip(series, months, strict=True):
        of_series.setdefault(key, []).append(month)
    return {key: months_text(*sorted(of_one)) for key, of_one in of_series.items()}


def _distance(months: ArrayLike, centre: ArrayLike) -> Floats:
    """How many months apart; what differs by rounding only is equally far."""
    apart: Floats = np.abs(np.subtract(months, centre, dtype=float)).round(9)
    return apart


def nearest_centre(months: pd.Series, centres: tuple[float, ...]) -> pd.Series:
    """Give the window that each visit is nearest to, the earlier one of two."""
    apart = _distance(months.to_numpy(float)[:, None], np.array(centres))
    return pd.Series(np.array(centres)[apart.argmin(axis=1)], months.index)


def _why_not(chosen: pd.DataFrame, question: Question) -> list[str]:
    return [_reason(visit, question) for visit in chosen.to_dict("records")]


def _reason(visit: Mapping[Hashable, Any], question: Question) -> str:
    """The first reason why a series may not be pooled in a window; blank if there is none."""
    if visit["treatment"] == NOT_STATED:
        return NO_TREATMENT
    if not visit["inside"]:
        return _elsewhere(visit, question)
    outcome = None if question.same_outcomes else question.outcome
    is_counted = not visit["is_published"]
    said = why_visit_is_out(visit, outcome, question.with_cautions, is_counted)
    return said or str(visit["published_why_not"])


def why_visit_is_out(
    visit: Mapping[Hashable, Any], outcome: str | None, with_cautions: bool, is_counted: bool = True
) -> str:
    """Give the first reason why what a visit counted may not be pooled; blank if there is none.

    Parameters
    ----------
    visit
        A point of the estimate frame, by its columns.
    outcome
        The definition of response that is pooled; None where any that is stated will do.
    with_cautions
        Whether the reader includes rows with a caution.
    is_counted
        Whether it takes part by its counts; else by a published estimate.
    """
    is_other = outcome is not None and visit["outcome"] != outcome
    is_unknown = pd.isna(visit["r"]) or pd.isna(visit["n"])
    reasons = {
        f"not counted by this rule for missing patients: {visit['no_rate']}": visit["no_rate"],
        "a time-to-event estimate is no count": (is_counted and visit["estimate"] == TIME_TO_EVENT),
        f"{visit['unit']} are counted, not patients": visit["unit"] != "patients",
        "what counted as a response is not stated": visit["outcome"] == NOT_STATED,
        f"another definition of response: {visit['outcome']}": is_other,
        f"a caution stands with it: {visit['caution']}": visit["caution"] and not with_cautions,
        f"no whole count gives the percentage: {visit['nearest']}": (
            is_counted and visit["count"] == NO_COUNT
        ),
        "several whole counts print as this percentage": (is_counted and visit["count"] == SEVERAL),
        "how many responded of how many is not stated": is_counted and is_unknown,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _elsewhere(visit: Mapping[Hashable, Any], question: Question) -> str:
    """Why a visit does not count in a window: it lies too far off, or nearer to another."""
    if visit["distance"] > question.width:
        return NO_VISIT
    month, centre = months_text(visit["months"]), months_text(visit["nearer"])
    return f"its visit at {month} counts in the window of {centre}"
