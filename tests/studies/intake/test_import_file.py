from dataclasses import replace

import pandas as pd
import pytest

from lib.studies.intake.import_file import import_file
from lib.studies.intake.instructions import NOTHING_SAID


def brought(text, known=None, **said):
    return import_file(text.encode(), "table.csv", replace(NOTHING_SAID, **said), known)


def problems(imported):
    return imported.checked.problems[["row", "rule"]].values.tolist()


def test_two_columns_that_differ_are_told():
    text = "study,arm,months,n,response\nIvy,A,3,40,15/19\nIvy,A,6,38,12/38\n"
    imported = brought(text)
    assert problems(imported) == [[2, "two_numbers"]]
    message = imported.checked.problems["message"][0]
    assert message == "Two columns of the file differ: n_assessed is 40 and 19."
    assert len(imported.checked.rows) == 1


@pytest.mark.parametrize(
    ("cell", "readings"),
    [
        ("12-Oct", "10/12 or 12/10, or 10-12 or 12-10"),
        ("2024-11-12", "11/12 or 12/11, or 11-12 or 12-11"),
    ],
)
def test_a_date_is_shown_with_what_it_may_have_been(cell, readings):
    imported = brought(f"study,arm,months,response\nIvy,A,3,15/19\nIvy,A,6,{cell}\n")
    assert f"It may have been {readings}." in imported.checked.problems["message"][0]


def test_a_paper_that_is_saved_already_is_told_from_another_of_its_author():
    known = pd.DataFrame({"study": ["Smithson"], "year": pd.array([2004], "Int64")})
    text = "study,year,arm,months,n_assessed,responders\nSmithson,2011,A,6,40,20\n"
    imported = brought(text, known)
    (question,) = imported.questions
    assert question.key == "study:Smithson"
    assert len(imported.checked.rows) == 0
    apart = brought(text, known, answers={"study:Smithson": "apart"})
    assert apart.checked.rows["study"].tolist() == ["Smithson 2011"]
    same = brought(text, known, answers={"study:Smithson": "same"})
    assert same.checked.rows["study"].tolist() == ["Smithson"]


def test_a_sum_without_a_word_is_asked():
    text = (
        "study,arm,months,n_assessed,responders\n"
        "Ivy,A,6,30,21\nJuniper,A,6,45,27\nKelp,A,6,50,20\nLarch,A,6,125,68\n"
    )
    imported = brought(text)
    assert [question.key for question in imported.questions] == ["sum:5"]
    assert len(imported.checked.rows) == 3
    kept = brought(text, answers={"sum:5": "data"})
    assert len(kept.checked.rows) == 4
    gone = brought(text, answers={"sum:5": "total"})
    assert [aside.row for _, aside in gone.set_aside] == [5]


def test_a_row_that_was_set_aside_can_be_taken_back():
    text = "study,arm,months,n_assessed,responders\nIvy,A,6,30,21\nTotal,A,6,75,48\n"
    assert len(brought(text).checked.rows) == 1
    assert len(brought(text, taken_back=frozenset({3})).checked.rows) == 2


def test_a_curve_in_percent_stays_an_estimate():
    text = "time_months,n.risk,n.event,survival proportion,arm,study\n3,138,10,92.8,A,Ivy\n"
    imported = brought(text)
    assert imported.checked.rows[["rate_pct", "estimate"]].values.tolist() == [
        [92.8, "time_to_event"]
    ]
