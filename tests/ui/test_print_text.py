from lib.analysis.settings import View
from lib.studies.dataset import dataset_of
from lib.ui.figures.print_text import MOST_ROWS, print_html
from tests.conftest import as_csv


def rows(number):
    studies = ({"study": f"S {i} <b>", "n_assessed": 40, "responders": 20} for i in range(number))
    return dataset_of(as_csv(*studies), "many.csv")


def test_paper_has_a_row_a_point():
    said = print_html(rows(MOST_ROWS), View())
    assert said.count("<tr>") == MOST_ROWS + 1
    assert "These are the first" not in said


def test_paper_has_the_first_rows_of_many_and_says_how_many_more():
    said = print_html(rows(MOST_ROWS + 2), View())
    assert said.count("<tr>") == MOST_ROWS + 1
    assert "These are the first 60; 2 more points on the screen." in said


def test_a_cell_is_never_markup_on_paper():
    said = print_html(rows(1), View())
    assert "S 0 &lt;b&gt;" in said
    assert "<b>" not in said
