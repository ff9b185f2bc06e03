from itertools import pairwise

from lib.analysis.settings import NON_RESPONDERS, View
from lib.charts.curves.small_multiples import panels as panels_chart
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.plotly.figure import plotly_figure
from lib.charts.theme import LIGHT
from lib.slides.study_pages import PANELS_A_PAGE, on_page, page_count


def panels(*args, **how):
    return plotly_figure(panels_chart(*args, **how))


def test_a_panel_a_study_on_the_same_axes(real_points):
    layout = panels(real_points, Picture()).layout
    axes = [layout.xaxis, layout.xaxis2, layout.xaxis3]
    assert len({axis.range for axis in axes}) == 1
    assert [layout.yaxis.range, layout.yaxis2.range, layout.yaxis3.range] == [(0, 100)] * 3
    assert "xaxis4" not in layout


def test_each_series_is_in_its_studys_panel(real_points):
    drawn = [trace for trace in panels(real_points, Picture()).data if trace.meta == "series"]
    assert [trace.xaxis for trace in drawn] == ["x", "x", "x2", "x2", "x3"]


def test_shares_and_counts_stand_at_their_marks_and_several_arms_are_named(real_points):
    notes = panels(real_points, Picture()).layout.annotations
    said = [note.text for note in notes]
    assert "<b>79%</b><br>15†/19‡" in said
    assert said.count("<b>76%</b>") == 2
    named = [note for note in notes if "% Corticosteroid" in note.text]
    assert [(note.xref, note.yref) for note in named] == [("x", "y"), ("x2", "y2")]


def test_panels_do_not_overlap(many_rows, points_of):
    layout = panels(points_of(many_rows(6)), Picture()).layout
    spans = {tuple(layout[f"yaxis{n}"].domain) for n in ("", 4)}
    ordered = sorted(spans)
    assert all(below[1] < above[0] for below, above in pairwise(ordered))


def test_a_narrow_window_has_one_column(real_points):
    layout = panels(real_points, Picture(compact=True)).layout
    assert layout.xaxis.domain == layout.xaxis2.domain == (0, 1)


def test_many_studies_are_paged_and_none_is_lost(many_rows, points_of):
    points = points_of(many_rows(30))
    assert page_count(points) == 5
    studies = [
        trace.customdata[0][0]
        for page in range(1, 6)
        for trace in panels(points, Picture(), page).data
        if trace.meta == "series"
    ]
    assert studies == points["study"].unique().tolist()
    assert studies.index("Study 006 2000") == PANELS_A_PAGE


def test_focus_fades_the_other_panels(real_points):
    drawn = [
        t for t in panels(real_points, Picture(), focus=("Kim 2010",)).data if t.meta == "series"
    ]
    assert [trace.line.color == LIGHT.context for trace in drawn] == [
        True, True, False, False, True,
    ]  # fmt: skip


def test_a_page_past_the_last_shows_the_last(many_rows, points_of):
    points = points_of(many_rows(13))
    drawn = [t for t in panels(points, Picture(), 99).data if t.meta == "series"]
    assert drawn[0].customdata[0][0] == "Study 012 2000"


def test_what_is_only_tried_has_a_ring_in_its_panel(real_rows, points_of):
    drawn = panels(points_of(real_rows, tried=frozenset({2, 8})), Picture()).data
    rings = [(trace.xaxis, list(trace.x)) for trace in drawn if trace.meta == "tried"]
    assert [axis for axis, _ in rings] == ["x", "x3"]


def test_a_page_is_the_same_studies_on_a_slide(many_rows, points_of):
    points = points_of(many_rows(9))
    for picture in (Picture(), Picture(room=SLIDE)):
        drawn = [t for t in panels(points, picture, 2).data if t.meta == "series"]
        assert [trace.customdata[0][0] for trace in drawn] == on_page(points, 2)


def test_an_empty_panel_says_why(real_rows, points_of):
    points = points_of(real_rows, View(missing=NON_RESPONDERS))
    notes = panels(points, Picture()).layout.annotations
    told = [note.xref for note in notes if "Cannot be counted" in note.text]
    assert told == ["x2 domain", "x3 domain"]


def test_the_range_is_drawn_in_its_panel(typed, points_of):
    rows = typed(
        {"responders": 9, "n_assessed": 10, "n_enrolled": 20},
        {"study": "B 2001", "responders": 5, "n_assessed": 10},
    )
    first, second = panels_chart(points_of(rows), Picture(), with_range=True).panels
    assert [one.kind for one in first.series] == ["range", "series"]
    assert [one.kind for one in second.series] == ["series"]
