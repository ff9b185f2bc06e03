from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from lib.charts.labels import Box, line_boxes, place

AREA = Box(0, 0, 620, 400)


def test_a_label_alone_stands_right_of_its_point():
    (box,) = place([(100, 200)], [(80, 17)], [], AREA)
    assert box.left > 100
    assert box.top + box.height / 2 == 200


def test_a_label_keeps_off_what_is_drawn():
    wall = Box(105, 150, 100, 100)
    (box,) = place([(100, 200)], [(80, 17)], [wall], AREA)
    assert box.overlap(wall) == 0


def test_a_label_at_the_right_edge_turns_left():
    (box,) = place([(610, 200)], [(80, 17)], [], AREA)
    assert box.left + box.width <= 620


@given(st.lists(st.floats(0, 400), min_size=2, max_size=12))
def test_labels_of_one_month_do_not_overlap(heights):
    anchors = [(300.0, y) for y in heights]
    boxes = place(anchors, [(90.0, 17.0)] * len(anchors), [], AREA)
    assert all(one.overlap(other) < 1 for one, other in combinations(boxes, 2))


def test_a_line_is_covered_to_its_end():
    boxes = line_boxes([(0, 0), (100, 50)])
    assert any(box.overlap(Box(97, 47, 6, 6)) > 0 for box in boxes)
