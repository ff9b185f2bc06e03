import pytest

from lib.analysis.pooling.question import PoolingQuestion, Question
from lib.analysis.pooling.synthesis import synthesize
from lib.charts.curves.labelling.obstacles import pool_boxes
from lib.charts.figure_options import Picture
from lib.charts.forest.forest import MOST_LINES
from lib.charts.forest.pooled_forest import omission
from lib.charts.forest.pooled_forest import pooled_curves as pooled_curves_chart
from lib.charts.forest.pooled_forest import pooled_forest as pooled_forest_chart
from lib.charts.plotly.figure import plotly_figure
from lib.charts.theme import DARK, LIGHT
from tests.charts.label_boxes import box_of, plot_of


def pooled_curves(*args, **how):
    return plotly_figure(pooled_curves_chart(*args, **how))


def pooled_forest(*args, **how):
    return plotly_figure(pooled_forest_chart(*args, **how))


@pytest.fixture
def points(points_of, typed):
    def make(*rows):
        first = {"treatment": "T", "outcome": "relief", "months": 6}
        return points_of(typed(*(first | row for row in rows)))

    return make


def windows(points):
    return synthesize(points, PoolingQuestion(Question("T", "relief")))


def studies(k, **more):
    return [
        {"study": f"S {i}", "responders": i, "n_assessed": 10 * (i + 1)} | more for i in range(k)
    ]


def kinds(figure):
    return [trace.meta for trace in figure.data]


def test_a_pooled_window_has_squares_a_diamond_and_from_five_studies_a_bar(points):
    assert kinds(pooled_forest(windows(points(*studies(3)))[1], Picture())) == [
        "study", "study", "study", "pooled",
    ]  # fmt: skip
    assert kinds(pooled_forest(windows(points(*studies(5)))[1], Picture()))[-1] == "prediction"


def test_squares_stand_at_raw_shares_and_grow_with_patients(points):
    figure = pooled_forest(windows(points(*studies(3)))[1], Picture())
    squares = figure.data[:3]
    assert [trace.x[0] for trace in squares] == [0, 5, pytest.approx(100 * 2 / 30)]
    assert squares[0].marker.size < squares[1].marker.size < squares[2].marker.size


def test_the_largest_of_very_many_studies_are_drawn_and_all_are_pooled(points):
    window = windows(points(*studies(MOST_LINES + 5)))[1]
    figure = pooled_forest(window, Picture())
    assert kinds(figure).count("study") == MOST_LINES + 1
    assert figure.data[0].name == "S 5"
    assert "and 5 more, not drawn here" in [trace.name for trace in figure.data]
    assert omission(window) == "The 60 largest of 65 studies are drawn; all are pooled."


def test_a_segment_spans_only_the_visits_in_the_window_and_none_are_joined(points):
    rows = [*studies(2, months=5), *studies(4)[2:], *studies(4, months=12)]
    frame = points(*rows)
    figure = pooled_curves(frame, windows(frame), Picture())
    segments = [trace for trace in figure.data if trace.meta == "pooled"]
    assert [list(trace.x) for trace in segments] == [[5, 6], [12]]
    assert [trace.mode for trace in segments] == ["lines", "markers"]
    assert kinds(figure).count("interval") == 2


def test_no_name_or_share_lies_under_what_is_pooled(points):
    frame = points(*studies(9), *studies(9, months=12))
    chart = pooled_curves_chart(frame, windows(frame), Picture())
    (panel,), plot = chart.panels, plot_of(chart, Picture())
    pools = [box for pool in panel.pools for box in pool_boxes(pool, plot)]
    labels = [box_of(label, plot) for one in panel.series for label in one.labels]
    assert len(pools) == 4
    assert labels
    assert all(label.overlap(pool) < 0.5 for label in labels for pool in pools)


def test_nothing_pooled_draws_the_curves_alone(points):
    frame = points(*studies(2))
    assert set(kinds(pooled_curves(frame, windows(frame), Picture()))) == {
        "series",
        "counts",
        "visits",
    }


def test_a_hover_promises_no_click(points):
    frame = points(*studies(3))
    figure = pooled_curves(frame, windows(frame), Picture())
    hovers = [text for trace in figure.data for text in trace.hovertext or ()]
    assert hovers
    assert not any("Click" in text for text in hovers)


def test_themes_differ(points):
    frame = points(*studies(3))
    figure = pooled_curves(frame, windows(frame), Picture(theme=DARK))
    (segment,) = (trace for trace in figure.data if trace.meta == "pooled")
    assert segment.marker.color == DARK.ink


def test_names_stay_text(points):
    frame = points(*({**row, "study": f"<b>{row['study']}"} for row in studies(3)))
    assert "<b>S" not in pooled_forest(windows(frame)[1], Picture()).to_json()


def test_the_pool_stands_out_over_its_studies(points):
    frame = points(*studies(3))
    for theme in (LIGHT, DARK):
        figure = pooled_curves(frame, windows(frame), Picture(theme=theme))
        halo, interval, pool = figure.data[-3:]
        assert [halo.meta, interval.meta, pool.meta] == ["halo", "interval", "pooled"]
        assert (halo.line.color, interval.line.color) == (theme.background, theme.ink)
        assert halo.line.width > interval.line.width
        assert {trace.opacity for trace in figure.data if trace.meta == "series"} == {0.6}
