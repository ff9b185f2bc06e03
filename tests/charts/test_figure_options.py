import pytest

from lib.charts.figure_options import Picture, canvas_around
from lib.charts.plotly.canvas import canvas_layout

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
