"""The same studies, earlier and later: a line a study, and the pooled one beside them."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.charts.curves.curves import curves
from lib.charts.figure_options import Picture
from lib.charts.forest.pooled_forest import set_behind
from lib.charts.marks import Hover, Pool
from lib.charts.spec import Curves
from lib.narrative.pooling.changes.effects import assumed_mark_of, pooled_text
from lib.narrative.series_text import with_words
from lib.phrases import months_text, percent_text, with_noun


def slope_points(same: SameStudies) -> pd.DataFrame:
    """Give what the lines join: two points a study, sorted by series and month, with words."""
    points = with_words(same.visits).sort_values(["series", "months"], kind="stable")
    return points.reset_index(drop=True)


def slopes(same: SameStudies, picture: Picture) -> Curves:
    """Draw each study from its earlier to its later visit, and the pooled line over them.

    That begins at the pooled share of these same studies and ends at what the pooled change leaves
    of it, with the interval of the change alone; there must be one.
    """
    return slopes_of(slope_points(same), picture, (_pooled(same),))


def slopes_of(points: pd.DataFrame, picture: Picture, pools: Sequence[Pool] = ()) -> Curves:
    """Draw points of the same studies, and what is pooled over them, if that is shown yet."""
    chart = curves(points, (), picture, pools=pools)
    return replace(chart, panels=tuple(map(set_behind, chart.panels)))


def _pooled(same: SameStudies) -> Pool:
    change, first = same.change, 100 * same.fall.first_same.proportion
    value, low, high = (
        100 * same.after(each) for each in (change.estimate, change.low, change.high)
    )
    months = f"{same.earlier.centre:g} to {months_text(same.later.centre)}"
    facts = (
        f"{percent_text(first)} to {percent_text(value)}",
        f"Change {pooled_text(change, assumed_mark_of(same))}",
        with_noun(change.k, "study", "studies"),
    )
    return Pool(
        same.later.centre,
        same.later.centre,
        value,
        low,
        high,
        percent_text(value, 0),
        Hover(f"Pooled, {months}", tuple(("", fact) for fact in facts)),
        origin=(same.earlier.centre, first),
        origin_label=percent_text(first, 0),
    )
