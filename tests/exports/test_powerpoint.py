import io
import math
from collections import Counter
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from lib.analysis.arm_pairs import pairs
from lib.analysis.month_slice import at_month
from lib.analysis.points import each_series
from lib.analysis.pooling.new_study import NewStudy
from lib.analysis.pooling.question import Worth
from lib.analysis.settings import BY_SHARE
from lib.charts.chance.chance import chance_card
from lib.charts.curves.curves import curves
from lib.charts.curves.small_multiples import panels
from lib.charts.figure_options import Picture, canvas_around
from lib.charts.forest.arm_forest import differences, dots
from lib.charts.forest.forest import PERCENT, forest
from lib.charts.plotly.figure import plotly_figure
from lib.charts.spec import Curves, Line
from lib.charts.theme import DARK, LIGHT
from lib.exports.figure_export import FigureExport, RevealStep, SlideExport
from lib.exports.powerpoint import powerpoint
from lib.exports.powerpoint.clean import clean
from lib.exports.tables.points_csv import Stamp
from lib.stats.meta_analysis.bayes import bayesian_pool
from tests.thoroughness import examples

PICTURE = Picture(title="Title", footer="Footer")
HOSTILE = "=1+1 <b>&amp;]]> \x1b"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def presented(figure, title="Title", note="Say this", cautions=("Take care",)):
    exhibit = FigureExport(
        title, figure, "In words", "By Wilson", None, cautions, ("Author 2001",),
        Stamp(title, "studies.csv", "1a2b", "1 May 2026"), "https://example.org/?a=1",
    )  # fmt: skip
    return SlideExport(exhibit, note, (RevealStep("whole", exhibit.figure),))


def deck(*slides):
    return Presentation(io.BytesIO(powerpoint(slides)))


def page(figure, **words):
    return deck(presented(figure, **words)).slides[0]


def frames(slide):
    return [shape for shape in slide.shapes if shape.has_chart]


def chart(figure):
    return frames(page(figure))[0].chart


@pytest.fixture(scope="module")
def real_figure(real_points):
    return curves(real_points, (), PICTURE)


@pytest.fixture(scope="module")
def real_page(real_figure):
    return page(real_figure)


@pytest.fixture(scope="module")
def real_chart(real_page):
    return frames(real_page)[0].chart


def series(drawn):
    return drawn._chartSpace.findall(f".//{C}ser")


def texts(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def cached(ser, path):
    element = ser.find("/".join(f"{C}{part}" for part in path.split("/")))
    cache = element.find(f"{C}numRef/{C}numCache")
    told = {int(pt.get("idx")): float(pt[0].text) for pt in cache.findall(f"{C}pt")}
    return [told.get(i) for i in range(int(cache.find(f"{C}ptCount").get("val")))]


def name(ser):
    return ser.findtext(f"{C}tx/{C}strRef/{C}strCache/{C}pt/{C}v")


def val(element, path):
    return element.find("/".join(f"{C}{part}" for part in path.split("/"))).get("val")


def colour(element):
    return element.find(f".//{A}srgbClr").get("val")


def book(drawn):
    blob = drawn.part.chart_workbook.xlsx_part.blob
    return openpyxl.load_workbook(io.BytesIO(blob))


def cells(workbook, ref):
    sheet, _, place = ref.replace("$", "").partition("!")
    found = workbook[sheet][place]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [cell.value for row in rows for cell in row]


def test_the_chart_holds_the_numbers_of_the_frame(real_points, real_chart):
    drawn = series(real_chart)
    expected = [own for _, own in each_series(real_points)]
    assert [name(ser) for ser in drawn] == [own["label"].iloc[0] for own in expected]
    for ser, own in zip(drawn, expected, strict=True):
        assert cached(ser, "xVal") == own["months"].tolist()
        assert cached(ser, "yVal") == own["rate"].tolist()


def test_error_bars_reach_the_ends_of_the_intervals(real_points, real_chart):
    ser = series(real_chart)[0]
    own = real_points[real_points["series"] == 0]
    assert val(ser, "errBars/errDir") == "y"
    assert val(ser, "errBars/errValType") == "cust"
    assert cached(ser, "errBars/plus") == pytest.approx((own["high"] - own["rate"]).tolist())
    assert cached(ser, "errBars/minus") == pytest.approx((own["rate"] - own["low"]).tolist())


def test_every_reference_points_to_its_numbers_on_the_data_sheet(real_chart):
    values, checked = book(real_chart), 0
    for ser in series(real_chart):
        assert cells(values, ser.findtext(f"{C}tx/{C}strRef/{C}f")) == [name(ser)]
        for path in ("xVal", "yVal"):
            ref = ser.findtext(f"{C}{path}/{C}numRef/{C}f")
            assert cells(values, ref) == cached(ser, path)
            checked += 1
    assert checked == 10


def test_the_data_sheet_reads_as_months_percent_interval_and_counts(real_points, real_chart):
    rows = list(book(real_chart)["Data"].values)
    first = real_points.iloc[0]
    assert rows[0][:2] == ("Months since treatment", first["label"])
    assert rows[0][2:7] == (
        "Interval low", "Interval high", "Below", "Above", "Responding / counted",
    )  # fmt: skip
    assert rows[1][:2] == (first["months"], first["rate"])
    assert rows[1][2:4] == pytest.approx((first["low"], first["high"]))
    assert rows[1][4:7] == ("=B2-C2", "=D2-B2", first["count_text"])


def test_colours_dashes_and_markers_are_those_of_the_screen(real_figure, real_chart):
    dashes = {"solid": "solid", "dash": "dash", "dot": "sysDot"}
    traces = [trace for trace in plotly_figure(real_figure).data if trace.meta == "series"]
    for ser, trace in zip(series(real_chart), traces, strict=False):
        line = ser.find(f"{C}spPr/{A}ln")
        assert f"#{colour(ser.find(f'{C}marker/{C}spPr/{A}ln'))}" == trace.line.color.upper()
        if len(trace.x) > 1:
            assert f"#{colour(line)}" == trace.line.color.upper()
            assert line.find(f"{A}prstDash").get("val") == dashes[trace.line.dash]
    symbols = [val(ser, "marker/symbol") for ser in series(real_chart)]
    assert symbols == ["circle", "square", "diamond", "diamond", "triangle"]


def test_a_hollow_marker_is_filled_with_the_background(typed, points_of):
    rows = typed(
        {"months": 3, "n_assessed": 20, "responders": 10},
        {"months": 6, "n_assessed": 20, "responders": 5, "caution": "Other patients"},
    )
    for theme in (LIGHT, DARK):
        (ser,) = series(chart(curves(points_of(rows), (), Picture(theme=theme))))
        assert f"#{colour(ser.find(f'{C}marker'))}" == theme.colours[0].upper()
        (point,) = ser.findall(f"{C}dPt")
        assert val(point, "idx") == "1"
        assert f"#{colour(point.find(f'{C}marker'))}" == theme.background.upper()


def test_a_line_has_its_name_at_its_last_point_and_there_is_no_legend(real_chart):
    assert not real_chart.has_legend
    said = []
    for ser in series(real_chart):
        *numbers, label = ser.findall(f"{C}dLbls/{C}dLbl")
        assert int(val(label, "idx")) == len(cached(ser, "xVal")) - 1
        said.append("".join(run.text for run in label.iter(f"{A}t")))
        assert all("".join(run.text for run in one.iter(f"{A}t")).endswith("%") for one in numbers)
    assert said[0] == "58% Chakraverty · Prolotherapy"
    assert said[-1] == "32% Cusi \N{WARNING SIGN}\ufe0e"


def test_shares_stand_at_the_marks_of_a_native_chart(real_chart):
    written = real_chart._chartSpace.iterfind(f".//{C}dLbl")
    said = ["".join(run.text for run in label.iter(f"{A}t")) for label in written]
    assert {"79%", "63%", "76%"} <= set(said)


def test_the_plot_is_most_of_a_slide(real_page):
    (drawn,) = (shape for shape in real_page.shapes if shape.has_chart)
    inner = drawn.chart._chartSpace.find(f".//{C}plotArea/{C}layout/{C}manualLayout/{C}h")
    assert float(inner.get("val")) * drawn.height / 12_700 >= 0.55 * 540


def test_if_asked_each_step_has_a_page(real_points):
    charts = [curves(real_points, (), PICTURE) for _ in range(3)]
    steps = tuple(RevealStep.of(str(place), chart) for place, chart in enumerate(charts))
    slide = replace(presented(charts[-1]), steps=steps)
    assert len(deck(slide).slides) == 1
    pages = Presentation(io.BytesIO(powerpoint([slide], by_step=True))).slides
    assert [len(frames(page)) for page in pages] == [1, 1, 1]


def test_percent_runs_from_0_to_100_and_months_are_true_to_scale(real_chart):
    across, up = real_chart._chartSpace.findall(f".//{C}valAx")
    assert (val(up, "scaling/min"), val(up, "scaling/max")) == ("0.0", "100.0")
    assert up.find(f"{C}numFmt").get("formatCode") == '0"%"'
    assert val(across, "scaling/min") == "0.0"
    assert float(val(across, "scaling/max")) > 24
    assert val(across, "majorUnit") == "3"


def test_a_visit_without_a_number_is_a_gap(typed, points_of):
    points = points_of(typed(*({"months": m, "rate_pct": 50} for m in (3, 6, 12))))
    points.loc[1, "rate"] = math.nan
    drawn = chart(curves(points, (), PICTURE))
    assert cached(series(drawn)[0], "yVal") == [50, None, 50]
    assert val(drawn._chartSpace, "chart/dispBlanksAs") == "gap"


def test_counts_stand_in_a_native_table_by_month(real_page):
    (table,) = (s.table for s in real_page.shapes if s.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Responding / counted", "3", "6", "12", "15", "24"]
    assert rows[1] == ["Chakraverty 2004, Prolotherapy ○", "15†/19‡", "12†/19", "11†/19‡", "", ""]


def test_a_blank_cell_makes_its_row_no_higher(real_page):
    """Where a cell without a text says no size, both PowerPoint and LibreOffice take 18 points."""
    (table,) = (s.table for s in real_page.shapes if s.has_table)
    blank = [cell._tc for row in table.rows for cell in row.cells if not cell.text]
    assert len(blank) == 16
    assert all(not cell.xpath(".//a:r") for cell in blank)
    assert {end.get("sz") for cell in blank for end in cell.xpath(".//a:endParaRPr")} == {"1200"}


def test_more_counts_than_fit_are_in_the_notes(many_rows, points_of):
    slide = page(curves(points_of(many_rows(11)), (), PICTURE))
    assert not any(shape.has_table for shape in slide.shapes)
    assert any("Responding / counted: in the notes." in text for text in texts(slide))
    assert (
        "Study 010 2000 · Drug, responding / counted: " in slide.notes_slide.notes_text_frame.text
    )


def test_a_page_has_its_title_alternative_foot_and_notes(real_page):
    assert real_page.shapes.title.text_frame.text == "Title"
    assert frames(real_page)[0].element.nvGraphicFramePr.cNvPr.get("descr") == "In words"
    foot = texts(real_page)[-1]
    assert foot.splitlines() == [
        "By Wilson", "studies.csv, version 1a2b · 1 May 2026", "Caution. Take care",
    ]  # fmt: skip
    notes = real_page.notes_slide.notes_text_frame.text
    parts = (
        "Say this",
        "By Wilson",
        "Take care",
        "Author 2001",
        "https://example.org/?a=1",
        "1a2b",
    )
    places = [notes.index(part) for part in parts]
    assert places == sorted(places)


def test_long_cautions_are_short_on_the_page_and_whole_in_the_notes(real_figure):
    cautions = tuple(f"{i} {'word ' * 80}end" for i in range(4))
    slide = page(real_figure, cautions=cautions)
    assert texts(slide)[-1].endswith("more cautions in the notes.")
    assert "…" not in texts(slide)[-1]
    assert all(caution in slide.notes_slide.notes_text_frame.text for caution in cautions)


def test_the_file_is_wide_british_and_invents_no_author(real_figure):
    made = deck(presented(real_figure))
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9)
    facts = made.core_properties
    assert (facts.title, facts.language, facts.author) == ("Title", "en-GB", "")
    languages = {e.get("lang") for e in made.slides[0].element.xpath(".//*[@lang]")}
    assert languages == {"en-GB"}


def test_no_type_is_under_12_points(real_points):
    for figure in (curves(real_points), panels(real_points, PICTURE)):
        slide = page(figure)
        trees = [slide.element, *(frame.chart._chartSpace for frame in frames(slide))]
        sizes = [
            int(e.get("sz")) for tree in trees for e in tree.iter() if e.get("sz", "").isdigit()
        ]
        assert min(sizes) >= 1200
        assert min(int(e.get("sz")) for e in trees[1].iter(f"{A}defRPr")) >= 1400


def test_a_dark_figure_makes_a_dark_page(real_points):
    slide = page(curves(real_points, (), Picture(theme=DARK)))
    assert f"#{slide.background.fill.fore_color.rgb}" == DARK.background.upper()
    run = slide.shapes.title.text_frame.paragraphs[0].runs[0]
    assert f"#{run.font.color.rgb}" == DARK.ink.upper()


def test_names_stay_as_they_were_written_and_never_run(typed, points_of):
    rows = typed({"study": HOSTILE[:-1], "arm": "</a:t>", "rate_pct": 50})
    points = points_of(rows)
    points["label"] = HOSTILE
    drawn = chart(curves(points, (), PICTURE))
    shown = HOSTILE.replace("\x1b", "\N{REPLACEMENT CHARACTER}")
    assert name(series(drawn)[0]) == shown
    cell = book(drawn)["Data"]["B1"]
    assert (cell.value, cell.data_type, cell.number_format) == (shown, "s", "@")


def test_characters_that_xml_forbids_are_seen_and_do_no_harm(real_figure):
    slide = page(real_figure, title="A\x00B", note="C\x0bD\ud800")
    assert slide.shapes.title.text_frame.text == "A\N{REPLACEMENT CHARACTER}B"
    assert "C\N{REPLACEMENT CHARACTER}D" in slide.notes_slide.notes_text_frame.text


@examples(10)
@given(label=st.text(min_size=1), title=st.text(), note=st.text())
def test_any_text_can_be_written(real_points, label, title, note):
    points = real_points.assign(label=label)
    slide = page(curves(points, (), PICTURE), title=title, note=note)
    assert slide.shapes.title.text_frame.text == clean(" ".join(title.split()))
    assert len(series(frames(slide)[0].chart)) == 5


def test_a_figure_that_draws_nothing_leaves_its_words():
    slide = page(Curves(canvas_around(PICTURE, (100, 8)), ()))
    assert not frames(slide)
    assert "In words" in texts(slide)


def test_each_panel_is_a_chart_with_its_title(real_points):
    slide = page(panels(real_points, PICTURE))
    titles = [frame.chart.chart_title.text_frame.text for frame in frames(slide)]
    assert titles == list(real_points["study"].unique())
    drawn = [name(ser) for frame in frames(slide) for ser in series(frame.chart)]
    assert drawn == list(real_points["label"].unique())
    descriptions = [f.element.nvGraphicFramePr.cNvPr.get("descr") for f in frames(slide)]
    assert descriptions[0] == "In words"
    assert "Kim 2010 · Prolotherapy: 58.7% at 15 months" in descriptions[1]


def test_dots_stand_along_their_rows_with_horizontal_error_bars(real_points):
    at = at_month(real_points, 6, 0)
    slide = page(dots(at, PICTURE))
    shown = at[at["absent"] == ""]
    bars, *lines = series(frames(slide)[0].chart)
    assert name(bars) == "Intervals"
    assert [name(ser) for ser in lines] == shown["label"].tolist()
    assert [cached(ser, "xVal") for ser in lines] == [[rate] for rate in shown["rate"]]
    places = [cached(ser, "yVal")[0] for ser in lines]
    assert places == sorted(places, reverse=True)
    assert val(lines[0], "errBars/errDir") == "x"
    formats = frames(slide)[0].chart._chartSpace.iter(f"{C}numFmt")
    assert 'General"%"' in {each.get("formatCode") for each in formats}
    low = shown["rate"].iloc[0] - cached(lines[0], "errBars/minus")[0]
    assert low == pytest.approx(shown["low"].iloc[0])
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    assert [row.cells[0].text for row in table.rows] == ["Study and arm", *shown["label"]]
    assert [row.cells[2].text for row in table.rows] == ["r/N", *shown["count_text"]]


def test_a_forest_plot_s_sheet_has_a_row_a_line_and_its_whiskers_follow(real_points):
    drawn = chart(dots(at_month(real_points, 6, 0), PICTURE))
    rows = [[cell for cell in row if cell is not None] for row in book(drawn)["Data"].values]
    assert rows[0][:7] == [
        "Study and arm", "Value", "Place", "Interval low", "Interval high", "Below", "Above",
    ]  # fmt: skip
    assert rows[1][0] == "Chakraverty 2004 · Corticosteroid"
    assert rows[1][5:8] == ["=B2-D2", "=E2-B2", "11†/33"]
    bars = rows[rows.index(["Value", "Intervals"]) + 1 :]
    assert [row[0] for row in bars[:2]] == ["=D2", "=E2"]
    low = cached(series(drawn)[0], "xVal")[0]
    values = openpyxl.load_workbook(
        io.BytesIO(drawn.part.chart_workbook.xlsx_part.blob), data_only=True
    )["Data"]
    assert values["D2"].value == pytest.approx(low)
    assert values["F2"].value == pytest.approx(values["B2"].value - low)


def test_the_rows_of_a_forest_plot_meet_its_marks(real_points):
    slide = page(dots(at_month(real_points, 6, 0), PICTURE))
    (table,) = (shape for shape in slide.shapes if shape.has_table)
    drawn = frames(slide)[0]
    layout = drawn.chart._chartSpace.find(f".//{C}plotArea/{C}layout/{C}manualLayout")
    height = drawn.height * float(val(layout, "h"))
    rows = table.table.rows
    assert drawn.top == pytest.approx(table.top + rows[0].height, abs=Pt(0.1))
    assert height == pytest.approx(sum(row.height for row in list(rows)[1:]), abs=Pt(0.1))


def test_differences_have_an_axis_of_their_own_and_a_rule_at_no_effect(real_points):
    slide = page(differences(pairs(at_month(real_points, 6, 0), 95), PICTURE))
    drawn = frames(slide)[0].chart
    assert [name(ser) for ser in series(drawn)] == [
        "Intervals", "No effect", "Chakraverty 2004 · caution",
    ]  # fmt: skip
    across = drawn._chartSpace.find(f".//{C}valAx")
    assert (val(across, "scaling/min"), val(across, "scaling/max")) == ("-100.0", "100.0")
    said = " ".join(text.text for text in across.iter(f"{A}t"))
    assert said == "Percentage points more responding with Prolotherapy than with Corticosteroid"
    assert across.find(f"{C}numFmt").get("formatCode") == (
        'General;"\N{MINUS SIGN}"General;General'
    )


def pooled(studies):
    lines = [Line(f"S{i}", ("1/2",), 50, 40, 60) for i in range(studies)]
    pool = Line("Pooled", ("",), 52, 47, 57, "pooled")
    new = Line("New", ("",), math.nan, 30, 74, "prediction")
    return forest([*lines, pool, new], PERCENT, ("Study", "r/N"), PICTURE)


def test_diamond_and_prediction_are_drawn_as_series():
    drawn = {name(ser): ser for ser in series(chart(pooled(3)))}
    assert cached(drawn["Pooled"], "xVal") == [47, 52, 57, 52, 47]
    assert cached(drawn["New"], "xVal") == [30, 74]
    assert cached(drawn["Pooled value"], "xVal") == [52, 52]


def test_long_names_of_a_forest_plot_that_end_otherwise_stay_apart():
    long = "A multicentre trial of prolonged treatment of many patients in many places, site "
    lines = [Line(f"{long}{i}", ("1/2",), 50, 40, 60) for i in range(3)]
    slide = page(forest(lines, PERCENT, ("Study", "r/N"), PICTURE))
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    names = [table.cell(row, 0).text_frame.text for row in (1, 2, 3)]
    assert [name[-3:] for name in names] == ["… 0", "… 1", "… 2"]


@pytest.mark.parametrize(("studies", "size"), [(1, 20), (5, 20), (8, 18), (12, 14)])
def test_few_lines_are_large_and_leave_no_half_empty_page(studies, size):
    slide = page(pooled(studies))
    (table,) = (shape for shape in slide.shapes if shape.has_table)
    (run,) = table.table.cell(1, 0).text_frame.paragraphs[0].runs
    assert run.font.size == Pt(size)
    foot = next(shape for shape in slide.shapes if shape.name == "Words")
    free = foot.top - sum(row.height for row in table.table.rows) - Pt(70)
    assert free < Pt(230)


def test_a_long_forest_plot_keeps_what_is_pooled_and_says_what_it_leaves_out():
    slide = page(pooled(40))
    names = [name(ser) for ser in series(frames(slide)[0].chart)]
    assert names[-2:] == ["Pooled", "New"]
    assert "14 of 42 lines are drawn" in texts(slide)[-1]
    assert "S39: r/N 1/2" in slide.notes_slide.notes_text_frame.text


def test_a_long_method_never_hides_what_is_left_out():
    figure = pooled(40)
    slide = presented(figure)
    exhibit = replace(slide.exhibit, method="word " * 400)
    made = deck(replace(slide, exhibit=exhibit)).slides[0]
    assert "Method: in the notes. 14 of 42 lines are drawn" in texts(made)[-1]


def test_the_foot_stands_under_the_figure(many_rows, points_of):
    for figure in (curves(points_of(many_rows(11))), panels(points_of(many_rows(6)), PICTURE)):
        slide = page(figure, cautions=("Take care",) * 3)
        foot = list(slide.shapes)[-1]
        assert all(frame.top + frame.height <= foot.top for frame in frames(slide))


def test_500_series_are_a_series_a_colour_with_gaps(many_rows, points_of):
    picture = replace(PICTURE, colour_by="treatment")
    drawn = series(chart(curves(points_of(many_rows(500)), (), picture)))
    *drawn, names = drawn
    assert name(names) == "Names at the ends of lines"
    shares = [cached(ser, "yVal") for ser in drawn]
    assert [len(share) for share in shares] == [166 * 4, 167 * 4, 167 * 4]
    assert {value for share in shares for value in share[3::4]} == {None}
    assert not any(ser.findall(f"{C}dPt") for ser in drawn)


def test_a_crowd_is_named_at_its_ends_and_its_colours_are_said(many_rows, points_of):
    picture = replace(PICTURE, colour_by="treatment", with_key=True)
    figure = curves(points_of(many_rows(14)), (), picture)
    slide = page(figure)
    names = series(frames(slide)[0].chart)[-1]
    assert not names.findall(f"{C}marker/{C}spPr")
    told = ["".join(text.text for text in label.iter(f"{A}t")) for label in names.iter(f"{C}dLbl")]
    asked = ["".join(run.text for run in label.text) for label in figure.panels[0].labels]
    assert len(told) >= 5
    assert set(told) <= set(asked)
    (key,) = (shape.text_frame for shape in slide.shapes if shape.name == "Colours")
    runs = key.paragraphs[0].runs
    assert [run.text for run in runs] == ["Drug 0", " · Drug 1", " · Drug 2"]
    assert [f"#{run.font.color.rgb}".lower() for run in runs] == [
        run.colour.lower() for run in figure.canvas.key
    ]


def test_colours_are_said_once(real_points):
    """Rows of counts and names at lines that say the treatment need no key above them."""
    picture = replace(PICTURE, colour_by="treatment", with_key=True)
    slide = page(curves(real_points, (), picture))
    assert "Colours" not in {shape.name for shape in slide.shapes}


@pytest.mark.parametrize(("studies", "tops"), [(3, [3]), (4, [2, 2]), (5, [3, 2]), (6, [3, 3])])
def test_panels_fill_their_rows_evenly(many_rows, points_of, studies, tops):
    slide = page(panels(points_of(many_rows(studies)), PICTURE))
    rows = Counter(frame.top for frame in frames(slide))
    assert [rows[top] for top in sorted(rows)] == tops


def test_a_deck_has_a_page_a_slide(real_figure):
    slides = [presented(real_figure, title=t) for t in ("One", "Two")]
    assert [slide.shapes.title.text_frame.text for slide in deck(*slides).slides] == ["One", "Two"]


def test_no_slide_is_no_deck():
    with pytest.raises(ValueError, match="no slide"):
        powerpoint([])


ORDER = {
    "ser": "idx order tx spPr marker dPt dLbls trendline errBars xVal yVal smooth",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    "dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName "
    "showSerName showPercent showBubbleSize separator",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize separator showLeaderLines extLst",
    "errBars": "errDir errBarType errValType noEndCap plus minus val spPr",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossBetween majorUnit",
    "scaling": "logBase orientation max min",
    "title": "tx layout overlay spPr txPr",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "plotArea": "layout scatterChart valAx spPr",
    "scatterChart": "scatterStyle varyColors ser dLbls axId",
    "chartSpace": "date1904 lang roundedCorners style chart spPr txPr externalData",
    "manualLayout": "layoutTarget xMode yMode wMode hMode x y w h",
    "marker": "symbol size spPr",
    "numCache": "formatCode ptCount pt",
}
"""The children of each element in the order of ECMA-376, part 1, 21.2."""


def test_elements_are_in_the_order_of_the_schema(real_points, real_figure):
    figures = [
        real_figure,
        panels(real_points, PICTURE),
        dots(at_month(real_points, 6, 0), PICTURE),
        pooled(3),
    ]
    for frame in (frame for figure in figures for frame in frames(page(figure))):
        for element in frame.chart._chartSpace.iter():
            tag = element.tag.removeprefix(C)
            if tag in ORDER:
                places = [ORDER[tag].split().index(child.tag.removeprefix(C)) for child in element]
                assert places == sorted(places), tag


def test_a_part_of_a_forest_plot_begins_under_a_rule(real_points):
    at = at_month(real_points, 6, 0, BY_SHARE)
    plot = dots(at, PICTURE)
    (table,) = [shape.table for shape in page(plot).shapes if shape.has_table]
    ruled = [
        {cell._tc.tcPr.find(f"{A}lnT") is not None for cell in row.cells} for row in table.rows
    ]
    assert plot.parts == [1]
    assert ruled == [{False}, {False}, {True}]


def test_a_data_sheet_says_how_its_numbers_were_made(real_points, real_chart):
    for drawn in (real_chart, chart(dots(at_month(real_points, 3, 0), PICTURE))):
        last = [row[0].value for row in book(drawn).active.iter_rows()][-2:]
        assert last == ["By Wilson", "studies.csv, version 1a2b · 1 May 2026"]


def test_a_chance_is_words_a_native_chart_and_a_hundred_shapes():
    pool = bayesian_pool([15, 19, 8, 24, 2], [19, 25, 25, 103, 25])
    card = chance_card(NewStudy(None, 1.0, pool), Worth(35), Picture())
    slide = page(card)
    (icons,) = (shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    names = Counter(shape.name for shape in icons.shapes)
    assert (names["Full"], names.total()) == (card.icons, 100)
    said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert card.number.text in said
    assert "given this prior" in said
    assert "half-normal with scale 1" in said
    native = frames(slide)[0].chart
    assert "Above 35%" in [series.name for series in native.plots[0].series]
