"""Each series at one month: its nearest visit, or why none is near enough."""

import numpy as np
import pandas as pd

from lib.phrases import listing, months_text


def visits(points: pd.DataFrame) -> dict[float, list[str]]:
    """List the months with a visit in any series, and the studies seen at each, in order."""
    shown = points[points["rate"].notna()].sort_values("months", kind="stable")
    seen: dict[float, list[str]] = {}
    for month, study in zip(shown["months"].tolist(), shown["study"].tolist(), strict=True):
        if study not in seen.setdefault(month, []):
            seen[month].append(study)
    return seen


def at_month(points: pd.DataFrame, month: float, within: float) -> pd.DataFrame:
    """Choose the visit of each series that is nearest to a month; of two as near, the earlier.

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
    known = _known_months(points)
    whys = points.drop_duplicates("series").set_index("series")["no_rate"].to_dict()
    far = nearest["unknown"] | (nearest["distance"] > within)
    absent = [
        _why_absent(known.get(number, []), whys[number], month) if is_far else ""
        for number, is_far in zip(nearest["series"].tolist(), far.tolist(), strict=True)
    ]
    nearest = nearest.assign(absent=absent).drop(columns=["distance", "unknown"])
    order = np.where(nearest["absent"] == "", -nearest["rate"].fillna(0), np.inf)
    return nearest.assign(order=order).sort_values(["order", "series"]).drop(columns="order")


def _known_months(points: pd.DataFrame) -> dict[int, list[float]]:
    """The months at which each series has a number; a series without any is left out."""
    shown = points[points["rate"].notna()]
    known: dict[int, list[float]] = {}
    for number, month in zip(shown["series"].tolist(), shown["months"].tolist(), strict=True):
        known.setdefault(number, []).append(month)
    return known


def _why_absent(known: list[float], no_rate: str, month: float) -> str:
    """Say why a series has nothing near a month."""
    if not known:
        return f"not shown by this rule, because {no_rate}"
    if max(known) < month:
        return f"not followed so far: last seen at {months_text(max(known))}"
    if min(known) > month:
        return f"first seen later, at {months_text(min(known))}"
    return f"not seen near then, but at {listing(f'{visit:g}' for visit in known)} months"
