import subprocess
import sys
from pathlib import Path

import pytest

from lib.phrases import with_noun
from lib.studies.checking import main
from lib.studies.store.store import load
from lib.studies.validation.report import summary
from lib.studies.validation.validate import check

ROOT = Path(__file__).parents[3]
INVALID = ROOT / "tests" / "data" / "invalid"


def test_a_good_file_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ROOT / "data" / "studies.csv")]) == 0
    assert (
        "studies.csv: 9 rows can be used, 0 rows left out; 0 errors, 0 warnings."
        in capsys.readouterr().out
    )


def test_warnings_alone_end_well() -> None:
    assert main([str(INVALID / "grim.csv")]) == 0


def test_errors_end_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(INVALID / "range.csv")]) == 1
    told = capsys.readouterr().out
    assert "range.csv: 1 row can be used, 1 row left out; 1 error, 0 warnings." in told
    assert "ERROR range (1)\n  row 3, rate_pct: rate_pct is 170" in told


def test_the_fix_is_told_once_where_it_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    main([str(INVALID / "duplicate_row.csv")])
    assert capsys.readouterr().out.count("Fix: ") == 1


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("grim", "2 rows can be used, 0 rows left out; 0 errors, 1 warning."),
        ("duplicate_row", "0 rows can be used, 2 rows left out; 2 errors, 0 warnings."),
        ("empty", "The file is empty. 0 rows can be used, 0 rows left out; 1 error, 0 warnings."),
    ],
)
def test_a_summary_counts_in_plain_words(rule: str, told: str) -> None:
    data = load(INVALID / f"{rule}.csv")
    assert summary(data, "this file") == f"this file: {told}"


def test_a_summary_starts_with_why_no_row_can_be_used() -> None:
    data = b"study,arm,rate\nKim,a,80\nLee,,170\n"
    told = summary(check(data), "s.csv")
    assert told.startswith("s.csv: There is no column 'months'. ")
    assert told.endswith(". 0 rows can be used, 2 rows left out; 3 errors, 0 warnings.")


def test_a_file_that_breaks_off_says_on_which_row() -> None:
    told = summary(check((INVALID / "quotes.csv").read_bytes()), "s.csv")
    assert told.startswith("s.csv: Row 3: The row that starts here cannot be read: ")


def test_problems_of_rows_alone_refuse_no_file() -> None:
    assert check((INVALID / "duplicate_row.csv").read_bytes()).refused == ""


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1234, "1,234 rows")]
)
def test_things_are_counted_in_words(number: int, words: str) -> None:
    assert with_noun(number, "row") == words


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--help"]])
def test_anything_but_one_file_is_told_how(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("Usage: ")


def test_a_file_that_cannot_be_opened_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ROOT)]) == 2
    assert "cannot be opened: " in capsys.readouterr().err


def test_the_command_works_as_the_readme_says() -> None:
    command = [sys.executable, "-W", "error", "-m", "lib.studies.checking"]
    told = subprocess.run(
        [*command, INVALID / "range.csv"], check=False, cwd=ROOT, capture_output=True
    )
    assert (told.returncode, told.stderr) == (1, b"")
