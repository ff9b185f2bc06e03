"""Typed rows -> the rows that a view selects, each with the number of its series."""

from dataclasses import replace

import numpy as np
import pandas as pd

from lib.analysis.settings import AS_FITS, BY_STUDY, BY_TREATMENT, View
from lib.studies.encoded import Codes, together
from lib.studies.schema import COLUMNS, SERIES, TIME_TO_EVENT

NOT_STATED = "Not stated"
FILTERS = {
    "studies": "study",
    "treatments": "treatment",
    "designs": "design",
    "outcomes": "outcome",
}
"""The view's filters and the column each one reads."""


def with_series(rows: pd.DataFrame, tried: frozenset[int] = frozenset()) -> pd.DataFrame:
    """Number the series, studies and treatments in the order in which the file names them.

    Colours and markers follow these numbers alone: they are the same in every selection and on
    every page, and rows that come at the end of the file change none of those before. Blank
    treatments, designs and outcomes read `Not stated`.

    Parameters
    ----------
    rows
        All rows of the file, in its order.
    tried
        The rows, by their index, that are not saved.

    Returns
    -------
    The rows, sorted by series and month, with (from 0) `series`, `study_order`, `treatment_order`
    (-1 where it is not stated), `study_in_treatment` (the place of the study among those of the
    treatment) and `series_in_study`; with `label`, a text that names the series among all others;
    and with `tried`, whether the row is among those.
    """
    # An analyst's own column may be called `label` or `rate`: only the schema's go on.
    named = rows[[*(column.name for column in COLUMNS), "rate_decimals"]].assign(
        **{column: rows[column].replace("", NOT_STATED) for column in FILTERS.values()}
    )
    treatment, names = pd.factorize(named["treatment"])
    codes = [pd.factorize(named[column])[0] for column in SERIES]
    study = codes[SERIES.index("study")]
    series = together(codes)
    named = named.assign(
        study_order=study,
        treatment_order=_stated_only(treatment, names),
        study_in_treatment=_places(treatment, together([treatment, study])),
        series_in_study=_places(study, series),
        series=series,
        label=_labels(named, series),
        tried=named.index.isin(tried),
    )
    return named.sort_values(["series", "months"], kind="stable")


def _stated_only(codes: Codes, names: pd.Index) -> Codes:
    """Number the names by first appearance; where none is stated, -1, which counts for nothing."""
    (blanks,) = np.nonzero(names == NOT_STATED)
    if not blanks.size:
        return codes
    blank = blanks[0]
    return np.where(codes == blank, -1, codes - (codes > blank))


def _places(groups: Codes, members: Codes) -> Codes:
    """Number the members of each group by first appearance; each is of one group."""
    _, first = np.unique(members, return_index=True)
    group = groups[first]
    order = np.argsort(group, kind="stable")
    in_order = group[order]
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order)) - np.searchsorted(in_order, in_order)
    return place[members]


def colour_key(rows: pd.DataFrame, asked: str = AS_FITS) -> str:
    """Say what colour stands for: what a reader asks for, else what tells most apart.

    Parameters
    ----------
    rows
        All rows, as `with_series` returns them: not those of a selection.
    asked
        `BY_STUDY`, `BY_TREATMENT` or `AS_FITS`.

    Returns
    -------
    `BY_TREATMENT` where two or more are stated, else `BY_STUDY`.
    """
    if asked != AS_FITS:
        return asked
    return BY_TREATMENT if (rows["treatment_order"] > 0).any() else BY_STUDY


def _labels(named: pd.DataFrame, series: Codes) -> pd.Series:
    """Study, arm and unit, and what else differs between two series of one arm.

    A unit other than patients is always in the label.
    """
    first = named[list(SERIES)].take(np.unique(series, return_index=True)[1])
    label = first["study"] + " · " + first["arm"]
    label = label.where(first["unit"] == "patients", label + " · " + first["unit"])
    for column in ("outcome", "estimate", "cohort"):
        clash = label.duplicated(keep=False)
        if not clash.any():
            break
        varies = first.groupby(label)[column].transform("nunique") > 1
        extra = first[column].replace(TIME_TO_EVENT, "time to event")
        label = label.where(~(clash & varies) | (extra == ""), label + " · " + extra)
    return label.take(series).set_axis(named.index)


def choose(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Keep the rows that pass every filter of the view."""
    keep = pd.Series(True, index=rows.index)
    for name, column in FILTERS.items():
        if wanted := getattr(view, name):
            keep &= rows[column].isin(wanted)
    if view.months is not None:
        keep &= rows["months"].between(*view.months)
    return rows[keep]


def unfiltered(view: View) -> View:
    """Give the view without its filters: the rules by which numbers are made."""
    return replace(view, studies=(), treatments=(), designs=(), outcomes=(), months=None)


def options(rows: pd.DataFrame) -> dict[str, list[str]]:
    """List what each filter can choose from, in the order of the file."""
    return {name: rows[column].unique().tolist() for name, column in FILTERS.items()}
