"""SVG shows all of a specification: every point, interval, label and count, where it belongs."""

from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.curves.curves import curves
from lib.charts.curves.small_multiples import panels
from lib.charts.figure_options import Picture
from lib.charts.marks import Hover, Pool
from lib.charts.svg.curves import curves as svg_curves
from lib.charts.svg.pen import on_both
from lib.charts.svg.shapes import OUTLINES
from lib.charts.theme import DARK, GLYPHS, LIGHT
from tests.charts.frames import crowds, focuses, rows, views
from tests.thoroughness import examples

ROOM = (960, 440)


def drawn(chart, alt="In words"):
    return ElementTree.fromstring(svg_curves(chart, alt))


def texts(svg):
    return Counter(text.text for text in svg.iter("text"))


def lines(svg):
    """The places of each open line that is not a marker's outline or an area."""
    open_lines = [path.get("d") for path in svg.iter("path") if not path.get("d").endswith("Z")]
    return [
        [tuple(map(float, place.split())) for place in line[1:].split("L")] for line in open_lines
    ]


def markers(svg):
    return [path for path in svg.iter("path") if "stroke:" in path.get("style")
            and path.get("d").endswith("Z")] + list(svg.iter("circle"))  # fmt: skip


@examples(15)
@given(rows | crowds, views, focuses, st.booleans(), st.booleans())
def test_every_point_interval_label_and_count(
    typed, points_of, rows, view, focus, in_panels, is_narrow
):
    points = points_of(typed(*rows), view)
    picture = Picture(room=(358, 460) if is_narrow else ROOM, compact=is_narrow)
    chart = panels(points, picture) if in_panels else curves(points, focus, picture)
    svg = drawn(chart)
    every = [series for panel in chart.panels for series in panel.series]
    marked = [series for series in every if series.marker]
    assert len(markers(svg)) == sum(len(series.points) for series in marked)
    written = texts(svg)
    named = [label for panel in chart.panels for label in panel.labels]
    named += [label for series in every for label in series.labels]
    counts = [text for row in (chart.counts.rows if chart.counts else ()) for text in row.texts]
    said = [run.text for label in named for run in label.text]
    said += [line for text in counts for line in text]
    assert Counter(said) <= written
    with_whiskers = [s.intervals for s in every if s.intervals and s.intervals.whiskers]
    upright = [line for line in lines(svg) if len(line) == 2 and line[0][0] == line[1][0]]
    months = sum(len(panel.across.ticks) for panel in chart.panels)
    ends = [i.ends(place) for i in with_whiskers for place in range(len(i.low))]
    assert len(upright) >= months + sum(end is not None for end in ends)


def test_points_stand_at_their_months_and_shares(typed, points_of):
    frame = typed(
        {"months": 3, "n_assessed": 10, "responders": 9},
        {"months": 6, "n_assessed": 10, "responders": 5},
        {"months": 12, "n_assessed": 10, "responders": 1},
    )
    svg = drawn(curves(points_of(frame), picture=Picture(room=ROOM)))
    ticks = {text.text: (float(text.get("x")), float(text.get("y"))) for text in svg.iter("text")}
    middles = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in svg.iter("circle")]
    assert [x for x, _ in middles] == pytest.approx([ticks[m][0] for m in ("3", "6", "12")])
    full, none = ticks["100%"][1], ticks["0%"][1]
    assert [(none - y) / (none - full) for _, y in middles] == pytest.approx(
        [0.9, 0.5, 0.1], abs=1e-3
    )


def test_pools_stand_over_the_curves(real_points):
    hover = Hover("Pooled", ())
    pools = [Pool(6, 6, 60, 50, 70, "60%", hover), Pool(11, 13, 40, 30, 50, "40%", hover)]
    chart = curves(real_points, picture=Picture(room=ROOM), pools=pools)
    without = replace(chart, panels=tuple(replace(panel, pools=()) for panel in chart.panels))
    assert texts(drawn(chart)) - texts(drawn(without)) == Counter(["60%", "40%"])
    assert len(markers(drawn(chart))) == len(markers(drawn(without))) + 1


def test_a_change_is_led_to_from_the_share_that_it_begins_with(real_points):
    pool = Pool(12, 12, 40, 30, 50, "40%", Hover("Pooled", ()), (3, 80), "80%")
    chart = curves(real_points, picture=Picture(room=ROOM), pools=[pool])
    without = replace(chart, panels=tuple(replace(panel, pools=()) for panel in chart.panels))
    assert texts(drawn(chart)) - texts(drawn(without)) == Counter(["80%", "40%"])
    assert len(markers(drawn(chart))) == len(markers(drawn(without))) + 2


def test_what_people_wrote_is_never_markup(typed, points_of):
    frame = typed({"study": '<script>"&', "arm": "<b>", "n_assessed": 9, "responders": 3})
    svg = drawn(curves(points_of(frame), picture=Picture(room=ROOM)), 'A "<i>" of words')
    assert svg.get("aria-label") == 'A "<i>" of words'
    assert {element.tag for element in svg.iter()} <= {"svg", "path", "text", "circle"}
    assert any('<script>"&' in text for text in texts(svg))


def test_a_dark_page_has_its_own_colours():
    for light, dark in zip(LIGHT.colours, DARK.colours, strict=True):
        assert on_both(light) == f"light-dark({light},{dark})"
    assert on_both("#123456") == "#123456"


def test_every_symbol_has_an_outline():
    assert set(GLYPHS) - set(OUTLINES) == {"circle"}


def test_a_chart_whose_width_the_page_gives_cannot_be_drawn(real_points):
    with pytest.raises(ValueError, match="width"):
        svg_curves(curves(real_points), "")
