"""PowerPoint shows all of a specification: every point, interval, label and count."""

import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from lib.analysis.month_slice import at_month
from lib.charts.curves.curves import curves
from lib.charts.curves.small_multiples import panels
from lib.charts.forest.arm_forest import dots
from lib.exports.figure_export import FigureExport, SlideExport
from lib.exports.powerpoint import powerpoint
from lib.exports.tables.points_csv import Stamp
from tests.charts.frames import crowds, focuses, pictures, rows, views
from tests.thoroughness import examples

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def slide_of(chart):
    stamp = Stamp("Title", "studies.csv", "1a2b", "1 May 2026")
    exhibit = FigureExport("Title", chart, "In words", "By Wilson", None, (), (), stamp)
    return Presentation(io.BytesIO(powerpoint([SlideExport(exhibit, "", ())]))).slides[0]


def native_series(slide):
    charts = [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
    return [ser for chart in charts for ser in chart.iter(f"{C}ser")]


def cached(ser, *path):
    cache = ser.find("/".join(f"{C}{part}" for part in (*path, "numRef", "numCache")))
    numbers = {int(pt.get("idx")): float(pt[0].text) for pt in cache.findall(f"{C}pt")}
    return [numbers.get(i) for i in range(int(cache.find(f"{C}ptCount").get("val")))]


def name(ser):
    return ser.findtext(f"{C}tx/{C}strRef/{C}strCache/{C}pt/{C}v")


def labels(ser):
    written = ser.iterfind(f"{C}dLbls/{C}dLbl")
    return " ".join("".join(text.text for text in label.iter(f"{A}t")) for label in written)


def whiskers(ser):
    below, above = cached(ser, "errBars", "minus"), cached(ser, "errBars", "plus")
    return list(zip(below, above, strict=True))


def reaches(values, lows, highs):
    ends = zip(values, lows, highs, strict=True)
    return [(None, None) if low is None else (y - low, high - y) for y, low, high in ends]


def points_of_series(series):
    return [(x, y) for x, y in zip(series.x, series.y, strict=True) if y is not None]


@examples(15)
@given(rows | crowds, views, focuses, pictures, st.booleans())
def test_every_point_interval_label_and_count_of_curves(
    typed, points_of, rows, view, focus, picture, in_panels
):
    frame = typed(*rows)
    points = points_of(frame, view, frozenset(frame.index[:1]))
    chart = panels(points, picture) if in_panels else curves(points, focus, picture)
    slide = slide_of(chart)
    drawn, notes = native_series(slide), slide.notes_slide.notes_text_frame.text
    every = [series for panel in chart.panels for series in panel.series if series.kind != "along"]
    shown = Counter(
        point
        for ser in drawn
        if name(ser) != "Names at the ends of lines"
        for point in zip(cached(ser, "xVal"), cached(ser, "yVal"), strict=True)
        if point[1] is not None
    )
    assert shown == Counter(point for series in every for point in points_of_series(series))
    for series in [series for series in every if series.kind == "series"]:
        (own,) = [ser for ser in drawn if name(ser) == series.name]
        assert not series.label or all(run.text in labels(own) for run in series.label.text)
        if series.intervals.whiskers:
            expected = reaches(series.y, series.intervals.low, series.intervals.high)
            assert whiskers(own) == expected
        for months, count in zip(series.x, series.counts, strict=True):
            assert f"{count} at {months:g} months" in notes


@examples(10)
@given(rows, views, pictures)
def test_every_value_interval_label_and_count_of_a_forest_plot(
    typed, points_of, rows, view, picture
):
    at = at_month(points_of(typed(*rows), view), 6, 3)
    if (at["absent"] != "").all():
        return
    chart = dots(at, picture)
    slide = slide_of(chart)
    drawn = {name(ser): ser for ser in native_series(slide)}
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    cells = [cell.text for row in table.rows for cell in row.cells]
    notes = slide.notes_slide.notes_text_frame.text
    for line in chart.lines:
        own = drawn[line.label]
        assert cached(own, "xVal") == [line.value]
        if line.has_interval:
            assert whiskers(own) == [pytest.approx((line.value - line.low, line.high - line.value))]
        assert line.texts[0] in cells
        assert all(text in notes for text in (line.label, *line.texts))
