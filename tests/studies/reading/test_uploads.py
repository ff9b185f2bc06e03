import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.exports.tables.points_csv import Stamp, problems_csv
from lib.studies.intake.import_file import import_file
from lib.studies.reading.pasted_text import looks_headless
from lib.studies.schema import COLUMNS
from lib.studies.validation.validate import Checked, check_text

FOLDER = Path(__file__).parents[2] / "data" / "brought"
FILES = sorted(FOLDER.glob("*.csv"))
# What a file says of itself besides its rows.
WARNED = {
    "excel-semicolon": {"windows_1252"},
    "r-write-csv": {"unnamed_column", "not_stated"},
}
NAMES = [column.name for column in COLUMNS]
PASTED = "Kim, WM\tSugar\t15\t58,7\r\nLee\tSugar\t3\t=4\r\n"


@pytest.fixture(scope="session")
def four_rows(real_rows: pd.DataFrame) -> pd.DataFrame:
    rows = real_rows.loc[5:8, [*NAMES, "rate_decimals"]].reset_index(drop=True)
    # The programs wrote their files before there was a column for `randomised`.
    return rows.assign(
        citation=rows["citation"].str.replace("1285-1290", "1285–1290"), randomised=""
    )


def plain(checked: Checked) -> pd.DataFrame:
    rows = checked.rows[[*NAMES, "rate_decimals"]].reset_index(drop=True)
    return rows.assign(note=rows["note"].str.replace("\n", " "))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_of_other_programs_give_the_same_rows(path: Path, four_rows: pd.DataFrame) -> None:
    checked = check_text(import_file(path.read_bytes(), path.name).text)
    assert set(checked.problems["rule"]) == WARNED.get(path.stem, set())
    pd.testing.assert_frame_equal(plain(checked), four_rows)


def test_row_names_of_r_are_an_extra_column() -> None:
    rows = check_text(import_file((FOLDER / "r-write-csv.csv").read_bytes()).text).rows
    assert rows["column A"].tolist() == ["1", "2", "3", "4"]


def as_pandas_reads() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "libreoffice.csv")


def test_what_pandas_writes_with_an_index(four_rows: pd.DataFrame) -> None:
    checked = check_text(import_file(as_pandas_reads().to_csv().encode()).text)
    # pandas writes 33 as 33.0 where another rate of the column has decimals.
    assert set(checked.problems["rule"]) == {"unnamed_column", "grim"}
    same = four_rows.drop(columns="rate_decimals")
    pd.testing.assert_frame_equal(plain(checked)[same.columns], same)
    assert checked.rows["rate_decimals"].tolist() == [1, 1, 1, 1]


def test_what_pandas_writes_as_a_workbook(four_rows: pd.DataFrame) -> None:
    out = io.BytesIO()
    as_pandas_reads().to_excel(out)
    brought = import_file(out.getvalue(), "studies.csv")
    assert brought.notes == ("Sheet 'Sheet1' was read.",)
    checked = check_text(brought.text)
    assert set(checked.problems["rule"]) == {"unnamed_column"}
    pd.testing.assert_frame_equal(plain(checked), four_rows)


TEXT = st.text(st.characters(exclude_categories=["C"], include_characters="\t"), max_size=8)


@given(st.lists(TEXT | st.from_regex(r"'*[=+@-][0-9a-z]*", fullmatch=True), min_size=1, max_size=5))
def test_a_download_comes_back_unchanged(notes: list[str]) -> None:
    table = pd.DataFrame({"study": "Kim 2010", "=extra": pd.Series(notes, dtype="str")})
    brought = import_file(problems_csv(table, Stamp("=title", "studies.csv", "-1", "@")))
    assert brought.text.cells["=extra"].tolist() == notes
    assert brought.text.headers["=extra"] == "=extra"
    assert brought.text.cells["title"].tolist() == ["=title"] * len(notes)
    assert brought.text.cells["data_version"].tolist() == ["-1"] * len(notes)


def test_apostrophes_that_are_taken_off_are_said() -> None:
    brought = import_file(b"study,arm,'=x,'z\nKim,'=1,'-2+3,'a\nLee,'b,c,d,''@e\n")
    assert list(brought.text.cells) == ["study", "arm", "=x", "'z"]
    assert brought.text.cells.loc[2].tolist() == ["Kim", "=1", "-2+3", "'a"]
    assert brought.text.ragged == {3: ["Lee", "'b", "c", "d", "'@e"]}
    said = "3 texts that would run as a formula had an apostrophe in front, taken off."
    assert brought.notes == (said,)


def test_a_known_header_with_an_apostrophe_is_still_known() -> None:
    text = import_file(b"study,arm,'-months\nKim,a,3\n").text
    assert text.headers == {"study": "study", "arm": "arm", "months": "-months"}


def test_headers_that_would_become_one_are_left() -> None:
    assert list(import_file(b"study,=x,'=x\nKim,a,3\n").text.cells) == ["study", "=x", "'=x"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("studies.csv", "studies.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\mine.xlsx", "mine.xlsx"),
        ("a\x00\x1b[1m\u202egpj.csv", "a[1mgpj.csv"),
        ("\ud800x" + "y" * 200, "x" + "y" * 78 + "…"),
        ("", ""),
    ],
)
def test_a_name_is_a_label_only(name: str, label: str) -> None:
    assert import_file(b"", name).name == label


def test_what_it_is_counts_and_not_how_it_is_called() -> None:
    assert import_file(b"study,arm\nKim,a\n", "studies.xlsx").text.cells["study"].tolist() == [
        "Kim"
    ]


def test_rows_pasted_from_a_spreadsheet() -> None:
    brought = read_paste("study\tarm\tmonths\trate\r\n" + PASTED, has_header=True)
    assert brought.text.cells["study"].to_dict() == {2: "Kim, WM", 3: "Lee"}
    assert brought.text.cells["rate_pct"].tolist() == ["58,7", "=4"]


@pytest.mark.parametrize("before", ["", "\r\n", "\t\t\t\r\n  \n"])
def test_pasted_rows_without_a_header_are_numbered_from_one(before: str) -> None:
    text = read_paste(before + PASTED, has_header=False).text
    assert text.cells["column A"].to_dict() == {1: "Kim, WM", 2: "Lee"}
    assert list(text.cells) == [f"column {letter}" for letter in "ABCD"]
    assert text.headers == {name: name for name in text.cells}


def test_one_pasted_row_is_a_table_too() -> None:
    assert read_paste("Kim,Sugar,3", has_header=False).text.cells.shape == (1, 3)


def test_pasted_rows_may_hold_the_same_twice_and_blanks() -> None:
    text = read_paste("Kim\t19\t19\t\nLee\t\t20\tx\n", has_header=False).text
    assert text.cells.to_numpy().tolist() == [["Kim", "19", "19", ""], ["Lee", "", "20", "x"]]
    assert text.findings == ()


@pytest.mark.parametrize("has_header", [True, False])
@pytest.mark.parametrize(
    ("text", "rule"),
    [("", "empty"), (" \n\t\n", "empty"), ("Kim", "one_column"), ("a,b\0\n1,2", "not_text")],
)
def test_what_is_pasted_and_no_table_is_refused(text: str, rule: str, has_header: bool) -> None:
    assert [each.rule.name for each in read_paste(text, has_header).text.findings] == [rule]


def test_half_a_character_is_shown_as_unknown() -> None:
    assert read_paste("study,arm\nKim\ud800,a", True).text.cells["study"].tolist() == ["Kim\ufffd"]


ANY = st.text(st.characters(), max_size=40) | st.text("a1\t,;\"'=\r\n ", max_size=40)


@given(ANY, st.booleans())
def test_anything_may_be_pasted(text: str, has_header: bool) -> None:
    read = read_paste(text, has_header).text
    assert len(read.cells) or read.findings
    assert looks_headless(text) in (True, False)


@pytest.mark.parametrize(
    ("text", "headless"),
    [
        ("Kim 2010\tSugar\t15\t58,7", True),
        ("\n\nKim 2010;Sugar;15;79%", True),
        ('"Kim, 2010","15"', True),
        ("study\tarm\t3 mo", False),
        ("Study name;3;6;12", False),
        ("trial no,x\n1,2", False),
        ("", False),
    ],
)
def test_a_first_line_of_data_is_noticed(text: str, headless: bool) -> None:
    assert looks_headless(text) == headless


def test_text_that_is_not_available_is_none_and_warned_about() -> None:
    data = b"study,arm,months,rate_pct,role,unit,cohort,n_assessed\nKim,a,3,50,NA,NA,NA,NA\n"
    checked = check_text(import_file(data).text)
    assert checked.problems["rule"].unique().tolist() == ["not_stated"]
    assert checked.rows.loc[2, ["role", "unit", "cohort"]].tolist() == ["", "patients", ""]
    assert checked.text.cells["cohort"].tolist() == ["NA"]
