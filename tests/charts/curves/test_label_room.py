"""Whatever is drawn at whatever size, no label touches a mark, an interval or another label."""

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.charts.curves.curves import curves
from lib.charts.curves.labelling.obstacles import mark_boxes
from lib.charts.figure_options import SLIDE, Picture
from lib.exports.powerpoint.curves_page import _frame
from lib.exports.powerpoint.native_chart.chart_layout import Drawing
from lib.exports.powerpoint.native_chart.curves_plot import curves_plots
from lib.exports.powerpoint.native_chart.point_texts import place_texts
from lib.exports.powerpoint.page import Area
from tests.charts.label_boxes import box_of, plot_of
from tests.thoroughness import examples

SIZES = {
    "page": Picture(footer="Footer"),
    "phone": Picture(compact=True),
    "slide": Picture(room=SLIDE),
    "embed": Picture(width=600),
}
NAMES = ("Li", "Chakraverty 2004", "Kim 2010", "A rather long name of one trial 2001", "Cusi 2010")
ARMS = (("Drug", "intervention"), ("Sham", "comparator"))

cells = st.dictionaries(
    st.tuples(
        st.sampled_from(NAMES), st.sampled_from(ARMS), st.sampled_from((1, 3, 6, 12, 12.5, 24))
    ),
    st.tuples(st.integers(1, 60), st.integers(0, 8)),
    min_size=1,
    max_size=30,
)

LONG, DRUG, SHAM = NAMES[3], *ARMS
# An interval fences its name in, and the column right of the plot is narrower than it.
FENCED = {
    (LONG, SHAM, 3): (1, 6),
    ("Chakraverty 2004", DRUG, 1): (10, 8),
    (LONG, SHAM, 12.5): (1, 0),
}
# All stand on the axis, where half of the room around a point is missing.
AT_HALF_A_YEAR = ((LONG, SHAM), (LONG, DRUG), ("Chakraverty 2004", DRUG))
AT_A_YEAR = (("Cusi 2010", DRUG), ("Cusi 2010", SHAM), ("Li", SHAM), ("Kim 2010", DRUG))
LYING = dict.fromkeys(
    [
        *((*name, 6) for name in AT_HALF_A_YEAR),
        *((*name, 12) for name in AT_A_YEAR),
        ("Cusi 2010", DRUG, 24),
    ],
    (1, 0),
)


def rows_of(found):
    return [
        {
            "study": study, "arm": arm, "role": role, "treatment": arm, "months": months,
            "n_assessed": n, "responders": round(n * eighths / 8),
        }
        for (study, (arm, role), months), (n, eighths) in sorted(found.items())
    ]  # fmt: skip


def assert_apart(boxes, marks):
    assert all(one.overlap(other) < 0.5 for one, other in combinations(boxes, 2))
    assert all(box.overlap(mark) < 0.5 for box in boxes for mark in marks)


@pytest.mark.parametrize("colour_by", ["study", "treatment"])
@pytest.mark.parametrize("size", SIZES)
@examples(12)
@given(cells)
@example(FENCED)
@example(LYING)
def test_no_label_touches_anything(typed, points_of, size, colour_by, found):
    picture = Picture(**{**SIZES[size].__dict__, "colour_by": colour_by})
    chart = curves(points_of(typed(*rows_of(found))), (), picture)
    plot, drawn = plot_of(chart, picture), chart.panels[0].series
    boxes = [box_of(label, plot) for one in drawn for label in one.labels]
    assert_apart(boxes, [box for one in drawn for box in mark_boxes(one, plot)])
    margins = chart.canvas.margins
    for box in boxes:
        assert -margins.left <= box.left
        assert box.left + box.width <= plot.width + margins.right
        assert -margins.top <= box.top
        assert box.top + box.height <= plot.height
    assert picture.compact or all(one.label for one in drawn)


@examples(20)
@given(cells)
def test_no_label_of_a_native_chart_touches_anything(typed, points_of, found):
    chart = curves(points_of(typed(*rows_of(found))))
    (plot,) = curves_plots(chart)
    frame = _frame(Area(36, 70, 888, 300), 170)
    placed, area = place_texts(Drawing(plot, (), chart.canvas.theme, frame))
    boxes = [text.box for text in placed if text.box]
    assert_apart(boxes, [box for curve in plot.curves for box in mark_boxes(curve, area)])
    assert all(box.left >= 0 and box.left + box.width <= frame.size[0] for box in boxes)
