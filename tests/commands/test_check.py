import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from lib.commands.command_line import main

ROOT = Path(__file__).parents[2]
INVALID = ROOT / "tests" / "data" / "invalid"
GOOD = [["Study", "Arm", "Months", "Rate (%)"], ["Kim 2010", "Sugar", "3", "80"]]
BAD = [*GOOD, ["Kim 2010", "Sugar", "6", "170"]]
WIDE = [["Study", "Arm", "3 mo", "6 mo"], ["Kim 2010", "Sugar", "80%", "170%"]]


def write(path, rows):
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        separator = "\t" if path.suffix == ".tsv" else ","
        path.write_text("\n".join(map(separator.join, rows)), "utf-8")
    return str(path)


@pytest.mark.parametrize("kind", ["csv", "tsv", "xlsx"])
def test_each_format_is_checked(kind, tmp_path, capsys):
    assert main(["check", write(tmp_path / f"good.{kind}", GOOD)]) == 0
    assert f"good.{kind}: 1 row can be used, 0 rows left out; 0 errors" in capsys.readouterr().out
    assert main(["check", write(tmp_path / f"bad.{kind}", BAD)]) == 1
    said = capsys.readouterr().out
    assert "ERROR range (1)\n  row 3, Rate (%): Rate (%) is 170; it must be from 0 to 100." in said


def test_each_of_several_files_is_reported(tmp_path, capsys):
    files = [write(tmp_path / "one.csv", GOOD), write(tmp_path / "two.csv", BAD)]
    assert main(["check", *files]) == 1
    said = capsys.readouterr().out
    assert all(f"{file}: 1 row can be used" in said for file in files)


def test_columns_are_understood_as_the_import_page_proposes(tmp_path, capsys):
    rows = [["Study", "Arm", "Weeks", "n", "Rate (%)"], ["Kim 2010", "Sugar", "52", "20", "80"]]
    assert main(["check", write(tmp_path / "weeks.csv", rows)]) == 0
    said = capsys.readouterr().out
    assert "Column 'n': 'n' reads as patients assessed." in said
    assert "52 weeks = 12.0 months" in said


def test_a_question_is_told_and_keeps_a_file_from_ending_well(tmp_path, capsys):
    rows = [["Study", "Arm", "N", "3 mo", "6 mo"], ["Kim 2010", "Sugar", "20", "15", "12"]]
    assert main(["check", write(tmp_path / "wide.csv", rows)]) == 1
    said = capsys.readouterr().out
    assert "Question: Are the numbers in '3 mo', '6 mo' percent or patients?" in said
    assert "2 rows wait for answers." in said


def test_what_is_set_aside_is_told(tmp_path, capsys):
    assert main(["check", write(tmp_path / "twice.csv", [*GOOD, GOOD[1]])]) == 0
    assert "Row 3 was set aside: it repeats another row: row 2." in capsys.readouterr().out


def test_a_problem_at_a_visit_stands_where_the_file_has_it(tmp_path, capsys):
    assert main(["check", write(tmp_path / "wide.csv", WIDE)]) == 1
    assert "row 2, 6 mo, rate_pct: " in capsys.readouterr().out


def test_warnings_alone_end_well():
    assert main(["check", str(INVALID / "grim.csv")]) == 0


def test_a_file_that_cannot_be_opened_ends_with_two_after_the_others(tmp_path, capsys):
    good = write(tmp_path / "good.csv", GOOD)
    assert main(["check", str(tmp_path / "none.csv"), good]) == 2
    printed = capsys.readouterr()
    assert "none.csv: The file cannot be opened: " in printed.err
    assert f"{good}: 1 row can be used" in printed.out


@pytest.mark.parametrize("arguments", [[], ["check"], ["check", "--xml", "a.csv"], ["mend", "a"]])
def test_wrong_usage_ends_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m lib")


def test_json_is_one_document_with_an_object_a_file(tmp_path, capsys):
    files = [write(tmp_path / "bad.csv", BAD), str(INVALID / "empty.csv"), str(tmp_path / "none")]
    assert main(["check", "--json", *files]) == 2
    bad, empty, none = json.loads(capsys.readouterr().out)
    assert bad == {
        "name": files[0],
        "refused": "",
        "usable": 1,
        "left_out": 1,
        "errors": 1,
        "warnings": 0,
        "notes": [],
        "problems": [
            {
                "row": 3,
                "column": "Rate (%)",
                "value": "170",
                "rule": "range",
                "severity": "error",
                "message": "Rate (%) is 170; it must be from 0 to 100.",
                "fix": "Correct it, or leave it empty if it is not stated.",
            }
        ],
    }
    assert empty["refused"] == "The file is empty."
    assert empty["problems"][0]["row"] is None
    assert none["refused"].startswith("The file cannot be opened: ")


def test_json_says_where_a_visit_stands_in_the_file(tmp_path, capsys):
    assert main(["check", "--json", write(tmp_path / "wide.csv", WIDE)]) == 1
    (wide,) = json.loads(capsys.readouterr().out)
    assert [problem["place"] for problem in wide["problems"]] == ["row 2, 6 mo"]


def test_the_command_works_as_the_readme_says_and_loads_no_dashboard():
    program = "import sys, runpy; sys.argv = ['lib', 'check', sys.argv[1]]\n"
    program += "try: runpy.run_module('lib', run_name='__main__')\n"
    program += "except SystemExit as ended: assert ended.code == 1\n"
    program += "assert 'streamlit' not in sys.modules"
    ways = [["-m", "lib", "check"], ["-c", program]]
    for way, code in zip(ways, (1, 0), strict=True):
        command = [sys.executable, "-W", "error", *way, str(INVALID / "range.csv")]
        ended = subprocess.run(command, check=False, cwd=ROOT, capture_output=True)
        assert (ended.returncode, ended.stderr) == (code, b"")
