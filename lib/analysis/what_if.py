"""The rule `WHAT_IF`: the odds of responding of the missing are a number times those assessed."""

from math import nan
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.points import floats
from lib.analysis.settings import WHAT_IF, View
from lib.arrays import Floats
from lib.stats.arm_contrast import Enrolment
from lib.stats.meta_analysis.imor_effects import StudyArms
from lib.stats.missing import ImorShare, imor_share


def imors(rows: pd.DataFrame, view: View) -> Floats:
    """Give the odds ratio of the missing of each row, with series; nan by every other rule.

    At the last visit of a series that of `imor_last` holds, else in a comparator that of
    `imor_comparator`, else `imor`; the first two if they are set.
    """
    if view.missing != WHAT_IF:
        return np.full(len(rows), nan)
    found = np.full(len(rows), view.imor)
    if view.imor_comparator is not None:
        found[(rows["role"] == "comparator").to_numpy(bool)] = view.imor_comparator
    if view.imor_last is not None:
        last = rows.groupby("series")["months"].transform("max")
        found[(rows["months"] == last).to_numpy(bool)] = view.imor_last
    return found


def supposed_shares(points: pd.DataFrame, level: int, imor: float | None = None) -> ImorShare:
    """Give the share of all enrolled at each point, by its own odds ratio or by one for all.

    Parameters
    ----------
    points
        With `r_assessed`, `n_assessed`, `n_enrolled` and `imor`; a point without an odds ratio is
        refused as one without counts.
    """
    counts = study_arms(points, imor)
    is_known = ~np.isnan(counts.imor)
    return imor_share(
        np.where(is_known, counts.responders, nan),
        counts.assessed,
        counts.enrolled - counts.assessed,
        np.where(is_known, counts.imor, 1.0),
        level=level,
    )


def study_arms(entries: pd.DataFrame, imor: float | None = None) -> StudyArms:
    """Give the counts of entries, or of points, before any rule for missing patients.

    Responders are not known where it is not known among how many. `imor` is the odds ratio of the
    missing in all of them; None for that which each has by the rule `WHAT_IF`.
    """
    responders, assessed, enrolled = (
        floats(entries[name]) for name in ("r_assessed", "n_assessed", "n_enrolled")
    )
    odds = floats(entries["imor"]) if imor is None else np.full(len(entries), imor)
    known = np.where(responders <= assessed, responders, nan)
    return StudyArms(known, assessed, enrolled, odds)


def are_supposed(points: pd.DataFrame) -> bool:
    """Whether the numbers of any point are made by an odds ratio of the missing."""
    return bool(points["imor"].notna().any())


def is_supposed(point: Any) -> bool:
    """Whether the numbers of a point are made by an odds ratio of the missing."""
    return bool(pd.notna(point.imor))


def enrolment(point: Any) -> Enrolment:
    """Give the counts of a point before any rule for missing patients."""
    known = (point.r_assessed, point.n_assessed, point.n_enrolled)
    return Enrolment(*(nan if pd.isna(number) else float(number) for number in known))
