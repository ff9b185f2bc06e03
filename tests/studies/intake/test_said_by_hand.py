"""Whatever is not found out can be said by hand, and is kept as JSON."""

import io
from dataclasses import fields

import openpyxl
import pytest

from lib.studies.intake.columns.column_use import ColumnUse
from lib.studies.intake.import_file import import_file
from lib.studies.intake.instructions import Instructions, from_json, to_json

HEADER = "study,arm,months,n_assessed,responders\n"
ROWS = "A 2010,Drug,3,20,15\nA 2010,Drug,6,20,12\n"
TWO = [("A 2010", "Drug", 3, 15, 20), ("A 2010", "Drug", 6, 12, 20)]


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for line in text.strip().split("\n"):
            sheet.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(data, **said):
    """The rows under what is said, after it went through JSON."""
    instructions = from_json(to_json(Instructions(**said)))
    assert instructions == Instructions(**said)
    imported = import_file(data if isinstance(data, bytes) else data.encode(), "f", instructions)
    assert imported.questions == ()
    names = ("study", "arm", "months", "responders", "n_assessed")
    return [
        tuple(getattr(row, name) for name in names) for row in imported.checked.rows.itertuples()
    ]


COLUMNS = {
    "a": ColumnUse("study"),
    "b": ColumnUse("arm"),
    "c": ColumnUse("months", "months"),
    "d": ColumnUse("n_assessed"),
    "e": ColumnUse("responders", "count"),
}
LETTERS = {f"column {name.upper()}": use for name, use in COLUMNS.items()}

CASES = {
    "sheets": (
        workbook(One=HEADER + ROWS, Two=HEADER + "B 2011,Drug,3,9,8\n"),
        {"sheets": ("One",)},
    ),
    "two sheets": (
        workbook(One=HEADER + ROWS.split("\n")[0], Two=HEADER + ROWS.split("\n")[1]),
        {"sheets": ("One", "Two")},
    ),
    "a hidden order of sheets": (
        workbook(Notes="x,y\n1,2", Data=HEADER + ROWS),
        {"sheets": ("Data",)},
    ),
    "header_row": ("study,arm,months\nx,y,z\n" + HEADER + ROWS, {"header_row": 3}),
    "header_rows": (
        "study,arm,3 months,,6 months,\n,,responders,assessed,responders,assessed\n"
        "A 2010,Drug,15,20,12,20\n",
        {"header_row": 1, "header_rows": 2},
    ),
    "no header": (ROWS, {"header_row": 0, "columns": LETTERS}),
    "encoding": (
        (HEADER + ROWS).replace("Drug", "Drüg").encode("cp1250"),
        {"encoding": "windows-1250"},
    ),
    "separator": ((HEADER + ROWS).replace(",", "|"), {"separator": "|"}),
    "columns": ("a,b,c,d,e\n" + ROWS, {"columns": COLUMNS}),
    "unit of a measure": (
        "study,arm,months,n_assessed,response\nA 2010,Drug,3,20,15\nA 2010,Drug,6,20,12\n",
        {"columns": {"response": ColumnUse("response", "count")}},
    ),
    "failures": (
        "study,arm,months,n_assessed,x\nA 2010,Drug,3,20,5\nA 2010,Drug,6,20,8\n",
        {"columns": {"x": ColumnUse("failures", "count")}},
    ),
    "unit of times": (
        "study,arm,t,n_assessed,responders\nA 2010,Drug,0.25,20,15\nA 2010,Drug,0.5,20,12\n",
        {"columns": {"t": ColumnUse("months", "years")}},
    ),
    "months of a column": (
        "study,arm,first,last\nA 2010,Drug,15/20,12/20\n",
        {
            "columns": {
                "first": ColumnUse("response", months=3),
                "last": ColumnUse("response", months=6),
            }
        },
    ),
    "number assessed of a column": (
        "study,arm,first,last\nA 2010,Drug,15,12\n",
        {
            "columns": {
                "first": ColumnUse("responders", "count", months=3, assessed=20),
                "last": ColumnUse("responders", "count", months=6, assessed=20),
            }
        },
    ),
    "arm of a column": (
        "study,months,x\nA 2010,3,15/20\nA 2010,6,12/20\n",
        {"columns": {"x": ColumnUse("response", arm="Drug")}},
    ),
    "author and year": (
        "who,when,arm,months,n_assessed,responders\nA,2010,Drug,3,20,15\nA,2010,Drug,6,20,12\n",
        {"columns": {"who": ColumnUse("author"), "when": ColumnUse("year")}},
    ),
    "for_all": (
        "months,responders\n3,15\n6,12\n",
        {"for_all": {"study": "A 2010", "arm": "Drug", "n_assessed": "20"}},
    ),
    "months for all": (
        "study,arm,n_assessed,responders\nA 2010,Drug,20,15\n",
        {"for_all": {"months": "13 weeks"}},
    ),
    "answers": (
        "study,arm,months,n_assessed,response\nA 2010,Drug,3,20,15\nA 2010,Drug,6,20,12\n",
        {"answers": {"unit:response": "count"}},
    ),
    "fill_down": (HEADER + "A 2010,Drug,3,20,15\n,,6,20,12\n", {"fill_down": True}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_is_done(name):
    data, said = CASES[name]
    told = rows(data, **said)
    if name == "months for all":
        assert told == [("A 2010", "Drug", 3, 15, 20)]
    elif name == "encoding":
        assert [row[1] for row in told] == ["Drüg", "Drüg"]
    else:
        assert told == TWO


def test_blanks_stay_blank_when_that_is_said():
    data = (HEADER + "A 2010,Drug,3,20,15\n,,6,20,12\n").encode()
    imported = import_file(data, "f", Instructions(fill_down=False))
    assert len(imported.checked.rows) == 1
    assert {2, 3} >= set(imported.checked.problems["row"].dropna().astype(int)) >= {3}


def test_the_outcome_of_a_column_is_that_of_its_rows():
    said = Instructions(columns={"x": ColumnUse("response", months=3, outcome="cure")})
    imported = import_file(b"study,arm,x\nA,Drug,15/20\n", "f", said)
    assert imported.checked.rows["outcome"].tolist() == ["cure"]


def test_a_row_that_was_set_aside_is_taken_back():
    data = (HEADER + ROWS + "Total,Drug,3,20,15\n").encode()
    assert [aside.row for _, aside in import_file(data, "f").set_aside] == [4]
    taken = import_file(data, "f", Instructions(taken_back=frozenset({4})))
    assert taken.set_aside == []
    assert taken.checked.rows["study"].tolist()[-1] == "Total"


def test_a_hidden_column_is_read_when_that_is_said():
    book = openpyxl.load_workbook(io.BytesIO(workbook(S=HEADER + ROWS)))
    book.active.column_dimensions["D"].hidden = True
    out = io.BytesIO()
    book.save(out)
    assert rows(out.getvalue(), columns={"n_assessed": ColumnUse("n_assessed")}) == TWO


def test_a_use_said_by_hand_is_not_overruled_by_its_neighbours():
    data = b"study,arm,months,N,n,%\nA,Drug,3,80,20,75\n"
    said = Instructions(columns={"n": ColumnUse("n_assessed"), "N": ColumnUse("keep")})
    proposals = import_file(data, "f", said).tables[0].proposals
    assert proposals["n"].use.means == "n_assessed"
    assert proposals["N"].use.means == "keep"


def test_every_instruction_goes_through_json():
    said = Instructions(
        sheets=("One", "Two"),
        encoding="utf-8",
        separator=";",
        header_row=2,
        header_rows=3,
        columns={"x": ColumnUse("response", "share", 3.5, "Drug", "cure", 40)},
        for_all={"study": "A"},
        fill_down=False,
        answers={"unit:x": "count"},
        taken_back=frozenset({4, 9}),
    )
    assert {each.name for each in fields(Instructions)} == set(vars(said))
    assert from_json(to_json(said)) == said
