"""Every series at one month: the visit nearest to it, or why there is none near enough."""

import numpy as np
import pandas as pd

from lib.views.estimates import each_point
from lib.views.phrases import listing, months_text


def visits(points: pd.DataFrame) -> dict[float, list[str]]:
    """List the months at which any series was seen, and the studies seen then, in order."""
    shown = points[points["rate"].notna()].sort_values("months", kind="stable")
    seen: dict[float, list[str]] = {}
    for month, study in zip(shown["months"].tolist(), shown["study"].tolist(), strict=True):
        if study not in seen.setdefault(month, []):
            seen[month].append(study)
    return seen


def at_month(points: pd.DataFrame, month: float, within: float) -> pd.DataFrame:
    """Take of each series the visit nearest to a month, the earlier one of two as near.

    Parameters
    ----------
    points
        The estimate frame with words.
    month, within
        Months since treatment, and how many months a visit may be away from it.

    Returns
    -------
    A row a series, the points' columns and `apart` (months from `month`, signed) and `absent`:
    why the series is not shown at this month, in words; blank if it is. Sorted by rate, the
    highest first; those not shown at the end, in the order of the file.
    """
    seen = points.assign(
        apart=points["months"] - month, absent="", distance=(points["months"] - month).abs()
    )
    seen["unknown"] = seen["rate"].isna()
    nearest = seen.sort_values(["unknown", "distance", "months"]).drop_duplicates("series")
    by_series = dict(iter(points.groupby("series")))
    absent = [
        _why_absent(by_series[visit.series], month) if far else ""
        for visit, far in zip(
            each_point(nearest), nearest["unknown"] | (nearest["distance"] > within), strict=True
        )
    ]
    nearest = nearest.assign(absent=absent).drop(columns=["distance", "unknown"])
    order = np.where(nearest["absent"] == "", -nearest["rate"].fillna(0), np.inf)
    return nearest.assign(order=order).sort_values(["order", "series"]).drop(columns="order")


def _why_absent(series: pd.DataFrame, month: float) -> str:
    """Say why a series has nothing near a month."""
    shown = series.loc[series["rate"].notna(), "months"]
    if shown.empty:
        return f"not shown by this rule, because {series['no_rate'].iloc[0]}"
    if shown.max() < month:
        return f"not followed so far: last seen at {months_text(shown.max())}"
    if shown.min() > month:
        return f"first seen later, at {months_text(shown.min())}"
    return f"not seen near then, but at {listing(f'{visit:g}' for visit in shown)} months"
