"""Labels that are written once for several rows: merged cells, and blanks below a label."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.studies.headers.header_meaning import header_meaning
from lib.studies.reading.grid import Merge

_STUDY = ("study", "author")
_LABELS = ("arm", "treatment", "months", "visit", "outcome", "strata")
_OF_STUDY = ("year", "design", "outcome", "citation", "doi", "randomised", "unit")


def fill_merged(
    cells: pd.DataFrame, merged: Sequence[Merge]
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Write the text of merged cells into each of their rows; and count what was filled."""
    counts: dict[str, int] = {}
    tall = [each for each in merged if each.last_row > each.first_row]
    if not tall:
        return cells, counts
    frame = cells.copy()
    names = [str(name) for name in frame.columns]
    for merge in tall:
        rows = frame.index[(frame.index >= merge.first_row) & (frame.index <= merge.last_row)]
        if len(rows) < 2 or merge.first_column >= len(names) or rows[0] != merge.first_row:
            continue
        name = names[merge.first_column]
        text = str(frame[name].loc[rows[0]])
        frame[name] = frame[name].where(~frame.index.isin(rows), text)
        counts[name] = counts.get(name, 0) + len(rows) - 1
    return frame, counts


def fill_down(cells: pd.DataFrame, wanted: bool | None) -> tuple[pd.DataFrame, dict[str, int]]:
    """Write a label into the blank cells below it, where a table names it once.

    The study (or its author) is filled first; an arm, a time or what is said of a study only where
    the study is still the same.
    """
    counts: dict[str, int] = {}
    if wanted is False or not len(cells):
        return cells, counts
    frame = cells
    meanings = {str(name): header_meaning(str(name)).column for name in cells.columns}
    studies = [name for name, means in meanings.items() if means in _STUDY]
    for name in studies:
        frame = _filled_down(frame, name, None, counts)
    same = _same_as_above(frame, studies)
    named_once = any(name in counts for name in studies)
    for name, means in meanings.items():
        if means in _LABELS or (named_once and means in _OF_STUDY):
            frame = _filled_down(frame, name, same, counts)
    return frame, counts


def _same_as_above(cells: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    same = pd.Series(True, cells.index)
    for name in names:
        same &= cells[name] == cells[name].shift()
    return same


def _filled_down(
    cells: pd.DataFrame, name: str, same: pd.Series | None, counts: dict[str, int]
) -> pd.DataFrame:
    texts = cells[name].str.strip()
    blank = (texts == "").to_numpy(bool)
    if not blank.any() or blank[0]:
        return cells
    source = np.where(blank, -1, np.arange(len(texts)))
    source = np.maximum.accumulate(source)
    if same is not None:
        # A label reaches as far as the study does.
        new_study = (~same).to_numpy(bool)
        started = np.maximum.accumulate(np.where(new_study, np.arange(len(texts)), 0))
        source = np.where(source >= started, source, np.arange(len(texts)))
    filled = cells[name].iloc[source].set_axis(cells.index)
    number = int((blank & (filled.str.strip() != "").to_numpy(bool)).sum())
    if not number:
        return cells
    counts[name] = number
    return cells.assign(**{name: filled})
