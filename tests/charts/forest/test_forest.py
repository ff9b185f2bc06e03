from dataclasses import replace
from math import nan

from hypothesis import given
from hypothesis import strategies as st

from lib.charts.figure_options import SLIDE, Picture
from lib.charts.forest.forest import MOST_LINES, PAGE_WIDTH, PERCENT, Scale
from lib.charts.forest.forest import forest as forest_chart
from lib.charts.plotly.figure import plotly_figure
from lib.charts.spec import Line
from lib.charts.theme import DARK, Look


def forest(*args, **how):
    return plotly_figure(forest_chart(*args, **how))


STUDY = Line("A 2001", ("15/19", "79% (57 to 92%)"), 79, 57, 92)
POOLED = Line("3 studies", ("40/60", "66% (40 to 85%)"), 66, 40, 85, "pooled")
PREDICTION = Line("A new study", ("", "20 to 94%"), nan, 20, 94, "prediction")
HEADERS = ("Study", "r/N", "Responding")


def drawn(*lines, picture=None):
    return forest(lines, PERCENT, HEADERS, picture).to_plotly_json()


def words(figure):
    return [each["text"] for each in figure["layout"]["annotations"]]


def test_a_study_is_a_marker_at_its_own_value_with_its_interval():
    (trace,) = drawn(STUDY)["data"]
    assert (trace["x"], trace["y"]) == ([79], [0])
    assert (trace["error_x"]["array"], trace["error_x"]["arrayminus"]) == ([13], [22])


def test_nobody_responding_stands_at_zero():
    (trace,) = drawn(replace(STUDY, value=0, low=0))["data"]
    assert trace["x"] == [0]


def test_no_interval_no_whisker():
    (trace,) = drawn(replace(STUDY, low=nan, high=nan))["data"]
    assert not trace["error_x"]["visible"]


def test_an_unknown_value_keeps_its_line_without_a_mark():
    figure = drawn(replace(STUDY, value=nan, low=nan, high=nan))
    assert figure["data"][0]["x"] == [None]
    assert "A 2001" in words(figure)


def test_pooled_is_a_diamond_and_prediction_a_bar():
    _, diamond, bar = drawn(STUDY, POOLED, PREDICTION)["data"]
    assert diamond["x"] == [40, 66, 85, 66, 40]
    assert bar["x"] == [20, 94]
    assert [diamond["meta"], bar["meta"]] == ["pooled", "prediction"]


def test_one_rule_parts_studies_from_what_is_pooled():
    shapes = drawn(STUDY, STUDY, POOLED, PREDICTION)["layout"]["shapes"]
    assert [shape["y0"] for shape in shapes if shape.get("xref") == "paper"] == [1.5]


def test_columns_are_aligned():
    figure = drawn(STUDY, POOLED)
    shifts = {each["text"]: each["xshift"] for each in figure["layout"]["annotations"]}
    assert shifts["15/19"] == shifts["<b>40/60</b>"] == shifts["<b>r/N</b>"]


def test_the_axis_is_0_to_100_or_what_is_asked():
    assert tuple(drawn(STUDY)["layout"]["xaxis"]["range"]) == (0, 100)
    scale = Scale(-100, 100, (-50, 0, 50), "Difference", no_effect=0)
    layout = forest([STUDY], scale, HEADERS).to_plotly_json()["layout"]
    assert tuple(layout["xaxis"]["range"]) == (-100, 100)
    assert layout["xaxis"]["ticktext"] == ["\N{MINUS SIGN}50%", "0%", "50%"]
    assert layout["shapes"][0]["x0"] == 0


def test_a_look_colours_its_line_and_a_caution_hollows_it():
    look = Look("#0072B2", "circle", "solid")
    (trace,) = drawn(replace(STUDY, look=look, is_hollow=True))["data"]
    assert trace["marker"]["line"]["color"] == trace["error_x"]["color"] == "#0072B2"
    assert trace["marker"]["color"] == "#ffffff"


def test_themes_differ():
    (trace,) = drawn(STUDY, picture=Picture(theme=DARK))["data"]
    assert trace["error_x"]["color"] == DARK.ink


def test_text_from_files_stays_text():
    evil = replace(STUDY, label="<b>x</b>", texts=("<i>", "&"))
    for picture in (Picture(), Picture(compact=True)):
        figure = drawn(evil, picture=picture)
        assert "<i>" not in "".join(words(figure)) + figure["data"][0]["text"]
        assert "&lt;b&gt;x" in "".join(words(figure))


def test_a_narrow_window_has_texts_above_marks():
    figure = drawn(STUDY, POOLED, picture=Picture(compact=True))
    assert any("A 2001" in text and "15/19 · 79%" in text for text in words(figure))
    assert figure["layout"]["margin"]["r"] < 50


def test_on_a_slide_the_last_studies_give_way_and_are_counted():
    lines = [replace(STUDY, label=f"Study {i}") for i in range(40)]
    figure = forest([*lines, POOLED], PERCENT, HEADERS, Picture(room=SLIDE))
    assert (figure.layout.width, figure.layout.height) == SLIDE
    words = [note.text for note in figure.layout.annotations]
    drawn = sum(trace.x != (None,) for trace in figure.data)
    assert f"and {40 - (drawn - 1)} more, not drawn here" in words
    assert figure.data[-1].meta == "pooled"


def test_the_true_number_left_out_is_told_and_the_largest_stay():
    lines = [replace(STUDY, label=f"Study {i}", size=i / 10) for i in range(500)]
    for picture in (Picture(), Picture(room=SLIDE)):
        names = [trace.name for trace in forest(lines, PERCENT, HEADERS, picture).data]
        assert names[-1] == f"and {500 - (len(names) - 1)} more, not drawn here"
        assert names[-2] == "Study 499"
        assert len(names) <= MOST_LINES + 1


def test_a_line_that_just_fits_is_not_left_out():
    lines = [replace(STUDY, label=f"Study {i}") for i in range(40)]
    room = len(forest(lines, PERCENT, HEADERS, Picture(room=SLIDE)).data)
    names = [t.name for t in forest(lines[:room], PERCENT, HEADERS, Picture(room=SLIDE)).data]
    assert names[-1] == f"Study {room - 1}"


def test_what_is_only_tried_has_a_ring():
    traces = drawn(STUDY, replace(STUDY, is_tried=True), POOLED)["data"]
    assert [(t["meta"], t["y"][0]) for t in traces if t["meta"] == "tried"] == [("tried", 1)]


def test_a_label_on_a_slide_has_the_room_that_is_there_and_keeps_its_unit():
    name = "A 2001 · Intra-articular prolotherapy twice"
    long = f"{name} with very much more to be said of it · joints"
    figure = forest(
        [replace(STUDY, label=name), replace(STUDY, label=long)],
        PERCENT, HEADERS, Picture(room=SLIDE),
    )  # fmt: skip
    texts = [note.text for note in figure.layout.annotations]
    assert name in texts
    assert any(text.endswith("… · joints") for text in texts)
    margin = figure.layout.margin
    assert SLIDE[0] - margin.l - margin.r >= 230


LONG = "a text of a study that nobody can print in so little room, and then some more of it"


@given(st.lists(st.tuples(*[st.text("wi m", max_size=90)] * 4), min_size=1, max_size=70))
def test_the_plot_has_half_of_a_page_whatever_the_texts_say(texts):
    lines = [Line(label or "A", tuple(rest), 50, 40, 60) for label, *rest in texts]
    made = forest_chart(lines, PERCENT, ("Study", LONG, "B", "C"))
    margins = made.canvas.margins
    assert PAGE_WIDTH - margins.left - margins.right >= 0.45 * PAGE_WIDTH


def test_a_text_without_room_goes_on_in_a_second_row_and_is_never_lost_in_between():
    made = forest_chart([replace(STUDY, texts=(LONG, LONG))], PERCENT, HEADERS)
    (first, second), _ = made.cells[0]
    assert LONG.startswith(first)
    assert second.removesuffix("…") in LONG.removeprefix(first)


def test_sixty_lines_stay_below_two_screens():
    made = forest_chart([STUDY] * 60, PERCENT, HEADERS)
    assert made.canvas.height <= 1340


def test_a_label_is_broken_before_it_is_cut_where_lines_are_high():
    name = "Chakraverty and others 2004 · Corticosteroid with local anaesthetic"
    few = forest_chart([replace(STUDY, label=name)] * 3, PERCENT, HEADERS)
    assert [" ".join(rows) for rows in few.names] == [name] * 3
    many = forest_chart([replace(STUDY, label=name)] * 30, PERCENT, HEADERS)
    assert {len(rows) for rows in many.names} == {1}


def test_long_names_that_differ_at_their_ends_stay_apart():
    name = "A multicentre trial of prolonged treatment of many patients in many places, site "
    lines = [replace(STUDY, label=f"{name}{place}") for place in (1, 2)]
    for picture in (Picture(), Picture(compact=True), Picture(room=SLIDE)):
        chart = forest_chart(lines, PERCENT, HEADERS, picture)
        assert [" ".join(rows)[-1] for rows in chart.names] == ["1", "2"]
