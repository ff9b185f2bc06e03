import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies import problems
from lib.studies.schema import COLUMNS
from lib.studies.validation.registry import RULES
from lib.studies.validation.validate import Checked, check
from tests.thoroughness import examples

ROOT = Path(__file__).parents[3]
NAMES = [column.name for column in COLUMNS]
GOOD = {"study": "Kim 2010", "arm": "Sugar", "months": "3", "rate_pct": "80"}


def checked(*rows: dict[str, Any]) -> Checked:
    """The good row with these cells instead; columns that no row has are not in the file."""
    table = pd.DataFrame([GOOD | row for row in rows], dtype=object)
    return check(table.to_csv(index=False).encode())


def found(*rows: dict[str, Any]) -> list[tuple[int, str, str]]:
    table = checked(*rows).problems
    return list(table[["row", "column", "rule"]].itertuples(index=False, name=None))


def message(*rows: dict[str, Any]) -> str:
    (only,) = checked(*rows).problems["message"]
    return str(only)


@pytest.mark.parametrize(
    "name",
    ["studies.csv", "examples/other-sacroiliac-treatments.csv", "examples/gliomas.csv"],
)
def test_shipped_files_have_no_problems(name: str) -> None:
    data = (ROOT / "data" / name).read_bytes()
    assert check(data).problems.empty
    assert len(check(data).rows) == len(list(csv.reader(io.StringIO(data.decode())))) - 1


def test_rows_are_typed_as_promised() -> None:
    rows = checked({"n_enrolled": "25", "country": "Korea"}, {"months": "6,5"}).rows
    assert list(rows) == [*NAMES, "rate_decimals", "country"]
    assert rows.index.tolist() == [2, 3]
    assert rows.index.name == "row"
    for column in COLUMNS:
        expected = {"text": "str", "number": "float64", "whole": "Int64"}[column.kind]
        assert rows[column.name].dtype == expected
    assert rows["rate_decimals"].dtype == "Int64"
    assert rows["months"].tolist() == [3, 6.5]


def test_blanks_stay_blank_but_for_the_defaults() -> None:
    row = checked({}).rows.loc[2]
    assert (row["estimate"], row["unit"], row["outcome"]) == ("proportion", "patients", "")
    assert pd.isna(row["ci_low_pct"])
    assert row["n_enrolled"] is pd.NA


def test_texts_are_kept_but_for_spaces_around_them() -> None:
    row = checked({"outcome": "  >=50%  relief \n", "note": "a\nb"}).rows.loc[2]
    assert (row["outcome"], row["note"]) == (">=50%  relief", "a\nb")


@pytest.mark.parametrize(
    "front",
    ["", "https://doi.org/", "HTTP://DX.DOI.ORG/", "doi.org/", "doi:", "DOI: ", "doi:doi.org/"],
)
def test_what_stands_in_front_of_a_doi_is_taken_off(front: str) -> None:
    result = checked({"doi": f" {front}10.1089/acm.2010.0031"})
    assert result.rows["doi"].tolist() == ["10.1089/acm.2010.0031"]
    assert result.problems.empty


@pytest.mark.parametrize(
    "text",
    ["10.1/x", "10.1000", "10.1000/a b", "https://doi.org/", "https://example.org/10.1000/x"],
)
def test_what_is_no_doi_is_kept_and_told(text: str) -> None:
    result = checked({"doi": text})
    assert result.problems["rule"].tolist() == ["doi"]
    assert result.rows["doi"].tolist() == [text]


def test_extra_columns_are_kept_as_typed() -> None:
    assert checked({"country": " 007 "}).rows["country"].tolist() == [" 007 "]


def test_a_choice_may_be_spelled_another_way() -> None:
    row = checked({"estimate": "Time-to-event", "role": " Comparator"}).rows.loc[2]
    assert (row["estimate"], row["role"]) == ("time_to_event", "comparator")


@pytest.mark.parametrize(
    ("typed", "decimals"), [("58", 0), ("58.70", 2), ("58,7 %", 1), ("", pd.NA)]
)
def test_decimals_are_counted_as_typed(typed: str, decimals: Any) -> None:
    row = {"rate_pct": typed, "responders": "" if typed else "4", "n_assessed": "" if typed else 9}
    assert checked(row).rows["rate_decimals"].tolist() == [decimals]


def test_a_file_that_is_no_table_gives_empty_typed_rows() -> None:
    rows = check(b"").rows
    assert list(rows) == [*NAMES, "rate_decimals"]
    assert len(rows) == 0
    assert rows["n_enrolled"].dtype == "Int64"


@pytest.mark.parametrize(
    "row",
    [
        {"months": months, "study": f"S {months}"}
        for months in (*range(1, 7), 9, 12, 15, 18, 24, 30, 36, 48, 60, 72, 84, 96, 108, 120)
    ],
)
def test_usual_months_are_not_questioned(row: dict[str, str]) -> None:
    assert found(row) == []


@pytest.mark.parametrize(
    ("months", "words", "meant"),
    [("26", "weeks", "6"), ("104", "weeks", "24"), ("90", "days", "3"), ("400", "days", "13.1")],
)
def test_weeks_and_days_are_questioned(months: str, words: str, meant: str) -> None:
    (problem,) = checked({"months": months}).problems.to_dict("records")
    assert problem["message"].endswith(f"looks like {words}.")
    assert f"write {meant}." in problem["fix"]


def test_a_point_before_three_digits_is_not_guessed_in_a_count() -> None:
    (problem,) = checked({"n_enrolled": "1.000"}).problems.to_dict("records")
    assert problem["message"] == "'1.000' can be read with a thousands separator or with decimals."
    assert problem["fix"].startswith("Write a thousand without a separator")


def test_a_date_is_no_number_of_months() -> None:
    assert message({"months": "20240101"}).endswith("it must be above 0 and at most 1200.")


def test_days_beyond_any_months_are_still_told_as_days() -> None:
    assert {rule for _, _, rule in found({"months": "1825"})} == {"range", "months_in_other_unit"}


@pytest.mark.parametrize("text", ["-", "--", "+/-", ">=50% relief", "n = 5", "a@b.org", "=", "?"])
def test_texts_that_are_no_formula(text: str) -> None:
    assert found({"note": text}) == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "-cmd|' /C calc'!A0"])
def test_texts_that_are_a_formula(text: str) -> None:
    assert found({"note": text}) == [(2, "note", "formula")]


def test_extra_columns_are_looked_at_too() -> None:
    assert found({"country": "=1+1"}) == [(2, "country", "formula")]


@pytest.mark.parametrize(
    "row",
    [
        {"rate_pct": "79", "responders": 15, "n_assessed": 19},
        {"rate_pct": "78.9", "responders": 15, "n_assessed": 19},
        {"rate_pct": "12", "responders": 1, "n_assessed": 8},
        {"rate_pct": "13", "responders": 1, "n_assessed": 8},
        {"rate_pct": "0.5", "responders": 1, "n_assessed": 200},
        {"rate_pct": "0", "responders": 0, "n_assessed": 14},
        {"rate_pct": "100", "n_assessed": 14},
        {"rate_pct": "58.7", "n_assessed": 23, "estimate": "time_to_event"},
        {"rate_pct": "", "responders": 15, "n_assessed": 19},
        {"rate_pct": "", "responders": 0, "n_assessed": 19, "ci_low_pct": 0, "ci_high_pct": 17.6},
        {"rate_pct": "58.7", "ci_low_pct": "58.7", "ci_high_pct": "58.7"},
    ],
)
def test_numbers_that_agree(row: dict[str, Any]) -> None:
    assert found(row) == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"rate_pct": "80.0", "responders": 15, "n_assessed": 19}, ("rate_pct", "rate_disagrees")),
        ({"rate_pct": "89.2", "responders": 41, "n_assessed": 46}, ("rate_pct", "rate_misprint")),
        ({"rate_pct": "89.6", "responders": 41, "n_assessed": 46}, ("rate_pct", "rate_misprint")),
        ({"rate_pct": "89.7", "responders": 41, "n_assessed": 46}, ("rate_pct", "rate_disagrees")),
        # One patient of 1,000 is a tenth of a point; two are more than one patient.
        (
            {"rate_pct": "50.1", "responders": 500, "n_assessed": 1000},
            ("rate_pct", "rate_misprint"),
        ),
        (
            {"rate_pct": "50.2", "responders": 500, "n_assessed": 1000},
            ("rate_pct", "rate_disagrees"),
        ),
        ({"rate_pct": "", "estimate": "time_to_event"}, ("rate_pct", "rate_missing")),
        ({"rate_pct": "NR"}, None),
        ({"months": "0"}, ("months", "range")),
        ({"months": "20240101"}, ("months", "range")),
        ({"n_assessed": "0"}, ("n_assessed", "range")),
        ({"n_assessed": "-3"}, ("n_assessed", "range")),
        ({"n_enrolled": "9" * 400}, ("n_enrolled", "range")),
        ({"months": ""}, ("months", "needed")),
        ({"study": "  "}, ("study", "needed")),
        ({"study": "Kim\n2010"}, ("study", "control_character")),
        ({"note": "zero\u200bwidth"}, ("note", "invisible_character")),
        ({"year": "2999"}, ("year", "year")),
    ],
)
def test_one_mistake_is_one_problem(row: dict[str, Any], problem: tuple[str, str] | None) -> None:
    expected = (
        [(2, *problem)]
        if problem
        else [(2, "rate_pct", rule) for rule in ("rate_missing", "not_stated")]
    )
    assert found(row) == expected


def test_an_unreadable_cell_is_not_also_missing() -> None:
    assert found({"rate_pct": "high"}) == [(2, "rate_pct", "not_a_number")]
    assert found({"ci_low_pct": "low", "ci_high_pct": 90}) == [(2, "ci_low_pct", "not_a_number")]


def test_a_disagreeing_rate_says_which_denominator_it_has() -> None:
    row = {"rate_pct": "75", "responders": 15, "n_assessed": 18, "n_enrolled": 20}
    assert message(row) == "15 of 18 is 83.3%, not 75. It is the share of the 20 enrolled."


def test_the_nearest_counts_are_told() -> None:
    row = {"rate_pct": "58", "n_assessed": 14}
    assert message(row) == "No count of 14 gives 58%: 8 of 14 is 57%, 9 is 64%."


def test_a_column_of_fractions_is_told_as_one() -> None:
    table = checked({"rate_pct": "0.79"}, {"rate_pct": "1", "months": 6}).problems
    assert table["rule"].tolist() == ["fraction", "fraction"]
    assert table["message"].str.contains("no rate in this file is above 1").all()


def test_one_in_a_column_of_percents_is_not_a_fraction() -> None:
    assert found({"rate_pct": "1"}, {"months": 6}) == []


def test_duplicates_name_each_other() -> None:
    table = checked({}, {"months": "6"}, {"months": "3.0", "estimate": "proportion"}).problems
    assert table["row"].tolist() == [2, 4]
    assert table["message"].str.extract(r"on (.*)\.")[0].tolist() == ["row 4", "row 2"]


def test_many_duplicates_are_counted() -> None:
    assert "rows 3, 4, 5 and 1 more" in checked({}, {}, {}, {}, {}).problems["message"].iloc[0]


def test_another_cohort_is_no_duplicate() -> None:
    assert found({}, {"cohort": "others"}) == []


def test_rows_without_a_label_are_no_duplicates() -> None:
    rules = [rule for _, _, rule in found({"study": ""}, {"study": ""})]
    assert rules == ["needed", "needed"]


def test_the_rarer_spelling_is_told() -> None:
    rows = [{"arm": "sugar", "months": 1}, {"months": 2}, {"months": 3}]
    assert found(*rows) == [(2, "arm", "spelling")]


def test_arms_of_two_studies_may_be_spelled_differently() -> None:
    assert found({}, {"study": "Lee 2001", "arm": "sugar"}) == []


def test_the_problem_names_the_column_as_the_file_does() -> None:
    table = check(b"Study,Arm,Follow-up,Response rate (%)\nKim,a,3,170\n").problems
    assert table["column"].tolist() == ["Response rate (%)"]
    assert table["message"].tolist() == ["Response rate (%) is 170; it must be from 0 to 100."]


def test_a_missing_column_is_told_once_and_keeps_every_row_out() -> None:
    result = check(b"study,arm,month s since\nKim,a,3\nLee,b,4\n")
    assert result.problems["rule"].tolist() == ["missing_column", "missing_column"]
    assert result.problems["column"].tolist() == ["months", "rate_pct"]
    assert result.rows.empty
    assert result.left_out.tolist() == [2, 3]


def test_a_missing_column_is_looked_for_among_the_others() -> None:
    table = check(b"study,arm,mnths,rate\nKim,a,3,80\n").problems
    assert table["message"].iloc[0].endswith("Is it the column 'mnths'?")


def test_weeks_are_not_taken_for_months() -> None:
    table = check(b"study,arm,follow-up (weeks),rate\nKim,a,12,80\n").problems
    assert "'follow-up (weeks)', its values have to be made months." in table["message"].iloc[0]


def test_an_extra_column_may_have_any_name() -> None:
    row = {"header": "x", "value": "y", "column": "z", "{": "w", "rate_pct": "170"}
    assert message(row) == "rate_pct is 170; it must be from 0 to 100."


def test_hidden_characters_are_shown_by_code() -> None:
    (value,) = checked({"note": "a\u202eb"}).problems["value"]
    assert value == "a\\u202eb"


def test_problems_beyond_the_limit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "LISTED", 2)
    result = checked(*({"rate_pct": "170", "months": at} for at in (1, 2, 3, 4, 6)))
    assert result.problems["row"].tolist() == [pd.NA, 2, 3]
    assert result.problems["message"].iloc[0].startswith("3 more rows have this problem")
    assert result.rows.empty
    assert len(result.left_out) == 5
    assert (result.errors, result.warnings, result.refused) == (5, 0, "")


MISTAKES = {
    "not_a_number": {"rate_pct": "many"},
    "range": {"rate_pct": "170"},
    "needed": {"arm": ""},
    "responders_above_assessed": {"responders": "9", "n_assessed": "8"},
    "interval_order": {"ci_low_pct": "90", "ci_high_pct": "70"},
    "choice": {"role": "doctor"},
    "formula": {"note": "=1+1"},
    "months_in_other_unit": {"months": "52"},
    "grim": {"n_assessed": "7"},
    "doi": {"doi": "none"},
}


@examples(40)
@given(planted=st.lists(st.sampled_from(["", *MISTAKES]), min_size=1, max_size=30))
def test_every_planted_mistake_is_reported(
    write_csv: Callable[..., bytes], planted: list[str]
) -> None:
    rows = [
        GOOD | {"study": f"S {at}"} | MISTAKES.get(rule, {}) for at, rule in enumerate(planted, 2)
    ]
    result = check(write_csv(*rows))
    told = zip(result.problems["row"], result.problems["rule"], strict=True)
    assert set(told) == {(at, rule) for at, rule in enumerate(planted, 2) if rule}


FILLED = ["study", "arm", "months", "rate_pct", "n_assessed", "ci_low_pct", "estimate", "note"]
CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), max_size=8
) | st.sampled_from(
    ["3", "79", "79%", "0.5", "1,234", "12,5", "NA", "-1", "=1", "time_to_event", "Kim 2010", "\t"]
)


@examples(40)
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys(FILLED, CELLS)), min_size=1, max_size=6))
def test_rows_are_either_good_or_left_out(
    write_csv: Callable[..., bytes], rows: list[dict[str, str]]
) -> None:
    result = check(write_csv(*rows))
    table = result.problems
    errors = table[table["severity"] == "error"]["row"].dropna()
    assert set(errors) == set(result.left_out)
    assert set(result.rows.index).isdisjoint(result.left_out)
    filled = [row for row in rows if any(cell.strip() for cell in row.values())]
    assert len(result.rows) + len(result.left_out) == len(filled)
    assert set(table["rule"]) <= set(RULES)


@examples(40)
@given(st.binary(max_size=300))
def test_any_bytes_are_checked(data: bytes) -> None:
    result = check(b"study,arm,months,rate\n" + data)
    assert len(result.rows) or len(result.problems)


def test_problems_beyond_the_limit_can_all_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "LISTED", 2)
    result = checked(*({"rate_pct": "170", "months": at} for at in (1, 2, 3, 4, 6)))
    every = problems.problem_table(
        result.findings, result.text.cells, result.text.headers, every=True
    )
    assert every["row"].tolist() == [2, 3, 4, 5, 6]
    assert every["value"].unique().tolist() == ["170"]


def test_a_month_out_of_range_is_never_advised_to_be_blank(write_csv):
    fixes = check(write_csv({"months": 0, "rate_pct": 500})).problems.set_index("column")["fix"]
    assert fixes["months"] == "Correct it."
    assert fixes["rate_pct"] == "Correct it, or leave it empty if it is not stated."


@pytest.mark.parametrize(
    ("typed", "read"), [("Y", "yes"), ("TRUE", "yes"), ("1", "yes"), ("No", "no"), ("0", "no")]
)
def test_yes_and_no_may_be_spelled_otherwise(typed: str, read: str, write_csv) -> None:
    result = check(write_csv(GOOD | {"randomised": typed}))
    assert (result.errors, result.rows["randomised"].tolist()) == (0, [read])


def test_what_is_not_stated_of_randomisation_stays_blank(write_csv) -> None:
    rows = check(write_csv(GOOD | {"design": "Randomised controlled trial"})).rows
    assert rows["randomised"].tolist() == [""]
    assert rows["n_basis"].tolist() == ["reported"]


def test_an_old_column_of_the_randomised_is_read_as_the_enrolled() -> None:
    old = b"study,arm,randomised,months,n_assessed,responders\nA,x,25,3,20,16\n"
    result = check(old)
    assert result.rows["n_enrolled"].tolist() == [25]
    assert result.rows["randomised"].tolist() == [""]
    assert result.problems["rule"].tolist() == ["randomised_counts"]


def test_an_arm_of_the_same_patients_must_be_there(write_csv) -> None:
    later = GOOD | {"arm": "Drug after placebo", "same_patients_as": "Placebo"}
    assert "same_patients_unknown" in check(write_csv(GOOD, later)).problems["rule"].tolist()
    placebo = GOOD | {"arm": "Placebo"}
    assert check(write_csv(placebo, later)).problems.empty
    other_study = placebo | {"study": "B 2002"}
    assert not check(write_csv(other_study, later)).problems.empty
