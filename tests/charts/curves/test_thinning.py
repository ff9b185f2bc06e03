import pandas as pd
import pytest

from lib.charts.curves import thinning
from lib.charts.curves.curves import curves
from lib.charts.curves.thinning import dots, thin, thinning_note
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.looks import slots_of
from lib.charts.plotly.figure import plotly_figure


@pytest.fixture
def crowd(many_rows, points_of, monkeypatch):
    """Sixty curves, of which twenty are drawn."""
    monkeypatch.setattr(thinning, "MOST_LINES", 20)
    monkeypatch.setattr(thinning, "LONGEST", 3)
    return points_of(many_rows(60))


def kinds(chart, kind):
    return [series for series in chart.panels[0].series if series.kind == kind]


def test_no_more_lines_are_drawn_than_an_eye_tells_apart(crowd):
    drawn = kinds(curves(crowd), "context")
    assert sum(series.x.count(None) for series in drawn) == 20


def test_the_highest_and_lowest_share_of_each_month_are_drawn(crowd):
    lines = thin(crowd)
    for month, all_there in crowd.groupby("months"):
        shown = lines[lines["months"] == month]
        assert {all_there["rate"].min(), all_there["rate"].max()} <= set(shown["rate"])


def test_the_longest_followed_is_drawn(crowd):
    last = crowd["series"].max()
    crowd.loc[crowd["series"] == last, "months"] *= 10
    assert last in set(thin(crowd)["series"])


def test_lines_on_the_same_pixels_are_drawn_once(crowd):
    rates = crowd.groupby("months")["rate"].transform("first")
    assert thin(crowd.assign(rate=rates))["series"].nunique() == 1


def test_the_sample_hangs_on_names_only(crowd):
    lines = thin(crowd)
    studies = lines["study"].unique()
    left_out = crowd[~crowd["study"].isin(studies)]["study"].iloc[0]
    fewer = crowd[crowd["study"] != left_out]
    assert set(thin(fewer)["study"]) == set(studies)


def test_every_point_has_a_dot_on_its_pixels(crowd):
    shown = dots(crowd, slots_of(crowd, Picture()), thin(crowd)["series"])
    assert shown["under"].sum() + len(shown) == len(crowd)
    assert not shown.duplicated(["colour", "months", "rate"]).any()


def test_dots_are_bounded(crowd, monkeypatch):
    monkeypatch.setattr(thinning, "MOST_DOTS", 40)
    shown = dots(crowd, slots_of(crowd, Picture()), thin(crowd)["series"])
    assert len(shown) <= 40
    assert shown["under"].sum() + len(shown) == len(crowd)


def test_a_dot_says_how_many_lie_under_it(crowd):
    same = pd.concat([crowd, crowd.assign(series=crowd["series"] + 60)])
    (dot,) = {series.hints.hovers[0].facts[-1] for series in kinds(curves(same), "dots")[:1]}
    assert dot[1].startswith("and ")
    assert dot[1].endswith(" more here")


def test_a_line_is_found_by_the_rows_of_its_points(crowd):
    figure = plotly_figure(curves(crowd))
    line, *_ = (trace for trace in figure.data if trace.meta == "context")
    assert line.hoverinfo == "skip"
    assert line.mode == "lines"
    assert set(line.customdata) - {0} <= set(crowd["row"])


def test_a_slide_of_a_crowd_has_its_marks_on_the_lines(crowd):
    chart = curves(crowd, (), Picture(room=SLIDE))
    assert not kinds(chart, "dots")
    assert all(series.marker for series in kinds(chart, "context"))


def test_the_note_says_how_many_stand_behind(crowd):
    assert thinning_note(crowd).startswith("Lines: 20 of 60 curves: those that reach ")
    told = thinning_note(crowd, ["Study 000 2000"])
    assert told.startswith("Lines: 20 of 59 other curves: ")
    assert thinning_note(crowd[crowd["series"] < 20]) == ""


def test_the_note_says_where_all_others_lie_on_the_same_pixels(crowd):
    rates = crowd.groupby("months")["rate"].transform("first")
    told = thinning_note(crowd.assign(rate=rates))
    assert told.startswith("Lines: 1 of 60 curves: the others lie on the same pixels.")
