"""Forest plots of the change within studies: study by study, and by each correlation."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.analysis.pooling.question import ODDS, POINTS, RETENTION
from lib.charts.figure_options import Picture
from lib.charts.forest.effect_axis import (
    HEIGHT,
    LARGEST,
    ends_on_axis,
    finite_ends,
    new_study_bar,
    on_axis,
    points_scale,
    ratio_scale,
    within_axis,
)
from lib.charts.forest.forest import Scale, forest
from lib.charts.looks import look_of
from lib.charts.spec import Forest, Line
from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.pooling.changes.effects import (
    COLUMN,
    assumed_mark_of,
    change_span,
    pooled_text,
)
from lib.narrative.pooling.changes.tables import both_entries, change_texts, study_name
from lib.stats.meta_analysis.change import PooledChange

TITLES = {
    RETENTION: "Left at {later} (share responding at {earlier} = 100%)",
    POINTS: "Percentage points from {earlier} to {later}",
    ODDS: "Odds of responding at {later} (those at {earlier} = 1)",
}


def change_forest(same: SameStudies, picture: Picture) -> Forest:
    """Draw the change of each study in its colours, and what is pooled in the text's."""
    pairs = list(zip(both_entries(same), change_texts(same), strict=True))
    most = max(first.n + second.n for (first, second), _ in pairs)
    lines = [
        _study(entries, (text, one.estimate, *ends), (same, most), picture)
        for (entries, text), one, ends in zip(
            pairs, same.change.studies, same.intervals, strict=True
        )
    ]
    headers = (
        "Study",
        f"r/N at {same.earlier.centre:g}",
        f"r/N at {same.later.centre:g}",
        f"{COLUMN[same.question.measure]} (interval)",
    )
    lines += _pool(same)
    return _forest(lines, headers, same, picture, HEIGHT)


def correlation_forest(
    same: SameStudies, pools: Sequence[tuple[float, PooledChange]], picture: Picture
) -> Forest:
    """Draw how the pooled interval moves with the correlation, a line each."""
    headers = ("Correlation", f"{COLUMN[same.question.measure]} (interval)")
    lines = [
        Line(
            f"{correlation:g}{', as shown' * (correlation == same.change.correlation)}",
            (pooled_text(change, assumed_mark_of(same)),),
            *ends_on_axis(change, _same_as(change.measure)),
            # What is refused has no diamond: a mark without a value is not drawn.
            "study" if change.reason else "pooled",
        )
        for correlation, change in pools
    ]
    return _forest(lines, headers, same, picture, HEIGHT)


def _forest(
    lines: Sequence[Line], headers: Sequence[str], same: SameStudies, picture: Picture, height: int
) -> Forest:
    scale = _scale(lines, same)
    return forest([within_axis(line, scale) for line in lines], scale, headers, picture, height)


def _study(
    entries: tuple[Any, Any],
    told: tuple[str, float, float, float],
    of: tuple[SameStudies, float],
    picture: Picture,
) -> Line:
    """Make a study's line.

    `told` is its change in words and numbers, `of` all studies and the most patients of one.
    """
    (first, second), (text, *numbers), (same, most) = entries, told, of
    measure = same.change.measure
    value, low, high = (on_axis(each, measure, _same_as(measure)) for each in numbers)
    return Line(
        study_name(first),
        (first.count_text, second.count_text, text),
        value,
        low,
        high,
        # A diamond is a pool.
        look=replace(look_of(first, picture), symbol="square"),
        size=LARGEST * ((first.n + second.n) / most) ** 0.5,
        is_hollow=bool(first.hollow or second.hollow),
        is_tried=bool(first.tried or second.tried),
    )


def _pool(same: SameStudies) -> list[Line]:
    """The diamond, and from enough studies up the bar of a new one."""
    change, measure = same.change, same.change.measure
    texts = (ABSENT, ABSENT, pooled_text(change, assumed_mark_of(same)))
    ends = ends_on_axis(change, _same_as(measure))
    diamond = Line(f"Pooled, {change.k} studies", texts, *ends, "pooled")
    if change.prediction_reason:
        return [diamond]
    told = (ABSENT, ABSENT, change_span(*change.prediction, measure))
    return [diamond, new_study_bar(change, told, _same_as(measure))]


def _same_as(measure: str) -> float:
    """What no change is called: 100%, or odds of 1."""
    return 100.0 if measure == "RR" else 1.0


def _scale(lines: Sequence[Line], same: SameStudies) -> Scale:
    measure = same.question.measure
    earlier, later = f"month {same.earlier.centre:g}", f"month {same.later.centre:g}"
    title = TITLES[measure].format(earlier=earlier, later=later)
    ends = finite_ends(lines)
    if measure == POINTS:
        return points_scale(ends, title)
    unit = "%" if measure == RETENTION else ""
    return ratio_scale(ends, title, same_as=_same_as(same.change.measure), unit=unit)
