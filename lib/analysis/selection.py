"""Typed rows -> the rows that a view selects, each with the number of its series."""

from dataclasses import replace

import pandas as pd

from lib.analysis.settings import View
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
    """Number the series and the studies in the order in which the file names them.

    Colours and markers follow these numbers, so that a study keeps its look
    in every selection. Blank treatments, designs and outcomes read `Not stated`.

    Returns
    -------
    The rows, sorted by series and month, with `series`, `study_order` and
    `treatment_order` (from 0), `label`, a text that names the series among all others, and
    `tried`: whether the row is among those of this name, which are not saved.
    """
    # An analyst's own column may be called `label` or `rate`: only the schema's go on.
    named = rows[[*(column.name for column in COLUMNS), "rate_decimals"]].assign(
        **{column: rows[column].replace("", NOT_STATED) for column in FILTERS.values()}
    )
    named["study_order"] = pd.factorize(named["study"])[0]
    named["treatment_order"] = pd.factorize(named["treatment"])[0]
    named["series"] = named.groupby(list(SERIES), sort=False, dropna=False).ngroup()
    named["label"] = _labels(named)
    named["tried"] = named.index.isin(tried)
    return named.sort_values(["series", "months"], kind="stable")


def _labels(named: pd.DataFrame) -> pd.Series:
    """Study, arm and unit, and what else differs between two series of one arm.

    A unit other than patients is always in the label.
    """
    first = named.drop_duplicates("series")
    label = first["study"] + " · " + first["arm"]
    label = label.where(first["unit"] == "patients", label + " · " + first["unit"])
    for column in ("outcome", "estimate", "cohort"):
        clash = label.duplicated(keep=False)
        if not clash.any():
            break
        varies = first.groupby(label)[column].transform("nunique") > 1
        extra = first[column].replace(TIME_TO_EVENT, "time to event")
        label = label.where(~(clash & varies) | (extra == ""), label + " · " + extra)
    return label.take(named["series"].to_numpy()).set_axis(named.index)


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
