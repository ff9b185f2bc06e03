from lib.ui.components import tables
from lib.ui.components.point_cards import point_cards
from lib.ui.components.tables import MOST_PLAIN_ROWS, points_table


def test_the_table_has_a_row_a_point_and_a_caption(real_points):
    table = points_table(real_points)
    assert table.count("<tr>") == 10
    assert "<caption>" in table
    assert 'role="region" tabindex="0"' in table


def test_the_table_has_the_figures_numbers(real_points):
    table = points_table(real_points)
    for cell in ("79%", "15†/19‡", "56.7 to 91.5%‡", "Wilson, 95%", "as published, 95%"):
        assert f"<td>{cell}</td>" in table


def test_the_table_has_the_range_of_a_share_or_why_not(typed, points_of):
    seen = {"responders": 9, "n_assessed": 10}
    points = points_of(typed({**seen, "n_enrolled": 20}, {**seen, "months": 6}))
    table = points_table(points)
    assert "<td>45.0 to 95.0%</td>" in table
    assert "<td>none: the number enrolled is not stated</td>" in table


def test_too_many_points_are_left_to_the_grid(many_rows, points_of):
    points = points_of(many_rows(70))
    assert len(points) > MOST_PLAIN_ROWS
    grid = points_table(points)
    assert grid["Responding"].tolist() == points["rate"].tolist()


def test_of_thousands_of_points_the_table_has_the_first_page(many_rows, points_of, monkeypatch):
    monkeypatch.setattr(tables, "MOST_GRID_ROWS", 10)
    assert points_table(points_of(many_rows(70))).count("<tr>") == 11


def test_every_point_has_a_card_by_its_row(real_points):
    cards = point_cards(real_points)
    assert list(cards) == real_points["row"].tolist()
    assert "<h3>Chakraverty 2004 · Prolotherapy at 12 months</h3>" in cards[4]


def test_the_table_and_the_cards_say_what_is_only_tried(real_rows, points_of):
    points = points_of(real_rows, tried=frozenset({4}))
    said = "tried in this session, not saved"
    assert points_table(points).count(said) == 1
    assert [said in card for card in point_cards(points).values()] == [
        False, False, True, *[False] * 6
    ]  # fmt: skip
