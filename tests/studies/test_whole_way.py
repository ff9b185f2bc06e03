"""The whole way of a file: brought, understood, checked, compared, joined; and back again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.exports.tables.studies_csv import full_csv, marked_csv
from lib.studies.dataset import dataset_of
from lib.studies.intake.import_file import import_file
from lib.studies.intake.instructions import Instructions
from lib.studies.revisions.diff import compare
from lib.studies.revisions.dry_run import dry_run
from lib.studies.schema import COLUMNS
from lib.studies.validation.validate import check_text

ROOT = Path(__file__).parents[2]
REAL = dataset_of((ROOT / "data" / "studies.csv").read_bytes(), "studies.csv")
SEEN = dataset_of(
    b"study,arm,months,rate_pct,note\n"
    b"Kim 2010,Prolotherapy,15,58.7,\n"
    b"Kim 2010,Corticosteroid,15,10.2,a\n"
    b"Lee 2020,Prolotherapy,24,79.0,\n",
    "seen.csv",
)
FILES = [ROOT / "data" / "studies.csv", *sorted((ROOT / "data" / "examples").glob("*.csv"))]

NAMES = [column.name for column in COLUMNS]
HEADERS = st.sampled_from([*NAMES, "weeks", "3 mo", "6 months", "52 wk", "note 2", "", "problems"])
CELLS = st.one_of(
    st.sampled_from(["", "Kim 2010", "Prolotherapy", "3", "15", "58.7", "58,7", "15/19", "NA"]),
    st.sampled_from(["=1+1", "'=1", "-5", "@x", "\tx", "79 %", "26 weeks", "1e9", "time_to_event"]),
    st.text(max_size=6),
)


ANY = st.integers(1, 6).flatmap(
    lambda width: st.tuples(
        st.lists(HEADERS, min_size=width, max_size=width),
        st.lists(st.lists(CELLS, min_size=max(1, width - 1), max_size=width + 1)),
    )
)
USABLE = st.tuples(
    st.just(["study", "arm", "months", "rate_pct", "note", "colour"]),
    st.lists(
        st.tuples(
            st.sampled_from(["Kim 2010", "Kim 2010", "Lee 2020"]),
            st.sampled_from(["Prolotherapy", "Corticosteroid"]),
            st.sampled_from(["3", "15", "15.0", "24"]),
            st.sampled_from(["58.7", "58,7", "10.2", "79.0 %"]),
            CELLS,
            CELLS,
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda row: (row[0], row[1], float(row[2])),
    ),
)


@st.composite
def files(draw, tables=ANY | USABLE):
    header, rows = draw(tables)
    delimiter = draw(st.sampled_from(",;\t"))
    lines = [
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)
        for cells in [header, *rows]
    ]
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return line_end.join(lines).encode(errors="replace")


def checked(data):
    found = import_file(data)
    answers = {question.key: "same" for question in found.questions}
    return (import_file(data, said=Instructions(answers=answers)) if answers else found).checked


@given(st.binary(max_size=300) | files(USABLE) | files())
def test_no_file_of_any_shape_raises(data):
    joined = dry_run(compare(SEEN, [("", checked(data))]).changes)
    assert joined.dataset.rows["months"].tolist()[:3] == [15, 15, 24]
    assert joined.dataset.left_out.empty


@given(files(USABLE) | files())
def test_every_row_of_a_file_is_told_of(data):
    result = checked(data)
    comparison = compare(SEEN, [("", result)])
    changes = comparison.changes
    told = len(changes.added) + len(changes.changed) + comparison.identical + comparison.left_out
    assert told == len(result.rows) + len(result.left_out)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_taken_away_and_brought_again_changes_nothing(path):
    seen = dataset_of(path.read_bytes(), path.name)
    comparison = compare(seen, [("", checked(full_csv(seen)))])
    assert not comparison.changes
    assert comparison.identical == len(seen.rows)


@given(files(USABLE) | files())
def test_whatever_is_taken_away_comes_back_as_it_was(data):
    seen = dataset_of(data, "a.csv")
    again = import_file(full_csv(seen)).text
    if not again.headers:
        assert seen.refused or seen.text.cells.empty or seen.text.ragged
        return
    comparison = compare(seen, [("", check_text(again))])
    assert not comparison.changes


def test_the_file_with_its_problems_is_brought_again_without_them():
    mistaken = REAL.data.replace(b",19,assumed,,58,", b",19,assumed,,580,")
    again = checked(marked_csv(dataset_of(mistaken, "a.csv")))
    assert "problems" not in again.text.cells
    assert len(again.left_out) == 1
    assert not compare(REAL, [("", again)]).changes
