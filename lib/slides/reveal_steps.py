"""The steps in which a slide appears: study by study, or month by month."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import pandas as pd

from lib.phrases import months_text, with_noun
from lib.slides.slide_list import BY_MONTH, BY_STUDY

Part = TypeVar("Part", str, float)

MOST_STEPS = 12
"""The most steps, as nobody presses a key 500 times; the last one shows all the rest."""


def steps(
    points: pd.DataFrame, reveal: str, most: int = MOST_STEPS, studies: Sequence[str] = ()
) -> list[tuple[str, pd.DataFrame]]:
    """Give the name and the points of each step; the last has all points.

    Parameters
    ----------
    points
        The estimate frame with words, sorted by series and month.
    reveal
        One of `lib.slides.slide_list.REVEALS`.
    most
        The most steps, and never more than `MOST_STEPS`; the last one shows all the rest.
    studies
        The studies that are drawn, as on a page of panels; if empty, all.

    Returns
    -------
    One step or more. Every frame has all rows, so that axes, marks and rows of a table stay where
    they are; a row that is not shown yet has neither numbers nor words.
    """
    drawn = points[points["study"].isin(studies)] if studies else points
    shown = drawn[drawn["rate"].notna()]
    most = min(most, MOST_STEPS)
    if reveal == BY_STUDY:
        order = list(dict.fromkeys(shown.sort_values("study_order", kind="stable")["study"]))
        told = [
            (_studies(names, order), points["study"].isin(names)) for names in _growing(order, most)
        ]
    elif reveal == BY_MONTH:
        told = [
            (f"Up to {months_text(months[-1])}", points["months"] <= months[-1])
            for months in _growing(sorted(set(shown["months"])), most)
        ]
    else:
        told = []
    first = [(label, _only(points, keep)) for label, keep in told[:-1]]
    # The last step has all points: those without a number say why.
    return [*first, (told[-1][0] if told else "", points)]


def _growing(parts: list[Part], most: int) -> Iterator[list[Part]]:
    few = parts if len(parts) <= most else parts[: most - 1]
    yield from (parts[: place + 1] for place in range(len(few)))
    if len(few) < len(parts):
        yield parts


def _studies(names: list[str], order: list[str]) -> str:
    whole = len(names) == len(order) > 1
    return f"All {with_noun(len(order), 'study', 'studies')}" if whole else names[-1]


def _only(points: pd.DataFrame, keep: pd.Series) -> pd.DataFrame:
    return points.assign(
        **{name: points[name].where(keep) for name in ("rate", "low", "high")},
        count_text=points["count_text"].where(keep, ""),
        tried=points["tried"] & keep,
    )
