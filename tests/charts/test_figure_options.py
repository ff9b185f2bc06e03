import pytest

from lib.charts.figure_options import KEY_LINE, Picture, canvas_around, untitled
from lib.charts.marks import Run
from lib.charts.plotly.canvas import FOOTER_SIZE, canvas_layout
from lib.charts.text_metrics import width

LONG = "Chakraverty 2004: share responding at each visit, as reported"


def layout_of(picture, size):
    return canvas_layout(canvas_around(picture, size))


@pytest.mark.parametrize(("compact", "lines"), [(False, 1), (True, 2)])
def test_a_title_is_broken_where_the_window_is_narrow_and_makes_room_for_itself(compact, lines):
    one = layout_of(Picture(compact=compact, title="Short"), (100, 8))
    layout = layout_of(Picture(compact=compact, title=LONG), (100, 8))
    told = layout["title"]["text"].removeprefix("<b>").removesuffix("</b>").split("<br>")
    assert " ".join(told) == LONG
    assert len(told) == lines
    for key, of in (("height", layout), ("t", layout["margin"])):
        before = one if key == "height" else one["margin"]
        assert of[key] - before[key] == 19 * (lines - 1)


@pytest.mark.parametrize("title", ["", "Title"])
def test_what_colours_stand_for_is_under_the_title_and_stays_without_it(title):
    names = (Run("Drug", True, "#0072b2"), Run("Sham <1>", True, "#d55e00"))
    plain = canvas_around(Picture(title=title), (300, 40))
    keyed = canvas_around(Picture(title=title), (300, 40), key=names)
    assert keyed.margins.top == plain.margins.top + KEY_LINE
    assert keyed.height == plain.height + KEY_LINE
    for canvas in (keyed, untitled(keyed)):
        text = canvas_layout(canvas)["title"]["text"]
        assert 'color:#0072b2;font-size:14px">Drug</span> · <span style="color:#d55e00' in text
        assert "Sham &lt;1&gt;" in text
    assert untitled(keyed).height == untitled(plain).height + KEY_LINE


def test_the_lines_of_a_footer_fit_the_narrowest_wide_frame():
    footer = "Diamonds: 95% intervals, REML with Knapp-Hartung. Each window is of its own studies. "
    _, lines = Picture(footer=footer * 4).lines
    assert max(width(line, FOOTER_SIZE) for line in lines) < 700 - 2 * 8
