"""What a mouse over the column of a month shows: who was seen then and who was not."""

from collections.abc import Sequence
from itertools import pairwise
from math import inf

import pandas as pd

from lib.analysis.estimates import each_point
from lib.charts.marks import Hover, MonthColumn
from lib.phrases import capital, few, in_sentence, months_text, shorten

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
    names = dict(zip(points["series"].tolist(), points["label"].tolist(), strict=True))
    seen: dict[float, list[tuple[int, str]]] = {}
    for point in each_point(drawn):
        label = shorten(in_sentence(point.label), NAME_CHARS)
        text = f"{label}: {point.rate_text} ({point.count_text})"
        seen.setdefault(point.months, []).append((point.series, text))
    widths = _widths(months, scale)
    return tuple(
        MonthColumn(month, wide, _hover(month, seen[month], names))
        for month, wide in zip(months, widths, strict=True)
    )


def _widths(months: Sequence[float], scale: float) -> list[float]:
    """Columns of neighbouring months meet at most."""
    gaps = [inf, *(after - before for before, after in pairwise(months)), inf]
    return [min(COLUMN / scale, before, after) for before, after in pairwise(gaps)]


def _hover(month: float, seen: Sequence[tuple[int, str]], names: dict[int, str]) -> Hover:
    lines = [text for _, text in seen[:MOST_SEEN]]
    more = len(seen) - len(lines)
    lines += [f"and {more} more"] if more else []
    found = {series for series, _ in seen}
    absent = [in_sentence(name) for series, name in names.items() if series not in found]
    told = [f"Not seen: {'; '.join(shorten(name, NAME_CHARS) for name in few(absent))}"]
    return Hover(
        capital(f"at {months_text(month)}"),
        tuple(("", line) for line in lines + told * bool(absent)),
    )
