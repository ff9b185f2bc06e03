from itertools import combinations

from hypothesis import example, given
from hypothesis import strategies as st

from lib.charts.curves.label_placement import Box, line_boxes, place

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
@example([0.0, 68.0, 10.015625, 0.0, 0.0, 0.0])
def test_labels_of_one_month_do_not_overlap(heights):
    anchors = [(300.0, y) for y in heights]
    boxes = place(anchors, [(90.0, 17.0)] * len(anchors), [], AREA)
    assert all(one.overlap(other) < 1 for one, other in combinations(boxes, 2))


def test_a_line_is_covered_to_its_end():
    boxes = line_boxes([(0, 0), (100, 50)])
    assert any(box.overlap(Box(97, 47, 6, 6)) > 0 for box in boxes)


def test_a_tie_keeps_off_the_marker_of_another():
    wall, marker = Box(100, 192, 200, 17), Box(92, 152, 16, 16)
    (box,) = place([(100, 200)], [(80, 34)], [wall, marker], AREA)
    tie = line_boxes([(100, 200), (box.left, box.top + box.height / 2)], 2)
    assert sum(piece.overlap(marker) for piece in tie) == 0


def test_a_tie_keeps_off_the_labels_before_it():
    anchors = [(100.0, 200.0), (100.0, 203.0), (100.0, 206.0)]
    boxes = place(anchors, [(80.0, 34.0)] * 3, [], AREA)
    for (x, y), box in zip(anchors, boxes, strict=True):
        tie = line_boxes([(x, y), (box.left, box.top + box.height / 2)], 2)
        others = [other for other in boxes if other is not box]
        assert sum(piece.overlap(other) for piece in tie for other in others) == 0
