from lib.analysis.arm_pairs import pairs
from lib.analysis.month_slice import at_month
from lib.analysis.settings import BY_SHARE
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.forest.arm_forest import differences as differences_chart
from lib.charts.forest.arm_forest import dots as dots_chart
from lib.charts.plotly.figure import plotly_figure


def differences(*args, **how):
    return plotly_figure(differences_chart(*args, **how))


def dots(*args, **how):
    return plotly_figure(dots_chart(*args, **how))


DRUG = {"arm": "Drug <b>", "role": "intervention", "responders": 12, "n_assessed": 20}
SHAM = {"arm": "Sham", "role": "comparator", "responders": 5, "n_assessed": 20}
B = {"study": "B 2002"}


def drawn(points, **how):
    return differences(pairs(at_month(points, 3, 0), 95), Picture(**how))


def test_arms_that_are_the_same_throughout_are_named_on_the_axis(points_of, typed):
    figure = drawn(points_of(typed(DRUG, SHAM, DRUG | B, SHAM | B)), room=SLIDE)
    title = figure.layout.xaxis.title.text
    assert title.endswith("<br>with Drug &lt;b&gt; than with Sham")
    assert [trace.name for trace in figure.data] == ["A 2001", "B 2002"]


def test_arms_that_differ_are_named_in_their_lines(points_of, typed):
    figure = drawn(points_of(typed(DRUG, SHAM, DRUG | B, SHAM | B | {"arm": "Sugar"})))
    assert [trace.name for trace in figure.data] == [
        "A 2001, Drug &lt;b&gt; against Sham",
        "B 2002, Drug &lt;b&gt; against Sugar",
    ]


def test_what_is_only_tried_has_a_ring_in_both_figures(points_of, typed):
    points = points_of(typed(DRUG, SHAM, DRUG | B, SHAM | B), tried=frozenset({4}))
    for figure in (drawn(points), dots(at_month(points, 3, 0), Picture())):
        rings = [trace for trace in figure.data if trace.meta == "tried"]
        assert len(rings) == 1
        assert figure.data[rings[0].y[0]].name.startswith("B 2002")


def test_nothing_to_compare_draws_no_line(points_of, typed):
    assert len(drawn(points_of(typed(DRUG | {"months": 6}))).data) == 0


def test_a_caution_is_marked_in_words(points_of, typed):
    points = points_of(typed(DRUG, SHAM | {"caution": "Doubtful."}))
    assert [trace.name for trace in drawn(points).data] == ["A 2001 · caution"]
    texts = [line.texts for line in dots_chart(at_month(points, 3, 0), Picture()).lines]
    assert texts == [
        ("12/20", "60.0% (38.7 to 78.1%)", ""),
        ("5/20", "25.0% (11.2 to 46.9%)", "caution"),
    ]


def test_a_line_says_its_month_where_not_all_were_seen_then(points_of, typed):
    points = points_of(typed(DRUG | {"months": 5}, SHAM))
    texts = [line.texts for line in dots_chart(at_month(points, 3, 2), Picture()).lines]
    assert texts == [
        ("12/20", "60.0% (38.7 to 78.1%)", "5 months"),
        ("5/20", "25.0% (11.2 to 46.9%)", "3 months"),
    ]


def cautioned_last(points_of, typed, number):
    rows = [
        SHAM | {"study": f"S {i:03}", "caution": "Odd." if i % 2 else ""} for i in range(number)
    ]
    return dots_chart(at_month(points_of(typed(*rows)), 3, 0, BY_SHARE), Picture())


def test_a_rule_sets_cautions_apart(points_of, typed):
    chart = cautioned_last(points_of, typed, 6)
    assert [line.texts[-1] for line in chart.lines] == [""] * 3 + ["caution"] * 3
    assert chart.parts == [3]


def test_lines_without_room_are_the_last_in_the_reader_s_order(points_of, typed):
    chart = cautioned_last(points_of, typed, 100)
    assert [line.texts[-1] for line in chart.lines[:-1]] == [""] * 50 + ["caution"] * 10
    assert chart.parts == [50]
