"""The whole way of a file: brought, understood, checked, compared, joined; and back again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.exports.studies import full_csv, marked_csv
from lib.studies.arranging import arrange, conversions
from lib.studies.bringing import bring
from lib.studies.checking import check_text
from lib.studies.columns import COLUMNS
from lib.studies.comparing import compare
from lib.studies.dataset import dataset_of
from lib.studies.joining import join
from lib.studies.layout import propose

ROOT = Path(__file__).parents[2]
REAL = dataset_of((ROOT / "data" / "studies.csv").read_bytes(), "studies.csv")
FILES = [ROOT / "data" / "studies.csv", *sorted((ROOT / "data" / "examples").glob("*.csv"))]

NAMES = [column.name for column in COLUMNS]
HEADERS = st.sampled_from([*NAMES, "weeks", "3 mo", "6 months", "52 wk", "note 2", "", "problems"])
CELLS = st.one_of(
    st.sampled_from(["", "Kim 2010", "Prolotherapy", "3", "15", "58.7", "58,7", "15/19", "NA"]),
    st.sampled_from(["=1+1", "'=1", "-5", "@x", "\tx", "79 %", "26 weeks", "1e9", "time_to_event"]),
    st.text(max_size=6),
)


@st.composite
def files(draw):
    needed = draw(st.sampled_from([[], ["study", "arm", "months", "rate_pct"]]))
    header = needed + draw(st.lists(HEADERS, min_size=1, max_size=6, unique=bool(needed)))
    width = len(header)
    ragged = st.lists(CELLS, min_size=max(1, width - 1), max_size=width + 1)
    usable = st.tuples(
        st.sampled_from(["Kim 2010", "Lee 2020"]),
        st.sampled_from(["Prolotherapy", "Corticosteroid"]),
        st.sampled_from(["3", "15", "15.0"]),
        st.sampled_from(["58.7", "58,7", "60", "79.0 %"]),
        *[CELLS] * (width - 4),
    ).map(list)
    whole = st.lists(CELLS, min_size=width, max_size=width)
    rows = draw(st.lists(st.one_of(usable, whole, ragged) if needed else whole | ragged))
    delimiter = draw(st.sampled_from(",;\t"))
    quoted = [
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)
        for cells in [header, *rows]
    ]
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return line_end.join(quoted).encode(errors="replace")


def checked(data):
    text = bring(data).text
    layout = propose(text)
    assert isinstance(conversions(text, layout), tuple)
    return check_text(arrange(text, layout).text)


@given(st.one_of(st.binary(max_size=300), files()))
def test_no_file_of_any_shape_raises(data):
    comparison = compare(REAL, [("", checked(data))])
    joined = join(comparison.changes)
    assert not joined.dataset.refused
    assert set(REAL.rows["study"]) <= set(joined.dataset.rows["study"]) | set(
        comparison.cells["study"]
    )
    assert len(joined.dataset.left_out) == 0


@given(files())
def test_every_row_of_a_file_is_told_of(data):
    result = checked(data)
    comparison = compare(REAL, [("", result)])
    changes = comparison.changes
    told = len(changes.added) + len(changes.changed) + comparison.identical + comparison.left_out
    assert told == len(result.rows) + len(result.left_out)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_taken_away_and_brought_again_changes_nothing(path):
    seen = dataset_of(path.read_bytes(), path.name)
    comparison = compare(seen, [("", checked(full_csv(seen)))])
    assert not comparison.changes
    assert comparison.identical == len(seen.rows)


@given(files())
def test_whatever_is_taken_away_comes_back_as_it_was(data):
    seen = dataset_of(data, "a.csv")
    again = bring(full_csv(seen)).text
    if not again.headers:
        assert seen.refused or seen.text.cells.empty or seen.text.ragged
        return
    comparison = compare(seen, [("", check_text(again))])
    assert not comparison.changes


def test_the_file_with_its_problems_is_brought_again_without_them():
    mistaken = REAL.data.replace(b",19,,58,", b",19,,580,")
    again = checked(marked_csv(dataset_of(mistaken, "a.csv")))
    assert "problems" not in again.text.cells
    assert len(again.left_out) == 1
    assert not compare(REAL, [("", again)]).changes
