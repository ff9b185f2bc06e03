import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.exports.tables.points_csv import Stamp, problems_csv
from lib.studies.intake.import_file import import_file
from lib.studies.reading.sheets import read_sheets
from lib.studies.schema import COLUMNS
from lib.studies.validation.validate import Checked, check_text

FOLDER = Path(__file__).parents[2] / "data" / "brought"
FILES = sorted(FOLDER.glob("*.csv"))
# What a file says of itself besides its rows.
WARNED = {
    "excel-semicolon": {"windows_1252"},
    "r-write-csv": {"not_stated"},
}
NAMES = [column.name for column in COLUMNS]


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


def test_row_names_of_r_are_left_out() -> None:
    (table,) = import_file((FOLDER / "r-write-csv.csv").read_bytes()).tables
    assert table.table.cells["column A"].tolist() == ["1", "2", "3", "4"]
    assert table.proposals["column A"].use.means == "leave out"


def texts(data: bytes) -> list[list[str]]:
    grid = read_sheets(data).sheets[0].grid
    return [grid.row_texts(place) for place in range(grid.count)]


def as_pandas_reads() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "libreoffice.csv")


def test_what_pandas_writes_with_an_index(four_rows: pd.DataFrame) -> None:
    checked = check_text(import_file(as_pandas_reads().to_csv().encode()).text)
    # pandas writes 33 as 33.0 where another rate of the column has decimals.
    assert set(checked.problems["rule"]) == {"grim"}
    same = four_rows.drop(columns="rate_decimals")
    pd.testing.assert_frame_equal(plain(checked)[same.columns], same)
    assert checked.rows["rate_decimals"].tolist() == [1, 1, 1, 1]


def test_what_pandas_writes_as_a_workbook(four_rows: pd.DataFrame) -> None:
    out = io.BytesIO()
    as_pandas_reads().to_excel(out)
    brought = import_file(out.getvalue(), "studies.csv")
    checked = check_text(brought.text)
    assert set(checked.problems["rule"]) == set()
    pd.testing.assert_frame_equal(plain(checked), four_rows)


TEXT = st.text(st.characters(exclude_categories=["C"], include_characters="\t"), max_size=8)


@example(notes=['"'])
@example(notes=[";", '"'])
@given(st.lists(TEXT | st.from_regex(r"'*[=+@-][0-9a-z]*", fullmatch=True), min_size=1, max_size=5))
def test_a_download_comes_back_unchanged(notes: list[str]) -> None:
    table = pd.DataFrame({"study": "Kim 2010", "=extra": pd.Series(notes, dtype="str")})
    rows = texts(problems_csv(table, Stamp("=title", "studies.csv", "-1", "@")))
    columns = dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))
    assert columns["=extra"] == tuple(notes)
    assert set(columns["title"]) == {"=title"}
    assert set(columns["data_version"]) == {"-1"}


def test_apostrophes_that_are_taken_off_are_said() -> None:
    data = b"study,arm,'=x,'z\nKim,'=1,'-2+3,'a\nLee,'b,c,d,''@e\n"
    assert texts(data) == [
        ["study", "arm", "=x", "'z", ""],
        ["Kim", "=1", "-2+3", "'a", ""],
        ["Lee", "'b", "c", "d", "'@e"],
    ]
    said = "4 texts that would run as a formula had an apostrophe in front, taken off."
    assert import_file(data).notes[0] == said


def test_a_known_header_with_an_apostrophe_is_still_known() -> None:
    text = import_file(b"study,arm,'-months\nKim,a,3\n").text
    assert text.headers == {"study": "study", "arm": "arm", "months": "-months"}


def test_headers_that_become_one_are_told_apart_by_their_letter() -> None:
    cells = import_file(b"study,=x,'=x\nKim,a,3\n").text.cells
    assert list(cells) == ["study", "=x", "=x (column C)"]


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


def test_text_that_is_not_available_is_none_and_warned_about() -> None:
    data = b"study,arm,months,rate_pct,role,unit,cohort,n_assessed\nKim,a,3,50,NA,NA,NA,NA\n"
    checked = check_text(import_file(data).text)
    assert checked.problems["rule"].unique().tolist() == ["not_stated"]
    assert checked.rows.loc[2, ["role", "unit", "cohort"]].tolist() == ["", "patients", ""]
    assert checked.text.cells["cohort"].tolist() == ["NA"]
