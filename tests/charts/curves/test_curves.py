import json

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.analysis.settings import NON_RESPONDERS, View
from lib.charts.contrast import contrast, legible
from lib.charts.curves.curves import curves as curves_chart
from lib.charts.curves.series import MOST_TOLD, RING, SMALL_RING
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.plotly.figure import plotly_figure
from lib.charts.theme import DARK, LIGHT


def curves(*args, **how):
    return plotly_figure(curves_chart(*args, **how))


def traces(figure, kind):
    return [trace for trace in figure.data if trace.meta == kind]


def words(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_each_series_is_a_line_through_its_own_points(real_points):
    drawn = curves_chart(real_points).panels[0].series
    assert [list(zip(one.x, one.y, strict=True)) for one in drawn] == [
        [(3, 79), (6, 63), (12, 58)],
        [(6, 33)],
        [(15, 58.7)],
        [(15, 10.2)],
        [(3, 76), (12, 76), (24, 32)],
    ]


def test_the_axes_are_true_and_fixed(real_points):
    layout = curves(real_points).layout
    assert layout.yaxis.range == (0, 100)
    assert layout.xaxis.range[0] == 0
    assert layout.xaxis.type != "category"
    assert list(layout.xaxis.tickvals) == [3, 6, 12, 15, 24]


def test_whiskers_end_where_the_intervals_do(real_points):
    first = traces(curves(real_points), "series")[0]
    top = [y + up for y, up in zip(first.y, first.error_y.array, strict=True)]
    bottom = [y - down for y, down in zip(first.y, first.error_y.arrayminus, strict=True)]
    assert top == pytest.approx([91.4923233670837, 80.8504866862, 76.8581085], abs=1e-6)
    assert bottom == pytest.approx([56.6657215561858, 41.0395334486, 36.2759040], abs=1e-6)


def test_no_interval_no_whisker(real_points):
    drawn = traces(curves(real_points), "series")
    assert drawn[3].error_y.array is None
    assert drawn[4].error_y.array is None


def test_markers_tell_estimates_and_unknown_denominators(real_points):
    drawn = traces(curves(real_points), "series")
    assert [trace.marker.symbol.startswith("diamond") for trace in drawn] == [
        False, False, True, True, False,
    ]  # fmt: skip
    assert set(drawn[4].marker.color) == {LIGHT.background}
    # At 3 and 12 months the number assessed is assumed; the corticosteroid arm has a caution.
    assert list(drawn[0].marker.color) == [LIGHT.background, LIGHT.colours[0], LIGHT.background]


def test_comparators_are_dashed_and_doubtful_series_dotted(real_points):
    assert [trace.line.dash for trace in traces(curves(real_points), "series")] == [
        "solid", "dash", "solid", "dash", "dot",
    ]  # fmt: skip


def test_counts_stand_under_their_months(real_points):
    rows = traces(curves(real_points), "counts")
    assert [(list(row.x), list(row.text)) for row in rows] == [
        ([3, 6, 12], ["15†/19‡", "12†/19", "11†/19‡"]),
        ([6], ["11†/33"]),
        ([15], ["est."]),
        ([15], ["est."]),
        ([3, 12, 24], ["–", "–", "–"]),
    ]


def test_focus_fades_the_others_and_shades_the_interval(real_points):
    figure = curves(real_points, ("Chakraverty 2004",))
    coloured = [trace.line.color != LIGHT.context for trace in traces(figure, "series")]
    assert coloured == [True, True, False, False, False]
    assert [trace.error_y.array is not None for trace in traces(figure, "series")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    (band,) = traces(figure, "band")
    assert max(band.y) == pytest.approx(91.4923233670837)


def test_a_band_joins_only_intervals_made_alike(typed, points_of):
    rows = typed(
        {"responders": 15, "n_assessed": 20},
        {"months": 6, "responders": 12, "n_assessed": 20},
        {"months": 9, "rate_pct": 55, "ci_low_pct": 40, "ci_high_pct": 70},
        {"months": 12, "responders": 9, "n_assessed": 20},
    )
    (band,) = traces(curves(points_of(rows, View(level=80)), ("A 2001",)), "band")
    assert set(band.x) == {3, 6}


def test_arms_of_the_one_study_in_focus_differ_in_colour(real_points):
    drawn = traces(curves(real_points, ("Kim 2010",)), "series")
    assert drawn[2].line.color == LIGHT.colours[1]
    assert drawn[3].line.color not in (LIGHT.context, LIGHT.colours[1])


def test_a_focus_that_is_not_shown_fades_nothing(real_points):
    figure = curves(real_points, ("Nobody 1999",))
    assert all(trace.line.color != LIGHT.context for trace in traces(figure, "series"))


def test_points_carry_study_and_row(real_points):
    first = traces(curves(real_points), "series")[0]
    assert list(first.customdata[0]) == ["Chakraverty 2004", 2]


def test_labels_name_every_line(real_points):
    said = words(curves(real_points))
    assert "<b>58% Chakraverty</b><br>Prolotherapy" in said
    assert "<b>33% Chakraverty \N{WARNING SIGN}\ufe0e</b><br>Corticosteroid" in said
    assert "<b>32% Cusi \N{WARNING SIGN}\ufe0e</b>" in said


def test_the_arm_is_left_out_where_its_colour_says_it(real_points):
    said = words(curves(real_points, picture=Picture(colour_by="treatment")))
    assert {"<b>58% Chakraverty</b>", "<b>58.7% Kim</b>", "<b>10.2% Kim</b>"} <= set(said)


def test_each_share_stands_at_its_mark(real_points):
    said = words(curves(real_points))
    assert [said.count(f"<b>{share}</b>") for share in ("79%", "63%", "76%")] == [1, 1, 2]


def test_marks_of_one_month_stand_side_by_side_and_their_months_stay(real_points):
    first, second, _, _, last = curves_chart(real_points).panels[0].series
    assert first.x == (3, 6, 12)
    assert first.drawn_x[0] < 3 < last.drawn_x[0]
    assert first.drawn_x[1] < 6 < second.drawn_x[0]
    assert last.drawn_x[2] == 24
    assert max(map(abs, first.shifts)) <= 0.4


def test_the_figure_fits_the_first_screen_and_is_mostly_months(real_points):
    chart = curves_chart(real_points, (), Picture(footer="One line"))
    canvas, axis = chart.canvas, chart.panels[0].across
    months = (1024 - canvas.margins.left - canvas.margins.right) * 24 / axis.high
    assert canvas.height <= 520
    assert months >= 0.62 * 1024
    assert canvas.margins.left <= 0.22 * 1024
    assert axis.end == "months"


def test_the_months_are_most_of_a_slide(real_points):
    chart = curves_chart(real_points, (), Picture(room=SLIDE))
    margins, axis = chart.canvas.margins, chart.panels[0].across
    assert (832 - margins.left - margins.right) * 24 / axis.high >= 0.62 * 832


def test_a_study_stands_once_beside_its_arms(real_points):
    rows = curves_chart(real_points).counts.rows
    assert [row.study.text if row.study else "" for row in rows] == [
        "Chakraverty 2004", "", "Kim 2010", "", "Cusi 2010",
    ]  # fmt: skip


def test_all_studies_beside_the_counts_have_their_years_or_none(real_points):
    rows = curves_chart(real_points, (), Picture(room=SLIDE)).counts.rows
    assert [row.study.text for row in rows if row.study] == ["Chakraverty", "Kim", "Cusi"]


def test_counts_of_neighbouring_months_never_touch_in_a_narrow_window(typed, points_of):
    rows = typed(*({"months": m, "responders": 11, "n_assessed": 190} for m in (1, 2, 3, 6, 36)))
    (row,) = curves_chart(points_of(rows), (), Picture(compact=True)).counts.rows
    assert row.counts == ("11/190",) * 5
    assert row.texts == (
        ("11/190", "", "", ""),
        ("", "11/190", "", ""),
        ("", "", "11/190", ""),
        ("", "", "", "11/190"),
        ("11/190", "", "", ""),
    )


def test_counts_without_room_are_counted_above_the_others(typed, points_of):
    months = [*range(1, 12), 36]
    rows = typed(*({"months": m, "responders": 11, "n_assessed": 190} for m in months))
    counts = curves_chart(points_of(rows), (), Picture(compact=True)).counts
    (row,) = counts.rows
    left = [text for text in row.texts if not text]
    assert counts.omission.text == f"({len(left)} counts have no room: see the table)"
    assert "no room" in curves(points_of(rows), (), Picture(compact=True)).to_json()


def test_a_phone_has_every_count_of_the_real_studies(real_points):
    counts = curves_chart(real_points, (), Picture(compact=True)).counts
    assert all(text for row in counts.rows for text in row.texts)
    assert not counts.omission.text


def test_a_month_says_who_was_seen_and_who_was_not(real_points):
    (columns,) = traces(curves(real_points), "visits")
    assert list(columns.x) == [3, 6, 12, 15, 24]
    assert columns.hovertext[1] == (
        "<b>At 6 months</b><br>Chakraverty 2004, Prolotherapy: 63% (12†/19)<br>"
        "Chakraverty 2004, Corticosteroid: 33% (11†/33)<br>"
        "Not seen: Kim 2010, Prolotherapy; Kim 2010, Corticosteroid; Cusi<br>2010, Prolotherapy"
    )


def test_the_range_is_drawn_where_it_is_known(typed, points_of):
    rows = typed(
        {"months": 3, "responders": 9, "n_assessed": 10, "n_enrolled": 20},
        {"months": 6, "responders": 5, "n_assessed": 10, "n_enrolled": 20},
        {"study": "B 2001", "responders": 5, "n_assessed": 10},
    )
    points = points_of(rows)
    (band,) = (
        one for one in curves_chart(points, with_range=True).panels[0].series if one.kind == "range"
    )
    assert (band.intervals.low, band.intervals.high) == ((45, 25), (95, 75))
    assert traces(curves(points, with_range=True), "band")
    assert not traces(curves(points), "range")


def test_a_narrow_figure_names_its_rows_instead(real_points):
    figure = curves(real_points, picture=Picture(compact=True))
    said = words(figure)
    assert not any("<b>Cusi 2010</b>" in text for text in said)
    assert sum("Cusi 2010" in text for text in said) == 1
    assert figure.layout.margin.l < 60


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_figure_brings_its_own_theme(real_points, theme):
    template = curves(real_points, picture=Picture(theme=theme)).layout.template
    assert template.layout.paper_bgcolor == theme.background
    assert template.layout.font.color == theme.ink
    assert not template.to_plotly_json().get("data")


def test_colour_can_follow_the_treatment(real_points):
    drawn = traces(curves(real_points, picture=Picture(colour_by="treatment")), "series")
    # The second study of a treatment has another shade of its colour.
    assert [trace.line.color for trace in drawn] == [
        LIGHT.colours[0], LIGHT.colours[1], LIGHT.shades[0], LIGHT.shades[1], LIGHT.colours[0],
    ]  # fmt: skip


def test_twelve_series_are_told_apart_without_colour(many_rows, points_of):
    drawn = traces(curves(points_of(many_rows(12))), "series")
    assert len({(trace.marker.symbol, trace.line.dash) for trace in drawn}) == 12


def test_thirteen_series_keep_their_colours_in_a_trace_each(many_rows, points_of):
    figure = curves(points_of(many_rows(13)), picture=Picture(colour_by="treatment"))
    crowd = traces(figure, "context")
    assert [len(trace.x) for trace in crowd] == [4 * 4, 4 * 4, 5 * 4]
    assert [trace.marker.line.color for trace in crowd] == list(LIGHT.colours[2::-1])
    assert {trace.line.color.rpartition(",")[2] for trace in crowd} == {"0.45)"}
    assert {trace.meta for trace in figure.data} == {"context", "along", "visits"}


def test_a_crowd_is_named_at_its_ends(many_rows, points_of):
    (panel,) = curves_chart(points_of(many_rows(16))).panels
    assert len(panel.labels) >= 9
    assert not any(label.is_tied for label in panel.labels)


def test_a_crowd_that_ends_in_one_point_has_five_names(typed, points_of):
    rows = typed(
        *(
            {"study": f"S{i} 2001", "months": m, "responders": 5, "n_assessed": 10}
            for i in range(20)
            for m in (3, 6)
        )
    )
    (panel,) = curves_chart(points_of(rows)).panels
    assert len(panel.labels) == 5


def test_a_mouse_between_two_visits_of_a_crowd_reads_the_name(many_rows, points_of):
    (along,) = traces(curves(points_of(many_rows(13))), "along")
    assert "Study 000 2000" in along.hovertext[0]
    assert 3 < along.x[0] < 6


def test_a_crowd_of_studies_is_a_trace_a_colour_and_the_rest_neutral(many_rows, points_of):
    crowd = traces(curves(points_of(many_rows(60))), "context")
    assert len(crowd) == len(LIGHT.colours) + 1
    assert crowd[0].marker.line.color == LIGHT.neutral
    assert len(crowd[0].x) == 53 * 4


def test_the_faint_traces_keep_the_marks_of_honesty(many_rows, typed, points_of):
    odd = typed(
        {"study": "Z 2001", "rate_pct": 50, "estimate": "time_to_event"},
        {"study": "Z 2002", "rate_pct": 50},
    )
    unstated, *_ = traces(
        curves(points_of(pd.concat([many_rows(13), odd])), picture=Picture(colour_by="treatment")),
        "context",
    )
    assert list(unstated.marker.symbol) == ["diamond", "circle", "circle", "circle"]
    assert list(unstated.marker.color[-2:]) == [LIGHT.background, LIGHT.neutral]


def test_a_crowd_keeps_its_focus_in_colour(many_rows, points_of):
    picture = Picture(colour_by="treatment")
    figure = curves(points_of(many_rows(60)), ("Study 007 2000",), picture)
    (series,) = traces(figure, "series")
    assert series.line.color == LIGHT.colours[1]
    assert series.error_y.array is not None
    assert [list(row.text) for row in traces(figure, "counts")] == [["32/40", "35/40", "11/40"]]
    (context,) = traces(figure, "context")
    assert len(context.x) == 59 * 4
    assert context.marker.line.color == LIGHT.context


def test_a_line_breaks_at_a_visit_that_cannot_be_recounted(typed, points_of):
    rows = typed(
        {"months": 3, "responders": 9, "n_assessed": 10, "n_enrolled": 12},
        {"months": 6, "rate_pct": 55, "n_enrolled": 12},
        {"months": 12, "responders": 3, "n_assessed": 10, "n_enrolled": 12},
    )
    points = points_of(rows, View(missing=NON_RESPONDERS))
    (series,) = traces(curves(points), "series")
    assert series.y[1] is None
    assert not series.connectgaps


def test_months_too_close_keep_their_tick_and_lose_their_label(typed, points_of):
    rows = typed(*({"months": m, "rate_pct": 50} for m in (3, 3.2, 24)))
    axis = curves(points_of(rows)).layout.xaxis
    assert list(axis.tickvals) == [3, 3.2, 24]
    assert list(axis.ticktext) == ["3", "", "24"]


def test_one_point_makes_a_figure(typed, points_of):
    figure = curves(points_of(typed({"rate_pct": 50})))
    assert [list(trace.y) for trace in traces(figure, "series")] == [[50]]


def test_a_figure_with_nothing_to_draw_is_still_one(real_rows, points_of):
    points = points_of(real_rows, View(studies=("Cusi 2010",), missing=NON_RESPONDERS))
    (series,) = traces(curves(points), "series")
    assert list(series.y) == [None, None, None]


def test_names_made_of_markup_are_escaped(typed, points_of):
    name = "<script>x</script><b>A</b>"
    rows = typed({"study": name, "arm": "<img src=x>", "rate_pct": 50, "caution": "<a href=x>y"})
    for focus in ((), (name,)):
        spec = curves(points_of(rows), focus).to_plotly_json()
        texts = json.dumps({**spec, "data": [{**t, "customdata": None} for t in spec["data"]]},
                           default=list)  # fmt: skip
        assert not [tag for tag in ("<script", "<img", "<a href", "x</script>") if tag in texts]


def test_the_hover_is_four_lines(real_points):
    hover = traces(curves(real_points), "series")[4].hovertext[0]
    lines = hover.split("<br>")
    assert lines[:3] == [
        "<b>Cusi 2010 · Prolotherapy</b>",
        "76% at 3 months, no interval",
        "Denominator not stated",
    ]
    assert lines[3].startswith("\N{WARNING SIGN}")


def test_the_hover_says_how_the_count_is_known(real_points):
    first = traces(curves(real_points), "series")[0].hovertext[0]
    assert "15† of 19‡ assumed: worked out from the percentage" in first


def test_title_and_footer_stand_inside_the_figure(real_points):
    figure = curves(real_points, picture=Picture(title="A < B", footer="data 1234"))
    assert figure.layout.title.text == "<b>A &lt; B</b>"
    assert any("data 1234" in text for text in words(figure))


def test_a_series_with_rows_only_tried_has_one_ring_at_its_last_and_says_so(real_rows, points_of):
    figure = curves(points_of(real_rows, tried=frozenset({3, 4})))
    (ring,) = traces(figure, "tried")
    assert any("58% Chakraverty (tried)" in text for text in words(figure))
    assert list(ring.y) == [58]
    assert ring.marker.symbol == "circle-open"
    assert ring.marker.color == LIGHT.ink


def test_without_tried_rows_a_figure_is_as_it_was(real_points):
    assert not traces(curves(real_points), "tried")


def test_a_point_that_is_not_drawn_has_no_ring(real_rows, points_of):
    view = View(studies=("Cusi 2010",), missing=NON_RESPONDERS)
    points = points_of(real_rows, view, frozenset(range(2, 12)))
    assert not traces(curves(points), "tried")


def test_a_crowd_rings_its_grey_and_its_bright_points(many_rows, points_of):
    points = points_of(many_rows(20), tried=frozenset({2, 5}))
    figure = curves(points, ("Study 001 2000",))
    sizes = {ring.marker.size: list(ring.x) for ring in traces(figure, "tried")}
    assert sizes == {RING: [3], SMALL_RING: [3]}
    (context,) = traces(figure, "context")
    assert "(tried)" in context.hovertext[0]


def test_a_crowds_short_hover_says_what_is_tried(many_rows, points_of):
    points = points_of(many_rows(MOST_TOLD), tried=frozenset({2}))
    *_, first = traces(curves(points), "context")
    assert [text.count("tried in this session, not saved") for text in first.hovertext[:2]] == [
        1, 0,
    ]  # fmt: skip


def test_names_in_a_crowd_have_the_colours_of_their_lines(many_rows, points_of):
    points = points_of(many_rows(20))
    chart = curves_chart(points, (), Picture(colour_by="treatment"))
    (panel,) = chart.panels
    hues = {one.marker.edge.colour for one in panel.series if one.kind == "context"}
    inks = {label.text[0].colour for label in panel.labels}
    assert len(hues) == 3
    assert inks == {legible(hue, LIGHT.background) for hue in hues}
    assert all(contrast(ink, LIGHT.background) >= 4.5 for ink in inks)


def test_a_crowd_has_names_on_a_phone_too(many_rows, points_of):
    (panel,) = curves_chart(points_of(many_rows(20)), (), Picture(compact=True)).panels
    assert len(panel.labels) >= 5
    assert all(label.text[0].text.startswith("Study 0") for label in panel.labels)
    assert not any(label.is_tied for label in panel.labels)


@pytest.fixture(scope="module")
def four_arms(typed, points_of):
    rows = [
        {"study": study, "arm": "Injection", "months": 3, "rate_pct": 50}
        for study in ("A 1990", "B 1991", "C 1992", "D 1993")
    ]
    return points_of(typed(*rows))


@example(names=["0000000", "0AWWiWWm"])
@given(
    names=st.lists(st.text("iWmA0", min_size=7, max_size=9), min_size=2, max_size=4, unique=True)
)
def test_no_name_is_cut_in_rows_that_are_as_wide_as_it_needs(four_arms, names):
    """The widths of letters are no whole pixels, the margin is."""
    studies = [f"X{name.strip()} 19{90 + i}" for i, name in enumerate(names)]
    points = four_arms.head(len(names)).assign(
        study=studies, label=[f"{study} · Injection" for study in studies]
    )
    chart = curves_chart(points, (), Picture())
    told = [row.study.text for row in chart.counts.rows if row.study]
    assert told == studies
