import re
from pathlib import Path

import pytest

from lib.studies.reading.numbers import read_number
from lib.studies.schema import BY_NAME, COLUMNS, IDENTITY, SERIES
from lib.studies.spellings import SPELLINGS, find_column, header_key
from lib.studies.validation.registry import RULES
from lib.studies.validation.validate import check

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("n", "n_assessed"),
        ("N assessed", "n_assessed"),
        ("response rate (%)", "rate_pct"),
        ("Response_Rate_%", "rate_pct"),
        ("follow-up", "months"),
        ("  Follow-up (months) ", "months"),
        ("RATE PCT", "rate_pct"),
        ("95% CI lower", "ci_low_pct"),
        ("country", None),
        ("follow-up (weeks)", None),
        ("", None),
    ],
)
def test_headers_are_known_by_what_they_say(header: str, name: str | None) -> None:
    assert find_column(header) == name


def test_every_column_and_no_other_has_its_spellings() -> None:
    assert list(SPELLINGS) == [column.name for column in COLUMNS]


def test_no_spelling_means_two_columns() -> None:
    spelled = [header_key(text) for column in COLUMNS for text in {column.name, *column.spellings}]
    assert len(spelled) == len(set(spelled))


def test_columns_are_in_the_order_of_the_shipped_file() -> None:
    header = (ROOT / "data" / "studies.csv").read_text("utf-8").splitlines()[0]
    assert [column.name for column in COLUMNS] == header.split(",")


def test_series_and_identity_are_columns() -> None:
    assert set(SERIES) < set(IDENTITY) <= set(BY_NAME)


def test_a_duplicate_names_all_that_makes_an_identity() -> None:
    (named_columns,) = re.findall("The same (.*) stand on", RULES["duplicate_row"].says)
    assert re.split(", | and ", named_columns) == list(IDENTITY)


@pytest.mark.parametrize("name", IDENTITY)
def test_another_value_of_any_part_of_the_identity_is_no_duplicate(name: str, write_csv) -> None:
    row = {"rate_pct": "80", "estimate": "proportion"}
    other = row | {name: {"months": "6", "estimate": "time_to_event"}.get(name, "Other")}
    assert check(write_csv(row, other)).errors == 0
    assert check(write_csv(row, row)).errors == 2


def test_the_words_of_the_rules_send_to_files_that_are_there() -> None:
    words = " ".join(rule.fix for rule in RULES.values())
    named_files = re.findall(r"[\w/]+\.(?:csv|md)\b", words)
    assert named_files
    assert all((ROOT / name).exists() for name in named_files)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_column_is_explained_by_a_valid_example(column) -> None:
    assert column.meaning.endswith(".")
    assert not column.choices or column.example in column.choices
    if column.kind == "text":
        assert column.choices or len(column.example) <= column.longest
    else:
        value = read_number(column.example, column).value
        assert value is not None
        assert value >= column.low
        assert value <= column.high
