"""Every number of a frame is in the specification, and Plotly shows all of a specification."""

import html
from collections import Counter
from math import isnan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.estimates import MOST_DRAWN
from lib.analysis.month_slice import at_month
from lib.charts.curves.curves import curves
from lib.charts.curves.small_multiples import panels
from lib.charts.figure_options import Picture
from lib.charts.forest.arm_forest import dots
from lib.charts.plotly.figure import plotly_figure, still_figure
from lib.slides.study_pages import page_count
from tests.charts.frames import crowds, focuses, pictures, rows, views
from tests.thoroughness import examples


def known(value):
    return None if pd.isna(value) else value


def frame_numbers(points):
    names = ["label", "months", "rate", "low", "high", "count_text"]
    return Counter(tuple(map(known, row)) for row in points[names].itertuples(index=False))


def every_series(chart, *kinds):
    return [s for panel in chart.panels for s in panel.series if s.kind in kinds]


def spec_numbers(chart):
    return Counter(
        (series.name, *numbers)
        for series in every_series(chart, "series")
        for numbers in zip(
            series.x, series.y, series.intervals.low, series.intervals.high, series.counts,
            strict=True,
        )
    )  # fmt: skip


def context_numbers(chart):
    return Counter(
        (hover.title, x, y, " ".join(text for _, text in hover.facts))
        for series in every_series(chart, "context")
        for x, y, hover in zip(series.x, series.y, series.hints.hovers, strict=True)
        if hover
    )


def frame_of(typed, points_of, rows, view):
    frame = typed(*rows)
    return points_of(frame, view, frozenset(frame.index[:1]))


@examples(20)
@given(rows | crowds, views, focuses, pictures)
def test_every_number_of_the_frame_is_in_the_specification_of_its_curves(
    typed, points_of, rows, view, focus, picture
):
    points = frame_of(typed, points_of, rows, view)
    chart = curves(points, focus, picture)
    is_crowded = points["series"].nunique() > MOST_DRAWN
    own = points[points["study"].isin(focus)] if is_crowded else points
    others = points.drop(own.index)
    assert spec_numbers(chart) == frame_numbers(own)
    told = context_numbers(chart)
    assert Counter((name, x, y) for name, x, y, _ in told) == Counter(
        (label, months, known(rate))
        for label, months, rate in others[["label", "months", "rate"]].itertuples(index=False)
    )
    for name, months, _, facts in told:
        point = others[(others["label"] == name) & (others["months"] == months)].iloc[0]
        assert point["rate_text"] in facts
        assert point["interval_text"] in facts


@examples(15)
@given(rows, views, pictures)
def test_every_number_of_the_frame_is_in_the_specification_of_its_panels(
    typed, points_of, rows, view, picture
):
    points = frame_of(typed, points_of, rows, view)
    pages = range(1, page_count(points) + 1)
    found = sum((spec_numbers(panels(points, picture, page)) for page in pages), Counter())
    assert found == frame_numbers(points)


def traces(figure, kind):
    return [trace for trace in figure["data"] if trace["meta"] == kind]


def text_of(figure):
    parts = [note["text"] for note in figure["layout"].get("annotations", ())]
    parts += list(figure["layout"].get("yaxis2", {}).get("ticktext", ()))
    return html.unescape(" ".join(parts))


def assert_all_drawn(chart):
    figure = plotly_figure(chart).to_plotly_json()
    series = every_series(chart, "series")
    drawn = traces(figure, "series")
    said, counts = text_of(figure), Counter()
    for trace in traces(figure, "counts"):
        counts.update(text.strip() for text in trace["text"])
    for kind in ("context", "tried"):
        assert [(list(s.drawn_x), list(s.y)) for s in every_series(chart, kind)] == [
            (trace["x"], trace["y"]) for trace in traces(figure, kind)
        ]
    for one, trace in zip(series, drawn, strict=True):
        assert (list(one.drawn_x), list(one.y)) == (trace["x"], trace["y"])
        assert all(run.text in said for label in one.labels for run in label.text)
        if one.intervals.whiskers:
            bars = trace["error_y"]
            ends = zip(one.intervals.low, one.intervals.high, one.y, strict=True)
            for i, (low, high, y) in enumerate(ends):
                reach = (bars["arrayminus"][i], bars["array"][i])
                assert reach == ((None, None) if low is None else (y - low, high - y))
    for row in chart.counts.rows if chart.counts else ():
        assert row.name.text in said
        assert all(counts["<br>".join(text)] for text in row.texts)


@examples(20)
@given(rows | crowds, views, focuses, pictures, st.booleans())
def test_plotly_shows_every_point_interval_label_and_count(
    typed, points_of, rows, view, focus, picture, in_panels
):
    points = frame_of(typed, points_of, rows, view)
    chart = panels(points, picture) if in_panels else curves(points, focus, picture)
    assert_all_drawn(chart)


@examples(15)
@given(rows, views, pictures)
def test_a_forest_plot_holds_its_frame_and_plotly_shows_all_of_it(
    typed, points_of, rows, view, picture
):
    at = at_month(frame_of(typed, points_of, rows, view), 6, 3)
    seen = at[at["absent"] == ""]
    if seen.empty:
        return
    chart = dots(at, picture)
    assert Counter(
        (line.label, *map(known, (line.value, line.low, line.high)), line.texts[0])
        for line in chart.lines
    ) == Counter(
        tuple(map(known, row))
        for row in seen[["label", "rate", "low", "high", "count_text"]].itertuples(index=False)
    )
    figure = plotly_figure(chart).to_plotly_json()
    said = text_of(figure)
    for line, name, mark in zip(chart.lines, chart.names, traces(figure, "study"), strict=True):
        assert mark["x"] == [known(line.value)]
        reach = [line.value - line.low, line.high - line.value] if line.has_interval else [0, 0]
        assert [mark["error_x"]["arrayminus"][0], mark["error_x"]["array"][0]] == reach
        assert all(text in said for text in (*name, *line.texts))
        assert isnan(line.value) or line.value in mark["x"]


@pytest.mark.parametrize("draw", [curves, lambda points: panels(points, Picture())])
def test_what_a_click_does_is_said_only_where_there_is_a_mouse_that_can(real_points, draw):
    chart = draw(real_points)
    assert "Click for" in plotly_figure(chart).to_json()
    assert "Click for" not in still_figure(chart).to_json()
