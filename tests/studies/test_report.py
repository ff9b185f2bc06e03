import subprocess
import sys
from pathlib import Path

import pytest

from lib.studies.report import main

ROOT = Path(__file__).parents[2]
INVALID = ROOT / "tests" / "data" / "invalid"


def test_a_good_file_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ROOT / "data" / "studies.csv")]) == 0
    assert "9 rows can be used, 0 left out; 0 errors, 0 warnings." in capsys.readouterr().out


def test_warnings_alone_end_well() -> None:
    assert main([str(INVALID / "grim.csv")]) == 0


def test_errors_end_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(INVALID / "range.csv")]) == 1
    told = capsys.readouterr().out
    assert "1 row can be used, 1 left out; 1 error, 0 warnings." in told
    assert "ERROR range (1)\n  row 3, rate_pct: rate_pct is 170" in told


def test_the_fix_is_told_once_where_it_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    main([str(INVALID / "duplicate_row.csv")])
    assert capsys.readouterr().out.count("Fix: ") == 1


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
        [*command, INVALID / "needed.csv"], check=False, cwd=ROOT, capture_output=True
    )
    assert (told.returncode, told.stderr) == (1, b"")
