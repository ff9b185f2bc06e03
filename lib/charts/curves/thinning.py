"""A crowd of thousands: of its lines and dots those that an eye can tell apart are drawn."""

from collections.abc import Collection

import numpy as np
import pandas as pd

MOST_LINES, MOST_DOTS = 2_000, 2_500
LONGEST = 200
"""Of the lines that are drawn, so many at least are those followed longest."""
CELL = (1 / 450, 0.5)
"""What two marks share that lie on the same pixels: of the months drawn, and percentage points."""
COARSER, MOST_TRIES = 1.3, 20

_KEYS = ["months", "rate"]


def thin(points: pd.DataFrame) -> pd.DataFrame:
    """Keep the points of the series of a crowd whose lines are drawn; all of a smaller one.

    Of lines on the same pixels one is drawn. Past `MOST_LINES` those are kept that reach the
    highest or the lowest share of a month, those followed longest, and of the others a sample that
    hangs on their names only: it stays when rows are added, or others left out by a filter.

    Parameters
    ----------
    points
        The estimate frame, sorted by series and month.
    """
    if points["series"].nunique() <= MOST_LINES:
        return points
    known = points.loc[points["rate"].notna(), ["series", "label", *_KEYS]]
    series, start = np.unique(known["series"].to_numpy(), return_index=True)
    own = known.iloc[start]
    rank = np.full(len(series), 2)
    last = np.maximum.reduceat(known["months"].to_numpy(float), start)
    rank[np.argsort(-last, kind="stable")[:LONGEST]] = 1
    rank[np.isin(series, _outermost(known))] = 0
    lot = pd.util.hash_array(own["label"].to_numpy(object))
    order = np.lexsort([series, lot, rank])
    _, first = np.unique(_courses(known, start)[order], return_index=True)
    chosen = series[order][np.sort(first)[:MOST_LINES]]
    return points[points["series"].isin(chosen)]


def thinning_note(points: pd.DataFrame, focus: Collection[str] = ()) -> str:
    """Say how many lines of a crowd are drawn, and which; blank where all are."""
    others = points[~points["study"].isin(focus)]
    every, lines = (part["series"].nunique() for part in (others, thin(others)))
    if every == lines:
        return ""
    other = "other " if len(others) < len(points) else ""
    which = (
        "the others lie on the same pixels"
        if lines < MOST_LINES
        else "those that reach the highest or lowest share of a month, those followed longest, and "
        "a fixed sample of the others"
    )
    return (
        f"Lines: {lines:,} of {every:,} {other}curves: {which}. Table, search and downloads have "
        "all."
    )


def _outermost(known: pd.DataFrame) -> np.ndarray:
    """Give the series that reach the highest and the lowest share of each month."""
    by_month = known.groupby("months")["rate"]
    places = [by_month.idxmin(), by_month.idxmax()]
    series: np.ndarray = known.loc[np.concatenate(places), "series"].to_numpy()
    return series


def _courses(known: pd.DataFrame, start: np.ndarray) -> np.ndarray:
    """Give a number for the course of each series: the same for lines on the same pixels."""
    cells = pd.DataFrame({"x": known["months"], "y": (known["rate"] / CELL[1]).round()})
    marks = pd.util.hash_pandas_object(cells, index=False).to_numpy()
    return np.add.reduceat(marks, start)


def dots(points: pd.DataFrame, colours: np.ndarray, lines: pd.Series) -> pd.DataFrame:
    """Keep one point of those on the same pixels in one colour, with how many lie `under` it.

    Parameters
    ----------
    points, colours
        All of the crowd, and a number for the colour of each point.
    lines
        The series that are drawn: their points stand for those beneath.
    """
    known = points.assign(colour=colours)[points["rate"].notna()]
    is_drawn = known["series"].isin(lines).to_numpy()
    known = known.iloc[np.argsort(~is_drawn, kind="stable")]
    months, rates = known["months"].to_numpy(float), known["rate"].to_numpy(float)
    across, up = months.max() * CELL[0], CELL[1]
    for _ in range(MOST_TRIES):
        x, y = (months / across).round(), (rates / up).round()
        cells = pd.DataFrame({"colour": known["colour"].to_numpy(), "x": x, "y": y})
        is_first = ~cells.duplicated().to_numpy()
        if is_first.sum() <= MOST_DOTS:
            break
        across, up = across * COARSER, up * COARSER
    sizes = cells.groupby([*cells]).transform("size").to_numpy()
    return known[is_first].assign(under=sizes[is_first] - 1).sort_index()
