import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.mapping.column_mapping import (
    KEEP,
    LEAVE_OUT,
    ColumnMapping,
    from_json,
    propose_mapping,
    reuse_mapping,
    to_json,
)
from lib.studies.mapping.wide_to_long import COUNTS, MEASURES, VisitColumn
from lib.studies.reading.durations import UNITS
from lib.studies.reading.text_table import TextTable, read_text
from lib.studies.schema import BY_NAME, MONTHS_MOST

USE = st.sampled_from([*BY_NAME, KEEP, LEAVE_OUT]) | st.builds(
    VisitColumn,
    st.floats(0, MONTHS_MOST, exclude_min=True),
    st.sampled_from(MEASURES),
)
LAYOUT = st.builds(
    ColumnMapping,
    st.dictionaries(st.text(max_size=8), USE, max_size=6),
    st.sampled_from(UNITS),
    st.booleans(),
)


def text_of(header: str, *rows: str) -> TextTable:
    return read_text("\n".join([header, *rows]).encode())


def uses(header: str, *rows: str) -> dict:
    return dict(propose_mapping(text_of(header, *rows)).uses)


def test_known_headers_are_their_columns_without_a_reason() -> None:
    layout = propose_mapping(text_of("Study name,Group,ci.low,Country", "Kim,Sugar,3,Korea"))
    assert layout.uses == {
        "Study name": "study",
        "Group": "arm",
        "ci.low": "ci_low_pct",
        "Country": KEEP,
    }
    assert layout.reasons == {}


@pytest.mark.parametrize(
    ("header", "cell", "use"),
    [
        ("respnders", "3", "responders"),
        ("Allocation", "Sugar", "arm"),
        ("Time", "12", "months"),
        ("Time", "6 mo", "months"),
        ("Success (%)", "30", KEEP),
        ("Success rate", "30", "rate_pct"),
        ("Success rate", "high", KEEP),
        ("Participants", "20", "n_assessed"),
        ("Colour", "red", KEEP),
    ],
)
def test_unknown_headers_are_guessed_with_a_reason(header: str, cell: str, use: str) -> None:
    layout = propose_mapping(text_of(f"study,{header}", f"Kim,{cell}"))
    assert layout.uses[header] == use
    assert (header in layout.reasons) == (use != KEEP)


def test_no_two_guesses_are_for_one_column() -> None:
    found = uses("study,Participants,Patients", "Kim,20,20")
    assert found == {"study": "study", "Participants": "n_assessed", "Patients": KEEP}


def test_a_column_that_is_there_is_not_guessed() -> None:
    assert uses("study,n,Participants", "Kim,20,30")["Participants"] == KEEP


@pytest.mark.parametrize("name", ["", "Unnamed: 0", "index", "X"])
@pytest.mark.parametrize("start", [0, 1])
def test_numbers_of_rows_are_left_out(name: str, start: int) -> None:
    layout = propose_mapping(text_of(f"{name},study", f"{start},Kim", f"{start + 1},Lee"))
    assert layout.uses[name or "column A"] == LEAVE_OUT
    assert layout.reasons[name or "column A"] == "It only numbers the rows."


@pytest.mark.parametrize("cells", [("3", "6"), ("1", "1"), ("a", "b"), ("1", "3")])
def test_other_columns_without_a_name_are_kept(cells: tuple[str, str]) -> None:
    assert uses(",study", *(f"{cell},Kim" for cell in cells))["column A"] == KEEP


def test_the_problems_of_a_download_are_left_out() -> None:
    assert uses("problems,study", "Row 3: no rate,Kim")["problems"] == LEAVE_OUT


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Follow-up (weeks)", "weeks"),
        ("weeks", "weeks"),
        ("time_days", "days"),
        ("years", "years"),
        ("Follow.up..wks.", "weeks"),
        ("fu_months", "months"),
        ("Time in years", "years"),
    ],
)
def test_a_time_in_another_unit_is_proposed_for_months(header: str, unit: str) -> None:
    layout = propose_mapping(text_of(f"study,{header}", "Kim,12", "Kim,26"))
    assert (layout.uses[header], layout.months_in) == ("months", unit)
    assert layout.reasons[header] == f"It looks like a time in {unit}."


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Age (years)", "40"), ("years", "2010"), ("Treatment weeks", "6"), ("weeks", "few")],
)
def test_other_times_are_not_proposed_for_months(header: str, cell: str) -> None:
    assert uses(f"study,{header}", f"Kim,{cell}")[header] != "months"


def test_months_go_before_weeks() -> None:
    layout = propose_mapping(text_of("study,weeks,months", "Kim,26,6"))
    assert layout.uses["weeks"] == KEEP
    assert layout.months_in == "months"


def test_units_in_cells_are_offered_where_they_are() -> None:
    assert propose_mapping(text_of("study,months", "Kim,6", "Kim,26 weeks")).read_units
    assert not propose_mapping(text_of("study,months", "Kim,6", "Kim,NR")).read_units


def test_columns_for_visits_are_recognised() -> None:
    layout = propose_mapping(text_of("study,arm,3 mo,12 months,Note", "Kim,a,79,58.7,x"))
    assert layout.wide == {"3 mo": VisitColumn(3), "12 months": VisitColumn(12)}
    assert layout.reasons["12 months"] == "It looks like a visit at 12 months."


@pytest.mark.parametrize("header", ["study,months,3 mo,6 mo", "study,3 mo,other", "study,year,x"])
def test_a_table_with_a_row_for_each_visit_stays(header: str) -> None:
    assert propose_mapping(text_of(header, "Kim,3,40")).wide == {}


def test_two_columns_for_the_same_visit_are_one_visit() -> None:
    found = uses("study,12 mo,1 year,6 mo", "Kim,1,2,3")
    assert found == {
        "study": "study",
        "12 mo": VisitColumn(12),
        "1 year": KEEP,
        "6 mo": VisitColumn(6),
    }


def test_one_number_for_all_visits_is_taken_as_enrolled() -> None:
    layout = propose_mapping(text_of("study,N,3 mo,6 mo", "Kim,23,15/19,11/19"))
    assert layout.uses["N"] == "n_enrolled"
    assert layout.reasons["N"] == "One number for all visits is taken as who entered the arm."
    assert layout.uses["3 mo"] == VisitColumn(3, COUNTS)


def test_a_second_column_of_one_meaning_means_it_too() -> None:
    found = uses("study,n,N assessed,x,x", "Kim,1,2,3,4")
    assert found["N assessed (column C)"] == "n_assessed"
    assert found["x (column E)"] == KEEP


def test_a_file_that_is_no_table_has_an_empty_layout() -> None:
    assert propose_mapping(read_text(b"")) == ColumnMapping({})


def test_a_remembered_layout_goes_before_a_proposal() -> None:
    remembered = ColumnMapping({"study": "study", "t": "months", "gone": "year"}, "weeks", True)
    layout = reuse_mapping(remembered, text_of("study,t,weeks,n", "Kim,26,26,19"))
    assert layout == ColumnMapping(
        {"study": "study", "t": "months", "weeks": KEEP, "n": "n_assessed"}, "weeks", True
    )


def test_a_remembered_layout_without_months_takes_the_proposed_unit() -> None:
    layout = reuse_mapping(ColumnMapping({"g": "arm"}), text_of("g,weeks", "a,26"))
    assert (layout.uses["weeks"], layout.months_in) == ("months", "weeks")


def test_a_visit_joins_those_that_are_remembered() -> None:
    layout = reuse_mapping(
        ColumnMapping({"a": VisitColumn(3), "b": VisitColumn(6)}), text_of("a,b,12 mo", "1,2,3")
    )
    assert layout.wide == {"a": VisitColumn(3), "b": VisitColumn(6), "12 mo": VisitColumn(12)}


@given(LAYOUT)
def test_a_layout_comes_back_as_it_was_written(layout: ColumnMapping) -> None:
    assert from_json(to_json(layout)) == layout


@given(st.binary(max_size=60))
def test_any_bytes_are_a_layout_or_what_is_wrong(data: bytes) -> None:
    assert isinstance(from_json(data), str)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(JSON, JSON, JSON)
def test_any_json_is_a_layout_or_what_is_wrong(use: object, unit: object, flag: object) -> None:
    told = {"columns": {"a": use}, "months_in": unit, "read_units": flag}
    assert isinstance(from_json(json.dumps(told).encode()), str | ColumnMapping)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (b"[" * 100_000, "This is no mapping of columns: it cannot be read as JSON."),
        (b"[]", "This is no mapping of columns: it has no list of columns."),
        (b" " * 2_000_000, "The mapping has 2.0 MB; at most 1 MB is read."),
        (b'{"columns": {"A": "armm"}}', "The mapping gives 'A' a use that is not known."),
        (
            b'{"columns": {"A": {"months": 0, "measure": "rate_pct"}}}',
            "The mapping gives 'A' a use that is not known.",
        ),
        (
            b'{"columns": {"A": {"months": true, "measure": "rate_pct"}}}',
            "The mapping gives 'A' a use that is not known.",
        ),
        (
            b'{"columns": {}, "months_in": "hours"}',
            "The mapping does not say in which unit months are given: months, weeks, days, years.",
        ),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(told: bytes, said: str) -> None:
    assert from_json(told) == said


def test_a_large_file_is_proposed_by_its_first_cells() -> None:
    cells = pd.DataFrame({"study": ["Kim"] * 5000, "Time": [str(n) for n in range(5000)]})
    text = TextTable(cells.astype("str"), {"study": "study", "Time": "Time"})
    assert propose_mapping(text).uses["Time"] == "months"
