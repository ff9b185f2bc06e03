import io

import openpyxl

from lib.studies.intake.import_file import import_file
from lib.studies.intake.tables.find_header import means_something, unique_names


def test_a_header_row_is_the_row_with_most_known_headers():
    header = ["Study", "Arm", "3 months", "6 months", "n"]
    assert sum(map(means_something, header)) == 5
    assert sum(map(means_something, ["Kim 2010", "Drug A", "15/19", "12", ""])) == 0


def test_columns_of_one_name_stay_apart():
    texts = ["x (column C)", "x", "x", "x"]
    names = unique_names(texts)
    assert len(set(names)) == 4
    assert names[:2] == ["x (column C)", "x"]


def test_a_hidden_column_is_told_behind_an_empty_one():
    book = openpyxl.Workbook()
    for row in (["study", None, "arm", "months", "secret", "rate_pct"], ["A", None, "B", 3, 7, 50]):
        book.active.append(row)
    book.active.column_dimensions["E"].hidden = True
    out = io.BytesIO()
    book.save(out)
    (table,) = import_file(out.getvalue(), "table.xlsx").tables
    assert table.table.hidden == {"secret"}
    assert table.proposals["secret"].use.means == "leave out"
    assert table.proposals["rate_pct"].use.means == "rate_pct"


def test_each_formula_without_a_result_is_left_blank():
    book = openpyxl.Workbook()
    book.active.append(["study", "arm", "months", "rate_pct"])
    for month in (3, 6, 12):
        book.active.append(["A", "B", month, f"=10*{month}"])
    out = io.BytesIO()
    book.save(out)
    (table,) = import_file(out.getvalue(), "table.xlsx").tables
    assert table.table.unsaved == {(row, "rate_pct") for row in (2, 3, 4)}
    assert table.table.cells["rate_pct"].tolist() == ["", "", ""]
