from dataclasses import replace

from lib.charts.curves.curves import curves as curves_chart
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.forest.forest import PERCENT, forest
from lib.charts.plotly.figure import plotly_figure
from lib.charts.reveal import line_by_line as line_by_line_chart
from lib.charts.spec import Line
from lib.slides.reveal_steps import steps
from lib.slides.slide_list import BY_MONTH


def curves(*args, **how):
    return plotly_figure(curves_chart(*args, **how))


def line_by_line(chart, most):
    return [(name, plotly_figure(first)) for name, first in line_by_line_chart(chart, most)]


STUDIES = [Line(f"Study {i}", ("10/20",), 50, 40, 60) for i in range(3)]
POOLED = Line("All", ("30/60",), 50, 45, 55, kind="pooled")


def drawn(lines=(*STUDIES, POOLED)):
    return forest(lines, PERCENT, ("Study", "r/N"), Picture(room=SLIDE))


def words(figure):
    return {note.text for note in figure.layout.annotations}


def test_each_step_has_a_line_more():
    figures = line_by_line(drawn(), 12)
    assert [len(figure.data) for _, figure in figures] == [1, 2, 3, 4]
    assert "Study 1" not in words(figures[0][1])
    assert "Study 1" in words(figures[1][1])


def test_the_pooled_value_is_not_told_before_its_turn():
    figures = line_by_line(drawn(), 12)
    assert [len(figure.layout.shapes) for _, figure in figures] == [0, 0, 0, 2]


def test_what_is_past_the_most_steps_comes_at_once():
    assert [len(figure.data) for _, figure in line_by_line(drawn(), 2)] == [1, 4]


def test_size_and_axes_stay_from_step_to_step():
    first, *_, last = (figure for _, figure in line_by_line(drawn(), 12))
    assert first.layout.xaxis == last.layout.xaxis
    assert first.layout.yaxis == last.layout.yaxis
    assert first.layout.margin == last.layout.margin


def test_curves_stay_where_they_are_from_month_to_month(real_points):
    first, *_, last = (
        curves(points, (), Picture(room=SLIDE)) for _, points in steps(real_points, BY_MONTH)
    )
    assert (first.layout.width, first.layout.height) == SLIDE
    assert first.layout.xaxis == last.layout.xaxis
    assert first.layout.yaxis == last.layout.yaxis
    assert first.layout.margin == last.layout.margin
    assert [trace.marker.symbol for trace in first.data] == [t.marker.symbol for t in last.data]


def test_a_step_is_named_by_what_comes_last():
    assert [name for name, _ in line_by_line(drawn(), 12)] == [
        "Study 0", "Study 1", "Study 2", "Pooled",
    ]  # fmt: skip
    assert [name for name, _ in line_by_line(drawn(), 2)] == ["Study 0", "All that is drawn"]
    assert [name for name, _ in line_by_line(drawn(), 1)] == [""]
    evil = replace(STUDIES[0], label="A & B")
    assert line_by_line(drawn([evil, POOLED]), 12)[0][0] == "A & B"


def test_a_ring_comes_with_its_line():
    lines = (STUDIES[0], replace(STUDIES[1], is_tried=True), POOLED)
    figures = [figure for _, figure in line_by_line(drawn(lines), 12)]
    assert [[t.meta for t in figure.data] for figure in figures] == [
        ["study"], ["study", "study", "tried"], ["study", "study", "pooled", "tried"],
    ]  # fmt: skip


def test_a_count_that_is_not_seen_yet_is_no_empty_text(real_points):
    first, *_ = (points for _, points in steps(real_points, BY_MONTH))
    for trace in (one for one in curves(first).data if one.meta == "counts"):
        assert [y is not None for y in trace.y] == [bool(text) for text in trace.text]
