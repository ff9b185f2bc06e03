from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.fitted_curves import fitted_lines
from lib.analysis.pooling.question import PoolingQuestion, Question
from lib.analysis.pooling.synthesis import synthesize
from lib.analysis.settings import View
from lib.charts.curves.curves import curves
from lib.charts.figure_options import Picture
from lib.charts.forest.pooled_forest import pooled_curves
from lib.charts.marks import Intervals, Marker, Stroke
from lib.charts.text_metrics import cut_to, lines, width
from lib.exports.powerpoint.clean import clean
from lib.exports.powerpoint.curves_page import _spans
from lib.exports.powerpoint.native_chart import curves_plot
from lib.exports.powerpoint.native_chart.chart_xml import symbol_of
from lib.exports.powerpoint.native_chart.curves_plot import curves_plots, omissions
from lib.exports.powerpoint.native_chart.native_plot import Curve
from lib.exports.powerpoint.page import _whole_cautions, _whole_sentences
from lib.narrative.decay_table import decay

PICTURE = Picture(title="Title", footer="Footer")
RED, WHITE = "#FF0000", "#FFFFFF"
EDGE = Stroke(RED, 2)


@given(st.text(), st.floats(5, 40), st.floats(20, 500))
def test_what_is_cut_fits_and_ends_in_an_ellipsis(text, size, room):
    cut = cut_to(text, size, room)
    assert cut == text or cut.endswith("…")
    assert width(cut, size) <= room or len(cut) <= 2


@given(st.text(min_size=1))
def test_a_longer_text_takes_no_fewer_lines(text):
    assert lines(text * 2, 12, 100) >= lines(text, 12, 100) >= 1


@given(st.text())
def test_what_xml_can_hold_stays(text):
    kept = clean(text)
    assert len(kept) == len(text)
    assert kept.encode("utf-8") is not None
    assert not any(ord(c) < 32 and c not in "\t\n\r" for c in kept)


def test_a_marker_that_cannot_be_hollow_is_a_square_where_it_must_be():
    assert symbol_of(Marker(("star",), 12, EDGE, (RED, RED)), WHITE) == "star"
    assert symbol_of(Marker(("star",), 12, EDGE, (RED, WHITE)), WHITE) == "square"
    assert symbol_of(Marker(("triangle-down",), 12, EDGE, (WHITE,)), WHITE) == "triangle"


def test_a_fitted_line_has_a_name_a_dash_and_no_marker(real_points):
    halves = decay(real_points, View()).halves
    figure = curves(real_points, (), PICTURE, fitted_lines(real_points, halves))
    (line,) = (c for c in curves_plots(figure)[0].curves if c.kind == "fitted")
    assert line.name == "Chakraverty 2004 · Prolotherapy, fitted"
    assert (line.line.dash, line.marker) == ("dashdot", None)


def test_rows_only_tried_are_ringed(real_rows, points_of):
    points = points_of(real_rows, None, frozenset(real_rows.index[:1]))
    (ring,) = (c for c in curves_plots(curves(points))[0].curves if c.kind == "tried")
    assert (ring.name, ring.marker.symbols, ring.marker.fills) == (
        "Tried, not saved",
        ("circle",),
        (),
    )


def test_pooled_shares_over_curves_have_names_and_labels(typed, points_of):
    rows = typed(
        *(
            {
                "study": f"S{i} 2001", "n_assessed": 50, "responders": 20 + i, "n_enrolled": 50,
                "treatment": "Drug", "role": "intervention", "outcome": "Half the pain",
            }
            for i in range(4)
        )
    )  # fmt: skip
    points = points_of(rows)
    windows = synthesize(points, PoolingQuestion(Question("Drug", "Half the pain")))
    drawn = curves_plots(pooled_curves(points, windows, PICTURE))[0].curves
    (share,) = (c for c in drawn if c.kind == "pooled")
    assert share.name == "Pooled at 3 months"
    assert share.label[0].text.endswith("%")


def test_a_context_that_is_too_large_is_cut_between_series_and_says_so(
    many_rows, points_of, monkeypatch
):
    monkeypatch.setattr(curves_plot, "MOST_CONTEXT", 40)
    chart = curves(points_of(many_rows(20)), (), replace(PICTURE, colour_by="treatment"))
    *crowd, names = curves_plots(chart)[0].curves
    assert set(names.points) <= {point for curve in crowd for point in curve.points}
    assert 0 < len(names.points) < len(chart.panels[0].labels)
    assert [len(curve.x) for curve in crowd] == [12, 12, 12]
    assert [len(curve.marker.fills) for curve in crowd] == [12, 12, 12]
    assert omissions(chart) == [
        "Drug 2: the first 3 of 6 are drawn.",
        "Drug 1: the first 3 of 7 are drawn.",
        "Drug 0: the first 3 of 7 are drawn.",
    ]


def test_a_narrow_figure_has_the_same_rows(real_points):
    narrow = curves(real_points, (), Picture(compact=True)).counts
    wide = curves(real_points, (), PICTURE).counts
    assert [row.counts for row in narrow.rows] == [row.counts for row in wide.rows]
    assert [row.months for row in narrow.rows] == [row.months for row in wide.rows]


def test_an_interval_that_is_not_known_has_no_ends():
    unknown = Intervals((None,), (None,), EDGE)
    assert Curve("A", "series", (3.0,), (50.0,), intervals=unknown).ends(0) is None


@pytest.mark.parametrize("months", [[12.0], [1.0, 18.0], list(map(float, range(1, 21)))])
def test_columns_under_months_end_within_the_slide(months):
    spans = _spans([month * 30 for month in months], 612)
    assert spans[-1][1] <= 612
    assert all(end - start >= sum(free) for start, end, free in spans)


def test_what_may_not_be_compared_stays_on_the_slide_before_the_cautions():
    doubts = ("Counted: A 2001.", "Not to be compared: 3 definitions of response.")
    cautions = ["One.", "Two.", "Three.", "Four."]
    assert _whole_cautions(cautions, doubts) == [
        doubts[1], "Caution. One.", "Caution. Two.", "2 more cautions in the notes.",
    ]  # fmt: skip
    assert _whole_cautions(["One."], doubts) == [doubts[1], "Caution. One.", doubts[0]]


def test_what_a_foot_has_no_room_for_is_left_to_the_notes_whole():
    assert _whole_cautions(["One.", "Two " * 300, "Three."])[1:] == [
        "2 more cautions in the notes."
    ]
    assert _whole_sentences("First one. " + "Long " * 300 + ".", 3, "") == (
        "First one. More in the notes."
    )


def test_each_ring_around_a_last_point_is_a_series(real_rows, points_of):
    rows = frozenset(real_rows.index[:3].tolist())
    (plot,) = curves_plots(curves(points_of(real_rows, tried=rows)))
    rings = [curve for curve in plot.curves if curve.kind == "tried"]
    assert [(ring.x, ring.y) for ring in rings] == [((12.0,), (58.0,))]


def test_rings_past_so_many_are_left_out_and_told(many_rows, points_of):
    rows = many_rows(70)
    chart = curves(points_of(rows, tried=frozenset(rows.index.tolist())))
    assert not [curve for curve in curves_plots(chart)[0].curves if curve.kind == "tried"]
    assert any("have no rings here" in told for told in omissions(chart))
