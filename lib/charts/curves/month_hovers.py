"""What a mouse over the column of a month shows: who was seen then and who was not."""

from collections.abc import Sequence
from itertools import pairwise
from math import inf

import pandas as pd

from lib.analysis.points import each_point
from lib.charts.marks import Hover, MonthColumn
from lib.phrases import capital, cut_apart, few, in_sentence, months_text, shorten

MOST_SEEN, NAME_CHARS = 14, 44
COLUMN = 16
"""Pixels of a column, where the next month leaves them."""
MOST_VISITS = 60
USED = ["series", "label", "months", "rate_text", "count_text"]


def visits(points: pd.DataFrame, scale: float) -> tuple[MonthColumn, ...]:
    """Say of each month who was seen and with which share, and who was not.

    Parameters
    ----------
    points
        The points that are drawn.
    scale
        Pixels of a month.
    """
    # A point of all columns costs more than all that is done with it here.
    drawn = points.loc[points["rate"].notna(), USED]
    months = sorted(drawn["months"].unique().tolist())
    if not 0 < len(months) <= MOST_VISITS:
        return ()
    names = points[["series", "label"]].drop_duplicates("series").set_index("series")["label"]
    by_month = dict(iter(drawn.groupby("months")))
    widths = _widths(months, scale)
    return tuple(
        MonthColumn(month, wide, _hover(month, by_month[month], names))
        for month, wide in zip(months, widths, strict=True)
    )


def _widths(months: Sequence[float], scale: float) -> list[float]:
    """Columns of neighbouring months meet at most."""
    gaps = [inf, *(after - before for before, after in pairwise(months)), inf]
    return [min(COLUMN / scale, before, after) for before, after in pairwise(gaps)]


def _hover(month: float, seen: pd.DataFrame, names: pd.Series) -> Hover:
    told = list(each_point(seen.head(MOST_SEEN)))
    absent = few(names[~names.index.isin(seen["series"])])
    cut = cut_apart([*(point.label for point in told), *absent], _name)
    lines = [f"{cut[point.label]}: {point.rate_text} ({point.count_text})" for point in told]
    more = len(seen) - len(lines)
    lines += [f"and {more} more"] if more else []
    unseen = [f"Not seen: {'; '.join(cut[name] for name in absent)}"]
    return Hover(
        capital(f"at {months_text(month)}"),
        tuple(("", line) for line in lines + unseen * bool(absent)),
    )


def _name(label: str) -> str:
    return shorten(in_sentence(label), NAME_CHARS)
