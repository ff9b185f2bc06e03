"""Go through a frame of points: one by one, series by series, or a column as numbers."""

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from lib.arrays import Floats

MANY = 1_000
"""From so many points on, texts that are alike are written once."""
PIECE = 1_000
"""So many points are taken apart at once: other threads wait until a piece is."""


def each_point(points: pd.DataFrame) -> Iterator[Any]:
    """Go through points one by one, each a named tuple of the frame's columns."""
    # `itertuples` goes column by column, which takes as long as drawing the figure.
    kind = _point_kind(("Index", *points.columns))
    for start in range(0, len(points), PIECE):
        piece = points.iloc[start : start + PIECE]
        rows = piece.to_numpy(object).tolist()
        yield from (kind(index, *row) for index, row in zip(piece.index, rows, strict=True))


def text_each(
    points: pd.DataFrame, columns: Sequence[str], write: Callable[[Any], str]
) -> list[str]:
    """Write a text for each point, from these columns; of thousands, what is alike is written once.

    Parameters
    ----------
    points
        Any rows.
    columns
        Those that `write` reads.
    write
        Writes the text of a point, a named tuple of the columns.
    """
    read = points[[*columns]]
    if len(points) < MANY:
        return list(map(write, each_point(read)))
    kinds = np.zeros(len(points), np.int64)
    for column in columns:
        codes, values = pd.factorize(read[column])
        # What is missing has -1.
        kinds, _ = pd.factorize(kinds * (len(values) + 1) + codes + 1)
    _, first = np.unique(kinds, return_index=True)
    texts = np.array(list(map(write, each_point(read.take(first)))), object)
    written: list[str] = texts[kinds].tolist()
    return written


@lru_cache(64)
def _point_kind(names: tuple[str, ...]) -> Any:
    return namedtuple("Point", names)


def each_series(points: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame]]:
    """Go through points series by series, in their order, each with its number."""
    codes, numbers = pd.factorize(points["series"].to_numpy())
    places = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes))[:-1])
    for number, own in zip(numbers.tolist(), places[: len(numbers)], strict=True):
        first, last = own[0], own[-1] + 1
        # Points of a series stand together almost always, and a slice copies nothing.
        yield number, points.iloc[first:last] if last - first == len(own) else points.take(own)


def floats(column: pd.Series) -> Floats:
    """Give a column as numbers, nan where one is not known."""
    numbers: Floats = column.to_numpy(dtype=float, na_value=nan)
    return numbers
