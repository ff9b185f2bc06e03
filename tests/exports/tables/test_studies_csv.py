import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.exports.tables.studies_csv import changes_csv, full_csv, marked_csv
from lib.studies import problems
from lib.studies.dataset import dataset_of
from lib.studies.intake.import_file import import_file
from lib.studies.reading.sheets import read_sheets
from lib.studies.reading.text_table import read_text
from lib.studies.revisions.diff import compare
from lib.studies.validation.validate import check

RAGGED = b"study,arm,months,rate,extra\nA,x,3,=1+1,e\nB,y,3\n\nC,z,6,50,f,g\nD,v,x,,h\n"


def test_rows_that_would_change_are_written_as_they_would_be(write_csv):
    seen = dataset_of(write_csv({"rate_pct": 79, "note": "old"}), "a.csv")
    new = write_csv({"rate_pct": 78, "note": "=new"}, {"months": 6, "rate_pct": 5})
    changes = compare(seen, [("", check(new))]).changes
    text = import_file(changes_csv(changes)).text
    assert text.cells["rate_pct"].tolist() == ["78", "5"]
    assert text.cells["note"].tolist() == ["=new", ""]


def table(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_row_is_taken_away_as_typed():
    assert table(full_csv(check(RAGGED))) == [
        ["study", "arm", "months", "rate", "extra"],
        ["A", "x", "3", "'=1+1", "e"],
        ["B", "y", "3"],
        ["C", "z", "6", "50", "f", "g"],
        ["D", "v", "x", "", "h"],
    ]


def test_the_order_and_spelling_of_columns_are_the_files_own():
    data = b"Rate (%);Follow-up;own;Study;Arm\r\n79,0;3;;K;A\r\n"
    assert table(full_csv(check(data))) == [
        ["Rate (%)", "Follow-up", "own", "Study", "Arm"], ["79,0", "3", "", "K", "A"],
    ]  # fmt: skip


def test_a_header_is_no_formula_either():
    assert table(full_csv(check(b"study,arm,months,rate,=1+1\nA,x,3,50,\n")))[0][4] == "'=1+1"


def test_ragged_rows_stay_ragged_beside_a_column_that_holds_nothing():
    data = b"study,,arm,months,rate\nK,,x,3,50\nL,,x,3,50\nK,x,6,50\n"
    before, after = read_text(data), read_text(full_csv(check(data)))
    assert after.ragged == before.ragged == {4: ["K", "x", "6", "50"]}
    assert after.cells.equals(before.cells)


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5) | st.sampled_from(
    ["=1", "'=1", "-5", "79.0", "79,5", "a\r\nb", "a\rb", 'q"', " ", "+", "@x", "\t="]
)


@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=5))
def test_brought_again_nothing_has_changed(rows):
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([["study", "arm", "months", "rate", "own"], *rows])
    checked = check(text.getvalue().encode())
    sheets = read_sheets(full_csv(checked), "studies.csv").sheets
    grids = [sheet.grid for sheet in sheets]
    again = [grid.row_texts(place) for grid in grids for place in range(1, grid.count)]
    assert again == checked.text.cells.values.tolist()


def marks(data):
    return [row[0] for row in table(marked_csv(check(data)))]


def test_each_row_says_what_is_wrong_with_it():
    head, first, second, third, fourth = marks(RAGGED)
    assert head == "problems"
    assert first.startswith("error: rate: '=1+1' is not a number. ")
    assert second.startswith("error: This row has 3 cells; the header has 5. Put quotation marks")
    assert third.startswith("error: This row has 6 cells")
    assert fourth.startswith("error: rate: There is no rate")
    assert " | error: months: 'x' is not a number." in fourth


def test_the_rows_stand_behind_their_problems():
    assert [row[1:] for row in table(marked_csv(check(RAGGED)))] == table(full_csv(check(RAGGED)))


def test_what_is_wrong_with_the_file_stands_in_its_first_row():
    _, first, second = marks(b"study,arm,rate\nA,x,50\nB,x,50\n")
    assert first.startswith("error: the file: There is no column 'months'.")
    assert second == ""


def test_every_row_is_marked_beyond_those_that_are_listed(monkeypatch):
    monkeypatch.setattr(problems, "LISTED", 2)
    told = marks(b"study,arm,months,rate\n" + b"".join(b"A,x,%d,170\n" % i for i in range(1, 9)))
    assert all("rate is 170" in mark for mark in told[1:])


def test_what_is_no_table_gives_its_problems():
    assert marks(b"") == ["problems", marks(b"")[1]]
    assert marks(b"")[1].startswith("error: the file: The file is empty.")
    assert "quotation mark" in marks(b'study,arm\n"A,x\n')[1]


def test_a_column_of_problems_is_kept_beside_the_new_one():
    head = table(marked_csv(check(b"Problems,study,arm,months,rate\nold,A,x,3,50\n")))[0]
    assert head[:2] == ["problems 2", "Problems"]


@pytest.mark.parametrize("value", ["=cmd", "@x"])
def test_a_mark_is_no_formula(value):
    data = b"study,arm,months,rate,note\nA,x,3,50,%s(\n" % value.encode()
    (row,) = table(marked_csv(check(data)))[1:]
    assert row[0].startswith("warning: note: The text starts with")
    assert row[-1] == f"'{value}("
