"""A few numbers or definitions as large type, where axes would stand empty."""

from typing import Any

import pandas as pd

from lib.analysis.points import each_point
from lib.analysis.what_if import is_supposed
from lib.charts.contrast import legible
from lib.charts.figure_options import SLIDE, Picture, canvas_around
from lib.charts.looks import looks
from lib.charts.marks import Run, Runs
from lib.charts.spec import Card, Cards
from lib.charts.text import lines_of
from lib.narrative.numbers.count_text import of_text
from lib.phrases import beside_study, few, in_order, listing, months_text

CARD_CHARS, DEFINITION_CHARS = 34, 92
MOST_CARDS = 6


def big_numbers(points: pd.DataFrame, picture: Picture) -> Cards:
    """Lay out the one visit of each series of a study: its share, its count and its interval."""
    seen = points[points["rate"].notna()]
    look = looks(seen, picture)
    ground = picture.theme.background
    cards = (
        _number(point, legible(look[point.series].colour, ground)) for point in each_point(seen)
    )
    return Cards(_canvas(picture), tuple(cards))


def definitions(points: pd.DataFrame, picture: Picture) -> Cards:
    """Lay out what counted as a response, and in which studies."""
    shown = points[points["rate"].notna()]
    studies = {
        outcome: listing(few(in_order(part["study"])))
        for outcome, part in shown.groupby("outcome", sort=False)
    }
    told = [_definition(str(outcome), names) for outcome, names in studies.items()]
    more = len(told) - MOST_CARDS
    rest = [Card((Run(f"And {more} more."),))] if more > 0 else []
    return Cards(_canvas(picture), (*told[:MOST_CARDS], *rest))


def _canvas(picture: Picture) -> Any:
    return canvas_around(picture, ((picture.room or SLIDE)[1] - 18, 20), right=8)


def _number(point: Any, colour: str) -> Card:
    name = beside_study(point.label, point.study) or point.label
    counted = pd.notna(point.r) and pd.notna(point.n)
    whose = " assessed" if is_supposed(point) else ""
    count = f"{of_text(point)}{whose} responded" if counted else str(point.count)
    made = f"{point.interval_level}% interval {point.interval_text}"
    interval = made if point.interval_method else f"No interval: {point.no_interval}"
    lines = [f"at {months_text(point.months)}", count, interval]
    return Card(
        _runs(name, CARD_CHARS, is_bold=True, colour=colour),
        tuple(Run(part) for line in lines for part in lines_of(line, CARD_CHARS)),
        Run(point.rate_text, is_bold=True, colour=colour),
    )


def _definition(outcome: str, studies: str) -> Card:
    heading = _runs(outcome, DEFINITION_CHARS, is_bold=True)
    return Card(heading, _runs(studies, DEFINITION_CHARS))


def _runs(text: str, chars: int, is_bold: bool = False, colour: str = "") -> Runs:
    return tuple(Run(line, is_bold, colour) for line in lines_of(text, chars)[:2])
