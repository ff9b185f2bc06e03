import csv
import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.mapping import apply_mapping
from lib.studies.mapping.apply_mapping import conversions, map_columns
from lib.studies.mapping.column_mapping import KEEP, LEAVE_OUT, ColumnMapping, propose_mapping
from lib.studies.mapping.wide_to_long import COUNTS, VisitColumn
from lib.studies.reading.text_table import TextTable, read_text
from lib.studies.schema import BY_NAME
from lib.studies.validation.validate import Checked, check_text

KNOWN = (
    "study arm months weeks n N rate 3_mo 6_wk n_3_mo 1_year responders_6_mo Time problems row X"
)
HEADER = st.sampled_from(["", *KNOWN.split()]) | st.text(max_size=4)
CELL = st.sampled_from(["", " ", "3", "79%", "15/19", "NR", "26 weeks", "1"]) | st.text(max_size=4)


def text_of(header: str, *rows: str) -> TextTable:
    return read_text("\n".join([header, *rows]).encode())


def proposed(header: str, *rows: str) -> TextTable:
    text = text_of(header, *rows)
    return map_columns(text, propose_mapping(text)).text


def checked(header: str, *rows: str) -> Checked:
    return check_text(proposed(header, *rows))


def values(text: TextTable, *names: str) -> list[tuple[str, ...]]:
    return list(text.cells[list(names)].itertuples(index=False, name=None))


def rules(text: TextTable) -> list[str]:
    return [finding.rule.name for finding in text.findings]


def test_columns_get_the_names_that_the_layout_gives() -> None:
    layout = ColumnMapping({"paper": "study", "Group": "arm", "x": "note"})
    arranged = map_columns(text_of("paper,Group,x", "Kim,Sugar,1"), layout)
    assert arranged.text.cells.to_dict("list") == {
        "study": ["Kim"],
        "arm": ["Sugar"],
        "note": ["1"],
    }
    assert arranged.text.headers == {"study": "paper", "arm": "Group", "note": "x"}
    assert arranged.places.to_dict() == {2: "row 2"}


def test_a_column_that_is_left_out_is_gone_with_its_finding() -> None:
    text = text_of(",study", "a,Kim")
    assert rules(map_columns(text, ColumnMapping({"column A": KEEP, "study": "study"})).text) == [
        "unnamed_column"
    ]
    for use in (LEAVE_OUT, "arm"):
        assert (
            rules(map_columns(text, ColumnMapping({"column A": use, "study": "study"})).text) == []
        )


def test_a_known_column_that_is_kept_as_an_extra_gets_another_name() -> None:
    text = text_of("study,N", "Kim,19")
    arranged = map_columns(text, ColumnMapping({"study": "study", "N": KEEP})).text
    assert list(arranged.cells) == ["study", "N (in the file)"]
    assert arranged.headers["N (in the file)"] == "N (in the file)"


def test_names_of_extras_do_not_meet() -> None:
    arranged = map_columns(text_of("N,N (in the file)", "1,2"), ColumnMapping({})).text
    assert arranged.cells.iloc[0].tolist() == ["1", "2"]
    assert len({*arranged.cells}) == 2


def test_two_headers_for_one_column_are_told_and_nothing_is_lost() -> None:
    text = text_of("study,First,Second", "Kim,a,b")
    arranged = map_columns(
        text, ColumnMapping({"study": "study", "First": "arm", "Second": "arm"})
    ).text
    assert values(arranged, "arm", "Second") == [("a", "b")]
    assert check_text(arranged).refused == "Two columns mean the same: 'First' and 'Second'."


def test_a_file_with_a_column_twice_is_mended_by_its_layout() -> None:
    text = text_of("study,arm,months,rate_pct,n,N assessed", "Lee,a,3,80,20,23")
    layout = propose_mapping(text)
    assert rules(map_columns(text, layout).text) == ["duplicate_header"]
    mended = ColumnMapping({**layout.uses, "N assessed (column F)": "n_enrolled"})
    assert check_text(map_columns(text, mended).text).rows["n_enrolled"].tolist() == [23]


def test_all_columns_may_be_left_out() -> None:
    text = text_of("study,arm", "Kim,a", "Lee")
    arranged = map_columns(text, ColumnMapping({"study": LEAVE_OUT, "arm": LEAVE_OUT})).text
    assert arranged.cells.empty
    assert check_text(arranged).refused.startswith("There is no column 'study'.")


def test_no_table_stays_none() -> None:
    text = read_text(b"")
    assert map_columns(text, propose_mapping(text)).text.findings == text.findings


def test_weeks_are_made_months_and_said() -> None:
    header, *rows = (
        "study,arm,Follow-up (weeks),rate",
        "Kim,a,26,79",
        "Kim,a,52,58.7",
        "Kim,a,NR,1",
    )
    text = text_of(header, *rows)
    layout = propose_mapping(text)
    arranged = map_columns(text, layout).text
    assert arranged.cells["months"].tolist() == ["6", "12", "NR"]
    assert arranged.headers["months"] == "months (from Follow-up (weeks))"
    assert conversions(text, layout) == ("26 weeks = 6.0 months", "52 weeks = 12.0 months")


def test_units_in_cells_are_made_months_and_said() -> None:
    text = text_of("study,months", "Kim,6 mo", "Kim,1 year", "Kim,3", "Kim,1 week")
    layout = propose_mapping(text)
    assert map_columns(text, layout).text.cells["months"].tolist() == ["6", "12", "3", "0.23"]
    assert conversions(text, layout) == ("1 week = 0.23 months", "1 year = 12.0 months")


def test_months_are_as_typed_where_nothing_else_is_wanted() -> None:
    text = text_of("study,months", "Kim,6 mo", "Kim, 3.0")
    layout = ColumnMapping({"study": "study", "months": "months"})
    assert map_columns(text, layout).text.cells["months"].tolist() == ["6 mo", " 3.0"]
    assert conversions(text, layout) == ()


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ('"","study","arm","months","response.rate","n.assessed"', '"1","Kim","a",6,79,19'),
        (",study,arm,months,rate_pct,n_assessed", "0,Kim,a,6.0,79.0,19"),
        ("study,arm,months,response_rate,n_assessed", "Kim,a,6,79,19"),
        ("Study;Arm;Follow-up (months);Response rate (%);N", "Kim;a;6;79,0;19"),
        ("problems,study,arm,weeks,rate,n", '"rate: not a number",Kim,a,26,79,19'),
        ('"X","study","arm","X3.mo","X6.mo"', '"1","Kim","a",,79'),
    ],
    ids=["R", "pandas", "Stata", "spreadsheet", "this dashboard", "R, wide"],
)
def test_files_of_other_programs_need_no_hand(header: str, row: str) -> None:
    found = checked(header, row)
    assert found.errors == 0
    assert found.rows[["months", "rate_pct"]].iloc[0].tolist() == [6, 79]
    assert not {*found.text.cells} - {*BY_NAME}


def test_percentages_by_visit_become_rows() -> None:
    found = checked("Study,Group,N,3 mo,6 mo,12 mo", "Kim,a,23,79%,,58.7", "Kim,b,25,65,50,27.2")
    assert found.errors == 0
    assert found.rows["months"].tolist() == [3, 12, 3, 6, 12]
    assert found.rows["rate_pct"].tolist() == [79, 58.7, 65, 50, 27.2]
    assert found.rows["n_enrolled"].tolist() == [23, 23, 25, 25, 25]


def test_counts_by_visit_become_rows() -> None:
    found = checked("study,arm,month 3,month 6", "Kim,a,15/19,11 / 18", "Lee,b,lost,NR")
    assert values(found.text, "study", "months", "responders", "n_assessed") == [
        ("Kim", "3", "15", "19"),
        ("Kim", "6", "11", "18"),
        ("Lee", "3", "lost", ""),
        ("Lee", "6", "NR", ""),
    ]
    assert found.rows["responders"].tolist() == [15, 11]


def test_several_measures_of_one_visit_stand_in_one_row() -> None:
    found = checked(
        "study,arm,responders 3 months,n 3 months,responders 6 months,n 6 months",
        "Kim,a,15,19,,18",
    )
    assert values(found.text, "months", "responders", "n_assessed") == [
        ("3", "15", "19"),
        ("6", "", "18"),
    ]


def test_weeks_by_visit_are_said() -> None:
    text = text_of("study,arm,6 wk,26 wk,1 yr,24 mo", "Kim,a,80,70,60,50")
    layout = propose_mapping(text)
    assert map_columns(text, layout).text.cells["months"].tolist() == ["1.4", "6", "12", "24"]
    assert conversions(text, layout) == (
        "6 weeks = 1.4 months",
        "26 weeks = 6.0 months",
        "1 year = 12.0 months",
    )


def test_visits_tell_where_they_stand_and_how_many_are_blank() -> None:
    text = text_of("study,3 mo,n 3 mo,12 mo", "Kim,79,19,", "", "Lee,,,50", "Park,,,")
    arranged = map_columns(text, propose_mapping(text))
    assert arranged.places.to_dict() == {
        1: "row 2, 3 mo / n 3 mo",
        2: "row 4, 12 mo",
        3: "row 5",
    }
    assert arranged.blank_visits == 4


def test_a_row_without_any_visit_is_kept_and_told() -> None:
    found = checked("study,arm,3 mo,6 mo", "Kim,a,79,58", "Lee,b,,")
    assert found.left_out.tolist() == [3]
    assert set(found.problems["rule"]) == {"needed", "rate_missing"}


def test_ragged_rows_are_told_among_long_ones() -> None:
    text = text_of("study,arm,3 mo,6 mo", "Kim,a,79,58", "Lee,b,79", "Park,c,80,70")
    arranged = map_columns(text, propose_mapping(text))
    found = check_text(arranged.text)
    assert found.text.cells.index.tolist() == [1, 2, 4, 5]
    assert found.left_out.tolist() == [3]
    assert found.problems["message"].tolist() == ["This row has 3 cells; the header has 4."]
    assert arranged.text.ragged == {3: ["Lee", "b", "79"]}
    assert arranged.places[3] == "row 3"


def test_ragged_rows_stay_so_in_other_tables() -> None:
    text = text_of("study,arm", "Kim,a", "Lee")
    arranged = map_columns(text, propose_mapping(text))
    assert arranged.text.ragged == text.ragged
    assert arranged.places.to_dict() == {2: "row 2", 3: "row 3"}


def test_a_visit_that_is_there_twice_is_told() -> None:
    text = text_of("study,3 mo,month 3", "Kim,79,80")
    arranged = map_columns(
        text, ColumnMapping({"study": "study", "3 mo": VisitColumn(3), "month 3": VisitColumn(3)})
    ).text
    assert values(arranged, "months", "rate_pct", "month 3") == [("3", "79", "80")]
    assert rules(arranged) == ["duplicate_header"]


@pytest.mark.parametrize("use", ["months", "rate_pct"])
def test_a_column_beside_visits_that_fill_it_is_told(use: str) -> None:
    text = text_of("study,x,3 mo,6 mo", "Kim,1,79,80")
    layout = ColumnMapping(
        {"study": "study", "x": use, "3 mo": VisitColumn(3), "6 mo": VisitColumn(6)}
    )
    arranged = map_columns(text, layout).text
    assert rules(arranged) == ["duplicate_header"]
    assert arranged.cells["x"].tolist() == ["1", "1"]


def test_a_table_may_be_visits_only() -> None:
    arranged = map_columns(
        text_of("3 mo,6 mo", "15/19,"), ColumnMapping({"3 mo": VisitColumn(3, COUNTS)})
    ).text
    assert values(arranged, "months", "responders", "6 mo") == [("3", "15", "")]


def test_more_rows_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apply_mapping, "ROWS_MOST", 3)
    assert rules(proposed("study,3 mo,6 mo", "Kim,1,2", "Lee,3,")) == []
    assert rules(proposed("study,3 mo,6 mo", "Kim,1,2", "Lee,3,4")) == ["too_many_rows"]


@given(st.data())
def test_nothing_is_lost_in_any_file(data: st.DataObject) -> None:
    header = data.draw(st.lists(HEADER, min_size=2, max_size=6))
    row = st.lists(CELL, min_size=len(header), max_size=len(header))
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *data.draw(st.lists(row | st.lists(CELL), max_size=5))])
    text = read_text(out.getvalue().encode())
    layout = propose_mapping(text)
    # Cells as they are, but for units and counts, which other tests hold.
    uses = {
        name: VisitColumn(use.months) if isinstance(use, VisitColumn) else use
        for name, use in layout.uses.items()
    }
    arranged = map_columns(text, ColumnMapping(uses)).text
    assert {*layout.uses} == {text.headers[name] for name in text.cells}
    kept = text.cells[[n for n in text.cells if layout.uses[text.headers[n]] != LEAVE_OUT]]
    assert not _cells_of(kept) - _cells_of(arranged)
    assert arranged.cells.index.is_monotonic_increasing
    assert arranged.cells.index.is_unique
    assert {*arranged.cells} == {*arranged.headers}


def _cells_of(frame) -> Counter[str]:
    cells = frame.cells if isinstance(frame, TextTable) else frame
    return Counter(cell for name in cells for cell in cells[name] if cell.strip())


@given(st.lists(HEADER, min_size=2, max_size=6), st.lists(st.lists(CELL, max_size=6), max_size=4))
def test_any_file_is_arranged_as_proposed(header: list[str], rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    text = read_text(out.getvalue().encode())
    layout = propose_mapping(text)
    arranged = map_columns(text, layout)
    found = check_text(arranged.text)
    assert {*found.left_out} <= {*arranged.places.index}
    assert all(isinstance(line, str) for line in conversions(text, layout))
