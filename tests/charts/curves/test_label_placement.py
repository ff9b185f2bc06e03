from itertools import combinations

from hypothesis import example, given
from hypothesis import strategies as st

from lib.charts.curves.labelling.candidates import Wanted
from lib.charts.curves.labelling.label_placement import place
from lib.charts.curves.labelling.obstacles import Box, Obstacles, PlotArea, box_rows, line_boxes

AREA = PlotArea(520, 400, 24, right=100)


def put(*wanted, marks=(), lines=(), area=AREA):
    return place(wanted, Obstacles(box_rows(marks), box_rows(lines)), area)


def name(x, y, size=(80.0, 17.0)):
    return Wanted((x, y), (size,), (0.0,), can_tie=True, is_needed=True)


def number(x, y, size=(30.0, 17.0)):
    return Wanted((x, y), (size,), (0.0,))


def test_a_label_alone_stands_right_of_its_point():
    (found,) = put(name(100, 200))
    assert found.box.left > 100
    assert found.box.top + found.box.height / 2 == 200


def test_a_label_keeps_off_what_is_drawn():
    wall = Box(105, 150, 100, 100)
    (found,) = put(name(100, 200), marks=[wall])
    assert found.box.overlap(wall) == 0


def test_a_label_at_the_right_edge_turns_left():
    (found,) = put(number(610, 200))
    assert (found.edge, found.box.left + found.box.width <= 620) == ("right", True)


def test_a_number_without_room_is_left_out_and_a_name_is_tied():
    wall = Box(0, 150, 300, 100)
    assert put(number(100, 200), marks=[wall]) == [None]
    (found,) = put(name(100, 200), marks=[wall])
    assert found.is_tied


def test_a_number_keeps_off_lines_if_it_can():
    line = line_boxes([(100, 200), (400, 200)])
    (found,) = put(number(100, 200), lines=line)
    assert sum(found.box.overlap(piece) for piece in line) == 0


def test_the_first_way_to_write_it_that_fits_is_taken():
    ways = Wanted((510.0, 200.0), ((200.0, 17.0), (60.0, 17.0)), (0.0, 25.0))
    left = Box(0, 0, 500, 400)
    (found,) = put(ways, marks=[left])
    assert found.variant == 1


@given(st.lists(st.floats(0, 400), min_size=2, max_size=12))
@example([0.0, 68.0, 10.015625, 0.0, 0.0, 0.0])
def test_labels_of_one_month_do_not_overlap(heights):
    found = put(*(name(300.0, y) for y in heights))
    assert None not in found
    boxes = [one.box for one in found]
    assert all(one.overlap(other) < 1 for one, other in combinations(boxes, 2))


def test_a_line_is_covered_to_its_end():
    boxes = line_boxes([(0, 0), (100, 50)])
    assert any(box.overlap(Box(97, 47, 6, 6)) > 0 for box in boxes)


def test_a_tie_keeps_off_the_marker_of_another():
    wall, marker = Box(104, 185, 200, 30), Box(110, 162, 16, 16)
    (found,) = put(name(100, 200), marks=[wall, marker])
    tie = line_boxes([(100, 200), found.hold], 2)
    assert sum(piece.overlap(marker) for piece in tie) == 0


def test_a_tie_keeps_off_the_labels_before_it():
    wanted = [name(100.0, y, (80.0, 34.0)) for y in (200.0, 203.0, 206.0)]
    found = put(*wanted)
    for want, own in zip(wanted, found, strict=True):
        tie = line_boxes([want.anchor, own.hold], 2) if own.is_tied else []
        others = [other.box for other in found if other is not own]
        assert sum(piece.overlap(other) for piece in tie for other in others) == 0
