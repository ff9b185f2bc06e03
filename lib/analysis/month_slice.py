"""Each series at one month: its nearest visit, or why none is near enough."""

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.settings import BY_SHARE, BY_STUDY
from lib.phrases import listing, months_text, name_key
from lib.studies.schema import LABELS, SERIES

_DECIMALS = 9
"""Of a distance in months: 4.4 and 3.4 are 1 apart, not 4e-16 more."""

_SHOWN, _LOST, _FAR = 0, 1, 2
"""A visit near enough with a number, one without, and none near enough."""

Arm = tuple[str, str]
"""The labels of a study and of an arm."""


def visits(points: pd.DataFrame) -> dict[float, list[str]]:
    """List the months with a visit in any series, and the studies seen at each, in order."""
    read = points[["rate", "months", *SERIES]]
    shown = read[read["rate"].notna()].drop_duplicates(["study", "months"])
    shown = _in_fixed_order(shown, points).sort_values("months", kind="stable")
    seen: dict[float, list[str]] = {}
    for month, study in zip(shown["months"].tolist(), shown["study"].tolist(), strict=True):
        seen.setdefault(month, []).append(study)
    return seen


def at_month(
    points: pd.DataFrame, month: float, within: float, order: str = BY_STUDY
) -> pd.DataFrame:
    """Choose the visit of each series that is nearest to a month; of two as near, the earlier.

    Parameters
    ----------
    points
        The estimate frame with words.
    month, within
        Months since treatment, and how many months a visit may be away from it.
    order
        `BY_STUDY` sorts by year (unknown last), study and arm. `BY_SHARE` sorts by rate, the
        highest first, with the rows with a caution after all others.

    Returns
    -------
    A row a series, the points' columns and these. Series not shown at this month come at the end,
    by study. The order of the rows of the file makes no difference.

    `apart`
        Months from `month`, signed.
    `absent`
        Why the series is not shown at this month, in words; blank if it is.
    `by_rule`
        Whether it has a visit near enough, but no number by the rule for missing patients.
    `place`
        Its place by study, from 0, whatever the order asked for.
    `patients_of`
        Labels of the arms whose patients are, or may be, in its arm: the arm itself, those that
        `same_patients_as` names on any of its rows, and those that these name.
    """
    distance = (points["months"] - month).abs().round(_DECIMALS)
    is_near, is_known = distance <= within, points["rate"].notna()
    found = np.select([is_near & is_known, is_near], [_SHOWN, _LOST], _FAR)
    # Sorted without the texts, which take far longer to move.
    by_distance = np.lexsort([points["months"].to_numpy(float), distance.to_numpy(float), found])
    _, first = np.unique(points["series"].to_numpy()[by_distance], return_index=True)
    places = by_distance[first]
    nearest = points.take(places).assign(found=found[places])
    nearest = _in_fixed_order(nearest.assign(apart=nearest["months"] - month), points)
    is_far = points["series"].isin(nearest.loc[nearest["found"] == _FAR, "series"])
    visited, named = _months_visited(points[is_far]), arms_named(points)
    columns = ["series", "found", "no_rate"]
    told = nearest.assign(
        absent=[
            _why_absent(visited.get(number, []), month, found, no_rate)
            for number, found, no_rate in _rows(nearest[columns])
        ],
        by_rule=nearest["found"] == _LOST,
        place=range(len(nearest)),
        patients_of=pd.Series(
            [patients_of(study, arm, named) for study, arm in _rows(nearest[[*LABELS]])],
            nearest.index,
            object,
        ),
    )
    return told.iloc[_places(told, order)].drop(columns="found")


def _rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Go through a frame row by row; `itertuples` takes several times as long for texts."""
    return zip(*(frame[column].tolist() for column in frame), strict=True)


def _months_visited(points: pd.DataFrame) -> dict[int, list[float]]:
    """The months of each series in order."""
    months: dict[int, list[float]] = {}
    for number, month in _rows(points[["series", "months"]]):
        months.setdefault(number, []).append(month)
    return months


def _places(told: pd.DataFrame, order: str) -> np.ndarray:
    """Put what is shown first, and that in the order asked for; what is equal keeps its order."""
    is_absent = (told["absent"] != "").to_numpy()
    if order != BY_SHARE:
        return np.lexsort([is_absent])
    is_doubtful = (told["caution"] != "").to_numpy() & ~is_absent
    return np.lexsort([np.where(is_absent, 0, -told["rate"]), is_doubtful, is_absent])


def _in_fixed_order(some: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Sort by the year of the study, unknown last, by study, arm and what else a series has."""
    years = points.groupby("study")["year"].min().astype("Float64").fillna(inf)
    ranks = [_ranks(some[column]) for column in SERIES]
    return some.iloc[np.lexsort([*reversed(ranks), some["study"].map(years).to_numpy(float)])]


def _ranks(column: pd.Series) -> np.ndarray:
    codes, texts = pd.factorize(column)
    keys = [name_key(text) for text in texts.tolist()]
    ranks = np.empty(len(keys), int)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = range(len(keys))
    return ranks[codes]


def arms_named(points: pd.DataFrame) -> dict[Arm, set[str]]:
    """The arms that each arm says that it shares patients with, on any of its rows."""
    named: dict[Arm, set[str]] = {}
    stated = points[points["same_patients_as"] != ""]
    for study, arm, other in _rows(stated[[*LABELS, "same_patients_as"]]):
        named.setdefault((study, arm), set()).add(other)
    return named


def patients_of(study: str, arm: str, named: Mapping[Arm, set[str]]) -> tuple[str, ...]:
    """Follow the arms named, from arm to arm."""
    found, waiting = {arm}, [arm]
    while waiting:
        new = named.get((study, waiting.pop()), set()) - found
        found |= new
        waiting += new
    return tuple(sorted(found))


def _why_absent(visited: Sequence[float], month: float, found: int, no_rate: str) -> str:
    """Say why a series has nothing near a month; blank if it has."""
    if found == _SHOWN:
        return ""
    if found == _LOST:
        return f"not shown by this rule, because {no_rate}"
    if max(visited) < month:
        return f"last visit in the file at {months_text(max(visited))}"
    if min(visited) > month:
        return f"first visit in the file at {months_text(min(visited))}"
    return f"no visit near then, but at {listing(f'{visit:g}' for visit in visited)} months"
