import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.intake.import_file import Import, import_file
from lib.studies.intake.instructions import Instructions
from lib.studies.schema import BY_NAME

KNOWN = (
    "study arm months weeks n N rate 3_mo 6_wk n_3_mo 1_year responders_6_mo Time problems row X"
)
HEADER = st.sampled_from(["", *KNOWN.split()]) | st.text(max_size=4)
CELL = st.sampled_from(["", " ", "3", "79%", "15/19", "NR", "26 weeks", "1"]) | st.text(max_size=4)


def brought(header: str, *rows: str, **answers: str) -> Import:
    data = "\n".join([header, *rows]).encode()
    return import_file(data, said=Instructions(answers=answers))


def uses(header: str, *rows: str) -> dict[str, str]:
    (table,) = brought(header, *rows).tables
    return {name: each.use.means for name, each in table.proposals.items()}


def values(found: Import, *names: str) -> list[tuple[Any, ...]]:
    return list(found.text.cells[list(names)].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ('"","study","arm","months","response.rate","n.assessed"', '"1","Kim","a",6,79,19'),
        (",study,arm,months,rate_pct,n_assessed", "0,Kim,a,6.0,79.0,19"),
        ("study,arm,months,response_rate,n_assessed", "Kim,a,6,79,19"),
        ("Study;Arm;Follow-up (months);Response rate (%);N", "Kim;a;6;79,0;19"),
        ("problems,study,arm,weeks,rate,n", '"rate: not a number",Kim,a,26,79,19'),
        ('"X","study","arm","X6.mo","X12.mo"', '"1","Kim","a",79%,60%'),
    ],
    ids=["R", "pandas", "Stata", "spreadsheet", "this dashboard", "R, wide"],
)
def test_files_of_other_programs_need_no_hand(header: str, row: str) -> None:
    found = brought(header, row)
    assert found.checked.errors == 0
    assert found.checked.rows[["months", "rate_pct"]].iloc[0].tolist() == [6, 79]
    assert not {*found.text.cells} - {*BY_NAME, "column A", "X"}


@pytest.mark.parametrize(
    ("header", "cell", "use"),
    [
        ("Allocation", "Sugar", "arm"),
        ("Time", "12", "months"),
        ("Time", "6 mo", "months"),
        ("Participants", "20", "n_assessed"),
        ("Colour", "red", "keep"),
    ],
)
def test_other_headers_are_guessed_with_a_reason(header: str, cell: str, use: str) -> None:
    (table,) = brought(f"study,{header}", f"Kim,{cell}").tables
    assert table.proposals[header].use.means == use
    assert bool(table.proposals[header].why) == (use != "keep")


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
def test_a_time_in_another_unit_is_read(header: str, unit: str) -> None:
    (table,) = brought(f"study,arm,rate_pct,{header}", "Kim,a,5,12", "Kim,a,5,26").tables
    use = table.proposals[header].use
    assert (use.means, use.unit) == ("months", unit)


def test_a_misspelt_header_is_told() -> None:
    found = brought("study,arm,months,rate_pct,respnders", "Kim,a,3,50,3")
    assert found.checked.problems["rule"].tolist() == ["similar_header"]


def test_an_age_is_not_read_as_the_time_of_a_visit() -> None:
    assert uses("study,Age (years)", "Kim,40")["Age (years)"] != "months"


def test_weeks_are_made_months_and_said() -> None:
    found = brought("study,arm,weeks,rate_pct", "Kim,a,26,79", "Kim,a,52,58.7")
    assert found.text.cells["months"].tolist() == ["6", "12"]
    assert found.text.headers["months"] == "months (from weeks)"
    assert "26 weeks = 6.0 months, 52 weeks = 12.0 months" in found.notes[0]


def test_the_problems_of_a_download_are_left_out() -> None:
    assert uses("problems,study", "Row 3: no rate,Kim")["problems"] == "leave out"


def test_a_number_of_randomised_patients_is_no_yes_or_no() -> None:
    assert uses("study,arm,randomised", "Kim,a,23")["randomised"] == "n_enrolled"
    assert uses("study,arm,randomised", "Kim,a,1")["randomised"] == "randomised"


def test_the_number_enrolled_is_no_response() -> None:
    assert uses("study,arm,n_enrolled,n_assessed", "Kim,a,23,19")["n_enrolled"] == "n_enrolled"


def test_headers_of_the_schema_need_no_acceptance() -> None:
    (table,) = brought(",".join(BY_NAME), ",".join("a" for _ in BY_NAME)).tables
    assert [name for name, each in table.proposals.items() if not each.is_certain] == []


def test_percentages_by_visit_become_rows() -> None:
    rows = ("Kim,a,79%,,58.7", "Kim,b,65,50,27.2")
    found = brought("Study,Group,3 mo,6 mo,12 mo", *rows)
    assert found.checked.errors == 0
    assert found.checked.rows["months"].tolist() == [3, 12, 3, 6, 12]
    assert found.checked.rows["rate_pct"].tolist() == [79, 58.7, 65, 50, 27.2]
    assert "1 blank visit gave no row." in found.notes


def test_counts_by_visit_become_rows() -> None:
    found = brought("study,arm,month 3,month 6", "Kim,a,15/19,11 / 18")
    assert values(found, "study", "months", "responders", "n_assessed") == [
        ("Kim", "3", "15", "19"),
        ("Kim", "6", "11", "18"),
    ]


def test_several_measures_of_one_visit_stand_in_one_row() -> None:
    header = "study,arm,responders 3 months,n 3 months,responders 6 months,n 6 months"
    found = brought(header, "Kim,a,15,19,11,18")
    assert values(found, "months", "responders", "n_assessed") == [
        ("3", "15", "19"),
        ("6", "11", "18"),
    ]


def test_rows_tell_where_they_stand() -> None:
    found = brought("study,arm,3 mo,12 mo", "Kim,a,79%,", "", "Lee,a,70%,50%")
    assert found.places.tolist() == ["row 2, 3 mo", "row 4, 3 mo", "row 4, 12 mo"]
    assert list(found.text.cells)[:3] == ["study", "arm", "months"]


def test_ragged_rows_are_told_among_long_ones() -> None:
    found = brought("study,arm,3 mo,6 mo", "Kim,a,79%,58%", "Lee,b,79", "Park,c,80,70")
    assert found.checked.problems["message"].tolist() == ["This row has 3 cells; the header has 4."]
    (row,) = found.checked.left_out
    assert found.places[row] == "row 3"


def test_ragged_rows_of_several_sheets_are_all_told() -> None:
    page = "<table><tr><th>study<th>arm<th>months<th>rate_pct</tr>{}</table>"
    rows = "<tr><td>{0}<td>a<td>3<td>50</tr><tr><td>{0}<td>a<td>6<td>40</tr>"
    data = (page.format(rows.format("Kim")) + page.format(rows.format("Lee"))).encode()
    found = import_file(data, said=Instructions(answers={"sheet": "all"}))
    assert len(found.checked.rows) == 4
    assert len(found.places) == 4


def test_a_file_without_a_measure_is_told_and_not_raised() -> None:
    found = brought("study,colour", "Kim,red")
    assert found.checked.refused.startswith("There is no column")


@given(st.lists(HEADER, min_size=2, max_size=6), st.lists(st.lists(CELL, max_size=6), max_size=4))
def test_any_file_is_arranged(header: list[str], rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    found = import_file(out.getvalue().encode())
    assert {*found.checked.left_out} <= {*found.places.index} | {*found.text.ragged}
    assert found.text.cells.index.is_unique
    assert {*found.text.cells} <= {*found.text.headers}
