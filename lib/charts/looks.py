"""One assignment of colours, markers and dashes for all figures of a dataset.

It is a function of the places at which `lib.analysis.selection.with_series` met studies and
treatments in the file, and of nothing that is chosen on a page.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from lib.analysis.points import each_point
from lib.analysis.selection import NOT_STATED
from lib.analysis.settings import BY_STUDY, BY_TREATMENT
from lib.charts.contrast import legible
from lib.charts.figure_options import Picture
from lib.charts.marks import Run, Runs
from lib.charts.theme import SURVIVAL_SYMBOLS, SYMBOLS, Look, Theme
from lib.studies.schema import TIME_TO_EVENT

_PLURALS = {BY_STUDY: "studies", BY_TREATMENT: "treatments"}
# A point of all columns costs more than all that is done with it here.
_USED = [
    "series", "estimate", "role", "study_order", "treatment_order", "study_in_treatment",
    "series_in_study",
]  # fmt: skip
NEUTRAL = -1
"""The place of what has no colour of its own."""


class Hue(NamedTuple):
    """A colour, what it stands for, and the points that have it."""

    name: str
    colour: str
    points: pd.DataFrame


def looks(points: pd.DataFrame, picture: Picture) -> dict[int, Look]:
    """Give each series its colour, marker and dash.

    Colour is the treatment or the study, a shade of it a study of the treatment or a series of the
    study, the marker the series, a diamond any time-to-event estimate, a dashed line any
    comparator, a dotted one any other series with hollow markers only.
    """
    sure = set(points.loc[~points["hollow"], "series"])
    return {
        point.series: look_of(point, picture, point.series not in sure)
        for point in each_point(points[_USED].drop_duplicates("series"))
    }


def look_of(point: Any, picture: Picture, is_doubtful: bool = False) -> Look:
    """Give the look of the series of a point; a doubtful one has hollow markers only."""
    dash = "dot" if is_doubtful else "solid"
    return Look(
        _colour(point, picture),
        _symbol(point),
        "dash" if point.role == "comparator" else dash,
    )


def _colour(point: Any, picture: Picture) -> str:
    theme, by_treatment = picture.theme, picture.colour_by == BY_TREATMENT
    order = point.treatment_order if by_treatment else point.study_order
    if not 0 <= order < len(theme.colours):
        return theme.neutral
    member = point.study_in_treatment if by_treatment else point.series_in_study
    shades = theme.shades if member % 2 else theme.colours
    colour: str = shades[order]
    return colour


def _symbol(point: Any) -> str:
    if point.estimate == TIME_TO_EVENT:
        return SURVIVAL_SYMBOLS.get(point.role, "diamond")
    return SYMBOLS[point.series % len(SYMBOLS)]


def fade(looks: dict[int, Look], theme: Theme, bright: set[int]) -> dict[int, Look]:
    """Turn the looks of all but the bright series grey; marker and dash stay."""
    return {
        number: look if number in bright else replace(look, colour=theme.context)
        for number, look in looks.items()
    }


def hues(points: pd.DataFrame, picture: Picture) -> Iterator[Hue]:
    """Go through the colours of some points, in the order of the file; the neutral one is last."""
    colours = picture.theme.colours
    slots = slots_of(points, picture)
    for slot in sorted(set(slots.tolist()), key=lambda slot: (slot == NEUTRAL, slot)):
        part = points[slots == slot]
        name = _name(part[picture.colour_by].unique().tolist(), picture.colour_by)
        yield Hue(name, picture.theme.neutral if slot == NEUTRAL else colours[slot], part)


def slots_of(points: pd.DataFrame, picture: Picture) -> np.ndarray:
    """Give the place of the colour of each point; `NEUTRAL` for what has none of its own."""
    order = points[f"{picture.colour_by}_order"].to_numpy()
    return np.where(order < len(picture.theme.colours), order, NEUTRAL)


def hue_of(point: Any, picture: Picture) -> str:
    """Give the colour in which `hues` has a point."""
    order, colours = getattr(point, f"{picture.colour_by}_order"), picture.theme.colours
    return colours[order] if 0 <= order < len(colours) else picture.theme.neutral


def _name(names: list[str], of: str) -> str:
    if names == [NOT_STATED]:
        return f"{of.capitalize()} not stated"
    if len(names) == 1:
        return names[0]
    return f"{len(names)} other {_PLURALS[of]}"


def key(points: pd.DataFrame, picture: Picture) -> Runs:
    """Say in a figure what its colours stand for, if it has to: several treatments, a name each."""
    is_asked = picture.with_key and picture.colour_by == BY_TREATMENT
    names = legend(points, picture) if is_asked else ()
    return names if len(names) > 1 else ()


def legend(points: pd.DataFrame, picture: Picture) -> Runs:
    """Say what the colours of some points stand for: a name each, to be read in its colour.

    All that share the neutral colour have one name: how many they are.
    """
    names = points[[picture.colour_by, f"{picture.colour_by}_order"]].drop_duplicates()
    return tuple(
        Run(hue.name, is_bold=True, colour=legible(hue.colour, picture.theme.background))
        for hue in hues(names, picture)
    )
