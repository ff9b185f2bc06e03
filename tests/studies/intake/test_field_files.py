"""Files as people have them: each kind of table that was met, with the rows that are right."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from lib.commands.command_line import main
from lib.studies.intake.import_file import import_file
from lib.studies.intake.instructions import NOTHING_SAID

FIELD = Path(__file__).parents[2] / "data" / "field"
EXPECTED = json.loads((FIELD / "expected.json").read_text("utf-8"))
FILES = sorted(EXPECTED)


def said_of(name):
    return replace(NOTHING_SAID, answers=EXPECTED[name].get("answers", {}))


@cache
def brought(name):
    return import_file((FIELD / name).read_bytes(), name, said_of(name))


def same(told, wanted):
    return all(
        str(told.get(key)) == value
        if isinstance(value, str)
        else told.get(key) is not None and float(told[key]) == pytest.approx(value)
        for key, value in wanted.items()
    )


def records(imported):
    rows = imported.checked.rows.astype(object)
    return rows.where(rows.notna(), None).to_dict("records")


def test_every_file_has_its_right_result():
    files = {path.name for path in FIELD.iterdir()} - {"expected.json"}
    assert files == set(EXPECTED)


@pytest.mark.parametrize("name", [name for name in FILES if "rows" in EXPECTED[name]])
def test_the_rows_come_out(name):
    told, wanted = records(brought(name)), EXPECTED[name]["rows"]
    assert len(told) == len(wanted)
    for row, want in zip(told, wanted, strict=True):
        assert same(row, want), (row, want)


@pytest.mark.parametrize("name", [name for name in FILES if "set_aside" in EXPECTED[name]])
def test_what_is_no_data_is_set_aside(name):
    rows = sorted({aside.row for _, aside in brought(name).set_aside})
    assert rows == EXPECTED[name]["set_aside"]


@pytest.mark.parametrize("name", [name for name in FILES if "problems" in EXPECTED[name]])
def test_what_is_no_number_is_named(name):
    problems = brought(name).checked.problems
    for row, rule in EXPECTED[name]["problems"].items():
        assert rule in set(problems["rule"][problems["row"] == int(row)])


@pytest.mark.parametrize("name", FILES)
def test_nothing_stays_open_once_it_is_answered(name):
    assert brought(name).questions == ()


@pytest.mark.parametrize("name", [name for name in FILES if "answers" in EXPECTED[name]])
def test_no_row_is_shown_before_its_question_is_answered(name):
    imported = import_file((FIELD / name).read_bytes(), name)
    assert {question.key for question in imported.questions} == set(EXPECTED[name]["answers"])
    assert len(imported.checked.rows) == 0
    assert imported.waiting > 0


@pytest.mark.parametrize("name", [name for name in FILES if "header" in EXPECTED[name]])
def test_columns_are_told_apart_by_spaces(name):
    (table,) = brought(name).tables
    assert table.table.headers == EXPECTED[name]["header"]
    assert len(table.table.cells) == EXPECTED[name]["count"]


@pytest.mark.parametrize("name", FILES)
def test_the_command_says_the_same_as_the_page(name, capsys):
    answers = [
        part
        for key, value in EXPECTED[name].get("answers", {}).items()
        for part in ("--answer", f"{key}={value}")
    ]
    code = main(["import", str(FIELD / name), "--accept", "--json", *answers])
    told = json.loads(capsys.readouterr().out)
    imported = brought(name)
    assert len(told["rows"]) == len(imported.checked.rows)
    assert [row["row"] for row in told["set_aside"]] == [a.row for _, a in imported.set_aside]
    assert code == (1 if imported.checked.errors else 0)
